"""What the parts of an assignment ask for: a lesson, a quiz, a challenge, days of review, a share of the diagram."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from learn.domain.library import Library
from learn.domain.practice.generator.targets import SPINE, deciding

type By = Literal["lab", "wizard"]
type Wanted = LessonWanted | ChallengeWanted | QuizWanted | ReviewWanted | DiagramWanted

MOST_QUESTIONS = 40
LONGEST_WINDOW = 28
SETS = {"interview": "the interview questions"}
BY: dict[By, str] = {"lab": "by requests to the lab", "wizard": "in the wizard"}
FIELDS = {
    "lesson": {"lesson"},
    "challenge": {"challenge"},
    "quiz": {"set", "pair", "boxes", "count"},
    "review": {"days", "of"},
    "diagram": {"percent", "by"},
}


@dataclass(frozen=True, slots=True)
class LessonWanted:
    """The slug of the lesson to finish."""

    lesson: str


@dataclass(frozen=True, slots=True)
class ChallengeWanted:
    """The slug of the lab challenge to solve."""

    challenge: str


@dataclass(frozen=True, slots=True)
class QuizWanted:
    """A set, or ``count`` questions: those of a pair, or generated ones decided at ``boxes`` (any, where empty)."""

    set: str = ""
    pair: str = ""
    boxes: tuple[str, ...] = ()
    count: int | None = None

    @property
    def is_generated(self) -> bool:
        return not self.set and not self.pair


@dataclass(frozen=True, slots=True)
class ReviewWanted:
    """Review on so many ``days`` of the last ``of`` before the due date."""

    days: int
    of: int


@dataclass(frozen=True, slots=True)
class DiagramWanted:
    """A share of the backend diagram's arrows, in percent, walked by the lab or in the wizard."""

    percent: int
    by: By


def read_wanted(kind: str, about: Mapping[str, Any], library: Library) -> Wanted:
    """Return what a part asks for, known to the library. Raises ValueError saying what would be right."""
    wanted = from_about(kind, about)
    match wanted:
        case LessonWanted(slug):
            _require_known("lesson", slug, library.lessons)
        case ChallengeWanted(slug):
            _require_known("challenge", slug, library.challenges)
        case QuizWanted(pair=slug) if slug:
            _require_known("pair", slug, library.pairs)
        case QuizWanted(boxes=boxes, count=count) if boxes:
            return QuizWanted(boxes=_decided_at(boxes, library), count=count)
    return wanted


def can_be_read(kind: str, about: Mapping[str, Any]) -> bool:
    """Whether a part says what is wanted; one written by hand may not."""
    try:
        from_about(kind, about)
    except ValueError:
        return False
    return True


def from_about(kind: str, about: Mapping[str, Any]) -> Wanted:
    """Return what a stored part asks for, whether or not the content still has it; ``as_about`` turned around.

    Raises ValueError for a kind that isn't one, a field that is missing or unknown, a number out of range.
    """
    if kind not in FIELDS:
        raise ValueError(f"A part is one of {', '.join(FIELDS)}; {kind!r} is none of them.")
    unknown = sorted({*about} - FIELDS[kind])
    if unknown:
        raise ValueError(f"A {kind} part has {', '.join(sorted(FIELDS[kind]))}; it can't have {unknown[0]!r}.")
    match kind:
        case "lesson":
            return LessonWanted(_slug(about, "lesson"))
        case "challenge":
            return ChallengeWanted(_slug(about, "challenge"))
        case "quiz":
            return _quiz(about)
        case "review":
            of = _number(about, "of", LONGEST_WINDOW, "The days to look back")
            return ReviewWanted(_number(about, "days", of, "The days with review"), of)
    return DiagramWanted(_number(about, "percent", 100, "The share of the diagram in percent"), _by(about))


def _quiz(about: Mapping[str, Any]) -> QuizWanted:
    sources = [name for name in ("set", "pair", "boxes") if name in about]
    if len(sources) != 1:
        raise ValueError("A quiz takes its questions from one of three: a set, a pair, or generated ones from boxes.")
    if sources == ["set"]:
        if about["set"] not in SETS:
            raise ValueError(f"There is no set {about['set']!r}. There is: {', '.join(SETS)}.")
        if about.get("count") is not None:
            raise ValueError("A set is asked whole; leave out how many questions.")
        return QuizWanted(set=about["set"])
    count = _number(about, "count", MOST_QUESTIONS, "How many questions")
    if sources == ["pair"]:
        return QuizWanted(pair=_slug(about, "pair"), count=count)
    boxes = about["boxes"]
    if not isinstance(boxes, list | tuple) or not all(isinstance(box, str) for box in boxes):
        raise ValueError("The boxes of a quiz are a list of letters, such as F and M; an empty one means any box.")
    return QuizWanted(boxes=tuple(boxes), count=count)


def _by(about: Mapping[str, Any]) -> By:
    by = about.get("by")
    for known in BY:
        if by == known:
            return known
    raise ValueError(f"The diagram is walked by lab or by wizard, not by {by!r}.")


def _slug(about: Mapping[str, Any], name: str) -> str:
    slug = about.get(name)
    if not isinstance(slug, str) or not slug:
        raise ValueError(f"Say which {name} is meant.")
    return slug


def _number(about: Mapping[str, Any], name: str, most: int, what: str) -> int:
    """Return a whole number, which a form may have sent as digits."""
    number = about.get(name)
    if isinstance(number, str) and number.isascii() and number.isdecimal():
        number = int(number[:9])
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= most:
        raise ValueError(f"{what}: a whole number from 1 to {most}.")
    return number


def _require_known(what: str, slug: str, known: Iterable[str]) -> None:
    if slug not in known:
        raise ValueError(f"There is no {what} {slug!r}. There are: {', '.join(known)}.")


def _decided_at(boxes: tuple[str, ...], library: Library) -> tuple[str, ...]:
    """Return the boxes at which requests are decided, each once; an exit such as G stands for its question."""
    for box in boxes:
        try:
            deciding([box], library.backend)
        except ValueError as error:
            known = ", ".join(deciding(SPINE, library.backend))
            raise ValueError(f"No request is decided at box {box!r}. Boxes with questions: {known}.") from error
    return deciding(boxes, library.backend)


def as_about(wanted: Wanted) -> dict[str, Any]:
    """Return what is wanted in plain values that JSON can hold, as ``from_about`` reads them."""
    match wanted:
        case LessonWanted(slug):
            return {"lesson": slug}
        case ChallengeWanted(slug):
            return {"challenge": slug}
        case QuizWanted(set=name) if name:
            return {"set": name}
        case QuizWanted(pair=slug, count=count) if slug:
            return {"pair": slug, "count": count}
        case QuizWanted(boxes=boxes, count=count):
            return {"boxes": list(boxes), "count": count}
        case ReviewWanted(days, of):
            return {"days": days, "of": of}
        case DiagramWanted(percent, by):
            return {"percent": percent, "by": by}


def words(wanted: Wanted, library: Library) -> str:
    """Return what is wanted in a line. What the content no longer has goes by its slug."""
    match wanted:
        case LessonWanted(slug):
            # A lesson's title says after a colon what it is about.
            title = library.lessons[slug].title if slug in library.lessons else slug
            return f"Lesson: {title.partition(': ')[0]}"
        case ChallengeWanted(slug):
            return f"Lab challenge: {library.challenges[slug].title if slug in library.challenges else slug}"
        case QuizWanted():
            return f"Quiz: {_quiz_words(wanted, library)}"
        case ReviewWanted(days, of):
            return f"Review on {days} of {of} days"
        case DiagramWanted(percent, by):
            return f"{percent} % of the diagram {BY[by]}"


def _quiz_words(wanted: QuizWanted, library: Library) -> str:
    if wanted.set:
        return SETS.get(wanted.set, wanted.set)
    questions = "question" if wanted.count == 1 else "questions"
    if wanted.pair:
        title = library.pairs[wanted.pair].title if wanted.pair in library.pairs else wanted.pair
        return f"{wanted.count} {questions} of {title}"
    nodes = library.backend.nodes
    labels = [f"“{nodes[box].label}”" if box in nodes else box for box in wanted.boxes]
    place = " and ".join([", ".join(labels[:-1]), labels[-1]] if labels[1:] else labels)
    return f"{wanted.count} generated {questions}" + (f" at {place}" if place else " from the whole diagram")
