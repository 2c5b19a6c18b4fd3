"""Challenges from ``content/challenges/*.toml``: what to make the lab do, and how it is told that it was done."""

from pathlib import Path
from typing import Any

from learn.domain.content import ContentError, line_of, read_text, read_toml
from learn.domain.flow.graph import Graph
from learn.domain.lab.challenges.challenge import Challenge, Clause, NearMiss, Step
from learn.domain.lab.challenges.mistakes import Mistake, known_keys, several, text, whole_number
from learn.domain.lab.challenges.read_clauses import ClauseReader
from learn.domain.lab.challenges.read_steps import read_near_misses, read_steps
from learn.domain.lessons.fine_print import Reference, read_reference
from learn.domain.lessons.reader import SLUG
from learn.domain.status import Registry

__all__ = ["Challenge", "Clause", "NearMiss", "Step", "read_challenges"]

TEXTS = ("slug", "title", "brief", "after")
LISTS = ("codes", "clauses", "hints", "solution", "near_misses")
KNOWN = (*TEXTS, *LISTS, "tier", "rfc", "route", "others")
SLUG_AT_MOST = 60
TIERS = 4
HINTS = 3


def read_challenges(path: Path, registry: Registry, backend: Graph) -> list[Challenge]:
    """Return the challenges in ``path``. Raises ContentError at the first mistake."""
    written, held = read_text(path), read_toml(path)
    challenges: list[Challenge] = []
    for fields in _tables(held, path):
        line = line_of(written, f'slug = "{fields.get("slug")}"')
        try:
            challenge = _challenge(fields, path, registry, backend)
            if challenge.slug in {other.slug for other in challenges}:
                raise Mistake("another challenge has the same slug")
        except Mistake as mistake:
            raise ContentError(path, line, f"challenge {fields.get('slug')!r}: {mistake}") from None
        challenges.append(challenge)
    return challenges


def _tables(held: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    try:
        known_keys(held, ("challenge",), "the file")
        tables = several(held.get("challenge", []), "'challenge'", least=0)
        for table in tables:
            known_keys(table, table if isinstance(table, dict) else (), "a challenge")
    except Mistake as mistake:
        raise ContentError(path, 1, str(mistake)) from None
    return tables


def _challenge(fields: dict[str, Any], path: Path, registry: Registry, backend: Graph) -> Challenge:
    known_keys(fields, KNOWN, "a challenge")
    for name in (*TEXTS, *LISTS, "tier"):
        if name not in fields:
            raise Mistake(f"it has no {name!r}")
    clauses = ClauseReader(registry, backend)
    return Challenge(
        slug=_slug(fields["slug"]),
        title=text(fields["title"], "'title'"),
        tier=whole_number(fields["tier"], "'tier'", least=1, most=TIERS),
        codes=_codes(fields["codes"], registry),
        brief=text(fields["brief"], "'brief'"),
        clauses=clauses.clauses(fields["clauses"]),
        hints=_hints(fields["hints"]),
        solution=read_steps(fields["solution"], "the solution"),
        near_misses=read_near_misses(fields["near_misses"]),
        after=text(fields["after"], "'after'"),
        others=tuple(
            text(other, "each of 'others'") for other in several(fields.get("others", []), "'others'", least=0)
        ),
        route=clauses.route(fields["route"]) if "route" in fields else "",
        reference=_reference(fields["rfc"]) if "rfc" in fields else None,
        phrases={status.code: status.phrase for status in registry},
        source=path,
    )


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > SLUG_AT_MOST:
        raise Mistake(f"a slug is lower-case words and hyphens, {SLUG_AT_MOST} characters at most")
    return value


def _codes(value: Any, registry: Registry) -> tuple[int, ...]:
    for code in several(value, "'codes'"):
        if not isinstance(code, int) or isinstance(code, bool) or code not in registry:
            raise Mistake(f"{code!r} is not a registered code")
    return tuple(value)


def _hints(value: Any) -> tuple[str, ...]:
    hints = several(value, "'hints'")
    if len(hints) != HINTS:
        raise Mistake(f"there are exactly {HINTS} hints, not {len(hints)}")
    return tuple(text(hint, "each hint") for hint in hints)


def _reference(value: Any) -> Reference:
    reference = read_reference(text(value, "'rfc'"))
    if not reference.url:
        raise Mistake(f"'rfc' is a section such as 9110 s15.5.2, not {value!r}")
    return reference
