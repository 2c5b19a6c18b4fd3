"""A roster against who is in a class already: who is new, known, or doubtful."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import category, normalize

NAME_LENGTH = 120
GROUP_LENGTH = 60
EMAIL_LENGTH = 254
# Marks that turn about the text after them; those that only join letters or say a direction are part of names.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@[^@\s,;:<>()\[\]\"\\.]+(\.[^@\s,;:<>()\[\]\"\\.]+)+")
UNSEEN = ("Cc", "Cs", "Cn", "Co")
# Letters and signs that look like nothing.
BLANK = " \u034f\u115f\u1160\u2800\u3164\uffa0"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody on a roster, and in which of its lines."""

    line: int
    name: str
    email: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that nobody can be invited from, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What was read: everybody on it, the lines that can't be used, and the columns that weren't read."""

    entries: tuple[Entry, ...] = ()
    bad: tuple[BadLine, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in a class or invited to it, with the address they were invited at, if at any."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry, and what is to be said of it."""

    entry: Entry
    reason: str


@dataclass(slots=True)
class Compared:
    """A roster sorted: new ones are invited, known and repeated ones aren't, doubtful ones if somebody says so."""

    new: list[Entry] = field(default_factory=list)
    known: list[Told] = field(default_factory=list)
    repeated: list[Told] = field(default_factory=list)
    doubtful: list[Told] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def tidy(text: str) -> str:
    """Return a name on one line, with single spaces and without signs that can't be part of one; none if unseen."""
    spaced = "".join(" " if sign.isspace() else sign for sign in TURNING.sub("", text))
    tidied = " ".join("".join(sign for sign in spaced if category(sign) not in UNSEEN).split())
    return tidied if any(category(sign) != "Cf" and sign not in BLANK for sign in tidied) else ""


def is_email(text: str) -> bool:
    """Whether a text can be an address for mail."""
    return len(text) <= EMAIL_LENGTH and EMAIL.fullmatch(text) is not None


def alike(text: str) -> str:
    """Return what two ways to write a name, or an address, have in common."""
    return " ".join(normalize("NFKC", text).casefold().split())


def compare(roster: Roster, places: Sequence[Place]) -> Compared:
    """Sort a roster by who is in the class or invited already.

    Each place answers for one entry, that of its address before one of its name. So a roster that has been
    invited, doubtful ones too, is known as a whole the next time.
    """
    compared = Compared(bad=list(roster.bad))
    waiting = _Waiting(places)
    named: dict[str, Entry] = {}
    addressed: dict[str, Entry] = {}
    # Those whose address has a place come first, so that nobody of the same name takes it.
    for entry in sorted(roster.entries, key=lambda entry: (not waiting.has_address(entry.email), entry.line)):
        earlier = addressed.get(alike(entry.email)) if entry.email else None
        if earlier is not None:
            _sort_repeated(compared, entry, earlier)
            continue
        addressed[alike(entry.email)] = entry
        _sort(compared, entry, waiting, named.get(alike(entry.name)))
        named.setdefault(alike(entry.name), entry)
    for told in (compared.known, compared.repeated, compared.doubtful):
        told.sort(key=lambda row: row.entry.line)
    compared.new.sort(key=lambda entry: entry.line)
    compared.bad.sort(key=lambda bad: bad.line)
    return compared


def _sort_repeated(compared: Compared, entry: Entry, earlier: Entry) -> None:
    if alike(entry.name) == alike(earlier.name):
        compared.repeated.append(Told(entry, f"It repeats line {earlier.line}."))
        return
    text = f"{entry.name}, {entry.email}"
    compared.bad.append(BadLine(entry.line, text, f"Line {earlier.line} has this address, with another name."))


def _sort(compared: Compared, entry: Entry, waiting: "_Waiting", namesake: Entry | None) -> None:
    if waiting.take(entry):
        compared.known.append(Told(entry, "Already in the class, or invited."))
    elif (place := waiting.of_name(entry.name)) is not None:
        compared.doubtful.append(Told(entry, f"Somebody with this name is in already, with the address {place.email}."))
    elif namesake is not None:
        compared.doubtful.append(Told(entry, f"Line {namesake.line} has the same name."))
    else:
        compared.new.append(entry)


class _Waiting:
    """Places that no entry has answered for yet."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = dict(enumerate(places))
        self._by_address: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        for number, place in self._places.items():
            self._by_name.setdefault(alike(place.name), []).append(number)
            if place.email:
                self._by_address.setdefault(alike(place.email), []).append(number)

    def has_address(self, email: str) -> bool:
        return bool(email) and alike(email) in self._by_address

    def of_name(self, name: str) -> Place | None:
        return next(iter(self._named(name)), (0, None))[1]

    def take(self, entry: Entry) -> bool:
        """Take the place of an entry: of its address, else of its name where not both have one."""
        numbers = self._by_address.get(alike(entry.email), []) if entry.email else []
        waiting = [number for number in numbers if number in self._places]
        # Where the entry has no address, a place without one comes first.
        named = sorted(self._named(entry.name), key=lambda found: bool(found[1].email))
        waiting += [number for number, place in named if not (place.email and entry.email)]
        return bool(waiting) and self._places.pop(waiting[0], None) is not None

    def _named(self, name: str) -> list[tuple[int, Place]]:
        numbers = self._by_name.get(alike(name), [])
        return [(number, self._places[number]) for number in numbers if number in self._places]
