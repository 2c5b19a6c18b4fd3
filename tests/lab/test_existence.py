"""Section 4, nodes J, L and M: whether it is there, what breaks, and which clash comes first."""

import pytest

from tests.lab.outcomes import BROKEN, CONFLICT, LIMITED, MISSING


@pytest.mark.parametrize(
    ("method", "target", "as_", "json"),
    [
        ("GET", "/orders/ord_missing", "customer", None),
        ("GET", "/orders/ord_missing", "admin", None),
        ("POST", "/orders/ord_missing/cancel", "admin", None),
        ("GET", "/inventory/sku_777", "customer", None),
        ("PATCH", "/inventory/sku_777", "admin", {"stock": 1, "version": 1}),
        ("GET", "/products/sku_777", None, None),
        ("GET", "/products/red-mug", None, None),
        ("DELETE", "/cart/items/item_none", "customer", None),
        ("DELETE", "/sessions/s_99", "customer", None),
        ("DELETE", "/billing/records/b_9", "admin", None),
        ("GET", "/reports/rep_none", "support", None),
        ("GET", "/reports/jobs/job_none", "support", None),
        ("PATCH", "/users/u_99", "admin", {"displayName": "Eve"}),
        ("GET", "/images/logo-old.png", None, None),
        ("GET", "/images/none.gif", None, None),
        ("GET", "{B}/shop/maintenance", None, None),
        ("GET", "{B}/shop/nowhere", None, None),
        ("GET", "{B}/api/v2/orders", None, None),
        ("GET", "{B}/api", None, None),
        ("DELETE", "/nowhere", None, None),
        ("GET", "/orders/ord_9001/items", None, None),
    ],
)
def test_what_is_not_there_is_not_found(sandbox, method, target, as_, json):
    answer = sandbox.send(method, target, as_=as_, json=json)
    assert answer.status == 404
    if "/api/v2" not in target and not target.endswith("/api"):
        assert (answer.route, answer.leaf) == (MISSING, "bad_request/L404")


@pytest.mark.parametrize(
    ("method", "target", "as_", "json"),
    [
        ("GET", "/orders/ord_purged", "customer", None),
        ("GET", "/orders/ord_purged", "admin", None),
        ("POST", "/orders/ord_purged/cancel", "admin", None),
        ("GET", "/products/sku_999", None, None),
        ("GET", "/inventory/sku_999", "customer", None),
        ("PATCH", "/inventory/sku_999", "admin", {"stock": 1, "version": 1}),
    ],
)
def test_what_was_removed_for_good_is_gone(sandbox, method, target, as_, json):
    answer = sandbox.send(method, target, as_=as_, json=json)
    assert (answer.status, answer.route, answer.leaf) == (410, MISSING, "bad_request/L410")


@pytest.mark.parametrize(
    "fields", [{"If-None-Match": "*"}, {"If-Match": "*"}, {"If-Modified-Since": "Sun, 01 Jan 2090 00:00:00 GMT"}]
)
@pytest.mark.parametrize(
    ("target", "status"), [("/orders/ord_missing", 404), ("/orders/ord_purged", 410), ("/products/sku_777", 404)]
)
def test_conditions_on_what_is_not_there_are_ignored(sandbox, target, status, fields):
    assert sandbox.send("GET", target, as_="customer", headers=fields).status == status


def test_a_condition_on_a_missing_sku_stays_404(sandbox):
    answer = sandbox.send("PATCH", "/inventory/sku_777", as_="admin", headers={"If-Match": '"x"'}, json={"stock": 1})
    assert answer.status == 404


@pytest.mark.parametrize("fault", ["app=crash", "database=down"])
@pytest.mark.parametrize(
    ("target", "status"), [("/orders/ord_missing", 404), ("/orders/ord_purged", 410), ("/products/featured", 302)]
)
def test_existence_comes_before_what_breaks(sandbox, fault, target, status):
    assert sandbox.get(target, "customer", Lab_Fault=fault).status == status


@pytest.mark.parametrize(
    ("method", "target", "as_"),
    [
        ("GET", "/orders/ord_corrupt", "customer"),
        ("GET", "/orders/ord_corrupt", "support"),
        ("POST", "/orders/ord_corrupt/cancel", "customer"),
    ],
)
def test_a_damaged_order_is_a_server_error(sandbox, method, target, as_):
    answer = sandbox.send(method, target, as_=as_)
    assert (answer.status, answer.route, answer.leaf) == (500, BROKEN, "dependency/L500")
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("method", "target", "as_", "json", "headers"),
    [
        ("POST", "/orders/ord_9003/cancel", "customer", None, {}),
        ("PATCH", "/inventory/sku_123", "admin", {"stock": 1, "version": 2}, {}),
        ("PATCH", "/inventory/sku_123", "admin", {"stock": 1}, {"If-Match": '"x"'}),
        ("GET", "/cart", "customer", None, {}),
    ],
)
def test_a_crash_comes_before_conflicts_and_the_database(sandbox, method, target, as_, json, headers):
    sandbox.set_faults(app="crash", database="down")
    assert sandbox.send(method, target, as_=as_, json=json, headers=headers).status == 500


@pytest.mark.parametrize(
    ("json", "headers", "status"),
    [({"stock": 1, "version": 2}, {}, 409), ({"stock": 1}, {"If-Match": '"x"'}, 412)],
)
def test_conflicts_come_before_the_database(sandbox, json, headers, status):
    answer = sandbox.send(
        "PATCH", "/inventory/sku_123", as_="admin", json=json, headers={**headers, "Lab-Fault": "database=down"}
    )
    assert (answer.status, answer.route) == (status, CONFLICT)


def test_header_conditions_come_before_state_conflicts(sandbox):
    answer = sandbox.patch_stock(1, {"If-Match": '"x"'}, version=2)
    assert (answer.status, answer.leaf) == (412, "conflict_limit/L412")


def test_the_rate_comes_before_state_conflicts(sandbox):
    for _ in range(8):
        sandbox.order()
    answer = sandbox.order(items=[{"sku": "sku_200", "quantity": 3}])
    assert (answer.status, answer.route) == (429, LIMITED)


def test_the_rate_comes_before_the_database(sandbox):
    for _ in range(8):
        sandbox.order()
    assert sandbox.order(headers={"Lab-Fault": "database=down"}).status == 429


def test_the_rate_comes_before_a_wrong_password(sandbox):
    for _ in range(5):
        sandbox.login(password="wrong")
    assert sandbox.login(password="wrong").status == 429


def test_a_crash_comes_before_the_rate(sandbox):
    for _ in range(8):
        sandbox.order()
    assert sandbox.order(headers={"Lab-Fault": "app=crash"}).status == 500


def test_a_conditional_read_is_answered_before_logic_and_database(sandbox):
    tag = sandbox.get("/orders/ord_9001", "customer").headers["ETag"]
    answer = sandbox.get("/orders/ord_9001", "customer", If_None_Match=tag, Lab_Fault="database=down")
    assert (answer.status, answer.route) == (304, "A-B-C-E-F-H-J-x304-A")
