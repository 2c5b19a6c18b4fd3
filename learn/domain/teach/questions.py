"""How the questions of assigned quizzes work, from first attempts. Generated ones are pooled by box."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from learn.domain.practice.generator import decided_at
from learn.domain.teach.statistics import Figure, discrimination, drawn, facility


class Response(NamedTuple):
    """An answer of a first attempt. ``option`` is what was chosen, empty where nothing single was."""

    part: int
    sitting: int
    learner: int
    question: str
    right: bool
    option: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A wrong option, and the learners it drew; ``share`` of all answers, from 0 to 1."""

    option: str
    learners: tuple[int, ...]
    share: float

    @property
    def percent(self) -> float:
        return 100 * self.share


@dataclass(frozen=True, slots=True)
class Question:
    """The figures of a question, or of the generated ones at a box."""

    key: str
    facility: Figure
    discrimination: Figure
    draws: tuple[Draw, ...]


def figures(responses: Iterable[Response]) -> list[Question]:
    """Return each question's figures, the hardest first; those with too few answers for a facility come last.

    ``responses`` are oldest first: of a learner asked the same question in two quizzes, the first answer counts. Of
    generated questions every answer does, since no two are the same.
    """
    by_question: dict[str, list[Response]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    kept: list[Response] = []
    for response in responses:
        kept.append(response)
        key = response.learner, response.question
        if is_pool(response.question) or key not in seen:
            seen.add(key)
            by_question[response.question].append(response)
    telling = _discriminations(kept)
    found = [_question(key, own, telling.get(key, Figure(None, 0))) for key, own in by_question.items()]
    return sorted(found, key=_hardest)


def _hardest(question: Question) -> tuple[bool, float, str]:
    value = question.facility.value
    return value is None, value or 0.0, question.key


def _question(key: str, own: Sequence[Response], telling: Figure) -> Question:
    wrong = [response for response in own if not response.right and response.option]
    by_option: dict[str, list[int]] = defaultdict(list)
    for response in wrong:
        by_option[response.option].append(response.learner)
    draws = tuple(
        Draw(option, tuple(dict.fromkeys(by_option[option])), count / len(own))
        for option, count, _ in drawn(response.option for response in wrong)
    )
    return Question(key, facility([float(response.right) for response in own]), telling, draws)


def _discriminations(responses: Iterable[Response]) -> Mapping[str, Figure]:
    """Return how each question tells learners apart, among the largest number of them who had the very same set."""
    sittings: dict[int, list[Response]] = defaultdict(list)
    for response in responses:
        sittings[response.sitting].append(response)
    same: dict[tuple[int, frozenset[str]], list[dict[str, float]]] = defaultdict(list)
    for own in sittings.values():
        if not any(is_pool(response.question) for response in own):
            scores = {response.question: float(response.right) for response in own}
            same[own[0].part, frozenset(scores)].append(scores)
    found: dict[str, Figure] = {}
    for (_, questions), scored in sorted(same.items(), key=lambda group: len(group[1])):
        for question in questions if len(questions) > 1 else ():
            rest = [(scores[question], sum(scores.values()) - scores[question]) for scores in scored]
            found[question] = discrimination(rest)
    return found


POOL = "box "


def pooled(question: str, version: int) -> str:
    """Return what a question's answers are counted under: generated ones by the box, the others by themselves."""
    try:
        return f"{POOL}{decided_at(question)}"
    except LookupError:
        return f"{question} {version}"


def is_pool(key: str) -> bool:
    """Whether a key stands for the generated questions of a box."""
    return key.startswith(POOL)
