"""Questions as an Anki deck (.apkg), which updates itself when a newer one is imported."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from learn.domain.practice.exports.anki_package import Card, NoteType, write_package
from learn.domain.practice.exports.markup import clean
from learn.domain.practice.exports.texts import MIXED, Source, as_html, asked, explained, offered
from learn.domain.practice.items import Item

DECK = "Statusline"
STYLE = """\
.card { font: 18px/1.45 system-ui, sans-serif; text-align: left; max-width: 42em; margin: 0 auto; }
pre, code { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { padding: 0.6em; border: 1px solid; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
li { margin: 0.4em 0; }
"""
NOTE_TYPE = NoteType(
    name="Statusline question",
    fields=("Front", "Back", "Reference", "Question"),
    front="{{Front}}",
    back="{{FrontSide}}\n<hr id=answer>\n{{Back}}\n{{Reference}}",
    style=STYLE,
)


def anki_deck(items: Sequence[Item], path: Path, made_at: int) -> None:
    """Write the questions to ``path``: a deck with one below it for each pair, a note and a card for each question.

    A note is known by its question's id, so importing again adds nothing, and a deck with a later ``made_at``
    (seconds since 1970) updates what was imported. The same items and time give the same bytes.
    """
    write_package(path, NOTE_TYPE, [_card(item) for item in items], DECK, made_at)


def _card(item: Item) -> Card:
    front = as_html([*asked(item), *offered(item)])
    back = as_html(block for block in explained(item) if not isinstance(block, Source))
    fields = (front, back, Source(item.reference).html(), clean(item.id))
    return Card(f"statusline:{item.id}", f"{DECK}::{item.pair or MIXED}", fields, tuple(_tags(item)))


def _tags(item: Item) -> Iterator[str]:
    yield from (f"code::{code}" for code in item.codes)
    yield f"kind::{item.kind}"
