"""Assignments as instructors make them: changed by one at a time, each change from the version that was read."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max, QuerySet

from learn.actions.assigned import explained_from, rules_for_member
from learn.actions.classes import Conflict, held
from learn.actions.sittings import let_go
from learn.actions.writing import action
from learn.domain.teach.parts import Wanted, as_about
from learn.models import Assignment, Classroom, Exemption, Member, Part, Sitting

STALE = "The assignment was changed since you opened this page. Look at what stands there now, then send yours again."


class Stale(Conflict):
    """The assignment was changed since it was read."""

    def __init__(self) -> None:
        super().__init__(STALE)


class Begun(Conflict):
    """Learners have begun what was to be taken away."""


@action
def add_assignment(
    classroom: Classroom,
    values: Mapping[str, Any],
    *,
    after: int,
    now: datetime,
    parts: Sequence[tuple[str, Wanted]] = (),
) -> Assignment:
    """Return a new draft with its first ``parts``, the last of the class; ``after`` is the last its form knew, or 0.

    The same form sent twice makes one.
    """
    held(classroom)
    made = classroom.assignments.filter(pk__gt=after, **values).first()
    if made is not None:
        return made
    last = classroom.assignments.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    made = Assignment.objects.create(classroom=classroom, position=position, created_at=now, **values)
    _append(made, parts)
    return made


@action
def change_assignment(assignment: Assignment, values: Mapping[str, Any], *, version: int) -> None:
    """Change the assignment's own fields. What learners have begun is explained and over by the new dates.

    Raises Stale unless it already is as wanted.
    """
    current = Assignment.objects.filter(pk=assignment.pk).first()
    if current is None:
        raise Stale
    if all(getattr(current, name) == value for name, value in values.items()):
        return
    _claim(current, version, **values)
    _restate_sittings(current)


@action
def publish(assignment: Assignment, *, at: datetime, version: int) -> None:
    """Let learners see the assignment from a moment on, which may be in the future. Raises Conflict.

    Once a learner has begun one of its quizzes it isn't hidden again: raises Begun.
    """
    if assignment.published_at is not None and at > assignment.published_at:
        _require_unbegun(assignment)
    _claim(assignment, version, published_at=at)


@action
def unpublish(assignment: Assignment, *, version: int) -> None:
    """Make the assignment a draft again. Raises Begun once a learner has begun one of its quizzes."""
    _require_unbegun(assignment)
    _claim(assignment, version, published_at=None)


@action
def delete_assignment(assignment: Assignment, *, version: int, now: datetime) -> None:
    """Delete the assignment. What learners did stays theirs, told at once and without a grade. Raises Conflict."""
    _claim(assignment, version)
    let_go(Sitting.objects.filter(part__assignment=assignment), now=now)
    assignment.delete()


@action
def move_assignment(assignment: Assignment, *, by: int) -> None:
    """Move the assignment up (-1) or down (1) among those of its class; at an end it stays. Raises Conflict."""
    held(assignment.classroom)
    _move(list(assignment.classroom.assignments.all()), assignment, by)


@action
def add_parts(assignment: Assignment, parts: Sequence[tuple[str, Wanted]], *, version: int) -> None:
    """Append parts, each given by its kind and what is wanted. Raises Conflict."""
    _claim(assignment, version)
    _append(assignment, parts)


def _append(assignment: Assignment, parts: Sequence[tuple[str, Wanted]]) -> None:
    last = assignment.parts.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    for position, (kind, wanted) in enumerate(parts, start=first):
        about = json.dumps(as_about(wanted))
        Part.objects.create(assignment=assignment, kind=kind, about=about, position=position)


@action
def weigh_parts(assignment: Assignment, weights: Mapping[int, int], *, version: int) -> None:
    """Set the weights of parts by their numbers. Raises Conflict."""
    _claim(assignment, version)
    for part in assignment.parts.filter(pk__in=weights):
        part.weight = weights[part.pk]
        part.save(update_fields=["weight"])


@action
def remove_part(assignment: Assignment, part: Part, *, version: int) -> None:
    """Take a part away. Raises Begun for a quiz that a learner has begun."""
    count = Sitting.objects.filter(part=part).values("learner").distinct().count()
    if count:
        raise Begun(f"The quiz stays: {_learners(count)} begun it. With a weight of 0 it doesn't count.")
    _claim(assignment, version)
    part.delete()


@action
def move_part(assignment: Assignment, part: Part, *, by: int, version: int) -> None:
    """Move a part up (-1) or down (1); at an end it stays. Raises Conflict."""
    _claim(assignment, version)
    _move(list(assignment.parts.all()), part, by)


@action
def exempt(
    assignment: Assignment,
    values: Mapping[str, Any],
    *,
    version: int,
    now: datetime,
    member: Member | None = None,
    group: str = "",
) -> Exemption:
    """Make an exemption for a member or a group, or replace the one there is. Raises Conflict."""
    _claim(assignment, version)
    made, _ = Exemption.objects.update_or_create(
        assignment=assignment, member=member, group=group, defaults={**values, "made_at": now}
    )
    _restate_sittings(assignment)
    return made


@action
def lift_exemption(assignment: Assignment, exemption: Exemption, *, version: int) -> None:
    """Take an exemption back. Raises Conflict."""
    _claim(assignment, version)
    exemption.delete()
    _restate_sittings(assignment)


def begun_by(assignment: Assignment) -> int:
    """Return how many learners have begun one of the assignment's quizzes."""
    return Sitting.objects.filter(part__assignment=assignment).values("learner").distinct().count()


def _require_unbegun(assignment: Assignment) -> None:
    count = begun_by(assignment)
    if count:
        raise Begun(f"It stays published: {_learners(count)} begun one of its quizzes. You can close it by its dates.")


def _learners(count: int) -> str:
    return "one learner has" if count == 1 else f"{count} learners have"


def _claim(assignment: Assignment, version: int, **changes: Any) -> None:
    """Change the assignment from the version that was read; only one of two who try at once does.

    Raises Stale, and Conflict where the class is archived.
    """
    held(assignment.classroom)
    rows = Assignment.objects.filter(pk=assignment.pk, version=version)
    if not rows.update(version=F("version") + 1, **changes):
        raise Stale
    assignment.refresh_from_db()


def _move[Row: (Assignment, Part)](rows: list[Row], moved: Row, by: int) -> None:
    if moved not in rows:
        raise Stale
    at = rows.index(moved)
    to = max(0, min(len(rows) - 1, at + by))
    rows.insert(to, rows.pop(at))
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _restate_sittings(assignment: Assignment) -> None:
    """Let the attempts begun follow the dates and the feedback as they are now."""
    sittings = list(Sitting.objects.filter(part__assignment=assignment).select_related("part__assignment"))
    members = Member.objects.filter(classroom=assignment.classroom_id) if sittings else []
    _restate(sittings, {member.learner_id: member for member in members}, assignment.exemptions.all())


def restate_sittings_of(member: Member) -> None:
    """Let the attempts that a member has begun follow the dates of the member's group as it is now."""
    own = Sitting.objects.filter(learner=member.learner_id, part__assignment__classroom=member.classroom_id)
    exemptions = Exemption.objects.filter(assignment__classroom=member.classroom_id)
    _restate(list(own.select_related("part__assignment")), {member.learner_id: member}, exemptions)


def _restate(
    sittings: Sequence[Sitting], members: Mapping[int | None, Member], exemptions: QuerySet[Exemption]
) -> None:
    if not sittings:
        return
    made = list(exemptions)
    for sitting in sittings:
        assert sitting.part is not None
        assignment, member = sitting.part.assignment, members.get(sitting.learner_id)
        rules = rules_for_member(assignment, member.pk if member else 0, member.group if member else "", made)
        sitting.explained_from = explained_from(assignment, rules)
        sitting.ends_at = rules.dates.last_at
    Sitting.objects.bulk_update(sittings, ["explained_from", "ends_at"], batch_size=500)
