"""Exchanges as the lab records them, and challenges made of clauses alone."""

import json as jsonlib
from itertools import count
from typing import Any

from learn.domain.lab.challenges.challenge import Challenge
from learn.domain.lab.challenges.judge import Verdict, judge
from learn.domain.lab.challenges.read_clauses import ClauseReader
from learn.domain.lab.shop import Shop, day_one
from learn.domain.lab.trace import Trace
from learn.domain.library import Library

BASE = "/lab/SB"
SUCCESS = "A-B-C-E-F-H-J-L-M-P-R-T-Q-A"
_numbers = count(1)


def exchange(
    method: str = "GET",
    path: str = "/orders/ord_9001",
    status: int = 200,
    *,
    user: str = "u_42",
    sent: Any = None,
    json: Any = None,
    headers: dict[str, str] | None = None,
    fields: dict[str, str] | None = None,
    route: str = SUCCESS,
    leaf: str = "success/L200",
    at: float | None = None,
) -> Trace:
    """Return an exchange, sent a second after the one made before. A text as ``sent`` or ``json`` stands as it is."""
    number = next(_numbers)
    root = "" if path.startswith(("/shop/", "/api/")) else "/api/v1"
    graph, leaf_id = leaf.split("/")
    return Trace(
        request_id=f"req_{number:010x}",
        method=method,
        target=path if path.startswith("/lab/") else f"{BASE}{root}{path}",
        headers=tuple((headers or {}).items()),
        content=_content(sent),
        status=status,
        route=tuple(route.split("-")),
        edges=(),
        steps=(),
        graph=graph,
        leaf=leaf_id,
        answers={},
        shown_leaf=leaf,
        response_fields=tuple((fields or {}).items()),
        response_content=_content(json),
        user=user,
        at=float(number) if at is None else at,
    )


def _content(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else jsonlib.dumps(value)


class Clauses:
    """A challenge that has nothing but the clauses given, as the file would have them."""

    def __init__(self, library: Library, *clauses: dict[str, Any]) -> None:
        reader = ClauseReader(library.registry, library.backend)
        told = [{"says": f"Clause {number}"} | clause for number, clause in enumerate(clauses)]
        self.challenge = Challenge(
            slug="of-a-test",
            title="Of a test",
            tier=1,
            codes=(200,),
            brief="",
            clauses=reader.clauses(told),
            hints=(),
            solution=(),
            near_misses=(),
            after="",
            phrases={status.code: status.phrase for status in library.registry},
        )

    def over(self, *sent: Trace, shop: Shop | None = None, captures: tuple[tuple[str, int], ...] = ()) -> Verdict:
        """Judge exchanges."""
        return judge(self.challenge, sent, shop or day_one(0), captures, BASE)

    def met(self, *sent: Trace, **session: Any) -> list[bool]:
        return [clause.met for clause in self.over(*sent, **session).clauses]
