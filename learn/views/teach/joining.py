"""Ways into a class: a code, its link, an invitation; and the learner's own page of the class."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learn.access import (
    attended,
    class_by_code,
    classes_attended_by,
    instructors_of,
    invitation_by,
    learner_id_of,
    learner_of,
    learner_who_writes,
    learners_of,
    newest_looks_at,
    own_place_in,
    place_beside,
    place_by_code,
    round_on,
    sure_viewer_of,
)
from learn.actions.joining import accept_invitation, is_good, join_class, leave_class
from learn.domain.teach.codes import normal
from learn.forms.classes import JoinForm, JoiningForm
from learn.limits import count_failed_join, join_wait_seconds
from learn.models import Classroom, Invitation, Member
from learn.views.assigned import work_context
from learn.views.errors import error_page, too_many_requests
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts, redirect_to_sign_up, see_other

PAGE = require_http_methods(["GET", "HEAD", "POST"])
NO_CLASS = "No open class has this code. Check it for typos, or ask your instructor for the current one."


@PAGE
def join(request: LearnRequest) -> HttpResponse:
    """Type a code; the page of its class comes next."""
    if request.method != "POST":
        return render(request, "classes/join.html", {"form": JoinForm()})
    form = JoinForm(request.POST)
    if not form.is_valid():
        return render(request, "classes/join.html", {"form": form}, status=422)
    code = normal(form.cleaned_data["code"])
    found = _class_or_refusal(request, code, form)
    return found if isinstance(found, HttpResponse) else see_other("joining", code)


def _class_or_refusal(request: LearnRequest, code: str, form: JoinForm) -> Classroom | HttpResponse:
    """Return the class that a code opens; else 422, and 429 after ten codes that opened none."""
    account = learner_id_of(request) if sure_viewer_of(request).user is not None else None
    address = request.META.get("REMOTE_ADDR", "")
    if wait := join_wait_seconds(account, address):
        minutes = max(1, round(wait / 60))
        detail = f"Too many wrong codes. Try again in {minutes} minute{'s' if minutes > 1 else ''}."
        return too_many_requests(request, detail, retry_seconds=wait)
    classroom = class_by_code(code)
    if classroom is not None:
        return classroom
    count_failed_join(account, address)
    form.add_error("code", NO_CLASS)
    return render(request, "classes/join.html", {"form": form}, status=422)


@PAGE
def joining(request: LearnRequest, code: str) -> HttpResponse:
    """Say what will be shared with whom, before anything is; then join."""
    if sure_viewer_of(request).user is None:
        found = _class_or_refusal(request, normal(code), JoinForm({"code": code}))
        return found if isinstance(found, HttpResponse) else redirect_to_sign_up(request)
    return _joining(request, normal(code))


@for_accounts
def _joining(request: LearnRequest, code: str) -> HttpResponse:
    inside = place_by_code(code, learner_of(request))
    if inside is not None:
        return _own_page(inside)
    found = _class_or_refusal(request, code, JoinForm({"code": code}))
    if isinstance(found, HttpResponse):
        return found
    member = place_beside(found, learner_of(request))
    form = _name_form(request, member.name if member is not None else "")
    if not form.is_valid():
        return _consent_page(request, found, form)
    now = timezone.now()
    learner = learner_who_writes(request, now=now)
    return _welcome(request, join_class(found, learner, name=form.cleaned_data["name"], code=code, now=now))


@PAGE
def invited(request: LearnRequest, token: str) -> HttpResponse:
    """Join by an invitation, whose link is good once."""
    if sure_viewer_of(request).user is None:
        return redirect_to_sign_up(request)
    return _invited(request, invitation_by(token))


@for_accounts
def _invited(request: LearnRequest, invitation: Invitation) -> HttpResponse:
    member = place_beside(invitation.classroom, learner_of(request))
    if member is not None and member.left_at is None:
        return _own_page(member)
    now = timezone.now()
    if not is_good(invitation, now):
        detail = "This invitation is used, withdrawn or too old. Ask the instructor of the class for a new one."
        return error_page(request, 410, detail)
    form = _name_form(request, invitation.name)
    if not form.is_valid():
        return _consent_page(request, invitation.classroom, form)
    learner = learner_who_writes(request, now=now)
    return _welcome(request, accept_invitation(invitation, learner, name=form.cleaned_data["name"], now=now))


def _name_form(request: LearnRequest, name: str) -> JoiningForm:
    if request.method == "POST":
        return JoiningForm(request.POST)
    return JoiningForm(initial={"name": name or sure_viewer_of(request).name})


def _consent_page(request: LearnRequest, classroom: Classroom, form: JoiningForm) -> HttpResponse:
    context = {"classroom": classroom, "instructors": instructors_of(classroom), "form": form}
    return render(request, "classes/joining.html", context, status=422 if form.is_bound else 200)


def _own_page(member: Member) -> HttpResponse:
    return see_other("people" if member.is_instructor else "class", member.classroom_id)


def _welcome(request: LearnRequest, member: Member) -> HttpResponse:
    messages.success(request, f"You are in “{member.classroom.name}” as {member.name}.")
    return _own_page(member)


@require_safe
@for_accounts
def my_classes(request: LearnRequest) -> HttpResponse:
    """The classes that one learns in, and a place to type a code."""
    context = {"classes": classes_attended_by(learner_of(request)), "form": JoinForm()}
    return render(request, "classes/classes.html", context)


@require_safe
@for_accounts
def my_class(request: LearnRequest, number: int) -> HttpResponse:
    """A learner's page of a class: who teaches it, what they see, and who has looked."""
    seat = attended(request, number)
    shares = seat.classroom.names_shared
    context: dict[str, Any] = {
        "seat": seat,
        "classroom": seat.classroom,
        "instructors": instructors_of(seat.classroom),
        "classmates": learners_of(seat.classroom).exclude(pk=seat.member.pk) if shares else None,
        "looks": newest_looks_at(seat.classroom, seat.learner),
        "round": round_on(seat.classroom),
    }
    context |= work_context(request, seat.member, timezone.now())
    return render(request, "classes/classroom.html", context)


@require_POST
@for_accounts
def leave(request: LearnRequest, number: int) -> HttpResponse:
    """Leave a class; having left it already changes nothing."""
    member = own_place_in(request, number)
    if member.is_instructor:
        raise Http404("You teach this class. Its page of people lets you stop.")
    leave_class(member, now=timezone.now())
    messages.success(request, f"You have left “{member.classroom.name}”. Your work stays yours.")
    return see_other("my_classes")
