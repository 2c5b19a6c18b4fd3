"""Browsers of everybody in the cast, for tests that hold for all of them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from learn.domain.lab.predict import LAB_CODES
from learn.domain.library import Library
from learn.domain.practice.items import LESSON_KINDS
from learn.models import Classroom, Learner, Member, User
from tests.classes import open_class_of, put_in
from tests.conftest import NOW
from tests.views.at_work import class_at_work

LESSON = "/lessons/401-or-403/"


def does_something(browser: Client) -> None:
    sent = {"given": "403", "attempt": 1, "version": 1}
    browser.post(f"{LESSON}checks/door-support/", sent)
    browser.post("/wizard/backend/walked/", {"query": "C=no"})
    browser.post(f"{LESSON}feedback/", {"helpful": "yes"})


def browsers(guest_browser: Client, ada: User, ben: User, sam: User) -> Iterator[tuple[str, Client]]:
    """Visitor, a guest, two accounts (Ada has learnt something, Ben hasn't) and staff."""
    does_something(guest_browser)
    yield "visitor", Client()
    yield "guest", guest_browser
    for name, user in (("ada", ada), ("ben", ben), ("staff", sam)):
        browser = Client()
        browser.force_login(user)
        if user is ada:
            does_something(browser)
        yield name, browser


def rows_for(learner: Learner, count: int, library: Library) -> None:
    """Give a learner ``count`` rows of everything that a learner can have."""
    checks = [item for item in library.items.values() if item.kind in LESSON_KINDS]
    for number in range(count):
        lesson = library.order[number].slug if number < len(library.order) else f"gone-{number}"
        item = checks[number % len(checks)]
        learner.lessons.create(lesson=lesson, opened_at=NOW, left_at=NOW, place="x")
        learner.answers.create(
            question=item.id,
            version=item.version,
            lesson=lesson,
            attempt=number + 1,
            given=item.right.key,
            right=True,
            answered_at=NOW,
        )
        learner.walked.create(graph="backend", source=f"s{number}", target="B", walked_at=NOW)
        learner.feedback.create(lesson=lesson, kind="mistake", comment=f"{number}", written_at=NOW)
        lab_rows_for(learner, number, library)
        practice_rows_for(learner, number, library)


def lab_rows_for(learner: Learner, number: int, library: Library) -> None:
    """Give a learner one more row of everything that work in the lab leaves behind."""
    slugs = list(library.challenges)
    challenge = slugs[number] if number < len(slugs) else f"gone-{number}"
    request_id = f"req_{number:010x}"
    if number < len(LAB_CODES):
        learner.obtained.create(code=LAB_CODES[number], request="GET /x", obtained_at=NOW)
    learner.sendings.create(
        number=f"number-{number}", sent_at=NOW, request_id=request_id, status=200, place="Q", certainty=1, right=True
    )
    learner.hints.create(challenge=challenge, number=1, opened_at=NOW)
    learner.solved.create(challenge=challenge, first_at=NOW, best_at=NOW, hints=0, requests=1)
    learner.solvings.create(challenge=challenge, solved_at=NOW, hints=0, requests=1)
    learner.shared.create(token=f"shared-{learner.pk}-{number}", request_id=request_id, record="{}", shared_at=NOW)


def practice_rows_for(learner: Learner, number: int, library: Library) -> None:
    """Give a learner one more row of everything that practice leaves behind."""
    item = list(library.items.values())[number % len(library.items)]
    at, code = NOW - timedelta(days=number), item.codes[0]
    entries = json.dumps({"kind": "pair", "at": 0, "entries": [[item.id, None, False]]})
    sitting = learner.sittings.create(kind="pair", about=f"gone-{number}", entries=entries, count=1, begun_at=at)
    memory = {"stability": 5, "difficulty": 5, "due": NOW, "last_review": at, "reviews": 1, "lapses": number % 3}
    learner.cards.create(pair=f"gone-{number}", code=code, quick_streak=0, missed=False, **memory)
    learner.practice_answers.create(
        sitting=sitting, place=0, item=item.id, version=item.version, kind="pair", pair=item.pair, code=code,
        given=item.right.key, right=bool(number % 3), chosen=code if number % 3 else 418, certainty=3, rating=3,
        seconds=9, quick_seconds=9, time_zone="UTC", answered_at=at,
    )  # fmt: skip
    learner.practice_days.create(day=at.date(), answers=1, reviews=1)


def of_the_learner(learner: Learner) -> Iterator[Any]:
    """Yield everything that ``rows_for`` makes."""
    for name in ("lessons", "answers", "walked", "feedback", "obtained", "sendings", "hints", "solved", "shared"):
        yield getattr(learner, name)
    for name in ("practice_answers", "practice_days", "cards", "sittings", "solvings"):
        yield getattr(learner, name)


@pytest.fixture
def cast(gwen: Client, ada: User, ben: User, sam: User) -> dict[str, Client]:
    return dict(browsers(gwen, ada, ben, sam))


@pytest.fixture
def at_work(ada: User, ben: User) -> dict[str, list[Any]]:
    """What the addresses of a class of Ada's are made of, in which Ben has worked."""
    return class_at_work(ada, ben)


@pytest.fixture
def room(ada: User) -> Classroom:
    return open_class_of(ada)


@pytest.fixture
def member(room: Classroom, ben: User) -> Member:
    return put_in(room, ben)


@pytest.fixture
def bens(member: Member, ben: User) -> Client:
    """The browser of a learner of the class."""
    bens = Client()
    bens.force_login(ben)
    return bens
