"""Which questions are asked: found by their ids, gathered by card, put into a sitting."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256

from learn.actions.cards import memory_of
from learn.actions.lab import lab
from learn.domain.library import Library
from learn.domain.practice.generator import generate_several, is_question, regenerate
from learn.domain.practice.items import Item
from learn.domain.practice.memory import CardKey, Memory, learner_day
from learn.domain.practice.plan import CARDS_A_DAY, Planned, is_returning, said_again, todays_review
from learn.domain.practice.sitting import SIZE, Entry, Sitting, SittingKind, card_of, fill, of_plan, often_missed
from learn.domain.teach.parts import QuizWanted
from learn.library import library
from learn.models import Card, Learner, PracticeDay

GENERATED = "gen:"
SCENARIOS = "scenarios"
SCENARIOS_A_SITTING = 10
SCENARIOS_IN_A_MIX = 4


class NothingToAsk(Exception):
    """No question fits. The message says why."""


def find_question(surface: str) -> Item:
    """Return a question by its id, written or generated. Raises LookupError where there is none any more."""
    if surface.startswith(GENERATED):
        return _generated(library(), surface)
    return library().items[surface]


def is_there(surface: str) -> bool:
    """Whether a question can still be asked; it may have been taken out of the set."""
    # Making a scenario costs more than all the rest of an answer.
    return is_question(surface, lab()) if surface.startswith(GENERATED) else surface in library().items


@lru_cache(maxsize=512)
def _generated(held: Library, surface: str) -> Item:
    return regenerate(surface, lab(), held.pairs)


@lru_cache(maxsize=2)
def surfaces(held: Library) -> Mapping[CardKey, Sequence[str]]:
    """Return the written questions of each card; what is answered aloud isn't one of them."""
    found: dict[CardKey, list[str]] = {}
    for pair in held.pairs.values():
        for code in pair.codes:
            found[CardKey(pair.slug, code)] = []
    for item in held.items.values():
        card = card_of(item)
        if card is not None and item.kind != "free":
            found.setdefault(card, []).append(item.id)
    return found


@lru_cache(maxsize=2)
def _about(held: Library) -> Mapping[int, Sequence[str]]:
    """Return the written questions of each main code, without those answered aloud."""
    found: dict[int, list[str]] = {}
    for item in held.items.values():
        if item.kind != "free":
            found.setdefault(item.codes[0], []).append(item.id)
    return found


def others_of(entry: Entry) -> Sequence[str]:
    """Return the questions that ask for what one of a sitting asks for: its card, or else its main code."""
    if entry.card is not None:
        return surfaces(library()).get(entry.card, ())
    return _about(library()).get(find_question(entry.surface).codes[0], ())


def memories_of(cards: Sequence[Card]) -> dict[CardKey, Memory]:
    """Return the memory of each card by its key."""
    return {CardKey(card.pair, card.code): memory_of(card) for card in cards}


def confident_misses(cards: Sequence[Card]) -> set[CardKey]:
    return {CardKey(card.pair, card.code) for card in cards if card.confident_miss}


def plan_review(
    learner: Learner | None, cards: Sequence[Card], *, now: datetime, restart: bool = False
) -> list[Planned]:
    """Return what is left of today's review, at its end what to say again. With ``restart``, ten cards."""
    zone = learner.time_zone or "UTC" if learner else "UTC"
    today = learner_day(now, zone)
    day = PracticeDay.objects.filter(learner=learner, day=today).first() if learner else None
    seen: dict[str, int] = {}
    for card in cards:
        seen |= json.loads(card.seen)
    known = surfaces(library())
    planned = todays_review(
        memories_of(cards),
        known,
        now=now,
        timezone_name=zone,
        done_today=day.reviews if day else 0,
        cap=learner.cards_a_day if learner else CARDS_A_DAY,
        paused=learner.practice_paused if learner else False,
        returning=restart,
        confident_misses=confident_misses(cards),
        seen=seen,
        new_order=list(known),
        seed=f"{learner.pk if learner else 0}.{today}",
    )
    return planned + (_said_again(learner, today, zone) if learner and not learner.practice_paused else [])


def _said_again(learner: Learner, today: date, zone: str) -> list[Planned]:
    """Return the question that was answered in one's own words and is to be so again today, if there is one."""
    said: dict[str, set[date]] = {}
    asked = _said(library())
    rows = learner.practice_answers.filter(item__in=asked).order_by()
    for surface, at in rows.values_list("item", "answered_at"):
        said.setdefault(surface, set()).add(learner_day(at, zone))
    again = said_again(said, today)
    return [Planned(card_of(library().items[again]), again, "again")] if again else []


@lru_cache(maxsize=2)
def _said(held: Library) -> Sequence[str]:
    """Return the questions that are answered in one's own words."""
    return [item.id for item in held.items.values() if item.kind == "free"]


def returns_after_absence(learner: Learner | None, cards: Sequence[Card], *, now: datetime) -> bool:
    """Whether to offer ten cards to begin again with."""
    if learner is None or not cards:
        return False
    return is_returning(memories_of(cards), now, learner.time_zone or "UTC", cap=learner.cards_a_day)


def plan_sitting(
    learner: Learner | None, cards: Sequence[Card], kind: SittingKind, about: str, *, now: datetime, seed: str
) -> Sitting:
    """Return a new sitting of that kind. Raises NothingToAsk where there is nothing to ask."""
    if kind == "review":
        planned = of_plan(plan_review(learner, cards, now=now, restart=about == "restart"))
    elif kind == "misses":
        missed = often_missed(memories_of(cards), confident_misses(cards))
        planned = fill(kind, _written(), seed=seed, missed=missed)
    elif kind == "lesson":
        planned = fill(kind, _of_lesson(about), seed=seed)
    elif kind == "mixed" and about == SCENARIOS:
        planned = fill(kind, scenarios(seed, SCENARIOS_A_SITTING), seed=seed, size=SCENARIOS_A_SITTING)
    elif kind == "mixed":
        planned = fill(kind, [*_written(), *scenarios(seed, SCENARIOS_IN_A_MIX)], seed=seed)
    else:
        planned = fill(kind, _written(), seed=seed, pair=about)
    if not planned.entries:
        raise NothingToAsk(kind)
    return planned


def scenarios(seed: str, count: int, boxes: Collection[str] = ()) -> list[Item]:
    """Return generated questions for a sitting, decided at those boxes (any, where empty), no two alike."""
    number = int.from_bytes(sha256(seed.encode()).digest()[:6])
    return generate_several(number, count, lab(), library().pairs, boxes=boxes)


def plan_quiz(wanted: QuizWanted, *, seed: str) -> Sitting:
    """Return the questions of an assigned quiz. Raises NothingToAsk where the content has none of them any more."""
    if wanted.is_generated:
        items = scenarios(seed, wanted.count or SCENARIOS_A_SITTING, wanted.boxes)
        entries = tuple(Entry(item.id, card_of(item)) for item in items)
    elif wanted.set:
        entries = fill("interview", _written(), seed=seed).entries
    else:
        entries = fill("pair", _written(), seed=seed, pair=wanted.pair, size=wanted.count or SIZE).entries
    if not entries:
        raise NothingToAsk("assigned")
    return Sitting(entries, kind="assigned")


def _written() -> list[Item]:
    return list(library().items.values())


def _of_lesson(slug: str) -> list[Item]:
    """Return the questions of a lesson: its own checks, and those written about its pairs."""
    lesson = library().lessons[slug]
    own = [library().items[item] for item in lesson.checks]
    others = [item for item in _written() if item.pair in lesson.pairs and item not in own and item.kind != "free"]
    return [*own, *others[:8]]
