"""Faults: what may be wrong with a request or with the world around it, by the box where it is found."""

from collections.abc import Callable
from random import Random

from learn.domain.practice.generator.faults import callers, clashes, content, gateway, harmless, message, things
from learn.domain.practice.generator.scene import Base, Part

type Fault = Callable[[Random, Base], Part | None]

HARMLESS: tuple[Fault, ...] = harmless.FAULTS
FAULTS: tuple[Fault, ...] = (
    *gateway.FAULTS, *callers.FAULTS, *message.FAULTS, *content.FAULTS, *things.FAULTS, *clashes.FAULTS
)  # fmt: skip
