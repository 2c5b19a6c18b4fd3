"""Who is in a class: the page of its people, instructors, and each member's place."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learn.access import (
    Seat,
    account_named,
    anyone_of,
    instructors_of,
    learners_of,
    open_invitations_of,
    taught,
)
from learn.actions.joining import good_since, leave_class, remove_member
from learn.actions.learners import learner_for_account
from learn.actions.people import add_instructor, change_member
from learn.domain.teach.codes import shown
from learn.forms.classes import InstructorForm, MemberForm
from learn.models import Member
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts, page_of, see_other

PAGE = require_http_methods(["GET", "HEAD", "POST"])
NO_ACCOUNT = "No account has this name. Ask them which name the top of each page shows them once they have signed in."


@require_safe
@for_accounts
def people(request: LearnRequest, number: int) -> HttpResponse:
    """The code to join by, who teaches, who learns, and who is invited."""
    return _people_page(request, taught(request, number), InstructorForm())


def _people_page(request: LearnRequest, seat: Seat, form: InstructorForm, *, status: int = 200) -> HttpResponse:
    classroom = seat.classroom
    context: dict[str, Any] = {
        "seat": seat,
        "classroom": classroom,
        "shown_code": shown(classroom.code),
        "instructors": instructors_of(classroom),
        "form": form,
        "learners": page_of(learners_of(classroom), request.GET.get("page")),
        "good_since": good_since(timezone.now()),
        "invitations": page_of(open_invitations_of(classroom), request.GET.get("invited")),
    }
    return render(request, "teach/people.html", context, status=status)


@require_POST
@for_accounts
def add(request: LearnRequest, number: int) -> HttpResponse:
    """Let another account teach the class."""
    seat = taught(request, number)
    form = InstructorForm(request.POST)
    user = account_named(form.cleaned_data["account"]) if form.is_valid() else None
    if user is None:
        if form.is_valid():
            form.add_error("account", NO_ACCOUNT)
        return _people_page(request, seat, form, status=422)
    now = timezone.now()
    learner = learner_for_account(user, now=now)
    added = add_instructor(seat.classroom, learner, name=user.get_username(), now=now)
    messages.success(request, f"{added.name} teaches the class.")
    return see_other("people", number)


@PAGE
@for_accounts
def member(request: LearnRequest, number: int, member: int) -> HttpResponse:
    """Change how somebody is called in the class and which group they are in, or let them go."""
    seat = taught(request, number)
    found = anyone_of(seat.classroom, member)
    if request.method != "POST":
        form = MemberForm(initial={"name": found.name, "group": found.group})
        return _member_page(request, seat, found, form)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _member_page(request, seat, found, form, status=422)
    change_member(found, **form.cleaned_data)
    messages.success(request, f"{form.cleaned_data['name']}: saved.")
    return see_other("people", number)


def _member_page(
    request: LearnRequest, seat: Seat, found: Member, form: MemberForm, *, status: int = 200
) -> HttpResponse:
    context = {"seat": seat, "classroom": seat.classroom, "member": found, "form": form}
    return render(request, "teach/place.html", context, status=status)


@require_POST
@for_accounts
def remove(request: LearnRequest, number: int, member: int) -> HttpResponse:
    """Let somebody go, oneself too; who has gone already stays so."""
    seat = taught(request, number)
    found = anyone_of(seat.classroom, member)
    if found.pk == seat.member.pk:
        leave_class(found, now=timezone.now())
        messages.success(request, f"You don't teach “{seat.classroom.name}” any more.")
        return see_other("teach")
    remove_member(found, now=timezone.now())
    messages.success(request, f"{found.name} isn't in the class any more.")
    return see_other("people", number)
