"""Good requests, each with a state of the shop that it is good for: what faults are put into."""

from collections.abc import Callable
from random import Random

from learn.domain.practice.generator.scene import Base
from learn.domain.practice.generator.scenes import goods, orders, people

SCENES: tuple[Callable[[Random], Base], ...] = (*orders.SCENES, *goods.SCENES, *people.SCENES)
