"""A real browser on the live server. A page that complains, or asks another host for anything, fails its test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright, Request, WebError
from pytest_django.live_server_helper import LiveServer

from learn.models import User
from tests.browser.chromium import FLAGS, chromium_path

# Playwright's loop runs in the thread of the tests, and Django would refuse it the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WIDE, PHONE = WIDTHS = (1280, 390)
HEIGHT = 860
# A journey that a width could change is made at both.
both_widths = pytest.mark.parametrize("width", WIDTHS, ids=["wide", "phone"])
PATIENCE_MS = 5000
NO_BROWSER = (
    "No browser for the browser tests: install chromium, set CHROMIUM_PATH, or run `playwright install chromium`."
)

type NewContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    try:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    except Error as problem:
        pytest.fail(f"{NO_BROWSER} ({problem.message.splitlines()[0]})", pytrace=False)
    yield started
    started.close()


class Door:
    """Lets the live server's threads in one by one, and nobody between tests.

    A page that is going away may still send something while the tables are emptied for the next test.
    """

    def __init__(self) -> None:
        self.turn = RLock()
        self.is_open = False

    def before(self, answer: Callable[..., Any]) -> Callable[..., Any]:
        def answer_in_turn(handler: WSGIHandler, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            with self.turn:
                if self.is_open:
                    return answer(handler, environ, start_response)
                start_response("503 Service Unavailable", [])
                return []

        return answer_in_turn


@pytest.fixture(scope="session")
def _door() -> Iterator[Door]:
    door = Door()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", door.before(WSGIHandler.__call__))
        yield door


@pytest.fixture
def open_server(live_server: LiveServer, transactional_db: None, _door: Door) -> Iterator[LiveServer]:
    with _door.turn:
        _door.is_open = True
    yield live_server
    with _door.turn:
        _door.is_open = False


@dataclass
class Watch:
    """What pages complain of. Statuses a test means to provoke are named in ``expected``."""

    host: str
    expected: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        provoked = any(f"status of {status} " in message.text for status in self.expected)
        if message.type in ("error", "warning") and not provoked:
            self.complaints.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"error: {error.error.message}")

    def _request(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != self.host:
            self.complaints.append(f"request to another host: {request.url}")


@pytest.fixture
def width() -> int:
    return WIDE


@pytest.fixture
def watch(open_server: LiveServer) -> Iterator[Watch]:
    watching = Watch(host=urlsplit(open_server.url).netloc)
    yield watching
    assert not watching.complaints, "\n".join(watching.complaints)


@pytest.fixture
def new_context(browser: Browser, open_server: LiveServer, width: int, watch: Watch) -> Iterator[NewContext]:
    """Open another browser, as it were: own cookies, own cache."""
    opened: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=open_server.url,
            viewport={"width": width, "height": HEIGHT},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def plain_page(new_context: NewContext) -> Page:
    """A page in a browser whose JavaScript is off."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """Sign someone in without the form."""

    return lambda user: sign_in_to(context, live_server, user)


def sign_in_to(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    """Sign someone in to a browser without the form."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
