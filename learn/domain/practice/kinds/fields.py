"""What questions of several kinds are made of: codes, boxes, exchanges, reasons."""

from collections.abc import Iterable

from learn.domain.lessons.exchange import Exchange, ExchangeError, read_exchange
from learn.domain.lessons.reader import SLUG
from learn.domain.practice.items import Answer, Facts, Item
from learn.domain.practice.table import Table


def check_codes(table: Table, field: str, codes: list[int], facts: Facts) -> list[int]:
    """Return the codes. Raises ContentError at the first one that isn't registered."""
    for code in codes:
        if code not in facts.registry:
            raise table.error(f"{code} is not a registered code", field)
    return codes


def check_boxes(table: Table, field: str, boxes: list[str], facts: Facts) -> list[str]:
    """Return the boxes. Raises ContentError at the first one that the backend diagram lacks."""
    for box in boxes:
        if box not in facts.backend.nodes:
            raise table.error(f"the diagram has no box {box!r}", field)
    return boxes


def check_differ(table: Table, texts: Iterable[str], problem: str) -> None:
    """Raise ContentError where two texts are the same but for case and space."""
    said = [" ".join(text.casefold().split()) for text in texts]
    if len(set(said)) < len(said):
        raise table.error(problem)


def lines_of(table: Table, field: str) -> tuple[str, ...]:
    """Return the lines of an exchange, counted as they are shown."""
    return tuple(table.text(field).strip("\n").split("\n"))


def read_printed(table: Table, field: str) -> Exchange:
    """Return an exchange. Raises ContentError at the first line that isn't HTTP."""
    try:
        return read_exchange("\n".join(lines_of(table, field)))
    except ExchangeError as error:
        raise table.error(f"{field}, line {error.line}: {error}", field, place=error.line) from None


def misconception_of(table: Table, *, required: bool) -> str:
    """Return the slug of the mistaken belief that a wrong answer shows, empty where it may be and is left out."""
    if not required and "misconception" not in table.fields:
        return ""
    slug = table.text("misconception")
    if not SLUG.fullmatch(slug):
        raise table.error("a misconception is lower-case words and hyphens", "misconception")
    return slug


def foreseen(item: Item, answer: Answer) -> tuple[Answer, ...]:
    """Return the answers that have a reason of their own, without the given one, right ones first."""
    others = [other for other in item.answers if other.key != answer.key]
    return tuple(sorted(others, key=lambda other: not other.right))
