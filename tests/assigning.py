"""Assigned work for tests: due in two days, begun, answered rightly or wrongly."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from learn.actions.assigned import begin_attempt
from learn.actions.planning import find_question, others_of
from learn.actions.practice import Given, keep_answer
from learn.actions.sittings import planned_of
from learn.domain.practice.items import Item
from learn.domain.practice.marking import mark
from learn.library import library
from learn.models import Assignment, Classroom, Member, Part, PracticeAnswer, Sitting
from tests.classes import assign
from tests.conftest import NOW
from tests.views.practising import wrong_of

DAY = timedelta(days=1)
PAIR = ("quiz", {"pair": "401-403", "count": 3})
SCENARIOS = ("quiz", {"boxes": ["F"], "count": 3})

# What the form of an assignment sends. The class is in Berlin: an hour before it in UTC.
FIELDS = {
    "title": "Week 1",
    "due_at": "2026-11-27T23:59",
    "late_percent": "50",
    "counts": "best",
    "feedback": "at_once",
}
DUE = datetime(2026, 11, 27, 22, 59, tzinfo=UTC)


def due_in_two_days(room: Classroom, *parts: tuple[str, dict[str, Any]], **fields: Any) -> Assignment:
    """Return a published assignment, with a quiz where no parts are given; late work is taken for two days more."""
    made = {"due_at": NOW + 2 * DAY, "late_until": NOW + 4 * DAY} | fields
    return assign(room, *(parts or (PAIR,)), **made)


def only_part(assignment: Assignment) -> Part:
    return assignment.parts.select_related("assignment").get()


def begin(member: Member, assignment: Assignment, at: datetime = NOW) -> Sitting:
    return begin_attempt(member, only_part(assignment), now=at)


def give(sitting: Sitting, *, right: bool, at: datetime = NOW) -> PracticeAnswer:
    """Answer the question that is next."""
    sitting.refresh_from_db()
    entry = planned_of(sitting).current
    assert entry is not None
    item = find_question(entry.surface)
    return keep(sitting, item, item.right.key if right else wrong_of(item), place=sitting.at, at=at)


def keep(sitting: Sitting, item: Item, key: str, *, place: int, at: datetime = NOW) -> PracticeAnswer:
    """Answer a question at a place of a sitting."""
    marking = mark(item, key, library().registry, library().backend)
    given = Given(place, marking, 2, 5.0, 10.0, 0, False, None)
    return keep_answer(sitting.learner, sitting, given, others=others_of, now=at)


def of(room: Classroom, made: Assignment | None = None, what: str = "") -> str:
    """Return an instructor's address: of the class's assignments, or below one of them."""
    return f"/teach/{room.pk}/assignments/" + (f"{made.pk}/{what}" if made else what)


def send(browser: Client, room: Classroom, made: Assignment, what: str = "", **sent: Any) -> HttpResponse:
    """Send a form of an assignment's page as it stands now."""
    version = Assignment.objects.get(pk=made.pk).version
    response: HttpResponse = browser.post(of(room, made, what), {"version": version} | sent)  # type: ignore[assignment]
    return response


def add(browser: Client, room: Classroom, made: Assignment, **sent: Any) -> HttpResponse:
    """Send the form that adds a part."""
    return send(browser, room, made, "parts/", do="add", **sent)
