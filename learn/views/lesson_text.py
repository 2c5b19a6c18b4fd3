"""A lesson's text as HTML, rendered once: pieces of fixed text, with the checks between them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from learn.domain.flow.diagram import Lit, draw
from learn.domain.lessons.markup import renderer
from learn.domain.lessons.reader import Block, Directive, Lesson, Print
from learn.domain.library import Library
from learn.domain.practice.items import Item


@dataclass(frozen=True, slots=True)
class Piece:
    """Fixed text, or a question to be asked there."""

    html: SafeString = mark_safe("")  # noqa: RUF009  # an immutable string
    item: Item | None = None
    number: int = 0


@lru_cache(maxsize=64)
def lesson_pieces(library: Library, slug: str) -> tuple[Piece, ...]:
    """Return the lesson's pieces in order."""
    lesson = library.lessons[slug]
    pieces: list[Piece] = []
    text: list[str] = []
    for block in lesson.blocks:
        if isinstance(block, Directive) and block.name == "check":
            pieces.append(Piece(mark_safe("".join(text))))  # rendered by our own templates
            text.clear()
            pieces.append(Piece(item=library.items[block.argument], number=lesson.checks.index(block.argument) + 1))
        else:
            text.append(_html(block, lesson, library))
    pieces.append(Piece(mark_safe("".join(text))))
    return tuple(piece for piece in pieces if piece.item is not None or piece.html)


def _html(block: Block, lesson: Lesson, library: Library) -> str:
    if isinstance(block, Print):
        number = lesson.exchanges.index(block.exchange) + 1
        return render_to_string(
            "lessons/_exchange.html", {"exchange": block.exchange, "lesson": lesson, "number": number}
        )
    if isinstance(block, Directive):
        if block.name == "fine-print":
            return render_to_string("lessons/_fine_print.html", {"entry": library.fine_print[block.argument]})
        return _map(block, library)
    return str(renderer(library.registry).render(block.text))


def _map(block: Directive, library: Library) -> str:
    graph = library.charts[block.argument]
    paths = []
    for name in ("lit", "also"):
        route = block.options.get(name, "").split()
        if route:
            paths.append({"lit": Lit.by_route(graph, route), "route": [graph[box] for box in route]})
    context: dict[str, Any] = {"graph": graph, "drawing": draw(graph), "paths": paths}
    return render_to_string("lessons/_map.html", context)
