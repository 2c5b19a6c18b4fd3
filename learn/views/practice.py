"""Practice: choosing what to be asked, one question a screen, feedback, and what came of it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import (
    cards_of,
    learner_id_of,
    learner_of,
    learner_who_writes,
    obtained_by,
    open_sittings_of,
    progress_of,
    sitting_of,
)
from learn.actions.assigned import NotNow, require_class_open
from learn.actions.planning import NothingToAsk, find_question, others_of, plan_sitting
from learn.actions.practice import AnsweredOtherwise, NotThere, keep_answer
from learn.actions.sittings import begin_sitting, finish, is_explained, open_hint, planned_of
from learn.domain.hints import HintNotYet
from learn.domain.practice.items import Item
from learn.domain.practice.marking import NotAnAnswer, mark
from learn.forms.practice import AnswerForm, read_given, typed_of
from learn.library import library
from learn.models import PracticeAnswer, Sitting
from learn.views.due import due_of
from learn.views.errors import error_page
from learn.views.given import given_with
from learn.views.knowing import states_of
from learn.views.pages import LearnRequest, render, wants_fragment
from learn.views.practice_hub import hub_context
from learn.views.questions import (
    asking_context,
    handed_in_context,
    hints_for,
    result_context,
    tells,
    told_context,
)

# How much of what was typed an address takes along.
TYPED_AT_MOST = 1500
# What is written in these kinds is worth keeping though the question has changed.
WRITTEN = ("free", "mend")


@require_safe
def practice(request: LearnRequest) -> HttpResponse:
    """What can be practised: what is due today, and every other kind of sitting."""
    learner, number = learner_of(request), learner_id_of(request)
    cards, sittings = cards_of(number), open_sittings_of(number)
    opened, obtained = [row.lesson for row in progress_of(number)], {row.code for row in obtained_by(number)}
    states = states_of(cards, opened=opened, obtained=obtained)
    context = hub_context(learner, cards, sittings, states, timezone.now()) | {"due": due_of(request)()}
    return render(request, "practice/practice.html", context)


@require_POST
def begin(request: LearnRequest) -> HttpResponse:
    """Begin a sitting, or go on with the one of its kind that is open."""
    kind, about = request.POST.get("kind", ""), request.POST.get("about", "")
    if kind not in Sitting.Kind.values or not _is_about(kind, about):
        return error_page(request, 422, "There is no such set of questions. The practice page lists them all.")
    now = timezone.now()
    learner, number = learner_of(request), learner_id_of(request)
    seed = f"{number}.{now.isoformat()}"
    try:
        planned = plan_sitting(learner, cards_of(number), Sitting.Kind(kind).value, about, now=now, seed=seed)  # type: ignore[arg-type]
    except NothingToAsk:
        open_ones = [one for one in open_sittings_of(number) if (one.kind, one.about) == (kind, about)]
        if open_ones:
            return _to(open_ones[0])
        return render(request, "practice/nothing.html", {"kind": kind, "learner": learner})
    return _to(begin_sitting(learner_who_writes(request, now=now), planned, about=about, now=now))


def _is_about(kind: str, about: str) -> bool:
    held = library()
    match kind:
        case "lesson":
            return about in held.lessons
        case "pair":
            return about in held.pairs
        case "mixed":
            return about in ("", "scenarios")
        case "review":
            return about in ("", "restart")
        case "assigned":
            return False  # begun from its assignment
        case _:
            return not about


def _to(sitting: Sitting, **query: Any) -> HttpResponse:
    address = reverse("sitting", args=[sitting.pk])
    return HttpResponseRedirect(f"{address}?{urlencode(query, doseq=True)}" if query else address, status=303)


@require_safe
def sitting(request: LearnRequest, number: int) -> HttpResponse:
    """The question of a sitting that is next; one answered before (``shown``); or, when it is over, what came of it."""
    found = sitting_of(learner_id_of(request), number)
    now = timezone.now()
    planned = planned_of(found)
    shown = request.GET.get("shown", "")
    if shown.isascii() and shown.isdigit() and int(shown[:4]) < found.at and tells(found, now):
        answer = found.answers.filter(place=int(shown[:4])).first()
        if answer is not None:
            return render(request, "practice/question.html", told_context(found, answer), fragment="question")
    if found.is_over(now) or planned.current is None:
        return _result(request, found, now)
    return _ask(request, found, typed=typed_of(request.GET), asked=request.GET.get("asked", ""))


def _result(
    request: LearnRequest, found: Sitting, now: datetime, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    """Show what came of a sitting, or that it is handed in and told later."""
    template = "practice/result.html" if is_explained(found, now) else "practice/handed_in.html"
    context = result_context(found) if is_explained(found, now) else handed_in_context(found)
    return render(request, template, context | {"problem": problem}, status=status, fragment="question")


def _ask(request: LearnRequest, found: Sitting, *, status: int = 200, **extra: Any) -> HttpResponse:
    """Ask the question that is next."""
    entry = planned_of(found).current
    assert entry is not None
    context = asking_context(found, find_question(entry.surface), **extra)
    return render(request, "practice/question.html", context, status=status, fragment="question")


@require_POST
def answer(request: LearnRequest, number: int) -> HttpResponse:
    """Mark an answer and keep it, once for each place of the sitting."""
    found = sitting_of(learner_id_of(request), number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return error_page(request, 422, "The form is incomplete. Open the sitting again and answer there.")
    place, entry, now = form.cleaned_data["place"], planned_of(found).current, timezone.now()
    if place < found.at and form.cleaned_data["hint"]:
        return _to(found)
    if place < found.at:
        return _again(request, found, found.answers.get(place=place))
    if place > found.at or entry is None or found.is_over(now):
        return _over(found, now)
    try:
        require_class_open(found)
    except NotNow as refused:
        return error_page(request, 409, str(refused))
    item = find_question(entry.surface)
    if (form.cleaned_data["item"], form.cleaned_data["version"]) != (item.id, item.version):
        problem = "This question was changed while you were reading it. Here it is as it stands now."
        written = item.kind in WRITTEN and form.cleaned_data["item"] == item.id
        typed = typed_of(request.POST) if written else {}
        return _ask(request, found, status=409, problem=problem, typed=typed)
    return _mark(request, found, item, form, now)


def _mark(request: LearnRequest, found: Sitting, item: Item, form: AnswerForm, now: datetime) -> HttpResponse:
    """Mark an answer to the question that is next; one in one's own words after its key points were ticked."""
    kept = {"typed": typed_of(request.POST), "asked": form.cleaned_data["asked"]}
    if form.cleaned_data["hint"]:
        return _hint(request, found, item, form, kept)
    try:
        marking = mark(item, read_given(item, request.POST), library().registry, library().backend)
    except NotAnAnswer as error:
        return _ask(request, found, status=422, problem=str(error), **kept)
    if item.kind == "free" and "ticking" not in request.POST:
        return _ask(request, found, ticking=True, **kept)
    try:
        learner = learner_who_writes(request, now=now)
        stored = keep_answer(learner, found, given_with(form, item, marking, found.hints), others=others_of, now=now)
    except AnsweredOtherwise as before:
        return _stands(request, found, before.answer)
    except NotThere:
        return _over(found, now)
    return _tell(request, found, stored)


def _hint(request: LearnRequest, found: Sitting, item: Item, form: AnswerForm, kept: dict[str, Any]) -> HttpResponse:
    """Open a hint and show it beside what was typed, which goes along as far as an address holds it."""
    number = min(form.cleaned_data["hint"], len(hints_for(item)))
    try:
        open_hint(found, number=number, now=timezone.now())
    except HintNotYet as early:
        response = _ask(request, found, status=429, too_early=True, **kept)
        response["Retry-After"] = str(early.wait_seconds)
        return response
    if wants_fragment(request):
        return _ask(request, found, **kept)
    typed = {name: request.POST.getlist(name) for name in kept["typed"] if name in request.POST}
    fits = len(urlencode(typed, doseq=True)) <= TYPED_AT_MOST
    return _to(found, asked=kept["asked"], **(typed if fits else {}))


def _again(request: LearnRequest, found: Sitting, stored: PracticeAnswer) -> HttpResponse:
    """This place was answered before: the same answer changes nothing, another one doesn't either and is told so."""
    try:
        item = find_question(stored.item)
        marking = mark(item, read_given(item, request.POST), library().registry, library().backend)
    except (LookupError, NotAnAnswer):
        return _stands(request, found, stored)
    return _tell(request, found, stored) if marking.canonical == stored.given else _stands(request, found, stored)


def _stands(request: LearnRequest, found: Sitting, stored: PracticeAnswer) -> HttpResponse:
    problem = "You had answered this before, in another tab, and differently. That answer stands."
    now = timezone.now()
    if tells(found, now):
        context = told_context(found, stored) | {"problem": problem}
        return render(request, "practice/question.html", context, status=409, fragment="question")
    if planned_of(found).current is not None and not found.is_over(now):
        return _ask(request, found, status=409, problem=problem)
    return _result(request, found, now, status=409, problem=problem)


def _tell(request: LearnRequest, found: Sitting, stored: PracticeAnswer) -> HttpResponse:
    """Show what an answer is worth; where feedback waits for the end, go on."""
    if not tells(found, timezone.now()):
        return _to(found)
    if not wants_fragment(request):
        return _to(found, shown=stored.place)
    return render(request, "practice/question.html", told_context(found, stored), fragment="question")


def _over(found: Sitting, now: datetime) -> HttpResponse:
    """The time is up, or the sitting is further on: go there."""
    if found.is_over(now) and found.finished_at is None:
        finish(found, now=now)
    return _to(found)
