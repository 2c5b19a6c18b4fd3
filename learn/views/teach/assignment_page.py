"""What an assignment's pages show those who teach the class."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from learn.access import Seat, assignments_of, learners_of
from learn.actions.assignments import begun_by
from learn.actions.grades import rules_in
from learn.domain.practice.generator.targets import SPINE, deciding
from learn.domain.practice.memory import zone
from learn.domain.teach.dates import state
from learn.domain.teach.local_time import to_local
from learn.domain.teach.parts import from_about, words
from learn.forms.assignments import AssignmentForm, PublishForm
from learn.forms.exemptions import ExemptionForm
from learn.library import library
from learn.models import Assignment, Part

FIELDS = ("title", "note", "opens_at", "due_at", "late_until", "late_percent", "attempts", "counts", "feedback")
STATES = {"scheduled": "opens later", "open": "open", "late": "late work only", "closed": "closed"}


@dataclass(frozen=True)
class Row:
    """An assignment in the list, with its state in a word or two."""

    assignment: Assignment
    words: str


def state_words(assignment: Assignment, now: datetime) -> str:
    """Return where an assignment stands for the class."""
    if assignment.published_at is None:
        return "draft"
    if assignment.published_at > now:
        return "published later"
    return STATES[state(rules_in(assignment), now)]


def list_context(seat: Seat, now: datetime) -> dict[str, Any]:
    """Return what the list of a class's assignments shows."""
    rows = [Row(assignment, state_words(assignment, now)) for assignment in assignments_of(seat.classroom)]
    return {"seat": seat, "classroom": seat.classroom, "rows": rows}


def exemption_form(assignment: Assignment, sent: QueryDict | None = None) -> ExemptionForm:
    """Return the form of an exemption for a learner or a group of the class."""
    members, local = list(learners_of(assignment.classroom)), zone(assignment.classroom.time_zone)
    return ExemptionForm(sent, assignment=assignment, zone=local, members=members, auto_id="exempt_%s")


def page_context(seat: Seat, assignment: Assignment, now: datetime) -> dict[str, Any]:
    """Return what the page of one assignment shows: every form, and what can be chosen in it."""
    held, local = library(), zone(seat.classroom.time_zone)
    boxes = deciding(SPINE, held.backend)
    return {
        "seat": seat,
        "classroom": seat.classroom,
        "assignment": assignment,
        "version": assignment.version,
        "words": state_words(assignment, now),
        "is_visible": assignment.published_at is not None and assignment.published_at <= now,
        "form": AssignmentForm(zone=local, initial={name: getattr(assignment, name) for name in FIELDS}),
        "parts": [(part, part_words(part)) for part in assignment.parts.all()],
        "lessons": held.order,
        "challenges": list(held.challenges.values()),
        "pairs": list(held.pairs.values()),
        "boxes": [held.backend[box] for box in boxes],
        "exemptions": list(assignment.exemptions.select_related("member")),
        "exemption_form": exemption_form(assignment),
        "publish_form": PublishForm(zone=local, auto_id="publish_%s"),
        "begun": begun_by(assignment),
    }


def part_words(part: Part) -> str:
    """Return what a part asks for in a line, whatever has become of the content."""
    try:
        return words(from_about(part.kind, part.wanted), library())
    except ValueError:
        return f"{part.get_kind_display()}: it can't be read any more"


def differences(assignment: Assignment, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the fields that stand otherwise than typed: each with its label and what stands."""
    local = zone(assignment.classroom.time_zone)
    found = []
    for name, value in typed.items():
        stands = getattr(assignment, name)
        if stands == value:
            continue
        label = str(AssignmentForm.base_fields[name].label)
        if isinstance(stands, datetime):
            stands = to_local(stands, local).replace("T", " ")
        elif name in ("counts", "feedback"):
            stands = getattr(assignment, f"get_{name}_display")()
        found.append((label, "empty" if stands in (None, "") else str(stands)))
    return found
