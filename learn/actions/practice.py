"""Practice: keeping each answer once, and what the cards remember after it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from learn.actions.cards import CARD, answered_of, apply_review, rebuild_cards
from learn.actions.sittings import passing_over, planned_of, read_entries
from learn.actions.writing import action
from learn.domain.practice import sitting as sittings
from learn.domain.practice.marks import Marking
from learn.domain.practice.memory import CardKey, Rating, learner_day, rate
from learn.domain.practice.returning import after_answer
from learn.domain.practice.sitting import Entry, as_json
from learn.models import Learner, PracticeAnswer, PracticeDay, Sitting
from learn.models.keyed import Keyed

ANSWER = Keyed(PracticeAnswer)
WISHES = ("time_zone", "cards_a_day", "practice_paused", "weeks_shown")
# A sitting where it was read: only one of two who answer at once finds it there.
SITTING_AT = Keyed(Sitting, "pk", "at", "finished_at__isnull")


class AnsweredOtherwise(Exception):
    """This place was answered before, and otherwise. ``answer`` is what is stored."""

    def __init__(self, answer: PracticeAnswer) -> None:
        super().__init__(f"place {answer.place} of sitting {answer.sitting_id} was answered before")
        self.answer = answer


class NotThere(Exception):
    """The sitting isn't at that place: it is over, or further on."""


class MovedOn(Exception):
    """Somebody else has answered this place since the sitting was read."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given to a question at a place of a sitting."""

    place: int
    marking: Marking
    certainty: int | None
    seconds: float
    quick_seconds: float
    hints: int
    last_hint: bool
    chosen: int | None


def keep_answer(
    learner: Learner, sitting: Sitting, given: Given, *, others: Callable[[Entry], Sequence[str]], now: datetime
) -> PracticeAnswer:
    """Store an answer, move the sitting on, and review the card; return what is stored. The same again changes nothing.

    ``others`` gives the questions that ask for the same, for a miss to return with another one. Raises
    AnsweredOtherwise or NotThere.
    """
    try:
        return _keep(learner, sitting, given, others, now)
    except (MovedOn, IntegrityError):
        # Another tab, or the same click twice: what was stored meanwhile decides.
        sitting.refresh_from_db()
        return _keep(learner, sitting, given, others, now)


@action
def _keep(
    learner: Learner, sitting: Sitting, given: Given, others: Callable[[Entry], Sequence[str]], now: datetime
) -> PracticeAnswer:
    if given.place < sitting.at:
        stored = sitting.answers.get(place=given.place)
        if stored.given != given.marking.canonical:
            raise AnsweredOtherwise(stored)
        return stored
    planned = planned_of(sitting)
    entry = planned.current
    if entry is None or given.place != planned.at or sitting.is_over(now):
        raise NotThere
    ahead = after_answer(planned, given.marking.right, others(entry))
    asked = int(not entry.returned)
    _advance(sitting, passing_over(ahead), now, asked=asked, right=asked * given.marking.right)
    # Memory learns from a mistake when it is told; what is explained later would give the mark away.
    card = entry.card if sitting.explained_from is None else None
    answer = _answer(learner, sitting, entry, given, now)
    first, answer.rating = _review_card(learner, card, answer)
    ANSWER.add(answer)
    _count_day(learner, now, first=first)
    return answer


def _answer(learner: Learner, sitting: Sitting, entry: Entry, given: Given, now: datetime) -> PracticeAnswer:
    """Return the answer as the log will have it, but for its rating."""
    item = given.marking.item
    return PracticeAnswer(
        learner=learner,
        sitting=sitting,
        place=given.place,
        item=entry.surface,
        version=item.version,
        kind=sitting.kind,
        pair=entry.card.pair if entry.card else "",
        code=entry.card.code if entry.card else item.codes[0],
        given=given.marking.canonical,
        right=given.marking.right,
        chosen=given.chosen,
        certainty=given.certainty,
        seconds=given.seconds,
        quick_seconds=given.quick_seconds,
        hints=given.hints,
        last_hint=given.last_hint,
        time_zone=learner.time_zone or "UTC",
        answered_at=now,
    )


def _advance(sitting: Sitting, planned: sittings.Sitting, now: datetime, *, asked: int, right: int) -> None:
    """Move the sitting on from where it was read, counting the answer; only one of two who try at once does."""
    before = read_entries(sitting.entries)
    entries = sitting.entries if planned.entries == before.entries else json.dumps(as_json(planned))
    count, finished_at = len(planned.entries), now if planned.is_finished else None
    asked, right = sitting.asked + asked, sitting.right + right
    moved = SITTING_AT.change(
        sitting.pk,
        sitting.at,
        entries=entries,
        at=planned.at,
        count=count,
        finished_at=finished_at,
        answered_at=now,
        hints=0,
        asked=asked,
        right=right,
    )
    if not moved:
        raise MovedOn
    sitting.asked, sitting.right, sitting.hints = asked, right, 0
    sitting.entries, sitting.at, sitting.count, sitting.finished_at = entries, planned.at, count, finished_at


def _review_card(learner: Learner, key: CardKey | None, answer: PracticeAnswer) -> tuple[bool, Rating]:
    """Review the card; return whether this was its first review of the learner's day, and the rating."""
    answered = answered_of(answer)
    if key is None:
        return False, rate(answered, None)
    card = CARD.find(learner.pk, key.pair, key.code)
    return apply_review(learner, key, card, answered, surface=answer.item, kind=answer.kind)


def _count_day(learner: Learner, now: datetime, *, first: bool) -> None:
    day = learner_day(now, learner.time_zone or "UTC")
    PracticeDay.objects.add(learner.pk, day, answers=1, reviews=int(first))


@action
def keep_wishes(learner: Learner, wishes: Mapping[str, Any]) -> None:
    """Keep how practice is wished: fields of the learner by their names."""
    for name, value in wishes.items():
        setattr(learner, name, value)
    learner.save(update_fields=list(wishes))


def join_practice(guest: Learner, account: Learner) -> None:
    """Give a guest's practice to the account: its answers go into the log, from which the cards are made anew."""
    begun = set(account.sittings.filter(finished_at=None).values_list("kind", "about"))
    for sitting in guest.sittings.all():
        if sitting.finished_at is None and (sitting.kind, sitting.about) in begun:
            sitting.finished_at = sitting.begun_at
        sitting.learner = account
        sitting.save(update_fields=["learner", "finished_at"])
    if guest.practice_answers.update(learner=account):
        rebuild_cards(account)
    for day in guest.practice_days.all():
        PracticeDay.objects.add(account.pk, day.day, answers=day.answers, reviews=day.reviews)
    guest.practice_days.all().delete()
    _join_wishes(guest, account)


def _join_wishes(guest: Learner, account: Learner) -> None:
    """Let an account that has no time zone yet have the guest's, and what else was wished where it wished nothing."""
    if account.time_zone:
        return
    usual = Learner()
    unsaid = [name for name in WISHES if getattr(account, name) == getattr(usual, name)]
    keep_wishes(account, {name: getattr(guest, name) for name in unsaid})
