"""What a clause asks of one exchange: whether it holds, what was expected in words, and what came instead."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from learn.domain.lab.challenges.exchange import NOBODY, Exchange, below
from learn.domain.lab.challenges.pointer import exact, exact_at, find

ANY = "*"
SHOWN_AT_MOST = 120
ADDRESS = ("path", "path_in", "path_starts")


@dataclass(frozen=True, slots=True)
class Condition:
    """``about`` is the key in the file, ``name`` the field or pointer where one is looked at."""

    about: str
    wanted: Any
    name: str = ""

    def met(self, exchange: Exchange) -> bool:
        return _MEETS[self.about](self, exchange)

    @property
    def expected(self) -> str:
        """What is asked, in words that follow "expected"."""
        return _EXPECTED[self.about](self)

    def actual(self, exchange: Exchange) -> str:
        """What the exchange has instead; empty where its line tells it already."""
        return _ACTUAL[self.about](self, exchange) if self.about in _ACTUAL else ""


def line(exchange: Exchange, phrases: Mapping[int, str]) -> str:
    """Return an exchange in a line: ``GET /orders/ord_9002 got 403 Forbidden``."""
    status = exchange.trace.status
    target = below(exchange.trace.target, exchange.base)
    return clean(f"{exchange.trace.method} {target}") + f" got {status} {phrases.get(status, '')}".rstrip()


def clean(text: str) -> str:
    """Return a stranger's text so that it can be shown: as UTF-8, and not longer than anybody reads."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN_AT_MOST else f"{text[:SHOWN_AT_MOST]}…"


def shown(value: Any) -> str:
    """Return a JSON value as text."""
    try:
        return clean(json.dumps(value, ensure_ascii=False))
    except (ValueError, RecursionError):
        return "nested too deep"


def member(document: Any, pointer: str) -> str:
    """Return what stands at a pointer, in words."""
    try:
        return f"{pointer} is {shown(find(document, pointer))}"
    except LookupError:
        return f"there is no {pointer}"


def holds(document: Any, pointer: str, wanted: Any) -> bool:
    """Whether the member at a pointer is the value wanted, or is there at all where any will do."""
    found = exact_at(document, pointer)
    return found is not None and (wanted == ANY or found == exact(wanted))


def asked(pointer: str, wanted: Any) -> str:
    """Return a condition on a member in words: its pointer, and the value wanted unless any will do."""
    return pointer if wanted == ANY else f"{pointer} {shown(wanted)}"


def _field_holds(value: str | None, wanted: str | bool, base: str) -> bool:
    if isinstance(wanted, bool):
        return (value is not None) is wanted
    return value is not None and wanted in (value, below(value, base))


def _field_asked(name: str, wanted: str | bool) -> str:
    if isinstance(wanted, bool):
        return name if wanted else f"no {name}"
    return f"{name}: {wanted}"


def _field_shown(name: str, value: str | None) -> str:
    return f"no {name}" if value is None else clean(f"{name}: {value}")


def _either(values: Any) -> str:
    return " or ".join(str(value) for value in values)


_MEETS: dict[str, Callable[[Condition, Exchange], bool]] = {
    "method": lambda c, e: e.trace.method == c.wanted,
    "path": lambda c, e: e.path == c.wanted,
    "path_in": lambda c, e: e.path in c.wanted,
    "path_starts": lambda c, e: e.path.startswith(c.wanted),
    "as": lambda c, e: e.caller == c.wanted,
    "sent": lambda c, e: holds(e.request_json, c.name, c.wanted),
    "request_header": lambda c, e: _field_holds(e.request_field(c.name), c.wanted, e.base),
    "status": lambda c, e: e.trace.status == c.wanted,
    "status_in": lambda c, e: e.trace.status in c.wanted,
    "header": lambda c, e: _field_holds(e.response_field(c.name), c.wanted, e.base),
    "json": lambda c, e: holds(e.response_json, c.name, c.wanted),
    "visited": lambda c, e: set(c.wanted) <= set(e.trace.route),
    "avoided": lambda c, e: not set(c.wanted) & set(e.trace.route),
    "stopped": lambda c, e: e.stopped == c.wanted,
    "route": lambda c, e: e.trace.route_text == c.wanted,
    "leaf": lambda c, e: e.leaf == c.wanted,
}
_EXPECTED: dict[str, Callable[[Condition], str]] = {
    "method": lambda c: f"method {c.wanted}",
    "path": lambda c: f"a request to {c.wanted}",
    "path_in": lambda c: f"a request to {_either(c.wanted)}",
    "path_starts": lambda c: f"a request to {c.wanted}…",
    "as": lambda c: "no caller known" if c.wanted == NOBODY else f"{c.wanted} as the caller",
    "sent": lambda c: f"{asked(c.name, c.wanted)} in the request",
    "request_header": lambda c: f"{_field_asked(c.name, c.wanted)} in the request",
    "status": lambda c: f"status {c.wanted}",
    "status_in": lambda c: f"status {_either(c.wanted)}",
    "header": lambda c: f"{_field_asked(c.name, c.wanted)} in the response",
    "json": lambda c: f"{asked(c.name, c.wanted)} in the response",
    "visited": lambda c: f"a route through {' and '.join(c.wanted)}",
    "avoided": lambda c: f"a route around {' and '.join(c.wanted)}",
    "stopped": lambda c: f"a stop at {c.wanted}",
    "route": lambda c: f"the route {c.wanted}",
    "leaf": lambda c: f"the leaf {c.wanted}",
}
# Method, address and status stand in the exchange's own line.
_ACTUAL: dict[str, Callable[[Condition, Exchange], str]] = {
    "as": lambda c, e: "no caller known" if e.caller == NOBODY else clean(f"{e.caller} as the caller"),
    "sent": lambda c, e: f"{member(e.request_json, c.name)} in the request",
    "request_header": lambda c, e: f"{_field_shown(c.name, e.request_field(c.name))} in the request",
    "header": lambda c, e: f"{_field_shown(c.name, e.response_field(c.name))} in the response",
    "json": lambda c, e: f"{member(e.response_json, c.name)} in the response",
    "visited": lambda c, e: f"the route was {e.trace.route_text}",
    "avoided": lambda c, e: f"the route was {e.trace.route_text}",
    "stopped": lambda c, e: f"a stop at {e.stopped}",
    "route": lambda c, e: f"the route was {e.trace.route_text}",
    "leaf": lambda c, e: f"the leaf was {e.leaf}",
}
KEYS = tuple(_MEETS)
