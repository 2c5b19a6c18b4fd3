"""How each question of the class's quizzes works: how hard it is, whom it tells apart, which wrong option drew whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.access import learners_of, taught
from learn.access.seeing import first_attempts_in, scope_of
from learn.domain.practice.items import Item, by_key
from learn.domain.teach.questions import Draw, Question, Response, figures, is_pool, pooled
from learn.domain.teach.statistics import DISCRIMINATION_FROM, FACILITY_FROM
from learn.library import library
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts, page_of
from learn.views.teach.naming import Names, note_named

# Kinds of questions at which one option is chosen.
SINGLE = ("one", "code", "box", "line")


@dataclass(frozen=True)
class Line:
    """A question as the page tells of it; ``box`` for those that are pooled."""

    question: Question
    stem: str
    box: str
    wrong: list[tuple[str, Draw, list[str]]]


@require_safe
@for_accounts
def class_questions(request: LearnRequest, number: int) -> HttpResponse:
    """The questions of assigned quizzes, the hardest first."""
    seat = taught(request, number)
    members = list(learners_of(seat.classroom))
    names = Names(request, members)
    found = figures(_responses(first_attempts_in(scope_of(seat.classroom, timezone.now()))))
    page = page_of(found, request.GET.get("page"))
    called = {member.learner_id: names(member) for member in members}
    drawn = {learner for question in page.object_list for draw in question.draws for learner in draw.learners}
    seen = [member for member in members if member.learner_id in drawn]
    note_named(request, seat, names, seen, "your wrong answers in quizzes")
    context = {
        "classroom": seat.classroom,
        "names": names,
        "page": page,
        "lines": [_line(question, called) for question in page.object_list],
        "facility_from": FACILITY_FROM,
        "discrimination_from": DISCRIMINATION_FROM,
    }
    return render(request, "teach/questions.html", context)


def _responses(rows: list[tuple[Any, ...]]) -> Iterator[Response]:
    items = library().items
    for part, sitting, learner, question, version, given, right, chosen in rows:
        key = pooled(question, version)
        if is_pool(key):
            option = str(chosen or "")
        else:
            option = given if question in items and items[question].kind in SINGLE else ""
        yield Response(part, sitting, learner, key, right, option)


def _line(question: Question, called: dict[int | None, str]) -> Line:
    held = library()
    if is_pool(question.key):
        box = question.key.rpartition(" ")[2]
        wrong = [(_code(draw.option), draw, _who(draw, called)) for draw in question.draws]
        return Line(question, "", held.backend[box].label, wrong)
    name, _, version = question.key.rpartition(" ")
    item = held.items.get(name)
    if item is None or str(item.version) != version:
        return Line(question, "", "", [])
    return Line(question, item.stem, "", [(_option(item, draw), draw, _who(draw, called)) for draw in question.draws])


def _who(draw: Draw, called: dict[int | None, str]) -> list[str]:
    return sorted(called[learner] for learner in draw.learners if learner in called)


def _option(item: Item, draw: Draw) -> str:
    """Return a wrong option in words; a code that nobody foresaw by its phrase."""
    answer = by_key(item.answers, draw.option)
    return answer.text if answer else _code(draw.option)


def _code(option: str) -> str:
    status = library().registry.get(int(option)) if option.isascii() and option.isdigit() else None
    return f"{status.code} {status.phrase}" if status else option
