"""What a class takes for what, and assigning a pair to those who mix it up."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import Seat, assignments_of, learners_of, number_of, taught
from learn.access.seeing import confusions_in, scope_of
from learn.actions.assigning import QUESTIONS, assign_pair
from learn.domain.practice.knowing import Confusion
from learn.domain.practice.pairs import Pair
from learn.domain.status import Status
from learn.forms.seeing import PairForm
from learn.library import library
from learn.models import Member
from learn.views.errors import error_page
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts, see_other
from learn.views.teach.naming import Names, note_named


@dataclass(frozen=True)
class Mixed:
    """One cell: where a code was right and another chosen, by whom and how often."""

    correct: Status
    chosen: Status
    who: list[tuple[Member, str, int]]
    pair: Pair | None


@require_safe
@for_accounts
def class_confusion(request: LearnRequest, number: int) -> HttpResponse:
    """The matrix of correct and chosen codes; a cell opens who is behind it."""
    seat = taught(request, number)
    context = _context(request, seat)
    opened = context["opened"]
    if opened is not None:
        what = f"your answers of {opened.chosen.code} where {opened.correct.code} was right"
        note_named(request, seat, context["names"], [member for member, _, _ in opened.who], what)
    return render(request, "teach/confusion.html", context)


@require_POST
@for_accounts
def assign_mixed_up(request: LearnRequest, number: int) -> HttpResponse:
    """Make a draft with the pair for the learners ticked; the others are excused from it."""
    seat = taught(request, number)
    form = PairForm(request.POST)
    if not form.is_valid():
        return error_page(request, 422, "There is no such pair of codes. Pick a cell of the matrix again.")
    inside = set(learners_of(seat.classroom).values_list("pk", flat=True))
    chosen = inside & {number_of(text) for text in request.POST.getlist("member")}
    if not chosen:
        return error_page(request, 422, "Tick at least one learner of this class to assign the pair to.")
    cleaned = form.cleaned_data
    draft = assign_pair(seat.classroom, cleaned["pair"], chosen=chosen, after=cleaned["after"] or 0, now=timezone.now())
    messages.success(request, "A draft is made: set its dates and publish it. Whoever wasn't ticked is excused.")
    return see_other("assignment", number, draft.pk)


def _context(request: LearnRequest, seat: Seat) -> dict[str, Any]:
    held = library()
    members = list(learners_of(seat.classroom))
    names = Names(request, members)
    rows = confusions_in(scope_of(seat.classroom, timezone.now()))
    counts: Counter[tuple[int, int]] = Counter()
    for _, correct, chosen, count in rows:
        counts[correct, chosen] += count
    known = {key: count for key, count in counts.items() if all(held.registry.get(code) for code in key)}
    matrix = Confusion(known)
    codes = [held.registry[code] for code in matrix.chosen]
    return {
        "classroom": seat.classroom,
        "names": names,
        "codes": codes,
        "rows": [
            (held.registry[correct], sum(row), list(zip(codes, row, strict=True))) for correct, row in matrix.rows
        ],
        "answers": sum(known.values()),
        "mistaken": [(held.registry[a], held.registry[b], count) for a, b, count in matrix.mistaken[:5]],
        "opened": _opened(request, rows, members, names),
        "questions": QUESTIONS,
        "after": max((assignment.pk for assignment in assignments_of(seat.classroom)), default=0),
    }


def _opened(
    request: LearnRequest, rows: list[tuple[int, int, int, int]], members: list[Member], names: Names
) -> Mixed | None:
    """Return the cell that the address asks for, if it is one."""
    held = library()
    correct, chosen = (_code(request.GET.get(name, "")) for name in ("correct", "chosen"))
    if correct is None or chosen is None:
        return None
    times = {learner: count for learner, right, given, count in rows if (right, given) == (correct.code, chosen.code)}
    who = [(member, names(member), times[member.learner_id]) for member in members if member.learner_id in times]
    both = {correct.code, chosen.code}
    pair = next((pair for pair in held.pairs.values() if both <= {*pair.codes}), None) if len(both) == 2 else None
    return Mixed(correct, chosen, sorted(who, key=lambda one: (-one[2], one[1].casefold())), pair)


def _code(text: str) -> Status | None:
    return library().registry.get(int(text)) if text.isascii() and text.isdigit() and len(text) == 3 else None
