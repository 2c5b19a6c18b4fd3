"""One learner can neither see nor disturb another."""

import pytest


def test_an_order_of_one_sandbox_is_missing_in_another(sandbox, another):
    made = sandbox.order().json["orderId"]
    assert another.get(f"/orders/{made}", "admin").status == 404
    assert another.send("POST", f"/orders/{made}/cancel", as_="admin").status == 404
    assert another.charge(as_="admin", orderId=made).status == 422
    assert made not in another.order_ids("admin")


def test_a_token_of_one_sandbox_is_unknown_in_another(sandbox, another):
    token = sandbox.login().json["token"]
    assert sandbox.get("/cart", token).status == 200
    assert another.get("/cart", token).status == 401


def test_a_logout_in_one_sandbox_leaves_the_other_logged_in(sandbox, another):
    sandbox.send("POST", "/logout", as_="customer")
    assert another.get("/cart", "customer").status == 200


def test_a_trace_of_one_sandbox_is_missing_in_another(sandbox, another):
    request_id = sandbox.get("/products/sku_123").headers["Lab-Request-Id"]
    assert another.get("{B}/traces/" + request_id).status == 404
    assert another.get("{B}/traces").json["traces"] == []


def test_ledgers_are_kept_apart_under_the_same_key(sandbox, another):
    assert sandbox.charge("k-same").status == 200
    assert another.captures() == []
    assert another.charge("k-same").status == 200
    assert (len(sandbox.captures()), len(another.captures())) == (1, 1)


def test_a_payment_of_one_sandbox_is_unknown_in_another(sandbox, another):
    payment = sandbox.charge().json["paymentId"]
    answer = another.send("POST", "/payments/verify", as_="admin", json={"paymentId": payment})
    assert (answer.status, answer.error) == (422, "unknown_payment")


def test_a_job_of_one_sandbox_is_missing_in_another(sandbox, another):
    queued = sandbox.send("POST", "/reports", as_="admin", json={"type": "orders"})
    assert another.get(f"/reports/jobs/{queued.json['jobId']}", "admin").status == 404


def test_faults_of_one_sandbox_do_not_trouble_another(sandbox, another):
    sandbox.set_faults(app="crash", gateway="maintenance")
    assert another.get("/cart", "customer").status == 200


def test_changes_in_one_sandbox_do_not_show_in_another(sandbox, another):
    tag = another.get("/products/sku_123").headers["ETag"]
    sandbox.patch_stock(1, version=3)
    sandbox.send("DELETE", "/cart/items/item_7", as_="customer")
    sandbox.send("DELETE", "/billing/records/b_1", as_="admin")
    assert another.get("/products/sku_123", If_None_Match=tag).status == 304
    assert len(another.get("/cart", "customer").json["items"]) == 2
    assert another.send("DELETE", "/billing/records/b_1", as_="admin").status == 204


def test_a_reset_or_a_deletion_of_one_sandbox_leaves_the_other(sandbox, another):
    made = another.order().json["orderId"]
    sandbox.reset()
    sandbox.send("DELETE", "{B}")
    assert another.get(f"/orders/{made}", "customer").status == 200


@pytest.mark.parametrize("id_", ["x", "A" * 22, "%00", "..", "%2e%2e", "a" * 300, "sandboxes%20"])
@pytest.mark.parametrize("rest", ["", "/traces", "/api/v1/orders", "/shop/login"])
def test_a_sandbox_that_never_was_is_not_found(site, id_, rest):
    assert site.send("GET", f"/lab/{id_}{rest}").status in (400, 404)


def test_the_id_of_a_sandbox_is_case_sensitive(sandbox):
    other_case = sandbox.id.swapcase()
    if other_case != sandbox.id:
        assert sandbox.site.send("GET", f"/lab/{other_case}").status == 404


def test_a_deleted_sandbox_stays_gone(sandbox):
    sandbox.send("DELETE", "{B}")
    for target in ("/orders", "/nowhere", "{B}/faults", "{B}/shop/login", "{B}/traces/req_0123456789"):
        assert sandbox.get(target, "customer").status == 410


def test_the_order_of_one_customer_cannot_be_changed_by_another(sandbox):
    made = sandbox.order("other").json["orderId"]
    assert sandbox.get(f"/orders/{made}", "customer").status == 403
    assert sandbox.send("POST", f"/orders/{made}/cancel", as_="customer").status == 403
    assert sandbox.charge(orderId=made).status == 403
