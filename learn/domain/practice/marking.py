"""What an answer is worth, and the reason the learner is told."""

import re

from learn.domain.flow.graph import Graph
from learn.domain.practice.items import Facts, Item
from learn.domain.practice.kinds import KINDS
from learn.domain.practice.marks import Marking, NotAnAnswer, Part
from learn.domain.status import Registry

__all__ = ["Marking", "NotAnAnswer", "Part", "chosen_code", "mark"]

CODE = re.compile(r"(\d{3})\b")


def mark(item: Item, given: str, registry: Registry, backend: Graph) -> Marking:
    """Return how ``given`` does. Raises NotAnAnswer for what isn't an answer to this kind of question."""
    return KINDS[item.kind].mark(item, given.strip(), Facts(registry, backend))


def chosen_code(marking: Marking) -> int | None:
    """Return the status code that an answer names; None for questions at which no single code is chosen."""
    kind, given = marking.item.kind, marking.given
    code = CODE.match(given.key if kind == "code" else given.text) if kind in ("code", "one") else None
    return int(code[1]) if code else None
