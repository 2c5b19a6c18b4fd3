"""How values look: content's inline markup, the states of a drawing, addresses of boxes, JSON for machines."""

import json
import re
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from learn.build import build
from learn.domain.flow.diagram import Lit, draw
from learn.domain.flow.graph import Graph, Node
from learn.domain.flow.shapes import Arrow, Box, Drawing, Rail
from learn.domain.lab.trace import Trace, way_in_words
from learn.domain.lessons.markup import inline
from learn.library import library

register = template.Library()
LINKS = re.compile(r"</?a\b[^>]*>")
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def markup(text: str) -> SafeString:
    """A line of content as HTML. The renderer lets no HTML through."""
    return mark_safe(inline(text, library().registry))


@register.filter
def unlinked(text: str) -> SafeString:
    """A line of content as HTML whose codes lead nowhere: beside a text that links each of them already."""
    return mark_safe(LINKS.sub("", inline(text, library().registry)).replace("&quot;", '"'))


@register.filter
def dashes(text: str) -> str:
    """Facts are written with a hyphen between spaces; readers get a dash."""
    return text.replace(" - ", " – ")


@register.simple_tag
def chart_map(
    drawing: Drawing, lit: Lit, *, linked: bool = False, pickable: bool = False, tallies: Any = None
) -> SafeString:
    """A chart as a picture with a path lit. ``linked``: boxes lead to explanations; ``pickable``: to be clicked."""
    if tallies is None:
        return _picture(drawing.graph, lit, linked, pickable, build())
    return render_to_string("components/_map.html", {"drawing": drawing, "lit": lit, "tallies": tallies})


# A learner's own path is drawn a few times, a page's or an error's for everybody. 5 KB each.
@lru_cache(maxsize=500)
def _picture(graph: Graph, lit: Lit, linked: bool, pickable: bool, _build: str) -> SafeString:
    context = {"drawing": draw(graph), "lit": lit, "linked": linked, "pickable": pickable}
    return render_to_string("components/_map.html", context)


@register.filter
def box_state(lit: Lit, box: Box) -> str:
    return lit.box(box)


@register.filter
def arrow_state(lit: Lit, arrow: Arrow) -> str:
    return lit.arrow(arrow)


@register.filter
def rail_state(lit: Lit, rail: Rail) -> str:
    return lit.rail(rail)


@register.filter
def box_address(node: Node, graph: Graph) -> str:
    """Where a box is explained: its code's page, the finer chart's wizard, or its place in the words of the chart."""
    if len(node.codes) == 1:
        return reverse("code", args=[node.codes[0]])
    if node.refine:
        return reverse("wizard", args=[node.refine])
    return f"{reverse('flowchart', args=[graph.name])}#box-{node.id}"


@register.filter
def way(trace: Trace) -> str:
    """The way of a request in words."""
    return way_in_words(trace.route, library().backend)


@register.filter
def as_json(value: Any) -> SafeString:
    """JSON that can stand in a script element without ending it."""
    return mark_safe(json.dumps(value, ensure_ascii=False, default=str).translate(ESCAPES))


@register.filter
def sentence_of(route: list[Node]) -> str:
    """A route in words: the labels of its boxes."""
    return " → ".join(node.label for node in route)
