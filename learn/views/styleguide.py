"""Every component on one page, for those who build the site (DEBUG only)."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from learn.domain.flow.diagram import Lit, draw
from learn.library import library
from learn.views.lesson_text import lesson_pieces
from learn.views.lessons import check_context
from learn.views.pages import LearnRequest, render


@require_safe
def styleguide(request: LearnRequest) -> HttpResponse:
    held = library()
    lesson = held.lessons["401-or-403"]
    route = ["A", "B", "C", "E", "F", "H", "J", "L", "M", "N"]
    context = {
        "statuses": [held.registry[code] for code in (100, 200, 304, 404, 503)],
        "pieces": [piece.html for piece in lesson_pieces(held, lesson.slug)][:3],
        "checks": [check_context(lesson, held.items[item_id], []) for item_id in lesson.checks],
        "drawing": draw(held.backend),
        "lit": Lit.by_route(held.backend, route),
    }
    return render(request, "site/styleguide.html", context)
