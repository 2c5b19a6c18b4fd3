"""A request for each operation that works on day one, as suggestions for the console."""

from dataclasses import dataclass
from functools import cache

from learn.domain.lab.draft import Draft
from learn.domain.lab.operations import OPERATIONS
from learn.domain.lab.shop import TOKENS

KEY = (("Idempotency-Key", "key-1"),)
ORDER = '{"items": [{"quantity": 2, "sku": "sku_123"}], "userId": "u_42"}'
ROWS: tuple[tuple[str, str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("GET", "/api/v1/products/sku_123", "none", "", ()),
    ("GET", "/api/v1/images/logo.png", "none", "", ()),
    ("POST", "/api/v1/orders", "customer", ORDER, ()),
    ("GET", "/api/v1/orders", "customer", "", ()),
    ("GET", "/api/v1/orders/ord_9001", "customer", "", ()),
    ("POST", "/api/v1/orders/ord_9001/cancel", "customer", "", ()),
    ("POST", "/api/v1/payments/charge", "customer", '{"orderId": "ord_9001", "method": "card_ok"}', KEY),
    ("POST", "/api/v1/payments/verify", "other", '{"paymentId": "pay_9002"}', ()),
    ("GET", "/api/v1/inventory/sku_123", "customer", "", ()),
    ("PATCH", "/api/v1/inventory/sku_123", "admin", '{"stock": 41, "version": 3}', ()),
    ("GET", "/api/v1/cart", "customer", "", ()),
    ("PUT", "/api/v1/cart/items/item_9", "customer", '{"sku": "sku_200", "quantity": 1}', ()),
    ("DELETE", "/api/v1/cart/items/item_7", "customer", "", ()),
    ("POST", "/api/v1/login", "none", '{"email": "asha@example.test", "password": "correct-horse"}', ()),
    ("POST", "/api/v1/logout", "other", "", ()),
    ("DELETE", "/api/v1/sessions/s_44", "customer", "", ()),
    ("DELETE", "/api/v1/billing/records/b_1", "admin", "", ()),
    ("PATCH", "/api/v1/users/u_42", "customer", '{"displayName": "Asha R."}', ()),
    ("PUT", "/api/v1/preferences/u_42", "customer", '{"newsletter": true}', ()),
    ("POST", "/api/v1/reports", "support", '{"type": "orders"}', ()),
    ("GET", "/api/v1/reports/jobs/job_1", "support", "", ()),
    ("GET", "/api/v1/reports/rep_1", "support", "", ()),
    ("GET", "/shop/account", "none", "", ()),
    ("GET", "/shop/login", "none", "", ()),
    ("GET", "/shop/maintenance", "none", "", ()),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A request to try. ``number`` is its place in the list, from 1."""

    number: int
    says: str
    draft: Draft


@cache
def examples() -> tuple[Example, ...]:
    """Return the suggestions, in the order of the contract."""
    return tuple(_example(number, *row) for number, row in enumerate(ROWS, start=1))


def _example(
    number: int, method: str, target: str, caller: str, content: str, fields: tuple[tuple[str, str], ...]
) -> Example:
    typed = (("Content-Type", "application/json"),) if content else ()
    token = (("Authorization", f"Bearer {TOKENS[caller]}"),) if caller != "none" else ()
    return Example(number, _summary(method, target), Draft(method, target, (*token, *typed, *fields), content))


def _summary(method: str, target: str) -> str:
    """Return what the operation says of itself. Raises LookupError for a row that names none."""
    segments = target.split("/")
    for operation in OPERATIONS:
        pattern = operation.path.split("/")
        same = len(pattern) == len(segments) and all(
            part.startswith("{") or part == given for part, given in zip(pattern, segments, strict=True)
        )
        if same and operation.method == method:
            return operation.summary
    raise LookupError(f"{method} {target}")
