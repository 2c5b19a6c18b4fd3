"""What would have to change for a request to get further, ready to be sent."""

import pytest
from django.test import Client

from learn.models import Sending
from tests.page import Page
from tests.views.console import (
    ORDER,
    PRODUCT,
    SEND,
    answer,
    filled,
    forms,
    offers,
    sandbox_of,
    sent,
    shown,
)

pytestmark = pytest.mark.django_db(databases="__all__")
CONTENT = '{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}'
CANCEL = "/api/v1/orders/ord_9001/cancel"


def ghosts(page):
    return [element for element in page.elements if "ghost" in element.classes]


def test_a_401_offers_a_token_and_applying_it_gets_further(client):
    page = shown(client, ORDER)
    assert answer(page).endswith("401 Unauthorized")
    assert "What would have to change?" in page.text
    assert ghosts(page)

    (first, *_) = offers(page)
    assert first["caller"] != "none"
    applied = client.post(first["action"], {name: value for name, value in first.items() if name != "action"})

    after = Page(client.get(applied.url))
    assert answer(after).endswith("200 OK")
    assert after.typed("target") == ORDER
    assert "What would have to change?" not in after.text
    assert not ghosts(after)


OFFERED = [
    (ORDER, {}),
    (ORDER, {"caller": "other"}),
    ("/api/v1/orders/ord_missing", {"caller": "customer"}),
    ("/api/v1/orders", {"method": "DELETE", "caller": "customer"}),
    ("/api/v1/inventory/sku_123", {"method": "PATCH", "caller": "admin", "headers": "Content-Type: application/json",
                                   "content": '{"stock": 5}'}),
    ("/api/v1/inventory/sku_123", {"method": "PATCH", "caller": "admin", "headers": "Content-Type: application/json",
                                   "content": '{"stock": 5, "version": 2}'}),
    ("/api/v1/orders", {"method": "POST", "caller": "customer", "headers": "Content-Type: application/json",
                        "content": '{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 0}]}'}),
    (PRODUCT, {"fault": "gateway=maintenance"}),
    (PRODUCT, {"fault": "app=crash"}),
    (PRODUCT, {"fault": "database=down"}),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(OFFERED)))
def test_each_change_offered_gets_further_when_it_is_applied(client, number):
    target, fields = OFFERED[number]
    page = shown(client, target, **fields)
    stopped = Sending.objects.get().route.split("-")

    found = offers(page)
    assert found
    for offer in found:
        client.post("/own-sandbox/", {"reset": "1"})
        sending = client.post(SEND, {name: value for name, value in offer.items() if name != "action"})
        assert sending.status_code == 303
        route = Sending.objects.order_by("-pk")[0].route.split("-")
        assert "BCEFHJLMPRTQ".index(route[-3]) > "BCEFHJLMPRTQ".index(stopped[-3])


def test_each_offer_has_a_number_of_its_own(client):
    page = shown(client, ORDER)
    numbers = [form["number"] for form in forms(page) if "number" in form]

    assert len(numbers) == len(set(numbers)) > 1


@pytest.mark.parametrize(
    ("target", "fields"),
    [
        (PRODUCT, {}),
        (ORDER, {"caller": "customer"}),
        (CANCEL, {"method": "POST", "caller": "customer"}),
        ("/api/v1/cart/items/item_7", {"method": "DELETE", "caller": "customer"}),
        ("/api/v1/logout", {"method": "POST", "caller": "customer"}),
        ("/api/v1/orders", {"method": "OPTIONS"}),
    ],
)
def test_nothing_is_offered_for_a_success(client, target, fields):
    page = shown(client, target, **fields)

    assert Sending.objects.get().status < 300
    assert "What would have to change?" not in page.text
    assert not offers(page) and not ghosts(page)


def test_what_has_changed_since_is_told(client):
    client.post("/own-sandbox/")
    client.post("/own-sandbox/", {"gateway": "maintenance"})
    refused = sent(client)
    client.post("/own-sandbox/", {"gateway": "ok"})

    page = Page(client.get(f"/lab/?shown={refused}"))

    assert answer(page).endswith("503 Service Unavailable")
    assert "the same request would get through" in page.text
    assert not offers(page)


@pytest.mark.parametrize("content", [b'{"note": "\xff"}', b"\xe2\x82", b"\xff" * 16500])
def test_content_that_is_no_text_is_said_to_be_none_and_nothing_is_promised(client, content):
    client.post("/own-sandbox/")
    address = f"/lab/{sandbox_of(client).pk}/api/v1/orders"
    refused = Client().post(address, content, "application/json", headers={"Authorization": "Bearer tok_customer"})
    page = Page(client.get(f"/lab/?shown={refused['Lab-Request-Id']}"))

    assert "isn't text in UTF-8" in page.text
    assert "What would have to change?" not in page.text and not offers(page) and not ghosts(page)


@pytest.mark.parametrize("content", ["für Ömer", "€" * 5462, "x" * 16383 + "€"])
def test_any_text_can_be_sent_again(client, content):
    assert "isn't text in UTF-8" not in shown(client, "/api/v1/orders", method="POST", content=content).text


CHARGE = {
    "method": "POST",
    "caller": "customer",
    "headers": "Content-Type: application/json\nIdempotency-Key: k-1",
    "content": '{"orderId": "ord_9001", "method": "card_declined"}',
}


def test_weather_is_no_answer_to_a_declined_card(client):
    page = shown(client, "/api/v1/payments/charge", **CHARGE)
    assert answer(page).endswith("422 Unprocessable Content")
    client.post("/own-sandbox/", {"payments": "slow"})

    again = Page(client.get(f"/lab/?shown={Sending.objects.get().request_id}"))

    assert "What would have to change?" not in again.text and not offers(again) and not ghosts(again)


def test_without_the_weather_the_answer_isnt_told_beforehand(client):
    page = shown(client, "/api/v1/login", method="POST", headers="Content-Type: application/json",
                 content='{"email": "asha@example.test", "password": "wrong"}', fault="database=down")  # fmt: skip
    assert answer(page).endswith("503 Service Unavailable")

    assert "It isn't the request" in page.text
    assert "What comes then can't be told beforehand" in page.text
    assert "Done" not in page.one("section", **{"aria-labelledby": "changes"}).text


def test_an_answer_at_the_gateway_is_told_as_one(client):
    page = shown(client, "/nope", method="OPTIONS")
    told = page.one("section", **{"aria-labelledby": "changes"}).text

    assert "that would have got this request an answer:" in told
    assert "Load Balancer or Gateway answers it at once: 204 No Content" in told
    assert "Then it stops" not in told


def test_where_nothing_is_known_to_help_that_is_said(client):
    sent(client)
    client.post("/own-sandbox/", {"database": "down", "payments": "down"})
    page = shown(client, "/api/v1/payments/charge", **CHARGE)

    assert "No change of at most four edits is known" in page.text
    assert not offers(page) and not ghosts(page)


def test_what_the_form_doesnt_take_isnt_offered(client):
    client.post("/own-sandbox/")
    address = f"/lab/{sandbox_of(client).pk}/api/v1/orders"
    refused = Client().post(address, b"\0", "application/json")
    page = Page(client.get(f"/lab/?shown={refused['Lab-Request-Id']}"))

    assert answer(page).endswith("401 Unauthorized")
    assert not offers(page)


def test_looking_for_changes_changes_nothing(client):
    refused = sent(client, "/api/v1/orders", method="POST")
    before = sandbox_of(client)
    client.get(f"/lab/?shown={refused}")

    after = sandbox_of(client)
    assert (after.shop, after.requests, after.touched_at) == (before.shop, before.requests, before.touched_at)


@pytest.mark.parametrize(
    ("target", "fields"),
    [
        ("/api/v1/orders", {"method": "POST", "content": CONTENT + " " * 20000}),
        ("/api/v1/orders/ord_9001/", {}),
        (ORDER, {"fault": "gateway=maintenance"}),
        ("/api/v1/orders?" + "x" * 3000, {}),
    ],
    ids=["413", "308", "503", "414"],
)
def test_a_token_that_was_sent_is_sent_again_though_nobody_had_looked_at_it(client, target, fields):
    page = shown(client, target, caller="customer", headers="Content-Type: application/json", **fields)

    assert "past Load Balancer or Gateway" in page.text
    assert filled(page)["caller"] == "customer"
    assert {offer["caller"] for offer in offers(page)} == {"customer"}
