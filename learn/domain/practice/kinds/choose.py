"""Choosing among options: one of three, or several."""

import re
from dataclasses import replace

from learn.domain.practice.items import Answer, Facts, Item, by_key
from learn.domain.practice.kinds.fields import check_differ, foreseen, misconception_of
from learn.domain.practice.marks import Marking, NotAnAnswer, Part, count_right
from learn.domain.practice.table import Table

OPTION_COUNT = 3
CODE = re.compile(r"[1-5][0-9]{2}\b")
SEVERAL = (3, 5)


def read_one(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with its three options."""
    options = _options(table, OPTION_COUNT, OPTION_COUNT)
    rights = [option for option in options if option.right]
    if len(rights) != 1:
        raise table.error("one of three has three options, and one of them is right")
    code = CODE.match(rights[0].text)
    if code is not None and code[0] != str(item.codes[0]):
        raise table.error(f"the right option's code, {code[0]}, comes first in 'codes'", "codes")
    return replace(item, answers=options, right=rights[0])


def read_several(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with its options, of which one or more are right and one or more are not."""
    options = _options(table, *SEVERAL)
    rights = tuple(option for option in options if option.right)
    if not 1 <= len(rights) < len(options):
        raise table.error("one or more of the options are right, and not all of them")
    why = " ".join(option.why for option in rights)
    return replace(item, answers=options, right=_chosen(rights, right=True, why=why))


def _options(table: Table, least: int, most: int) -> tuple[Answer, ...]:
    options = table.tables("option", least, most)
    check_differ(table, [option.text("text") for option in options], "two options say the same")
    return tuple(_option(option, str(number)) for number, option in enumerate(options, start=1))


def _option(table: Table, key: str) -> Answer:
    table.refuse_unknown({"text", "right", "why", "when", "misconception"})
    text, why = table.text("text"), table.text("why")
    if table.flag("right"):
        return Answer(key, text, True, why)
    return Answer(key, text, False, why, table.text("when"), misconception_of(table, required=True))


def mark_one(item: Item, given: str, facts: Facts) -> Marking:
    """Return how the chosen answer does. Raises NotAnAnswer for what isn't one of the options."""
    answer = by_key(item.answers, given)
    if answer is None:
        raise NotAnAnswer("Pick one of the three answers.")
    return Marking(item, answer, foreseen(item, answer))


def mark_several(item: Item, given: str, facts: Facts) -> Marking:
    """Mark the keys of the chosen options, joined by commas."""
    keys = {key.strip() for key in given.split(",")}
    if not keys <= {option.key for option in item.answers}:
        raise NotAnAnswer(f"Choose one or more of the {len(item.answers)} options.")
    parts = tuple(_part(option, option.key in keys) for option in item.answers)
    chosen = tuple(option for option in item.answers if option.key in keys)
    right = all(part.right for part in parts)
    return Marking(item, _chosen(chosen, right=right, why=count_right(parts, "options")), parts=parts)


def _part(option: Answer, chosen: bool) -> Part:
    words = {True: "chosen", False: "left out"}
    return Part(option.text, chosen == option.right, option.why, words[option.right], words[chosen], option.when)


def _chosen(options: tuple[Answer, ...], *, right: bool, why: str) -> Answer:
    key = ",".join(option.key for option in options)
    return Answer(key, "; ".join(option.text for option in options), right, why)
