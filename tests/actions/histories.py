"""Long histories of practice, as their seed has them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from learn.actions.cards import review_by_lab
from learn.actions.planning import others_of
from learn.actions.practice import Given, keep_answer
from learn.actions.sittings import begin_sitting, planned_of
from learn.domain.practice.marking import mark
from learn.domain.practice.marks import Marking
from learn.domain.practice.sitting import Entry, card_of
from learn.domain.practice.sitting import Sitting as Planned
from learn.library import library
from learn.models import Learner, PracticeAnswer, Sitting
from tests.conftest import NOW

KINDS = ("review", "mixed", "pair", "lesson", "misses")
ZONES = ("", "Europe/Berlin", "Pacific/Auckland", "America/New_York")
ITEMS = [item for item in library().items.values() if item.kind == "code"]
NOT_REMEMBERED = {"id", "learner_id"}


def marked(surface: str, *, right: bool) -> Marking:
    item = library().items[surface]
    given = item.right.key if right else next(answer.key for answer in item.answers if not answer.right)
    return mark(item, given, library().registry, library().backend)


def given(sitting: Sitting, *, right: bool = True, **facts: Any) -> Given:
    """Return an answer to the question that a sitting asks next."""
    entry = planned_of(sitting).current
    assert entry is not None
    usual: dict[str, Any] = {"certainty": 2, "seconds": 20.0, "quick_seconds": 12.0, "hints": 0, "last_hint": False}
    marking = marked(entry.surface, right=right)
    return Given(place=sitting.at, marking=marking, chosen=int(marking.given.key), **(usual | facts))


def keep(sitting: Sitting, learner: Learner, now: datetime = NOW, **facts: Any) -> PracticeAnswer:
    """Answer the question that a sitting asks next."""
    return keep_answer(learner, sitting, given(sitting, **facts), others=codes_alone, now=now)


def codes_alone(entry: Entry) -> list[str]:
    return [surface for surface in others_of(entry) if library().items[surface].kind == "code"]


def sitting_of(learner: Learner, *surfaces: str, kind: str = "pair", about: str = "", now: datetime = NOW) -> Sitting:
    entries = tuple(Entry(surface, card_of(library().items[surface])) for surface in surfaces)
    return begin_sitting(learner, Planned(entries, kind=kind), about=about, now=now)


def practise(learner: Learner, seed: int, *, answers: int = 150) -> None:
    """Answer questions over some months, from several places, and obtain a code in the lab here and there."""
    rng, now = Random(seed), NOW + timedelta(minutes=seed)
    for number in range(answers // 5):
        now += timedelta(hours=rng.choice((0, 1, 9, 20, 26, 24 * 5, 24 * 12)))
        if not number % 10:
            learner.time_zone = rng.choice(ZONES)
            learner.save()
        surfaces = [item.id for item in rng.sample(ITEMS, 5)]
        sitting = sitting_of(learner, *surfaces, kind=rng.choice(KINDS), about=f"n{number}", now=now)
        for facts in _facts(rng, 5):
            now += timedelta(seconds=rng.randrange(1, 90))
            keep(sitting, learner, now, **facts)
        review_by_lab(learner, [rng.choice(ITEMS).codes[0]], now=now)


def _facts(rng: Random, count: int) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        hints = rng.choice((0, 0, 0, 1, 2))
        yield {
            "right": rng.random() < 0.7,
            "certainty": rng.choice((1, 2, 3, 3, None)),
            "seconds": rng.choice((3.0, 8.5, 40.0)),
            "hints": hints,
            "last_hint": hints == 2,
        }


def remembered(learner: Learner) -> list[dict[str, Any]]:
    """Return every card with all its columns, but for whose it is."""
    rows = learner.cards.order_by("pair", "code").values()
    return [{name: value for name, value in row.items() if name not in NOT_REMEMBERED} for row in rows]


def logged(learner: Learner) -> list[dict[str, Any]]:
    rows = learner.practice_answers.order_by("answered_at", "pk").values()
    return [{name: value for name, value in row.items() if name != "learner_id"} for row in rows]
