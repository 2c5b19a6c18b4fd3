"""What a clause asks of its exchange and one that an earlier clause has found, worked out for all pairs at once.

A set of exchanges is a number with a bit for each. ``table`` has, for each exchange that the earlier clause may have
found, the set of those that stand in the relation to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learn.domain.lab.challenges.conditions import clean, member
from learn.domain.lab.challenges.exchange import Exchange, below
from learn.domain.lab.challenges.pointer import exact_at

KEYS = ("after", "carries", "same", "waited", "follows")
SAME = ("request_header", "sent", "json", "path")
# These only hold for a request that was sent later than the other.
ONLY_LATER = ("after", "carries", "waited", "follows")
SECONDS = re.compile(r"[0-9]{1,6}")
# Clocks are read in parts of a second.
SLACK = 0.001
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
LISTED = re.compile(r'"([^"]*)"|([^\s,"]+)')


def nth(clause: int) -> str:
    """Return a clause, counted from 0, as a learner is told of it."""
    return f"the {ORDINALS[clause]} condition"


@dataclass(frozen=True, slots=True)
class Relation:
    """``clause`` is the number of the earlier one, ``its`` a field of the response there.

    ``part`` is what ``same`` compares, ``name`` a field or pointer.
    """

    about: str
    clause: int
    part: str = ""
    name: str = ""
    its: str = ""

    def table(self, exchanges: Sequence[Exchange]) -> list[int]:
        """Return, for each exchange as the earlier one, the set of exchanges that are related to it."""
        everything = (1 << len(exchanges)) - 1
        later = [everything & ~((2 << number) - 1) for number in range(len(exchanges))]
        if self.about == "after":
            return later
        if self.about == "waited":
            return [later[e.number] & _sent_from(_ready(e), exchanges) for e in exchanges]
        by_key: dict[str, int] = {}
        for exchange in exchanges:
            for key in self._offers(exchange):
                by_key[key] = by_key.get(key, 0) | 1 << exchange.number
        table = [0] * len(exchanges)
        for exchange in exchanges:
            for key in self._wants(exchange):
                table[exchange.number] |= by_key.get(key, 0)
        return [row & later[number] for number, row in enumerate(table)] if self.about in ONLY_LATER else table

    def _wants(self, earlier: Exchange) -> set[str]:
        """What the earlier exchange says the other has to have."""
        if self.about == "same":
            return _own(earlier, self.part, self.name)
        value = earlier.response_field(self.its)
        if value is None:
            return set()
        return {value} if self.about == "follows" else {value, _bare(value)}

    def _offers(self, exchange: Exchange) -> set[str]:
        if self.about == "same":
            return _own(exchange, self.part, self.name)
        if self.about == "follows":
            return {exchange.trace.target}
        value = exchange.request_field(self.name)
        if value is None:
            return set()
        return {value} | {quoted or word for quoted, word in LISTED.findall(value)}

    @property
    def expected(self) -> str:
        """What is asked, in words that follow "expected"; clauses are counted as they are shown."""
        other = nth(self.clause)
        if self.about == "after":
            return f"sent after the request of {other}"
        if self.about == "waited":
            return f"sent when the Retry-After of {other} is over"
        if self.about == "carries":
            return f"{self.name} with the {self.its} from {other}"
        if self.about == "follows":
            return f"sent to the {self.its} from {other}"
        return f"the same {'address' if self.part == 'path' else self.name} as in {other}"

    def actual(self, earlier: Exchange | None, later: Exchange) -> str:
        """What the exchange has instead."""
        if earlier is None:
            return f"{nth(self.clause)} isn't met yet"
        if self.about in ONLY_LATER and later.number <= earlier.number:
            return "sent too early"
        if self.about == "waited":
            return f"sent after {later.trace.at - earlier.trace.at:.1f} s"
        if self.about == "follows":
            wanted = earlier.response_field(self.its)
            return (
                f"no {self.its} there"
                if wanted is None
                else clean(f"the {self.its} there is {below(wanted, earlier.base)}")
            )
        if self.about == "carries" or self.part == "request_header":
            value = later.request_field(self.name)
            return f"no {self.name} in the request" if value is None else clean(f"{self.name}: {value}")
        if self.part == "path":
            return clean(f"the address there is {earlier.path}")
        return member(later.request_json if self.part == "sent" else later.response_json, self.name)


def _own(exchange: Exchange, part: str, name: str) -> set[str]:
    """Return what an exchange has in the part that is compared; nothing where it lacks it."""
    if part == "path":
        return {exchange.path}
    if part == "request_header":
        value = exchange.request_field(name)
    else:
        value = exact_at(exchange.request_json if part == "sent" else exchange.response_json, name)
    return set() if value is None else {value}


def _bare(value: str) -> str:
    """Return a value without its quotes: a tag is the same tag in a list, and with ``W/`` before it."""
    return value.removeprefix("W/").strip('"')


def _ready(earlier: Exchange) -> float | None:
    """Return the moment from which a refused request may be sent again, in seconds since the epoch."""
    field = earlier.response_field("Retry-After") or ""
    return earlier.trace.at + int(field) - SLACK if SECONDS.fullmatch(field) else None


def _sent_from(moment: float | None, exchanges: Sequence[Exchange]) -> int:
    if moment is None:
        return 0
    return sum(1 << exchange.number for exchange in exchanges if exchange.trace.at >= moment)
