"""Matching what belongs together, such as a code and its duty."""

from collections.abc import Mapping
from dataclasses import replace

from learn.domain.practice.items import Answer, Facts, Item, Match
from learn.domain.practice.kinds.fields import check_differ
from learn.domain.practice.marks import Marking, NotAnAnswer, Part, count_right
from learn.domain.practice.table import Table

MATCHES = (3, 5)


def read(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with its pairs, of which each left and each right stands there once."""
    written = table.tables("match", *MATCHES)
    matches = tuple(_match(each, str(number)) for number, each in enumerate(written, start=1))
    check_differ(table, [match.left for match in matches], "the same stands on the left twice")
    check_differ(table, [match.right for match in matches], "the same stands on the right twice")
    own = {match.key: match.key for match in matches}
    why = " ".join(match.why for match in matches)
    return replace(item, matches=matches, right=_matched(matches, own, right=True, why=why))


def _match(table: Table, key: str) -> Match:
    table.refuse_unknown({"left", "right", "why"})
    return Match(key, table.text("left"), table.text("right"), table.text("why"))


def mark(item: Item, given: str, facts: Facts) -> Marking:
    """Mark pairs of keys such as ``1:2,2:1,3:3``, left before right."""
    keys = [match.key for match in item.matches]
    couples = [couple.partition(":") for couple in given.split(",", len(keys))]
    chosen = {left.strip(): right.strip() for left, _, right in couples}
    if len(couples) != len(keys) or sorted(chosen) != keys or sorted(chosen.values()) != keys:
        raise NotAnAnswer(f"Give each of the {len(keys)} on the left a partner of its own on the right.")
    parts = tuple(_part(match, item.matches[keys.index(chosen[match.key])]) for match in item.matches)
    why = count_right(parts, "pairs")
    right = all(part.right for part in parts)
    return Marking(item, _matched(item.matches, chosen, right=right, why=why), parts=parts)


def _part(match: Match, other: Match) -> Part:
    return Part(match.left, match == other, match.why, match.right, other.right)


def _matched(matches: tuple[Match, ...], chosen: Mapping[str, str], *, right: bool, why: str) -> Answer:
    rights = {match.key: match.right for match in matches}
    key = ",".join(f"{match.key}:{chosen[match.key]}" for match in matches)
    text = "; ".join(f"{match.left}: {rights[chosen[match.key]]}" for match in matches)
    return Answer(key, text, right, why)
