"""Requests to a sandbox. Each is one transaction on the lab's database, but for a charge, which commits that it is
running before the provider is asked."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from learn.actions.challenges import judge_armed, keep_solved
from learn.actions.learning import note_lab_work
from learn.actions.sandboxes import SANDBOX, open_sandbox
from learn.actions.writing import writing
from learn.domain.flow.graph import Walk
from learn.domain.lab.engine import Answer, Lab, answered, begin, new_request_id, respond, walk
from learn.domain.lab.request import Request
from learn.domain.lab.run import Outcome, Run
from learn.domain.lab.shop import read_shop
from learn.domain.lab.trace import Trace
from learn.library import library
from learn.models import Exchange, LabTrace, Sandbox
from learn.models.keyed import Keyed
from learn.models.lab import TRACES_KEPT

logger = logging.getLogger("learn.lab")
TRACE, EXCHANGE = Keyed(LabTrace, "sandbox_id", "place"), Keyed(Exchange)


def fresh() -> str:
    """Return random text for a new id: 10 hex digits."""
    return secrets.token_hex(5)


def lab() -> Lab:
    held = library()
    return Lab(held.charts, held.registry)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a request has proved that the learner's own log doesn't have yet."""

    sandbox: str
    learner: int
    trace: Trace
    facts: frozenset[str]
    # The challenge that is solved, since when it counted, and with how many requests.
    solved: str = ""
    armed_at: datetime = datetime.max
    requests: int = 0


def answer(
    sandbox_id: str, request: Request, *, clock: Callable[[], datetime], ask: Callable[..., Outcome]
) -> tuple[Answer, Owed | None]:
    """Send a request through the lab. Checks and the write they guard are one transaction."""
    with writing(settings.LAB_ALIAS):
        now = clock()
        sandbox = open_sandbox(sandbox_id, now=now, lock=True)
        run = begin(request, read_shop(sandbox.shop), now=now.timestamp(), fresh=fresh)
        result = walk(run, lab())
        if isinstance(result, Walk):
            return _finish(sandbox, run, result, now)
        _save(sandbox, run, now)
    outcome = ask(result, sandbox=sandbox_id, epoch=sandbox.epoch)
    with writing(settings.LAB_ALIAS):
        now = clock()
        sandbox = open_sandbox(sandbox_id, now=now, lock=True)
        answered(run, read_shop(sandbox.shop), outcome)
        taken = walk(run, lab())
        assert isinstance(taken, Walk)
        return _finish(sandbox, run, taken, now)


def _save(sandbox: Sandbox, run: Run, now: datetime) -> None:
    text = run.shop.as_text()
    # A scenario of a class is sent by a clock of its own, which isn't that of idle sandboxes.
    sandbox.touched_at = max(sandbox.touched_at, now)
    changed: dict[str, Any] = {"requests": sandbox.requests, "touched_at": sandbox.touched_at}
    if text != sandbox.shop:
        changed["shop"] = sandbox.shop = text
    SANDBOX.change(sandbox.pk, **changed)


def _finish(sandbox: Sandbox, run: Run, taken: Walk, now: datetime) -> tuple[Answer, Owed | None]:
    finished = respond(run, taken, lab(), new_request_id(fresh))
    sandbox.requests += 1
    _save(sandbox, run, now)
    trace = LabTrace(
        sandbox=sandbox,
        place=sandbox.requests % TRACES_KEPT,
        number=sandbox.requests,
        request_id=finished.trace.request_id,
        record=finished.trace.as_text(),
    )
    TRACE.put(trace)
    if sandbox.challenge and not sandbox.solved_by:
        judge_armed(sandbox, run.shop)
    if sandbox.learner is not None:
        exchange = Exchange(
            learner=sandbox.learner,
            sandbox=sandbox.pk,
            request_id=finished.trace.request_id,
            sent_at=now,
            method=run.request.method[:32],
            target=run.request.target.removeprefix(run.request.base)[:300],
            status=finished.status,
            route=finished.trace.route_text,
            challenge=sandbox.challenge,
        )
        EXCHANGE.add(exchange)
    return finished, _owed(sandbox, finished.trace, now)


def _today(now: datetime) -> str:
    """Return how the facts begin that are new each day: arrows that were taken before and are again."""
    return f"@{now.astimezone(UTC):%Y-%m-%d}:"


def _owed(sandbox: Sandbox, trace: Trace, now: datetime) -> Owed | None:
    if sandbox.learner is None:
        return None
    proved = set(sandbox.proved.split())
    ways = {f"{source}-{target}" for source, target in trace.edges}
    facts = {str(trace.status), *ways, *(_today(now) + way for way in ways & proved)}
    if sandbox.solved_by:
        # Each time that it was armed and solved is a fact of its own.
        facts.add(f"{sandbox.challenge}:{sandbox.armed_at}".replace(" ", "T"))
    new = frozenset(facts - proved)
    if not new:
        return None
    if not sandbox.solved_by or sandbox.armed_at is None:
        return Owed(sandbox.pk, sandbox.learner, trace, new)
    requests = sandbox.solved_by - sandbox.armed_from
    return Owed(sandbox.pk, sandbox.learner, trace, new, sandbox.challenge, sandbox.armed_at, requests)


def prove(owed: Owed, *, now: datetime) -> None:
    """Copy what a request has proved to the learner's own log, outside the sandbox; once for each fact.

    Never in the way of the answer: what can't be copied now is copied with the next request that proves it.
    """
    try:
        note_lab_work(owed.learner, owed.trace, now=now)
        if owed.solved:
            keep_solved(owed.learner, owed.solved, armed_at=owed.armed_at, requests=owed.requests, now=now)
        with writing(settings.LAB_ALIAS):
            row = Sandbox.objects.select_for_update().filter(pk=owed.sandbox).first()
            if row is not None:
                kept = {fact for fact in row.proved.split() if not fact.startswith("@") or fact.startswith(_today(now))}
                row.proved = " ".join(sorted(kept | owed.facts))
                row.save(update_fields=["proved"])
    except DatabaseError:
        logger.warning("what a request proved couldn't be copied", exc_info=True)
