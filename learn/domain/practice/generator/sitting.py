"""Several generated questions for one sitting, no two of them alike."""

import re
from collections.abc import Collection, Mapping
from random import Random

from learn.domain.lab.engine import Lab
from learn.domain.practice.generator.generate import KINDS, SEEDS, generate
from learn.domain.practice.generator.wording import QUESTIONS
from learn.domain.practice.items import Item, Kind
from learn.domain.practice.pairs import Pair

NUMBERS = re.compile(r"\d+")
TRIES = 200


def alike(one: Item, other: Item) -> bool:
    """Whether two generated questions have the same request, state and faults, whatever their numbers and kinds."""
    return surface(one) == surface(other)


def surface(item: Item) -> str:
    """Return the request and the state of a generated question without numbers."""
    state = item.stem.removesuffix(QUESTIONS[item.kind])
    printed = [
        "\n".join([message.first, *(f"{name}: {value}" for name, value in message.fields), message.content])
        for message in (item.exchange.messages if item.exchange else ())
    ]
    return NUMBERS.sub("#", "\n".join([state.strip(), *printed]))


def generate_several(
    seed: int,
    count: int,
    lab: Lab,
    pairs: Mapping[str, Pair],
    *,
    boxes: Collection[str] = (),
    kinds: Collection[Kind] = KINDS,
) -> list[Item]:
    """Return ``count`` questions, no two alike; fewer where the boxes don't give so many. Raises as ``generate``."""
    rng = Random(seed)
    found: dict[str, Item] = {}
    tries = 0
    while len(found) < count and tries < TRIES + 2 * count:
        tries += 1
        item = generate(rng.randrange(SEEDS), lab, pairs, boxes=boxes, kinds=kinds)
        found.setdefault(surface(item), item)
    return list(found.values())
