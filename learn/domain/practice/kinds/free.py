"""Answering in words, then ticking which points of a model answer were said."""

import json
import re
from dataclasses import replace
from typing import Any

from learn.domain.practice.items import Answer, Facts, Item
from learn.domain.practice.kinds.fields import check_differ
from learn.domain.practice.marks import Marking, NotAnAnswer, Part
from learn.domain.practice.table import Table

POINTS = (3, 6)
MODEL_WORDS = (60, 160)
CHARACTERS = 5_000
# An escaped character takes up to twelve, as two halves of six.
CHARACTERS_SENT = 12 * CHARACTERS + 1_000
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
TICKED = {True: "ticked", False: "not ticked"}


def read(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with its key points, how many are enough, and a model answer."""
    written = table.tables("point", *POINTS)
    points = tuple(_point(point, str(number)) for number, point in enumerate(written, start=1))
    check_differ(table, [point.text for point in points], "two points say the same")
    enough, model = table.whole("enough"), table.text("model").strip()
    if not 1 <= enough <= len(points):
        raise table.error(f"'enough' is 1 to {len(points)}, the number of points, not {enough}", "enough")
    words, (least, most) = len(model.split()), MODEL_WORDS
    if not least <= words <= most:
        raise table.error(f"a model answer has {least} to {most} words, not {words}", "model")
    item = replace(item, points=points, enough=enough, model=model)
    why = " ".join(point.why for point in points)
    return replace(item, right=_said(model, [point.key for point in points], right=True, why=why))


def _point(table: Table, key: str) -> Answer:
    table.refuse_unknown({"text", "why"})
    return Answer(key, table.text("text"), True, table.text("why"))


def mark(item: Item, given: str, facts: Facts) -> Marking:
    """Mark JSON such as ``{"text": "…", "points": ["1", "3"]}``: what was said, and the keys of the points ticked."""
    text, ticked = _read_given(given)
    if not ticked <= {point.key for point in item.points}:
        raise NotAnAnswer(f"Tick the points that you said, of the {len(item.points)} shown.")
    parts = tuple(_part(point, point.key in ticked) for point in item.points)
    right = len(ticked) >= item.enough
    why = f"You said {len(ticked)} of the {len(parts)} points; {item.enough} are enough."
    return Marking(item, _said(text, sorted(ticked), right=right, why=why), parts=parts)


def _read_given(given: str) -> tuple[str, set[str]]:
    try:
        sent: Any = json.loads(given) if len(given) <= CHARACTERS_SENT else None
    except (ValueError, RecursionError):
        sent = None
    match sent:
        case {"text": str(text), "points": [*points]} if len(sent) == 2 and all(isinstance(p, str) for p in points):
            return _read_text(text), set(points)
    raise NotAnAnswer(f"Say your answer in at most {CHARACTERS:,} characters, then tick the points that you said.")


def _read_text(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NotAnAnswer("Say your answer first, in a sentence or two; the model answer comes after it.")
    if len(text) > CHARACTERS:
        raise NotAnAnswer(f"That is too long. Say it in {CHARACTERS:,} characters at most.")
    if UNFIT.search(text):
        raise NotAnAnswer("The text has a character that can't be kept. Type it again without.")
    return text


def _part(point: Answer, ticked: bool) -> Part:
    return Part(point.text, ticked, point.why, TICKED[True], TICKED[ticked])


def _said(text: str, points: list[str], *, right: bool, why: str) -> Answer:
    key = json.dumps({"text": text, "points": points}, ensure_ascii=False, separators=(",", ":"))
    return Answer(key, text, right, why)
