"""The charts as drawings, in words, as Mermaid text and as JSON."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from learn.domain.flow.diagram import Lit, draw, spine
from learn.domain.flow.graph import Graph
from learn.domain.flow.mermaid import as_lists, mermaid
from learn.domain.library import BACKEND
from learn.library import library
from learn.views.pages import LearnRequest, versioned


def find_chart(name: str) -> Graph:
    try:
        return library().charts[name]
    except KeyError:
        known = ", ".join(library().charts)
        raise Http404(f"There is no chart with this name. There are {known}.") from None


@require_safe
def flowchart(request: LearnRequest, name: str = BACKEND) -> HttpResponse:
    """A chart: the drawing, and the same in words beside it."""
    graph = find_chart(name)

    def context() -> dict[str, Any]:
        return {
            "graph": graph,
            "charts": library().charts.values(),
            "drawing": draw(graph),
            "lit": Lit(frozenset(), frozenset()),
            "rows": [
                (
                    node,
                    [(edge, graph[edge.target]) for edge in graph.edges_from(node.id)],
                    library().lessons_at(node.id),
                )
                for node in spine(graph)
            ],
            "leaves": graph.terminals,
            "fine_print": [library().fine_print[i] for i in ("FP10", "FP11", "FP13")] if name == BACKEND else [],
        }

    return versioned(request, "flowchart/flowchart.html", context)


@require_safe
def as_mermaid(request: LearnRequest, name: str) -> HttpResponse:
    """The chart as Mermaid text, for anyone's own documents."""
    text = mermaid(find_chart(name))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return _reusable(response)


@require_safe
def as_json(request: LearnRequest, name: str) -> HttpResponse:
    """The chart's boxes and arrows."""
    return _reusable(JsonResponse(as_lists(find_chart(name))))


def _reusable(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=300"
    return response
