"""Peer instruction: the instructor's page that leads a round, and the learner's page that takes part."""

from secrets import randbelow
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import Seat, attended, round_of, taught
from learn.actions.rounds import NotVoting, RoundMoved, begin_round, close_round, move_on, vote
from learn.forms.rounds import RoundForm, VoteForm
from learn.models import Round
from learn.views.errors import error_page
from learn.views.pages import LearnRequest, render
from learn.views.parts import live_part
from learn.views.teach.common import for_accounts, see_other
from learn.views.teach.round_page import lead_context, part_context, spread_context, stands

SEEDS = 2**62
MOVED = "Somebody has moved this round on meanwhile. Here it is as it stands now."
NOT_KEPT = "The next step had begun already, so this prediction wasn't kept. Here is the round as it stands now."
NO_BOX = "No scenario stops at that box. Pick another one, or none for any."
GONE = "The site no longer makes this scenario, so it can't be sent. End the round and begin another."


@require_POST
@for_accounts
def begin(request: LearnRequest, number: int) -> HttpResponse:
    """Begin a round, or go on with the one that is on."""
    seat = taught(request, number)
    form = RoundForm(request.POST)
    if not form.is_valid():
        return error_page(request, 422, NO_BOX)
    box = form.cleaned_data["box"]
    try:
        begun = begin_round(seat.classroom, seed=randbelow(SEEDS), boxes=(box,) if box else (), now=timezone.now())
    except ValueError:
        return error_page(request, 422, NO_BOX)
    return see_other("round", number, begun.pk)


@require_safe
@for_accounts
def lead(request: LearnRequest, number: int, round_id: int) -> HttpResponse:
    """The instructor's page of a round: the scenario, how many have predicted, the spread, the next step."""
    seat = taught(request, number)
    return _lead_page(request, seat, round_of(seat.classroom, round_id))


@require_POST
@for_accounts
def step(request: LearnRequest, number: int, round_id: int) -> HttpResponse:
    """Move a round on, or end it."""
    seat = taught(request, number)
    current = round_of(seat.classroom, round_id)
    now = timezone.now()
    if "close" in request.POST:
        close_round(current, now=now)
        return see_other("classroom", number)
    try:
        move_on(current, from_phase=request.POST.get("phase", ""), now=now)
    except RoundMoved:
        return _lead_page(request, seat, round_of(seat.classroom, round_id), problem=MOVED)
    except LookupError:
        return _lead_page(request, seat, current, problem=GONE)
    return see_other("round", number, round_id)


def _lead_page(request: LearnRequest, seat: Seat, current: Round, problem: str = "") -> HttpResponse:
    context = lead_context(seat, current) | {"problem": problem}
    return render(request, "teach/round.html", context, status=409 if problem else 200)


@require_safe
@for_accounts
def lead_live(request: LearnRequest, number: int, round_id: int) -> HttpResponse:
    """What changes on the instructor's page by itself."""
    seat = taught(request, number)
    current = round_of(seat.classroom, round_id)
    return _live(request, seat, current, (current.version,), leads=True)


@require_safe
@for_accounts
def take_part(request: LearnRequest, number: int, round_id: int) -> HttpResponse:
    """The learner's page of a round: the scenario, one's own prediction, and what the class predicted afterwards."""
    seat = attended(request, number)
    return render(request, "classes/round.html", part_context(seat, round_of(seat.classroom, round_id)))


@require_POST
@for_accounts
def predict(request: LearnRequest, number: int, round_id: int) -> HttpResponse:
    """Keep a learner's prediction."""
    seat = attended(request, number)
    current = round_of(seat.classroom, round_id)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _part_page(request, seat, current, form.problem, status=422)
    try:
        vote(current, seat.member, **form.cleaned_data, now=timezone.now())
    except NotVoting:
        return _part_page(request, seat, round_of(seat.classroom, round_id), NOT_KEPT, status=409)
    return see_other("class_round", number, round_id)


def _part_page(request: LearnRequest, seat: Seat, current: Round, problem: str, *, status: int) -> HttpResponse:
    """Show the round with what was chosen still in the form."""
    typed = {name: request.POST.get(name, "") for name in ("place", "certainty")}
    context = part_context(seat, current, typed) | {"problem": problem}
    return render(request, "classes/round.html", context, status=status)


@require_safe
@for_accounts
def part_live(request: LearnRequest, number: int, round_id: int) -> HttpResponse:
    """What changes on the learner's page by itself: the next step, and the spread once it may be seen."""
    seat = attended(request, number)
    current = round_of(seat.classroom, round_id)
    return _live(request, seat, current, (stands(current), current.phase), leads=False)


def _live(
    request: LearnRequest, seat: Seat, current: Round, version: tuple[Any, ...], *, leads: bool
) -> HttpResponse:  # fmt: skip
    """Answer with what is new beside the page that was ``seen``; 304 where nothing is."""
    seen = request.GET.get("seen", "")
    facts = (current.pk, leads, seen, *version)
    return live_part(
        request, facts, "teach/_spread.html", lambda: spread_context(seat, current, seen) | {"leads": leads}
    )
