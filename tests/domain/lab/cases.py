"""One request or more for each way an exchange can end: what to send, and the code, route and leaf to expect."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from learn.domain.lab.run import Outcome
from learn.domain.lab.shop import Running
from tests.domain.lab.bench import Bench, Sent

SUCCESS = "A-B-C-E-F-H-J-L-M-P-R-T-Q-A"
TO_J = "A-B-C-E-F-H-J"
TO_M = f"{TO_J}-L-M"
NOT_AUTHENTICATED = "A-B-C-D-A"
INVALID = "A-B-C-E-F-G-A"
FORBIDDEN = "A-B-C-E-F-H-I-A"
MISSING = f"{TO_J}-K-A"
CONFLICT = f"{TO_M}-N-A"
LIMITED = f"{TO_M}-O-A"
DEPENDENCY = f"{TO_M}-P-R-S-A"
BROKEN = f"{TO_J}-L-x500-A"

MUGS = {"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 2}]}
CHARGE = {"orderId": "ord_9001", "method": "card_ok"}
DECLINED = {"orderId": "ord_9001", "method": "card_declined"}
LOGIN = {"email": "asha@example.test", "password": "correct-horse"}
KEY = {"Idempotency-Key": "k-1"}


@dataclass(frozen=True)
class Case:
    """``before`` brings the bench into its state. ``charted`` is the true leaf where the header keeps a secret."""

    status: int
    route: str
    leaf: str
    method: str
    path: str
    token: str = ""
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None
    before: Callable[[Bench], Any] = lambda bench: None
    error: str = ""
    charted: str = ""

    def __str__(self) -> str:
        told = self.error or " ".join(f"{name}={value[:20]}" for name, value in self.headers.items())
        return f"{self.status} {self.method} {self.path[:50]} {self.token} {told}".strip()

    def send(self, bench: Bench) -> Sent:
        self.before(bench)
        return bench.send(
            self.method,
            self.path,
            self.token,
            self.json,
            content=self.content,
            headers=self.headers,
            outcome=self.outcome,
        )


def weather(**faults: str) -> Callable[[Bench], None]:
    return lambda bench: bench.shop.faults.update(faults)


def repeated(times: int, *what: Any, **how: Any) -> Callable[[Bench], None]:
    def before(bench: Bench) -> None:
        for _ in range(times):
            bench.send(*what, **how)

    return before


def job(kind: str, seconds: float) -> Callable[[Bench], None]:
    """The first job and its report are called ``job_0000000001`` and ``rep_0000000002``."""

    def before(bench: Bench) -> None:
        bench.send("POST", "/reports", "support", {"type": kind})
        bench.now += seconds

    return before


def running(key: str) -> Callable[[Bench], None]:
    """A charge of ord_9001 is under way with the content CHARGE."""

    def before(bench: Bench) -> None:
        probe = bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY, outcome="down")
        digest = probe.run.digest
        charge = Running(orderId="ord_9001", userId="u_42", key=key, digest=digest, started=bench.now)
        bench.shop.running.append(charge)

    return before


def full(bench: Bench) -> None:
    order = bench.shop.orders["ord_9001"]
    for number in range(200 - len(bench.shop.orders)):
        bench.shop.orders[f"ord_{number}"] = {**order, "orderId": f"ord_{number}"}


def full_cart(bench: Bench) -> None:
    for number in range(100):
        bench.shop.carts["u_42"][f"item_{number}a"] = {"sku": "sku_123", "quantity": 1}


def success(status: int, method: str, path: str, token: str = "", json: Any = None, **more: Any) -> Case:
    return Case(status, SUCCESS, f"success/L{status}", method, path, token, json, **more)


def elsewhere(
    status: int, route: str, method: str, path: str, *who: Any, chart: str = "redirect_cache", **more: Any
) -> Case:
    return Case(status, route, f"{chart}/L{status}", method, path, *who, **more)


def invalid(status: int, error: str, *what: Any, **more: Any) -> Case:
    return Case(status, INVALID, f"bad_request/L{status}", *what, **{"error": error, **more})


def order(**other: Any) -> dict[str, Any]:
    return {**MUGS, **other}


def line(sku: str = "sku_123", quantity: Any = 1) -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity}


SUCCESSES = [
    success(201, "POST", "/orders", "customer", MUGS),
    success(201, "POST", "/orders", "customer", order(items=[line(), line("sku_200")], note="für Ömer"), headers=KEY),
    success(201, "POST", "/orders", "admin", order(userId="u_77", note=None)),
    success(200, "GET", "/orders", "customer"),
    success(200, "GET", "/orders?limit=1&status=paid&colour=blue", "support"),
    success(200, "GET", "/orders/ord_9001", "customer"),
    success(200, "GET", "/orders/ord_9001", "support"),
    success(200, "GET", "/orders/ord_hidden", "admin"),
    success(200, "POST", "/orders/ord_9001/cancel", "customer"),
    success(200, "POST", "/orders/ord_9002/cancel", "admin", content=b"whatever"),
    success(200, "POST", "/payments/charge", "customer", CHARGE, headers=KEY),
    success(200, "POST", "/payments/charge", "admin", CHARGE, headers={"Idempotency-Key": '"k-1"'}),
    success(200, "POST", "/payments/verify", "other", {"paymentId": "pay_9002"}),
    success(200, "GET", "/inventory/sku_123", "other"),
    success(200, "PATCH", "/inventory/sku_123", "admin", {"stock": 5, "version": 3}),
    success(200, "PATCH", "/inventory/sku_123", "admin", {"stock": 0}, headers={"If-Match": '"x", "sku_123-v3"'}),
    success(200, "PATCH", "/inventory/sku_123", "admin", {"stock": 100_000}, headers={"If-Match": "*"}),
    success(200, "GET", "/products/sku_123"),
    success(200, "GET", "/products/sku_123", headers={"Accept": "text/html"}),
    success(200, "HEAD", "/products/sku_123"),
    success(200, "GET", "/images/logo.png"),
    success(200, "GET", "/cart", "customer"),
    success(201, "PUT", "/cart/items/item_9", "customer", line(), headers={"If-None-Match": "*"}),
    success(204, "PUT", "/cart/items/item_7", "customer", line(), headers={"If-Match": "*"}),
    success(204, "DELETE", "/cart/items/item_7", "customer", headers={"Accept": "text/csv"}),
    success(200, "POST", "/login", "", LOGIN),
    success(204, "POST", "/logout", "customer"),
    success(204, "DELETE", "/sessions/s_44", "customer"),
    success(200, "PATCH", "/users/u_42", "customer", {"displayName": "Asha"}),
    success(204, "PUT", "/preferences/u_42", "customer", {"newsletter": True}),
    success(204, "DELETE", "/billing/records/b_1", "admin"),
    success(202, "POST", "/reports", "support", {"type": "orders"}, headers=KEY),
    success(200, "GET", "/reports/jobs/job_0000000001", "support", before=job("orders", 1.9)),
    success(200, "GET", "/reports/jobs/job_0000000001", "admin", before=job("broken", 9)),
    success(200, "GET", "/reports/rep_0000000002", "admin", before=job("orders", 2)),
    success(200, "GET", "/reports/rep_0000000002", "support", before=job("inventory", 2)),
    success(200, "GET", "/shop/account", "customer"),
    success(200, "GET", "/shop/login"),
    success(201, "POST", "/orders", "customer", MUGS, headers=KEY,
            before=repeated(1, "POST", "/orders", "customer", MUGS, headers=KEY)),
]  # fmt: skip
BESIDE = [
    elsewhere(204, "A-B-x204-A", "OPTIONS", "/orders", chart="success"),
    elsewhere(204, "A-B-x204-A", "OPTIONS", "/inventory/sku_123", chart="success"),
    elsewhere(301, f"{TO_J}-x301-A", "GET", "/products/blue-mug-2019"),
    elsewhere(302, f"{TO_J}-x302-A", "GET", "/products/featured"),
    elsewhere(302, "A-B-C-x302-A", "GET", "/shop/account"),
    elsewhere(302, "A-B-C-x302-A", "HEAD", "/shop/account", "expired"),
    elsewhere(302, "A-B-x302-A", "GET", "/shop/login", before=weather(gateway="maintenance")),
    elsewhere(303, f"{TO_J}-x303-A", "GET", "/reports/jobs/job_0000000001", "support", before=job("orders", 2)),
    elsewhere(304, f"{TO_J}-x304-A", "GET", "/products/sku_123", headers={"If-None-Match": 'W/"sku_123-v3-json"'}),
    elsewhere(304, f"{TO_J}-x304-A", "GET", "/products/sku_123",
              headers={"If-Modified-Since": "Mon, 12 Jan 1970 13:46:40 GMT"}),
    elsewhere(304, f"{TO_J}-x304-A", "GET", "/orders/ord_9001", "customer", headers={"If-None-Match": "*"}),
    elsewhere(304, f"{TO_J}-x304-A", "HEAD", "/inventory/sku_123", "other", headers={"If-None-Match": '"sku_123-v3"'}),
    elsewhere(307, "A-B-x307-A", "POST", "/api/beta/orders?x=1"),
    elsewhere(308, "A-B-x308-A", "GET", "/api/v0/products/sku_123"),
    elsewhere(308, "A-B-x308-A", "GET", "/products/sku_123/?x=1"),
    elsewhere(401, f"{TO_M}-P-x401-A", "POST", "/login", "", {**LOGIN, "password": "wrong"}, chart="auth",
              error="invalid_credentials"),
    elsewhere(413, "A-B-x413-A", "POST", "/orders", content=b" " * 16385, chart="bad_request",
              error="content_too_large"),
    elsewhere(414, "A-B-x414-A", "GET", "/orders?" + "x" * 2048, chart="bad_request", error="uri_too_long"),
    elsewhere(422, f"{TO_M}-P-R-T-x422-A", "POST", "/payments/charge", "customer", DECLINED,
              headers=KEY, chart="bad_request", error="card_declined"),
    elsewhere(422, f"{TO_M}-P-R-T-x422-A", "POST", "/payments/charge", "customer", CHARGE, headers=KEY,
              outcome="other_content", chart="bad_request", error="idempotency_key_reused"),
    elsewhere(431, "A-B-x431-A", "GET", "/orders", headers={"X-Big": "x" * 4096}, chart="bad_request",
              error="header_fields_too_large"),
    elsewhere(431, "A-B-x431-A", "GET", "/orders", headers={f"X-{n}": "x" * 4000 for n in range(4)},
              chart="bad_request", error="header_fields_too_large"),
    elsewhere(500, BROKEN, "GET", "/orders/ord_corrupt", "customer", chart="dependency", error="internal_error"),
    elsewhere(500, BROKEN, "GET", "/cart", "customer", headers={"Lab-Fault": "app=crash"}, chart="dependency",
              error="internal_error"),
    elsewhere(501, "A-B-x501-A", "BREW", "/orders", chart="rfc9110", error="not_implemented"),
    elsewhere(503, "A-B-x503-A", "GET", "/orders", headers={"Lab-Fault": "gateway=maintenance"}, chart="dependency",
              error="maintenance"),
    elsewhere(503, "A-B-x503-A", "GET", "/shop/maintenance", before=weather(gateway="maintenance"),
              chart="dependency", error="maintenance"),
]  # fmt: skip
INVALIDS = [
    invalid(400, "unknown_fault", "GET", "/cart", "customer", headers={"Lab-Fault": "tea=cold"}),
    invalid(400, "body_required", "POST", "/orders", "customer"),
    invalid(400, "malformed_json", "POST", "/orders", "customer", content=b'{"userId": NaN}'),
    invalid(400, "malformed_json", "POST", "/orders", "customer", content=b"\xff"),
    invalid(400, "malformed_json", "POST", "/orders", "customer", content=b"[" * 16000),
    invalid(400, "invalid_request", "POST", "/orders", "customer", [1]),
    invalid(400, "invalid_request", "POST", "/orders", "customer", order(items=[line(quantity=0)])),
    invalid(400, "invalid_request", "POST", "/orders", "customer", order(items=[line(quantity=True)])),
    invalid(400, "invalid_request", "PUT", "/cart/items/seven", "customer", line()),
    invalid(400, "invalid_parameter", "GET", "/orders?limit=51", "customer"),
    invalid(400, "invalid_parameter", "GET", "/orders?status=lost", "customer"),
    invalid(400, "idempotency_key_required", "POST", "/payments/charge", "customer", CHARGE),
    invalid(400, "invalid_idempotency_key", "POST", "/orders", "customer", MUGS, headers={"Idempotency-Key": "a b"}),
    invalid(405, "method_not_allowed", "DELETE", "/orders", "customer"),
    invalid(405, "method_not_allowed", "TRACE", "/products/sku_123"),
    invalid(406, "not_acceptable", "GET", "/orders", "customer", headers={"Accept": "text/csv"}),
    invalid(415, "unsupported_media_type", "POST", "/orders", "customer", MUGS, headers={"Content-Type": "text/plain"}),
    invalid(415, "unsupported_media_type", "POST", "/orders", "customer", MUGS, headers={"Content-Encoding": "gzip"}),
    invalid(415, "unsupported_media_type", "PATCH", "/inventory/sku_123", "admin", {"stock": 1},
            headers={"Content-Type": "application/json; charset=latin-1"}),
    invalid(422, "unknown_sku", "POST", "/orders", "customer", order(items=[line("sku_777")])),
    invalid(422, "unknown_sku", "PUT", "/cart/items/item_7", "customer", line("sku_999")),
    invalid(422, "duplicate_sku", "POST", "/orders", "customer", order(items=[line(), line()])),
    invalid(422, "unknown_user", "POST", "/orders", "admin", order(userId="u_0")),
    invalid(422, "unknown_order", "POST", "/payments/charge", "customer", {**CHARGE, "orderId": "o"}, headers=KEY),
    invalid(422, "unknown_order", "POST", "/payments/charge", "other", {**CHARGE, "orderId": "ord_hidden"},
            headers=KEY),
    invalid(422, "unknown_payment", "POST", "/payments/verify", "customer", {"paymentId": "pay_0"}),
    invalid(422, "idempotency_key_reused", "POST", "/orders", "customer", order(note="other"), headers=KEY,
            before=repeated(1, "POST", "/orders", "customer", MUGS, headers=KEY)),
    invalid(422, "idempotency_key_reused", "POST", "/payments/charge", "customer", DECLINED,
            headers=KEY, before=running("k-1")),
    invalid(422, "idempotency_key_reused", "POST", "/reports", "admin", {"type": "broken"}, headers=KEY,
            before=repeated(1, "POST", "/reports", "admin", {"type": "orders"}, headers=KEY)),
    invalid(428, "precondition_required", "PATCH", "/inventory/sku_123", "admin", {"stock": 5}),
]  # fmt: skip


def refused(status: int, error: str, route: str, chart: str, *what: Any, **more: Any) -> Case:
    return Case(status, route, f"{chart}/L{status}", *what, **{"error": error, **more})


def door(error: str, *who: Any, **more: Any) -> Case:
    return refused(401, error, NOT_AUTHENTICATED, "auth", "GET", "/orders", *who, **more)


def forbidden(method: str, path: str, *who: Any, **more: Any) -> Case:
    return refused(403, "forbidden", FORBIDDEN, "auth", method, path, *who, **more)


def missing(method: str, path: str, *who: Any, **more: Any) -> Case:
    return refused(404, "not_found", MISSING, "bad_request", method, path, *who, **more)


def gone(method: str, path: str, *who: Any, **more: Any) -> Case:
    return refused(410, "gone", MISSING, "bad_request", method, path, *who, **more)


def clash(status: int, error: str, method: str, path: str, *who: Any, **more: Any) -> Case:
    route = LIMITED if status == 429 else CONFLICT
    return refused(status, error, route, "conflict_limit", method, path, *who, **more)


def behind(status: int, error: str, *request: Any, **more: Any) -> Case:
    what = request or ("POST", "/payments/charge", "customer", CHARGE)
    return refused(status, error, DEPENDENCY, "dependency", *what, **{"headers": KEY, **more})


REFUSALS = [
    door("unauthenticated"),
    door("unauthenticated", headers={"Authorization": "Basic YTpi"}),
    door("unauthenticated", headers={"Authorization": "Bearer tok_customer tok_other"}),
    door("invalid_token", "expired"),
    door("invalid_token", "nobody"),
    forbidden("GET", "/orders/ord_9001", "other"),
    forbidden("POST", "/orders/ord_9001/cancel", "support"),
    forbidden("POST", "/orders", "support", MUGS),
    forbidden("POST", "/orders", "other", MUGS),
    forbidden("POST", "/payments/charge", "other", CHARGE, headers=KEY),
    forbidden("POST", "/payments/verify", "customer", {"paymentId": "pay_9002"}),
    forbidden("PATCH", "/inventory/sku_123", "customer", {"stock": 1, "version": 3}),
    forbidden("GET", "/cart", "admin"),
    forbidden("PUT", "/cart/items/item_7", "support", line()),
    forbidden("DELETE", "/cart/items/item_7", "admin"),
    forbidden("DELETE", "/sessions/s_44", "other"),
    forbidden("PATCH", "/users/u_42", "other", {"displayName": "x"}),
    forbidden("PUT", "/preferences/u_42", "admin", {"newsletter": False}),
    forbidden("DELETE", "/billing/records/b_1", "support"),
    forbidden("POST", "/reports", "customer", {"type": "orders"}),
    forbidden("GET", "/reports/jobs/job_0000000001", "customer", before=job("orders", 1)),
    forbidden("GET", "/reports/rep_0000000002", "customer", before=job("orders", 3)),
    missing("GET", "/orders/ord_missing", "customer"),
    missing("GET", "/orders/ord_hidden", "customer", charted="auth/L404"),
    missing("POST", "/orders/ord_hidden/cancel", "support", charted="auth/L404"),
    missing("GET", "/nowhere"),
    missing("OPTIONS", "/nowhere"),
    missing("GET", "/Products/sku_123"),
    missing("PATCH", "/inventory/sku_0", "customer", {"stock": 1, "version": 1}),
    missing("GET", "/products/sku_0", headers={"If-None-Match": "*"}),
    missing("GET", "/images/logo-old.png"),
    missing("DELETE", "/cart/items/item_0", "customer"),
    missing("DELETE", "/sessions/s_0", "customer"),
    missing("PATCH", "/users/u_0", "customer", {"displayName": "x"}),
    missing("PUT", "/preferences/u_0", "customer", {"newsletter": False}),
    missing("DELETE", "/billing/records/b_0", "support"),
    missing("GET", "/reports/jobs/job_0", "customer"),
    missing("GET", "/reports/rep_0000000002", "support", before=job("orders", 1.9)),
    missing("GET", "/shop/maintenance"),
    gone("GET", "/orders/ord_purged", "customer"),
    gone("GET", "/products/sku_999"),
    gone("PATCH", "/inventory/sku_999", "customer", {"stock": 1, "version": 1}),
    clash(429, "too_many_requests", "POST", "/login", "", LOGIN, before=repeated(5, "POST", "/login", "", LOGIN)),
    clash(429, "too_many_requests", "POST", "/orders", "customer", MUGS,
          before=repeated(8, "POST", "/orders", "customer", MUGS)),
    clash(412, "precondition_failed", "PATCH", "/inventory/sku_123", "admin", {"stock": 1, "version": 1},
          headers={"If-Match": 'W/"sku_123-v3"'}),
    clash(412, "precondition_failed", "PUT", "/cart/items/item_7", "customer", line(), headers={"If-None-Match": "*"}),
    clash(412, "precondition_failed", "PUT", "/cart/items/item_9", "customer", line(), headers={"If-Match": "*"}),
    clash(412, "precondition_failed", "DELETE", "/cart/items/item_7", "customer", headers={"If-Match": '"x"'}),
    clash(412, "precondition_failed", "GET", "/products/sku_123", headers={"If-Match": '"x"', "If-None-Match": "*"}),
    clash(412, "precondition_failed", "POST", "/orders/ord_9001/cancel", "customer", headers={"If-Match": '"x"'}),
    clash(409, "inventory_version_conflict", "PATCH", "/inventory/sku_123", "admin", {"stock": 1, "version": 2}),
    clash(409, "insufficient_stock", "POST", "/orders", "customer", order(items=[line("sku_200", 3)])),
    clash(409, "sandbox_full", "POST", "/orders", "customer", MUGS, before=full),
    clash(409, "sandbox_full", "PUT", "/cart/items/item_9", "customer", line(), before=full_cart),
    clash(409, "order_already_shipped", "POST", "/orders/ord_9003/cancel", "customer"),
    clash(409, "order_already_cancelled", "POST", "/orders/ord_9001/cancel", "customer",
          before=repeated(1, "POST", "/orders/ord_9001/cancel", "customer")),
    clash(409, "order_already_paid", "POST", "/payments/charge", "other", {**CHARGE, "orderId": "ord_9002"},
          headers=KEY),
    clash(409, "order_not_payable", "POST", "/payments/charge", "customer", {**CHARGE, "orderId": "ord_9003"},
          headers=KEY),
    clash(409, "idempotency_in_progress", "POST", "/payments/charge", "customer", CHARGE, headers=KEY,
          before=running("k-1")),
    clash(409, "payment_in_progress", "POST", "/payments/charge", "customer", CHARGE, headers=KEY,
          before=running("k-2")),
    behind(502, "provider_bad_response", before=weather(payments="malformed")),
    behind(503, "provider_unavailable", before=weather(payments="down")),
    behind(504, "provider_timeout", before=weather(payments="slow")),
    behind(503, "database_unavailable", "GET", "/orders", "customer", before=weather(database="down")),
    behind(503, "database_unavailable", before=weather(database="down")),
]  # fmt: skip
CASES: list[Case] = [*SUCCESSES, *BESIDE, *INVALIDS, *REFUSALS]
