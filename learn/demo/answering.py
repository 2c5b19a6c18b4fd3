"""Answers as somebody gives them: right ones, and wrong ones that show the same mistaken belief again and again."""

import json
from random import Random

from learn.actions.practice import Given
from learn.demo.people import Person
from learn.domain.practice.items import Answer, Item
from learn.domain.practice.marking import chosen_code, mark
from learn.domain.practice.marks import Marking
from learn.library import library

QUICK_SECONDS = 15.0
# How often who takes two codes for one another is right by luck, and how often they are sure of what they say.
MIXED_UP_RIGHT, VERY_MIXED_UP_RIGHT, MIXED_UP_SURE = 0.5, 0.1, 0.7


def answer_of(person: Person, item: Item, place: int, rng: Random) -> Given:
    """Return what a person answers to a question, how sure and how fast."""
    mixed_up = item.pair in person.mixes
    luck = VERY_MIXED_UP_RIGHT if person.fate == "mixed up" else MIXED_UP_RIGHT
    right = rng.random() < (luck if mixed_up else person.skill)
    sure = rng.random() < (MIXED_UP_SURE if mixed_up else person.sureness)
    marking = marked(item, right=right, leaning=person.name)
    return Given(
        place=place,
        marking=marking,
        certainty=3 if sure else 2 if right or mixed_up else 1,
        seconds=round(rng.uniform(6, 70), 1),
        quick_seconds=QUICK_SECONDS,
        hints=0,
        last_hint=False,
        chosen=chosen_code(marking),
    )


def marked(item: Item, *, right: bool, leaning: str) -> Marking:
    """Return an answer marked. Of wrong ones the ``leaning`` prefers some beliefs to others, always the same ones."""
    held = library()
    given = item.right.key if right else _wrong(item, leaning)
    return mark(item, given, held.registry, held.backend)


def _wrong(item: Item, leaning: str) -> str:
    match item.kind:
        case "order":
            return ",".join(reversed(item.right.key.split(",")))
        case "match":
            keys = [match.key for match in item.matches]
            return ",".join(f"{left}:{right}" for left, right in zip(keys, keys[1:] + keys[:1], strict=True))
        case "mend":
            return item.flawed
        case "free":
            return json.dumps({"text": "I can't say it in a sentence yet.", "points": []})
    return min((answer for answer in item.answers if not answer.right), key=lambda each: _liking(each, leaning)).key


def _liking(answer: Answer, leaning: str) -> float:
    return Random(f"{leaning}.{answer.misconception or answer.key}").random()
