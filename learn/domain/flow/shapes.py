"""What a drawn chart is made of: boxes, arrows, and the rail back to the client."""

from dataclasses import dataclass
from typing import Literal

from learn.domain.flow.graph import Edge, Graph, Node


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn node: ``x`` and ``y`` are its middle."""

    node: Node
    form: Literal["box", "q", "db", "end", "exit"]
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]
    # For an exit: the question it leaves.
    source: str = ""

    @property
    def left(self) -> int:
        return self.x - self.width // 2

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def top(self) -> int:
        return self.y - self.height // 2

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def outline(self) -> str:
        """The path of a question's hexagon or a database's cylinder."""
        half = self.height // 2
        if self.form == "q":
            inner = self.width - 28
            return f"M{self.left},{self.y}l14,-{half}h{inner}l14,{half}l-14,{half}h-{inner}z"
        radius = self.width // 2
        arc = f"a{radius},7 0 0"
        down = self.height - 8
        return (
            f"M{self.left},{self.top + 4}{arc} 1 {self.width},0v{down}{arc} 1 -{self.width},0"
            f"zm0,0{arc} 0 {self.width},0"
        )

    @property
    def digit(self) -> int:
        return self.node.codes[0] // 100 if self.node.codes else 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """A drawn edge: its path in SVG, and where its label stands, in the drawing's units."""

    edge: Edge
    path: str
    label: str
    label_x: int
    label_y: int
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rail:
    """The way back to the client: a stub from the box to the shared rail, and the whole of it for a lit one."""

    edge: Edge
    stub: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with a place for all of it, in the drawing's units."""

    graph: Graph
    left: int
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    rails: tuple[Rail, ...]
    shared_rail: str
