"""What somebody knows, from the log of their answers: each pair's state, how sure and how right, what is confused."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from learn.domain.practice.memory import CardKey
from learn.domain.practice.sitting import MIXED_SETS, SittingKind

DURABLE_AFTER = timedelta(days=7)
CERTAINTIES = (1, 2, 3)


class PairState(IntEnum):
    """How far somebody is with a pair, each state above the one before.

    Met: read about. Practised: answered. Known: each code was right in a mixed set, with no miss of it since. Durable:
    and that was 7 days or more after the code's first right answer. Proven: and each code was obtained in the lab.
    """

    MET = 1
    PRACTISED = 2
    KNOWN = 3
    DURABLE = 4
    PROVEN = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer as it counts for knowing. ``right``: and not by the last hint. ``kind`` is that of the sitting."""

    card: CardKey
    right: bool
    kind: SittingKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Confusion:
    """Which code was chosen where another was right. ``counts`` is by (correct, chosen)."""

    counts: Mapping[tuple[int, int], int]

    @property
    def chosen(self) -> list[int]:
        """The codes that were chosen at least once, sorted: the columns."""
        return sorted({chosen for _, chosen in self.counts})

    @property
    def rows(self) -> list[tuple[int, list[int]]]:
        """Each code that was right in an answer, with how often each of ``chosen`` was given for it."""
        asked = sorted({correct for correct, _ in self.counts})
        return [(correct, [self.counts.get((correct, chosen), 0) for chosen in self.chosen]) for correct in asked]

    @property
    def mistaken(self) -> list[tuple[int, int, int]]:
        """Correct code, chosen code and how often, of the wrong choices, most frequent first."""
        wrong = [(correct, chosen, count) for (correct, chosen), count in self.counts.items() if correct != chosen]
        return sorted(wrong, key=lambda choice: (-choice[2], choice))


def pair_states(
    pairs: Mapping[str, Sequence[int]],
    log: Iterable[Attempt],
    *,
    obtained: Collection[int] = (),
    met: Collection[str] = (),
) -> dict[str, PairState]:
    """Return the state of each pair that was met or answered, in the order of ``pairs`` (codes by slug).

    ``log`` is oldest first; ``obtained`` are the codes obtained in the lab, ``met`` the pairs read about.
    """
    attempts: dict[str, list[Attempt]] = {slug: [] for slug in pairs}
    for attempt in log:
        if attempt.card.pair in attempts:
            attempts[attempt.card.pair].append(attempt)
    return {
        slug: pair_state(codes, attempts[slug], obtained=obtained)
        for slug, codes in pairs.items()
        if attempts[slug] or slug in met
    }


def pair_state(codes: Sequence[int], log: Sequence[Attempt], *, obtained: Collection[int] = ()) -> PairState:
    """Return the state of one pair that was met. ``log`` has its attempts, oldest first."""
    if not log:
        return PairState.MET
    spans = [_span([attempt for attempt in log if attempt.card.code == code]) for code in codes]
    if any(span is None for span in spans):
        return PairState.PRACTISED
    if any(span is not None and span < DURABLE_AFTER for span in spans):
        return PairState.KNOWN
    return PairState.PROVEN if set(codes) <= set(obtained) else PairState.DURABLE


def _span(attempts: Iterable[Attempt]) -> timedelta | None:
    """Return the time from a code's first right answer to its last in a mixed set, None if it was missed since."""
    first: datetime | None = None
    last: datetime | None = None
    for attempt in attempts:
        if not attempt.right:
            last = None
            continue
        first = first or attempt.at
        if attempt.kind in MIXED_SETS:
            last = attempt.at
    return last - first if first and last else None
