"""Orders and payments: good requests."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from learn.domain.lab.shop import Line, Order, Shop
from learn.domain.practice.generator.scene import OWNERS, Base, order_told

API = "/api/v1"
CUSTOMERS = ("customer", "other")
OTHER = {"customer": "other", "other": "customer"}
READERS = "Its owner, support and administrators may read it."
OWNER_OR_ADMIN = "Only its owner and administrators may do this."


def put_order(order_id: str, owner: str, status: str, *, quantity: int, version: int) -> Callable[[Shop], None]:
    """Return what puts an order of mugs into a shop."""

    def sets(shop: Shop) -> None:
        total = 2499 * quantity
        payment = {"paymentId": order_id.replace("ord_", "pay_"), "amount": total}
        shop.orders[order_id] = Order(
            orderId=order_id,
            userId=owner,
            status=status,
            items=[Line(sku="sku_123", quantity=quantity)],
            total=total,
            currency="EUR",
            note=None,
            version=version,
            payments=[payment] if status in ("paid", "shipped") else [],
            hidden=False,
            damaged=False,
        )

    return sets


def _about_order(
    rng: Random, name: str, method: str, path: str, callers: tuple[str, ...], states: tuple[str, ...], rule: str
) -> Base:
    """``path`` has a place for the order's id, ``callers`` those who may beside the owner."""
    owner = rng.choice(CUSTOMERS)
    caller = rng.choice((owner, owner, *callers))
    order_id = f"ord_{rng.randrange(9100, 9999)}"
    status = rng.choice(states)
    told = order_told(order_id, OWNERS[owner], status)
    return Base(
        name,
        method,
        API + path.format(order_id),
        caller,
        told=(("thing", f"{told} {rule}"),),
        sets=put_order(order_id, OWNERS[owner], status, quantity=rng.randrange(1, 9), version=rng.randrange(1, 7)),
        ids={"order": order_id, "owner": OWNERS[owner], "rule": rule},
        strangers=tuple(who for who in (OTHER[owner], "support") if who not in callers),
    )


def read_order(rng: Random) -> Base:
    """Return a good request that reads an order."""
    method = rng.choice(("GET", "GET", "GET", "HEAD"))
    states = ("pending_payment", "paid", "shipped", "cancelled")
    return _about_order(rng, "read order", method, "/orders/{}", ("support", "admin"), states, READERS)


def cancel_order(rng: Random) -> Base:
    """Return a good request that cancels an order."""
    states = ("pending_payment", "paid")
    return _about_order(rng, "cancel order", "POST", "/orders/{}/cancel", ("admin",), states, OWNER_OR_ADMIN)


def charge(rng: Random) -> Base:
    """Return a good request that charges an order."""
    base = _about_order(
        rng, "charge", "POST", "/payments/charge", ("admin",), ("pending_payment",), "Its owner and administrators pay."
    )
    value = {"orderId": base.ids["order"], "method": "card_ok"}
    key = f"pay-{rng.randrange(100, 999)}"
    return replace(base, value=value, fields=(("Idempotency-Key", key),))


def verify(rng: Random) -> Base:
    """Return a good request that verifies a payment."""
    rule = "Its owner and administrators may verify the payment."
    base = _about_order(rng, "verify", "POST", "/payments/verify", ("admin",), ("paid", "shipped"), rule)
    payment = base.ids["order"].replace("ord_", "pay_")
    ((about, told),) = base.told
    told = told.replace(rule, f"Its payment is {payment}. {rule}")
    ids = {"payment": payment, "owner": base.ids["owner"]}
    return replace(base, value={"paymentId": payment}, told=((about, told),), ids=ids)


def list_orders(rng: Random) -> Base:
    """Return a good request that lists orders."""
    queries = ["", f"limit={rng.randrange(1, 50)}", f"status={rng.choice(('paid', 'shipped', 'cancelled'))}"]
    caller = rng.choice(("customer", "other", "support", "admin"))
    return Base("list orders", "GET", f"{API}/orders", caller, query=rng.choice(queries))


def place_order(rng: Random) -> Base:
    """Return a good request that places an order."""
    caller = rng.choice(("customer", "customer", "other", "admin"))
    user_id = OWNERS[caller] if caller != "admin" else rng.choice(("u_42", "u_77"))
    sku, stock, quantity = rng.choice(("sku_123", "sku_200")), rng.randrange(10, 90), rng.randrange(1, 9)
    value = {"userId": user_id, "items": [{"sku": sku, "quantity": quantity}]}
    if rng.randrange(4) == 0:
        value["note"] = rng.choice(("ring twice", "a gift", "after six"))
    keyed = rng.randrange(2)
    rule = "Customers order for themselves, administrators for anybody."

    def sets(shop: Shop) -> None:
        shop.products[sku]["stock"] = stock

    return Base(
        "place order",
        "POST",
        f"{API}/orders",
        caller,
        value=value,
        fields=(("Idempotency-Key", f"cart-{rng.randrange(100, 999)}"),) if keyed else (),
        told=(("thing", f"{stock} pieces of {sku} are in stock. {rule}"),),
        sets=sets,
        ids={"sku": sku, "stock": str(stock)},
        strangers=("support", OTHER[caller]) if caller != "admin" else ("support",),
    )


SCENES = (read_order, cancel_order, charge, verify, list_orders, place_order)
