"""What somebody knows, read off their cards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from learn.domain.practice.knowing import Attempt, PairState, pair_states
from learn.domain.practice.memory import CardKey, learner_day
from learn.domain.practice.pairs import Pair
from learn.domain.status import Status
from learn.library import library
from learn.models import Card

STATE_WORDS = {
    PairState.MET: "met",
    PairState.PRACTISED: "practised",
    PairState.KNOWN: "known",
    PairState.DURABLE: "durable",
    PairState.PROVEN: "proven in the lab",
}


@dataclass(frozen=True)
class PairKnown:
    """How far somebody is with a pair. ``slipped``: codes known once and missed last time, with when they come back.

    ``unproven`` are the codes that the lab hasn't answered yet.
    """

    pair: Pair
    state: PairState | None
    slipped: list[tuple[Status, date]]
    unproven: list[Status]

    @property
    def words(self) -> str:
        return STATE_WORDS[self.state] if self.state else "new"

    @property
    def steps(self) -> list[bool]:
        """The five states in order, each with whether it is reached."""
        return [state <= (self.state or 0) for state in PairState]


def states_of(cards: Sequence[Card], *, opened: Collection[str], obtained: Collection[int]) -> dict[str, PairState]:
    """Return the state of each pair that was met or answered. A pair is met when a lesson that names it was ``opened``.

    A card keeps the two answers that decide: the first right one, and the last right one in a mixed set since a miss.
    """
    held = library()
    pairs = {pair.slug: pair.codes for pair in held.pairs.values()}
    met = {pair for slug in opened if slug in held.lessons for pair in held.lessons[slug].pairs}
    log: list[Attempt] = []
    for card in cards:
        key = CardKey(card.pair, card.code)
        log.append(Attempt(key, right=False, kind="pair", at=card.last_review))
        if card.first_right_at is not None:
            log.append(Attempt(key, right=True, kind="pair", at=card.first_right_at))
        if card.known_at is not None:
            log.append(Attempt(key, right=True, kind="mixed", at=card.known_at))
    return pair_states(pairs, log, obtained=obtained, met=met)


def pairs_known(
    cards: Sequence[Card], *, opened: Collection[str], obtained: Collection[int], today: date, zone: str
) -> list[PairKnown]:
    """Return every pair with its state. ``today`` is the learner's day in their time zone ``zone``."""
    held = library()
    states = states_of(cards, opened=opened, obtained=obtained)
    return [
        PairKnown(
            pair,
            states.get(pair.slug),
            [
                (held.registry[card.code], max(today, learner_day(card.due, zone)))
                for card in cards
                if card.pair == pair.slug and _slipped(card)
            ],
            [held.registry[code] for code in pair.codes if code not in obtained],
        )
        for pair in held.pairs.values()
    ]


def _slipped(card: Card) -> bool:
    return card.missed and card.known_at is None and card.first_right_at is not None
