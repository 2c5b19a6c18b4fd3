"""Finding the wrong line of an exchange."""

from dataclasses import replace

from learn.domain.practice.items import Answer, Facts, Item, by_key
from learn.domain.practice.kinds.fields import foreseen, lines_of, misconception_of, read_printed
from learn.domain.practice.marks import Marking, NotAnAnswer
from learn.domain.practice.table import Table

FIELDS = {"right", "why", "near", "mended"}
NEAR = (2, 3)
DIGITS_AT_MOST = 3


def read(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with its exchange in lines, the wrong one, near misses, and the exchange mended."""
    if item.exchange is None:
        raise table.error("the line to find stands in an exchange: it has no 'exchange'")
    lines = lines_of(table, "exchange")
    right = _answer(table, "right", lines, right=True)
    near = [_answer(miss, "line", lines, right=False) for miss in table.tables("near", *NEAR)]
    answers = (right, *near)
    if len({answer.key for answer in answers}) < len(answers):
        raise table.error("the same line stands there twice")
    mended = read_printed(table, "mended")
    if mended == item.exchange:
        raise table.error("'mended' is the exchange as it was", "mended")
    return replace(item, answers=answers, right=right, lines=lines, mended=mended)


def _answer(table: Table, field: str, lines: tuple[str, ...], *, right: bool) -> Answer:
    number = table.whole(field)
    if not 1 <= number <= len(lines) or not lines[number - 1].strip():
        raise table.error(f"the exchange has {len(lines)} lines, and {number} is none of them with text on it", field)
    key, text = str(number), _text(number, lines)
    if right:
        return Answer(key, text, True, table.text("why"))
    table.refuse_unknown({"line", "why", "when", "misconception"})
    return Answer(key, text, False, table.text("why"), table.text("when"), misconception_of(table, required=False))


def _text(number: int, lines: tuple[str, ...]) -> str:
    line = lines[number - 1].strip()
    return f"Line {number}: `{line}`" if line else f"Line {number}, which is empty"


def mark(item: Item, given: str, facts: Facts) -> Marking:
    """Mark the number of a line, counted from 1."""
    if not (given.isascii() and given.isdigit() and len(given) <= DIGITS_AT_MOST):
        raise NotAnAnswer(f"Pick a line: a number from 1 to {len(item.lines)}.")
    number = int(given)
    if not 1 <= number <= len(item.lines):
        raise NotAnAnswer(f"The exchange has no line {number}. Pick one from 1 to {len(item.lines)}.")
    answer = by_key(item.answers, str(number)) or _sound(number, item.lines)
    return Marking(item, answer, foreseen(item, answer))


def _sound(number: int, lines: tuple[str, ...]) -> Answer:
    """Return a wrong answer nobody wrote a reason for."""
    why = "What is wrong isn't in this line." if lines[number - 1].strip() else "HTTP asks for an empty line there."
    return Answer(str(number), _text(number, lines), right=False, why=why)
