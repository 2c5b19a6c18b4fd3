"""Attempts at the parts of an assignment, from what is kept of a learner's work."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from learn.domain.practice.memory import DAY_BEGINS
from learn.domain.teach.dates import Dates
from learn.domain.teach.grading import Attempt
from learn.domain.teach.parts import DiagramWanted, ReviewWanted

NOON = time(12)


def done_again(again: Iterable[datetime], counted_from: datetime) -> datetime | None:
    """Return when something done before was done again first, from the moment on that work counts.

    ``again`` has the first time of each day in UTC: one on the very day that work begins to count is taken as then.
    """
    day = counted_from.astimezone(UTC).date()
    return min((max(at, counted_from) for at in again if at.astimezone(UTC).date() >= day), default=None)


def lesson_attempts(
    finished_at: datetime | None,
    left_at: datetime | None = None,
    again: Iterable[datetime] = (),
    *,
    counted_from: datetime | None = None,
) -> list[Attempt]:
    """Return the finish of a lesson, and its first reading again where the finish came before work counts.

    ``left_at`` is when it was read last, ``again`` as ``done_again`` has it.
    """
    if finished_at is None:
        return []
    attempts = [Attempt(finished_at, 1.0)]
    if counted_from is not None and left_at is not None and finished_at < counted_from <= left_at:
        read_at = done_again(again, counted_from)
        attempts += [] if read_at is None else [Attempt(read_at, 1.0)]
    return attempts


def challenge_attempts(solved_ats: Iterable[datetime]) -> list[Attempt]:
    """Return an attempt for each time a challenge was solved."""
    return [Attempt(solved_at, 1.0) for solved_at in solved_ats]


def quiz_attempt(begun_at: datetime, at: datetime, right: int, questions: int, unfinished: bool) -> Attempt:
    """Return a sitting at a quiz as an attempt: of so many questions, so many were answered rightly.

    ``at`` is the moment at which it was finished, or else that of the last answer.
    """
    score = min(1.0, right / questions) if questions else 0.0
    return Attempt(at, score, begun_at, right, questions, False, unfinished)


def quiz_attempts(sat: Sequence[Attempt], *, due: bool) -> Sequence[Attempt]:
    """Return the attempts that are handed in, or all of them once the quiz is due: what isn't answered is wrong."""
    return sat if due else [attempt for attempt in sat if not attempt.open]


def review_attempts(
    days: Collection[date],
    wanted: ReviewWanted,
    dates: Dates,
    zone: tzinfo,
    *,
    counted_from: datetime | None = None,
) -> list[Attempt]:
    """Return the review days up to the due day, and with those until the end of late work where they add to it.

    ``days`` are learner's days; the window is the last ``wanted.of`` of them, the due day included. Where nothing is
    due, it is the best window there is.
    """
    first = None if counted_from is None else day_of(counted_from, zone)
    own = sorted(day for day in {*days} if first is None or day >= first)
    last_at = dates.last_at
    if dates.due_at is None or last_at is None:
        best = max((_within(own, day, wanted.of) for day in own), key=len, default=[])
        return _reviewed(best, wanted, None, zone, counted_from)
    due_day, last_day = day_of(dates.due_at, zone), day_of(last_at, zone)
    in_time = _within(own, due_day, wanted.of)
    attempts = _reviewed(in_time, wanted, dates.due_at, zone, counted_from)
    late = [day for day in own if due_day < day <= last_day]
    if late and len(in_time) < wanted.days:
        attempts += _reviewed(in_time + late, wanted, last_at, zone, counted_from)
    return attempts


# The same few moments and days come back for every learner of a class.
@lru_cache(maxsize=4096)
def day_of(at: datetime, zone: tzinfo) -> date:
    """Return the day of practice that a moment is in, by the clocks of a time zone."""
    return (at.astimezone(zone) - DAY_BEGINS).date()


@lru_cache(maxsize=4096)
def _noon(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, NOON, zone).astimezone(UTC)


def _within(days: list[date], last: date, length: int) -> list[date]:
    before = last - timedelta(days=length)
    return [day for day in days if before < day <= last]


def _reviewed(
    days: list[date], wanted: ReviewWanted, until: datetime | None, zone: tzinfo, counted_from: datetime | None
) -> list[Attempt]:
    """Return one attempt, dated to the day that was the last one needed: of a day its hour isn't kept."""
    if not days:
        return []
    done = min(len(days), wanted.days)
    at = _noon(days[done - 1], zone)
    at = min(at, until) if until is not None else at
    at = max(at, counted_from) if counted_from is not None else at
    return [Attempt(at, done / wanted.days, None, done, wanted.days, done < wanted.days)]


def walks(
    walked: Iterable[tuple[str, datetime]],
    again: Mapping[str, Sequence[datetime]],
    *,
    counted_from: datetime | None = None,
) -> list[datetime]:
    """Return when each arrow was walked first from the moment on that work counts; of one that wasn't, when before.

    ``walked`` has each arrow with its first walk, ``again`` those after it, as ``done_again`` has them.
    """
    if counted_from is None:
        return [at for _, at in walked]
    return [at if at >= counted_from else done_again(again.get(way, ()), counted_from) or at for way, at in walked]


def diagram_attempts(
    walked_at: Iterable[datetime],
    arrows_total: int,
    wanted: DiagramWanted,
    dates: Dates,
    *,
    counted_from: datetime | None = None,
) -> list[Attempt]:
    """Return the share of the diagram walked until it was due, and until the end of late work where that is more.

    ``walked_at`` has a moment for each different arrow walked in the way that is wanted. The score is the part of
    the share wanted; it is full from the arrow on with which the share is reached. Where all was walked before work
    counts, that is an attempt which doesn't.
    """
    # Rounded up: 60 % of 19 arrows are 12.
    needed = -(-wanted.percent * arrows_total // 100)
    walked = sorted(walked_at)
    times = [at for at in walked if counted_from is None or at >= counted_from]
    if walked and not times:
        return [Attempt(walked[-1], 0.0, None, 0, needed, True)]
    attempts, before = list[Attempt](), 0
    for until in (dates.due_at, dates.last_at):
        done = min(needed, len(times) if until is None else bisect_right(times, until))
        if done > before:
            attempts.append(Attempt(times[done - 1], done / needed, None, done, needed, done < needed))
            before = done
    return attempts
