"""Assignments as instructors make them: a list, a form, parts, exemptions, publishing and deleting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learn.access import Seat, assignment_of, assignments_of, exemption_of, number_of, part_of, taught
from learn.actions.assigning import quiz_of_pair
from learn.actions.assignments import (
    STALE,
    Stale,
    add_assignment,
    add_parts,
    change_assignment,
    delete_assignment,
    exempt,
    lift_exemption,
    move_assignment,
    move_part,
    publish,
    remove_part,
    unpublish,
    weigh_parts,
)
from learn.domain.practice.memory import zone
from learn.forms.assignments import AssignmentForm, PublishForm, read_parts, read_version, read_weights
from learn.library import library
from learn.models import Assignment
from learn.views.pages import LearnRequest, render
from learn.views.teach.assignment_page import differences, exemption_form, list_context, page_context
from learn.views.teach.common import for_accounts, see_other

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_accounts
def assignments(request: LearnRequest, number: int) -> HttpResponse:
    """All assignments of a class, drafts too."""
    seat = taught(request, number)
    return render(request, "teach/assignments.html", list_context(seat, timezone.now()))


@require_POST
@for_accounts
def order(request: LearnRequest, number: int) -> HttpResponse:
    """Move an assignment up or down."""
    seat = taught(request, number)
    way, _, which = request.POST.get("do", "").partition("-")
    found = next((each for each in assignments_of(seat.classroom) if str(each.pk) == which), None)
    if found is None or way not in ("up", "down"):
        context = list_context(seat, timezone.now())
        return render(request, "teach/assignments.html", context | {"problem": "Choose what to move."}, status=422)
    move_assignment(found, by=-1 if way == "up" else 1)
    return see_other("assignments", number)


@PAGE
@for_accounts
def new(request: LearnRequest, number: int) -> HttpResponse:
    """Begin an assignment: its own fields; parts come after. ``pair`` brings the first part along."""
    seat = taught(request, number)
    local = zone(seat.classroom.time_zone)
    pair = library().pairs.get(request.POST.get("pair") or request.GET.get("pair", ""))
    shown = {"seat": seat, "classroom": seat.classroom, "pair": pair}
    if request.method != "POST":
        title = {"title": pair.title} if pair else {}
        after = max((each.pk for each in assignments_of(seat.classroom)), default=0)
        context = {"form": AssignmentForm(zone=local, initial=title), "after": after}
        return render(request, "teach/assignment_new.html", context | shown)
    form = AssignmentForm(request.POST, zone=local)
    after = number_of(request.POST.get("after", "")) or 0
    if not form.is_valid():
        context = {"form": form, "after": after}
        return render(request, "teach/assignment_new.html", context | shown, status=422)
    first = [quiz_of_pair(pair)] if pair else []
    made = add_assignment(seat.classroom, form.cleaned_data, after=after, now=timezone.now(), parts=first)
    return see_other("assignment", number, made.pk)


@PAGE
@for_accounts
def assignment(request: LearnRequest, number: int, assignment_id: int) -> HttpResponse:
    """An assignment to be edited: its own fields; beside them parts, exemptions and publishing, each a form."""
    seat = taught(request, number)
    found = assignment_of(seat.classroom, assignment_id)
    if request.method != "POST":
        return _page(request, seat, found)
    form = AssignmentForm(request.POST, zone=zone(seat.classroom.time_zone))
    if not form.is_valid():
        return _page(request, seat, found, status=422, form=form, version=read_version(request.POST))
    try:
        change_assignment(found, form.cleaned_data, version=read_version(request.POST))
    except Stale:
        found = assignment_of(seat.classroom, assignment_id)
        stands = differences(found, form.cleaned_data)
        return _page(request, seat, found, status=409, form=form, problem=STALE, stands=stands)
    messages.success(request, "The assignment has been saved.")
    return see_other("assignment", number, assignment_id)


def _page(request: LearnRequest, seat: Seat, found: Assignment, *, status: int = 200, **extra: Any) -> HttpResponse:
    context = page_context(seat, found, timezone.now()) | extra
    return render(request, "teach/assignment.html", context, status=status)


@require_POST
@for_accounts
def parts(request: LearnRequest, number: int, assignment_id: int) -> HttpResponse:
    """Add parts, weigh them, move one or take it away, as the button pressed says."""
    seat = taught(request, number)
    found = assignment_of(seat.classroom, assignment_id)
    version = read_version(request.POST)
    way, _, which = request.POST.get("do", "").partition("-")
    try:
        if way == "add":
            add_parts(found, read_parts(request.POST, library()), version=version)
        elif way == "weigh":
            weigh_parts(found, read_weights(request.POST, list(found.parts.all())), version=version)
        elif way in ("up", "down"):
            move_part(found, part_of(found, which), by=-1 if way == "up" else 1, version=version)
        elif way == "remove":
            remove_part(found, part_of(found, which), version=version)
        else:
            raise ValueError("Choose what to do with the parts.")
    except ValueError as error:
        typed = request.POST.dict() | {"lists": request.POST.getlist("lesson") + request.POST.getlist("challenge")}
        typed["boxes"] = request.POST.getlist("boxes")
        return _page(request, seat, found, status=422, parts_problem=str(error), typed=typed, version=version)
    return see_other("assignment", number, assignment_id)


@require_POST
@for_accounts
def exemptions(request: LearnRequest, number: int, assignment_id: int) -> HttpResponse:
    """Make an exemption for a learner or a group, replace it, or take it back."""
    seat = taught(request, number)
    found = assignment_of(seat.classroom, assignment_id)
    version = read_version(request.POST)
    way, _, which = request.POST.get("do", "").partition("-")
    if way == "lift":
        lift_exemption(found, exemption_of(found, which), version=version)
        return see_other("assignment", number, assignment_id)
    form = exemption_form(found, request.POST)
    if not form.is_valid():
        return _page(request, seat, found, status=422, exemption_form=form, version=version)
    exempt(found, form.values, version=version, now=timezone.now(), member=form.member, group=form.group)
    return see_other("assignment", number, assignment_id)


@require_POST
@for_accounts
def publication(request: LearnRequest, number: int, assignment_id: int) -> HttpResponse:
    """Publish an assignment now or at a moment, or make it a draft again."""
    seat = taught(request, number)
    found = assignment_of(seat.classroom, assignment_id)
    version, now = read_version(request.POST), timezone.now()
    if request.POST.get("do") == "unpublish":
        if found.published_at is not None:
            unpublish(found, version=version)
        return see_other("assignment", number, assignment_id)
    form = PublishForm(request.POST, zone=zone(seat.classroom.time_zone), auto_id="publish_%s")
    if form.is_valid() and not found.parts.exists():
        form.add_error(None, "There is nothing to do in it yet. Add a part first.")
    if not form.is_valid():
        return _page(request, seat, found, status=422, publish_form=form, version=version)
    # A double click finds it published.
    at = form.cleaned_data["at"] or now
    if found.published_at is None or found.published_at > now or at > now:
        publish(found, at=at, version=version)
    return see_other("assignment", number, assignment_id)


@PAGE
@for_accounts
def delete(request: LearnRequest, number: int, assignment_id: int) -> HttpResponse:
    """Ask once more, then delete an assignment."""
    seat = taught(request, number)
    found = assignment_of(seat.classroom, assignment_id)
    if request.method != "POST":
        return render(request, "teach/assignment_delete.html", page_context(seat, found, timezone.now()))
    delete_assignment(found, version=read_version(request.POST), now=timezone.now())
    messages.success(request, f"“{found.title}” has been deleted.")
    return see_other("assignments", number)
