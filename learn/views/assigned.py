"""The learner's side of assignments: what there is to do, how far it is done, a quiz begun, the dates as a calendar."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learn.access import (
    Assigned,
    Seat,
    assigned_in,
    assigned_to,
    assigned_work,
    attempts_at,
    attended,
    learner_of_calendar,
    part_of,
)
from learn.actions.assigned import begin_attempt, close_calendar, renew_calendar
from learn.actions.grades import grades_of_member
from learn.domain.practice.memory import zone
from learn.domain.teach.calendar import MEDIA_TYPE, Event, calendar
from learn.models import Member
from learn.views.assigned_rows import WorkRow, part_rows, tells_marks, work_row
from learn.views.pages import NO_STORE, LearnRequest, origin_of, render
from learn.views.teach.common import for_accounts, see_other


def work_context(request: LearnRequest, member: Member, now: datetime) -> dict[str, Any]:
    """Return what ``classes/_work.html`` shows a learner of a class: the work, own grades, the calendar's address."""
    graded = {assignment.pk: (grade, lines) for assignment, grade, lines in grades_of_member(member, now=now)}
    rows = [work_row(each, now, *graded.get(each.assignment.pk, (None, ()))) for each in assigned_in(member, now)]
    token = member.learner.calendar_token if member.learner else ""
    return {
        "classroom": member.classroom,
        "work": rows,
        "calendar_url": origin_of(request) + reverse("calendar", args=[token]) if token else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_accounts
def assigned(request: LearnRequest, number: int, assignment_id: int) -> HttpResponse:
    """An assignment to be done: each part, how far it is, how to do it. A POST begins an attempt at a quiz."""
    seat, now = attended(request, number), timezone.now()
    found = assigned_work(seat.member, assignment_id, now)
    if request.method == "POST":
        part = part_of(found.assignment, request.POST.get("part", ""))
        sitting = begin_attempt(seat.member, part, now=now)
        return see_other("sitting", sitting.pk)
    return render(request, "classes/assignment.html", _context(seat, found, now))


def _context(seat: Seat, found: Assigned, now: datetime) -> dict[str, Any]:
    graded = {assignment.pk: (grade, lines) for assignment, grade, lines in grades_of_member(seat.member, now=now)}
    grade, lines = graded.get(found.assignment.pk, (None, ()))
    row: WorkRow = work_row(found, now, grade, lines)
    sittings = attempts_at(found.assignment, seat.learner)
    return {
        "seat": seat,
        "classroom": seat.classroom,
        "row": row,
        "parts": part_rows(found, sittings, lines, now, told=tells_marks(found, now)),
    }


@require_POST
@for_accounts
def calendar_address(request: LearnRequest, number: int) -> HttpResponse:
    """Make the secret address of the calendar, make another one, or take it away."""
    seat = attended(request, number)
    if request.POST.get("do") == "close":
        close_calendar(seat.learner)
        messages.success(request, "The calendar's address no longer works.")
    else:
        renew_calendar(seat.learner)
        messages.success(request, "The calendar has a new address. An earlier one no longer works.")
    return HttpResponseRedirect(f"{reverse('class', args=[number])}#calendar", status=303)


@require_safe
def feed(request: LearnRequest, token: str) -> HttpResponse:
    """The due dates of somebody's assignments as a calendar; knowing the address is all it takes."""
    learner, now = learner_of_calendar(token), timezone.now()
    origin = origin_of(request)
    events = [event for each in assigned_to(learner, now) if (event := _event(each, origin)) is not None]
    response = HttpResponse(calendar("Statusline: due", events, now=now), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="statusline.ics"'
    response["Cache-Control"] = NO_STORE
    response["X-Robots-Tag"] = "noindex"
    return response


def _event(assigned: Assigned, origin: str) -> Event | None:
    assignment, rules = assigned.assignment, assigned.rules
    due_at, last_at = rules.dates.due_at, rules.dates.last_at
    if rules.excused or due_at is None:
        return None
    lines = [f"{assignment.classroom.name}: {assignment.title} is due."]
    if last_at is not None and last_at > due_at:
        name = assignment.classroom.time_zone
        until = last_at.astimezone(zone(name))
        lines.append(f"Late work counts {rules.late_percent} %, until {until:%Y-%m-%d %H:%M} ({name}).")
    lines += [f"Exemption: {reason}" for reason in rules.reasons]
    return Event(
        uid=f"assignment-{assignment.pk}@statusline",
        at=due_at,
        summary=f"{assignment.title} ({assignment.classroom.name})",
        description="\n".join(lines),
        url=origin + reverse("assigned", args=[assignment.classroom_id, assignment.pk]),
        revision=assignment.version,
    )
