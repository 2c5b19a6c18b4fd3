"""Sandboxes: making, using, resetting and forgetting them. Each request is one transaction on the lab's database,
but for a charge, which commits that it is running before the provider is asked."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from learn.actions.learning import note_lab_work
from learn.actions.writing import writing
from learn.domain.flow.graph import Walk
from learn.domain.lab.engine import Answer, Lab, answered, begin, new_request_id, respond, walk
from learn.domain.lab.request import Request
from learn.domain.lab.run import Outcome, Run
from learn.domain.lab.shop import day_one, read_shop
from learn.domain.lab.trace import Trace, trace_from
from learn.library import library
from learn.models import LabTrace, Sandbox
from learn.models.lab import IDLE, TRACES_KEPT

logger = logging.getLogger("learn.lab")
TOMBSTONE = timedelta(days=30)
FORGOTTEN_AT_ONCE = 20


class UnknownSandbox(Exception):
    """There has never been a sandbox of this id."""


class SandboxGone(Exception):
    """The sandbox was deleted, or has been idle too long."""


def fresh() -> str:
    """Return random text for a new id: 10 hex digits."""
    return secrets.token_hex(5)


def lab() -> Lab:
    held = library()
    return Lab(held.charts, held.registry)


def make_sandbox(*, now: datetime, learner: int | None = None) -> Sandbox:
    """Return a new sandbox; a few that were idle too long are emptied on the way."""
    with writing(settings.LAB_ALIAS):
        forget_idle_sandboxes(now=now, limit=FORGOTTEN_AT_ONCE)
        return Sandbox.objects.create(
            id=secrets.token_urlsafe(24),
            learner=learner,
            shop=day_one(now.timestamp()).as_text(),
            created_at=now,
            touched_at=now,
        )


def sandbox_of(learner: int, *, now: datetime) -> Sandbox | None:
    """Return the learner's own sandbox, if one is still there."""
    found = Sandbox.objects.filter(learner=learner, deleted_at=None, touched_at__gt=now - IDLE)
    return found.order_by("-created_at").first()


def open_sandbox(sandbox_id: str, *, now: datetime, lock: bool = False) -> Sandbox:
    """Return a sandbox in use. Raises UnknownSandbox or SandboxGone."""
    rows = Sandbox.objects.using(settings.LAB_ALIAS)
    try:
        sandbox = (rows.select_for_update() if lock else rows).get(pk=sandbox_id)
    except Sandbox.DoesNotExist:
        raise UnknownSandbox(sandbox_id) from None
    if sandbox.is_gone(now):
        raise SandboxGone(sandbox_id)
    return sandbox


def reset_sandbox(sandbox_id: str, *, now: datetime) -> None:
    """Make everything as on day one. What the learner's requests have proved is kept elsewhere."""
    with writing(settings.LAB_ALIAS):
        sandbox = open_sandbox(sandbox_id, now=now, lock=True)
        sandbox.shop = day_one(now.timestamp()).as_text()
        sandbox.requests, sandbox.epoch, sandbox.touched_at = 0, sandbox.epoch + 1, now
        sandbox.save(update_fields=["shop", "requests", "epoch", "touched_at"])
        sandbox.traces.all().delete()


def delete_sandbox(sandbox_id: str, *, now: datetime) -> None:
    """Empty a sandbox; its id goes on to say that it is gone."""
    with writing(settings.LAB_ALIAS):
        _empty([open_sandbox(sandbox_id, now=now, lock=True).pk], now=now)


def forget_idle_sandboxes(*, now: datetime, limit: int | None = None) -> int:
    """Empty sandboxes that were idle too long and drop the oldest of those; return how many were emptied."""
    with writing(settings.LAB_ALIAS):
        idle = Sandbox.objects.idle_since(now - IDLE).filter(deleted_at=None)
        ids = list(idle.values_list("pk", flat=True)[:limit])
        if ids:
            _empty(ids, now=now)
        Sandbox.objects.filter(deleted_at__lt=now - TOMBSTONE).delete()
        return len(ids)


def _empty(ids: list[str], *, now: datetime) -> None:
    LabTrace.objects.filter(sandbox__in=ids).delete()
    Sandbox.objects.filter(pk__in=ids).update(shop="", proved="", learner=None, deleted_at=now)


def pass_sandboxes_on(guest: int, account: int) -> None:
    """Give a guest's sandboxes to the account that takes over the guest's work."""
    Sandbox.objects.filter(learner=guest).update(learner=account)


def forget_sandboxes_of(learner: int, *, now: datetime) -> None:
    """Empty all sandboxes of someone who goes."""
    with writing(settings.LAB_ALIAS):
        _empty(list(Sandbox.objects.filter(learner=learner, deleted_at=None).values_list("pk", flat=True)), now=now)


def sandboxes_about(learner: int) -> list[dict[str, Any]]:
    """Return what is stored of someone's sandboxes: the requests that are still kept, and when they were made."""
    return [
        {
            "created_at": sandbox.created_at,
            "touched_at": sandbox.touched_at,
            "requests": [trace_from(row.record).as_json() for row in sandbox.traces.all()],
        }
        for sandbox in Sandbox.objects.filter(learner=learner).prefetch_related("traces")
    ]


def set_faults(sandbox_id: str, faults: dict[str, str], *, now: datetime) -> dict[str, str]:
    """Change some switches of a sandbox's weather; return them all."""
    with writing(settings.LAB_ALIAS):
        sandbox = open_sandbox(sandbox_id, now=now, lock=True)
        shop = read_shop(sandbox.shop)
        shop.faults |= faults
        sandbox.shop, sandbox.touched_at = shop.as_text(), now
        sandbox.save(update_fields=["shop", "touched_at"])
        return shop.faults


@dataclass(frozen=True, slots=True)
class Owed:
    """What a request has proved that the learner's own log doesn't have yet."""

    sandbox: str
    learner: int
    trace: Trace
    facts: frozenset[str]


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
    changed = ["requests", "touched_at"]
    if text != sandbox.shop:
        sandbox.shop = text
        changed.append("shop")
    sandbox.touched_at = now
    sandbox.save(update_fields=changed)


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
    LabTrace.objects.bulk_create(
        [trace],
        update_conflicts=True,
        unique_fields=["sandbox", "place"],
        update_fields=["number", "request_id", "record"],
    )
    return finished, _owed(sandbox, finished.trace)


def _owed(sandbox: Sandbox, trace: Trace) -> Owed | None:
    if sandbox.learner is None:
        return None
    facts = {str(trace.status), *(f"{source}-{target}" for source, target in trace.edges)}
    new = frozenset(facts - set(sandbox.proved.split()))
    return Owed(sandbox.pk, sandbox.learner, trace, new) if new else None


def prove(owed: Owed, *, now: datetime) -> None:
    """Copy what a request has proved to the learner's own log, outside the sandbox; once for each fact.

    Never in the way of the answer: what can't be copied now is copied with the next request that proves it.
    """
    try:
        note_lab_work(owed.learner, owed.trace, now=now)
        with writing(settings.LAB_ALIAS):
            row = Sandbox.objects.select_for_update().filter(pk=owed.sandbox).first()
            if row is not None:
                row.proved = " ".join(sorted(set(row.proved.split()) | owed.facts))
                row.save(update_fields=["proved"])
    except DatabaseError:
        logger.warning("what a request proved couldn't be copied", exc_info=True)
