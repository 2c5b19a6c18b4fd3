"""The file that Anki exchanges: a zipped SQLite database of schema 11, which every version since 2012 reads.

Described at https://docs.ankiweb.net/exporting.html; the tables are those of Anki's own ``schema11.sql``.
"""

import hashlib
import html
import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SCHEMA = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
    ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
    models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
    usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
    flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
    mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL,
    ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL,
    left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
    ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
    type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
VERSION = 11
DEFAULT_DECK = 1
# What sync has not sent yet.
UNSENT = -1
# Ids are milliseconds since 1970 to Anki, which repairs those of the future. These lie in 2001 to 2020.
FIRST_ID, IDS = 1_000_000_000_000, 600_000_000_000
FIELD_END = "\x1f"


@dataclass(frozen=True, slots=True)
class NoteType:
    """``front`` and ``back`` are Anki templates over the fields, ``style`` is CSS."""

    name: str
    fields: tuple[str, ...]
    front: str
    back: str
    style: str


@dataclass(frozen=True, slots=True)
class Card:
    """A note and its card. A note is known by its ``guid`` on import; ``::`` parts a deck from the one above it."""

    guid: str
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def stable_id(name: str) -> int:
    """Return the same number for the same name."""
    return FIRST_ID + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % IDS


def write_package(path: Path, note_type: NoteType, cards: Sequence[Card], deck: str, made_at: int) -> None:
    """Write the cards as a package. ``deck`` is the one above theirs; ``made_at`` is in seconds since 1970."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        database.execute(
            "INSERT INTO col VALUES (1, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, '{}')",
            (made_at, made_at * 1000, made_at * 1000, VERSION, *_settings(note_type, cards, deck, made_at)),
        )
        database.executemany(
            "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
            (_note(card, stable_id(note_type.name), made_at) for card in cards),
        )
        database.executemany(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, ?, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            (_place(card, at, made_at) for at, card in enumerate(cards, start=1)),
        )
        database.commit()
        collection = database.serialize()
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr(_member("collection.anki2"), collection, ZIP_DEFLATED)
        package.writestr(_member("media"), "{}", ZIP_DEFLATED)


def _member(name: str) -> ZipInfo:
    """Return a member that says 1980, the first time there is in a zip: the time of writing would change the bytes."""
    return ZipInfo(name)


def _note(card: Card, note_type: int, made_at: int) -> tuple[object, ...]:
    first = html.unescape(re.sub(r"<[^>]*>", "", card.fields[0]))
    checksum = int(hashlib.sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = f" {' '.join(card.tags)} "
    text = FIELD_END.join(card.fields)
    return stable_id(card.guid), card.guid, note_type, made_at, UNSENT, tags, text, first, checksum


def _place(card: Card, at: int, made_at: int) -> tuple[int, ...]:
    """Return the card's row: new, and ``at`` in the order in which new cards come."""
    number = stable_id(card.guid)
    return number, number, stable_id(card.deck), made_at, UNSENT, at


def _settings(note_type: NoteType, cards: Iterable[Card], deck: str, made_at: int) -> tuple[str, ...]:
    """Return what the collection's row has as JSON: settings, note types, decks and their options."""
    decks = {str(DEFAULT_DECK): _deck(DEFAULT_DECK, "Default", made_at)}
    for name in dict.fromkeys([deck, *(card.deck for card in cards)]):
        decks[str(stable_id(name))] = _deck(stable_id(name), name, made_at)
    types = {str(stable_id(note_type.name)): _note_type(note_type, stable_id(deck), made_at)}
    settings = {"nextPos": 1, "curDeck": DEFAULT_DECK, "activeDecks": [DEFAULT_DECK]}
    return tuple(json.dumps(part) for part in (settings, types, decks, {}))


def _deck(number: int, name: str, made_at: int) -> dict[str, Any]:
    days = {day: [0, 0] for day in ("newToday", "revToday", "lrnToday", "timeToday")}
    counts = {"conf": 1, "dyn": 0, "extendNew": 0, "extendRev": 0, "collapsed": False, "desc": ""}
    return {"id": number, "name": name, "mod": made_at, "usn": UNSENT, **counts, **days}


def _note_type(note_type: NoteType, deck: int, made_at: int) -> dict[str, Any]:
    fields = [
        {"name": name, "ord": at, "font": "Arial", "size": 20, "rtl": False, "sticky": False, "media": []}
        for at, name in enumerate(note_type.fields)
    ]
    template = {"name": "Card 1", "ord": 0, "qfmt": note_type.front, "afmt": note_type.back, "did": None}
    look = {"css": note_type.style, "latexPre": "", "latexPost": "", "sortf": 0, "type": 0, "vers": [], "tags": []}
    return {
        **{"id": stable_id(note_type.name), "name": note_type.name, "mod": made_at, "usn": UNSENT, "did": deck},
        **{"flds": fields, "tmpls": [{**template, "bqfmt": "", "bafmt": ""}], "req": [[0, "any", [0]]]},
        **look,
    }
