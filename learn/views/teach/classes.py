"""Classes themselves: the list of one's own, opening, settings, archiving, copying."""

from copy import copy as copy_of
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learn.access import (
    classes_attended_by,
    classes_counted,
    instructors_of,
    learner_of,
    learner_who_writes,
    sure_viewer_of,
    taught,
)
from learn.actions.classes import (
    Stale,
    Widened,
    archive_class,
    change_class,
    copy_class,
    fresh_code,
    open_class,
    renew_code,
    reopen_class,
    set_joining,
)
from learn.forms.classes import ClassSettingsForm, CopyClassForm, OpenClassForm
from learn.models import Classroom
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts, see_other

PAGE = require_http_methods(["GET", "HEAD", "POST"])
# Two forms on one page have fields of the same names.
COPY_IDS = "copy_%s"
# A form for a new class carries its join code, so that sending it twice opens one class.
_code_signer = Signer(salt="learn.views.teach.new_class")


def _offered_code(request: LearnRequest) -> str:
    return str(_code_signer.sign(f"{request.user.pk}.{fresh_code()}"))


def _code_from(request: LearnRequest) -> str:
    """Return the code that this form was given; another one where it was given to somebody else, or to nobody."""
    try:
        owner, _, code = str(_code_signer.unsign(request.POST.get("new_code", ""))).partition(".")
    except BadSignature:
        return fresh_code()
    return code if owner == str(request.user.pk) else fresh_code()


@require_safe
@for_accounts
def teach(request: LearnRequest) -> HttpResponse:
    """The classes that one teaches, and the form that opens another."""
    return _classes_page(request, _new_form(request))


def _new_form(request: LearnRequest) -> OpenClassForm:
    viewer = sure_viewer_of(request)
    zone = viewer.learner.time_zone if viewer.learner else ""
    return OpenClassForm(initial={"taught_as": viewer.name, "time_zone": zone})


def _classes_page(request: LearnRequest, form: OpenClassForm, status: int = 200) -> HttpResponse:
    learner = learner_of(request)
    context = {
        "classes": classes_counted(learner),
        "attends": classes_attended_by(learner),
        "form": form,
        "new_code": _offered_code(request),
    }
    return render(request, "teach/classes.html", context, status=status)


@PAGE
@for_accounts
def open_one(request: LearnRequest) -> HttpResponse:
    """Open a class; its people come next."""
    if request.method != "POST":
        return _classes_page(request, _new_form(request))
    form = OpenClassForm(request.POST)
    if not form.is_valid():
        return _classes_page(request, form, 422)
    now = timezone.now()
    learner = learner_who_writes(request, now=now)
    code = _code_from(request)
    opened = open_class(learner=learner, code=code, now=now, **form.cleaned_data)
    messages.success(request, f"“{opened.name}” is open. Pass on its code or link, or invite people by name.")
    return see_other("people", opened.pk)


@PAGE
@for_accounts
def class_settings(request: LearnRequest, number: int) -> HttpResponse:
    """What can be chosen about a class, with archiving and copying beside."""
    classroom = taught(request, number).classroom
    if request.method != "POST":
        return _settings_page(request, classroom, _settings_form(classroom))
    # A form's instance takes over what was typed: the class itself is still needed as it stands.
    form = ClassSettingsForm(request.POST, instance=copy_of(classroom))
    if not form.is_valid():
        return _settings_page(request, classroom, form, status=422)
    try:
        change_class(classroom, form.changes(), version=form.cleaned_data["version"])
    except Stale as stale:
        return _stale_page(request, form, str(stale), number)
    except Widened as widened:
        for name in widened.names:
            form.add_error(None, f"{form.fields[name].label}: {widened}")
        return _settings_page(request, classroom, form, status=422)
    messages.success(request, "The settings have been saved.")
    return see_other("class_settings", number)


def _settings_form(classroom: Classroom) -> ClassSettingsForm:
    return ClassSettingsForm(instance=classroom, initial={"version": classroom.version})


def _stale_page(request: LearnRequest, form: ClassSettingsForm, problem: str, number: int) -> HttpResponse:
    """Show what was typed beside what is there now; sent again, it is meant for what is there now."""
    classroom = taught(request, number).classroom
    sent = request.POST.copy()
    sent["version"] = str(classroom.version)
    again = ClassSettingsForm(sent, instance=copy_of(classroom))
    labels = {name: field.label for name, field in again.fields.items()}
    stands = [
        (labels[name], getattr(classroom, name))
        for name, value in form.changes().items()
        if getattr(classroom, name) != value
    ]
    return _settings_page(request, classroom, again, status=409, problem=problem, stands=stands)


def _settings_page(
    request: LearnRequest, classroom: Classroom, form: ClassSettingsForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = {
        "classroom": classroom,
        "form": form,
        "copy_form": CopyClassForm(initial={"name": classroom.name}, auto_id=COPY_IDS),
        "new_code": _offered_code(request),
        "alone": len(instructors_of(classroom)) == 1,
    }
    return render(request, "teach/class_settings.html", shown | context, status=status)


@require_POST
@for_accounts
def archive(request: LearnRequest, number: int) -> HttpResponse:
    """Archive a class, or open it again."""
    classroom = taught(request, number).classroom
    if "reopen" in request.POST:
        reopen_class(classroom)
        messages.success(request, "The class is open again.")
    else:
        archive_class(classroom, now=timezone.now())
        messages.success(request, "The class is archived: everything can be read, nothing changes.")
    return see_other("class_settings", number)


@PAGE
@for_accounts
def copy(request: LearnRequest, number: int) -> HttpResponse:
    """Copy a class with its assignments, dates moved, without its people."""
    seat = taught(request, number)
    if request.method != "POST":
        return see_other("class_settings", number)
    form = CopyClassForm(request.POST, auto_id=COPY_IDS)
    if not form.is_valid():
        shown = _settings_form(seat.classroom)
        return _settings_page(request, seat.classroom, shown, status=422, copy_form=form)
    copied = copy_class(
        seat.classroom,
        learner=seat.learner,
        taught_as=seat.member.name,
        code=_code_from(request),
        now=timezone.now(),
        **form.cleaned_data,
    )
    messages.success(request, f"“{copied.name}” has been made. Nobody is in it yet but you.")
    return see_other("class_settings", copied.pk)


@require_POST
@for_accounts
def joining(request: LearnRequest, number: int) -> HttpResponse:
    """Renew the join code, stop joining by it, or let it open the class again."""
    classroom = taught(request, number).classroom
    match request.POST.get("change"):
        case "renew":
            renew_code(classroom, known=request.POST.get("code", ""))
            messages.success(request, "The class has a new code. The old one and its link no longer work.")
        case "close":
            set_joining(classroom, is_open=False)
            messages.success(request, "Nobody can join with the code any more. Invitations stay valid.")
        case "open":
            set_joining(classroom, is_open=True)
            messages.success(request, "The code opens the class again.")
    return see_other("people", number)
