"""What instructors see of a class at a glance: who needs help and with what, and a grade as a short mark."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from learn.domain.flow.graph import Graph
from learn.domain.teach.grading import Grade, GradeState, rounded

type Trouble = Literal["pair", "box", "silence"]

MISSES = 3
STOPS = 5
SILENCE = timedelta(days=7)
# What is longer ago isn't "now"; and so many right answers running show that a pair is told apart again.
LOOK_BACK = timedelta(days=14)
RIGHT_AGAIN = 3
LOW_PERCENT = 50
MARKS: dict[GradeState, str] = {
    "excused": "E",
    "not open": "·",
    "missing": "–",
    "in progress": "…",
    "done": "",
    "late": "L",
}


class Answered(NamedTuple):
    """An answer to a question of a pair, in the assignment of that number."""

    learner: int
    pair: str
    right: bool
    assignment: int


class Stopped(NamedTuple):
    """How many requests of a learner to a challenge took the same route, box by box."""

    learner: int
    challenge: str
    route: tuple[str, ...]
    times: int


class Need(NamedTuple):
    """That a learner needs help now. ``about`` is the pair or the box, ``where`` the assignment or the challenge.

    ``times`` is how many misses, requests or whole days without work.
    """

    learner: int
    trouble: Trouble
    about: str
    times: int
    where: int | str = ""


def missed_pairs(answers: Iterable[Answered]) -> list[Need]:
    """Return who has missed a pair three times, by answers oldest first. Three right ones running end it."""
    misses: Counter[tuple[int, str]] = Counter()
    running: Counter[tuple[int, str]] = Counter()
    last: dict[tuple[int, str], int] = {}
    for learner, pair, right, assignment in answers:
        key = learner, pair
        running[key] = running[key] + 1 if right else 0
        if not right:
            misses[key] += 1
            last[key] = assignment
        elif running[key] >= RIGHT_AGAIN:
            del misses[key]
    return [
        Need(learner, "pair", pair, count, last[learner, pair])
        for (learner, pair), count in misses.items()
        if count >= MISSES
    ]


def stopping_boxes(requests: Iterable[Stopped], solved: Collection[tuple[int, str]], backend: Graph) -> list[Need]:
    """Return whom one box has stopped five times in a challenge that they haven't solved.

    ``solved`` holds learner and challenge. The box is the question or step, not the exit beside it.
    """
    by_box: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for learner, challenge, route, times in requests:
        box = turned_away_at(route, backend)
        if challenge and box and (learner, challenge) not in solved:
            by_box[learner, box][challenge] += times
    return [
        Need(learner, "box", box, within.total(), within.most_common(1)[0][0])
        for (learner, box), within in by_box.items()
        if within.total() >= STOPS
    ]


def turned_away_at(route: Sequence[str], backend: Graph) -> str:
    """Return the box at which a recorded route left the way to success; nothing where it got there or is unknown."""
    if len(route) < 3 or route[-3] not in backend.nodes:
        return ""
    last = backend.nodes.get(route[-2])
    if last is not None and last.codes and all(code < 300 for code in last.codes):
        return ""
    return route[-3]


def silent(began: Mapping[int, datetime], worked: Mapping[int, datetime], now: datetime) -> list[Need]:
    """Return who has done nothing for a week though work was open to them all the time.

    ``began`` says for each learner with open work since when it has been; ``worked`` when they last did some.
    """
    needs = []
    for learner, since in began.items():
        quiet = now - max(since, worked.get(learner, since))
        if quiet >= SILENCE:
            needs.append(Need(learner, "silence", "", quiet.days))
    return needs


def marked(given: Grade) -> str:
    """Return a grade as it stands in a cell: whole percent, and a sign for what isn't plainly done."""
    sign = MARKS[given.state]
    if given.percent is None or (given.state == "missing" and not given.percent):
        return sign
    return f"{rounded(given.percent)} {sign}".strip()


def is_low(given: Grade) -> bool:
    """Whether a grade that counts is under 50 %."""
    counts = given.state in ("missing", "done", "late")
    return counts and given.percent is not None and rounded(given.percent) < LOW_PERCENT


def needs_attention(grades: Iterable[Grade]) -> bool:
    """Whether something is missing, or under 50 %."""
    return any(given.state == "missing" or is_low(given) for given in grades)
