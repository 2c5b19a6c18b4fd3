"""What the practice page offers: today's review, open sittings, sets by lesson and pair, settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learn.actions.planning import confident_misses, memories_of, plan_review, returns_after_absence, surfaces
from learn.actions.sittings import planned_of
from learn.domain.lessons.reader import Lesson
from learn.domain.practice.knowing import PairState
from learn.domain.practice.memory import learner_day
from learn.domain.practice.pairs import Pair
from learn.domain.practice.plan import due_cards, weeks_in_a_row
from learn.domain.practice.sitting import often_missed
from learn.forms.practice import SettingsForm
from learn.library import library
from learn.models import Card, Learner, Sitting
from learn.views.knowing import STATE_WORDS
from learn.views.questions import about_of


@dataclass(frozen=True)
class PairRow:
    pair: Pair
    state: PairState | None
    questions: int

    @property
    def words(self) -> str:
        return STATE_WORDS[self.state] if self.state else "new"


def hub_context(
    learner: Learner | None,
    cards: Sequence[Card],
    sittings: Sequence[Sitting],
    states: Mapping[str, PairState],
    now: datetime,
) -> dict[str, Any]:
    """Return what the practice page shows someone; cards, sittings and the pairs' states are their own."""
    held = library()
    planned = plan_review(learner, cards, now=now)
    zone = learner.time_zone or "UTC" if learner else "UTC"
    known = surfaces(held)
    due = due_cards(memories_of(cards), now, zone)
    return {
        "learner": learner,
        "planned": planned,
        "due_count": sum(plan.why != "new" for plan in planned),
        "new_count": sum(plan.why == "new" for plan in planned),
        "overdue": len(due),
        "returning": returns_after_absence(learner, cards, now=now),
        "open_sittings": [(one, about_of(one)) for one in sittings if not one.is_over(now) and planned_of(one).current],
        "lessons": [lesson for lesson in held.order if _has_questions(lesson)],
        "pairs": [
            PairRow(pair, states.get(pair.slug), sum(len(known[key]) for key in known if key.pair == pair.slug))
            for pair in held.pairs.values()
        ],
        "missed_count": len(often_missed(memories_of(cards), confident_misses(cards))),
        "question_count": len(held.items),
        "weeks": _weeks(learner, now, zone),
        "form": SettingsForm(instance=learner) if learner else None,
    }


def _has_questions(lesson: Lesson) -> bool:
    return bool(lesson.checks)


def _weeks(learner: Learner | None, now: datetime, zone: str) -> int:
    if learner is None or not learner.weeks_shown:
        return 0
    days = learner.practice_days.values_list("day", flat=True)
    return weeks_in_a_row(days, learner_day(now, zone))
