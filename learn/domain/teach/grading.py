"""Grades, computed from what was done and the rules, each time anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import floor
from typing import Literal, NamedTuple

from learn.domain.teach.dates import Rules, is_due

type GradeState = Literal["excused", "not open", "missing", "in progress", "done", "late"]

# Those whose percent goes into a total: what is still being worked on doesn't.
COUNTING: frozenset[GradeState] = frozenset({"missing", "done", "late"})


# Plain tuples: a gradebook makes some hundred thousand of these.
class Attempt(NamedTuple):
    """Something done at a part. ``score`` is from 0 to 1; ``done`` of ``of`` are what it was made of.

    ``begun_at`` is None for what takes no time; ``growing``: until it is due, more may be added to it; ``open``: it
    isn't handed in, and counts once it is due.
    """

    at: datetime
    score: float
    begun_at: datetime | None = None
    done: int = 1
    of: int = 1
    growing: bool = False
    open: bool = False

    @property
    def began(self) -> datetime:
        return self.begun_at or self.at


class Counted(NamedTuple):
    """An attempt that counts, and what it is worth, from 0 to 1."""

    attempt: Attempt
    worth: float
    late: bool


class PartScore(NamedTuple):
    """A part's score from 0 to 1, None where nothing was done. ``used`` is how many attempts count."""

    score: float | None
    late: bool = False
    used: int = 0
    growing: bool = False


class Grade(NamedTuple):
    """An assignment's grade. ``percent`` is from 0 to 100, not rounded; None where there is nothing to grade."""

    percent: float | None
    state: GradeState


NOTHING = PartScore(None)


def part_score(attempts: Sequence[Attempt], rules: Rules, *, counted_from: datetime | None) -> PartScore:
    """Return the score of a part. What was begun before ``counted_from`` doesn't count.

    ``rules`` are those of the part's kind, as ``dates.rules_of`` gives them.
    """
    if len(attempts) == 1:  # as nearly all are
        made = _worth(attempts[0], rules, counted_from)
        return NOTHING if made is None else PartScore(*made, 1, attempts[0].growing)
    counting = counted(attempts, rules, counted_from=counted_from)
    if not counting:
        return NOTHING
    if rules.counts == "mean":
        mean = sum(each.worth for each in counting) / len(counting)
        return PartScore(mean, any(each.late for each in counting), len(counting))
    attempt, worth, late = decisive(counting, rules)
    return PartScore(worth, late, len(counting), attempt.growing)


def counted(attempts: Sequence[Attempt], rules: Rules, *, counted_from: datetime | None) -> list[Counted]:
    """Return the attempts that count, in the order they were begun: the first ones, as many as allowed, in time."""
    own = [attempt for attempt in attempts if counted_from is None or attempt.began >= counted_from]
    own.sort(key=lambda attempt: (attempt.began, attempt.at, attempt.score))
    worths = ((attempt, _worth(attempt, rules, None)) for attempt in own[: rules.attempts])
    return [Counted(attempt, *made) for attempt, made in worths if made is not None]


def _worth(attempt: Attempt, rules: Rules, counted_from: datetime | None) -> tuple[float, bool] | None:
    """Return what an attempt is worth, and whether it is late; None where it was begun too early or is too late."""
    if counted_from is not None and (attempt.begun_at or attempt.at) < counted_from:
        return None
    dates = rules.dates
    if dates.due_at is None or attempt.at <= dates.due_at:
        return attempt.score, False
    last_at = dates.last_at
    if last_at is not None and attempt.at <= last_at:
        return attempt.score * (rules.late_percent / 100), True
    return None


def decisive(counting: Sequence[Counted], rules: Rules) -> Counted:
    """Return the one attempt whose worth is the score. Of equally good ones it is the earliest in time."""
    if rules.counts == "first":
        return counting[0]
    if rules.counts == "last":
        return counting[-1]
    return max(counting, key=lambda each: (each.worth, not each.late))


def grade(parts: Sequence[tuple[int, PartScore]], rules: Rules, now: datetime) -> Grade:
    """Return the grade: the mean of the parts by weight.

    A part with nothing done is 0 once the assignment is due and left out before. Once due, one such part makes the
    whole "missing". A weight of 0 is for what may be left undone.
    """
    return ungraded(rules, now) or graded(parts, due=is_due(rules.dates, now))


def ungraded(rules: Rules, now: datetime) -> Grade | None:
    """Return the grade of an assignment that isn't asked for, whatever was done; None where what was done decides."""
    if rules.excused:
        return Grade(None, "excused")
    if rules.dates.opens_at is not None and now < rules.dates.opens_at:
        return Grade(None, "not open")
    return None


def graded(parts: Sequence[tuple[int, PartScore]], *, due: bool) -> Grade:
    """Return the grade of an assignment that is asked for and open, by its parts' weights and scores."""
    points, weights, undone, growing, late = 0.0, 0, False, False, False
    for weight, part in parts:
        if not weight:
            continue
        if part.score is None:
            undone = True
            weights += weight if due else 0
            continue
        points += weight * part.score
        weights += weight
        growing |= part.growing
        late |= part.late
    if not weights:
        return Grade(None, "in progress")
    return Grade(100 * points / weights, _state(due, undone, growing, late))


def _state(due: bool, undone: bool, growing: bool, late: bool) -> GradeState:
    if undone:
        return "missing" if due else "in progress"
    if growing and not due:
        return "in progress"
    return "late" if late else "done"


def total(grades: Iterable[Grade]) -> float | None:
    """Return the mean percent of the assignments that are due or done, None where there are none."""
    percents = [each.percent for each in grades if each.percent is not None and each.state in COUNTING]
    return sum(percents) / len(percents) if percents else None


def rounded(percent: float) -> int:
    """Return a percent as it is shown everywhere: to the next whole number, a half up."""
    # What is a half but for the binary fraction counts as one.
    return floor(percent + 0.5 + 1e-9)
