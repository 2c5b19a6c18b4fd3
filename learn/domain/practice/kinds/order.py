"""Putting steps into order."""

from dataclasses import replace

from learn.domain.practice.items import Answer, Facts, Item
from learn.domain.practice.kinds.fields import check_differ
from learn.domain.practice.marks import Marking, NotAnAnswer, Part, count_right
from learn.domain.practice.table import Table

STEPS = (3, 6)


def read(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with its steps, in the right order."""
    written = table.tables("step", *STEPS)
    check_differ(table, [step.text("text") for step in written], "two steps say the same")
    steps = tuple(_step(step, str(number)) for number, step in enumerate(written, start=1))
    why = " ".join(step.why for step in steps)
    return replace(item, steps=steps, right=_ordered(steps, right=True, why=why))


def _step(table: Table, key: str) -> Answer:
    table.refuse_unknown({"text", "why"})
    return Answer(key, table.text("text"), True, table.text("why"))


def mark(item: Item, given: str, facts: Facts) -> Marking:
    """Mark the keys of all steps in the order given, joined by commas."""
    keys = [key.strip() for key in given.split(",", len(item.steps))]
    if sorted(keys) != [step.key for step in item.steps]:
        raise NotAnAnswer(f"Put all {len(item.steps)} steps into order, each in one place.")
    by_key = {step.key: step for step in item.steps}
    order = tuple(by_key[key] for key in keys)
    parts = tuple(_part(step, stood) for step, stood in zip(item.steps, order, strict=True))
    right = all(part.right for part in parts)
    return Marking(item, _ordered(order, right=right, why=count_right(parts, "places")), parts=parts)


def _part(step: Answer, stood: Answer) -> Part:
    return Part(step.text, step == stood, step.why, step.text, stood.text)


def _ordered(steps: tuple[Answer, ...], *, right: bool, why: str) -> Answer:
    text = "; ".join(f"{number}. {step.text}" for number, step in enumerate(steps, start=1))
    return Answer(",".join(step.key for step in steps), text, right, why)
