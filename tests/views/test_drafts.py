"""A request that is being written: a curl line becomes the form, and the form a curl line."""

import json
import shlex

import pytest
from django.test import Client

from learn.models import Learner, Sandbox
from tests.page import Page
from tests.views.console import (
    HTMX,
    ORDER,
    PRODUCT,
    sandbox_of,
    shown,
    typed,
)

pytestmark = pytest.mark.django_db(databases="__all__")
DRAFT = "/lab/draft/"


def test_a_curl_line_becomes_the_form(client):
    line = "curl -i $LAB/orders -X POST -H 'Authorization: Bearer tok_customer' --json '{\"a\": 1}' -H 'X-One: 1'"

    page = Page(client.post(DRAFT, typed() | {"curl": line}))

    assert (page.typed("method"), page.typed("target")) == ("POST", "/api/v1/orders")
    assert page.typed("content") == '{"a": 1}'
    assert "X-One: 1" in page.typed("headers")
    assert "customer" in {option["value"] for option in page.all("option") if "selected" in option.attrs}
    assert "Nothing has been sent yet." in page.text


def test_drafting_keeps_nothing_and_sends_nothing(client):
    client.post(DRAFT, typed() | {"curl": "curl $LAB/orders"})
    client.post(DRAFT, typed())

    assert not Learner.objects.exists() and not Sandbox.objects.exists() and not client.cookies


@pytest.mark.parametrize("line", ["wget x", "curl", "curl 'open", "curl http://evil.example/"])
def test_a_line_that_cant_be_read_is_422_and_stays(client, line):
    response = client.post(DRAFT, typed() | {"curl": line})

    assert response.status_code == 422
    assert Page(response).typed("curl") == line
    assert 'role="alert"' in response.text


def test_a_form_with_a_problem_stays(client):
    response = client.post(DRAFT, typed("no slash here"))

    assert response.status_code == 422
    assert Page(response).typed("target") == "no slash here"


def test_a_draft_is_a_fragment_to_htmx(client):
    assert "<html" not in client.post(DRAFT, typed(), headers=HTMX).text


def run(line):
    """Do what a terminal does with a line of ours."""
    command, *words = shlex.split(line)
    assert command == "curl"
    method, headers, content, address = "", {}, None, ""
    while words:
        word = words.pop(0)
        if word in ("-i", "-g", "-sS", "--globoff"):
            continue
        if word in ("-X", "--request"):
            method = words.pop(0)
        elif word in ("-I", "--head"):
            method = "HEAD"
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word in ("-d", "--data-raw", "--data-binary", "--json"):
            content = words.pop(0)
        else:
            assert not word.startswith("-"), f"{word} in {line}"
            address = word
    path = address.removeprefix("http://testserver")
    media_type = headers.pop("Content-Type", "application/x-www-form-urlencoded")
    return Client().generic(method or ("POST" if content else "GET"), path, content or "", media_type, headers=headers)


def curl_on(page):
    return next(element.text for element in page.all("pre", cls="wraps") if element.text.startswith("curl"))


@pytest.mark.parametrize(
    ("target", "fields"),
    [
        (PRODUCT, {}),
        (ORDER, {"caller": "customer"}),
        (PRODUCT, {"method": "HEAD", "headers": "Accept: text/html"}),
        ("/api/v1/orders?limit=1&status=paid", {"caller": "admin", "headers": 'X-Quote: it\'s "so"'}),
        ("/api/v1/orders", {"method": "POST", "caller": "customer", "headers": "Content-Type: application/json",
                            "content": '{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}], '
                                       '"note": "it\'s $5"}'}),
        ("/api/v1/cart/items/item_7", {"method": "DELETE", "caller": "customer", "fault": "app=crash"}),
    ],
)  # fmt: skip
def test_the_line_that_is_shown_works_from_a_terminal(client, target, fields):
    page = shown(client, target, **fields)
    first = sandbox_of(client).traces.get()
    client.post("/own-sandbox/", {"reset": "1"})

    answered = run(curl_on(page))

    again = sandbox_of(client).traces.get()
    assert answered["Lab-Request-Id"] == again.request_id
    left, right = json.loads(first.record), json.loads(again.record)
    for same in ("method", "target", "status", "route", "content", "user"):
        assert left[same] == right[same]


def test_before_there_is_a_sandbox_the_line_says_whose_address_is_missing(client):
    line = curl_on(Page(client.get("/lab/")))

    assert "/lab/your-sandbox/api/v1/products/sku_123" in line
