"""Section 2: the switches, and a provider that really misbehaves."""

import time

import pytest

from tests.lab.outcomes import SUCCESS

WELL = {"payments": "ok", "app": "ok", "database": "ok", "gateway": "ok"}
VALUES = [
    ("payments", "ok"),
    ("payments", "malformed"),
    ("payments", "down"),
    ("payments", "slow"),
    ("app", "ok"),
    ("app", "crash"),
    ("database", "ok"),
    ("database", "down"),
    ("gateway", "ok"),
    ("gateway", "maintenance"),
]
WRITES = [
    ("POST", "/orders", "customer", {"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}),
    ("POST", "/orders/ord_9001/cancel", "customer", None),
    ("PUT", "/cart/items/item_9", "customer", {"sku": "sku_123", "quantity": 1}),
    ("DELETE", "/cart/items/item_7", "customer", None),
    ("PATCH", "/inventory/sku_123", "admin", {"stock": 1, "version": 3}),
    ("DELETE", "/billing/records/b_1", "admin", None),
    ("DELETE", "/sessions/s_44", "customer", None),
    ("POST", "/reports", "support", {"type": "orders"}),
    ("POST", "/logout", "customer", None),
]


def test_at_first_all_is_well(sandbox):
    answer = sandbox.get("{B}/faults")
    assert (answer.status, answer.json) == (200, WELL)


@pytest.mark.parametrize(("switch", "value"), VALUES)
def test_a_switch_is_set_without_touching_the_others(sandbox, switch, value):
    assert sandbox.set_faults(**{switch: value}).json == {**WELL, switch: value}
    assert sandbox.get("{B}/faults").json == {**WELL, switch: value}


@pytest.mark.parametrize(
    "switches",
    [
        {"tea": "cold"},
        {"payments": "late"},
        {"app": "ok", "database": "away"},
        {"app": "crash", "tea": "cold"},
        {"app": None},
        {"app": True},
        {"app": ["crash"]},
    ],
)
def test_an_unknown_switch_or_value_changes_nothing(sandbox, switches):
    answer = sandbox.send("PUT", "{B}/faults", json=switches)
    assert (answer.status, answer.error) == (400, "unknown_fault")
    assert sandbox.get("{B}/faults").json == WELL


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"null"])
def test_faults_that_are_not_an_object_are_refused(sandbox, content):
    answer = sandbox.send("PUT", "{B}/faults", content=content, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status < 500
    assert sandbox.get("{B}/faults").json == WELL


def test_a_malformed_reply_takes_no_money(sandbox):
    sandbox.set_faults(payments="malformed")
    answer = sandbox.charge()
    assert (answer.status, answer.error) == (502, "provider_bad_response")
    assert sandbox.captures() == []
    assert sandbox.get("/orders/ord_9001", "customer").json["status"] == "pending_payment"


def test_a_provider_that_is_down_is_refused_at_once(sandbox):
    sandbox.set_faults(payments="down")
    started = time.monotonic()
    answer = sandbox.charge()
    assert time.monotonic() - started < 0.9
    assert (answer.status, answer.error) == (503, "provider_unavailable")
    assert answer.headers["Retry-After"] == "5"
    assert sandbox.captures() == []


def test_a_slow_provider_has_taken_the_money_and_the_same_key_takes_it_once(sandbox):
    sandbox.set_faults(payments="slow")
    started = time.monotonic()
    late = sandbox.charge("k-slow")
    waited = time.monotonic() - started
    assert (late.status, late.error) == (504, "provider_timeout")
    assert 0.9 < waited < 2.5
    assert len(sandbox.captures()) == 1
    sandbox.set_faults(payments="ok")
    assert sandbox.charge("k-slow").status == 200
    (capture,) = sandbox.captures()
    assert (capture["orderId"], capture["amount"]) == ("ord_9001", 4998)
    assert sandbox.get("/orders/ord_9001", "customer").json["status"] == "paid"


def test_a_proper_reply_is_one_capture(sandbox):
    assert sandbox.charge().status == 200
    (capture,) = sandbox.captures()
    assert set(capture) >= {"key", "orderId", "amount"}


@pytest.mark.parametrize(
    ("fault", "status"), [("payments=malformed", 502), ("payments=down", 503), ("payments=ok", 200)]
)
def test_a_fault_can_be_asked_for_one_request(sandbox, fault, status):
    assert sandbox.charge(headers={"Lab-Fault": fault}).status == status
    assert sandbox.get("{B}/faults").json == WELL


@pytest.mark.parametrize(
    ("fault", "status"), [("app=crash", 500), ("database=down", 503), ("gateway=maintenance", 503)]
)
def test_the_other_faults_can_be_asked_for_one_request_too(sandbox, fault, status):
    assert sandbox.get("/cart", "customer", Lab_Fault=fault).status == status
    assert sandbox.get("/cart", "customer").status == 200


@pytest.mark.parametrize(("switch", "value"), [("app", "crash"), ("database", "down"), ("gateway", "maintenance")])
def test_the_fault_of_a_request_wins_over_the_switch(sandbox, switch, value):
    sandbox.set_faults(**{switch: value})
    assert sandbox.get("/cart", "customer").status >= 500
    assert sandbox.get("/cart", "customer", Lab_Fault=f"{switch}=ok").status == 200


@pytest.mark.parametrize(
    "fault", ["tea=cold", "payments=late", "payments", "slow", "payments=slow,app=crash", "=", "a=b=c"]
)
def test_an_unknown_fault_of_a_request_is_invalid_input(sandbox, fault):
    answer = sandbox.get("/cart", "customer", Lab_Fault=fault)
    assert (answer.status, answer.error) == (400, "unknown_fault")
    assert answer.route == "A-B-C-E-F-G-A"


def test_a_crash_says_nothing_about_its_cause(sandbox):
    sandbox.set_faults(app="crash")
    answer = sandbox.get("/cart", "customer")
    assert answer.status == 500
    for secret in ("Traceback", "Error:", "File ", ".py", "crash"):
        assert secret not in answer.text


@pytest.mark.parametrize(("method", "target", "as_", "json"), WRITES)
def test_a_database_that_is_down_changes_nothing(sandbox, method, target, as_, json):
    before = snapshot(sandbox)
    answer = sandbox.send(method, target, as_=as_, json=json, headers={"Lab-Fault": "database=down"})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert snapshot(sandbox) == before
    assert sandbox.send(method, target, as_=as_, json=json).route == SUCCESS


def test_a_database_that_is_down_takes_no_money(sandbox):
    assert sandbox.charge(headers={"Lab-Fault": "database=down"}).status == 503
    assert sandbox.captures() == []
    assert sandbox.charge().status == 200


def snapshot(sandbox):
    return [
        sandbox.get("/orders", "admin").content,
        sandbox.get("/cart", "customer").content,
        sandbox.get("/inventory/sku_123", "admin").content,
    ]


def test_a_crash_changes_nothing(sandbox):
    before = snapshot(sandbox)
    assert sandbox.order(headers={"Lab-Fault": "app=crash"}).status == 500
    assert snapshot(sandbox) == before


def test_maintenance_turns_everything_away_and_ends(sandbox):
    sandbox.set_faults(gateway="maintenance")
    turned_away = sandbox.get("/nowhere")
    assert (turned_away.status, turned_away.headers["Retry-After"]) == (503, "30")
    sandbox.set_faults(gateway="ok")
    assert sandbox.get("/nowhere").status == 404
