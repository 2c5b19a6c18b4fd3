"""Section 7: a repeated request under the same key happens once."""

import json

import pytest

from tests.lab.outcomes import SUCCESS
from tests.lab.wire import mug_order

KEY = {"Idempotency-Key": "k-1"}


def replayed(answer):
    return answer.headers.get("Idempotency-Replayed") == "true"


def test_a_repeated_order_is_made_once(sandbox):
    first, again = sandbox.order(headers=KEY), sandbox.order(headers=KEY)
    assert (first.status, again.status) == (201, 201)
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"]
    assert (replayed(first), replayed(again)) == (False, True)
    assert "Idempotency-Replayed" not in first.headers
    assert len(sandbox.order_ids("customer")) == 3


def test_a_replay_passes_every_box(sandbox):
    sandbox.order(headers=KEY)
    again = sandbox.order(headers=KEY)
    assert (again.route, again.leaf) == (SUCCESS, "success/L201")


def test_a_repeated_charge_takes_the_money_once(sandbox):
    first, again = sandbox.charge(), sandbox.charge()
    assert (first.status, again.status) == (200, 200)
    assert again.content == first.content
    assert replayed(again)
    assert len(sandbox.captures()) == 1
    assert len(sandbox.get("/orders/ord_9001", "customer").json["payments"]) == 1


def test_a_repeated_report_is_queued_once(sandbox):
    first, again = (
        sandbox.send("POST", "/reports", as_="support", headers=KEY, json={"type": "orders"}) for _ in range(2)
    )
    assert (first.status, again.status) == (202, 202)
    assert (again.content, again.headers["Location"]) == (first.content, first.headers["Location"])
    assert replayed(again)


@pytest.mark.parametrize("key", ["a", "abc", '"abc"', "A-b_9", "x" * 64, '"' + "x" * 64 + '"'])
def test_letters_digits_dash_and_underscore_make_a_key(sandbox, key):
    assert sandbox.order(headers={"Idempotency-Key": key}).status == 201


@pytest.mark.parametrize(
    "key",
    ["a b", "x" * 65, '""', '"abc', 'abc"', "a/b", "a.b", "a,b", "\u00e9", "'abc'", '"a" "b"', '"' + "x" * 65 + '"'],
)
def test_anything_else_is_malformed(sandbox, key):
    answer = sandbox.order(headers={"Idempotency-Key": key})
    assert (answer.status, answer.error) == (400, "invalid_idempotency_key")
    assert sandbox.order_ids("customer") == {"ord_9001", "ord_9003"}


def test_a_key_is_the_same_with_and_without_quotes(sandbox):
    sandbox.order(headers={"Idempotency-Key": "abc"})
    assert replayed(sandbox.order(headers={"Idempotency-Key": '"abc"'}))


def test_keys_are_case_sensitive(sandbox):
    sandbox.order(headers={"Idempotency-Key": "abc"})
    assert not replayed(sandbox.order(headers={"Idempotency-Key": "ABC"}))


@pytest.mark.parametrize(
    "text",
    [
        '{"items": [{"quantity": 1, "sku": "sku_123"}], "userId": "u_42"}',
        '\n{ "userId" :"u_42",\t"items":[ {"sku":"sku_\\u0031\\u0032\\u0033","quantity":1 } ] }\n',
    ],
)
def test_content_is_equal_by_its_values(sandbox, text):
    sandbox.order(headers=KEY)
    headers = {**KEY, "Content-Type": "application/json; charset=utf-8"}
    again = sandbox.send("POST", "/orders", as_="customer", headers=headers, content=text.encode())
    assert json.loads(text) == mug_order()
    assert replayed(again)


def test_other_content_under_a_used_key_cannot_be_processed(sandbox):
    first = sandbox.order(headers=KEY)
    answer = sandbox.order(headers=KEY, note="Another")
    assert first.status == 201
    assert (answer.status, answer.error, answer.route) == (422, "idempotency_key_reused", "A-B-C-E-F-G-A")
    assert len(sandbox.order_ids("customer")) == 3


def test_keys_belong_to_a_user(sandbox):
    sandbox.order("customer", headers=KEY)
    answer = sandbox.order("other", headers=KEY)
    assert (answer.status, replayed(answer)) == (201, False)


def test_keys_belong_to_an_operation(sandbox):
    sandbox.order(headers=KEY)
    answer = sandbox.charge("k-1")
    assert (answer.status, replayed(answer)) == (200, False)


def test_keys_belong_to_a_sandbox(sandbox, another):
    sandbox.order(headers=KEY)
    answer = another.order(headers=KEY)
    assert (answer.status, replayed(answer)) == (201, False)


@pytest.mark.parametrize(
    "failing",
    [
        {"items": [{"sku": "sku_200", "quantity": 3}]},
        {"items": [{"sku": "sku_777", "quantity": 1}]},
        {"items": []},
        {"userId": "u_77"},
    ],
)
def test_a_failure_is_not_remembered(sandbox, failing):
    assert 400 <= sandbox.order(headers=KEY, **failing).status < 500
    corrected = sandbox.order(headers=KEY)
    assert (corrected.status, replayed(corrected)) == (201, False)


@pytest.mark.parametrize("fault", ["app=crash", "database=down", "gateway=maintenance"])
def test_a_server_failure_is_not_remembered(sandbox, fault):
    assert sandbox.order(headers={**KEY, "Lab-Fault": fault}).status >= 500
    again = sandbox.order(headers=KEY)
    assert (again.status, replayed(again)) == (201, False)


@pytest.mark.parametrize("fault", ["payments=malformed", "payments=down"])
def test_a_charge_that_the_provider_failed_is_tried_anew(sandbox, fault):
    assert sandbox.charge(headers={"Lab-Fault": fault}).status in (502, 503)
    again = sandbox.charge()
    assert (again.status, replayed(again)) == (200, False)
    assert len(sandbox.captures()) == 1


def test_a_declined_card_can_be_replaced_under_the_same_key(sandbox):
    assert sandbox.charge(method="card_declined").status == 422
    assert sandbox.charge(method="card_ok").status == 200


def test_a_replay_ignores_what_happened_since(sandbox):
    first = sandbox.order(headers=KEY)
    sandbox.send("POST", f"/orders/{first.json['orderId']}/cancel", as_="customer")
    sandbox.patch_stock(0, version=3)
    again = sandbox.order(headers=KEY)
    assert (again.status, again.content) == (201, first.content)


def test_a_replay_is_neither_limited_nor_counted(sandbox):
    sandbox.order(headers=KEY)
    for _ in range(10):
        assert replayed(sandbox.order(headers=KEY))
    assert [sandbox.order().status for _ in range(8)] == [201] * 7 + [429]
    assert sandbox.order(headers=KEY).status == 201


def test_a_replay_still_needs_the_database(sandbox):
    sandbox.order(headers=KEY)
    assert sandbox.order(headers={**KEY, "Lab-Fault": "database=down"}).status == 503


def test_a_replay_still_needs_a_valid_token(sandbox):
    sandbox.order(headers=KEY)
    sandbox.send("POST", "/logout", as_="customer")
    assert sandbox.order(headers=KEY).status == 401


def test_a_finished_order_is_remembered_for_another_session_of_the_same_user(sandbox):
    sandbox.order(headers=KEY)
    token = sandbox.login().json["token"]
    again = sandbox.send("POST", "/orders", as_=token, headers=KEY, json=mug_order())
    assert replayed(again)
