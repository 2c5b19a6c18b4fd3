"""Sittings: begun, gone on with, read as the domain knows them, and over."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import IntegrityError
from django.db.models import F, QuerySet

from learn.actions.planning import is_there
from learn.actions.writing import action
from learn.domain.hints import require_pause
from learn.domain.practice import sitting as sittings
from learn.domain.practice.memory import learner_day
from learn.domain.practice.sitting import as_json, from_json
from learn.models import Learner, Sitting


def begin_sitting(learner: Learner, planned: sittings.Sitting, *, about: str, now: datetime, **attempt: Any) -> Sitting:
    """Return the sitting of this kind that is open, or else a new one; ``attempt`` is what an assigned one has more.

    A review of an earlier day is over: what is due by now is planned anew.
    """
    try:
        return _begin(learner, planned, about=about, now=now, **attempt)
    except IntegrityError:
        return Sitting.objects.get(learner=learner, kind=planned.kind, about=about, finished_at=None)


@action
def _begin(learner: Learner, planned: sittings.Sitting, *, about: str, now: datetime, **attempt: Any) -> Sitting:
    open_one = learner.sittings.filter(kind=planned.kind, about=about, finished_at=None).first()
    if open_one is not None and _goes_on(learner, open_one, now):
        return open_one
    if open_one is not None:
        finish(open_one, now=now)
    learner.see(now)
    timed = {"ends_at": now + timedelta(seconds=planned.seconds)} if planned.seconds else {}
    return Sitting.objects.create(
        learner=learner,
        kind=planned.kind,
        about=about,
        entries=json.dumps(as_json(planned)),
        count=len(planned.entries),
        begun_at=now,
        **timed,
        **attempt,
    )


def _goes_on(learner: Learner, open_one: Sitting, now: datetime) -> bool:
    """Whether a sitting is to be gone on with: there is more to ask, and a review is of the learner's day."""
    if open_one.is_over(now) or planned_of(open_one).is_finished:
        return False
    zone = learner.time_zone or "UTC"
    return open_one.kind != Sitting.Kind.REVIEW or learner_day(open_one.begun_at, zone) == learner_day(now, zone)


@action
def open_hint(sitting: Sitting, *, number: int, now: datetime) -> None:
    """Open the next hint at the question that is next; nothing changes if it is open already. Raises HintNotYet."""
    if number <= sitting.hints:
        return
    require_pause(sitting.hinted_at if sitting.hints else None, now)
    here = Sitting.objects.filter(pk=sitting.pk, at=sitting.at, finished_at=None, hints=sitting.hints)
    here.update(hints=F("hints") + 1, hinted_at=now)
    sitting.refresh_from_db(fields=["hints", "hinted_at"])


@action
def finish(sitting: Sitting, *, now: datetime) -> None:
    """Note that a sitting is over."""
    sitting.finished_at = now
    sitting.save(update_fields=["finished_at"])


def let_go(assigned: QuerySet[Sitting], *, now: datetime) -> None:
    """End attempts whose assignment goes away, and let all of them be told: there is no due date to wait for."""
    assigned.filter(finished_at=None).update(finished_at=now)
    assigned.filter(explained_from__gt=now).update(explained_from=now)


def is_explained(sitting: Sitting, now: datetime) -> bool:
    """Whether what was answered may be told right or wrong by now."""
    return sitting.explained_from is None or now >= sitting.explained_from


def planned_of(sitting: Sitting) -> sittings.Sitting:
    """Return the sitting as the domain knows it, its next question one that is still there."""
    return passing_over(replace(read_entries(sitting.entries), at=sitting.at))


@lru_cache(maxsize=256)
def read_entries(entries: str) -> sittings.Sitting:
    """Return stored entries as the domain knows them; an answer and its page ask for the same ones several times."""
    return from_json(json.loads(entries))


def passing_over(planned: sittings.Sitting) -> sittings.Sitting:
    """Return the sitting without the next questions that were taken out of the set since it was begun."""
    at = planned.at
    while planned.current is not None and not is_there(planned.current.surface):
        planned = replace(planned, entries=planned.entries[:at] + planned.entries[at + 1 :])
    return planned
