"""The site as it is run: gunicorn, hashed static files, what a visit costs, what a wrong environment says."""

import re
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.serving import ROOT, SERVE, Served, environment, served

# The servers started here have a SQLite database of their own.
pytestmark = pytest.mark.plain

FIRST_BYTES, FIRST_REQUESTS = 45 * 1024, 7
SECOND_BYTES, SECOND_REQUESTS = 8 * 1024, 1
PAGES = [
    "/",
    "/lessons/what-a-status-code-is/",
    "/lessons/where-codes-are-chosen/",
    "/lessons/checkout-and-inventory/",
    "/codes/409/",
    "/wizard/backend/?C=yes&F=yes",
    "/flowchart/",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def context(browser: Browser, site: Served) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url)
    yield context
    context.close()


class Bill:
    """What a page costs over the wire, header fields included, as the browser counts it."""

    def __init__(self, page: Page) -> None:
        self.requests: dict[str, str] = {}
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.requestServedFromCache", self._cached)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        self.requests[event["requestId"]] = event["request"]["url"]

    def _cached(self, event: dict[str, Any]) -> None:
        self.requests.pop(event["requestId"], None)

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._cached(event)

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


def visit(context: BrowserContext, address: str) -> Bill:
    """Open the address in a new tab and return what it cost."""
    page = context.new_page()
    bill = Bill(page)
    response = page.goto(address, wait_until="networkidle")
    assert response is not None
    assert response.status == 200
    page.close()
    print(f"{address}: {len(bill.requests)} requests, {bill.bytes} bytes")
    return bill


@pytest.mark.parametrize("address", PAGES)
def test_a_visit_is_cheap_and_the_next_one_cheaper(context: BrowserContext, address: str):
    first = visit(context, address)
    assert len(first.requests) <= FIRST_REQUESTS, first.requests
    assert first.bytes <= FIRST_BYTES, f"{first.bytes} bytes"
    second = visit(context, address)
    assert len(second.requests) <= SECOND_REQUESTS, second.requests
    assert second.bytes <= SECOND_BYTES, f"{second.bytes} bytes"


def ask(site: Served, method: str, path: str, body: str = "", **fields: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=15)
    try:
        connection.request(method, path, body or None, {name.replace("_", "-"): fields[name] for name in fields})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def test_static_files_have_hashed_names_and_are_kept_for_good(site: Served):
    _, _, page = ask(site, "GET", "/")
    names = re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)
    assert len(names) >= 3
    for name in names:
        assert re.search(rb"\.[0-9a-f]{12}\.\w+$", name), name
        status, fields, _ = ask(site, "GET", name.decode())
        assert status == 200
        assert "immutable" in fields["cache-control"]


def test_head_is_answered_like_get_without_content(site: Served):
    for path in ("/", "/lessons/what-a-status-code-is/", "/codes/409/", "/wizard/backend/", "/flowchart/backend.mmd"):
        got, got_fields, content = ask(site, "GET", path)
        status, fields, nothing = ask(site, "HEAD", path)
        assert (status, nothing) == (got, b"")
        assert fields["content-length"] == str(len(content)) == got_fields["content-length"]
        assert fields.get("etag") == got_fields.get("etag")


def test_a_request_without_host_is_refused(site: Served):
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert wire.makefile("rb").readline() == b"HTTP/1.1 400 Bad Request\r\n"


def test_a_host_that_is_not_ours_is_refused(site: Served):
    assert ask(site, "GET", "/", Host="elsewhere.example")[0] == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("DATABASE_URL", "mysql://user:secret@host/name"),
        ("SECURE", "maybe"),
        ("ALLOWED_HOSTS", "http://x"),
        ("SECRET_KEY", "short"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(tmp_path: Path, name: str, value: str):
    given = environment(tmp_path, **{name: value})
    ended = subprocess.run(SERVE, cwd=ROOT, env=given, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode != 0
    assert re.fullmatch(rf"Statusline can't start: {name} .+\.\n", ended.stderr), ended.stderr
    assert "secret" not in ended.stderr


def test_stopping_breaks_no_running_request(tmp_path: Path):
    with served(tmp_path) as site, ThreadPoolExecutor(8) as pool:
        _, _, page = ask(site, "GET", "/account/sign-in/")
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found is not None

        def sign_in(name: str) -> int:
            form = urlencode({"username": name, "password": "wrong", "csrfmiddlewaretoken": found[1].decode()})
            return ask(site, "POST", "/account/sign-in/", form, Content_Type="application/x-www-form-urlencoded")[0]

        # Passwords are hashed one after another, so most of these are running when the signal comes.
        running = [pool.submit(sign_in, f"nobody-{number}") for number in range(5)]
        running[0].result()
        assert site.stop() == 0
        assert [request.result() for request in running] == [422] * 5
