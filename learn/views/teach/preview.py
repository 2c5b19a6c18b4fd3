"""A class as a learner sees it, at any moment. Nothing is kept of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.access import Assigned, Seat, assignments_of, taught
from learn.actions.assigned import quiz_of
from learn.actions.grades import rules_in
from learn.actions.planning import NothingToAsk, find_question, plan_quiz
from learn.domain.practice.items import Item
from learn.domain.practice.memory import zone
from learn.domain.teach.local_time import to_local
from learn.forms.assignments import MomentField
from learn.models import Part
from learn.views.assigned_rows import PartRow, part_row, work_row
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts


@dataclass(frozen=True)
class Sample(PartRow):
    """A part with the questions that some learner would get."""

    questions: tuple[Item, ...] = ()


@require_safe
@for_accounts
def preview(request: LearnRequest, number: int) -> HttpResponse:
    """The class's assignments (or one of them) as they are at a moment to a learner without exemptions."""
    seat, now = taught(request, number), timezone.now()
    at, problem = _moment(request.GET.get("at", ""), seat, now)
    shown = [
        Assigned(assignment, rules_in(assignment))
        for assignment in assignments_of(seat.classroom)
        if assignment.published_at is not None and assignment.published_at <= at
    ]
    context: dict[str, Any] = {
        "seat": seat,
        "classroom": seat.classroom,
        "preview": True,
        "at": request.GET.get("at", "") if problem else to_local(at, zone(seat.classroom.time_zone)),
        "problem": problem,
        "work": [work_row(each, at, None, ()) for each in shown],
    }
    if "assignment" in request.GET:
        context |= _one(shown, request.GET["assignment"], at)
    return render(request, "classes/preview.html", context, status=422 if problem else 200)


def _moment(typed: str, seat: Seat, now: datetime) -> tuple[datetime, str]:
    """Return the moment asked for, or now with what is wrong with it."""
    field = MomentField(required=False)
    field.zone = zone(seat.classroom.time_zone)
    try:
        return field.clean(typed) or now, ""
    except ValidationError as error:
        return now, error.messages[0]


def _one(shown: list[Assigned], number: str, at: datetime) -> dict[str, Any]:
    found = next((each for each in shown if str(each.assignment.pk) == number), None)
    if found is None:
        raise Http404("Learners don't see this assignment at that moment. The preview without it lists what they see.")
    parts = [_sample(found, part, at) for part in found.assignment.parts.all()]
    return {"row": work_row(found, at, None, ()), "parts": parts}


def _sample(assigned: Assigned, part: Part, at: datetime) -> Sample:
    row = part_row(assigned, part, [], "", at, told=True)
    fields = {name: getattr(row, name) for name in PartRow.__dataclass_fields__}
    return Sample(**fields, questions=_questions(part))


def _questions(part: Part) -> tuple[Item, ...]:
    try:
        wanted = quiz_of(part)
        entries = plan_quiz(wanted, seed=f"{part.pk}.preview").entries if wanted else ()
        return tuple(find_question(entry.surface) for entry in entries)
    except (NothingToAsk, LookupError, ValueError):
        return ()
