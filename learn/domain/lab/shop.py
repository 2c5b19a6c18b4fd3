"""A sandbox's data: the checkout and inventory shop as it stands, and as it stood on day one."""

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypedDict

type Role = Literal["customer", "support", "admin"]

FAULTS: dict[str, tuple[str, ...]] = {
    "payments": ("ok", "malformed", "down", "slow"),
    "app": ("ok", "crash"),
    "database": ("ok", "down"),
    "gateway": ("ok", "maintenance"),
}
TOKENS = {
    "customer": "tok_customer",
    "other": "tok_other",
    "support": "tok_support",
    "admin": "tok_admin",
    "expired": "tok_expired",
}
ORDERS_AT_MOST = 200
REMEMBERED_AT_MOST = 500
# A charge whose process died counts as running for so long.
RUNNING_SECONDS = 5.0


class User(TypedDict):
    """A user of the shop."""

    userId: str
    role: Role
    displayName: str
    email: str
    password: str
    newsletter: bool


class Product(TypedDict):
    """A product: its price in cents, and when it changed in seconds since 1970."""

    sku: str
    name: str
    price: int
    currency: str
    stock: int
    version: int
    changed: int
    withdrawn: bool


class Line(TypedDict):
    """How much of a product stands in an order or a cart."""

    sku: str
    quantity: int


class Order(TypedDict):
    """An order, with its total in cents."""

    orderId: str
    userId: str
    status: str
    items: list[Line]
    total: int
    currency: str
    note: str | None
    version: int
    payments: list[dict[str, Any]]
    hidden: bool
    damaged: bool


class Job(TypedDict):
    """The making of a report; begun at a moment in seconds since 1970."""

    jobId: str
    reportId: str
    type: str
    userId: str
    started: float


class Remembered(TypedDict):
    """A finished success under an idempotency key."""

    digest: str
    status: int
    headers: list[list[str]]
    content: str


class Running(TypedDict):
    """A charge whose provider hasn't answered yet."""

    orderId: str
    userId: str
    key: str
    digest: str
    started: float


@dataclass
class Shop:
    """All that one sandbox's shop keeps."""

    users: dict[str, User]
    tokens: dict[str, str]
    expired: list[str]
    products: dict[str, Product]
    slugs: dict[str, tuple[int, str]]
    orders: dict[str, Order]
    purged: list[str]
    carts: dict[str, dict[str, Line]]
    sessions: dict[str, str]
    billing: dict[str, str]
    jobs: dict[str, Job] = field(default_factory=dict)
    limits: dict[str, list[float]] = field(default_factory=dict)
    remembered: dict[str, Remembered] = field(default_factory=dict)
    running: list[Running] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=lambda: {name: values[0] for name, values in FAULTS.items()})

    def as_text(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    def charge_is_running(self, order_id: str, now: float) -> bool:
        """Whether the provider is being asked for this order; a charge whose process died counts for a while."""
        return any(
            charge["orderId"] == order_id and now - charge["started"] < RUNNING_SECONDS for charge in self.running
        )

    def order_of_payment(self, payment_id: str) -> Order | None:
        for order in self.orders.values():
            if any(payment["paymentId"] == payment_id for payment in order["payments"]):
                return order
        return None


def read_shop(text: str) -> Shop:
    """Return the shop that ``as_text`` has written."""
    values = json.loads(text)
    shop = Shop(**{f.name: values[f.name] for f in fields(Shop)})
    shop.slugs = {slug: (status, sku) for slug, (status, sku) in shop.slugs.items()}
    return shop


def _user(user_id: str, role: Role, name: str, email: str = "", password: str = "") -> User:
    return User(userId=user_id, role=role, displayName=name, email=email, password=password, newsletter=False)


def _order(order_id: str, user_id: str, status: str, *, quantity: int = 2, **flags: bool) -> Order:
    paid = status in ("paid", "shipped")
    payment = {"paymentId": f"pay_{order_id.removeprefix('ord_')}", "amount": 2499 * quantity}
    return Order(
        orderId=order_id,
        userId=user_id,
        status=status,
        items=[Line(sku="sku_123", quantity=quantity)],
        total=2499 * quantity,
        currency="EUR",
        note=None,
        version=1,
        payments=[payment] if paid else [],
        hidden=flags.get("hidden", False),
        damaged=flags.get("damaged", False),
    )


def _products(changed: int) -> list[Product]:
    rows = (
        ("sku_123", "Blue mug", 2499, 40, 3),
        ("sku_200", "Red lamp", 8900, 2, 1),
        ("sku_999", "Old kettle", 1900, 0, 1),
    )
    return [
        Product(
            sku=sku,
            name=name,
            price=price,
            currency="EUR",
            stock=stock,
            version=version,
            changed=changed,
            withdrawn=sku == "sku_999",
        )
        for sku, name, price, stock, version in rows
    ]


def _users() -> list[User]:
    return [
        _user("u_42", "customer", "Asha", "asha@example.test", "correct-horse"),
        _user("u_77", "customer", "Ben", "ben@example.test", "battery-staple"),
        _user("u_55", "support", "Sol"),
        _user("u_1", "admin", "Ada"),
    ]


def _orders() -> list[Order]:
    return [
        _order("ord_9001", "u_42", "pending_payment"),
        _order("ord_9002", "u_77", "paid", quantity=1),
        _order("ord_9003", "u_42", "shipped", quantity=1),
        _order("ord_corrupt", "u_42", "pending_payment", damaged=True),
        _order("ord_hidden", "u_1", "pending_payment", hidden=True),
    ]


def day_one(now: float) -> Shop:
    """Return a new shop with its seeds (contract, section 5)."""
    owners = {"customer": "u_42", "other": "u_77", "support": "u_55", "admin": "u_1", "expired": "u_42"}
    return Shop(
        users={user["userId"]: user for user in _users()},
        tokens={TOKENS[who]: owner for who, owner in owners.items()},
        expired=[TOKENS["expired"]],
        products={product["sku"]: product for product in _products(int(now))},
        slugs={"blue-mug-2019": (301, "sku_123"), "featured": (302, "sku_123")},
        orders={order["orderId"]: order for order in _orders()},
        purged=["ord_purged"],
        carts={
            "u_42": {"item_7": Line(sku="sku_123", quantity=1), "item_8": Line(sku="sku_200", quantity=1)},
            "u_77": {},
        },
        sessions={"s_44": "u_42"},
        billing={"b_1": "u_42", "b_2": "u_77"},
    )
