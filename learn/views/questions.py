"""How a question of a sitting is shown: asked, answered and explained, or among what came of the sitting."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.signing import TimestampSigner
from django.utils import timezone

from learn.actions.planning import SCENARIOS, find_question
from learn.actions.sittings import is_explained, planned_of
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lessons.markup import CHIP
from learn.domain.practice.items import Item
from learn.domain.practice.marking import NotAnAnswer, mark
from learn.domain.practice.marks import Marking
from learn.domain.practice.memory import SURE
from learn.domain.practice.pairs import Pair
from learn.domain.practice.returning import comes_back
from learn.library import library
from learn.models import PracticeAnswer, Sitting

ASKED = "learn.practice.asked"
SECONDS_AT_MOST = 600
# What counts as quick, by the kind of question.
QUICK_SECONDS = {
    "one": 15.0,
    "code": 12.0,
    "box": 15.0,
    "several": 25.0,
    "order": 35.0,
    "match": 35.0,
    "line": 30.0,
    "mend": 75.0,
    "free": 120.0,
}
CERTAINTIES = ((1, "guessing"), (2, "fairly sure"), (3, "sure"))


@dataclass(frozen=True)
class Told:
    """An answer with its marking, as far as the question is still the one that was answered."""

    answer: PracticeAnswer
    item: Item | None
    marking: Marking | None


def told(answer: PracticeAnswer) -> Told:
    """Return an answer with its question and reasons; without them where the question has gone or changed."""
    try:
        item = find_question(answer.item)
        if item.version != answer.version:
            return Told(answer, None, None)
        return Told(answer, item, mark(item, answer.given, library().registry, library().backend))
    except (LookupError, NotAnAnswer):
        return Told(answer, None, None)


def tells(sitting: Sitting, now: datetime) -> bool:
    """Whether an answer is told right or wrong as soon as it is given."""
    return is_explained(sitting, now) and not planned_of(sitting).feedback_at_end


def _sitting_context(sitting: Sitting) -> dict[str, Any]:
    return {
        "sitting": sitting,
        "assignment": sitting.part.assignment if sitting.part else None,
        "zone": sitting.part.assignment.classroom.time_zone if sitting.part else "UTC",
        "count": len(planned_of(sitting).entries),
        "kind": sitting.get_kind_display(),
        "about": about_of(sitting),
        "backend": library().backend,
    }


def about_of(sitting: Sitting) -> str:
    """Return the title of what a sitting is about, or nothing."""
    held = library()
    if sitting.kind == Sitting.Kind.LESSON and sitting.about in held.lessons:
        return held.lessons[sitting.about].title
    if sitting.kind == Sitting.Kind.PAIR and sitting.about in held.pairs:
        return held.pairs[sitting.about].title
    if sitting.kind == Sitting.Kind.ASSIGNED:
        return sitting.part.assignment.title if sitting.part else ""
    return "new scenarios" if sitting.about == SCENARIOS else ""


def _stands(sitting: Sitting, place: int, *, answered: bool) -> dict[str, Any]:
    """Return which question of how many somebody is at, and how many misses are still to be repeated beside them."""
    entries = planned_of(sitting).entries
    repeated = [entry.returned for entry in entries]
    at, repeats = repeated[: place + 1].count(False), sum(repeated[place + answered :])
    return {"place": place, "stands": {"at": at, "of": repeated.count(False), "repeats": repeats}}


def asking_context(
    sitting: Sitting,
    item: Item,
    *,
    problem: str = "",
    typed: dict[str, Any] | None = None,
    asked: str = "",
    ticking: bool = False,
    too_early: bool = False,
) -> dict[str, Any]:
    """Return what the form of the next question shows. ``asked`` is the stamp of when it was first shown.

    ``too_early``: another hint was asked for before the last one can have been tried out.
    """
    entry = planned_of(sitting).current
    hints = hints_for(item)
    options = item.shuffled(f"{sitting.pk}.{sitting.at}")
    typed = typed or {}
    context = _sitting_context(sitting) | {
        "item": item,
        **_stands(sitting, sitting.at, answered=False),
        "options": options,
        # Steps and the left sides of a match, each with what was picked for it.
        "picked": [(each, typed.get(f"given-{each.key}", "")) for each in item.matches or options],
        "returned": entry.returned if entry else False,
        "another_form": entry is not None and entry.surface != entry.of,
        "asked": asked or TimestampSigner(salt=ASKED).sign(str(timezone.now().timestamp())),
        "hints": hints[: sitting.hints],
        "has_hint": sitting.hints < len(hints),
        "too_early": too_early,
        "problem": problem,
        "typed": typed,
        "ticking": ticking,
        "tells": tells(sitting, timezone.now()),
        "certainties": CERTAINTIES,
        "numbers": list(range(1, len(item.steps) + 1)),
    }
    if item.kind == "box":
        context |= {"drawing": draw(library().backend), "lit": Lit(frozenset(), frozenset())}
    return context


def hints_for(item: Item) -> list[str]:
    """Return the hints of a question, from the pair it is about: what to ask oneself, what tells, requests to see."""
    pair = library().pairs.get(item.pair)
    return [pair.question, _named(pair.tell), _named(_worked_request(pair, item.codes[0]))] if pair is not None else []


def _named(text: str) -> str:
    """Return a text with the phrase beside each code where it is first named."""
    for code in dict.fromkeys(CHIP.findall(text)):
        text = text.replace(f"{{{code}}}", f"{{{code}}} {library().registry[int(code)].phrase}", 1)
    return text


def _worked_request(pair: Pair, code: int) -> str:
    """Return requests to the lab that end in the code, and in as many others of its pair as one challenge has."""
    challenges = library().challenges.values()
    found = max(challenges, key=lambda one: (code in one.codes, len({*one.codes} & {*pair.codes}), -len(one.codes)))
    ends = " and ".join(f"{{{each}}}" for each in pair.codes if each in found.codes)
    return f"Requests to the lab that end in {ends}: {found.hints[-1]}."


def told_context(sitting: Sitting, answer: PracticeAnswer) -> dict[str, Any]:
    """Return what is shown after an answer: why, when the other would be right, what comes next."""
    held = library()
    seen = told(answer)
    pair = held.pairs.get(answer.pair)
    return _sitting_context(sitting) | {
        "told": seen,
        "item": seen.item,
        **_stands(sitting, answer.place, answered=True),
        "marking": seen.marking,
        "pair": pair,
        "lesson": held.lessons.get(pair.lesson) if pair else None,
        "returns": not answer.right and comes_back(planned_of(sitting), answer.place),
        # What was told later than it was answered taught the memory nothing.
        "remembered": sitting.explained_from is None,
        "code": held.registry.get(answer.code),
        "challenge": next((one for one in held.challenges.values() if answer.code in one.codes), None),
        "is_last": sitting.finished_at is not None,
    }


def handed_in_context(sitting: Sitting) -> dict[str, Any]:
    """Return what is shown of a sitting that is over and told later."""
    context = _sitting_context(sitting)
    return context | {"out_of_time": sitting.ends_at is not None and sitting.at < context["count"]}


def result_context(sitting: Sitting) -> dict[str, Any]:
    """Return what came of a sitting: each answer explained, and how many were right."""
    answers = [told(answer) for answer in sitting.answers.order_by("place")]
    context = _sitting_context(sitting)
    sure = [seen.answer for seen in answers if not seen.answer.right and seen.answer.certainty == SURE]
    return context | {
        "answers": answers,
        "right": sum(seen.answer.right for seen in answers),
        "sure_but_wrong": len(sure),
        # A question without a pair has no card to come back by.
        "first_back": sum(bool(answer.pair) for answer in sure),
        "out_of_time": sitting.ends_at is not None and sitting.at < context["count"],
    }
