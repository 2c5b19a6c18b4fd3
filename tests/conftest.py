"""The cast. Gwen learns as a guest, Ada has an account, Ben has another, Sam is staff."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from learn.access import Guest
from learn.actions.learners import open_account, start_guest
from learn.domain.library import Library
from learn.library import library as site_library
from learn.limits import limiter
from learn.models import Learner, User
from learn.views.pages import forget_pages

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that may use the database may use the lab's too; what asks neither runs on one of them alone."""
    if os.environ.get("TEST_DATABASE_URL"):
        again = [item for item in items if _is_the_same_everywhere(item)]
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if item not in set(again)]
    for item in items:
        marks = list(item.iter_markers("django_db"))
        for mark in marks:
            mark.kwargs.setdefault("databases", "__all__")
        if not marks and {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db(databases="__all__"))


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: looking through it for garbage takes a third of a long run's time."""
    gc.collect()
    gc.freeze()


def _is_the_same_everywhere(item: pytest.Item) -> bool:
    """Whether a test is of plain Python, or of how pages look."""
    plain = item.path.is_relative_to(TESTS / "domain") or item.get_closest_marker("plain") is not None
    return plain or item.name.startswith("test_axe") or "accessib" in item.path.stem


PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def library() -> Library:
    return site_library()


@pytest.fixture(autouse=True)
def _nothing_of_other_tests() -> Iterator[None]:
    limiter().storage.reset()
    cache.clear()
    forget_pages()
    yield


def make_user(name: str, **fields: object) -> User:
    user = User(username=name, **fields)
    user.set_password(PASSWORD)
    open_account(user=user, guest=None, now=NOW)
    return user


@pytest.fixture
def ada(db: None) -> User:
    return make_user("Ada", email="ada@example.test")


@pytest.fixture
def ben(db: None) -> User:
    return make_user("Ben O'Neill")


@pytest.fixture
def sam(db: None) -> User:
    return make_user("Sam", is_staff=True, is_superuser=True)


@pytest.fixture
def guest(db: None) -> Learner:
    return start_guest(now=NOW)


@pytest.fixture
def gwen(client: Client, guest: Learner) -> Client:
    """A browser that a guest learns in."""
    client.cookies[settings.GUEST_COOKIE_NAME] = Guest(guest.pk, token_urlsafe(9)).as_cookie()
    return client


@pytest.fixture
def strict_client() -> Client:
    """A browser whose forms are checked for their token."""
    return Client(enforce_csrf_checks=True)
