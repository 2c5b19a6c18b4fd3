"""The wizard: a chart's questions one by one, with the whole state in the address."""

from datetime import UTC
from functools import cache
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import has_walked, has_walked_again, learner_id_of, learner_who_writes, viewer_of
from learn.actions.learning import walk_edges
from learn.domain.flow.diagram import Lit, draw, sentence
from learn.domain.flow.graph import Edge
from learn.domain.flow.wizard import State, UnknownAnswer, read_state
from learn.library import library
from learn.views.errors import bad_request, error_page
from learn.views.flowcharts import find_chart
from learn.views.pages import LearnRequest, versioned


@require_safe
def wizards(request: LearnRequest) -> HttpResponse:
    """All charts that can be walked."""
    return versioned(request, "wizard/wizards.html", lambda: {"charts": library().charts.values()})


@require_safe
def wizard(request: LearnRequest, name: str) -> HttpResponse:
    """Ask the next question of the chart, or show the code it ends on."""
    find_chart(name)
    try:
        state = read_state(library().charts, name, request.GET.dict())
    except UnknownAnswer as problem:
        return error_page(request, 400, f"{problem}.", wizard=name)

    @cache
    def kept() -> bool:
        """Whether the path is kept already, in a class for today too, so that the page needn't tell it again."""
        learner, ways = learner_id_of(request), [(chart, edge.source, edge.target) for chart, edge in _edges(state)]
        if not has_walked(learner, ways):
            return False
        return not viewer_of(request).in_class or has_walked_again(learner, ways, timezone.now().astimezone(UTC).date())

    return versioned(
        request,
        "wizard/wizard.html",
        lambda: _context(state) | {"kept": kept()},
        version=lambda: (kept(),),
        fragment="step",
        stamped=False,
    )


def _context(state: State) -> dict[str, Any]:
    held = library()
    code = state.code
    status = held.registry[code] if code is not None else None
    narrower = [(held.charts[name], query) for name, query in state.narrower()]
    return {
        "state": state,
        "graph": state.graph,
        "at": state.at,
        "shown": status,
        "bundle": [held.registry[c] for c in state.at.codes] if state.finished and status is None else [],
        "choices": state.choices() if not state.finished else [],
        "passed": state.passed(),
        "answered": [step for step in state.passed() if step.label],
        "narrower": narrower,
        "possible": [held.registry[c] for c in state.codes],
        "neighbours": [(held.registry[n.code], n.ask) for n in status.neighbours] if status else [],
        "lessons": held.lessons_about(code) if code is not None else held.lessons_at(state.at.id),
        "drawing": draw(state.now),
        "lit": Lit.by_walk(state.now_walk),
        "sentence": sentence(state.walk) + (f" {sentence(state.finer_walk)}" if state.finer_walk else ""),
        "query": state.query,
    }


def _edges(state: State) -> list[tuple[str, Edge]]:
    """Return the arrows that the address has led along, each with its chart's name."""
    edges = [(state.graph.name, edge) for edge in state.walk.edges]
    if state.finer is not None and state.finer_walk is not None:
        edges += [(state.finer.name, edge) for edge in state.finer_walk.edges]
    return edges


@require_POST
def walked(request: LearnRequest, name: str) -> HttpResponse:
    """Keep the boxes and arrows that the address in ``query`` has led along."""
    find_chart(name)
    try:
        query = QueryDict(request.POST.get("query", "")[:2000]).dict()
        state = read_state(library().charts, name, query)
    except UnknownAnswer as problem:
        return bad_request(request, problem)
    edges = _edges(state)
    if edges:
        now = timezone.now()
        walk_edges(learner_who_writes(request, now=now), edges, now=now)
    if "quiet" in request.POST:
        return HttpResponse(status=204)
    return HttpResponseRedirect(f"{reverse('wizard', args=[name])}?{state.query}", status=303)
