"""The course, its lessons, and what readers do in them."""

from functools import cache
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import answers_of, learner_id_of, learner_who_writes, lesson_progress_of, progress_of
from learn.actions.feedback import report_mistake, say_whether_helpful
from learn.actions.learning import AnsweredElsewhere, answer_check, read_lesson
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lessons.reader import Lesson
from learn.domain.practice.items import Item
from learn.domain.practice.marking import NotAnAnswer, mark
from learn.forms.lessons import CheckForm, MistakeForm
from learn.library import library
from learn.models import CheckAnswer, LessonProgress
from learn.views.due import due_of
from learn.views.lesson_text import lesson_pieces
from learn.views.pages import LearnRequest, origin_of, render, versioned, wants_fragment
from learn.views.structured import course_data, lesson_data


@require_safe
def course(request: LearnRequest) -> HttpResponse:
    """All lessons, with what this learner has done of them."""

    @cache
    def progress() -> list[LessonProgress]:
        return progress_of(learner_id_of(request))

    due = due_of(request)

    def context() -> dict[str, Any]:
        by_lesson = {p.lesson: p for p in progress()}
        held = library()
        return {
            "course": held.course,
            "lessons": [(lesson, by_lesson.get(lesson.slug)) for lesson in held.order],
            "due": due(),
            "minutes": sum(lesson.minutes for lesson in held.order),
            "next": next_lesson(progress()),
            "structured": course_data(held.course, held.order, origin_of(request)),
        }

    return versioned(request, "lessons/course.html", context, version=lambda: (state_of(progress()), due()))


def state_of(progress: list[LessonProgress]) -> tuple[Any, ...]:
    """Return what pages show of a learner's lessons, as a version."""
    return tuple((p.lesson, p.place, p.finished_at is not None) for p in progress)


def next_lesson(progress: list[LessonProgress]) -> tuple[Lesson, str] | None:
    """Return the lesson to go on with and the place in it, or None where nothing was opened yet."""
    held = library()
    for opened in progress:
        if opened.finished_at is None and opened.lesson in held.lessons:
            return held.lessons[opened.lesson], opened.place
    done = {opened.lesson for opened in progress}
    if not done:
        return None
    return next(((lesson, "") for lesson in held.order if lesson.slug not in done), None)


def find_lesson(slug: str) -> Lesson:
    try:
        return library().lessons[slug]
    except KeyError:
        raise Http404("There is no lesson with this name. The course lists all of them.") from None


@require_safe
def lesson(request: LearnRequest, slug: str) -> HttpResponse:
    """A lesson, with the checks as far as this learner has answered them."""
    found = find_lesson(slug)
    again = request.GET.get("again", "")

    @cache
    def progress() -> LessonProgress | None:
        return lesson_progress_of(learner_id_of(request), slug)

    def version() -> tuple[Any, ...]:
        # Until the first answer, readers who are equally far share a page.
        opened = progress()
        if opened is None:
            return ()
        own = (opened.learner_id, opened.answered) if opened.answered else ()
        return (opened.place, opened.finished_at is not None, own)

    def context() -> dict[str, Any]:
        held = library()
        answers = answers_of(learner_id_of(request), found.checks)
        data = lesson_data(held.course, found, held.position(found.slug), origin_of(request))
        return _lesson_context(found, progress(), answers, again) | {"structured": data}

    return versioned(request, "lessons/lesson.html", context, version=version)


def _lesson_context(
    found: Lesson, progress: LessonProgress | None, answers: list[CheckAnswer], again: str
) -> dict[str, Any]:
    held = library()
    before, after = held.neighbours(found.slug)
    given = {item_id: [a for a in answers if a.question == item_id] for item_id in found.checks}
    pieces = [
        (piece, check_context(found, piece.item, given[piece.item.id], again=again) if piece.item else None)
        for piece in lesson_pieces(held, found.slug)
    ]
    place = progress.place if progress is not None and progress.finished_at is None else ""
    return {
        "lesson": found,
        "course": held.course,
        "number": held.position(found.slug),
        "count": len(held.order),
        "before": before,
        "after": after,
        "pieces": pieces,
        "statuses": [held.registry[code] for code in found.codes],
        "drawing": draw(held.backend),
        "lit": Lit(frozenset(found.boxes), frozenset()),
        "boxes": [held.backend[box] for box in found.boxes],
        "progress": progress,
        "place": place if place in found.anchors() else "",
        "place_name": _place_name(found, place),
        "drawn_in_text": bool(found.directives("map")),
        "is_last": after is None,
    }


def _place_name(found: Lesson, place: str) -> str:
    for heading in found.headings:
        if heading.anchor == place:
            return heading.text
    for number, check in enumerate(found.checks, start=1):
        if place == f"check-{check}":
            return f"Check {number}"
    return ""


def check_context(found: Lesson, item: Item, answers: list[CheckAnswer], *, again: str = "") -> dict[str, Any]:
    """Return what the template of a check shows: the form of the next attempt, or the last answer explained."""
    held = library()
    last = answers[-1] if answers else None
    current = last is not None and last.version == item.version
    attempt = (last.attempt if last else 0) + 1
    marking = None
    if last is not None and current and again != item.id:
        marking = mark(item, last.given, held.registry, held.backend)
    return {
        "item": item,
        "lesson": found,
        "number": found.checks.index(item.id) + 1,
        "count": len(found.checks),
        "attempt": attempt,
        "options": item.shuffled(attempt),
        "marking": marking,
        "changed": last is not None and not current,
        "backend": held.backend,
    }


@require_POST
def check(request: LearnRequest, slug: str, item_id: str) -> HttpResponse:
    """Mark an answer and keep it, once for each attempt."""
    found = find_lesson(slug)
    if item_id not in found.checks:
        raise Http404("This lesson doesn't ask that question.")
    item = library().items[item_id]
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _check_again(request, found, item, form.first_problem, given=request.POST.get("given", ""))
    if form.cleaned_data["version"] != item.version:
        problem = "This question was changed while you were reading it. Here it is as it stands now."
        return _check_again(request, found, item, problem, status=409)
    try:
        marking = mark(item, form.cleaned_data["given"], library().registry, library().backend)
    except NotAnAnswer as error:
        return _check_again(request, found, item, str(error), given=form.cleaned_data["given"])
    now = timezone.now()
    learner = learner_who_writes(request, now=now)
    try:
        answer = answer_check(learner, found, marking, attempt=form.cleaned_data["attempt"], now=now)
    except AnsweredElsewhere:
        problem = "You had answered this before, in another tab, and differently. That answer stands."
        return _check_again(request, found, item, problem, status=409)
    if not wants_fragment(request):
        return HttpResponseRedirect(f"{reverse('lesson', args=[slug])}#check-{item_id}", status=303)
    return _render_check(request, found, item, [answer])


def _render_check(
    request: LearnRequest, found: Lesson, item: Item, answers: list[CheckAnswer], **extra: Any
) -> HttpResponse:
    status = extra.pop("status", 200)
    context = {"check": check_context(found, item, answers) | extra}
    return render(request, "lessons/_check.html", context, status=status)


def _check_again(
    request: LearnRequest, found: Lesson, item: Item, problem: str, *, status: int = 422, given: str = ""
) -> HttpResponse:
    """Ask once more, with what was wrong and what was typed."""
    answers = answers_of(learner_id_of(request), [item.id])
    if wants_fragment(request):
        return _render_check(request, found, item, answers, problem=problem, typed=given, status=status)
    shown = check_context(found, item, answers) | {"problem": problem, "typed": given}
    return render(request, "lessons/check.html", {"lesson": found, "check": shown}, status=status)


@require_POST
def reading(request: LearnRequest, slug: str) -> HttpResponse:
    """Note that the lesson was opened, or where it was left."""
    found = find_lesson(slug)
    place = request.POST.get("place", "")
    now = timezone.now()
    read_lesson(learner_who_writes(request, now=now), found, place=place if place in found.anchors() else "", now=now)
    return HttpResponse(status=204)


@require_POST
def feedback(request: LearnRequest, slug: str) -> HttpResponse:
    """Keep whether the lesson helped, or a mistake reported in it."""
    found = find_lesson(slug)
    now = timezone.now()
    helpful = request.POST.get("helpful")
    if helpful in ("yes", "no"):
        learner = learner_who_writes(request, now=now)
        say_whether_helpful(learner, slug, helpful=helpful == "yes", now=now)
        return _thanks(request, found, "Thank you. It helps to know.")
    form = MistakeForm(request.POST)
    if not form.is_valid():
        return render(request, "lessons/feedback.html", {"lesson": found, "form": form}, status=422, fragment="form")
    learner = learner_who_writes(request, now=now)
    report_mistake(learner, slug, form.cleaned_data["comment"], now=now)
    return _thanks(request, found, "Thank you. Whoever looks after the lessons will read it.")


def _thanks(request: LearnRequest, found: Lesson, thanks: str) -> HttpResponse:
    return render(request, "lessons/feedback.html", {"lesson": found, "thanks": thanks}, fragment="form")
