"""Sandboxes: making, finding, resetting and forgetting them. Each is one transaction on the lab's database."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from learn.actions.writing import writing
from learn.domain.lab.shop import day_one, read_shop
from learn.domain.lab.trace import trace_from
from learn.models import Exchange, LabTrace, Sandbox
from learn.models.keyed import Keyed
from learn.models.lab import IDLE

EXCHANGE_FIELDS = ("request_id", "sent_at", "method", "target", "status", "route", "challenge")
TOMBSTONE = timedelta(days=30)
FORGOTTEN_AT_ONCE = 20
SANDBOX, LOCKED = Keyed(Sandbox, "pk"), Keyed(Sandbox, "pk", lock=True)


class UnknownSandbox(Exception):
    """There has never been a sandbox of this id."""


class SandboxGone(Exception):
    """The sandbox was deleted, or has been idle too long."""


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
    sandbox = (LOCKED if lock else SANDBOX).find(sandbox_id)
    if sandbox is None:
        raise UnknownSandbox(sandbox_id)
    if sandbox.is_gone(now):
        raise SandboxGone(sandbox_id)
    return sandbox


def reset_sandbox(sandbox_id: str, *, now: datetime) -> None:
    """Make everything as on day one. What the learner's requests have proved is kept elsewhere."""
    with writing(settings.LAB_ALIAS):
        sandbox = open_sandbox(sandbox_id, now=now, lock=True)
        sandbox.shop = day_one(now.timestamp()).as_text()
        sandbox.requests, sandbox.epoch, sandbox.touched_at = 0, sandbox.epoch + 1, now
        sandbox.begin_challenge_anew()
        sandbox.save()
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
    Sandbox.objects.filter(pk__in=ids).update(shop="", proved="", challenge="", solved="", learner=None, deleted_at=now)


def pass_sandboxes_on(guest: int, account: int) -> None:
    """Give a guest's sandboxes, and what was sent to them, to the account that takes over the guest's work."""
    with writing(settings.LAB_ALIAS):
        Sandbox.objects.filter(learner=guest).update(learner=account)
        Exchange.objects.filter(learner=guest).update(learner=account)


def forget_sandboxes_of(learner: int, *, now: datetime) -> None:
    """Empty all sandboxes of someone who goes."""
    with writing(settings.LAB_ALIAS):
        Exchange.objects.filter(learner=learner).delete()
        _empty(list(Sandbox.objects.filter(learner=learner, deleted_at=None).values_list("pk", flat=True)), now=now)


def exchanges_about(learner: int) -> list[dict[str, Any]]:
    """Return every request that someone has sent to sandboxes of their own, in short."""
    return list(Exchange.objects.filter(learner=learner).values(*EXCHANGE_FIELDS))


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
