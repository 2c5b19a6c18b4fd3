"""Which exchange each clause means, where clauses refer to one another: as many as possible, the same every time.

A set of exchanges is a number with a bit for each. What can't be part of any choice is struck out before one is made,
so that a choice that works is found with few trials; the work is bounded all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

# The work of narrowing a set is the exchanges looked at and a little more. So much of it may be done
# to meet all clauses, to meet as many as possible, and for each one added singly.
ALL_AT_MOST = 24_000
MOST_AT_MOST = 12_000
EACH_AT_MOST = 2_500
NARROWING = 8


@dataclass(frozen=True, eq=False, slots=True)
class Link:
    """Between the exchanges of two slots: for each that the earlier one may be, those that the later one may be."""

    earlier: int
    later: int
    table: Sequence[int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a clause wants: ``slot`` is the clause that searches for it, ``needs`` the clauses it refers to.

    ``links`` stand there both ways.
    """

    clause: int
    slot: int
    fitting: int
    needs: frozenset[int]
    links: tuple[Link, ...] = ()


class _Spent(Exception):
    """The work allowed is done."""


class _Trial:
    """A search for one exchange in each slot; ``allowed`` is the work that may still be done."""

    def __init__(self, wishes: Sequence[Wish], allowed: int) -> None:
        self.allowed = allowed
        self.links = [link for wish in wishes for link in wish.links]
        self.sets: dict[int, int] = {}
        for wish in wishes:
            self.sets[wish.slot] = self.sets.get(wish.slot, wish.fitting) & wish.fitting

    def solve(self) -> dict[int, int] | None:
        """Return an exchange's number for each slot; None where no choice fits. Raises _Spent."""
        return self._solve(self.sets, self.links)

    def _solve(self, sets: dict[int, int], changed: list[Link]) -> dict[int, int] | None:
        if not self._narrow(sets, changed):
            return None
        open_slots = [slot for slot in sets if sets[slot].bit_count() > 1]
        if not open_slots:
            return {slot: found.bit_length() - 1 for slot, found in sets.items()}
        slot = min(open_slots, key=lambda slot: (sets[slot].bit_count(), slot))
        for number in _bits(sets[slot]):
            solved = self._solve({**sets, slot: 1 << number}, [arc for arc in self.links if arc.earlier == slot])
            if solved is not None:
                return solved
        return None

    def _narrow(self, sets: dict[int, int], waiting: list[Link]) -> bool:
        """Strike out what no partner allows, until nothing changes; False where a set is empty then."""
        if not all(sets.values()):
            return False
        waiting = list(waiting)
        while waiting:
            arc = waiting.pop()
            narrowed, looked_at = _supported(sets, arc)
            self.allowed -= NARROWING + looked_at
            if self.allowed < 0:
                raise _Spent
            if not narrowed:
                return False
            if narrowed != sets[arc.later]:
                sets[arc.later] = narrowed
                waiting += [other for other in self.links if other.earlier == arc.later and other not in waiting]
        return True


def _supported(sets: dict[int, int], arc: Link) -> tuple[int, int]:
    """Return what a partner allows of the later set, and how many partners were looked at for it."""
    own, found, looked_at = sets[arc.later], 0, 0
    if arc.earlier == arc.later:
        return sum(1 << number for number in _bits(own) if arc.table[number] >> number & 1), own.bit_count()
    left = sets[arc.earlier]
    while left and own & ~found:
        lowest = left & -left
        found |= arc.table[lowest.bit_length() - 1]
        left ^= lowest
        looked_at += 1
    return own & found, looked_at


def both_ways(earlier: int, later: int, table: Sequence[int]) -> tuple[Link, Link]:
    """Return a link, and the same one read the other way."""
    turned = [0] * len(table)
    for number, related in enumerate(table):
        for other in _bits(related):
            turned[other] |= 1 << number
    return Link(earlier, later, table), Link(later, earlier, turned)


def _bits(found: int) -> Iterator[int]:
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


@dataclass(frozen=True, slots=True)
class Choice:
    """The clauses that are met, and the exchange's number for each clause that searches."""

    met: frozenset[int]
    slots: dict[int, int]


def choose(wishes: Sequence[Wish]) -> Choice:
    """Return the choice that meets all wishes if there is one, or else as many as possible, the first ones before."""
    if not wishes:
        return Choice(frozenset(), {})
    found = _together(wishes, ALL_AT_MOST)[0]
    return found or _improved(_one_by_one(wishes), wishes)


def _together(wishes: Sequence[Wish], allowed: int) -> tuple[Choice | None, int]:
    """Return the choice that meets all of these, if one was found, and the work that is left."""
    trial = _Trial(wishes, allowed)
    try:
        slots = trial.solve()
    except _Spent:
        return None, 0
    choice = None if slots is None else Choice(frozenset(wish.clause for wish in wishes), slots)
    return choice, trial.allowed


def _improved(good: Choice, wishes: Sequence[Wish]) -> Choice:
    """Return the choice that meets the most wishes, or the good one where the work for that runs out."""
    left = MOST_AT_MOST
    for size in range(len(wishes) - 1, len(good.met), -1):
        for kept in combinations([wish for wish in wishes if wish.fitting], size):
            if _whole(kept):
                found, left = _together(kept, left)
                if found is not None or left == 0:
                    return found or good
    return good


def _one_by_one(wishes: Sequence[Wish]) -> Choice:
    """Return a choice that is good but perhaps not the best: each wish is kept if it goes with those before."""
    best, kept = Choice(frozenset(), {}), list[Wish]()
    for wish in wishes:
        if wish.needs <= best.met:
            found, _ = _together([*kept, wish], EACH_AT_MOST)
            if found is not None:
                best, kept = found, [*kept, wish]
    return best


def _whole(kept: Sequence[Wish]) -> bool:
    """Whether each wish has the clauses that it refers to with it."""
    clauses = {wish.clause for wish in kept}
    return all(wish.needs <= clauses for wish in kept)
