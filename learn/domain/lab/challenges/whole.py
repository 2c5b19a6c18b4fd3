"""What a clause asks of all exchanges together, of the shop as it stands, or of the payment provider."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from learn.domain.lab.challenges.conditions import Condition, asked, holds, line, member
from learn.domain.lab.challenges.exchange import Exchange
from learn.domain.lab.shop import Shop

EXCHANGES_AT_MOST = 50
KEYS = ("every", "none", "requests_at_most", "state", "captures")


@dataclass(frozen=True, eq=False)
class Session:
    """What a challenge is judged over. A capture is an order and an amount in cents."""

    exchanges: Sequence[Exchange]
    shop: Shop
    captures: Sequence[tuple[str, int]]
    phrases: Mapping[int, str]

    @cached_property
    def shop_json(self) -> Any:
        return json.loads(self.shop.as_text())


@dataclass(frozen=True, slots=True)
class Whole:
    """``name`` is a pointer for ``state`` and an order for ``captures``; ``conditions`` are those of every or none."""

    about: str
    conditions: tuple[Condition, ...] = ()
    name: str = ""
    wanted: Any = None

    def met(self, session: Session) -> bool:
        if self.about == "state":
            return holds(session.shop_json, self.name, self.wanted)
        if self.about == "captures":
            return self._captured(session) == int(self.wanted)
        if not session.exchanges:
            return False
        if self.about == "requests_at_most":
            return len(session.exchanges) <= int(self.wanted)
        return self._offender(session) is None

    def _captured(self, session: Session) -> int:
        return sum(order == self.name for order, _ in session.captures)

    def _offender(self, session: Session) -> Exchange | None:
        """Return the first exchange that breaks it."""
        for exchange in session.exchanges:
            if all(condition.met(exchange) for condition in self.conditions) is (self.about == "none"):
                return exchange
        return None

    @property
    def expected(self) -> str:
        """What is asked, in words that follow "expected"."""
        if self.about == "state":
            return f"{asked(self.name, self.wanted)} in the shop"
        if self.about == "captures":
            return f"{_payments(self.wanted)} taken for {self.name}"
        if self.about == "requests_at_most":
            return f"at most {self.wanted} requests"
        words = ", ".join(condition.expected for condition in self.conditions)
        return f"{'each' if self.about == 'every' else 'no'} request with {words}"

    def actual(self, session: Session) -> str:
        """How it stands."""
        if self.about == "state":
            return f"{member(session.shop_json, self.name)} in the shop"
        if self.about == "captures":
            return f"{_payments(self._captured(session))} taken for {self.name}"
        if not session.exchanges:
            return "no request yet"
        count = len(session.exchanges)
        sent = f"{count} request{'s' if count > 1 else ''} sent"
        offender = None if self.about == "requests_at_most" else self._offender(session)
        if offender is None:
            return sent
        missed = [] if self.about == "none" else [c for c in self.conditions if not c.met(offender)]
        return "; ".join(filter(None, [line(offender, session.phrases), *(c.actual(offender) for c in missed)]))


def _payments(count: int) -> str:
    return f"{count} payment{'' if count == 1 else 's'}"
