"""A class at work, for tests that read every address: an assignment, a round, somebody invited, and work to look at."""

from typing import Any

from django.utils import timezone

from learn.actions.assigned import begin_attempt
from learn.actions.rounds import begin_round
from learn.models import Invitation, User
from tests.addresses import of_class
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW
from tests.views.teach.made import MISS, finished, sat, sent

# Where a learner is named beside their work: reading these is noted for the learner.
NAMING = {"classroom", "gradebook", "gradebook_csv", "member_work", "work", "class_questions"}
PARTS = (
    ("lesson", {"lesson": "401-or-403"}),
    ("challenge", {"challenge": "first-answer"}),
    ("quiz", {"pair": "401-403", "count": 4}),
)


def class_at_work(teacher: User, learner: User) -> dict[str, list[Any]]:
    """Open a class of ``teacher`` in which ``learner`` has worked; return what its addresses are made of."""
    classroom, now = open_class_of(teacher), timezone.now()
    member = put_in(classroom, learner)
    assignment = assign(classroom, *PARTS)
    *_, quiz = assignment.parts.all()
    held = begin_round(classroom, seed=1, boxes=(), now=NOW)
    invited = Invitation.objects.create(classroom=classroom, name="Ina", token="t" * 24, invited_at=now)
    sitting = begin_attempt(member, quiz, now=now)
    sat(member, quiz, MISS, MISS, MISS, at=now)
    finished(member, "401-or-403")
    sent(member, "first-answer")
    member.learner.calendar_token = "c" * 24
    member.learner.save(update_fields=["calendar_token"])
    numbers = {"assignment": assignment.pk, "member": member.pk, "held": held.pk, "invitation": invited.pk}
    own: dict[str, list[Any]] = {
        "joining": [classroom.code],
        "invited": [invited.token],
        "calendar": [member.learner.calendar_token],
        "sitting": [sitting.pk],
        "answer": [sitting.pk],
    }
    return of_class(classroom.pk, **numbers) | own
