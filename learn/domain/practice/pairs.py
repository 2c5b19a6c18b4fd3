"""Codes that are confused with each other, and the question that tells them apart, from ``content/pairs.toml``."""

from dataclasses import dataclass
from pathlib import Path

from learn.domain.lessons.fine_print import Reference, read_reference
from learn.domain.practice.table import Table, read_tables
from learn.domain.status import Registry

FIELDS = {"slug", "codes", "title", "question", "tell", "lesson", "rfc"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Codes, two or more. ``question`` tells them apart, ``tell`` answers it; ``lesson`` is the slug of one."""

    slug: str
    codes: tuple[int, ...]
    title: str
    question: str
    tell: str
    lesson: str
    reference: Reference


def read_pairs(path: Path, registry: Registry) -> dict[str, Pair]:
    """Return the pairs by slug, in order. Raises ContentError at the first mistake."""
    pairs: dict[str, Pair] = {}
    for table in read_tables(path, "pair", "slug"):
        pair = _pair(table, registry)
        if pair.slug in pairs:
            raise table.error("it stands there twice", "slug")
        pairs[pair.slug] = pair
    return pairs


def _pair(table: Table, registry: Registry) -> Pair:
    table.refuse_unknown(FIELDS)
    slug, codes = table.text("slug"), tuple(table.listed("codes", int))
    for code in codes:
        if code not in registry:
            raise table.error(f"{code} is not a registered code", "codes")
    if len({*codes}) < max(2, len(codes)):
        raise table.error("a pair has two or more codes, each once", "codes")
    if slug != "-".join(str(code) for code in codes):
        raise table.error("a slug is the codes in their order, joined by hyphens", "slug")
    return Pair(
        slug=slug,
        codes=codes,
        title=table.text("title"),
        question=table.text("question"),
        tell=table.text("tell"),
        lesson=table.text("lesson"),
        reference=read_reference(table.text("rfc")),
    )
