"""Questions: what is asked, in nine kinds, and a reason for each answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from learn.domain.flow.graph import Graph
from learn.domain.lessons.exchange import Exchange
from learn.domain.lessons.fine_print import Reference
from learn.domain.practice.rules import Rule
from learn.domain.status import Registry

type Kind = Literal["one", "code", "box", "several", "order", "match", "line", "mend", "free"]

LESSON_KINDS: tuple[Kind, ...] = ("one", "code", "box")


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer and its reason. ``key`` is what a form sends."""

    key: str
    text: str
    right: bool
    why: str
    when: str = ""
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Two things that belong together. ``key`` is that of the left and of the right one."""

    key: str
    left: str
    right: str
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a question and its answers are held against."""

    registry: Registry
    backend: Graph


UNKNOWN = Answer("", "", True, "")


@dataclass(frozen=True, slots=True)
class Item:
    """A question. ``right`` is the right answer in the form it is given in; each kind fills what is its own.

    one, several, code, box, line: ``answers``, those foreseen. order: ``steps`` in the right order. match: ``matches``.
    line: ``lines`` of the exchange, the wrong one among them, and the exchange ``mended``. mend: ``rules``, ``model``
    and ``flawed``, the response to edit. free: ``points``, ``model`` and how many ticked points are ``enough``.
    """

    id: str
    version: int
    kind: Kind
    codes: tuple[int, ...]
    boxes: tuple[str, ...]
    stem: str
    reference: Reference
    exchange: Exchange | None = None
    pair: str = ""
    interview: int | None = None
    right: Answer = UNKNOWN
    answers: tuple[Answer, ...] = ()
    steps: tuple[Answer, ...] = ()
    matches: tuple[Match, ...] = ()
    lines: tuple[str, ...] = ()
    mended: Exchange | None = None
    rules: tuple[Rule, ...] = ()
    flawed: str = ""
    points: tuple[Answer, ...] = ()
    enough: int = 0
    model: str = ""
    source: Path = field(default=Path(), compare=False)

    @property
    def rights(self) -> tuple[Answer, ...]:
        """The right sides of a match, as they are to be given."""
        return tuple(Answer(match.key, match.right, right=True, why=match.why) for match in self.matches)

    def shuffled(self, seed: int | str) -> list[Answer]:
        """Return what is shown to choose from, in an order of its own for each seed, the same on every load.

        That is the answers, the steps (never in the right order) or the right sides of a match.
        """
        shown = list(self.steps or self.rights or self.answers)
        Random(f"{self.id}.{seed}").shuffle(shown)
        if self.steps and shown == list(self.steps):
            shown.append(shown.pop(0))
        return shown


def by_key(answers: Sequence[Answer], key: str) -> Answer | None:
    """Return the answer that has a key; None where none has."""
    return next((answer for answer in answers if answer.key == key), None)
