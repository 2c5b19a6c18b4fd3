"""Browsers of everybody in the cast, for tests that hold for all of them."""

from collections.abc import Iterator

import pytest
from django.test import Client

from learn.domain.library import Library
from learn.models import Learner, User
from tests.conftest import NOW

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
    for number in range(count):
        lesson = library.order[number].slug if number < len(library.order) else f"gone-{number}"
        item = list(library.items.values())[number % len(library.items)]
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


@pytest.fixture
def cast(gwen: Client, ada: User, ben: User, sam: User) -> dict[str, Client]:
    return dict(browsers(gwen, ada, ben, sam))
