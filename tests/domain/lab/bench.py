"""A shop on a bench: requests are put to the engine one after the other, and time passes only when told to."""

import json as jsonlib
from dataclasses import dataclass
from itertools import count
from typing import Any

from learn.domain.flow.graph import Walk
from learn.domain.lab.engine import Answer, Lab, answered, begin, new_request_id, respond, walk
from learn.domain.lab.operations import find
from learn.domain.lab.request import Request
from learn.domain.lab.run import Outcome, ProviderCall, Run
from learn.domain.lab.shop import Shop, day_one

BASE = "/lab/SB"
DAY_ONE = 1_000_000.0
OUTCOMES: dict[str, Outcome] = {"ok": "captured", "malformed": "malformed", "down": "down", "slow": "timeout"}


@dataclass(frozen=True)
class Sent:
    """A request that was answered: how it went, and the response."""

    request: Request
    run: Run
    walk: Walk
    answer: Answer

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def route(self) -> str:
        return self.answer.trace.route_text

    @property
    def leaf(self) -> str:
        return self.answer.trace.shown_leaf

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.answer.fields)

    @property
    def json(self) -> Any:
        return jsonlib.loads(self.answer.content)

    @property
    def error(self) -> str:
        return self.run.refusal.error if self.run.refusal is not None else ""

    @property
    def stopped_at(self) -> str:
        """The box whose check stopped the request; the last one for a success."""
        nodes = self.walk.nodes
        return nodes[-2].id if self.run.refusal is not None and self.walk.finished else nodes[-1].id

    def __str__(self) -> str:
        return f"{self.request.method} {self.request.target} {self.request.headers} {self.status} {self.route}"


class Bench:
    """``provider`` answers charges as the weather has it, unless an outcome is given."""

    def __init__(self, lab: Lab, shop: Shop | None = None) -> None:
        self.lab, self.now = lab, DAY_ONE
        self.shop = shop or day_one(DAY_ONE)
        self._numbers = count(1)

    def fresh(self) -> str:
        return f"{next(self._numbers):010x}"

    def begin(self, request: Request) -> Run:
        return begin(request, self.shop, now=self.now, fresh=self.fresh)

    def put(self, request: Request, outcome: Outcome | None = None) -> Sent:
        """Walk a request to its end."""
        run = self.begin(request)
        taken = walk(run, self.lab)
        if isinstance(taken, ProviderCall):
            usual: Outcome = "declined" if taken.method == "card_declined" else "captured"
            answered(run, self.shop, outcome or (OUTCOMES[taken.behaviour] if taken.behaviour != "ok" else usual))
            taken = walk(run, self.lab)
        assert isinstance(taken, Walk)
        return Sent(request, run, taken, respond(run, taken, self.lab, new_request_id(self.fresh)))

    def send(
        self,
        method: str,
        path: str,
        token: str = "",
        json: Any = None,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        outcome: Outcome | None = None,
    ) -> Sent:
        return self.put(make_request(method, path, token, json, content=content, headers=headers), outcome)


def make_request(
    method: str,
    path: str,
    token: str = "",
    json: Any = None,
    *,
    content: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Request:
    """Return a request. ``path`` is below ``/api/v1``, or below the sandbox where it begins with /api or /shop."""
    fields = {"Host": "lab.test"}
    if token:
        fields["Authorization"] = f"Bearer tok_{token}"
    if json is not None:
        content = jsonlib.dumps(json).encode()
    if content:
        patch = method == "PATCH"
        fields["Content-Type"] = "application/merge-patch+json" if patch else "application/json"
    fields |= headers or {}
    full = path if path.startswith(("/api", "/shop")) else f"/api/v1{path}"
    return Request(method, BASE + full, tuple(fields.items()), content or b"", BASE)


def path_of(request: Request) -> str | None:
    """Return the path of the operations at a request's address, as the table has it."""
    offered, _ = find(request.segments)
    return next(iter(offered.values())).path if offered else None
