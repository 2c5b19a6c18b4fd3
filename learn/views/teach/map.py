"""The class on the map: at which boxes its requests and predictions stopped, as they come in."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.access import Seat, learners_of, taught
from learn.access.seeing import Scope, news_in, predictions_in, requests_in, scope_of
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lab.predict import Place, place_of, places
from learn.library import library
from learn.models import Member
from learn.views.pages import LearnRequest, render
from learn.views.parts import live_part
from learn.views.teach.common import for_accounts


@dataclass(frozen=True)
class Stop:
    """A place of the drawing, and how many requests and predictions ended there."""

    place: Place
    requests: int
    predictions: int


@dataclass(frozen=True)
class Tally:
    """Two numbers above a box of the drawing: requests that stopped there, and predictions that they would."""

    x: int
    y: int
    text: str


@require_safe
@for_accounts
def class_map(request: LearnRequest, number: int) -> HttpResponse:
    """The drawing with the class's numbers, and the same as a table."""
    seat = taught(request, number)
    members, scope = _of(seat)
    drawn = {"drawing": draw(library().backend), "lit": Lit(frozenset(), frozenset())}
    return render(request, "teach/map.html", _context(seat, members, scope) | drawn)


@require_safe
@for_accounts
def class_map_live(request: LearnRequest, number: int) -> HttpResponse:
    """What changes on the open page by itself; 304 where nothing is new."""
    seat = taught(request, number)
    members, scope = _of(seat)
    learners = sorted(member.learner_id for member in members if member.learner_id is not None)
    facts = (seat.classroom.pk, news_in(scope, learners))
    return live_part(request, facts, "teach/_map_live.html", lambda: _context(seat, members, scope))


def _of(seat: Seat) -> tuple[list[Member], Scope]:
    return list(learners_of(seat.classroom)), scope_of(seat.classroom, timezone.now())


def _context(seat: Seat, members: list[Member], scope: Scope) -> dict[str, Any]:
    requests, predictions = _requests(scope, members), predictions_in(scope, members)
    stops = [
        Stop(place, requests[place.key], predictions[place.key])
        for place in places(library().backend)
        if requests[place.key] or predictions[place.key]
    ]
    return {
        "classroom": seat.classroom,
        "stops": stops,
        "requests": sum(stop.requests for stop in stops),
        "predictions": sum(stop.predictions for stop in stops),
        "tallies": _tallies(stops),
        "whole_lab_from": scope.whole_lab_from,
        "nothing_to_send": not scope.challenges and scope.whole_lab_from is None,
    }


def _requests(scope: Scope, members: list[Member]) -> Counter[str]:
    """Return how many requests stopped at each place; those whose route the chart doesn't have any more don't count."""
    found: Counter[str] = Counter()
    for sent in requests_in(scope, members)[0]:
        try:
            found[place_of(sent.route, library().backend).key] += sent.times
        except (LookupError, IndexError):
            continue
    return found


def _tallies(stops: list[Stop]) -> list[Tally]:
    """Return the numbers above each box: what stopped elsewhere beside a box stands above that box."""
    by_place = {stop.place.key: stop for stop in stops}
    beside = {stop.place.node.id: stop for stop in stops if stop.place.elsewhere}
    found, told = [], set()
    for box in draw(library().backend).boxes:
        stop = by_place.get(box.node.id) or beside.get(box.node.id)
        # A code drawn beside several questions has its numbers once.
        if stop is not None and box.node.id not in told:
            told.add(box.node.id)
            found.append(Tally(box.right - 2, box.top - 9, f"{stop.requests} | {stop.predictions}"))
    return found
