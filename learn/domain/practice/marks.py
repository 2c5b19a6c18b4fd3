"""What marking gives: the answer with its reasons, and what each part of it is worth."""

from dataclasses import dataclass

from learn.domain.practice.items import Answer, Item


class NotAnAnswer(ValueError):
    """What was sent can't be marked. The message says what would be right."""


@dataclass(frozen=True, slots=True)
class Part:
    """One option, step, pair, rule or key point of an answer: what was expected of it, and what was given."""

    text: str
    right: bool
    why: str
    expected: str
    given: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """A given answer with its reason; the other answers with theirs, or the parts it is made of."""

    item: Item
    given: Answer
    others: tuple[Answer, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def right(self) -> bool:
        return self.given.right

    @property
    def canonical(self) -> str:
        """The answer in the one form it is kept in: equal answers have equal forms; each marks as what was given."""
        return self.given.key


def count_right(parts: tuple[Part, ...], called: str) -> str:
    """Return how many parts are as they should be, in a sentence. ``called`` is what several of them are called."""
    wrong = sum(not part.right for part in parts)
    if not wrong:
        return f"All {len(parts)} {called} are as they should be."
    if wrong == len(parts):
        return f"None of the {len(parts)} {called} is as it should be."
    rest = "is not as it should be" if wrong == 1 else "are not as they should be"
    return f"{wrong} of the {len(parts)} {called} {rest}."
