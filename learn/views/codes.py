"""The registry: all codes in a table, and a page for each."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from learn.domain.flow.diagram import Lit, draw
from learn.domain.status import CLASS_NAMES, Status
from learn.library import library
from learn.views.errors import error_page
from learn.views.pages import LearnRequest, versioned


@require_safe
def codes(request: LearnRequest) -> HttpResponse:
    """All codes by class, or those that match the filter."""
    text = request.GET.get("q", "").strip()[:60]
    given = request.GET.get("class", "")
    digit = int(given) if given in ("1", "2", "3", "4", "5") else None

    def context() -> dict[str, Any]:
        found = library().registry.matching(digit=digit, text=text)
        classes = [(n, name, [s for s in found if s.digit == n]) for n, name in CLASS_NAMES.items()]
        return {
            "classes": [row for row in classes if row[2]],
            "class_names": CLASS_NAMES,
            "count": len(found),
            "total": len(library().registry),
            "text": text,
            "digit": digit,
        }

    return versioned(request, "codes/codes.html", context, fragment="table")


@require_safe
def code(request: LearnRequest, code: str) -> HttpResponse:
    """One code: what it means, what it obliges to, what it is confused with, where the diagram has it."""
    held = library()
    if not (code.isascii() and code.isdecimal() and len(code) == 3 and int(code) in held.registry):
        asked = code if len(code) <= 20 else f"{code[:20]}…"
        detail = f"No code {asked} is registered. Codes have three digits, from 100 to 599."
        nearest = held.registry.nearest(int(code[:4]) if code.isdecimal() else 0)
        return error_page(request, 404, detail, nearest=nearest)
    status = held.registry[int(code)]
    return versioned(request, "codes/code.html", lambda: _code_context(status))


def _code_context(status: Status) -> dict[str, Any]:
    held = library()
    order = list(held.registry)
    at = order.index(status)
    boxes = held.boxes_of(status.code)
    on_backend = [node.id for graph, node in boxes if graph is held.backend]
    return {
        "shown": status,
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
        "neighbours": [(held.registry[n.code], n.ask) for n in status.neighbours],
        "lessons": held.lessons_about(status.code),
        "fine_print": held.fine_print_about(status.code),
        "boxes": boxes,
        "drawing": draw(held.backend) if on_backend else None,
        "lit": Lit(frozenset(on_backend), frozenset(), on_backend[0] if on_backend else ""),
    }
