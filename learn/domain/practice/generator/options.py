"""Near misses: how the request would end if one thing were different. The lab says so, not the generator."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from learn.domain.lab.engine import Lab
from learn.domain.practice.generator import wording
from learn.domain.practice.generator.case import Case
from learn.domain.practice.generator.ending import Ending
from learn.domain.practice.generator.faults import FAULTS
from learn.domain.practice.generator.scene import Part
from learn.domain.practice.generator.targets import ASKED, SPINE
from learn.domain.practice.items import Kind
from learn.domain.practice.pairs import Pair

NEIGHBOURHOOD = 2
OF_THE_PAIR_AT_MOST = 2
# rank, the parts it has, and when it would be so
type Varied = tuple[int, tuple[Part, ...], str]


@dataclass(frozen=True, slots=True)
class Near:
    """A wrong answer: ``status`` and ``box`` are those of a request that differs in one thing."""

    status: int
    box: str
    why: str
    when: str


def near_misses(
    case: Case, kind: Kind, count: int, lab: Lab, pairs: Mapping[str, Pair], rng: Random
) -> list[Near]:  # fmt: skip
    """Return ``count`` near misses that differ from the right answer and from each other in what is asked for."""
    found: dict[int | str, Near] = {}
    right = case.ending.box if kind == "box" else case.ending.status
    for near in _candidates(case, kind, lab, pairs, rng):
        key: int | str = near.box if kind == "box" else near.status
        if key != right and key not in found and (kind != "box" or near.box in ASKED):
            found[key] = near
            if len(found) == count:
                break
    return list(found.values())


def _candidates(case: Case, kind: Kind, lab: Lab, pairs: Mapping[str, Pair], rng: Random) -> Iterator[Near]:
    if case.ending.box == "Q" and kind != "box":
        siblings = list(wording.siblings(case.ending.status, lab.charts["success"]))
        code, why, when = rng.choice(siblings)
        yield Near(code, "Q", why, when)
    for parts, when in _variations(case, _of_pairs(case.ending.status, pairs), rng):
        ending = case.varied(parts, lab)
        if (ending.status, ending.box) != (case.ending.status, case.ending.box):
            yield _near(case, ending, when, lab)


def _near(case: Case, ending: Ending, when: str, lab: Lab) -> Near:
    return Near(ending.status, ending.box, wording.why_not(case.ending, ending, lab), when)


def _of_pairs(code: int, pairs: Mapping[str, Pair]) -> tuple[int, ...]:
    return tuple(other for pair in pairs.values() if code in pair.codes for other in pair.codes if other != code)


def _variations(case: Case, confused: Collection[int], rng: Random) -> Iterator[tuple[tuple[Part, ...], str]]:
    """Yield parts of the case with one thing different, those that are most easily taken for it first."""
    pool = [part for fault in FAULTS if (part := fault(rng, case.base)) is not None]
    rng.shuffle(pool)
    ranked = sorted([*_cured(case), *_added(case, pool, confused), *_swapped(case, pool, confused)], key=lambda v: v[0])
    of_pair = [varied for varied in ranked if varied[0] == 0]
    for _, parts, when in [*of_pair[:OF_THE_PAIR_AT_MOST], *ranked[len(of_pair) :], *of_pair[OF_THE_PAIR_AT_MOST:]]:
        yield parts, when


def _cured(case: Case) -> Iterator[Varied]:
    for part in case.parts:
        if not part.harmless:
            yield 1, tuple(other for other in case.parts if other is not part), part.otherwise


def _added(case: Case, pool: list[Part], confused: Collection[int]) -> Iterator[Varied]:
    """Yield the case with one fault more, or with one in the place of another, no later than where it ends."""
    end = SPINE.index(case.ending.box)
    for part in pool:
        others = [other for other in case.parts if other.slot != part.slot]
        away = end - SPINE.index(part.box)
        if away >= 0 and not any(part.excludes(other) for other in others):
            rank = 0 if part.code in confused else 2 if away <= NEIGHBOURHOOD else 3
            yield rank, (part, *others), part.so


def _swapped(case: Case, pool: list[Part], confused: Collection[int]) -> Iterator[Varied]:
    """Yield the case without what decides it, and with another fault later on."""
    if case.lead is None:
        return
    rest = case.parts[1:]
    end = SPINE.index(case.ending.box)
    for part in pool:
        if SPINE.index(part.box) > end and not any(part.excludes(other) for other in (*rest, case.lead)):
            rank = 1 if part.code in confused else 4
            yield rank, (part, *rest), f"{case.lead.otherwise}, and {part.so}"
            if any(not other.harmless for other in rest):
                cured = " and ".join(other.otherwise for other in case.parts if not other.harmless)
                yield 5, (part,), f"{cured}, and {part.so}"
