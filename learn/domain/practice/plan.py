"""What to review today, what comes in the next days, and how many weeks in a row somebody practised."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Literal

from learn.domain.practice.memory import CardKey, Memory, learner_day, recall

__all__ = [
    "Planned",
    "Why",
    "due_cards",
    "forecast",
    "interleave",
    "is_returning",
    "said_again",
    "todays_review",
    "weeks_in_a_row",
]

type Why = Literal["due", "new", "missed", "again"]

CARDS_A_DAY = 20
CARDS_TO_RESTART = 10
ABSENCE = timedelta(days=7)
WEEK = timedelta(days=7)
# What was answered in one's own words is asked twice more, so many days after it was last.
AGAIN_AFTER = (timedelta(days=3), timedelta(days=10))


@dataclass(frozen=True, slots=True)
class Planned:
    """A card to review today. ``surface`` is the id of the question that asks for it; one said again may have none."""

    card: CardKey | None
    surface: str
    why: Why


def due_cards(cards: Mapping[CardKey, Memory], now: datetime, timezone_name: str) -> list[CardKey]:
    """Return the cards due until the end of the learner's day, those most likely to be forgotten first."""
    today = learner_day(now, timezone_name)
    due = [key for key, memory in cards.items() if learner_day(memory.due, timezone_name) <= today]
    return sorted(due, key=lambda key: (recall(cards[key], now), cards[key].due, key))


def is_returning(cards: Mapping[CardKey, Memory], now: datetime, timezone_name: str, *, cap: int = CARDS_A_DAY) -> bool:
    """Tell whether to offer ten cards to restart: the last review is over 7 days ago and more than ``cap`` are due."""
    if len(due_cards(cards, now, timezone_name)) <= cap:
        return False
    return now - max(memory.last_review for memory in cards.values()) > ABSENCE


def todays_review(
    cards: Mapping[CardKey, Memory],
    surfaces: Mapping[CardKey, Sequence[str]],
    *,
    now: datetime,
    timezone_name: str,
    done_today: int,
    cap: int = CARDS_A_DAY,
    paused: bool = False,
    returning: bool = False,
    confident_misses: Collection[CardKey] = (),
    seen: Mapping[str, int],
    new_order: Sequence[CardKey],
    seed: str,
) -> list[Planned]:
    """Return what is left of today's review: at most ``cap`` cards less ``done_today``, or ten when ``returning``.

    Confident misses that are due come first, then the other due cards, then new ones in ``new_order``; of each card the
    question seen least (``seen`` counts), with ``seed`` to decide between equals. No question comes twice, and where it
    can be avoided, none of the three parts has a pair twice in a row. A card without a question to ask is left out.
    """
    limit = min(cap, CARDS_TO_RESTART) if returning else cap
    room = 0 if paused else max(0, limit - done_today)
    wanted: list[tuple[CardKey, Why]] = []
    due = due_cards(cards, now, timezone_name)
    wanted += [(card, "missed") for card in due if card in confident_misses]
    wanted += [(card, "due") for card in due if card not in confident_misses]
    wanted += [(card, "new") for card in dict.fromkeys(new_order) if card not in cards]
    return _woven(_choose(wanted, surfaces, seen, seed, room))


def _choose(
    wanted: Iterable[tuple[CardKey, Why]],
    surfaces: Mapping[CardKey, Sequence[str]],
    seen: Mapping[str, int],
    seed: str,
    room: int,
) -> list[Planned]:
    chosen: list[Planned] = []
    used: set[str] = set()
    for card, why in wanted:
        free = [surface for surface in surfaces.get(card, ()) if surface not in used]
        if len(chosen) == room or not free:
            continue
        Random(f"{seed}.{card.pair}.{card.code}").shuffle(free)
        surface = min(free, key=lambda surface: seen.get(surface, 0))
        used.add(surface)
        chosen.append(Planned(card, surface, why))
    return chosen


def _woven(chosen: Sequence[Planned]) -> list[Planned]:
    """Return the cards of each reason interleaved by pair, the reasons in the order they came in."""
    woven: list[Planned] = []
    for why in dict.fromkeys(planned.why for planned in chosen):
        group = [planned for planned in chosen if planned.why == why]
        woven += interleave(group, _pair, after=woven[-1:])
    return woven


def _pair(planned: Planned) -> str:
    return planned.card.pair if planned.card else ""


def said_again(answered: Mapping[str, Collection[date]], today: date) -> str | None:
    """Return the question to answer in one's own words again, that which is due longest; at most one a day.

    ``answered`` are the learner's days on which each was answered.
    """
    if any(len(days) > 1 and max(days) == today for days in answered.values()):
        return None
    due = {
        surface: max(days) + AGAIN_AFTER[len(days) - 1]
        for surface, days in answered.items()
        if 0 < len(days) <= len(AGAIN_AFTER)
    }
    return min((surface for surface, day in due.items() if day <= today), key=lambda one: (due[one], one), default=None)


def interleave[T](things: Iterable[T], group_of: Callable[[T], Hashable], after: Sequence[T] = ()) -> list[T]:
    """Return ``things`` with as few neighbours of one group as can be, otherwise in the order they came in.

    ``after`` is what stands before them.
    """
    left, woven = list(things), list(after)
    while left:
        woven.append(left.pop(_next([group_of(thing) for thing in left], [group_of(thing) for thing in woven[-1:]])))
    return woven[len(after) :]


def _next(groups: Sequence[Hashable], last: Sequence[Hashable]) -> int:
    """Return the place to go on with: a group with more than half of what is left can't wait."""
    common, count = Counter(groups).most_common(1)[0]
    if common not in last and 2 * count > len(groups):
        return groups.index(common)
    return next((place for place, group in enumerate(groups) if group not in last), 0)


def forecast(
    cards: Mapping[CardKey, Memory], now: datetime, timezone_name: str, days: int = 14
) -> list[tuple[date, int]]:
    """Return how many cards fall due on each of the next days, today first. What is overdue counts for today."""
    today = learner_day(now, timezone_name)
    due = Counter(max(today, learner_day(memory.due, timezone_name)) for memory in cards.values())
    return [(day, due[day]) for day in (today + timedelta(days=number) for number in range(days))]


def weeks_in_a_row(days: Iterable[date], today: date) -> int:
    """Return how many weeks in a row, Monday to Sunday, have a practised day. This week counts once it has one."""
    weeks = {_monday(day) for day in days}
    week = _monday(today)
    if week not in weeks:
        week -= WEEK
    count = 0
    while week in weeks:
        count += 1
        week -= WEEK
    return count


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
