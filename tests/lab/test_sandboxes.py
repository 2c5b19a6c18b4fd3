"""Section 1: the control plane."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.lab.conftest import open_sandbox, serving

CONTROL = {
    "/lab/sandboxes": {"POST"},
    "{B}": {"GET", "HEAD", "DELETE"},
    "{B}/reset": {"POST"},
    "{B}/faults": {"GET", "HEAD", "PUT"},
    "{B}/provider/ledger": {"GET", "HEAD"},
    "{B}/traces": {"GET", "HEAD"},
}
WELL = {"payments": "ok", "app": "ok", "database": "ok", "gateway": "ok"}
EVERYTHING = ["{B}", "{B}/faults", "{B}/traces", "{B}/provider/ledger", "/products/sku_123", "/cart", "{B}/shop/login"]


def test_a_sandbox_is_made_and_says_where_it_is(sandbox):
    assert sandbox.made.status == 201
    assert sandbox.made.headers["Location"] == f"/lab/{sandbox.id}"
    assert set(sandbox.made.json) >= {"sandbox", "api", "tokens", "expiresAt"}
    assert sandbox.made.json["api"].endswith(sandbox.api)


def test_the_cast_gets_the_tokens_of_the_seeds(sandbox):
    assert sandbox.tokens == {name: f"tok_{name}" for name in ("customer", "other", "support", "admin", "expired")}


def test_an_id_is_long_random_and_safe_in_an_address(sandbox, another):
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,}", sandbox.id)
    assert sandbox.id != another.id


def test_a_sandbox_lives_for_a_day(sandbox):
    expires = datetime.fromisoformat(sandbox.made.json["expiresAt"])
    assert timedelta(hours=23) < expires - datetime.now(UTC) < timedelta(hours=25)


def test_a_sandbox_tells_of_itself_and_counts_what_was_traced(sandbox):
    sandbox.get("/products/sku_123")
    sandbox.get("/cart")
    told = sandbox.get("{B}")
    assert told.status == 200
    assert told.json["requests"] == 2
    assert {key: told.json[key] for key in ("sandbox", "api", "tokens")} == {
        key: sandbox.made.json[key] for key in ("sandbox", "api", "tokens")
    }


def test_a_reset_sends_nothing(sandbox):
    answer = sandbox.reset()
    assert (answer.status, answer.content) == (204, b"")


def test_a_reset_brings_back_data(sandbox):
    sandbox.order()
    sandbox.send("POST", "/orders/ord_9001/cancel", as_="customer")
    sandbox.patch_stock(1, version=3)
    sandbox.send("DELETE", "/cart/items/item_7", as_="customer")
    sandbox.reset()
    assert sandbox.order_ids("customer") == {"ord_9001", "ord_9003"}
    assert sandbox.get("/orders/ord_9001", "customer").json["status"] == "pending_payment"
    assert sandbox.get("/inventory/sku_123", "customer").json == {"sku": "sku_123", "stock": 40, "version": 3}
    assert [item["itemId"] for item in sandbox.get("/cart", "customer").json["items"]] == ["item_7", "item_8"]


def test_a_reset_brings_back_tokens_and_sessions(sandbox):
    sandbox.send("DELETE", "/sessions/s_44", as_="customer")
    sandbox.send("POST", "/logout", as_="other")
    token = sandbox.login().json["token"]
    sandbox.reset()
    assert sandbox.get("/cart", "other").status == 200
    assert sandbox.get("/cart", token).status == 401
    assert sandbox.send("DELETE", "/sessions/s_44", as_="customer").status == 204


def test_a_reset_forgets_limits_keys_faults_ledger_and_traces(sandbox):
    for _ in range(6):
        sandbox.login()
    first = sandbox.order(headers={"Idempotency-Key": "k-1"})
    sandbox.charge()
    sandbox.set_faults(app="crash")
    sandbox.reset()
    assert sandbox.get("{B}/faults").json == WELL
    assert sandbox.captures() == []
    assert sandbox.get("{B}/traces").json["traces"] == []
    assert sandbox.get("{B}").json["requests"] == 0
    assert sandbox.get("{B}/traces/" + first.headers["Lab-Request-Id"]).status == 404
    assert sandbox.login().status == 200
    again = sandbox.order(headers={"Idempotency-Key": "k-1"})
    assert (again.status, "Idempotency-Replayed" in again.headers) == (201, False)


def test_a_reset_forgets_jobs(sandbox):
    queued = sandbox.send("POST", "/reports", as_="support", json={"type": "orders"})
    sandbox.reset()
    assert sandbox.get(queued.headers["Location"], "support").status == 404


def test_the_ledger_is_empty_at_first(sandbox):
    assert sandbox.get("{B}/provider/ledger").json == {"captures": []}


def test_traces_are_listed_newest_first(sandbox):
    answers = [sandbox.get("/products/sku_123"), sandbox.get("/cart"), sandbox.get("/cart", "customer")]
    listed = sandbox.get("{B}/traces").json["traces"]
    assert [trace["requestId"] for trace in listed] == [a.headers["Lab-Request-Id"] for a in reversed(answers)]
    assert [trace["status"] for trace in listed] == [200, 401, 200]
    assert listed[1]["method"] == "GET"
    assert listed[1]["target"] == f"{sandbox.api}/cart"
    assert all(set(trace) >= {"requestId", "method", "target", "status", "route"} for trace in listed)


def test_at_most_fifty_traces_are_listed(sandbox):
    for _ in range(53):
        last = sandbox.get("/products/sku_123")
    listed = sandbox.get("{B}/traces").json["traces"]
    assert len(listed) == 50
    assert listed[0]["requestId"] == last.headers["Lab-Request-Id"]


def test_an_unknown_trace_is_missing(sandbox):
    assert sandbox.get("{B}/traces/req_0123456789").status == 404


@pytest.mark.parametrize("target", EVERYTHING)
def test_everything_under_a_deleted_sandbox_is_gone(sandbox, target):
    deleted = sandbox.send("DELETE", "{B}")
    assert (deleted.status, deleted.content) == (204, b"")
    assert sandbox.get(target, "customer").status == 410


def test_a_deleted_sandbox_cannot_be_reset_or_deleted_again(sandbox):
    sandbox.send("DELETE", "{B}")
    assert sandbox.reset().status == 410
    assert sandbox.send("DELETE", "{B}").status == 410
    assert sandbox.send("PUT", "{B}/faults", json={"app": "crash"}).status == 410


@pytest.mark.parametrize("target", EVERYTHING)
def test_an_unknown_sandbox_is_missing(site, target):
    unknown = "/lab/" + "A" * 22
    address = target.replace("{B}", unknown) if "{B}" in target else f"{unknown}/api/v1{target}"
    assert site.send("GET", address).status == 404


@pytest.mark.parametrize("target", CONTROL)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_wrong_method_is_told_the_right_ones(sandbox, target, method):
    if method in CONTROL[target]:
        pytest.skip("offered")
    answer = sandbox.send(method, target)
    assert answer.status == 405
    assert {name.strip() for name in answer.headers["Allow"].split(",")} - {"OPTIONS", "HEAD"} == CONTROL[target] - {
        "HEAD"
    }


@pytest.mark.parametrize("target", [target for target in CONTROL if target != "/lab/sandboxes"])
def test_the_control_plane_has_no_route_and_is_not_traced(sandbox, target):
    answer = sandbox.get(target)
    assert "Lab-Route" not in answer.headers
    assert "Lab-Route" not in sandbox.made.headers
    assert sandbox.get("{B}").json["requests"] == 0


def test_nothing_of_the_control_plane_needs_a_login_or_a_form_token(sandbox):
    elsewhere = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert sandbox.site.send("POST", "/lab/sandboxes", headers=elsewhere).status == 201
    assert sandbox.send("POST", "{B}/reset", headers=elsewhere).status == 204
    assert sandbox.send("PUT", "{B}/faults", headers=elsewhere, json={"app": "ok"}).status == 200
    assert sandbox.send("DELETE", "{B}", headers=elsewhere).status == 204


@pytest.mark.parametrize("target", ["{B}", "{B}/faults", "{B}/traces", "{B}/provider/ledger"])
def test_the_control_plane_sets_no_cookie_and_cannot_become_a_document(sandbox, target):
    answer = sandbox.get(target)
    assert "Set-Cookie" not in answer.headers
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_hundred_and_twenty_sandboxes_can_be_made_where_the_limit_is_set_higher(site):
    assert {open_sandbox(site).made.status for _ in range(120)} == {201}


def test_making_sandboxes_is_limited_to_three_hundred_in_ten_minutes_without_being_a_lesson(tmp_path):
    # Counted in memory: what is shared was counted up by the other tests.
    with serving(tmp_path, CACHE_URL="") as own:
        made = [own.send("POST", "/lab/sandboxes") for _ in range(301)]
    assert [answer.status for answer in made] == [201] * 300 + [429]
    assert 1 <= int(made[-1].headers["Retry-After"]) <= 600
    assert "Lab-Route" not in made[-1].headers
