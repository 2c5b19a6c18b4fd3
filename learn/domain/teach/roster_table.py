"""A roster as it is pasted or uploaded: which letters, which delimiter, which column says what."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from learn.domain.spreadsheet import FORMULA
from learn.domain.teach.roster import GROUP_LENGTH, NAME_LENGTH, BadLine, Entry, Roster, is_email, tidy
from learn.domain.teach.roster_heads import NAMES, roles_of_head, settled, unread

BYTES = 200_000
LINES = 1_000
DELIMITERS = "\t;|,"
SHOWN_LENGTH = 80
MAILBOX = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]+)>")
GROUPISH = re.compile(r"\d|\b(group|section|team|class|gruppe|groupe|grupo)\b", re.IGNORECASE)


class Unreadable(ValueError):
    """Nothing of the roster can be read; the text says why."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: tuple[str, ...]


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Latin-1. Raises Unreadable for other files and large ones."""
    if len(content) > BYTES:
        raise Unreadable(_too_large(len(content)))
    if content.startswith(b"PK\x03\x04") or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is a spreadsheet. Save it as CSV and choose that file, or paste its cells.")
    text = content.decode(_encoding(content), errors="replace").removeprefix("\ufeff")
    if "\0" in text:
        raise Unreadable("This file isn't text. Save the roster as CSV.")
    return text


def _encoding(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in content[:200] and not content.startswith(BOM_UTF8):
        # Without a mark: of Western letters in UTF-16 every second byte is nought.
        return "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", content) else "cp1252"
    return "utf-8"


def _too_large(size: int) -> str:
    return f"The roster has {size:,} bytes; at most {BYTES:,} are read. Invite in parts."


def read_roster(text: str) -> Roster:
    """Return who is on a roster, one line each, and the lines that can't be used.

    Raises Unreadable where it is empty, has more than 1,000 lines, or more than 200,000 bytes in UTF-8.
    """
    size = len(text.encode("utf-8", errors="replace"))
    if size > BYTES:
        raise Unreadable(_too_large(size))
    text = text.removeprefix("\ufeff").replace("\0", "")
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    roles = roles_of_head(rows[0].cells) if rows else {}
    people = rows[1:] if roles else rows
    if not people:
        raise Unreadable("Nobody is on this roster. Each person has a line: a name, and an e-mail address if you like.")
    if not roles:
        people = [person for row in people for person in _without_brackets(row)]
    if len(people) > LINES:
        raise Unreadable(f"The roster has {len(people):,} lines; at most {LINES:,} are read. Invite in parts.")
    heads, swapped = rows[0].cells if roles else (), False
    if not roles:
        roles, swapped = _guessed_roles(_columns(people), turned=delimiter == "," and ", " in text)
    else:
        roles = settled(roles, heads, _columns(people))
        if not any(role in roles for role in NAMES):
            roles |= _guessed_name(_columns(people), roles)
    read = [_entry(row, roles, swapped=swapped) for row in people]
    entries = tuple(found for found in read if isinstance(found, Entry))
    bad = tuple(found for found in read if isinstance(found, BadLine))
    return Roster(entries, bad, unread(roles, heads, _columns(people), SHOWN_LENGTH))


def _rows(text: str, delimiter: str) -> list[_Row]:
    """Return the rows that aren't empty, each with the line it begins in. Raises Unreadable for a broken one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip(f" {DELIMITERS}") for cell in cells):
                rows.append(_Row(begins, tuple(cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} can't be read as CSV: {error}.") from None
    return rows


def _delimiter(text: str) -> str:
    """Return the sign that parts cells: the one that names most columns, or else parts most lines alike."""
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        rows = _rows(text, delimiter)
        if not rows:
            continue
        heads = len(roles_of_head(rows[0].cells))
        count, times = Counter(len(row.cells) for row in rows).most_common(1)[0]
        found = (heads, times if count > 1 else 0)
        if found > most:
            best, most = delimiter, found
    return best


def _without_brackets(row: _Row) -> list[_Row]:
    """Take “Ann Lee <ann@example.org>”, as mail programs write it, for two cells; several are several people."""
    at = next((number for number, cell in enumerate(row.cells) if cell.strip()), 0)
    filled = [cell.strip() for cell in row.cells[at:] if cell.strip()]
    boxes = [(box["name"].strip(' "'), box["email"]) for cell in filled if (box := MAILBOX.fullmatch(cell))]
    if len(boxes) == len(filled):
        return [_Row(row.line, box) for box in boxes]
    if MAILBOX.fullmatch(filled[0]) is None:
        return [row]
    return [_Row(row.line, (*boxes[0], *row.cells[at + 1 :]))]


def _columns(rows: Sequence[_Row]) -> list[list[str]]:
    width = max(len(row.cells) for row in rows)
    return [[row.cells[number].strip() for row in rows if number < len(row.cells)] for number in range(width)]


def _guessed_name(columns: Sequence[Sequence[str]], roles: dict[str, int]) -> dict[str, int]:
    """Return which column has names, where a head says what others have."""
    taken = roles.values()
    free = [number for number, column in enumerate(columns) if number not in taken and _says_something(column)]
    return {"name": free[0]} if free else {}


def _guessed_roles(columns: Sequence[Sequence[str]], *, turned: bool) -> tuple[dict[str, int], bool]:
    """Return which column says what without heads, and whether names in two of them are ``turned``, as “Lee, Ann”."""
    roles: dict[str, int] = {}
    for number, column in enumerate(columns):
        if sum(is_email(cell) for cell in column) * 2 > len([cell for cell in column if cell]):
            roles.setdefault("email", number)
    others = [
        number for number in range(len(columns)) if number != roles.get("email") and _says_something(columns[number])
    ]
    match others:
        case []:
            return roles, False
        case [only]:
            return roles | {"name": only}, False
        case [first, second, *more]:
            if _names_in_full(columns[first]) or _groupish(columns[second]):
                return roles | {"name": first, "group": second}, False
            return roles | {"first": first, "last": second} | ({"group": more[0]} if more else {}), turned
    return roles, False


def _says_something(column: Sequence[str]) -> bool:
    """Whether a column holds words, not numbers of a register."""
    return any(cell and not cell.isdigit() for cell in column)


def _names_in_full(column: Sequence[str]) -> bool:
    return sum(" " in cell for cell in column) * 2 > len(column)


def _groupish(column: Sequence[str]) -> bool:
    filled = [cell for cell in column if cell]
    return len(set(filled)) < len(filled) or any(GROUPISH.search(cell) for cell in filled)


def _entry(row: _Row, roles: dict[str, int], *, swapped: bool) -> Entry | BadLine:
    cells = {role: row.cells[number] for role, number in roles.items() if number < len(row.cells)}
    shown = tidy(", ".join(row.cells))[:SHOWN_LENGTH]
    if any("\n" in cell or "\r" in cell for cell in cells.values()):
        return BadLine(row.line, shown, "The quotation mark that opens in this line isn't closed in it.")
    told = {role: tidy(_unguarded(cell)) for role, cell in cells.items()}
    email, group = told.get("email", "").removeprefix("mailto:"), told.get("group", "")
    order = ("last", "first") if swapped else ("first", "last")
    name = told.get("name", "") or " ".join(told[part] for part in order if told.get(part))
    name = name or (email.partition("@")[0] if is_email(email) else "")
    reason = _wrong_with(name, email, group)
    return BadLine(row.line, shown, reason) if reason else Entry(row.line, name, email, group)


def _wrong_with(name: str, email: str, group: str) -> str:
    if not name:
        return "There is no name."
    if len(name) > NAME_LENGTH:
        return f"The name has {len(name)} characters; at most {NAME_LENGTH} are kept."
    if "<" in name and "@" in name:
        return "An address stands in the name: write one person a line, the name and the address in cells of their own."
    if email and not is_email(email):
        return f"“{email[:SHOWN_LENGTH]}” isn't an e-mail address."
    if len(group) > GROUP_LENGTH:
        return f"The group has {len(group)} characters; at most {GROUP_LENGTH} are kept."
    return ""


def _unguarded(cell: str) -> str:
    """Take off the apostrophe that our own tables put before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
