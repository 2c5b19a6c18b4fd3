"""A request and the state it meets, put together from a base and what is changed about it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from learn.domain.lab.operation import MERGE_PATCH, Operation
from learn.domain.lab.operations import find
from learn.domain.lab.reply import JSON
from learn.domain.lab.request import Request
from learn.domain.lab.shop import TOKENS, Shop, day_one

# Every scene plays at this moment, in seconds since the epoch; its shop opened a day before.
NOW = 1_790_000_000.0
OPENED = NOW - 86_400
OWNERS = {"customer": "u_42", "other": "u_77", "support": "u_55", "admin": "u_1"}
CALLERS = {
    "customer": "The token is that of u_42, a customer.",
    "other": "The token is that of u_77, a customer.",
    "support": "The token is that of u_55, a support agent.",
    "admin": "The token is that of u_1, an administrator.",
}
CHARACTERS_SHOWN = 40


@dataclass
class Scene:
    """``path`` is below the sandbox; ``told`` holds sentences on what the request itself doesn't show."""

    shop: Shop
    method: str
    path: str
    caller: str = ""
    query: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    value: Any = None
    # Content that isn't ``value`` written as JSON.
    raw: str | None = None
    padding: int = 0
    # The whole value of Authorization; None for the caller's token.
    authorization: str | None = None
    # Whether the very same request has succeeded a minute ago.
    repeats: bool = False
    told: dict[str, str] = field(default_factory=dict)

    @property
    def token(self) -> str:
        return TOKENS[self.caller]

    @property
    def content(self) -> str:
        if self.raw is not None:
            return self.raw + " " * self.padding
        return "" if self.value is None else json.dumps(self.value, ensure_ascii=False) + " " * self.padding

    @property
    def sent_fields(self) -> list[tuple[str, str]]:
        """The header fields in the order in which they are printed."""
        fields = {"Host": "shop.example"}
        given = self.authorization
        if given is None and self.caller:
            given = f"Bearer {self.token}"
        if given:
            fields["Authorization"] = given
        if self.content:
            fields["Content-Type"] = MERGE_PATCH if self.method == "PATCH" else JSON
        fields |= self.fields
        return [(name, value) for name, value in fields.items() if value]

    def request(self, base: str) -> Request:
        """Return the request to the sandbox at ``base``."""
        query = f"?{self.query}" if self.query else ""
        return Request(
            self.method, f"{base}{self.path}{query}", tuple(self.sent_fields), self.content.encode(), base
        )  # fmt: skip

    def tell(self, about: str, sentence: str) -> None:
        self.told[about] = sentence

    def state(self) -> str:
        """Return in words what the request doesn't show."""
        told = {"thing": "", "caller": CALLERS.get(self.caller, "")} | self.told
        return " ".join(sentence for sentence in told.values() if sentence)

    def printed(self) -> str:
        """Return the request as lessons print it, long parts abbreviated."""
        query = f"?{_shortened(self.query)}" if self.query else ""
        lines = [f"{self.method} {self.path}{query} HTTP/1.1", "Host: …"]
        lines += [f"{name}: {_shortened(value)}" for name, value in self.sent_fields if name != "Host"]
        if self.content:
            padded = f" … and {self.padding:,} spaces" if self.padding else ""
            lines += ["", self.content.rstrip(" ") + padded]
        return "\n".join(lines)


def _shortened(text: str) -> str:
    if len(text) <= 2 * CHARACTERS_SHOWN:
        return text
    return f"{text[:CHARACTERS_SHOWN]}…({len(text):,}-characters)"


def _no_change(shop: Shop) -> None:
    """The shop is as on day one."""


@dataclass(frozen=True)
class Base:
    """A good request, and the shop it is good for.

    ``ids`` names the things it is about (``order``, ``sku`` …), ``strangers`` callers without the right to it.
    """

    name: str
    method: str
    path: str
    caller: str = ""
    query: str = ""
    value: Any = None
    fields: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    sets: Callable[[Shop], None] = _no_change
    ids: dict[str, str] = field(default_factory=dict)
    strangers: tuple[str, ...] = ()

    @cached_property
    def operation(self) -> Operation:
        return self.offered[self.method]

    @cached_property
    def offered(self) -> dict[str, Operation]:
        return find(tuple(self.path.split("/")[1:]))[0]

    @property
    def owner(self) -> str:
        return OWNERS.get(self.caller, "")


@dataclass(frozen=True)
class Part:
    """Something that is changed about a base.

    ``so`` and ``otherwise`` complete "This would be right when …", with the part and without it. ``box`` and
    ``code`` are what it is likely to lead to, 0 where it should change nothing; only the engine knows.
    Of one ``slot`` a scene has one part; parts whose slots it ``bars`` don't stand beside it.
    """

    name: str
    slot: str
    box: str
    code: int
    so: str
    otherwise: str
    changes: Callable[[Scene], None]
    bars: tuple[str, ...] = ()

    @property
    def harmless(self) -> bool:
        return not self.box

    def excludes(self, other: "Part") -> bool:
        return self.slot == other.slot or other.slot in self.bars or self.slot in other.bars


def build(base: Base, parts: Sequence[Part]) -> Scene:
    """Return a new scene. Its shop belongs to nobody else."""
    shop = day_one(OPENED)
    base.sets(shop)
    scene = Scene(
        shop=shop,
        method=base.method,
        path=base.path,
        caller=base.caller,
        query=base.query,
        fields=dict(base.fields),
        value=json.loads(json.dumps(base.value)),
        told=dict(base.told),
    )
    # Who calls comes first: other parts are about that caller's token.
    for part in sorted(parts, key=lambda part: part.slot != "right"):
        part.changes(scene)
    return scene


def order_told(order_id: str, owner: str, status: str) -> str:
    """Return a sentence on whose an order is and how it stands."""
    states = {
        "pending_payment": "waits for payment",
        "paid": "has been paid",
        "shipped": "has been shipped",
        "cancelled": "has been cancelled",
    }
    return f"Order {order_id} belongs to {owner} and {states[status]}."
