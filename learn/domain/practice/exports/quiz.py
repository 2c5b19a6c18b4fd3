"""The nearest form that a question has in quizzes of other systems: choice, short answer, matching, essay."""

from dataclasses import dataclass

from learn.domain.practice.exports.texts import Reason, named, rights
from learn.domain.practice.items import Answer, Item

FULL, NONE = 100.0, 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """An answer in Markdown with its share of the marks in percent, negative where it takes some away."""

    text: str
    share: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Options of which one or several are right."""

    options: tuple[Option, ...]
    single: bool
    shuffled: bool


@dataclass(frozen=True, slots=True)
class Short:
    """Each option is a text to type."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Left sides, each with the right side that belongs to it."""

    couples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Essay:
    """``points`` are what it is graded by, ``enough`` is how many of them; ``start`` is what there is to edit."""

    points: tuple[Reason, ...]
    enough: int
    start: str = ""


type Form = Choice | Short | Matching | Essay


def form(item: Item) -> Form:
    """Return a question in its nearest form."""
    match item.kind:
        case "code":
            return Short(tuple(_option(answer, answer.key) for answer in item.answers))
        case "order":
            return Matching(tuple((step.text, str(place)) for place, step in enumerate(item.steps, start=1)))
        case "match":
            return Matching(tuple((match.left, match.right) for match in item.matches))
        case "mend":
            return Essay(rights(item), len(item.rules), item.flawed)
        case "free":
            return Essay(rights(item), item.enough)
        case "several":
            return _several(item)
        case "line":
            return Choice(_lines(item), single=True, shuffled=False)
        case "one" | "box":
            options = tuple(_option(answer, named(item, answer)) for answer in item.answers)
            return Choice(options, single=True, shuffled=True)


def _option(answer: Answer, text: str) -> Option:
    return Option(text, FULL if answer.right else NONE, _told(answer))


def _told(answer: Answer) -> str:
    return Reason(answer.text, answer.why, answer.when).told


def _several(item: Item) -> Choice:
    """Return a choice in which the right ones share the marks, and one wrong one takes them all: it must be exact."""
    share = FULL / sum(answer.right for answer in item.answers)
    options = tuple(Option(answer.text, share if answer.right else -FULL, _told(answer)) for answer in item.answers)
    return Choice(options, single=False, shuffled=True)


def _lines(item: Item) -> tuple[Option, ...]:
    """Return every line with text on it, in order; those foreseen have their reasons."""
    foreseen = {answer.key: answer for answer in item.answers}
    return tuple(
        _option(foreseen[str(number)], foreseen[str(number)].text)
        if str(number) in foreseen
        else Option(f"Line {number}: `{line.strip()}`", NONE)
        for number, line in enumerate(item.lines, start=1)
        if line.strip()
    )


def percent(share: float) -> str:
    """Return a share as Moodle writes it, to five places: ``100``, ``33.33333``, ``-50``."""
    return f"{share:.5f}".rstrip("0").rstrip(".")
