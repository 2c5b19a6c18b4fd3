"""Read questions from ``content/questions/*.toml``, telling each mistake at its line."""

from collections.abc import Mapping
from pathlib import Path

from learn.domain.flow.graph import Graph
from learn.domain.lessons.fine_print import read_reference
from learn.domain.lessons.reader import SLUG
from learn.domain.practice.items import Facts, Item
from learn.domain.practice.kinds import KINDS
from learn.domain.practice.kinds.fields import check_boxes, check_codes, read_printed
from learn.domain.practice.pairs import Pair
from learn.domain.practice.table import Table, read_tables
from learn.domain.status import Registry

COMMON = {"id", "version", "kind", "codes", "boxes", "rfc", "stem", "exchange", "pair", "interview"}
INTERVIEW_QUESTIONS = 6


def read_items(path: Path, registry: Registry, backend: Graph, pairs: Mapping[str, Pair]) -> list[Item]:
    """Return the questions in ``path``. Raises ContentError at the first mistake."""
    return [_item(table, Facts(registry, backend), pairs) for table in read_tables(path, "question", "id")]


def _item(table: Table, facts: Facts, pairs: Mapping[str, Pair]) -> Item:
    name = table.text("kind")
    kind = next((kind for kind in KINDS if kind == name), None)
    if kind is None:
        raise table.error(f"kind is one of {', '.join(KINDS)}, not {name!r}", "kind")
    table.refuse_unknown(COMMON | KINDS[kind].fields)
    item = Item(
        id=_id(table),
        version=_version(table),
        kind=kind,
        codes=_codes(table, facts),
        boxes=tuple(check_boxes(table, "boxes", table.listed("boxes", str), facts)),
        stem=table.text("stem"),
        reference=read_reference(table.text("rfc")),
        exchange=read_printed(table, "exchange") if "exchange" in table.fields else None,
        pair=_pair(table, pairs),
        interview=_interview(table),
        source=table.path,
    )
    return KINDS[kind].read(item, table, facts)


def _id(table: Table) -> str:
    name = table.text("id")
    if not SLUG.fullmatch(name) or len(name) > 60:
        raise table.error("an id is lower-case words and hyphens, 60 characters at most", "id")
    return name


def _version(table: Table) -> int:
    version = table.whole("version")
    if version < 1:
        raise table.error("the first version is 1", "version")
    return version


def _codes(table: Table, facts: Facts) -> tuple[int, ...]:
    codes = check_codes(table, "codes", table.listed("codes", int), facts)
    if not codes:
        raise table.error("a question is about one code at least, the main one first", "codes")
    return tuple(codes)


def _pair(table: Table, pairs: Mapping[str, Pair]) -> str:
    if "pair" not in table.fields:
        return ""
    slug, main = table.text("pair"), table.fields["codes"][0]
    if slug not in pairs:
        raise table.error(f"no pair is called {slug!r}; known are {', '.join(pairs)}", "pair")
    if main not in pairs[slug].codes:
        raise table.error(f"its first code, {main}, does not belong to pair {slug}", "pair")
    return slug


def _interview(table: Table) -> int | None:
    if "interview" not in table.fields:
        return None
    number = table.whole("interview")
    if not 1 <= number <= INTERVIEW_QUESTIONS:
        raise table.error(f"'interview' is 1 to {INTERVIEW_QUESTIONS}, not {number}", "interview")
    return number
