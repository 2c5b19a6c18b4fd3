"""What can be sent as it stands: the console's suggestions, and what the lessons print."""

import pytest

from learn.domain.lab.examples import examples
from learn.library import library
from learn.models import LabTrace, Learner, Sandbox, Sending
from tests.page import Page
from tests.views.console import (
    answer,
    filled,
    send,
    sent,
    shown,
)

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("query", ["", "?example=3", "?lesson=304-not-modified&exchange=2", "?nothing=1"])
def test_reading_sends_nothing_and_keeps_nothing(client, query):
    response = client.get(f"/lab/{query}")

    assert response.status_code == 200
    assert not response.cookies
    assert not Learner.objects.exists() and not Sandbox.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "shown=req_0123456789",
        "shown=",
        "shown=%00",
        "shown=" + "x" * 500,
        "example=0",
        "example=26",
        "example=",
        "example=two",
        "example=%C2%B2",
        "lesson=nothing&exchange=1",
        "lesson=304-not-modified",
        "lesson=304-not-modified&exchange=0",
        "lesson=304-not-modified&exchange=99",
        "lesson=304-not-modified&exchange=%C2%B2",
        "lesson=304-not-modified&exchange=99999999999999999999",
        "lesson=429-too-many-requests&exchange=2",
    ],
)
def test_what_isnt_there_is_404(client, query):
    assert client.get(f"/lab/?{query}").status_code == 404
    sent(client)
    assert client.get(f"/lab/?{query}").status_code == 404


def test_every_suggestion_stands_in_the_list_and_fills_the_form(client):
    listed = Page(client.get("/lab/")).links

    for example in examples():
        address = f"/lab/?example={example.number}"
        assert f"{address}#request" in listed
        page = Page(client.get(address))
        assert page.typed("target") == example.draft.target
        assert page.typed("method") == example.draft.method


@pytest.mark.parametrize("example", examples(), ids=lambda example: str(example.number))
def test_a_suggestion_can_be_sent_as_it_stands(client, example):
    form = example.draft.form()
    response = send(client, **(form | {"fault": "payments=down"} if "charge" in form["target"] else form))

    assert response.status_code == 303
    assert LabTrace.objects.count() == 1


def printed():
    for lesson in library().lessons.values():
        for number, exchange in enumerate(lesson.exchanges, start=1):
            if exchange.can_be_sent:
                yield pytest.param(lesson.slug, number, exchange, id=f"{lesson.slug}-{number}")


@pytest.mark.parametrize(("slug", "number", "exchange"), list(printed()))
def test_a_lessons_request_fills_the_form_and_gets_the_lessons_answer(client, slug, number, exchange):
    form = filled(Page(client.get(f"/lab/?lesson={slug}&exchange={number}")))

    assert "…" not in "".join(form.values())
    told = next((message.status for message in exchange.messages if not message.is_request), None)
    if "charge" in form["target"] and form["fault"] in ("", "payments=slow"):
        # The provider can't see a test's own database.
        form["fault"], told = "payments=down", 503
    response = send(client, **form)

    assert response.status_code == 303
    assert Sending.objects.get().status == told


def test_a_lessons_condition_carries_the_tag_that_is_current(client):
    before = Page(client.get("/lab/?lesson=304-not-modified&exchange=2")).typed("headers")
    assert before == 'If-None-Match: "sku_123-v3-json"'
    sent(
        client, "/api/v1/inventory/sku_123", method="PATCH", caller="admin",
        headers="Content-Type: application/json", content='{"stock": 5, "version": 3}',
    )  # fmt: skip

    after = Page(client.get("/lab/?lesson=304-not-modified&exchange=2")).typed("headers")

    assert after == 'If-None-Match: "sku_123-v4-json"'
    assert answer(shown(client, headers=after)).endswith("304 Not Modified")
