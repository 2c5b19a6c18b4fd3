"""What a good request holds in this sandbox: ids that are there for the caller, and content for each operation."""

import re
from collections.abc import Callable
from typing import Any

from learn.domain.lab.headers import read_bearer
from learn.domain.lab.operations.cart import ITEM, PutItem
from learn.domain.lab.operations.orders import STATUSES, CancelOrder
from learn.domain.lab.operations.payments import Charge
from learn.domain.lab.operations.reports import JOB_SECONDS
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Flag, Members, Schema, Several, Text, Whole
from learn.domain.lab.shop import Job, Order, Product

# The states in which an order can be cancelled and charged.
FIT: dict[type, tuple[str, ...]] = {CancelOrder: ("pending_payment", "paid"), Charge: ("pending_payment",)}


def caller_of(run: Run) -> str | None:
    """Return who calls, also where box C hasn't asked yet; None for nobody."""
    token = read_bearer(run.request.header("Authorization")) or ""
    return run.user_id or (None if token in run.shop.expired else run.shop.tokens.get(token))


def things(run: Run, name: str) -> list[str]:
    """Return ids that exist and fit the operation, by the name of a part of the address or a member of the content.

    The caller's own come first.
    """
    return THINGS[name](run) if name in THINGS else []


def example(schema: Schema) -> Any:
    """Return a value that the schema allows."""
    match schema:
        case Text():
            return schema.choices[0] if schema.choices else schema.example
        case Whole() | Flag():
            return schema.example
        case Several():
            return [example(schema.of)]
        case Members():
            return {name: example(member) for name, member in schema.required.items()}


def content(run: Run) -> dict[str, Any]:
    """Return content that the request's operation reads and this caller may send. Only for one that takes content."""
    assert run.operation is not None and run.operation.takes is not None
    value: dict[str, Any] = example(run.operation.takes)
    value |= {name: found for name, found in _members(run).items() if name in value}
    if run.operation.needs_condition and run.request.header("If-Match") is None:
        value["version"] = _meant(run)["version"]
    return value


def _meant(run: Run) -> Product:
    """Return the product at the address, or the one that is offered where nothing is sold there."""
    product = run.product()
    return run.shop.products[things(run, "sku")[0]] if product is None or product["withdrawn"] else product


def _members(run: Run) -> dict[str, Any]:
    line = {"sku": things(run, "sku")[0], "quantity": 1}
    found = {"userId": caller_of(run) or "u_42", "items": [line], **line}
    return found | {name: things(run, name)[0] for name in ("orderId", "paymentId") if things(run, name)}


def _role(run: Run) -> str:
    caller = caller_of(run)
    return run.shop.users[caller]["role"] if caller is not None else ""


def _seen(run: Run) -> list[Order]:
    """Return the orders that aren't kept secret from the caller, own ones first and secret ones last."""
    orders = [order for order in run.shop.orders.values() if not order["hidden"] or _role(run) == "admin"]
    return sorted(orders, key=lambda order: (order["hidden"], order["userId"] != caller_of(run)))


def _orders(run: Run) -> list[str]:
    """Return the orders that the operation can do something to; where there are none, all that can be read."""
    busy = {charge["orderId"] for charge in run.shop.running if run.shop.charge_is_running(charge["orderId"], run.now)}
    states = FIT.get(type(run.operation))
    whole = [order for order in _seen(run) if not order["damaged"]]
    fit = [
        order
        for order in whole
        if order["status"] in (states or STATUSES) and (states is None or order["orderId"] not in busy)
    ]
    return [order["orderId"] for order in fit or whole]


def _payments(run: Run) -> list[str]:
    return [payment["paymentId"] for order in _seen(run) for payment in order["payments"]]


def _skus(run: Run) -> list[str]:
    sold = [product for product in run.shop.products.values() if not product["withdrawn"]]
    return [product["sku"] for product in sorted(sold, key=lambda product: product["stock"] == 0)]


def _items(run: Run) -> list[str]:
    carts = run.shop.carts
    own = list(carts.get(caller_of(run) or "", {}))
    if isinstance(run.operation, PutItem):
        return [_free_item(run, own), *own]
    return own + [item for cart in carts.values() for item in cart if item not in own]


def _free_item(run: Run, own: list[str]) -> str:
    meant = "item_" + re.sub("[^A-Za-z0-9]", "", run.params["item"].removeprefix("item_"))
    if ITEM.fullmatch(meant) and meant not in own:
        return meant
    return next(item for item in (f"item_{number}" for number in range(1, len(own) + 2)) if item not in own)


def _own_first(run: Run, owners: dict[str, str]) -> list[str]:
    return sorted(owners, key=lambda name: owners[name] != caller_of(run))


def _is_done(run: Run, job: Job) -> bool:
    return job["type"] != "broken" and run.now - job["started"] >= JOB_SECONDS


THINGS: dict[str, Callable[[Run], list[str]]] = {
    "orderId": _orders,
    "paymentId": _payments,
    "sku": _skus,
    "name": lambda run: ["logo.png"],
    "item": _items,
    "sessionId": lambda run: _own_first(run, run.shop.sessions),
    "userId": lambda run: _own_first(run, {user: user for user in run.shop.users}),
    "recordId": lambda run: list(run.shop.billing),
    # A finished job leads to its report instead of answering.
    "jobId": lambda run: [job["jobId"] for job in run.shop.jobs.values() if not _is_done(run, job)],
    "reportId": lambda run: [job["reportId"] for job in run.shop.jobs.values() if _is_done(run, job)],
}
