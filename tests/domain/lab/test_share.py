"""A frozen exchange gives nobody access to anything."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from learn.domain.lab.share import REDACTED, frozen
from learn.domain.lab.shop import TOKENS
from learn.domain.lab.trace import trace_from
from tests.domain.lab.cases import LOGIN

ID = "p1-Y_z0123456789abcdefghijklmnop"


def of_a_real_sandbox(trace):
    """The bench's sandbox is called SB; give it an address as long as they are."""
    text = trace.as_text().replace("/lab/SB", f"/lab/{ID}").replace("%2Flab%2FSB", f"%2Flab%2F{ID}")
    return trace_from(text)


def test_no_exchange_tells_the_sandboxs_address(sent):
    for each in sent:
        trace = of_a_real_sandbox(each.answer.trace)
        assert ID in trace.as_text()

        assert ID not in frozen(trace).as_text(), str(each)


def test_no_exchange_tells_a_token_or_a_password(sent):
    for each in sent:
        text = frozen(each.answer.trace).as_text()

        for secret in (*TOKENS.values(), LOGIN["password"]):
            assert secret not in text, str(each)


def test_a_logins_token_and_password_are_left_out(bench):
    trace = bench.send("POST", "/login", "", LOGIN).answer.trace
    token = bench.send("POST", "/login", "", LOGIN).json["token"]

    kept = frozen(trace)

    assert kept.content == REDACTED
    assert token[:6] not in kept.response_content.replace('"token', "").replace('"tokenType', "")
    assert REDACTED in kept.response_content
    assert '"userId":"u_42"' in kept.response_content.replace(" ", "")


@pytest.mark.parametrize(
    "content",
    [
        '{"password":"secret"}',
        '{"password" : "secret", "email": 1}',
        '{"token":"secret"',
        '{"token": "secret',
        '{"password": "a\\"secret"}',
        '{"login": {"password": "secret"}}',
        "email=a&password=secret&x=1",
        "{'email': 'a', 'password': 'secret'}",
        '{"Password": "secret"}',
        '{"p\\u0061ssword": "secret"}',
        "{password: secret}",
        "secret",
    ],
)
@pytest.mark.parametrize("path", ["/login", "/login/", "/log%69n", "/api/v0/LOGIN?x=1"])
def test_a_password_is_left_out_however_it_is_written(bench, content, path):
    trace = bench.send("POST", path, content=content.encode(), headers={"Content-Type": "application/json"})

    assert "secret" not in frozen(trace.answer.trace).as_text()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/products/sku_123?password=secret", {}),
        ("/products/sku_123?x=1&PASSW%6Frd=secret&y=2", {}),
        ("/products/sku_123", {"X-Password": "secret"}),
        ("/products/sku_123", {"Referer": "http://lab.test/?passwd=secret"}),
    ],
)
def test_a_password_outside_of_the_content_is_left_out_too(bench, path, headers):
    assert "secret" not in frozen(bench.send("GET", path, headers=headers).answer.trace).as_text()


SPELLED = ["{}", "x{}y", "Bearer {}", "a=1&token={}"]


@pytest.mark.parametrize("how", SPELLED)
def test_a_token_is_left_out_wherever_it_stands(bench, how):
    issued = bench.send("POST", "/login", "", LOGIN).json["token"]
    for token in (issued, *TOKENS.values(), quote(issued).replace("_", "%5f"), issued.replace("t", "\\u0074", 1)):
        text = how.format(token)
        trace = bench.send("GET", f"/products/{quote(text)}?at={quote(text)}", headers={"X-Mine": text}).answer.trace
        told = replace(trace, content=text, response_content=f"it is {text}", response_fields=(("X-Back", text),))

        kept = frozen(told).as_text()

        assert issued.removeprefix("tok_") not in kept
        assert not any(secret in kept for secret in TOKENS.values())


@pytest.mark.parametrize(
    "text", ["Bearer abc.def==", "bearer  abc.def", "bearer%20abc.def", "Authorization: Bearer abc.def"]
)
def test_whatever_stands_behind_bearer_is_left_out(bench, text):
    trace = replace(bench.send("GET", "/products/sku_123", headers={"X-Mine": text}).answer.trace, content=text)

    assert "abc.def" not in frozen(trace).as_text()


def test_how_to_call_stays(bench):
    trace = bench.send("GET", "/cart").answer.trace

    assert frozen(trace).response_content == trace.response_content
    assert ("WWW-Authenticate", 'Bearer realm="checkout-lab"') in frozen(trace).response_fields


def test_an_address_is_left_out_of_every_part(bench):
    trace = bench.send("GET", "/products/sku_123").answer.trace
    address = f"http://lab.test/lab/{ID}/api/v1"
    told = replace(
        trace,
        target=f"/lab/{ID}/api/v1/orders?next=/lab/{ID}/shop",
        headers=(("Referer", address), ("X-Odd", quote(f"/lab/{ID}", safe=""))),
        content=f'{{"note": "{address}"}}',
        steps=({"node": "B", "because": address},),
        response_fields=(("Location", f"/lab/{ID}/api/v1"), ("Link", f"<{address}>; rel=x")),
        response_content=f'{{"instance": "{address}"}}',
    )

    assert ID not in frozen(told).as_text()


def test_an_address_written_another_way_is_left_out_too(bench):
    trace = bench.send("GET", "/products/sku_123").answer.trace
    told = replace(trace, target=f"/%6Cab/{ID}/api/v1/orders", content=f"my sandbox is {ID}")

    assert ID not in frozen(told).as_text()


def test_everything_else_stays(bench):
    trace = bench.send("POST", "/orders", "customer", {"userId": "u_42", "items": []}).answer.trace
    kept = frozen(trace)

    assert (kept.method, kept.status, kept.route, kept.leaf) == (trace.method, trace.status, trace.route, trace.leaf)
    assert kept.content == trace.content
    assert kept.response_content == trace.response_content
    assert frozen(kept) == kept
