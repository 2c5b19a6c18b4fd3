"""Section 6: charging a card, and verifying a payment."""

import pytest


def test_a_charge_pays_the_order(sandbox):
    answer = sandbox.charge()
    assert answer.status == 200
    assert (answer.json["orderId"], answer.json["status"], answer.json["amount"]) == ("ord_9001", "paid", 4998)
    assert answer.json["paymentId"]
    order = sandbox.get("/orders/ord_9001", "customer").json
    assert (order["status"], len(order["payments"])) == ("paid", 1)
    assert len(sandbox.captures()) == 1


def test_a_declined_card_is_no_fault_of_the_provider(sandbox):
    answer = sandbox.charge(method="card_declined")
    assert (answer.status, answer.error) == (422, "card_declined")
    assert answer.route == "A-B-C-E-F-H-J-L-M-P-R-T-x422-A"
    assert sandbox.captures() == []
    assert sandbox.get("/orders/ord_9001", "customer").json["status"] == "pending_payment"


def test_a_slow_provider_is_too_late_with_a_declined_card_as_well(sandbox):
    answer = sandbox.charge(method="card_declined", headers={"Lab-Fault": "payments=slow"})

    assert (answer.status, answer.error) == (504, "provider_timeout")
    assert sandbox.captures() == []


def test_a_key_is_captured_once_whoever_sends_it(sandbox):
    assert sandbox.charge("kk", headers={"Lab-Fault": "payments=slow"}).status == 504
    assert sandbox.charge("kk", as_="admin").status == 200

    assert [(taken["key"], taken["orderId"]) for taken in sandbox.captures()] == [("kk", "ord_9001")]


def test_a_paid_order_is_not_paid_again(sandbox):
    sandbox.charge("k-1")
    answer = sandbox.charge("k-2")
    assert (answer.status, answer.error) == (409, "order_already_paid")
    assert len(sandbox.captures()) == 1


def test_a_paid_order_of_the_seed_is_paid_already(sandbox):
    answer = sandbox.charge(as_="other", orderId="ord_9002")
    assert (answer.status, answer.error) == (409, "order_already_paid")


def test_a_shipped_order_is_not_payable(sandbox):
    answer = sandbox.charge(orderId="ord_9003")
    assert (answer.status, answer.error) == (409, "order_not_payable")


def test_a_cancelled_order_is_not_payable(sandbox):
    sandbox.send("POST", "/orders/ord_9001/cancel", as_="customer")
    answer = sandbox.charge()
    assert (answer.status, answer.error) == (409, "order_not_payable")


@pytest.mark.parametrize("order", ["ord_missing", "ord_hidden", "ord_none"])
def test_an_order_that_is_unknown_to_the_caller_cannot_be_paid(sandbox, order):
    answer = sandbox.charge(orderId=order)
    assert (answer.status, answer.error) == (422, "unknown_order")


def test_an_order_just_made_can_be_paid(sandbox):
    order = sandbox.order().json
    answer = sandbox.charge(orderId=order["orderId"])
    assert (answer.status, answer.json["amount"]) == (200, 2499)


def test_a_payment_is_verified(sandbox):
    payment = sandbox.charge().json["paymentId"]
    for as_ in ("customer", "admin"):
        answer = sandbox.send("POST", "/payments/verify", as_=as_, json={"paymentId": payment})
        assert answer.status == 200
        assert answer.json == {"paymentId": payment, "orderId": "ord_9001", "status": "captured"}


@pytest.mark.parametrize("as_", ["other", "support"])
def test_a_foreign_payment_is_not_verified(sandbox, as_):
    payment = sandbox.charge().json["paymentId"]
    answer = sandbox.send("POST", "/payments/verify", as_=as_, json={"paymentId": payment})
    assert answer.status == 403


def test_an_unknown_payment_cannot_be_verified(sandbox):
    answer = sandbox.send("POST", "/payments/verify", as_="customer", json={"paymentId": "pay_none"})
    assert (answer.status, answer.error, answer.leaf) == (422, "unknown_payment", "bad_request/L422")
