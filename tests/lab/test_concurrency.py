"""Several clients at once, each on a connection of its own: check and write are one step."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest


def at_once(*calls):
    """Make all calls at the same moment, each in a thread, and return what they answered, in order."""
    gate = Barrier(len(calls))

    def call(one):
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def statuses(answers):
    return Counter(answer.status for answer in answers)


@pytest.mark.parametrize("clients", [2, 6])
def test_of_several_writers_with_the_same_tag_exactly_one_wins(sandbox, clients):
    tag = sandbox.get("/inventory/sku_123", "admin").headers["ETag"]
    answers = at_once(*[lambda n=n: sandbox.patch_stock(n, {"If-Match": tag}) for n in range(clients)])
    assert statuses(answers) == {200: 1, 412: clients - 1}
    (won,) = [answer.json for answer in answers if answer.status == 200]
    assert sandbox.get("/inventory/sku_123", "admin").json == won
    assert won["version"] == 4


@pytest.mark.parametrize("clients", [2, 6])
def test_of_several_writers_with_the_same_version_exactly_one_wins(sandbox, clients):
    answers = at_once(*[lambda n=n: sandbox.patch_stock(n, version=3) for n in range(clients)])
    assert statuses(answers) == {200: 1, 409: clients - 1}
    assert sandbox.get("/inventory/sku_123", "admin").json["version"] == 4


def test_no_version_is_given_twice(sandbox):
    answers = at_once(*[lambda n=n: sandbox.patch_stock(n, {"If-Match": "*"}) for n in range(6)])
    assert sorted(answer.json["version"] for answer in answers) == [4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("clients", [2, 6])
def test_charges_with_one_key_take_the_money_once(sandbox, clients):
    answers = at_once(*[lambda: sandbox.charge("k-one") for _ in range(clients)])
    assert set(statuses(answers)) <= {200, 409}
    assert statuses(answers)[200] >= 1
    assert {answer.error for answer in answers if answer.status == 409} <= {"idempotency_in_progress"}
    assert len(sandbox.captures()) == 1
    assert len(sandbox.get("/orders/ord_9001", "customer").json["payments"]) == 1


def test_charges_with_different_keys_pay_the_order_once(sandbox):
    answers = at_once(*[lambda n=n: sandbox.charge(f"k-{n}") for n in range(5)])
    assert statuses(answers) == {200: 1, 409: 4}
    assert {answer.error for answer in answers if answer.status == 409} <= {"payment_in_progress", "order_already_paid"}
    assert len(sandbox.captures()) == 1


def test_while_a_charge_is_running_another_has_to_wait(sandbox):
    def later(key):
        time.sleep(0.4)
        return sandbox.charge(key)

    slow = {"Lab-Fault": "payments=slow"}
    first, same_key, other_key = at_once(
        lambda: sandbox.charge("k-1", headers=slow), lambda: later("k-1"), lambda: later("k-2")
    )
    assert first.status == 504
    assert (same_key.status, same_key.error) == (409, "idempotency_in_progress")
    assert (other_key.status, other_key.error) == (409, "payment_in_progress")
    assert len(sandbox.captures()) == 1


def test_a_slow_provider_does_not_hold_up_the_others(sandbox, another):
    def meanwhile():
        time.sleep(0.2)
        started = time.monotonic()
        assert sandbox.get("/products/sku_123").status == 200
        assert sandbox.order("other").status == 201
        assert another.order().status == 201
        return time.monotonic() - started

    late, seconds = at_once(lambda: sandbox.charge(headers={"Lab-Fault": "payments=slow"}), meanwhile)
    assert late.status == 504
    assert seconds < 0.7


def test_orders_made_at_once_are_all_made(sandbox):
    answers = at_once(*[lambda: sandbox.order() for _ in range(8)])
    assert statuses(answers) == {201: 8}
    made = {answer.json["orderId"] for answer in answers}
    assert len(made) == 8
    assert made < sandbox.order_ids("customer")


def test_no_more_orders_are_made_at_once_than_the_limit_allows(sandbox):
    answers = at_once(*[lambda: sandbox.order() for _ in range(14)])
    assert statuses(answers) == {201: 8, 429: 6}


def test_orders_with_one_key_are_made_once(sandbox):
    answers = at_once(*[lambda: sandbox.order(headers={"Idempotency-Key": "k-1"}) for _ in range(6)])
    assert set(statuses(answers)) <= {201, 409}
    assert len({answer.json["orderId"] for answer in answers if answer.status == 201}) == 1
    assert len(sandbox.order_ids("customer")) == 3


def test_an_order_is_cancelled_by_one_of_several(sandbox):
    answers = at_once(*[lambda: sandbox.send("POST", "/orders/ord_9001/cancel", as_="customer") for _ in range(5)])
    assert statuses(answers) == {200: 1, 409: 4}


def test_an_order_is_paid_or_cancelled_but_not_both(sandbox):
    charged, cancelled = at_once(
        lambda: sandbox.charge(), lambda: sandbox.send("POST", "/orders/ord_9001/cancel", as_="customer")
    )
    order = sandbox.get("/orders/ord_9001", "customer").json
    if charged.status == 200 and cancelled.status != 200:
        assert order["status"] == "paid"
    if cancelled.status == 200 and charged.status != 200:
        assert order["status"] == "cancelled"
        assert sandbox.captures() == []
    assert {charged.status, cancelled.status} <= {200, 409}
    assert len(order["payments"]) == len(sandbox.captures())


def test_a_cart_item_is_created_by_one_of_several(sandbox):
    item = {"sku": "sku_123", "quantity": 1}
    put = {"as_": "customer", "headers": {"If-None-Match": "*"}, "json": item}
    answers = at_once(*[lambda: sandbox.send("PUT", "/cart/items/item_9", **put) for _ in range(5)])
    assert statuses(answers) == {201: 1, 412: 4}


def test_a_cart_item_is_taken_out_by_one_of_several(sandbox):
    answers = at_once(*[lambda: sandbox.send("DELETE", "/cart/items/item_7", as_="customer") for _ in range(5)])
    assert statuses(answers) == {204: 1, 404: 4}


def test_every_answer_at_once_has_an_id_and_a_trace_of_its_own(sandbox):
    answers = at_once(*[lambda: sandbox.get("/products/sku_123") for _ in range(12)])
    ids = {answer.headers["Lab-Request-Id"] for answer in answers}
    assert len(ids) == 12
    assert {trace["requestId"] for trace in sandbox.get("{B}/traces").json["traces"]} == ids
    assert sandbox.get("{B}").json["requests"] == 12


def test_a_reset_amid_requests_breaks_nothing(sandbox):
    answers = at_once(*[lambda: sandbox.order() for _ in range(5)], sandbox.reset, *[sandbox.login for _ in range(3)])
    assert set(statuses(answers)) <= {200, 201, 204}
    sandbox.reset()
    assert sandbox.order_ids("customer") == {"ord_9001", "ord_9003"}
