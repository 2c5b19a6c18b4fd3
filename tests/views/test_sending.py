"""What can't be sent is told with its reason, and the same form sends once."""

import pytest
from django.test import Client

from learn.models import LabTrace, Learner, Sandbox, Sending
from tests.page import Page
from tests.views.console import (
    HTMX,
    ORDER,
    PRODUCT,
    SEND,
    filled,
    sent,
    typed,
)

pytestmark = pytest.mark.django_db(databases="__all__")


# What can't be sent

WRONG = [
    ("method", "", "Write a method, such as GET."),
    ("method", "GET IT", "A method is one word"),
    ("target", "orders", None),
    ("target", "//evil.example/", "Only your own sandbox can be reached"),
    ("target", "http://evil.example/", "Only your own sandbox can be reached"),
    ("target", "/api/v1/a b", "a space can&#x27;t stand in a path or query"),
    ("target", "/api/v1/x#y", "A fragment is never sent"),
    ("headers", "no colon", "Line 1 is no header field"),
    ("headers", "X_Y: 1", "Servers drop fields with an underscore"),
    ("headers", 'If-None-Match: "…"', "… in If-None-Match stands for what varies"),
    ("content", "\0", "A NUL character can&#x27;t be typed"),
    ("caller", "the king", "The caller is one of"),
    ("fault", "tea=cold", "A fault is one of"),
    ("number", "", "The form carries no number by which it is sent only once: press Send again."),
    ("number", "x" * 25, "The form carries no number by which it is sent only once"),
    ("number", "short", "The form carries no number"),
    ("number", "with space!", "The form carries no number"),
    ("place", "Z", "Pick a box of the map"),
    ("place", "x-Z", "Pick a box of the map"),
    ("code", "299", "Pick a registered code"),
    ("place", "Q" * 9, "Pick a box of the map"),
    ("code", "four", "Pick a registered code"),
    ("certainty", "4", "Say how sure you are: guessing, fairly sure, sure."),
    ("certainty", "²", "Say how sure you are"),
    ("challenge", "no-such-challenge", "There is no challenge with this name"),
    ("challenge", "a b", "There is no challenge with this name"),
    ("challenge", "x" * 61, "There is no challenge with this name"),
]


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG, ids=[f"{f}-{n}" for n, (f, _, _) in enumerate(WRONG)])
def test_what_cant_be_sent_is_422_with_what_was_typed_and_the_reason(client, field, value, sentence):
    form = typed(ORDER, method="PUT", headers="X-Mine: kept", content="still here") | {field: value}

    response = client.post(SEND, form)

    assert response.status_code == 422
    if sentence:
        assert sentence.lower() in response.text.lower()
    assert 'role="alert"' in response.text
    page = Page(response)
    for name in ("method", "target", "headers", "content"):
        if name != "content" or field != "content":
            assert page.typed(name) == form[name].strip()
    assert not Learner.objects.exists() and not Sandbox.objects.exists() and not response.cookies


def test_each_field_has_its_sentence_at_once(client):
    response = client.post(SEND, typed("nope nope", method="", headers="x", number=""))

    assert len(list(Page(response).all("li"))) > 0
    text = Page(response).text
    for sentence in ("Write a method", "Line 1 is no header field", "The form carries no number"):
        assert sentence in text


def test_who_expects_something_says_how_sure(client):
    response = client.post(SEND, typed(place="D"))

    assert response.status_code == 422
    assert "Say how sure you are:" in Page(response).text
    assert client.post(SEND, typed(code="200")).status_code == 422
    chosen = [o["value"] for o in Page(response).all("option") if "selected" in o.attrs]
    assert "D" in chosen
    assert not Sending.objects.exists()


def test_a_form_with_nothing_filled_in_is_422(client):
    assert client.post(SEND, {}).status_code == 422


def test_a_problem_is_a_fragment_to_htmx(client):
    response = client.post(SEND, typed(method=""), headers=HTMX)

    assert response.status_code == 422
    assert "<html" not in response.text


# The same form again


def test_the_same_form_twice_sends_once(client):
    form = typed("/api/v1/orders", method="POST", caller="customer", headers="Content-Type: application/json",
                 content='{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}')  # fmt: skip

    first, second = client.post(SEND, form), client.post(SEND, form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.url == second.url
    assert LabTrace.objects.count() == Sending.objects.count() == Sandbox.objects.get().requests == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    "other",
    [
        {"method": "HEAD"},
        {"target": ORDER},
        {"headers": "X-Mine: 1"},
        {"content": "more"},
        {"caller": "customer"},
        {"fault": "app=crash"},
        {"place": "K", "certainty": "1"},
        {"code": "404", "certainty": "3"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_the_same_form_with_another_request_is_409_and_sent_with_the_next_press(client, other, headers):
    form = typed()
    client.post(SEND, form)

    response = client.post(SEND, form | other, headers=headers)

    assert response.status_code == 409
    page = Page(response)
    assert "This form was sent before, with another request." in page.text
    again = filled(page) | {name: page.typed(name) for name in ("number",)}
    assert again["number"] != form["number"]
    assert all(again[name] == value for name, value in other.items() if name in again)
    assert LabTrace.objects.count() == 1
    assert client.post(SEND, again).status_code == 303
    assert LabTrace.objects.count() == 2


def test_a_prediction_that_was_changed_before_sending_again_is_kept(client):
    form = typed()
    client.post(SEND, form)
    page = Page(client.post(SEND, form | {"place": "K", "certainty": "1"}))

    chosen = [option["value"] for option in page.all("option") if "selected" in option.attrs]
    assert "K" in chosen


@pytest.mark.parametrize("certainty", ["1", "3", ""])
def test_how_sure_without_a_prediction_makes_no_other_request(client, certainty):
    form = typed(certainty="2")
    assert client.post(SEND, form).url == client.post(SEND, form | {"certainty": certainty}).url


def test_a_form_sent_before_digests_were_kept_counts_as_the_same(client):
    form = typed()
    client.post(SEND, form)
    Sending.objects.update(digest="")
    again = client.post(SEND, form | {"target": ORDER})

    assert LabTrace.objects.count() == 1
    assert Page(client.get(again.url)).typed("target") == PRODUCT


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_whose_first_sending_isnt_answered_yet_is_409(client, headers):
    form = typed()
    client.post(SEND, form)
    Sending.objects.update(request_id="", status=None, route="")

    response = client.post(SEND, form, headers=headers)

    assert response.status_code == 409
    assert "This form was sent before." in Page(response).text
    assert Page(response).typed("number") != form["number"]
    assert LabTrace.objects.count() == 1


def test_a_form_sent_before_a_reset_is_409(client):
    form = typed()
    client.post(SEND, form)
    client.post("/own-sandbox/", {"reset": "1"})

    assert client.post(SEND, form).status_code == 409
    assert not LabTrace.objects.exists()


def test_a_number_is_ones_own(client):
    form = typed()
    client.post(SEND, form)

    assert Client().post(SEND, form).status_code == 303
    assert Sending.objects.count() == 2


def test_each_page_has_a_number_of_its_own(client):
    sent(client)
    numbers = {Page(client.get("/lab/")).typed("number") for _ in range(3)}

    assert len(numbers) == 3
