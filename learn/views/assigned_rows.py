"""Assigned work as pages show it: a row for each assignment, and one for each of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from learn.access import Assigned
from learn.actions.assigned import explained_from
from learn.actions.sittings import is_explained
from learn.domain.teach.dates import State
from learn.domain.teach.grading import Grade, rounded
from learn.domain.teach.parts import (
    ChallengeWanted,
    DiagramWanted,
    LessonWanted,
    QuizWanted,
    ReviewWanted,
    Wanted,
    can_be_read,
    from_about,
    words,
)
from learn.library import library
from learn.models import Part, Sitting


@dataclass(frozen=True)
class WorkRow:
    """An assignment as one learner has it, in the list of a class and at the head of its page."""

    assigned: Assigned
    state: State
    # Told only once right and wrong are: None and nothing before.
    percent: int | None
    lines: Sequence[str]
    told_from: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "late") and not self.assigned.rules.excused


@dataclass(frozen=True)
class AttemptRow:
    """One attempt at a quiz, and whether it may be told right or wrong and gone on with."""

    sitting: Sitting
    is_told: bool
    is_open: bool


@dataclass(frozen=True)
class PartRow:
    """A part: what is wanted, how far it is, and the way to do it."""

    part: Part
    words: str
    line: str
    address: str
    how: str
    attempts: Sequence[AttemptRow]
    begins: bool
    left: int | None


def tells_marks(assigned: Assigned, now: datetime) -> bool:
    """Whether right and wrong may be told by now."""
    told_from = explained_from(assigned.assignment, assigned.rules)
    return told_from is None or now >= told_from


def work_row(assigned: Assigned, now: datetime, grade: Grade | None, lines: Sequence[str]) -> WorkRow:
    """Return the row of an assignment, without its grade while that would tell what is right."""
    told = tells_marks(assigned, now)
    percent = rounded(grade.percent) if told and grade is not None and grade.percent is not None else None
    told_from = None if told else explained_from(assigned.assignment, assigned.rules)
    return WorkRow(assigned, assigned.state(now), percent, lines if told else (), told_from)


def part_rows(
    assigned: Assigned, sittings: Sequence[Sitting], lines: Sequence[str], now: datetime, *, told: bool
) -> list[PartRow]:
    """Return the rows of an assignment's parts.

    ``lines`` has one for each part that can be read and one for the whole, where there is a grade at all.
    """
    parts = list(assigned.assignment.parts.all())
    explained = [part.pk for part in parts if can_be_read(part.kind, part.wanted)]
    line_of = dict(zip(explained, lines, strict=False)) if len(lines) > len(explained) else {}
    return [
        part_row(
            assigned, part, [s for s in sittings if s.part_id == part.pk], line_of.get(part.pk, ""), now, told=told
        )
        for part in parts
    ]


def part_row(
    assigned: Assigned, part: Part, sittings: Sequence[Sitting], line: str, now: datetime, *, told: bool
) -> PartRow:
    """Return the row of one part."""
    try:
        wanted: Wanted | None = from_about(part.kind, part.wanted)
    except ValueError:
        return PartRow(part, part.get_kind_display(), "It can't be read any more.", "", "", (), False, None)
    assert wanted is not None
    is_quiz = isinstance(wanted, QuizWanted)
    address, how = _way(wanted)
    rules = assigned.rules
    left = None if rules.attempts is None or not is_quiz else max(0, rules.attempts - len(sittings))
    attempts = [AttemptRow(sitting, is_explained(sitting, now), not sitting.is_over(now)) for sitting in sittings]
    may_begin = assigned.state(now) in ("open", "late") and not rules.excused
    begins = is_quiz and may_begin and left != 0 and not any(attempt.is_open for attempt in attempts)
    shown = line.partition(": ")[2] if told or not is_quiz else ""
    return PartRow(part, words(wanted, library()), shown, address, how, attempts, begins, left)


def _way(wanted: Wanted) -> tuple[str, str]:
    """Return where a part is done, and what the link says; nothing for a quiz and for what is gone."""
    match wanted:
        case LessonWanted(slug) if slug in library().lessons:
            return reverse("lesson", args=[slug]), "Open the lesson"
        case ChallengeWanted(slug) if slug in library().challenges:
            return reverse("challenge", args=[slug]), "Open the challenge"
        case ReviewWanted():
            return reverse("practice"), "Go to today's review"
        case DiagramWanted(by="lab"):
            return reverse("lab"), "Open the lab"
        case DiagramWanted():
            return reverse("wizard", args=[library().backend.name]), "Open the wizard"
    return "", ""
