"""Cards: what the memory model knows of each, written as columns, and made anew from the log where need be."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from learn.actions.writing import action
from learn.domain.practice.memory import (
    SURE,
    Answered,
    CardKey,
    Memory,
    Rating,
    lab_success,
    learner_day,
    review,
)
from learn.domain.practice.sitting import MIXED_SETS
from learn.models import Card, Learner, PracticeAnswer
from learn.models.keyed import Keyed

LAB = "lab"
CARD = Keyed(Card, "learner_id", "pair", "code", lock=True)
# The columns that hold the memory, and all that a review may change.
MEMORY = tuple(field.name for field in fields(Memory))
REMEMBERED = (*MEMORY, "seen", "confident_miss", "first_right_at", "known_at")


def answered_of(answer: PracticeAnswer) -> Answered:
    """Return the facts of a logged answer, as the memory model takes them."""
    return Answered(
        right=answer.right,
        certainty=answer.certainty,
        seconds=answer.seconds,
        hints=answer.hints,
        last_hint=answer.last_hint,
        quick_seconds=answer.quick_seconds,
        at=answer.answered_at,
        timezone_name=answer.time_zone,
    )


def memory_of(card: Card) -> Memory:
    """Return a card's memory from its columns."""
    return Memory(**{name: getattr(card, name) for name in MEMORY})


def apply_review(
    learner: Learner, key: CardKey, card: Card | None, answered: Answered, *, surface: str, kind: str
) -> tuple[bool, Rating]:
    """Review the card, made where there is none; return whether it was the day's first review, and the rating."""
    card, first, rating = _reviewed(learner, key, card, answered, surface=surface, kind=kind)
    if card._state.adding:
        CARD.add(card)
    else:
        CARD.change(learner.pk, key.pair, key.code, **{name: getattr(card, name) for name in REMEMBERED})
    return first, rating


def _reviewed(
    learner: Learner, key: CardKey, card: Card | None, answered: Answered, *, surface: str, kind: str
) -> tuple[Card, bool, Rating]:
    """Write a review into the card's columns, without saving it."""
    before = memory_of(card) if card is not None else None
    memory, rating = review(before, answered)
    zone = answered.timezone_name
    first = before is None or learner_day(before.last_review, zone) != learner_day(answered.at, zone)
    card = card or Card(learner=learner, pair=key.pair, code=key.code)
    for name in MEMORY:
        setattr(card, name, getattr(memory, name))
    if surface:
        seen = json.loads(card.seen)
        card.seen = json.dumps({**seen, surface: seen.get(surface, 0) + 1})
    right = answered.right and not answered.last_hint
    # What was wrong though sure stays so until it is known on another day: right after the feedback says little.
    if not answered.right and answered.certainty == SURE:
        card.confident_miss = True
    elif right and first:
        card.confident_miss = False
    if right:
        card.first_right_at = card.first_right_at or answered.at
        if kind in MIXED_SETS:
            card.known_at = answered.at
    else:
        card.known_at = None
    return card, first, rating


def review_by_lab(learner: Learner, codes: Sequence[int], *, now: datetime) -> None:
    """Count a code obtained in the lab as a right review of every card about it that the learner has begun.

    Once in a learner's day: a challenge solved again, and the code it is about, tell nothing new.
    """
    answered = lab_success(now, learner.time_zone or "UTC")
    before = learner.practice_answers.filter(kind=LAB, code__in=codes, answered_at__gt=now - timedelta(days=2))
    today = {
        (one.pair, one.code) for one in before if learner_day(one.answered_at, answered.timezone_name) == answered.day
    }
    for card in learner.cards.select_for_update().filter(code__in=codes):
        if (card.pair, card.code) in today:
            continue
        _, rating = apply_review(learner, CardKey(card.pair, card.code), card, answered, surface="", kind=LAB)
        PracticeAnswer.objects.create(
            learner=learner,
            place=0,
            item=LAB,
            version=0,
            kind=LAB,
            pair=card.pair,
            code=card.code,
            right=True,
            seconds=0,
            quick_seconds=0,
            rating=rating,
            time_zone=answered.timezone_name,
            answered_at=now,
        )


@action
def rebuild_cards(learner: Learner) -> int:
    """Make all of a learner's cards anew from the log; return how many there are."""
    learner.cards.all().delete()
    cards: dict[CardKey, Card] = {}
    log = learner.practice_answers.exclude(pair="").filter(sitting__explained_from=None)
    for answer in log.order_by("answered_at", "pk").iterator():
        key = CardKey(answer.pair, answer.code)
        surface = answer.item if answer.item != LAB else ""
        answered = answered_of(answer)
        cards[key], _, _ = _reviewed(learner, key, cards.get(key), answered, surface=surface, kind=answer.kind)
    Card.objects.bulk_create(cards.values())
    return len(cards)
