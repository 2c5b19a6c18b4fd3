"""The relay reaches the learner's own sandbox and nothing else, and says what the lab says."""

import json
import re
import socket
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from django.utils import timezone

from learn.actions.sandboxes import make_sandbox
from learn.domain.lab.draft import Draft, DraftProblem, draft_of, read_draft
from learn.domain.lab.trace import trace_from
from learn.models import Sandbox
from learn.relay import relay, server_fields
from tests.lab.outcomes import OUTCOMES

pytestmark = pytest.mark.django_db(databases="__all__")
ORIGIN = "http://lab.example:8000"
HOST = "lab.example:8000"
CUSTOMER = ("Authorization", "Bearer tok_customer")
JSON = ("Content-Type", "application/json")
ORDER = '{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}'


@pytest.fixture
def moment() -> datetime:
    """When both sandboxes are made, so that what they hold is as old."""
    return timezone.now()


@pytest.fixture
def own(moment) -> Sandbox:
    return make_sandbox(now=moment)


@pytest.fixture
def foreign(moment) -> Sandbox:
    return make_sandbox(now=moment)


def typed(sandbox, method, target, headers="", content="", **more):
    return read_draft(method, target, headers, content, base=f"/lab/{sandbox.pk}", origin=ORIGIN, **more)


def sent(sandbox, method, target, *headers, content=""):
    return relay(Draft(method, target, headers, content), sandbox.pk, host=HOST)


def last_trace(sandbox):
    return trace_from(sandbox.traces.order_by("-number")[0].record)


def untouched(sandbox):
    now = Sandbox.objects.get(pk=sandbox.pk)
    return (now.requests, now.shop, now.deleted_at) == (sandbox.requests, sandbox.shop, sandbox.deleted_at)


# ----------------------------------------------------------------------------------------------- what it answers


def test_an_answer_is_the_labs_with_its_fields_in_their_order(own):
    wire = sent(own, "GET", "/api/v1/orders/ord_9001", CUSTOMER)

    assert (wire.status, wire.phrase) == (200, "OK")
    assert [name for name, _ in wire.fields][:2] == ["Cache-Control", "Lab-Request-Id"]
    assert json.loads(wire.content)["orderId"] == "ord_9001"
    assert wire.request_id == dict(wire.fields)["Lab-Request-Id"] == last_trace(own).request_id


def test_a_redirect_is_told_and_not_followed(own):
    wire = sent(own, "GET", "/api/v1/products/featured")

    assert wire.status == 302
    assert Sandbox.objects.get(pk=own.pk).requests == 1


def test_the_control_plane_of_the_own_sandbox_is_reached(own):
    wire = sent(own, "PUT", "/faults", JSON, content='{"app": "crash"}')

    assert (wire.status, wire.request_id) == (200, "")
    assert sent(own, "GET", "/api/v1/cart", CUSTOMER).status == 500


def test_a_method_keeps_its_case(own):
    assert sent(own, "get", "/api/v1/cart", CUSTOMER).status == 501
    assert last_trace(own).method == "get"


def test_the_target_arrives_as_it_was_typed(own):
    target = "/api/v1/products/../%2e%2E/a%2Fb;c=%FF?q=%20[x]&q"
    sent(own, "GET", target)

    assert last_trace(own).target == f"/lab/{own.pk}{target}"


@pytest.mark.parametrize("value", ["evil.example", "evil.example:81", "<script>", "127.0.0.1:1", "a, b", ""])
def test_any_host_is_passed_on_as_text_and_leads_nowhere(own, value):
    wire = sent(own, "GET", "/api/v1/cart", ("Host", value), ("Accept", "application/problem+json"))

    assert wire.status == 401
    assert json.loads(wire.content)["type"] == f"http://{value or 'localhost'}/problems/unauthenticated"


def test_without_a_typed_host_the_given_one_is_sent(own):
    sent(own, "GET", "/api/v1/cart")

    assert dict(last_trace(own).headers)["Host"] == HOST


def test_fields_of_one_name_are_joined_as_a_server_joins_them(own):
    sent(own, "GET", "/api/v1/cart", ("X-Note", "one"), ("x-note", "two"))

    assert dict(last_trace(own).headers)["X-Note"] == "one,two"


@pytest.mark.parametrize("media_type", ["a/b; charset*=x", "a/b; x=" + "y" * 20000, "a/b; charset=\xff", ";;;"])
def test_a_media_type_that_django_refuses_is_the_labs_to_refuse(own, media_type):
    wire = sent(own, "POST", "/api/v1/orders", CUSTOMER, ("Content-Type", media_type), content=ORDER)

    assert wire.status in (415, 431)


def test_a_sent_request_comes_back_as_the_draft_it_was(own):
    draft = typed(own, "POST", "/orders", "X-Note: a\nContent-Type: application/json", ORDER, caller="customer")
    relay(draft, own.pk, host=HOST)

    again = draft_of(last_trace(own), f"/lab/{own.pk}")
    assert (again.method, again.target, again.content) == (draft.method, draft.target, draft.content)
    assert sorted(again.headers) == sorted(draft.headers)
    assert again.form()["caller"] == "customer"


def test_what_a_server_adds_is_told_apart(own):
    wire = sent(own, "GET", "/api/v1/cart")
    added = server_fields(wire, datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp())

    assert added == (("Date", "Sun, 22 Nov 2026 12:00:00 GMT"), ("Connection", "keep-alive"))
    assert not {name for name, _ in added} & {name for name, _ in wire.fields}


COMPARED = [
    outcome
    for outcome in OUTCOMES
    if outcome.prepare is None and outcome.target and "payments" not in outcome.target and outcome.method != "BREW"
]
VARYING = re.compile(rb"req_[0-9a-f]{10}|(ord|job|rep|tok)_[0-9a-f]{6,}")


def same(fields, sandbox):
    return [(name, VARYING.sub(b"~", value.replace(sandbox.pk, "SB").encode())) for name, value in fields]


@pytest.mark.parametrize("outcome", COMPARED, ids=str)
def test_the_relay_answers_what_the_site_answers(own, foreign, outcome):
    target = outcome.target.removeprefix("{B}") if outcome.target.startswith("{B}") else f"/api/v1{outcome.target}"
    content = json.dumps(outcome.json) if outcome.json is not None else (outcome.content or b"").decode()
    fields = dict(outcome.headers)
    if outcome.json is not None:
        fields["Content-Type"] = "application/merge-patch+json" if outcome.method == "PATCH" else "application/json"
    if outcome.as_:
        fields["Authorization"] = "Bearer " + (f"tok_{outcome.as_}".replace("tok_tok_", "tok_"))
    media_type = fields.pop("Content-Type", "")

    site = Client().generic(
        outcome.method, f"/lab/{foreign.pk}{target}", content.encode(), media_type, headers={**fields, "Host": HOST}
    )
    typed_fields = [*fields.items(), *([("Content-Type", media_type)] if media_type else [])]
    wire = sent(own, outcome.method, target, *typed_fields, content=content)

    assert (wire.status, wire.phrase) == (site.status_code, site.reason_phrase)
    assert wire.status == outcome.status
    assert same(wire.fields, own) == same(site.items(), foreign)
    assert VARYING.sub(b"~", wire.content.replace(own.pk.encode(), b"")) == VARYING.sub(
        b"~", site.content.replace(foreign.pk.encode(), b"")
    )


# -------------------------------------------------------------------------------------- what it can't be made to do


@pytest.fixture
def no_sockets(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was opened")

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        monkeypatch.setattr(socket, "socket", refuse)
        monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.parametrize("method", ["GET", "CONNECT", "TRACE", "POST", "BREW"])
@pytest.mark.parametrize("host", [HOST, "127.0.0.1:1", "evil.example"])
def test_no_socket_is_opened(no_sockets, own, method, host):
    wire = sent(own, method, "/api/v1/orders", CUSTOMER, JSON, ("Host", host), content=ORDER)

    assert wire.status >= 200


@pytest.mark.parametrize(
    "way",
    [
        "/lab/{id}/api/v1/orders",
        "/lab/{id}",
        "/lab/{id}?x",
        "//lab.example:8000/lab/{id}/api/v1/orders",
        "http://lab.example:8000/lab/{id}/api/v1/orders",
        "HTTP://LAB.EXAMPLE:8000/lab/{id}/api/v1/orders",
        "http://evil.example/lab/{own}/api/v1/orders",
        "http://lab.example:8000@evil.example/lab/{own}/x",
        "http://lab.example/lab/{own}/x",
        "http://127.0.0.1:8000/lab/{own}/x",
        "ftp://lab.example:8000/lab/{own}/x",
        "file:///lab/{own}/x",
        "http:/lab/{id}/x",
        "lab/{id}/x",
        "*",
        "lab.example:443",
        "/lab/{own}x/api/v1/orders",
        "/lab/{own}//evil.example/x",
        "/lab/sandboxes",
        "/api/v1/orders HTTP/1.1\r\nHost: evil.example",
        "/api/v1/orders\nX: y",
        "/api/v1/orders\0",
    ],
)
def test_another_place_cannot_be_typed(own, foreign, way):
    with pytest.raises(DraftProblem) as refused:
        typed(own, "GET", way.format(id=foreign.pk, own=own.pk), "Authorization: Bearer tok_customer")

    assert "target" in refused.value.problems


@pytest.mark.parametrize(
    "way",
    [
        "/../{id}/api/v1/orders",
        "/..%2f{id}/api/v1/orders",
        "/%2e%2e/{id}/api/v1/orders",
        "/%2e%2e%2f{id}%2fapi%2fv1%2forders",
        "/./../../lab/{id}/api/v1/orders",
        "/api/v1/../../../{id}/api/v1/orders",
        "/api/v1/http://lab.example:8000/lab/{id}/api/v1/orders",
        "/\\..\\{id}\\api",
        "/;/../{id}/api/v1/orders",
        "/?/../{id}/api/v1/orders",
        "/%00/../{id}",
        "/%0d%0aHost:%20evil/{id}",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_what_can_be_typed_stays_in_the_own_sandbox(no_sockets, own, foreign, method, way):
    wire = relay(typed(own, method, way.format(id=foreign.pk), content=""), own.pk, host=HOST)

    assert wire.status in (301, 302, 307, 308, 404)
    assert untouched(foreign)
    assert Sandbox.objects.get(pk=own.pk).requests == 1
    assert last_trace(own).target.startswith(f"/lab/{own.pk}/")


@pytest.mark.parametrize(
    "draft",
    [
        Draft("GET", "api/v1/orders"),
        Draft("GET", ""),
        Draft("GET", "//evil.example/x"),
        Draft("GET", "x/../../other"),
        Draft("GET", "http://lab.example/x"),
        Draft("GET", "/api/v1/orders HTTP/1.1\r\nX: y"),
        Draft("GET", "/a\rb"),
        Draft("GET", "/a\nb"),
        Draft("GET", "/a\0b"),
        Draft("GET", "/ü"),
        Draft("GET\r\nX: y", "/a"),
        Draft("G T", "/a"),
        Draft("", "/a"),
        Draft("GET", "/a", (("X\r\nY", "z"),)),
        Draft("GET", "/a", (("X:", "z"),)),
        Draft("GET", "/a", (("", "z"),)),
        Draft("GET", "/a", (("Content_Length", "3"),)),
        Draft("GET", "/a", (("X", "a\rb"),)),
        Draft("GET", "/a", (("X", "a\nb"),)),
        Draft("GET", "/a", (("X", "a\0b"),)),
        Draft("GET", "/a", (("Host", "x\r\nCookie: y"),)),
    ],
    ids=repr,
)
def test_a_draft_that_nobody_has_read_is_checked_again(own, draft):
    with pytest.raises(ValueError, match=r"target|method|name|value"):
        relay(draft, own.pk, host=HOST)

    assert untouched(own)


@pytest.mark.parametrize(
    "way", ["sandboxes", "", "..", "{id}/../{id}", "{id}/api", "{id}?", "%7b{id}", "{id}\n", "docs"]
)
def test_only_an_id_is_taken_for_an_id(own, way):
    with pytest.raises(ValueError, match="no sandbox's id"):
        relay(Draft("POST", "/x"), way.format(id=own.pk), host=HOST)

    assert Sandbox.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Length", "0"),
        ("content-length", "5"),
        ("Content-Length", "-1"),
        ("Transfer-Encoding", "chunked"),
        ("transfer-encoding", "gzip, chunked"),
        ("TE", "trailers"),
        ("Trailer", "X"),
        ("Connection", "Content-Type"),
        ("Upgrade", "h2c"),
        ("Expect", "100-continue"),
        ("Proxy-Connection", "close"),
        ("Proxy-Authorization", "Basic eA=="),
    ],
)
def test_framing_is_the_relays_own(own, name, value):
    text = f"{name}: {value}\nContent-Type: application/json"
    draft = typed(own, "POST", "/orders", text, ORDER, caller="customer")
    unread = Draft("POST", "/api/v1/orders", (CUSTOMER, JSON, (name, value)), ORDER)

    assert draft.dropped == (name,)
    for each in (draft, unread):
        assert relay(each, own.pk, host=HOST).status == 201
        received = {key.lower(): text for key, text in last_trace(own).headers}
        assert received.pop("content-length") == str(len(ORDER))
        assert name.lower() not in received
        assert last_trace(own).content == ORDER


@pytest.mark.parametrize("text", ["X\r: y", "X: a\rb", "X: a\0b", "X: a\x0bb", "X : y", " X: y", "X", ": y", "X_Y: z"])
def test_no_line_of_the_fields_becomes_anything_else(own, text):
    with pytest.raises(DraftProblem) as refused:
        typed(own, "GET", "/orders", text)

    assert set(refused.value.problems) == {"headers"}


@pytest.mark.parametrize("method", ["GET\r\nX: y", "GET /x", "GET\0", "G\tT", "ü", "a" * 33, ""])
def test_a_method_is_one_token(own, method):
    with pytest.raises(DraftProblem) as refused:
        typed(own, method, "/orders")

    assert set(refused.value.problems) == {"method"}


def test_the_own_sandbox_cannot_be_deleted_from_the_console(own):
    assert relay(typed(own, "DELETE", f"/lab/{own.pk}"), own.pk, host=HOST).status == 308
    assert untouched(Sandbox.objects.get(pk=own.pk))


# ------------------------------------------------------------------------------------ what stays with the browser


class TestCookies:
    def test_no_cookie_of_the_site_is_sent(self, gwen, own):
        gwen.get("/progress/")
        sent(own, "GET", "/api/v1/cart", CUSTOMER)

        assert gwen.cookies
        assert {name for name, _ in last_trace(own).headers} == {"Host", "Authorization"}

    def test_a_cookie_that_is_typed_is_sent_and_signs_nobody_in(self, gwen, own):
        cookie = gwen.cookies[settings.GUEST_COOKIE_NAME].value
        wire = sent(own, "GET", "/api/v1/cart", ("Cookie", f"{settings.GUEST_COOKIE_NAME}={quote(cookie)}"))

        assert wire.status == 401
        assert "Set-Cookie" not in dict(wire.fields)

    def test_cookies_of_two_lines_are_joined_as_cookies(self, own):
        sent(own, "GET", "/api/v1/cart", ("Cookie", "a=1"), ("Cookie", "b=2"))

        assert dict(last_trace(own).headers)["Cookie"] == "(redacted)"

    def test_django_hears_of_no_second_request(self, own):
        heard = []

        def hear(**about):
            heard.append(about)

        request_started.connect(hear)
        request_finished.connect(hear)
        try:
            sent(own, "GET", "/api/v1/cart", CUSTOMER)
        finally:
            request_started.disconnect(hear)
            request_finished.disconnect(hear)

        assert heard == []
