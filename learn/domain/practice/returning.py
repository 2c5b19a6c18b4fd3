"""A miss brings its idea back a little later in the sitting, with another question where there is one."""

from collections.abc import Sequence
from dataclasses import replace

from learn.domain.practice.sitting import Entry, Sitting

RETURNS_WITHIN = 3
RETURNS_A_CARD = 2


def after_answer(sitting: Sitting, right: bool, other_surfaces: Sequence[str]) -> Sitting:
    """Return the sitting at its next place. Raises ValueError if it is finished.

    After a miss the idea returns as the third question from there, sooner where fewer are left: with the first of
    ``other_surfaces`` that the sitting hasn't got, or the one longest ago, or the same. If its card comes second or
    third anyway, that one does. What has returned and is missed again returns while its card has had fewer than two
    returns. In a mock interview and an assigned quiz nothing returns.
    """
    missed = sitting.current
    if missed is None:
        raise ValueError("The sitting is finished; there is nothing to answer")
    ahead = replace(sitting, at=sitting.at + 1)
    if right or not sitting.brings_misses_back or not _may_return(sitting, missed) or _is_coming(sitting, missed):
        return ahead
    entries = list(sitting.entries)
    surface = _surface(sitting, missed, other_surfaces)
    entries.insert(sitting.at + RETURNS_WITHIN, Entry(surface, missed.card, returned=True, of=missed.surface))
    return replace(ahead, entries=tuple(entries))


def comes_back(sitting: Sitting, place: int) -> bool:
    """Whether the idea of the question at a place, missed, is asked again within the next three questions."""
    if not sitting.brings_misses_back:
        return False
    missed = sitting.entries[place]
    near = sitting.entries[place + 1 : place + 1 + RETURNS_WITHIN]
    if missed.card is not None:
        return any(entry.card == missed.card for entry in near)
    return any(entry.returned and missed.surface in (entry.of, entry.surface) for entry in near)


def _may_return(sitting: Sitting, missed: Entry) -> bool:
    if not missed.returned:
        return True
    if missed.card is None:
        return False
    return sum(entry.returned for entry in sitting.entries if entry.card == missed.card) < RETURNS_A_CARD


def _is_coming(sitting: Sitting, missed: Entry) -> bool:
    """Whether another question of the card stands near anyway, and not directly next."""
    near = sitting.entries[sitting.at + 2 : sitting.at + 1 + RETURNS_WITHIN]
    return missed.card is not None and any(
        entry.card == missed.card and entry.surface != missed.surface for entry in near
    )


def _surface(sitting: Sitting, missed: Entry, other_surfaces: Sequence[str]) -> str:
    last_place = {entry.surface: place for place, entry in enumerate(sitting.entries)}
    others = [surface for surface in other_surfaces if surface != missed.surface]
    return min(others, key=lambda surface: last_place.get(surface, -1), default=missed.surface)
