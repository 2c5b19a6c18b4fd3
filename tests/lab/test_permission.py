"""Section 4, node H: who may do what to what."""

import pytest

from tests.lab.outcomes import FORBIDDEN
from tests.lab.wire import mug_order

CHARGE = {"orderId": "ord_9001", "method": "card_ok"}
KEY = {"Idempotency-Key": "k-1"}
ITEM = {"sku": "sku_123", "quantity": 1}

FORBIDDEN_TO = [
    ("GET", "/orders/ord_9001", "other", None, {}),
    ("GET", "/orders/ord_9002", "customer", None, {}),
    ("POST", "/orders", "support", mug_order(), {}),
    ("POST", "/orders", "other", mug_order("customer"), {}),
    ("POST", "/orders", "customer", mug_order("other"), {}),
    ("POST", "/orders", "customer", {"userId": "u_unknown", "items": [ITEM]}, {}),
    ("POST", "/orders/ord_9001/cancel", "other", None, {}),
    ("POST", "/orders/ord_9001/cancel", "support", None, {}),
    ("POST", "/payments/charge", "other", CHARGE, KEY),
    ("POST", "/payments/charge", "support", CHARGE, KEY),
    *[("PATCH", "/inventory/sku_123", who, {"stock": 1, "version": 3}, {}) for who in ("customer", "other", "support")],
    *[("GET", "/cart", who, None, {}) for who in ("support", "admin")],
    *[("PUT", "/cart/items/item_7", who, ITEM, {}) for who in ("support", "admin")],
    *[("DELETE", "/sessions/s_44", who, None, {}) for who in ("other", "support", "admin")],
    *[("DELETE", "/billing/records/b_1", who, None, {}) for who in ("customer", "other", "support")],
    *[("POST", "/reports", who, {"type": "orders"}, {}) for who in ("customer", "other")],
    *[("PATCH", "/users/u_42", who, {"displayName": "Eve"}, {}) for who in ("other", "support")],
    *[("PUT", "/preferences/u_42", who, {"newsletter": True}, {}) for who in ("other", "support", "admin")],
]
ALLOWED_TO = [
    *[("GET", "/orders/ord_9001", who, None, {}) for who in ("customer", "support", "admin")],
    *[("GET", "/orders", who, None, {}) for who in ("customer", "other", "support", "admin")],
    *[("GET", "/inventory/sku_123", who, None, {}) for who in ("customer", "other", "support", "admin")],
    ("POST", "/orders", "other", mug_order("other"), {}),
    ("POST", "/orders", "admin", mug_order("customer"), {}),
    ("POST", "/orders", "admin", mug_order("other"), {}),
    ("POST", "/orders/ord_9001/cancel", "admin", None, {}),
    ("POST", "/payments/charge", "admin", CHARGE, KEY),
    ("PATCH", "/inventory/sku_123", "admin", {"stock": 1, "version": 3}, {}),
    ("DELETE", "/billing/records/b_2", "admin", None, {}),
    *[("POST", "/reports", who, {"type": "orders"}, {}) for who in ("support", "admin")],
    *[("GET", "/cart", who, None, {}) for who in ("customer", "other")],
    *[("PATCH", "/users/u_42", who, {"displayName": "Asha"}, {}) for who in ("customer", "admin")],
]


@pytest.mark.parametrize(("method", "target", "as_", "json", "headers"), FORBIDDEN_TO)
def test_some_are_forbidden(sandbox, method, target, as_, json, headers):
    answer = sandbox.send(method, target, as_=as_, json=json, headers=headers)
    assert (answer.status, answer.error) == (403, "forbidden")
    assert (answer.route, answer.leaf) == (FORBIDDEN, "auth/L403")


@pytest.mark.parametrize(("method", "target", "as_", "json", "headers"), ALLOWED_TO)
def test_others_are_allowed(sandbox, method, target, as_, json, headers):
    assert sandbox.send(method, target, as_=as_, json=json, headers=headers).status in (200, 201, 202, 204)


def test_what_is_forbidden_changes_nothing(sandbox):
    sandbox.patch_stock(1, as_="support", version=3)
    sandbox.send("POST", "/orders/ord_9001/cancel", as_="other")
    sandbox.charge(as_="other")
    sandbox.send("DELETE", "/billing/records/b_1", as_="support")
    assert sandbox.get("/inventory/sku_123", "admin").json["stock"] == 40
    assert sandbox.get("/orders/ord_9001", "admin").json["status"] == "pending_payment"
    assert sandbox.captures() == []
    assert sandbox.send("DELETE", "/billing/records/b_1", as_="admin").status == 204


@pytest.mark.parametrize(
    ("method", "target", "as_", "json", "headers"),
    [
        ("GET", "/orders/ord_missing", "other", None, {}),
        ("POST", "/orders/ord_missing/cancel", "support", None, {}),
        ("PATCH", "/inventory/sku_777", "customer", {"stock": 1, "version": 1}, {}),
        ("DELETE", "/billing/records/b_9", "support", None, {}),
        ("DELETE", "/sessions/s_99", "other", None, {}),
        ("PATCH", "/users/u_99", "customer", {"displayName": "Eve"}, {}),
        ("PUT", "/preferences/u_99", "customer", {"newsletter": True}, {}),
    ],
)
def test_where_nothing_is_there_is_nothing_to_protect(sandbox, method, target, as_, json, headers):
    assert sandbox.send(method, target, as_=as_, json=json, headers=headers).status == 404


@pytest.mark.parametrize("as_", ["customer", "other", "support"])
def test_the_hidden_order_looks_missing_to_all_but_the_admin(sandbox, as_):
    hidden, missing = (sandbox.get(f"/orders/{order}", as_) for order in ("ord_hidden", "ord_missing"))
    for answer, order in ((hidden, "ord_hidden"), (missing, "ord_missing")):
        assert answer.status == 404
        assert (answer.route, answer.leaf) == ("A-B-C-E-F-H-J-K-A", "bad_request/L404")
        assert order not in answer.headers.get("ETag", "")
    assert anonymous(hidden, "ord_hidden") == anonymous(missing, "ord_missing")


def anonymous(answer, order):
    varying = {"requestId": "", "message": answer.json["message"].replace(order, "ORDER")}
    names = [name for name, _ in answer.fields if name != "Content-Length"]
    return {**answer.json, **varying}, names


def test_the_admin_sees_the_hidden_order(sandbox):
    assert sandbox.get("/orders/ord_hidden", "admin").status == 200


def test_the_hidden_order_cannot_be_cancelled_by_those_who_may_not_know_of_it(sandbox):
    assert sandbox.send("POST", "/orders/ord_hidden/cancel", as_="customer").status == 404


@pytest.mark.parametrize(
    ("method", "target", "as_", "headers"),
    [
        ("POST", "/orders/ord_9003/cancel", "other", {}),
        ("GET", "/orders/ord_9001", "other", {"If-None-Match": "*"}),
        ("GET", "/orders/ord_9001", "other", {"Lab-Fault": "app=crash"}),
        ("GET", "/orders/ord_9001", "other", {"Lab-Fault": "database=down"}),
        ("GET", "/orders/ord_corrupt", "other", {}),
    ],
)
def test_permission_comes_before_what_follows(sandbox, method, target, as_, headers):
    assert sandbox.send(method, target, as_=as_, headers=headers).status == 403
