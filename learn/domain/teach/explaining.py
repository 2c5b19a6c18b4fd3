"""How a grade came about, in sentences."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from learn.domain.teach.dates import Rules, is_due, rules_of
from learn.domain.teach.grading import Attempt, Counted, Grade, counted, decisive, grade, part_score, rounded

KINDS = {
    "lesson": "Lesson",
    "quiz": "Quiz",
    "challenge": "Lab challenge",
    "review": "Review",
    "diagram": "Diagram",
}


class Work(NamedTuple):
    """A part of an assignment, by its kind, and what was done at it."""

    kind: str
    weight: int
    attempts: Sequence[Attempt]


def explain(
    works: Sequence[Work], rules: Rules, now: datetime, zone: tzinfo, *, counted_from: datetime | None = None
) -> tuple[str, ...]:
    """Return a line for each part and one for the whole that say how the number came about, with days of the zone."""
    if rules.excused:
        return (f"Excused, so it doesn't count{_because(rules)}",)
    if rules.dates.opens_at is not None and now < rules.dates.opens_at:
        return (f"Opens on {_day(rules.dates.opens_at, zone)}{_because(rules)}",)
    told = _Teller(rules, now, zone, counted_from)
    scores = [
        (work.weight, part_score(work.attempts, rules_of(rules, work.kind), counted_from=counted_from))
        for work in works
    ]
    lines = [told.part(work) for work in works]
    done = sum(score.score is not None for weight, score in scores if weight)
    return (*lines, _whole(grade(scores, rules, now), [weight for weight, _ in scores if weight], done, rules))


class _Teller(NamedTuple):
    rules: Rules
    now: datetime
    zone: tzinfo
    counted_from: datetime | None

    def part(self, work: Work) -> str:
        rules = rules_of(self.rules, work.kind)
        counting = counted(work.attempts, rules, counted_from=self.counted_from)
        told = self._counting(work.kind, counting, rules) if counting else self._nothing(work)
        return f"{KINDS[work.kind]}: {told}" + ("" if work.weight else " (doesn't count)")

    def _counting(self, kind: str, counting: Sequence[Counted], rules: Rules) -> str:
        many = len(counting) > 1 and kind == "quiz"
        if many and rules.counts == "mean":
            return self._mean(counting, rules)
        chosen = decisive(counting, rules)
        told = self._done(kind, chosen.attempt)
        if many:
            told += f", the {rules.counts} of {len(counting)} attempts"
        if chosen.late:
            told += f"; handed in late, so {rules.late_percent} % of it"
        return f"{told}: {rounded(100 * chosen.worth)} %"

    def _mean(self, counting: Sequence[Counted], rules: Rules) -> str:
        late = sum(each.late for each in counting)
        told = f"the mean of {len(counting)} attempts"
        if late:
            told += f", late ones ({late}) at {rules.late_percent} %"
        return f"{told}: {rounded(100 * sum(each.worth for each in counting) / len(counting))} %"

    def _done(self, kind: str, attempt: Attempt) -> str:
        day = _day(attempt.at, self.zone)
        match kind:
            case "quiz":
                return f"{attempt.done} of {attempt.of} right on {day}"
            case "challenge":
                return f"solved on {day}"
            case "review":
                return f"on {attempt.done} of {attempt.of} days by {day}"
            case "diagram":
                return f"{attempt.done} of {attempt.of} arrows by {day}"
        return f"finished on {day}"

    def _nothing(self, work: Work) -> str:
        """Return why there is no score: nothing was done, or nothing that counts."""
        dates = self.rules.dates
        zero = ", so 0 %" if is_due(dates, self.now) else ""
        if not work.attempts:
            return f"nothing done by {_day(dates.due_at, self.zone)}{zero}" if zero and dates.due_at else "nothing yet"
        last = max(work.attempts, key=lambda attempt: attempt.began)
        if self.counted_from is not None and last.began < self.counted_from:
            # Not when that was: it may have been before joining, and is nobody's business then.
            verb = "done" if last.begun_at is None else "begun"
            return f"what was {verb} before {_day(self.counted_from, self.zone)} doesn't count{zero}"
        if dates.last_at is not None and last.at > dates.last_at:
            after = f"what came after {_day(dates.last_at, self.zone)} doesn't count"
            return f"{self._done(work.kind, last)}; {after}{zero}"
        return f"nothing that counts{zero}"


def _whole(given: Grade, weights: list[int], done: int, rules: Rules) -> str:
    if given.percent is None:
        return f"No grade yet{_because(rules)}"
    percent = f"{rounded(given.percent)} %"
    if done < len(weights) and given.state == "in progress":
        return f"So far: {percent}, from {done} of {len(weights)} parts{_because(rules)}"
    if len(weights) == 1:
        how = ""
    elif len({*weights}) == 1:
        how = f", the mean of {len(weights)} parts"
    else:
        how = f", the mean of {len(weights)} parts by their weights {' : '.join(map(str, weights))}"
    return f"{'So far' if given.state == 'in progress' else 'Together'}: {percent}{how}{_because(rules)}"


def _because(rules: Rules) -> str:
    """Return the reasons of the exemptions, which come with every explanation."""
    return f" (exemption: {'; '.join(rules.reasons)})" if rules.reasons else ""


def _day(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b}"
