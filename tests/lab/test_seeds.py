"""Section 5: what a fresh sandbox holds."""

import pytest


@pytest.mark.parametrize(
    ("order", "owner", "status"),
    [("ord_9001", "u_42", "pending_payment"), ("ord_9002", "u_77", "paid"), ("ord_9003", "u_42", "shipped")],
)
def test_the_orders_of_the_seed(sandbox, order, owner, status):
    found = sandbox.get(f"/orders/{order}", "admin").json
    assert (found["orderId"], found["userId"], found["status"]) == (order, owner, status)


def test_the_first_order_in_full(sandbox):
    found = sandbox.get("/orders/ord_9001", "customer").json
    assert found["items"] == [{"sku": "sku_123", "quantity": 2}]
    assert (found["total"], found["currency"], found["version"]) == (4998, "EUR", 1)
    assert found["payments"] == []


@pytest.mark.parametrize(
    ("sku", "name", "price", "stock", "version"),
    [("sku_123", "Blue mug", 2499, 40, 3), ("sku_200", "Red lamp", 8900, 2, 1)],
)
def test_the_products_of_the_seed(sandbox, sku, name, price, stock, version):
    assert sandbox.get(f"/products/{sku}").json == {
        "sku": sku,
        "name": name,
        "price": price,
        "currency": "EUR",
        "stock": stock,
        "version": version,
    }
    assert sandbox.get(f"/inventory/{sku}", "customer").json == {"sku": sku, "stock": stock, "version": version}


def test_the_carts_of_the_seed(sandbox):
    assert sandbox.get("/cart", "customer").json == {
        "items": [
            {"itemId": "item_7", "sku": "sku_123", "quantity": 1},
            {"itemId": "item_8", "sku": "sku_200", "quantity": 1},
        ]
    }
    assert sandbox.get("/cart", "other").json == {"items": []}


@pytest.mark.parametrize(
    ("email", "password", "user"),
    [("asha@example.test", "correct-horse", "u_42"), ("ben@example.test", "battery-staple", "u_77")],
)
def test_the_logins_of_the_seed(sandbox, email, password, user):
    answer = sandbox.login(email, password)
    assert (answer.status, answer.json["userId"]) == (200, user)


@pytest.mark.parametrize(("slug", "status"), [("blue-mug-2019", 301), ("featured", 302)])
def test_the_slugs_of_the_seed(sandbox, slug, status):
    answer = sandbox.get(f"/products/{slug}")
    assert (answer.status, answer.headers["Location"]) == (status, f"{sandbox.api}/products/sku_123")


@pytest.mark.parametrize(
    ("target", "as_"),
    [("/sessions/s_44", "customer"), ("/billing/records/b_1", "admin"), ("/billing/records/b_2", "admin")],
)
def test_the_session_and_the_billing_records_of_the_seed(sandbox, target, as_):
    assert sandbox.send("DELETE", target, as_=as_).status == 204


def test_orders_and_payments_do_not_change_the_stock(sandbox):
    sandbox.order()
    sandbox.charge()
    assert sandbox.get("/inventory/sku_123", "customer").json == {"sku": "sku_123", "stock": 40, "version": 3}
