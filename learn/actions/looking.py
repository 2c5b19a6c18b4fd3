"""What instructors leave behind by looking: a line that the learner can read."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from learn.actions.writing import action
from learn.models import Look, Member

ONE_LOOK = timedelta(minutes=10)


def note_looks(by: Member, at: Collection[Member], what: str, *, now: datetime) -> None:
    """Note that an instructor looked at something of these learners'; once for the same thing within ten minutes."""
    what, learners = what[:200], {member.learner_id for member in at if member.learner_id is not None}
    if not learners:
        return
    before = Look.objects.filter(
        classroom=by.classroom_id, by=by.learner_id, what=what, at_learner__in=learners, looked_at__gt=now - ONE_LOOK
    )
    new = learners - set(before.values_list("at_learner", flat=True))
    if new:
        _note(by, sorted(new), what, now)


@action
def _note(by: Member, learners: Iterable[int], what: str, now: datetime) -> None:
    Look.objects.bulk_create(
        Look(
            classroom_id=by.classroom_id,
            by_id=by.learner_id,
            by_name=by.name,
            at_learner_id=learner,
            what=what,
            looked_at=now,
        )
        for learner in learners
    )
