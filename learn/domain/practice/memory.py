"""What a learner remembers of a card: the FSRS model behind one small door.

A card is reviewed once in a learner's day. Of later answers on that day only the first miss after a right one counts:
it lowers the stability. Any miss is due on the next day; FSRS alone would wait for nine after a stable memory's.
Elapsed time is counted in learner's days, so that an evening's cards may be answered the next morning.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import IntEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import fsrs

DAY_BEGINS = timedelta(hours=4)
UNSURE, SURE = 1, 3
# No steps of minutes: within a sitting, a miss returns by the sitting's own rule.
SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Rating(IntEnum):
    """How well something was remembered, in the four steps of the memory model."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True, order=True)
class CardKey:
    """What is remembered: one code within one pair, such as 403 within 401-403. ``pair`` is the pair's slug."""

    pair: str
    code: int


@dataclass(frozen=True, slots=True)
class Memory:
    """One card's memory. ``stability`` is in days, ``difficulty`` from 1 to 10; ``due`` and ``last_review`` are in UTC.

    ``reviews`` counts days with an answer, ``lapses`` those with a miss, the first meeting among them. ``quick_streak``
    is how many reviews in a row were right, sure and quick. ``missed``: the day of ``last_review`` saw a miss.
    """

    stability: float
    difficulty: float
    due: datetime
    last_review: datetime
    reviews: int
    lapses: int
    quick_streak: int
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """The facts of one answer. ``certainty`` is 1 to 3, or None where nobody asked; ``at`` is aware of its zone.

    ``quick_seconds`` is what counts as quick for that kind of question; ``timezone_name`` is where the learner was.
    """

    right: bool
    certainty: int | None
    seconds: float
    hints: int
    last_hint: bool
    quick_seconds: float
    at: datetime
    timezone_name: str = "UTC"

    @property
    def is_quick(self) -> bool:
        """Whether it was right without help, sure and quick."""
        unaided = self.right and not self.hints and not self.last_hint
        return unaided and self.certainty == SURE and self.seconds <= self.quick_seconds

    @property
    def day(self) -> date:
        return learner_day(self.at, self.timezone_name)


def zone(name: str) -> tzinfo:
    """Return the time zone of that name, or UTC if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def learner_day(now: datetime, timezone_name: str) -> date:
    """Return the learner's day at that moment. It begins at 4:00 local time: late work counts for the evening."""
    return (now.astimezone(zone(timezone_name)) - DAY_BEGINS).date()


def lab_success(at: datetime, timezone_name: str = "UTC") -> Answered:
    """Return what obtaining a code in the lab counts as: a right answer, rated Good."""
    return Answered(
        right=True,
        certainty=None,
        seconds=0,
        hints=0,
        last_hint=False,
        quick_seconds=0,
        at=at,
        timezone_name=timezone_name,
    )


def rate(answered: Answered, memory: Memory | None) -> Rating:
    """Return the rating of an answer. Right, sure and quick is Easy if the review before was so too."""
    if not answered.right or answered.last_hint:
        return Rating.AGAIN
    if answered.hints or answered.certainty == UNSURE:
        return Rating.HARD
    if answered.is_quick and memory is not None and memory.quick_streak:
        return Rating.EASY
    return Rating.GOOD


def review(memory: Memory | None, answered: Answered) -> tuple[Memory, Rating]:
    """Return the memory after an answer, and the answer's rating. ``memory`` is None before the first one.

    A later right answer on the same learner's day leaves the memory as it is, but it may end the streak.
    """
    rating = rate(answered, memory)
    if memory is None:
        return _reviewed(None, answered, rating, days=0), rating
    days = (answered.day - learner_day(memory.last_review, answered.timezone_name)).days
    if days > 0:
        return _reviewed(memory, answered, rating, days=days), rating
    if rating is Rating.AGAIN and not memory.missed:
        return replace(_reviewed(memory, answered, rating, days=0), reviews=memory.reviews), rating
    return replace(memory, quick_streak=memory.quick_streak if answered.is_quick else 0), rating


def _reviewed(memory: Memory | None, answered: Answered, rating: Rating, *, days: int) -> Memory:
    at = answered.at.astimezone(UTC)
    if memory is not None:
        at = max(at, memory.last_review)
    reviewed, _ = SCHEDULER.review_card(_card(memory, at - timedelta(days=days)), fsrs.Rating(rating), at)
    assert reviewed.stability is not None and reviewed.difficulty is not None
    missed = rating is Rating.AGAIN
    wait = timedelta(days=1) if missed else reviewed.due - at
    return Memory(
        stability=reviewed.stability,
        difficulty=reviewed.difficulty,
        # Added to the time on the learner's clock: a day is not 24 hours when the clocks change.
        due=(at.astimezone(zone(answered.timezone_name)) + wait).astimezone(UTC),
        last_review=at,
        reviews=1 + (memory.reviews if memory else 0),
        lapses=missed + (memory.lapses if memory else 0),
        quick_streak=1 + (memory.quick_streak if memory else 0) if answered.is_quick else 0,
        missed=missed,
    )


def _card(memory: Memory | None, last_review: datetime) -> fsrs.Card:
    """Return the card that FSRS works on. Without an id it would sleep, without a due time look at the clock."""
    if memory is None:
        return fsrs.Card(card_id=0, due=last_review)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=last_review,
    )


def recall(memory: Memory, now: datetime) -> float:
    """Return how likely the card is remembered, from 0 to 1. It falls by the whole day since the last review."""
    return SCHEDULER.get_card_retrievability(_card(memory, memory.last_review), now.astimezone(UTC))


def replay(log: Iterable[tuple[CardKey, Answered]]) -> dict[CardKey, Memory]:
    """Return every card's memory, rebuilt from the answers in the order they were given."""
    memories: dict[CardKey, Memory] = {}
    for key, answered in log:
        memories[key], _ = review(memories.get(key), answered)
    return memories
