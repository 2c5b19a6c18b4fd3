"""Clauses of a challenge as the file has them. A mistake is raised as Mistake."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from learn.domain.flow.graph import Graph
from learn.domain.lab.challenges import conditions, relations, whole
from learn.domain.lab.challenges.challenge import Clause
from learn.domain.lab.challenges.conditions import Condition
from learn.domain.lab.challenges.exchange import CALLERS, NOBODY
from learn.domain.lab.challenges.mistakes import (
    Mistake,
    field_name,
    json_value,
    known_keys,
    one_of,
    pointer,
    several,
    text,
    whole_number,
)
from learn.domain.lab.challenges.relations import Relation
from learn.domain.lab.challenges.whole import EXCHANGES_AT_MOST, Whole
from learn.domain.lab.shop import ORDERS_AT_MOST
from learn.domain.status import Registry

CLAUSES_AT_MOST = 7
PATH = re.compile(r"/[^\s?#]*")
METHOD = re.compile(r"[A-Z]+")
LEAF = re.compile(r"[a-z0-9_]+/L([1-5][0-9]{2})")
LEFT = re.compile(r"x([1-5][0-9]{2})")
KNOWN = ("says", "of", *conditions.KEYS, *relations.KEYS, *whole.KEYS)


@dataclass(frozen=True)
class ClauseReader:
    """Reads clauses with the codes and boxes there are."""

    registry: Registry
    backend: Graph

    def clauses(self, value: Any) -> tuple[Clause, ...]:
        """Return one to seven clauses. Raises Mistake."""
        read: list[Clause] = []
        for number, fields in enumerate(several(value, "clauses")):
            try:
                read.append(self._clause(fields, read))
            except Mistake as mistake:
                raise Mistake(f"clause {number}: {mistake}") from None
        if len(read) > CLAUSES_AT_MOST:
            raise Mistake(f"a challenge has at most {CLAUSES_AT_MOST} clauses, not {len(read)}")
        return tuple(read)

    def _clause(self, fields: Any, earlier: list[Clause]) -> Clause:
        known_keys(fields, KNOWN, "a clause")
        says = text(fields.get("says"), "'says'")
        of_all = [name for name in whole.KEYS if name in fields]
        if of_all:
            known_keys(fields, ("says", *whole.KEYS), f"a clause with {of_all[0]!r}")
            return Clause(says, whole=tuple(each for name in of_all for each in self._whole(name, fields[name])))
        own = self.conditions({name: fields[name] for name in fields if name in conditions.KEYS})
        related = tuple(self._relation(name, fields[name], earlier) for name in relations.KEYS if name in fields)
        if not own and not related:
            raise Mistake("it has no conditions")
        of = _clause_number(fields["of"], earlier, "of") if "of" in fields else None
        return Clause(says, own, related, of)

    def conditions(self, fields: dict[str, Any]) -> tuple[Condition, ...]:
        """Return what is asked of one exchange, in the order of the file."""
        return tuple(condition for name, value in fields.items() for condition in self._condition(name, value))

    def _condition(self, name: str, value: Any) -> list[Condition]:
        if name in ("sent", "json"):
            return [Condition(name, wanted, at) for at, wanted in _members(value, name)]
        if name in ("header", "request_header"):
            return [Condition(name, wanted, field) for field, wanted in _fields(value, name)]
        return [Condition(name, self._wanted(name, value))]

    def _wanted(self, name: str, value: Any) -> Any:
        if name in ("path", "path_starts"):
            return _path(value, name)
        if name == "path_in":
            return tuple(_path(each, name) for each in several(value, "'path_in'"))
        if name == "status":
            return self._code(value)
        if name == "status_in":
            return tuple(self._code(each) for each in several(value, "'status_in'"))
        if name in ("visited", "avoided"):
            boxes = [value] if isinstance(value, str) else several(value, f"{name!r}")
            return tuple(self._box(box) for box in boxes)
        if name == "as":
            return one_of(value, [*CALLERS, NOBODY], "'as'")
        if name == "stopped":
            return self._stop(value)
        if name == "leaf":
            return self._leaf(value)
        return self.route(value) if name == "route" else _method(value)

    def _code(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value not in self.registry:
            raise Mistake(f"{value!r} is not a registered code")
        return value

    def _box(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.backend.nodes:
            raise Mistake(f"the diagram has no box {value!r}")
        return value

    def _stop(self, value: Any) -> str:
        box = self._box(value)
        if self.backend[box].role in ("terminal", "client"):
            raise Mistake(f"no request stops at {box!r}: name the question or step before the exit")
        return box

    def _leaf(self, value: Any) -> str:
        found = LEAF.fullmatch(text(value, "'leaf'"))
        if found is None or int(found[1]) not in self.registry:
            raise Mistake(f"'leaf' is a chart and its leaf, such as auth/L403, not {value!r}")
        return str(value)

    def route(self, value: Any) -> str:
        """Return a whole route: box by box along the arrows, or out of the drawing by ``xNNN``, back to the client."""
        route = text(value, "'route'").split("-")
        start = self.backend.start
        if len(route) < 3 or route[0] != start or route[-1] != start:
            raise Mistake(f"a route begins and ends with {start}, not {value!r}")
        *boxes, end = route[:-1]
        for source, target in pairwise(boxes):
            self._arrow(source, target)
        left = LEFT.fullmatch(end)
        if left is not None:
            self._box(boxes[-1])
            self._code(int(left[1]))
        else:
            self._arrow(boxes[-1], end)
            if self.backend[end].role != "terminal":
                raise Mistake(f"a route ends with a box that answers, not with {end!r}")
        return str(value)

    def _arrow(self, source: str, target: str) -> None:
        onward = {edge.target for edge in self.backend.edges_from(self._box(source))}
        resume = self.backend.resume
        if resume is not None and source == resume.at:
            onward.add(resume.target)
        if self._box(target) not in onward:
            raise Mistake(f"no arrow leads from {source!r} to {target!r}")

    def _whole(self, name: str, value: Any) -> list[Whole]:
        if name in ("every", "none"):
            known_keys(value, conditions.KEYS, f"{name!r}")
            if not value:
                raise Mistake(f"{name!r} has no conditions")
            return [Whole(name, self.conditions(value))]
        if name == "state":
            return [Whole(name, name=at, wanted=wanted) for at, wanted in _members(value, name)]
        if name == "captures":
            known_keys(value, ("order", "count"), "'captures'")
            count = whole_number(value.get("count"), "'count'", least=0, most=ORDERS_AT_MOST)
            return [Whole(name, name=text(value.get("order"), "'order'"), wanted=count)]
        return [Whole(name, wanted=whole_number(value, f"{name!r}", least=1, most=EXCHANGES_AT_MOST))]

    def _relation(self, name: str, value: Any, earlier: list[Clause]) -> Relation:
        if name in ("after", "waited"):
            return Relation(name, _clause_number(value, earlier, name))
        if name == "carries":
            known_keys(value, ("header", "from", "its"), "'carries'")
            number = _clause_number(value.get("from"), earlier, "from")
            return Relation(name, number, name=field_name(value.get("header")), its=field_name(value.get("its")))
        if name == "follows":
            known_keys(value, ("clause", "header"), "'follows'")
            number = _clause_number(value.get("clause"), earlier, "clause")
            return Relation(name, number, its=field_name(value.get("header")))
        return _same(value, earlier)


def _same(value: Any, earlier: list[Clause]) -> Relation:
    known_keys(value, ("clause", *relations.SAME), "'same'")
    number = _clause_number(value.get("clause"), earlier, "clause")
    parts = [part for part in relations.SAME if part in value]
    if len(parts) != 1:
        raise Mistake(f"'same' compares one of {', '.join(relations.SAME)}")
    (part,) = parts
    if part == "path":
        one_of(str(value[part]), ["True"], "'path' in 'same'")
        return Relation("same", number, part)
    read = field_name(value[part]) if part == "request_header" else pointer(value[part], f"{part!r}")
    return Relation("same", number, part, read)


def _clause_number(value: Any, earlier: list[Clause], what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < len(earlier):
        raise Mistake(f"{what!r} is the number of an earlier clause, from 0, not {value!r}")
    if earlier[value].whole:
        raise Mistake(f"{what!r}: clause {value} isn't about one exchange")
    return value


def _members(value: Any, name: str) -> list[tuple[str, Any]]:
    members = _table(value, name).items()
    return [(pointer(at, f"a member in {name!r}"), json_value(wanted, at)) for at, wanted in members]


def _fields(value: Any, name: str) -> list[tuple[str, str | bool]]:
    for field, wanted in _table(value, name).items():
        if not isinstance(wanted, (str, bool)):
            raise Mistake(f"{field!r} in {name!r} is text, true or false, not {wanted!r}")
        if name == "request_header" and field_name(field).lower() == "authorization" and isinstance(wanted, str):
            raise Mistake("what stands in Authorization isn't recorded; ask with 'as'")
    return [(field_name(field), wanted) for field, wanted in value.items()]


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise Mistake(f"{name!r} must be a table with one member or more, not {value!r}")
    return value


def _path(value: Any, name: str) -> str:
    if not isinstance(value, str) or not PATH.fullmatch(value):
        raise Mistake(f"{name!r} is an address below /api/v1 without a query, such as /orders/ord_9001, not {value!r}")
    return value


def _method(value: Any) -> str:
    if not isinstance(value, str) or not METHOD.fullmatch(value):
        raise Mistake(f"'method' is written in capitals, such as GET, not {value!r}")
    return value
