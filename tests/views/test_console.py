"""The console: a request is sent from the page to one's own sandbox, and its answer is shown."""

import pytest
from django.test import Client

from learn.models import LabTrace, Learner, Sandbox, Sending
from tests.conftest import PASSWORD
from tests.page import Page
from tests.views.console import (
    HTMX,
    ORDER,
    PRODUCT,
    SEND,
    answer,
    by_curl,
    offers,
    sandbox_of,
    send,
    sent,
    shown,
    typed,
    written,
)

pytestmark = pytest.mark.django_db(databases="__all__")


# The first request


def test_a_visitors_first_request_makes_a_guest_and_a_sandbox(client):
    response = send(client)

    learner, sandbox, sending = Learner.objects.get(), Sandbox.objects.get(), Sending.objects.get()
    assert learner.is_guest
    assert (sandbox.learner, sandbox.requests) == (learner.pk, 1)
    assert (sending.learner, sending.status, sending.request_id) == (
        learner, 200, LabTrace.objects.get().request_id,
    )  # fmt: skip
    assert (response.status_code, response.url) == (303, f"/lab/?shown={sending.request_id}#answer")
    assert client.cookies["guest"].value


def test_without_javascript_the_answer_is_a_whole_page(client):
    page = shown(client)

    assert page.has("html")
    assert answer(page).endswith("200 OK")
    assert f"/lab/{Sandbox.objects.get().pk}{PRODUCT} HTTP/1.1" in page.text
    assert "HTTP/1.1 200 OK" in page.text
    assert "A-B-C-E-F-H-J-L-M-P-R-T-Q-A" in page.text
    assert page.typed("target") == PRODUCT


def test_with_htmx_only_the_work_is_answered(client):
    response = client.post(SEND, typed(), headers=HTMX)

    page = Page(response)
    assert response.status_code == 200
    assert not page.has("html") and not page.has("header")
    assert answer(page).endswith("200 OK")
    assert page.has("ol", id="history")
    assert "HX-Request" in response["Vary"]
    assert response["Cache-Control"] == "private, no-store"


def test_an_accounts_request_goes_to_the_accounts_sandbox(client, ada):
    client.force_login(ada)
    sent(client)

    assert Sandbox.objects.get().learner == ada.learner.pk
    assert Sending.objects.get().learner == ada.learner
    other = Client()
    other.force_login(ada)
    assert sandbox_of(other) == sandbox_of(client)


def test_staff_without_a_learner_can_send(client, django_user_model):
    boss = django_user_model.objects.create_superuser("Boss", password=PASSWORD)
    client.force_login(boss)

    assert answer(shown(client)).endswith("200 OK")


def test_the_next_request_goes_to_the_same_sandbox(client):
    sent(client)
    sent(client, ORDER, caller="customer")

    assert (Sandbox.objects.count(), Sandbox.objects.get().requests) == (1, 2)


def test_an_answers_form_holds_the_request_that_was_sent(client):
    page = shown(
        client, "/api/v1/orders?x=1", method="POST", caller="customer", fault="database=down",
        headers="X-One: 1\r\nContent-Type: application/json", content='{"a":\r\n1}',
    )  # fmt: skip

    assert page.typed("method") == "POST"
    assert page.typed("target") == "/api/v1/orders?x=1"
    assert written(page, "content") == '{"a": 1}'
    chosen = {option["value"] for option in page.all("option") if "selected" in option.attrs}
    assert {"customer", "database=down"} <= chosen
    assert "X-One: 1" in written(page, "headers")
    assert "tok_customer" not in written(page, "headers")


def test_what_the_lab_answers_is_shown_as_text(client):
    evil = "<script>alert(1)</script>"
    page = client.get(
        send(client, "/api/v1/products/%3Cscript%3E?q=<script>", headers=f"X-Odd: {evil}", content=evil).url
    )

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_a_failed_charge_is_shown_and_leaves_the_console_working(client):
    page = shown(
        client, "/api/v1/payments/charge", method="POST", caller="customer", fault="payments=down",
        headers="Idempotency-Key: k-1\nContent-Type: application/json",
        content='{"orderId": "ord_9001", "method": "card_ok"}',
    )  # fmt: skip

    assert answer(page).endswith("503 Service Unavailable")
    assert client.get("/lab/").status_code == 200


def test_a_declined_card_leaves_elsewhere_beside_the_last_box(client):
    page = shown(
        client, "/api/v1/payments/charge", method="POST", caller="customer", place="x-T", code="422", certainty="1",
        headers="Idempotency-Key: k-1\nContent-Type: application/json",
        content='{"orderId": "ord_9001", "method": "card_declined"}',
    )  # fmt: skip

    assert "422" in answer(page)
    assert "As you said." in page.text
    assert "elsewhere, beside Done" in Page(client.get("/lab/")).text


def test_an_address_around_the_shop_is_answered_without_a_way(client):
    sent(client)
    page = Page(send(client, "/faults"))

    assert "took no way through the map" in page.text
    assert '"payments": "ok"' in page.text.replace('":"', '": "')
    assert LabTrace.objects.count() == 1


# Sandbox and weather


def test_the_weather_is_set_and_reset_from_the_page(client):
    client.post("/own-sandbox/")
    assert client.post("/own-sandbox/", {"database": "down", "app": "ok"}).status_code == 303
    assert answer(shown(client)).endswith("503 Service Unavailable")
    chosen = {
        o.attrs.get("value")
        for o in Page(client.get("/lab/")).elements
        if "checked" in o.attrs or "selected" in o.attrs
    }
    assert "down" in chosen

    client.post("/own-sandbox/", {"reset": "1"})

    assert not LabTrace.objects.exists()
    assert answer(shown(client)).endswith("200 OK")


def test_weather_that_isnt_there_is_422_and_changes_nothing(client):
    client.post("/own-sandbox/")
    before = Sandbox.objects.get().shop

    assert client.post("/own-sandbox/", {"database": "asleep"}).status_code == 422
    assert Sandbox.objects.get().shop == before


def test_a_sandbox_made_from_the_terminals_isnt_anybodys(client):
    made = client.post("/lab/sandboxes").json()["sandbox"]

    assert f"/lab/{made}" not in client.get("/lab/").text


def test_what_is_sent_from_a_terminal_can_be_opened(client):
    client.post("/own-sandbox/")
    request_id = by_curl(client, ORDER, Authorization="Bearer tok_other")["Lab-Request-Id"]

    page = Page(client.get(f"/lab/?shown={request_id}"))

    assert answer(page).endswith("403 Forbidden")
    assert "other" in {option["value"] for option in page.all("option") if "selected" in option.attrs}
    assert offers(page)


def test_anothers_exchange_cant_be_opened(client):
    mine = sent(client)
    other = Client()
    sent(other)

    assert other.get(f"/lab/?shown={mine}").status_code == 404
    assert Client().get(f"/lab/?shown={mine}").status_code == 404
