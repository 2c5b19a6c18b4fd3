"""Questions, and one's own answers, as CSV."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from learn.domain.practice.exports.markup import plain
from learn.domain.practice.exports.texts import Source, near_misses, rights, wire
from learn.domain.practice.items import Item
from learn.domain.spreadsheet import table

FIELDS = (
    "id",
    "version",
    "kind",
    "pair",
    "codes",
    "boxes",
    "stem",
    "exchange",
    "right answer",
    "why",
    "near misses",
    "rfc",
)


def questions_csv(items: Iterable[Item], *, bom: bool = False) -> str:
    """Return the questions as a table, a row each. Several answers or reasons stand on lines of their own."""
    return table(FIELDS, (_row(item) for item in items), bom=bom)


def _row(item: Item) -> list[object]:
    return [
        item.id,
        item.version,
        item.kind,
        item.pair,
        " ".join(map(str, item.codes)),
        " ".join(item.boxes),
        plain(item.stem),
        "\n".join(item.lines) if item.lines else wire(item.exchange) if item.exchange else "",
        _right_answer(item),
        "\n".join(plain(right.why) for right in rights(item)),
        "\n".join(near.plain() for near in near_misses(item)),
        Source(item.reference).plain(),
    ]


def _right_answer(item: Item) -> str:
    if item.model:
        return item.model if item.rules else plain(item.model)
    texts = [plain(right.text) for right in rights(item)]
    return "\n".join(f"{place}. {text}" for place, text in enumerate(texts, 1)) if item.steps else "\n".join(texts)


def answers_csv(rows: Iterable[Mapping[str, Any]], fields: Sequence[str], *, bom: bool = False) -> str:
    """Return answers as a table of these fields, times in UTC. Raises KeyError where a row lacks a field."""
    return table(fields, ([row[field] for field in fields] for row in rows), bom=bom)
