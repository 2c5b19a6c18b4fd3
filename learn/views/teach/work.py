"""A learner's assigned work: what the grades stand for, as it was answered and sent. Each look is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.access import Seat, graded_in, member_of, taught
from learn.access.seeing import LabWork, Scope, lab_work_of, lesson_work_of, quiz_work_of, scope_from
from learn.actions.grades import Setup, gradebook, grades_of_member
from learn.actions.looking import note_looks
from learn.domain.practice.items import Item
from learn.domain.practice.marking import NotAnAnswer, mark
from learn.domain.practice.marks import Marking
from learn.domain.status import Status
from learn.domain.teach.parts import words
from learn.domain.teach.seeing import marked
from learn.library import library
from learn.models import Assignment, CheckAnswer, Exchange, Member, Part
from learn.views.answers import expected_of
from learn.views.pages import LearnRequest, render
from learn.views.questions import told
from learn.views.teach.common import for_accounts
from learn.views.teach.naming import Names

NOT_PUBLISHED = "The class has no published assignment with this number."


@dataclass(frozen=True)
class Sent:
    """A request to the lab in short, its way in words, and what was expected of it."""

    exchange: Exchange
    status: Status
    way: str
    expected: str
    right: bool | None


@dataclass(frozen=True)
class CheckTold:
    """An answer to a lesson's check, with the question and marking as far as it is still the same question."""

    answer: CheckAnswer
    item: Item | None
    marking: Marking | None


@require_safe
@for_accounts
def member_work(request: LearnRequest, number: int, member: int) -> HttpResponse:
    """All grades of a learner, each with how it came about."""
    seat, now = taught(request, number), timezone.now()
    found = _looked_at(request, seat, member, "your grades in all assignments", now)
    rows = [(assignment, marked(grade), grade, lines) for assignment, grade, lines in grades_of_member(found, now=now)]
    context = _who(request, seat, found) | {"rows": rows}
    return render(request, "teach/member.html", context)


@require_safe
@for_accounts
def work(request: LearnRequest, number: int, member: int, assignment: int) -> HttpResponse:
    """A learner's work in one assignment."""
    seat, now = taught(request, number), timezone.now()
    wanted = Assignment.objects.filter(classroom=seat.classroom, pk=assignment, published_at__lte=now).first()
    if wanted is None:
        raise Http404(NOT_PUBLISHED)
    found = _looked_at(request, seat, member, f"your work in “{wanted.title}”", now)
    book = gradebook(seat.classroom, [found], [wanted], now=now)
    setup = book.setups[0]
    grade = book.cell(found, setup).grade
    context = _who(request, seat, found) | {
        "assignment": wanted,
        "grade": grade,
        "mark": marked(grade),
        "lines": book.lines(found, setup),
        "parts": _parts(seat, found, setup),
    }
    return render(request, "teach/work.html", context)


def _looked_at(request: LearnRequest, seat: Seat, number: int, what: str, now: datetime) -> Member:
    """Return the learner whose work is looked at, once the look is noted: no look without."""
    found = member_of(seat.classroom, number)
    found.classroom = seat.classroom
    if request.method == "GET":
        note_looks(seat.member, [found], what, now=now)
    return found


def _who(request: LearnRequest, seat: Seat, member: Member) -> dict[str, Any]:
    hidden = request.GET.get("names") == "hidden"
    names = Names(request, graded_in(seat.classroom) if hidden else [member])
    return {"classroom": seat.classroom, "member": member, "name": names(member), "names": names}


def _parts(seat: Seat, member: Member, setup: Setup) -> list[dict[str, Any]]:
    """Return each part of an assignment in words, with what the learner did of it."""
    scope = scope_from(seat.classroom, [])
    if member.learner_id is None:
        return []
    return [
        {"kind": part.kind, "words": words(wanted, library()), **_done(scope, member, part)}
        for part, wanted in setup.parts
    ]


def _done(scope: Scope, member: Member, part: Part) -> dict[str, Any]:
    match part.kind:
        case Part.Kind.QUIZ:
            attempts = quiz_work_of(scope, member, part)
            return {"attempts": [(sitting, [told(answer) for answer in given]) for sitting, given in attempts.items()]}
        case Part.Kind.CHALLENGE:
            done = lab_work_of(scope, member, part.wanted["challenge"])
            return {"lab": done, "sent": [_sent(done, exchange) for exchange in done.exchanges]}
        case Part.Kind.LESSON:
            opened, given = lesson_work_of(scope, member, part.wanted["lesson"])
            return {"opened": opened, "checks": [_check_told(answer) for answer in given]}
    return {}


def _sent(done: LabWork, exchange: Exchange) -> Sent:
    sending = done.sendings.get(exchange.request_id)
    expected = expected_of(sending) if sending else None
    said = ""
    if expected is not None and sending is not None:
        thought = [expected.place.words] if expected.place else []
        thought += [str(expected.code)] if expected.code else []
        said = f"{', '.join(thought)} ({sending.get_certainty_display()})"
    status = library().registry[exchange.status]
    return Sent(exchange, status, way_of(exchange.route.split("-")), said, sending.right if sending and said else None)


def way_of(route: Sequence[str]) -> str:
    """Return a recorded route in words: its boxes by their labels, without the client at both ends."""
    backend = library().backend
    inner = route[1:-1] if route[:1] == [backend.start] else route[:-1]
    return " → ".join(backend[key].label if key in backend.nodes else "elsewhere" for key in inner)


def _check_told(answer: CheckAnswer) -> CheckTold:
    item = library().items.get(answer.question)
    if item is None or item.version != answer.version:
        return CheckTold(answer, None, None)
    try:
        return CheckTold(answer, item, mark(item, answer.given, library().registry, library().backend))
    except NotAnAnswer:
        return CheckTold(answer, item, None)
