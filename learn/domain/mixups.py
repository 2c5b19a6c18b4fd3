"""Which code was chosen where which was right, and how sure of it somebody was, from practice answers in numbers."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from learn.domain.pictures import Share
from learn.domain.practice.knowing import CERTAINTIES

CODES_SHOWN = 12


class Alike(NamedTuple):
    """Answers that are alike in all that is told of them, and how many they are. ``chosen`` is the code given."""

    correct: int
    chosen: int | None
    certainty: int | None
    right: bool
    times: int


class Mistaken(NamedTuple):
    """A code chosen where another was right, and how often."""

    correct: int
    chosen: int
    times: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which code was chosen where which was right: a table of ``codes``, and what doesn't fit into it.

    ``counts`` is by (correct, chosen). ``left_out`` has the codes that aren't in the table.
    """

    codes: tuple[int, ...]
    left_out: tuple[int, ...]
    counts: Mapping[tuple[int, int], int]

    @property
    def rows(self) -> list[tuple[int, list[Mistaken]]]:
        """Each code of the table with its cells, one for each code that could be chosen."""
        return [
            (correct, [Mistaken(correct, chosen, self.counts.get((correct, chosen), 0)) for chosen in self.codes])
            for correct in self.codes
        ]

    @property
    def mistakes(self) -> list[Mistaken]:
        """All wrong choices, the most frequent first."""
        wrong = [Mistaken(*pair, count) for pair, count in self.counts.items() if pair[0] != pair[1]]
        return sorted(wrong, key=lambda mistake: (-mistake.times, mistake))

    @property
    def mistakes_left_out(self) -> list[Mistaken]:
        shown = {*self.codes}
        return [mistake for mistake in self.mistakes if not {mistake.correct, mistake.chosen} <= shown]

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def answers_left_out(self) -> int:
        shown = {*self.codes}
        return sum(count for pair, count in self.counts.items() if not {*pair} <= shown)


def matrix(alike: Iterable[Alike], known: Collection[int], *, size: int = CODES_SHOWN) -> Matrix:
    """Return the matrix of the answers that gave a code, with those of ``size`` codes that are mixed up most.

    Where several codes are defensible, a right answer counts for the code that was given. Only ``known`` codes count.
    """
    counts: Counter[tuple[int, int]] = Counter()
    for answers in alike:
        if answers.chosen in known and answers.correct in known and answers.chosen is not None:
            counts[answers.chosen if answers.right else answers.correct, answers.chosen] += answers.times
    shown = _most_mixed_up(counts, size)
    return Matrix(tuple(sorted(shown)), tuple(sorted({code for pair in counts for code in pair} - shown)), counts)


def _most_mixed_up(counts: Mapping[tuple[int, int], int], size: int) -> set[int]:
    """Return the codes of the most frequent mistakes, as many as there is room for, then those given most."""
    shown: set[int] = set()
    for pair in sorted(counts, key=lambda pair: (pair[0] == pair[1], -counts[pair], pair)):
        if len(shown | {*pair}) <= size:
            shown |= {*pair}
    return shown


@dataclass(frozen=True, slots=True)
class Sureness:
    """How often answers given with a certainty, 1 to 3, were right: in practice and in predictions for the lab."""

    certainty: int
    practice: Share
    lab: Share

    @property
    def together(self) -> Share:
        return self.practice + self.lab


def calibrated(alike: Iterable[Alike], predicted: Iterable[tuple[int, bool, int]]) -> list[Sureness]:
    """Return a row for each certainty. ``predicted`` is (certainty, right, how many) of predictions for the lab."""
    practice = _shares((answers.certainty, answers.right, answers.times) for answers in alike)
    lab = _shares(predicted)
    return [Sureness(certainty, practice[certainty], lab[certainty]) for certainty in CERTAINTIES]


def _shares(counted: Iterable[tuple[int | None, bool, int]]) -> dict[int, Share]:
    shares = dict.fromkeys(CERTAINTIES, Share(0, 0))
    for certainty, right, count in counted:
        if certainty in shares:
            shares[certainty] += Share(count if right else 0, count)
    return shares
