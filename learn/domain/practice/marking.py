"""What an answer is worth, and the reason the learner is told."""

from learn.domain.flow.graph import Graph
from learn.domain.practice.items import Facts, Item
from learn.domain.practice.kinds import KINDS
from learn.domain.practice.marks import Marking, NotAnAnswer, Part
from learn.domain.status import Registry

__all__ = ["Marking", "NotAnAnswer", "Part", "mark"]


def mark(item: Item, given: str, registry: Registry, backend: Graph) -> Marking:
    """Return how ``given`` does. Raises NotAnAnswer for what isn't an answer to this kind of question."""
    return KINDS[item.kind].mark(item, given.strip(), Facts(registry, backend))
