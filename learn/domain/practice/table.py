"""Tables of a content file, each of which knows the lines it stands on."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learn.domain.content import ContentError, parse_toml, read_text, refuse_unknown, require, require_each

QUOTES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Table:
    """``lines`` are those from its header to the end of its sub-tables; ``name`` is what errors call it."""

    path: Path
    name: str
    header: str
    fields: dict[str, Any]
    lines: tuple[tuple[int, str], ...]

    @property
    def line(self) -> int:
        return self.lines[0][0]

    def line_of(self, field: str) -> int:
        """Return the line on which a field of this table begins, or else the table's own."""
        for number, line in self.lines[1:]:
            if line.startswith("[["):
                break
            if re.match(rf"{re.escape(field)}\s*=", line):
                return number
        return self.line

    def line_in(self, field: str, place: int) -> int:
        """Return the line of the file that is line ``place`` (from 1) of a text of several lines."""
        begins = self.line_of(field)
        opening = next(line for number, line in self.lines if number == begins)
        if not opening.rstrip().endswith(QUOTES):
            return begins
        text = self.fields[field]
        return begins + len(text) - len(text.lstrip("\n")) + place

    def error(self, problem: str, field: str = "", *, place: int = 0) -> ContentError:
        """Return a mistake told at the table's line, the field's, or line ``place`` of the field's text."""
        line = self.line_in(field, place) if place else self.line_of(field)
        return ContentError(self.path, line, f"{self.name}: {problem}")

    def text(self, field: str) -> str:
        """Return a text. Raises ContentError where there is none."""
        require(self.fields, {field: str}, self.path, self.line_of(field), self.name)
        text = str(self.fields[field])
        if not text.strip():
            raise self.error(f"{field!r} is empty", field)
        return text

    def whole(self, field: str) -> int:
        """Return a whole number. Raises ContentError where there is none."""
        require(self.fields, {field: int}, self.path, self.line_of(field), self.name)
        return int(self.fields[field])

    def flag(self, field: str) -> bool:
        """Return true or false, which it is where the field isn't there."""
        if field not in self.fields:
            return False
        require(self.fields, {field: bool}, self.path, self.line_of(field), self.name)
        return bool(self.fields[field])

    def listed(self, field: str, kind: type) -> list[Any]:
        """Return a list whose members are all of a kind. Raises ContentError where there is none."""
        require(self.fields, {field: list}, self.path, self.line_of(field), self.name)
        require_each(self.fields, {field: kind}, self.path, self.line_of(field), self.name)
        return list(self.fields[field])

    def refuse_unknown(self, known: set[str]) -> None:
        """Raise ContentError at the first field that nothing reads."""
        for field in self.fields:
            refuse_unknown([field], known, self.path, self.line_of(field), self.name)

    def tables(self, field: str, least: int, most: int) -> list["Table"]:
        """Return the tables below this one that ``field`` names. Raises ContentError unless there are enough."""
        found = self.fields.get(field, [])
        if not isinstance(found, list) or not all(isinstance(fields, dict) for fields in found):
            raise self.error(f"{field!r} is written as tables, [[{self.header}.{field}]]", field)
        if not least <= len(found) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise self.error(f"it has {wanted} of [[{self.header}.{field}]], not {len(found)}")
        header = f"{self.header}.{field}"
        parts = _parts(self.lines, header, stop=rf"\[\[{re.escape(self.header)}\.")
        return [
            Table(
                self.path, f"{self.name}, {field} {number}", header, fields, _lines_of(parts, found, number, self.lines)
            )
            for number, fields in enumerate(found, start=1)
        ]


def read_tables(path: Path, header: str, key: str) -> list[Table]:
    """Return the tables ``[[header]]`` of a file, called by their ``key``. Raises ContentError for bad TOML."""
    text = read_text(path)
    fields = parse_toml(text, path)
    refuse_unknown(fields, {header}, path, 1, f"a file of {header}s")
    found = fields.get(header, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ContentError(path, 1, f"{header}s are written as tables, [[{header}]]")
    lines = _outside_texts(text)
    parts = _parts(lines, header, stop=rf"\[\[{re.escape(header)}\]\]")
    return [
        Table(path, f"{header} {each.get(key)!r}", header, each, _lines_of(parts, found, number, lines))
        for number, each in enumerate(found, start=1)
    ]


def _outside_texts(text: str) -> tuple[tuple[int, str], ...]:
    """Return the numbered lines; those inside a text of several lines are empty, for they aren't TOML."""
    lines: list[tuple[int, str]] = []
    closing = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            lines.append((number, ""))
            closing = "" if closing in line else closing
            continue
        lines.append((number, line.lstrip()))
        closing = next((quotes for quotes in QUOTES if line.count(quotes) == 1), "")
    return tuple(lines)


def _parts(lines: tuple[tuple[int, str], ...], header: str, stop: str) -> list[tuple[tuple[int, str], ...]]:
    """Return the lines of each table of this header, up to the next header that ``stop`` matches."""
    starts = [at for at, (_, line) in enumerate(lines) if re.match(rf"\[\[{re.escape(header)}\]\]", line)]
    stops = [at for at, (_, line) in enumerate(lines) if re.match(stop, line)]
    return [lines[start : next((at for at in stops if at > start), len(lines))] for start in starts]


def _lines_of(
    parts: list[tuple[tuple[int, str], ...]], found: list[Any], number: int, lines: tuple[tuple[int, str], ...]
) -> tuple[tuple[int, str], ...]:
    """Return the lines of table ``number``; where tables are written in another way, the first line around them."""
    return parts[number - 1] if len(parts) == len(found) else lines[:1]
