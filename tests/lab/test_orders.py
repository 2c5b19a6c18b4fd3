"""Section 6: making, listing, reading and cancelling orders."""

import pytest

from tests.lab.outcomes import SUCCESS

ITEM = {"sku": "sku_123", "quantity": 1}


def test_an_order_is_made_and_can_be_read_where_it_says(sandbox):
    made = sandbox.order(items=[{"sku": "sku_123", "quantity": 3}, {"sku": "sku_200", "quantity": 2}], note="Gift")
    order = made.json
    assert made.status == 201
    assert made.headers["Location"] == f"{sandbox.api}/orders/{order['orderId']}"
    assert (order["userId"], order["status"], order["note"]) == ("u_42", "pending_payment", "Gift")
    assert order["items"] == [{"sku": "sku_123", "quantity": 3}, {"sku": "sku_200", "quantity": 2}]
    assert (order["total"], order["currency"], order["version"]) == (3 * 2499 + 2 * 8900, "EUR", 1)
    assert order["payments"] == []
    read = sandbox.get(made.headers["Location"], "customer")
    assert (read.json, read.headers["ETag"]) == (order, made.headers["ETag"])


def test_an_order_without_a_note_has_none(sandbox):
    assert sandbox.order().json["note"] is None


def test_each_order_has_an_id_of_its_own(sandbox):
    made = {sandbox.order().json["orderId"] for _ in range(4)}
    assert len(made) == 4
    assert made <= sandbox.order_ids("customer")


def test_the_admin_orders_for_somebody_else(sandbox):
    made = sandbox.order("admin", userId="u_77")
    assert (made.status, made.json["userId"]) == (201, "u_77")
    assert sandbox.get(made.headers["Location"], "other").status == 200
    assert sandbox.get(made.headers["Location"], "customer").status == 403


def test_the_admin_cannot_order_for_nobody(sandbox):
    answer = sandbox.order("admin", userId="u_99")
    assert (answer.status, answer.error) == (422, "unknown_user")


@pytest.mark.parametrize(("quantity", "status"), [(1, 201), (2, 201), (3, 409), (1000, 409)])
def test_no_more_is_sold_than_there_is(sandbox, quantity, status):
    answer = sandbox.order(items=[ITEM, {"sku": "sku_200", "quantity": quantity}])
    assert answer.status == status
    if status == 409:
        assert (answer.error, answer.json["available"]) == ("insufficient_stock", 2)
        assert answer.json["pointer"].startswith("/items/1")


def test_quantities_up_to_the_stock_are_sold(sandbox):
    assert sandbox.order(items=[{"sku": "sku_123", "quantity": 40}]).status == 201
    sandbox.patch_stock(1000, version=3)
    assert sandbox.order(items=[{"sku": "sku_123", "quantity": 1000}]).status == 201


@pytest.mark.parametrize(
    ("as_", "orders"),
    [
        ("customer", {"ord_9001", "ord_9003"}),
        ("other", {"ord_9002"}),
        ("support", {"ord_9001", "ord_9002", "ord_9003"}),
        ("admin", {"ord_9001", "ord_9002", "ord_9003", "ord_hidden"}),
    ],
)
def test_everyone_lists_what_they_may_read(sandbox, as_, orders):
    answer = sandbox.get("/orders", as_)
    assert (answer.status, answer.json["limit"]) == (200, 20)
    assert {order["orderId"] for order in answer.json["orders"]} == orders
    assert all(set(order) == {"orderId", "status", "total"} for order in answer.json["orders"])


def test_a_list_has_no_validator(sandbox):
    answer = sandbox.get("/orders", "customer")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("limit", "found"), [(1, 1), (2, 2), (50, 3)])
def test_a_list_can_be_cut(sandbox, limit, found):
    listed = sandbox.get(f"/orders?limit={limit}", "support").json
    assert (listed["limit"], len(listed["orders"])) == (limit, found)


@pytest.mark.parametrize(
    ("status", "orders"),
    [("pending_payment", {"ord_9001"}), ("paid", {"ord_9002"}), ("shipped", {"ord_9003"}), ("cancelled", set())],
)
def test_a_list_can_be_sieved_by_status(sandbox, status, orders):
    listed = sandbox.get(f"/orders?status={status}", "support").json["orders"]
    assert {order["orderId"] for order in listed} == orders


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', "*", '"a","b",W/{tag}'])
def test_an_order_that_has_not_changed_is_not_sent_again(sandbox, form):
    tag = sandbox.get("/orders/ord_9001", "customer").headers["ETag"]
    answer = sandbox.get("/orders/ord_9001", "customer", If_None_Match=form.format(tag=tag))
    assert (answer.status, answer.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_an_order_that_has_changed_is_sent_again(sandbox):
    tag = sandbox.get("/orders/ord_9001", "customer").headers["ETag"]
    sandbox.charge()
    answer = sandbox.get("/orders/ord_9001", "customer", If_None_Match=tag)
    assert answer.status == 200
    assert answer.headers["ETag"] != tag


@pytest.mark.parametrize("as_", ["customer", "admin"])
def test_an_order_is_cancelled_once(sandbox, as_):
    cancelled = sandbox.send("POST", "/orders/ord_9001/cancel", as_=as_)
    assert (cancelled.status, cancelled.json["status"], cancelled.json["orderId"]) == (200, "cancelled", "ord_9001")
    again = sandbox.send("POST", "/orders/ord_9001/cancel", as_=as_)
    assert (again.status, again.error) == (409, "order_already_cancelled")
    assert sandbox.get("/orders/ord_9001", "customer").json["status"] == "cancelled"


@pytest.mark.parametrize(
    ("content", "type_"),
    [(b"{", "application/json"), (b"because", "text/plain"), (b"\xff\x00", None), (b'{"x": 1}', None)],
)
def test_the_content_of_a_cancellation_is_ignored(sandbox, content, type_):
    headers = {"Content-Type": type_} if type_ else {}
    answer = sandbox.send("POST", "/orders/ord_9001/cancel", as_="customer", headers=headers, content=content)
    assert answer.status == 200


def test_a_shipped_order_cannot_be_cancelled(sandbox):
    answer = sandbox.send("POST", "/orders/ord_9003/cancel", as_="customer")
    assert (answer.status, answer.error) == (409, "order_already_shipped")


def test_success_passes_every_box(sandbox):
    assert sandbox.order().route == SUCCESS
