"""A sitting: questions in an order, and a place in it."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, Protocol

from learn.domain.practice.memory import CardKey, Memory
from learn.domain.practice.plan import Planned, interleave

type SittingKind = Literal["review", "lesson", "pair", "interview", "mixed", "mock", "misses", "assigned"]

# Where a right answer shows that codes are told apart: the question doesn't follow from the one before.
MIXED_SETS: frozenset[SittingKind] = frozenset({"mixed", "review", "misses", "mock"})
SIZE = 12
MOCK_FREE, MOCK_OTHERS = 4, 8
MOCK_SECONDS = 25 * 60
QUESTIONS_A_MISS = 3


class Asked(Protocol):
    """What a sitting needs to know of a question. ``codes`` has the main one first; ``pair`` may be empty."""

    @property
    def id(self) -> str: ...
    @property
    def pair(self) -> str: ...
    @property
    def codes(self) -> tuple[int, ...]: ...
    @property
    def kind(self) -> str: ...
    @property
    def interview(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of a sitting. ``surface`` is its id; ``returned``: it is there because ``of`` was missed."""

    surface: str
    card: CardKey | None
    returned: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Questions in their order; ``at`` is how many are answered."""

    entries: tuple[Entry, ...]
    at: int = 0
    kind: SittingKind = "review"

    @property
    def is_finished(self) -> bool:
        return self.at >= len(self.entries)

    @property
    def current(self) -> Entry | None:
        return None if self.is_finished else self.entries[self.at]

    @property
    def position(self) -> tuple[int, int]:
        """How many are answered, of how many."""
        return self.at, len(self.entries)

    @property
    def feedback_at_end(self) -> bool:
        return self.kind == "mock"

    @property
    def brings_misses_back(self) -> bool:
        """Whether a miss returns: not where feedback waits for the end, nor where everybody is asked equally much."""
        return self.kind not in ("mock", "assigned")

    @property
    def seconds(self) -> int | None:
        """The time there is for all of it, or None."""
        return MOCK_SECONDS if self.kind == "mock" else None


def as_json(sitting: Sitting) -> dict[str, Any]:
    """Return the sitting in plain values that JSON can hold."""
    entries = [
        [
            entry.surface,
            [entry.card.pair, entry.card.code] if entry.card else None,
            entry.returned,
            *([entry.of] if entry.of else []),
        ]
        for entry in sitting.entries
    ]
    return {"kind": sitting.kind, "at": sitting.at, "entries": entries}


def from_json(stored: Mapping[str, Any]) -> Sitting:
    """Return the sitting that ``as_json`` put into plain values."""
    entries = tuple(
        Entry(surface, CardKey(*card) if card else None, *rest) for surface, card, *rest in stored["entries"]
    )
    return Sitting(entries, stored["at"], stored["kind"])


def card_of(item: Asked) -> CardKey | None:
    """Return the card that a question asks for: its main code within its pair. None if it has no pair."""
    return CardKey(item.pair, item.codes[0]) if item.pair else None


def of_plan(planned: Iterable[Planned]) -> Sitting:
    """Return today's review as a sitting."""
    return Sitting(tuple(Entry(plan.surface, plan.card) for plan in planned), kind="review")


def fill(
    kind: SittingKind,
    items: Sequence[Asked],
    *,
    seed: str,
    pair: str = "",
    missed: Sequence[CardKey] = (),
    size: int = SIZE,
) -> Sitting:
    """Return a new sitting of that kind. Raises ValueError for a review and an assigned quiz.

    lesson: ``items`` as they are. interview: the six, each free answer before its probes. pair: ``size`` questions of
    ``pair``, its codes in turn. mixed: ``size`` over all pairs, none twice in a row where avoidable. misses: ``size``
    for the cards ``missed``, worst first. mock: four free answers, after each two questions about other pairs. Pair,
    mixed and misses have no free answers.
    """
    closed = [item for item in items if item.kind != "free"]
    match kind:
        case "lesson":
            chosen = list(items)
        case "interview":
            asked = [item for item in items if item.interview is not None]
            chosen = sorted(asked, key=lambda item: (item.interview, item.kind != "free"))
        case "pair":
            chosen = _spread([item for item in closed if item.pair == pair], lambda item: item.codes[0], seed, size)
        case "mixed":
            chosen = _spread(closed, lambda item: item.pair, seed, size)
        case "mock":
            chosen = _mock(items, seed)
        case "misses":
            chosen = _of_missed(closed, missed, seed, size)
        case _:
            raise ValueError(f"A sitting of kind {kind!r} is filled from today's plan")
    return Sitting(tuple(Entry(item.id, card_of(item)) for item in chosen), kind=kind)


def often_missed(cards: Mapping[CardKey, Memory], confident_misses: Collection[CardKey]) -> list[CardKey]:
    """Return the cards that went wrong: confident misses first, then by lapses, most first."""
    wrong = [key for key, memory in cards.items() if memory.lapses or key in confident_misses]
    return sorted(wrong, key=lambda key: (key not in confident_misses, -cards[key].lapses, key))


def _mock(items: Sequence[Asked], seed: str) -> list[Asked]:
    free = _shuffled([item for item in items if item.kind == "free"], seed)[:MOCK_FREE]
    taken = {item.pair for item in free}
    closed = [item for item in items if item.kind != "free" and item.pair not in taken]
    others = _spread(closed, lambda item: item.pair, seed, MOCK_OTHERS)
    each = MOCK_OTHERS // MOCK_FREE
    chosen: list[Asked] = []
    for number, item in enumerate(free):
        chosen += [item, *others[number * each : (number + 1) * each]]
    return chosen + others[len(free) * each :]


def _of_missed(items: Sequence[Asked], missed: Sequence[CardKey], seed: str, size: int) -> list[Asked]:
    """Return a first question for each card in its rank, then a second, up to three."""
    rank = {card: place for place, card in enumerate(missed)}
    turns = [
        (turn, rank[card], item)
        for turn, item in _in_turn(_shuffled(items, seed), card_of)
        if (card := card_of(item)) in rank and turn < QUESTIONS_A_MISS
    ]
    turns.sort(key=lambda turn: turn[:2])
    return interleave([item for _, _, item in turns[:size]], lambda item: item.pair)


def _spread(items: Sequence[Asked], group_of: Callable[[Asked], Hashable], seed: str, size: int) -> list[Asked]:
    """Return ``size`` questions, of each group as many as of the others, and no group twice in a row if avoidable."""
    turns = sorted(_in_turn(_shuffled(items, seed), group_of), key=lambda turn: turn[0])
    return interleave([item for _, item in turns[:size]], group_of)


def _in_turn(items: Iterable[Asked], group_of: Callable[[Asked], Hashable]) -> Iterable[tuple[int, Asked]]:
    """Yield each question with how many of its group came before."""
    before: Counter[Hashable] = Counter()
    for item in items:
        yield before[group_of(item)], item
        before[group_of(item)] += 1


def _shuffled(items: Sequence[Asked], seed: str) -> list[Asked]:
    shuffled = list(items)
    Random(seed).shuffle(shuffled)
    return shuffled
