"""Everything that is kept of someone's learning: what their progress is told from, and its version."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from learn.access import (
    cards_of,
    checks_of,
    counted_answers_of,
    counted_predictions_of,
    day_counts_of,
    obtained_by,
    progress_of,
    solved_by,
    walks_of,
)
from learn.actions.planning import memories_of
from learn.domain.mixups import Alike
from learn.domain.practice.memory import CardKey, Memory, learner_day
from learn.library import library
from learn.models import Card, Learner, LessonProgress, ObtainedCode
from learn.views.lessons import state_of


@dataclass(frozen=True)
class Kept:
    """Everything that is kept of someone's learning, as it is at a moment."""

    now: datetime
    learner: Learner | None
    lessons: list[LessonProgress]
    checks: set[tuple[str, bool]]
    walks: set[tuple[str, str, str, str]]
    obtained: list[ObtainedCode]
    cards: list[Card]
    days: dict[date, int]
    answers: list[Alike]
    predictions: list[tuple[int, bool, int]]
    solved: set[str]

    @classmethod
    def of(cls, learner: Learner | None, number: int | None, now: datetime) -> "Kept":
        return cls(
            now,
            learner,
            progress_of(number),
            checks_of(number),
            walks_of(number),
            [row for row in obtained_by(number) if row.code in library().registry],
            cards_of(number),
            day_counts_of(number),
            counted_answers_of(number),
            counted_predictions_of(number),
            {*solved_by(number)} & library().challenges.keys(),
        )

    @property
    def time_zone(self) -> str:
        return self.learner.time_zone or "UTC" if self.learner else "UTC"

    @property
    def today(self) -> date:
        return learner_day(self.now, self.time_zone)

    @cached_property
    def memories(self) -> dict[CardKey, Memory]:
        return memories_of(self.cards)

    def walked(self, by: str) -> set[tuple[str, str, str]]:
        return {(graph, source, target) for way, graph, source, target in self.walks if way == by}

    @property
    def version(self) -> tuple[Any, ...]:
        """Whatever the page shows; what is remembered and due changes with the learner's day."""
        learner = self.learner
        wished = (learner.cards_a_day, learner.practice_paused, learner.weeks_shown) if learner else ()
        return (
            self.today,
            self.time_zone,
            wished,
            state_of(self.lessons),
            sorted(self.checks),
            sorted(self.walks),
            [(row.code, row.request, row.obtained_at) for row in self.obtained],
            list(self.memories.items()),
            [(card.first_right_at, card.known_at) for card in self.cards],
            sorted(self.days.items()),
            self.answers,
            self.predictions,
            sorted(self.solved),
        )
