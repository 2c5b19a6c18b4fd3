"""When an assignment is open and how it counts, for the class and for whom an exemption was made."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

type Counts = Literal["best", "last", "first", "mean"]
type State = Literal["scheduled", "open", "late", "closed"]


@dataclass(frozen=True, slots=True)
class Dates:
    """Moments in UTC. None: open from the start, never due, nothing accepted once it is due."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    late_until: datetime | None = None

    @property
    def last_at(self) -> datetime | None:
        """The last moment at which work is accepted, None where there is no end."""
        if self.due_at is None or self.late_until is None:
            return self.due_at
        return max(self.due_at, self.late_until)


@dataclass(frozen=True, slots=True)
class Rules:
    """How work counts. Late work is worth ``late_percent``; ``attempts`` of None are as many as wished.

    ``reasons`` are those of the exemptions made, the member's own first.
    """

    dates: Dates = Dates()
    late_percent: int = 50
    attempts: int | None = None
    counts: Counts = "best"
    excused: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exempted:
    """What an exemption changes; None leaves a date as it is."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    late_until: datetime | None = None
    excused: bool = False
    extra_attempts: int = 0
    reason: str = ""


def rules_for(assignment_rules: Rules, member_exemption: Exempted | None, group_exemption: Exempted | None) -> Rules:
    """Return the rules for one member.

    Each date is the member's own, else the group's, else the assignment's. Extra attempts add up, and excused by
    either is excused. Where the due date moves beyond the end of late work, late work lasts as long as it did before.
    """
    made = [exemption for exemption in (member_exemption, group_exemption) if exemption is not None]
    if not made:
        return assignment_rules
    attempts = assignment_rules.attempts
    return replace(
        assignment_rules,
        dates=_exempted(assignment_rules.dates, made),
        attempts=None if attempts is None else attempts + sum(exemption.extra_attempts for exemption in made),
        excused=assignment_rules.excused or any(exemption.excused for exemption in made),
        reasons=(*assignment_rules.reasons, *(exemption.reason for exemption in made if exemption.reason)),
    )


def _exempted(dates: Dates, made: list[Exempted]) -> Dates:
    opens_at = next((exemption.opens_at for exemption in made if exemption.opens_at), dates.opens_at)
    due_at = next((exemption.due_at for exemption in made if exemption.due_at), dates.due_at)
    late_until = next((exemption.late_until for exemption in made if exemption.late_until), None)
    return Dates(opens_at, due_at, _pushed(dates, due_at) if late_until is None else _not_before(due_at, late_until))


def _pushed(dates: Dates, due_at: datetime | None) -> datetime | None:
    if dates.late_until is None or due_at is None or due_at <= dates.late_until:
        return dates.late_until
    lasted = dates.late_until - dates.due_at if dates.due_at else timedelta(0)
    return due_at + max(lasted, timedelta(0))


def _not_before(due_at: datetime | None, late_until: datetime) -> datetime:
    return late_until if due_at is None else max(due_at, late_until)


def rules_of(rules: Rules, kind: str) -> Rules:
    """Return the rules for a part of that kind: attempts are those at a quiz, of other work the best counts."""
    if kind == "quiz" or (rules.counts == "best" and rules.attempts is None):
        return rules
    return replace(rules, attempts=None, counts="best")


def state(rules: Rules, now: datetime) -> State:
    """Return where an assignment stands. The moment it is due is still in time, the last one still late."""
    dates = rules.dates
    if dates.opens_at is not None and now < dates.opens_at:
        return "scheduled"
    if not is_due(dates, now):
        return "open"
    last_at = dates.last_at
    return "late" if last_at is not None and now <= last_at else "closed"


def is_due(dates: Dates, now: datetime) -> bool:
    """Whether the due date is past."""
    return dates.due_at is not None and now > dates.due_at


def shifted(dates: Dates, days: int, zone: tzinfo) -> Dates:
    """Return the dates so many days later, at the same time on the clocks of that zone."""
    return Dates(
        _shifted(dates.opens_at, days, zone),
        _shifted(dates.due_at, days, zone),
        _shifted(dates.late_until, days, zone),
    )


def _shifted(at: datetime | None, days: int, zone: tzinfo) -> datetime | None:
    if at is None or not days:
        return at
    # Aware arithmetic within one zone is that of its clocks: an hour more or less between them doesn't count.
    return (at.astimezone(zone) + timedelta(days=days)).astimezone(UTC)
