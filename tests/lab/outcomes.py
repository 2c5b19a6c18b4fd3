"""One honest request for each way an exchange can end: what to send, and the code, route and leaf to expect."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.lab.wire import Answer, Sandbox, mug_order

SUCCESS = "A-B-C-E-F-H-J-L-M-P-R-T-Q-A"
TO_M = "A-B-C-E-F-H-J-L-M"
TO_J = "A-B-C-E-F-H-J"
NOT_AUTHENTICATED = "A-B-C-D-A"
INVALID = "A-B-C-E-F-G-A"
FORBIDDEN = "A-B-C-E-F-H-I-A"
MISSING = f"{TO_J}-K-A"
CONFLICT = f"{TO_M}-N-A"
LIMITED = f"{TO_M}-O-A"
BROKEN = f"{TO_J}-L-x500-A"
DEPENDENCY = f"{TO_M}-P-R-S-A"

JOB_SECONDS = 2.2

ADDRESSES: dict[str, set[str]] = {
    "/orders": {"GET", "HEAD", "POST"},
    "/orders/ord_9001": {"GET", "HEAD"},
    "/orders/ord_9001/cancel": {"POST"},
    "/payments/charge": {"POST"},
    "/payments/verify": {"POST"},
    "/inventory/sku_123": {"GET", "HEAD", "PATCH"},
    "/products/sku_123": {"GET", "HEAD"},
    "/cart": {"GET", "HEAD"},
    "/cart/items/item_7": {"PUT", "DELETE"},
    "/login": {"POST"},
    "/logout": {"POST"},
    "/sessions/s_44": {"DELETE"},
    "/billing/records/b_1": {"DELETE"},
    "/reports": {"POST"},
    "/reports/rep_1": {"GET", "HEAD"},
    "/reports/jobs/job_1": {"GET", "HEAD"},
    "/users/u_42": {"PATCH"},
    "/preferences/u_42": {"PUT"},
    "/images/logo.png": {"GET", "HEAD"},
    "{B}/shop/account": {"GET", "HEAD"},
    "{B}/shop/login": {"GET", "HEAD"},
    "{B}/shop/maintenance": {"GET", "HEAD"},
}
OPEN = {"/products/sku_123", "/login", "/images/logo.png", "{B}/shop/login", "{B}/shop/maintenance"}
PROTECTED = [address for address in ADDRESSES if address not in OPEN and address != "{B}/shop/account"]

type Prepare = Callable[[Sandbox], dict[str, Any] | None]


@dataclass(frozen=True)
class Outcome:
    """``prepare`` brings the sandbox into its state and may return parts of the request that depend on it."""

    name: str
    status: int
    route: str
    leaf: str
    method: str
    target: str
    as_: str | None = None
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    prepare: Prepare | None = None
    error: str | None = None
    # Where the trace tells more than the header may.
    trace_leaf: str | None = None

    def prepared(self, sandbox: Sandbox) -> "Outcome":
        changes = self.prepare(sandbox) if self.prepare else None
        return replace(self, prepare=None, **(changes or {}))

    def provoke(self, sandbox: Sandbox, headers: dict[str, str] | None = None) -> Answer:
        """Bring it about; ``headers`` are added to the request that does."""
        ready = self.prepared(sandbox)
        return sandbox.send(
            ready.method,
            ready.target,
            as_=ready.as_,
            headers={**ready.headers, **(headers or {})},
            json=ready.json,
            content=ready.content,
        )

    def __str__(self) -> str:
        return f"{self.status} {self.name}"


def _product_tag(sandbox: Sandbox) -> dict[str, Any]:
    return {"headers": {"If-None-Match": sandbox.get("/products/sku_123").headers["ETag"]}}


def _order_tag(sandbox: Sandbox) -> dict[str, Any]:
    return {"headers": {"If-None-Match": sandbox.get("/orders/ord_9001", "customer").headers["ETag"]}}


def queue_report(sandbox: Sandbox, type_: str = "orders") -> str:
    queued = sandbox.send("POST", "/reports", as_="support", json={"type": type_})
    assert queued.status == 202, queued
    return str(queued.headers["Location"])


def _finished_job(sandbox: Sandbox) -> dict[str, Any]:
    status_url = queue_report(sandbox)
    time.sleep(JOB_SECONDS)
    return {"target": status_url}


def _five_logins(sandbox: Sandbox) -> None:
    for _ in range(5):
        sandbox.login()


def _eight_orders(sandbox: Sandbox) -> None:
    for _ in range(8):
        sandbox.order()


def _used_key(sandbox: Sandbox) -> None:
    assert sandbox.order(headers={"Idempotency-Key": "k-used"}).status == 201


def _faults(**switches: str) -> Prepare:
    def prepare(sandbox: Sandbox) -> None:
        sandbox.set_faults(**switches)

    return prepare


def _long_target(sandbox: Sandbox) -> dict[str, Any]:
    return {"target": "/products/sku_123?q=" + "x" * 2100}


def _stock_raised(sandbox: Sandbox) -> None:
    assert sandbox.patch_stock(41, version=3).status == 200


CHARGE = {"orderId": "ord_9001", "method": "card_ok"}
KEY = {"Idempotency-Key": "k-1"}

OUTCOMES: list[Outcome] = [
    Outcome("a product", 200, SUCCESS, "success/L200", "GET", "/products/sku_123"),
    Outcome(
        "a product as HTML", 200, SUCCESS, "success/L200", "GET", "/products/sku_123", headers={"Accept": "text/html"}
    ),
    Outcome("an order", 200, SUCCESS, "success/L200", "GET", "/orders/ord_9001", "customer"),
    Outcome("the orders", 200, SUCCESS, "success/L200", "GET", "/orders", "customer"),
    Outcome("the inventory", 200, SUCCESS, "success/L200", "GET", "/inventory/sku_123", "customer"),
    Outcome("the cart", 200, SUCCESS, "success/L200", "GET", "/cart", "customer"),
    Outcome("an image", 200, SUCCESS, "success/L200", "GET", "/images/logo.png"),
    Outcome(
        "a login",
        200,
        SUCCESS,
        "success/L200",
        "POST",
        "/login",
        json={"email": "asha@example.test", "password": "correct-horse"},
    ),
    Outcome("a charge", 200, SUCCESS, "success/L200", "POST", "/payments/charge", "customer", CHARGE, headers=KEY),
    Outcome("a cancellation", 200, SUCCESS, "success/L200", "POST", "/orders/ord_9001/cancel", "customer"),
    Outcome(
        "a change of stock",
        200,
        SUCCESS,
        "success/L200",
        "PATCH",
        "/inventory/sku_123",
        "admin",
        {"stock": 41, "version": 3},
    ),
    Outcome("a new name", 200, SUCCESS, "success/L200", "PATCH", "/users/u_42", "customer", {"displayName": "Asha"}),
    Outcome("a shop page", 200, SUCCESS, "success/L200", "GET", "{B}/shop/login"),
    Outcome("the account page", 200, SUCCESS, "success/L200", "GET", "{B}/shop/account", "customer"),
    Outcome("an order made", 201, SUCCESS, "success/L201", "POST", "/orders", "customer", mug_order()),
    Outcome(
        "a cart item put in",
        201,
        SUCCESS,
        "success/L201",
        "PUT",
        "/cart/items/item_9",
        "customer",
        {"sku": "sku_123", "quantity": 1},
    ),
    Outcome("a report queued", 202, SUCCESS, "success/L202", "POST", "/reports", "support", {"type": "orders"}),
    Outcome("a cart item taken out", 204, SUCCESS, "success/L204", "DELETE", "/cart/items/item_7", "customer"),
    Outcome(
        "a cart item replaced",
        204,
        SUCCESS,
        "success/L204",
        "PUT",
        "/cart/items/item_7",
        "customer",
        {"sku": "sku_123", "quantity": 5},
    ),
    Outcome("a logout", 204, SUCCESS, "success/L204", "POST", "/logout", "customer"),
    Outcome("a session ended", 204, SUCCESS, "success/L204", "DELETE", "/sessions/s_44", "customer"),
    Outcome("a billing record deleted", 204, SUCCESS, "success/L204", "DELETE", "/billing/records/b_1", "admin"),
    Outcome("a preference", 204, SUCCESS, "success/L204", "PUT", "/preferences/u_42", "customer", {"newsletter": True}),
    Outcome("the options of an address", 204, "A-B-x204-A", "success/L204", "OPTIONS", "/orders"),
    Outcome("an old slug", 301, f"{TO_J}-x301-A", "redirect_cache/L301", "GET", "/products/blue-mug-2019"),
    Outcome("the featured product", 302, f"{TO_J}-x302-A", "redirect_cache/L302", "GET", "/products/featured"),
    Outcome("the account page of a stranger", 302, "A-B-C-x302-A", "redirect_cache/L302", "GET", "{B}/shop/account"),
    Outcome(
        "a shop page in maintenance",
        302,
        "A-B-x302-A",
        "redirect_cache/L302",
        "GET",
        "{B}/shop/login",
        prepare=_faults(gateway="maintenance"),
    ),
    Outcome(
        "a finished job",
        303,
        f"{TO_J}-x303-A",
        "redirect_cache/L303",
        "GET",
        "",
        "support",
        prepare=_finished_job,
    ),
    Outcome(
        "a product again",
        304,
        f"{TO_J}-x304-A",
        "redirect_cache/L304",
        "GET",
        "/products/sku_123",
        prepare=_product_tag,
    ),
    Outcome(
        "an order again",
        304,
        f"{TO_J}-x304-A",
        "redirect_cache/L304",
        "GET",
        "/orders/ord_9001",
        "customer",
        prepare=_order_tag,
    ),
    Outcome("the beta version", 307, "A-B-x307-A", "redirect_cache/L307", "GET", "{B}/api/beta/products/sku_123"),
    Outcome("an old version", 308, "A-B-x308-A", "redirect_cache/L308", "GET", "{B}/api/v0/products/sku_123"),
    Outcome("a trailing slash", 308, "A-B-x308-A", "redirect_cache/L308", "GET", "/products/sku_123/"),
    Outcome(
        "a quantity of 0",
        400,
        INVALID,
        "bad_request/L400",
        "POST",
        "/orders",
        "customer",
        mug_order(quantity=0),
        error="invalid_request",
    ),
    Outcome(
        "broken JSON",
        400,
        INVALID,
        "bad_request/L400",
        "POST",
        "/orders",
        "customer",
        content=b"{",
        headers={"Content-Type": "application/json"},
        error="malformed_json",
    ),
    Outcome(
        "no content",
        400,
        INVALID,
        "bad_request/L400",
        "POST",
        "/orders",
        "customer",
        content=b"",
        error="body_required",
    ),
    Outcome(
        "a wrong query value",
        400,
        INVALID,
        "bad_request/L400",
        "GET",
        "/orders?limit=0",
        "customer",
        error="invalid_parameter",
    ),
    Outcome(
        "an unknown fault",
        400,
        INVALID,
        "bad_request/L400",
        "GET",
        "/cart",
        "customer",
        headers={"Lab-Fault": "tea=cold"},
        error="unknown_fault",
    ),
    Outcome(
        "a charge without a key",
        400,
        INVALID,
        "bad_request/L400",
        "POST",
        "/payments/charge",
        "customer",
        CHARGE,
        error="idempotency_key_required",
    ),
    Outcome(
        "a malformed key",
        400,
        INVALID,
        "bad_request/L400",
        "POST",
        "/orders",
        "customer",
        mug_order(),
        headers={"Idempotency-Key": "not a key!"},
        error="invalid_idempotency_key",
    ),
    Outcome("no token", 401, NOT_AUTHENTICATED, "auth/L401", "GET", "/orders", error="unauthenticated"),
    Outcome("an expired token", 401, NOT_AUTHENTICATED, "auth/L401", "GET", "/orders", "expired"),
    Outcome("an unknown token", 401, NOT_AUTHENTICATED, "auth/L401", "GET", "/orders", "tok_nobody"),
    Outcome(
        "a wrong password",
        401,
        f"{TO_M}-P-x401-A",
        "auth/L401",
        "POST",
        "/login",
        json={"email": "asha@example.test", "password": "wrong-horse"},
        error="invalid_credentials",
    ),
    Outcome("a foreign order", 403, FORBIDDEN, "auth/L403", "GET", "/orders/ord_9001", "other", error="forbidden"),
    Outcome(
        "billing and an agent",
        403,
        FORBIDDEN,
        "auth/L403",
        "DELETE",
        "/billing/records/b_1",
        "support",
        error="forbidden",
    ),
    Outcome("a missing order", 404, MISSING, "bad_request/L404", "GET", "/orders/ord_missing", "customer"),
    Outcome("an address that isn't there", 404, MISSING, "bad_request/L404", "GET", "/nowhere"),
    Outcome("an old logo", 404, MISSING, "bad_request/L404", "GET", "/images/logo-old.png"),
    Outcome("no maintenance", 404, MISSING, "bad_request/L404", "GET", "{B}/shop/maintenance"),
    Outcome(
        "a hidden order",
        404,
        MISSING,
        "bad_request/L404",
        "GET",
        "/orders/ord_hidden",
        "customer",
        trace_leaf="auth/L404",
    ),
    Outcome("DELETE /orders", 405, INVALID, "bad_request/L405", "DELETE", "/orders", "customer"),
    Outcome(
        "no such format",
        406,
        INVALID,
        "bad_request/L406",
        "GET",
        "/orders",
        "customer",
        headers={"Accept": "text/csv"},
    ),
    Outcome(
        "a stale version",
        409,
        CONFLICT,
        "conflict_limit/L409",
        "PATCH",
        "/inventory/sku_123",
        "admin",
        {"stock": 5, "version": 3},
        prepare=_stock_raised,
        error="inventory_version_conflict",
    ),
    Outcome(
        "a shipped order",
        409,
        CONFLICT,
        "conflict_limit/L409",
        "POST",
        "/orders/ord_9003/cancel",
        "customer",
        error="order_already_shipped",
    ),
    Outcome(
        "too little stock",
        409,
        CONFLICT,
        "conflict_limit/L409",
        "POST",
        "/orders",
        "customer",
        {"userId": "u_42", "items": [{"sku": "sku_200", "quantity": 3}]},
        error="insufficient_stock",
    ),
    Outcome("a purged order", 410, MISSING, "bad_request/L410", "GET", "/orders/ord_purged", "customer"),
    Outcome("a withdrawn product", 410, MISSING, "bad_request/L410", "GET", "/products/sku_999"),
    Outcome(
        "a stale If-Match",
        412,
        CONFLICT,
        "conflict_limit/L412",
        "PATCH",
        "/inventory/sku_123",
        "admin",
        {"stock": 5},
        headers={"If-Match": '"stale"'},
        error="precondition_failed",
    ),
    Outcome(
        "big content",
        413,
        "A-B-x413-A",
        "bad_request/L413",
        "POST",
        "/orders",
        "customer",
        content=b" " * 17000,
        headers={"Content-Type": "application/json"},
    ),
    Outcome("a long query", 414, "A-B-x414-A", "bad_request/L414", "GET", "", prepare=_long_target),
    Outcome(
        "plain text",
        415,
        INVALID,
        "bad_request/L415",
        "POST",
        "/orders",
        "customer",
        content=b"two mugs, please",
        headers={"Content-Type": "text/plain"},
    ),
    Outcome(
        "an unknown sku",
        422,
        INVALID,
        "bad_request/L422",
        "POST",
        "/orders",
        "customer",
        {"userId": "u_42", "items": [{"sku": "sku_777", "quantity": 1}]},
        error="unknown_sku",
    ),
    Outcome(
        "a used key",
        422,
        INVALID,
        "bad_request/L422",
        "POST",
        "/orders",
        "customer",
        mug_order(quantity=2),
        headers={"Idempotency-Key": "k-used"},
        prepare=_used_key,
        error="idempotency_key_reused",
    ),
    Outcome(
        "a declined card",
        422,
        f"{TO_M}-P-R-T-x422-A",
        "bad_request/L422",
        "POST",
        "/payments/charge",
        "customer",
        {"orderId": "ord_9001", "method": "card_declined"},
        headers=KEY,
        error="card_declined",
    ),
    Outcome(
        "a change without a condition",
        428,
        INVALID,
        "bad_request/L428",
        "PATCH",
        "/inventory/sku_123",
        "admin",
        {"stock": 5},
    ),
    Outcome(
        "six logins",
        429,
        LIMITED,
        "conflict_limit/L429",
        "POST",
        "/login",
        json={"email": "asha@example.test", "password": "correct-horse"},
        prepare=_five_logins,
    ),
    Outcome(
        "nine orders",
        429,
        LIMITED,
        "conflict_limit/L429",
        "POST",
        "/orders",
        "customer",
        mug_order(),
        prepare=_eight_orders,
    ),
    Outcome(
        "a huge header",
        431,
        "A-B-x431-A",
        "bad_request/L431",
        "GET",
        "/products/sku_123",
        headers={"X-Big": "x" * 4200},
    ),
    Outcome("a damaged order", 500, BROKEN, "dependency/L500", "GET", "/orders/ord_corrupt", "customer"),
    Outcome("a crash", 500, BROKEN, "dependency/L500", "GET", "/cart", "customer", headers={"Lab-Fault": "app=crash"}),
    Outcome("BREW", 501, "A-B-x501-A", "rfc9110/L501", "BREW", "/products/sku_123"),
    Outcome(
        "a provider that talks nonsense",
        502,
        DEPENDENCY,
        "dependency/L502",
        "POST",
        "/payments/charge",
        "customer",
        CHARGE,
        headers=KEY,
        prepare=_faults(payments="malformed"),
        error="provider_bad_response",
    ),
    Outcome(
        "a provider that is down",
        503,
        DEPENDENCY,
        "dependency/L503",
        "POST",
        "/payments/charge",
        "customer",
        CHARGE,
        headers=KEY,
        prepare=_faults(payments="down"),
        error="provider_unavailable",
    ),
    Outcome(
        "a database that is down",
        503,
        DEPENDENCY,
        "dependency/L503",
        "GET",
        "/orders/ord_9001",
        "customer",
        prepare=_faults(database="down"),
    ),
    Outcome(
        "maintenance",
        503,
        "A-B-x503-A",
        "dependency/L503",
        "GET",
        "/products/sku_123",
        prepare=_faults(gateway="maintenance"),
    ),
    Outcome(
        "the maintenance page",
        503,
        "A-B-x503-A",
        "dependency/L503",
        "GET",
        "{B}/shop/maintenance",
        prepare=_faults(gateway="maintenance"),
    ),
    Outcome(
        "a provider that is slow",
        504,
        DEPENDENCY,
        "dependency/L504",
        "POST",
        "/payments/charge",
        "customer",
        CHARGE,
        headers=KEY,
        prepare=_faults(payments="slow"),
        error="provider_timeout",
    ),
]
ERRORS = [outcome for outcome in OUTCOMES if outcome.status >= 400 and outcome.name != "the maintenance page"]
