"""The fine print: where the source article and the RFCs differ, or where the RFCs say more."""

import re
from dataclasses import dataclass
from pathlib import Path

from learn.domain.content import ContentError, line_of, read_text, read_toml, require, require_each

REFERENCE = re.compile(r"(\d{4,5}) s([\d.]+)(?: \((.*)\))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """A section of an RFC, or another document, as text and address (empty where it has none)."""

    text: str
    url: str


def read_reference(ref: str) -> Reference:
    """Return ``9110 s15.5.4`` as its text and address."""
    found = REFERENCE.fullmatch(ref)
    if found:
        number, section, remark = found[1], found[2].rstrip("."), found[3]
        text = f"RFC {number}, {section}" + (f" ({remark})" if remark else "")
        return Reference(text, f"https://www.rfc-editor.org/rfc/rfc{number}.html#section-{section}")
    if ref.isdigit():
        return Reference(f"RFC {ref}", f"https://www.rfc-editor.org/rfc/rfc{ref}.html")
    return Reference(ref, f"https://datatracker.ietf.org/doc/{ref}/" if ref.startswith("draft-") else "")


@dataclass(frozen=True, slots=True)
class FinePrint:
    """A claim of the article that is true in part only: what is said, how it stands, and where that is written."""

    id: str
    where: str
    verdict: str
    weight: int
    topic: str
    text: str
    references: tuple[Reference, ...]
    codes: tuple[int, ...]


def read_fine_print(path: Path) -> dict[str, FinePrint]:
    """Return the entries by id. Raises ContentError at the first mistake."""
    text, prints = read_text(path), read_toml(path)
    require(prints, {"fine_print": list}, path, 1, "the fine print")
    entries: dict[str, FinePrint] = {}
    names = dict.fromkeys(("id", "where", "claim", "verdict", "fine_print", "topic", "says"), str) | {"weight": int}
    for fields in prints["fine_print"]:
        line = line_of(text, f'id = "{fields.get("id")}"')
        require(fields, {**names, "refs": list, "codes": list}, path, line, "fine print")
        require_each(fields, {"refs": str, "codes": int}, path, line, "fine print")
        if fields["id"] in entries:
            raise ContentError(path, line, f"two entries are called {fields['id']}")
        if fields["weight"] not in (1, 2, 3):
            raise ContentError(path, line, f"weight is 1, 2 or 3, not {fields['weight']}")
        entries[fields["id"]] = FinePrint(
            id=fields["id"],
            where=fields["where"],
            verdict=fields["verdict"],
            weight=fields["weight"],
            topic=fields["topic"],
            text=fields["says"],
            references=tuple(read_reference(ref) for ref in fields["refs"]),
            codes=tuple(fields["codes"]),
        )
    return entries
