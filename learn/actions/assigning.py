"""Assigning what some of a class mix up to those who do."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from learn.actions.assignments import add_assignment
from learn.actions.classes import held
from learn.actions.writing import action
from learn.domain.practice.pairs import Pair
from learn.domain.teach.parts import QuizWanted
from learn.models import Assignment, Classroom, Exemption, Member

# How many questions of a pair are assigned where only the pair is named.
QUESTIONS = 8
REASON = "This one is for those who have mixed up these codes."


def quiz_of_pair(pair: Pair) -> tuple[str, QuizWanted]:
    """Return the part that a pair of codes makes: its kind, and what is wanted."""
    return "quiz", QuizWanted(pair=pair.slug, count=QUESTIONS)


@action
def assign_pair(classroom: Classroom, pair: Pair, *, chosen: Collection[int], after: int, now: datetime) -> Assignment:
    """Return a draft with a quiz of the pair from which all learners but the ``chosen`` members are excused.

    An assignment is for the whole class, so being left out is an exemption: it is computed, shown with its reason and
    lifted like any other, and nobody's group changes. ``after`` is the last assignment its form knew: sent twice for
    the same learners, it makes one. Raises Conflict where the class is archived.
    """
    held(classroom)
    here = Member.objects.filter(classroom=classroom, role=Member.Role.LEARNER, left_at=None)
    others = set(here.filter(learner__isnull=False).exclude(pk__in=chosen).values_list("pk", flat=True))
    for made in classroom.assignments.filter(pk__gt=after, title=pair.title).prefetch_related("exemptions"):
        if {exemption.member_id for exemption in made.exemptions.all()} == others:
            return made
    latest = classroom.assignments.aggregate(latest=Max("pk", default=0))["latest"]
    draft = add_assignment(classroom, {"title": pair.title}, after=latest, now=now, parts=[quiz_of_pair(pair)])
    Exemption.objects.bulk_create(
        Exemption(assignment=draft, member_id=member, excused=True, reason=REASON, made_at=now) for member in others
    )
    return draft
