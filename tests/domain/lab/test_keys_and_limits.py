"""Idempotency keys, charges, limits and faults over several requests."""

import pytest

from learn.domain.lab.engine import walk
from learn.domain.lab.run import ProviderCall
from tests.domain.lab.bench import make_request
from tests.domain.lab.cases import CHARGE, KEY, LOGIN, MUGS, line, order


def test_finished_success_is_repeated_under_its_key_and_nothing_happens_again(bench):
    first = bench.send("POST", "/orders", "customer", MUGS, headers=KEY)
    count = len(bench.shop.orders)
    second = bench.send("POST", "/orders", "customer", {"items": MUGS["items"], "userId": "u_42"}, headers=KEY)

    assert (second.status, second.answer.content) == (201, first.answer.content)
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(bench.shop.orders) == count


def test_replays_are_not_counted(bench):
    for _ in range(20):
        assert bench.send("POST", "/orders", "customer", MUGS, headers=KEY).status == 201
    assert [bench.send("POST", "/orders", "customer", MUGS).status for _ in range(8)] == [201] * 7 + [429]


def test_failure_is_not_remembered(bench):
    bad = order(items=[line("sku_200", 3)])

    assert bench.send("POST", "/orders", "customer", bad, headers=KEY).status == 409
    assert bench.send("POST", "/orders", "customer", MUGS, headers=KEY).status == 201


def test_key_belongs_to_its_user_and_operation(bench):
    assert bench.send("POST", "/orders", "customer", MUGS, headers=KEY).status == 201
    assert bench.send("POST", "/orders", "other", order(userId="u_77"), headers=KEY).status == 201
    assert bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY).status == 200


def test_walk_waits_for_the_provider_and_goes_on_from_there(bench):
    run = bench.begin(make_request("POST", "/payments/charge", "customer", CHARGE, headers=KEY))
    call = walk(run, bench.lab)

    assert isinstance(call, ProviderCall)
    assert (call.key, call.user_id, call.order_id, call.amount) == ("k-1", "u_42", "ord_9001", 4998)
    assert [charge["key"] for charge in bench.shop.running] == ["k-1"]


def test_charge_that_timed_out_is_repeated_with_the_same_key(bench):
    late = bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY, outcome="timeout")
    again = bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY)

    assert (late.status, again.status) == (504, 200)
    assert bench.shop.orders["ord_9001"]["status"] == "paid"
    assert len(bench.shop.orders["ord_9001"]["payments"]) == 1
    assert bench.shop.running == []


def test_charge_whose_process_died_stops_running_after_five_seconds(bench):
    walk(bench.begin(make_request("POST", "/payments/charge", "customer", CHARGE, headers=KEY)), bench.lab)

    def charge(key: str) -> str:
        return bench.send("POST", "/payments/charge", "customer", CHARGE, headers={"Idempotency-Key": key}).error

    assert (charge("k-1"), charge("k-2")) == ("idempotency_in_progress", "payment_in_progress")
    bench.now += 4.9
    assert charge("k-2") == "payment_in_progress"
    bench.now += 0.1
    assert charge("k-2") == ""


def test_key_of_a_charge_whose_process_died_may_take_other_content_after_five_seconds(bench):
    walk(bench.begin(make_request("POST", "/payments/charge", "customer", CHARGE, headers=KEY)), bench.lab)
    other = {**CHARGE, "method": "card_declined"}

    assert bench.send("POST", "/payments/charge", "customer", other, headers=KEY).error == "idempotency_key_reused"
    bench.now += 5
    assert bench.send("POST", "/payments/charge", "customer", other, headers=KEY).error == "card_declined"


@pytest.mark.parametrize("seconds", [0.0, 0.5, 9.0, 9.99])
def test_limit_ends_after_its_window_and_says_when(bench, seconds):
    for _ in range(5):
        bench.send("POST", "/login", "", LOGIN)
    bench.now += seconds
    refused = bench.send("POST", "/login", "", LOGIN)
    wait = int(refused.headers["Retry-After"])

    assert refused.status == 429
    assert 1 <= wait <= 10
    bench.now += wait
    assert bench.send("POST", "/login", "", LOGIN).status == 200


def test_requests_that_do_not_reach_the_limit_are_not_counted(bench):
    for _ in range(20):
        bench.send("POST", "/login", "", {"email": "a"})

    assert bench.send("POST", "/login", "", LOGIN).status == 200


def test_database_that_is_down_changes_nothing(bench):
    before = bench.shop.as_text()
    for method, path, who, value in (
        ("PATCH", "/inventory/sku_123", "admin", {"stock": 1, "version": 3}),
        ("DELETE", "/cart/items/item_7", "customer", None),
        ("POST", "/reports", "support", {"type": "orders"}),
        ("POST", "/payments/charge", "customer", CHARGE),
    ):
        fields = {"Lab-Fault": "database=down", **KEY}
        assert bench.send(method, path, who, value, headers=fields).status == 503
    assert bench.shop.as_text() == before


def test_fault_of_the_request_wins_over_the_switch(bench):
    bench.shop.faults["app"] = "crash"

    assert bench.send("GET", "/cart", "customer").status == 500
    assert bench.send("GET", "/cart", "customer", headers={"Lab-Fault": "app=ok"}).status == 200


def test_each_success_raises_the_version_by_one(bench):
    for version in range(3, 8):
        sent = bench.send("PATCH", "/inventory/sku_123", "admin", {"stock": version, "version": version})
        assert sent.json == {"sku": "sku_123", "stock": version, "version": version + 1}
        assert sent.headers["ETag"] == f'"sku_123-v{version + 1}"'
