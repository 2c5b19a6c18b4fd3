"""What the pages of a round show: the scenario, the predictions of phases that are over, and how it really went."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learn.access import Seat, learners_in, round_on, spread_of, votes_of
from learn.actions.planning import find_question
from learn.actions.rounds import VOTING
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lab.predict import CERTAINTIES, find_place, place_of, places
from learn.domain.lab.trace import Trace, trace_from
from learn.domain.practice.generator.wording import QUESTIONS
from learn.domain.practice.items import Item
from learn.library import library
from learn.models import Round
from learn.views.answers import path_context

OVER = "over"


@dataclass(frozen=True)
class Bar:
    """How many predicted one place, and whether the request stopped there; None before it has been sent."""

    words: str
    count: int
    percent: int
    right: bool | None


@dataclass(frozen=True)
class Spread:
    """What a class predicted in a phase; ``right`` is the share that came true, in percent, once that is known."""

    label: str
    total: int
    bars: list[Bar]
    right: int | None


def stands(current: Round) -> str:
    """Return where a round is, in a word that an open page gives back to learn whether it is still so."""
    return OVER if current.closed_at is not None else current.phase


def lead_context(seat: Seat, current: Round) -> dict[str, Any]:
    """Return the instructor's page of a round."""
    return scenario_context(current) | spread_context(seat, current) | {"phases": Round.Phase.labels}


def part_context(seat: Seat, current: Round, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the learner's page of a round; what was ``typed`` and refused stands in the form."""
    own = votes_of(current, seat.member)
    now = own.get(current.phase)
    kept = {"place": now.place, "certainty": str(now.certainty)} if now else {"certainty": "2"}
    said = [(Round.Phase(phase).label, words_for(own[phase].place)) for phase in VOTING if phase in own]
    other = round_on(seat.classroom) if current.closed_at is not None else None
    return {
        **scenario_context(current),
        **spread_context(seat, current),
        "votes_now": current.phase in VOTING and current.closed_at is None,
        "kept": words_for(now.place) if now else "",
        "said": said,
        "chosen": typed if typed is not None else kept,
        "places": list(places(library().backend)),
        "certainties": [(str(key), words) for key, words in CERTAINTIES.items()],
        "other_round": other,
    }


def scenario_context(current: Round) -> dict[str, Any]:
    """Return the scenario, and the exchange with its path once it has been sent."""
    item = _item_of(current)
    context: dict[str, Any] = {
        "round": current,
        "item": item,
        # The question is the page's own: here a place of the drawing is predicted, not the box that decides.
        "setting": item.stem.removesuffix(QUESTIONS["box"]).strip() if item else "",
        "drawing": draw(library().backend),
        "lit": Lit(frozenset(), frozenset()),
    }
    if current.record:
        trace = trace_from(current.record)
        context |= path_context(trace) | {"stopped": place_of(trace.route, library().backend)}
    return context


def spread_context(seat: Seat, current: Round, seen: str = "") -> dict[str, Any]:
    """Return what was predicted in the phases that are over, and how many have predicted in the one that isn't.

    ``seen`` is where the round stood on the open page that asks.
    """
    spread = spread_of(current)
    trace = trace_from(current.record) if current.record else None
    return {
        "round": current,
        "classroom": seat.classroom,
        "seat": seat,
        "stands": stands(current),
        "moved": bool(seen) and seen != stands(current),
        "learners": learners_in(seat.classroom),
        "predicted": sum(spread.get(current.phase, Counter()).values()),
        "spreads": [
            _spread(phase, spread.get(phase, Counter()), trace) for phase in VOTING if _is_over(current, phase)
        ],
    }


def _spread(phase: Round.Phase, counted: Counter[str], trace: Trace | None) -> Spread:
    total = sum(counted.values())
    right = place_of(trace.route, library().backend).key if trace else None
    bars = [
        Bar(words_for(key), count, 100 * count // total, None if right is None else key == right)
        for key, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]
    share = 100 * counted[right] // total if right is not None and total else None
    return Spread(phase.label, total, bars, share)


def _is_over(current: Round, phase: Round.Phase) -> bool:
    """Whether a phase has been gone through; one that an ended round never came to is left out."""
    order = list(Round.Phase)
    reached = order.index(Round.Phase(current.phase))
    return reached > order.index(phase) or (current.closed_at is not None and current.phase == phase)


def _item_of(current: Round) -> Item | None:
    """Return the scenario's question; None where the site makes it no more."""
    try:
        return find_question(current.scenario)
    except LookupError:
        return None


def words_for(key: str) -> str:
    """Return a place in words, its key where the drawing has it no more."""
    try:
        return find_place(key, library().backend).words
    except LookupError:
        return key
