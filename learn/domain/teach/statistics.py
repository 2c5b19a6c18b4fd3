"""How questions work, by the statistics of Moodle's quiz report. Nothing is told from too few answers."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import correlation, fmean

FACILITY_FROM = 10
DISCRIMINATION_FROM = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and of how many it is; None where they are too few, or where it has no meaning."""

    value: float | None
    count: int


def facility(first_attempts: Sequence[float]) -> Figure:
    """Return the facility index: the mean of the scores, each from 0 to 1, in percent. From 10 on."""
    enough = len(first_attempts) >= FACILITY_FROM
    return Figure(100 * fmean(first_attempts) if enough else None, len(first_attempts))


def discrimination(pairs: Sequence[tuple[float, float]]) -> Figure:
    """Return the discrimination index from (score for the question, score for the rest), in percent. From 30 on.

    It is the correlation of the two: 100 where who knows the rest knows this too, below 0 where it is the other way.
    It has no meaning where all have the same score for the question, or for the rest.
    """
    asked, rest = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if len(pairs) < DISCRIMINATION_FROM or len({*asked}) == 1 or len({*rest}) == 1:
        return Figure(None, len(pairs))
    return Figure(100 * correlation(asked, rest), len(pairs))


def drawn[Option: Hashable](options: Iterable[Option]) -> list[tuple[Option, int, float]]:
    """Return (option, how many it drew, share from 0 to 1), the one that drew most first; equal ones by name."""
    counts = Counter(options)
    whole = counts.total()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [(option, count, count / whole) for option, count in ranked]
