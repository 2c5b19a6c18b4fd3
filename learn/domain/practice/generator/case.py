"""A case: a base, what is changed about it, and how the lab ends it."""

from dataclasses import dataclass
from random import Random

from learn.domain.lab.engine import Lab
from learn.domain.practice.generator.ending import Ending, play
from learn.domain.practice.generator.faults import FAULTS, HARMLESS
from learn.domain.practice.generator.scene import Base, Part, build
from learn.domain.practice.generator.scenes import SCENES
from learn.domain.practice.generator.targets import SPINE, Target

FURTHER = (0, 0, 1, 1, 2)


@dataclass(frozen=True)
class Case:
    """``parts`` begins with the one that decides, where one does."""

    base: Base
    parts: tuple[Part, ...]
    ending: Ending

    @property
    def lead(self) -> Part | None:
        return self.parts[0] if not self.ending.succeeded else None

    @property
    def state(self) -> str:
        return build(self.base, self.parts).state()

    def varied(self, parts: tuple[Part, ...], lab: Lab) -> Ending:
        """Return how the same request ends with other parts."""
        return play(build(self.base, parts), lab)


def draw(rng: Random, target: Target, lab: Lab) -> Case:
    """Return a case that ends as the target says. What else is wrong about it lies on a later box."""
    scenes = list(SCENES)
    while True:
        rng.shuffle(scenes)
        for scene in scenes:
            base = scene(rng)
            lead = _lead(rng, base, target)
            if lead is None:
                continue
            further = _further(rng, base, target, lead)
            for parts in ((*lead, *further), lead):
                ending = play(build(base, parts), lab)
                if (ending.box, ending.status) == (target.box, target.code):
                    return Case(base, parts, ending)


def _lead(rng: Random, base: Base, target: Target) -> tuple[Part, ...] | None:
    """Return the part that leads to the target, none for a success; None where this base can't get there."""
    if not target.faults:
        return () if target.code in base.operation.succeeds else None
    faults = list(target.faults)
    rng.shuffle(faults)
    parts = (fault(rng, base) for fault in faults)
    part = next((part for part in parts if part and (part.box, part.code) == (target.box, target.code)), None)
    return None if part is None else (part,)


def _further(rng: Random, base: Base, target: Target, lead: tuple[Part, ...]) -> list[Part]:
    wanted, found = rng.choice(FURTHER), [*lead]
    faults = [*FAULTS, *HARMLESS] if lead else list(HARMLESS)
    rng.shuffle(faults)
    for fault in faults:
        if len(found) == wanted + len(lead):
            break
        part = fault(rng, base)
        if part is None or any(part.excludes(other) for other in found):
            continue
        if part.harmless or SPINE.index(part.box) > SPINE.index(target.box):
            found.append(part)
    return found[len(lead) :]
