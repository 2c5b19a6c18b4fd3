"""Peer instruction: a scenario for the whole class, predicted twice with a discussion between, then really sent."""

from datetime import UTC, datetime
from secrets import token_urlsafe

from django.conf import settings
from django.db.models import F

from learn import provider
from learn.actions.classes import held
from learn.actions.lab import answer, lab
from learn.actions.writing import action, writing
from learn.domain.lab.share import frozen
from learn.domain.practice.generator import generate, scenario
from learn.domain.practice.items import Kind
from learn.library import library
from learn.models import Classroom, Member, Round, Sandbox, Vote

NEXT = {
    Round.Phase.FIRST: Round.Phase.DISCUSS,
    Round.Phase.DISCUSS: Round.Phase.SECOND,
    Round.Phase.SECOND: Round.Phase.SENT,
}
BOX: tuple[Kind, ...] = ("box",)
VOTING = (Round.Phase.FIRST, Round.Phase.SECOND)


class RoundMoved(Exception):
    """Somebody else has moved the round on, or it is over."""


class NotVoting(Exception):
    """Nothing can be predicted at the moment, or something else than was asked."""


def begin_round(classroom: Classroom, *, seed: int, boxes: tuple[str, ...], now: datetime) -> Round:
    """Return the round that is on, or else a new one; one whose request has been sent is ended for it.

    Raises ValueError for boxes that no scenario can stop at, and Conflict where the class is archived.
    """
    item = generate(seed, lab(), library().pairs, boxes=boxes, kinds=BOX)
    with writing():
        current = held(classroom)
        running = current.rounds.filter(closed_at=None).first()
        if running is not None and running.phase != Round.Phase.SENT:
            return running
        if running is not None:
            _close(running, now)
        return Round.objects.create(classroom=current, scenario=item.id, begun_at=now)


def move_on(current: Round, *, from_phase: str, now: datetime) -> None:
    """Move a round from a phase to its next; the last step sends the request for all to see.

    Raises RoundMoved where the round isn't in that phase, LookupError where its scenario can't be made any more, and
    Conflict where the class is archived.
    """
    following = NEXT.get(Round.Phase(from_phase)) if from_phase in Round.Phase.values else None
    if following is None or current.closed_at is not None or current.phase != from_phase:
        raise RoundMoved
    record = _send(current.scenario, now) if following == Round.Phase.SENT else ""
    with writing():
        held(current.classroom)
        moved = Round.objects.filter(pk=current.pk, phase=from_phase, closed_at=None).update(
            phase=following,
            record=record,
            sent_at=now if record else None,
            version=F("version") + 1,
        )
    if not moved:
        raise RoundMoved


def _send(item_id: str, now: datetime) -> str:
    """Send the scenario's request to a sandbox of its own that stands as it says; return the exchange, frozen."""
    name = token_urlsafe(24)
    began = scenario(item_id, lab(), sandbox=f"/lab/{name}")
    moment = datetime.fromtimestamp(began.now, UTC)
    with writing(settings.LAB_ALIAS):
        # By the scenario's own clock it may look idle for long, or yet to come: neither ends it before its request.
        Sandbox.objects.create(id=name, shop=began.shop.as_text(), created_at=now, touched_at=max(now, moment))
    try:
        finished, _ = answer(name, began.request, clock=lambda: moment, ask=provider.ask)
    finally:
        with writing(settings.LAB_ALIAS):
            Sandbox.objects.filter(pk=name).delete()
    return frozen(finished.trace).as_text()


@action
def close_round(current: Round, *, now: datetime) -> None:
    """End a round; ending it again changes nothing. Raises Conflict where the class is archived."""
    held(current.classroom)
    _close(current, now)


def _close(current: Round, now: datetime) -> None:
    Round.objects.filter(pk=current.pk, closed_at=None).update(closed_at=now, version=F("version") + 1)


@action
def vote(current: Round, member: Member, *, phase: str, place: str, certainty: int, now: datetime) -> None:
    """Keep what a member predicts; until the phase is over it may be changed.

    Raises NotVoting where the round isn't in that phase, and Conflict where the class is archived.
    """
    held(current.classroom)
    asked = Round.objects.select_for_update().get(pk=current.pk)
    if asked.closed_at is not None or asked.phase not in VOTING or asked.phase != phase:
        raise NotVoting
    Vote.objects.update_or_create(
        round=asked,
        member=member,
        phase=phase,
        defaults={"place": place, "certainty": certainty, "voted_at": now},
    )
    Round.objects.filter(pk=asked.pk).update(version=F("version") + 1)
