"""Where each box and arrow of a chart goes on the page.

A straight spine runs from the client down to the last question; codes leave it to the right, and a rail
brings them back to the client. An arrow that skips boxes of the spine runs in a lane on its left.
A code that several questions lead to is drawn once beside each of them, so no arrow crosses another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from textwrap import wrap
from typing import Literal

from learn.domain.flow.graph import Edge, Graph, Node, Walk
from learn.domain.flow.shapes import Arrow, Box, Drawing, Rail

type State = Literal["", "on", "now", "ghost"]

SPINE_X = 140
EXIT_X = 310
EXIT_WIDTH = 168
EXIT_STEP = 46
RAIL_X = 500
LANE_STEP = 13
LINE_HEIGHT = 16
# From the end of a row to the middle of a one-line box of the next.
ROW_GAP = 43
TOP = 26


@lru_cache(maxsize=32)
def draw(graph: Graph) -> Drawing:
    """Return the places of everything in the chart; worked out once for each chart."""
    return _Layout(graph).drawing()


def spine(graph: Graph) -> list[Node]:
    """Return the boxes of the spine, each above everything it can lead to.

    A branch of its own comes right after its question; what several branches share comes after them all.
    """
    arriving: dict[str, int] = {}
    for edge in graph.edges:
        if not edge.back_to_client:
            arriving[edge.target] = arriving.get(edge.target, 0) + 1
    seen: set[str] = set()
    order: list[str] = []

    def visit(key: str) -> None:
        if key in seen:
            return
        seen.add(key)
        leaving = graph.edges_from(key)
        for edge in sorted(leaving, key=lambda e: (-arriving[e.target], -len(graph.reach(e.target)))):
            visit(edge.target)
        order.append(key)

    visit(graph.start)
    return [graph[key] for key in reversed(order) if graph[key].role != "terminal"]


class _Layout:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.mirror = graph.kind == "mirror"
        self.spine_width = 224 if self.mirror else 268
        self.spine_x = SPINE_X if self.mirror else 150
        self.exit_x = EXIT_X if self.mirror else 352
        self.on_spine: dict[str, Box] = {}
        self.exits: dict[tuple[str, str], Box] = {}
        self.lanes: list[list[tuple[int, int]]] = []

    def drawing(self) -> Drawing:
        height = self._place()
        arrows = [self._arrow(edge) for edge in self.graph.edges if not edge.back_to_client]
        rails = [self._rail(edge) for edge in self.graph.edges if edge.back_to_client]
        left = min(14, self._lane_x(len(self.lanes) - 1) - 10) if self.lanes else 14
        right = RAIL_X + 14 if rails else self.exit_x + EXIT_WIDTH + 10
        boxes = (*self.on_spine.values(), *self.exits.values())
        return Drawing(self.graph, left, right - left, height, boxes, tuple(arrows), tuple(rails), self._shared_rail())

    def _place(self) -> int:
        y = row_end = TOP
        for node in spine(self.graph):
            box = self._spine_box(node, y)
            self.on_spine[node.id] = box
            row_end = box.bottom
            for place, edge in enumerate(self._exits_of(node)):
                exit_box = self._exit_box(edge, box.y + place * EXIT_STEP)
                self.exits[node.id, edge.target] = exit_box
                row_end = max(row_end, exit_box.bottom)
            y = row_end + ROW_GAP
        return row_end + 12

    def _exits_of(self, node: Node) -> list[Edge]:
        return [e for e in self.graph.edges_from(node.id) if self.graph[e.target].role == "terminal"]

    def _spine_box(self, node: Node, y: int) -> Box:
        asks = node.shape == "diamond"
        form: Literal["q", "db", "end", "box"] = (
            "q" if asks else "db" if node.shape == "cylinder" else "end" if node.role in ("client", "end") else "box"
        )
        texts = wrap(node.label, 31 if self.mirror else 36, break_on_hyphens=False)
        width = self.spine_width if asks else self.spine_width - 28
        height = (38 if asks else 34) + LINE_HEIGHT * (len(texts) - 1)
        middle = y + (height - 34) // 2
        # A cylinder's lid takes the upper part.
        text_middle = middle + 4 if form == "db" else middle
        return Box(node, form, self.spine_x, middle, width, height, _lines(texts, text_middle))

    def _exit_box(self, edge: Edge, y: int) -> Box:
        node = self.graph[edge.target]
        texts = wrap(node.label, 22, break_on_hyphens=False)
        height = 32 + (LINE_HEIGHT - 2) * (len(texts) - 1)
        middle = self.exit_x + EXIT_WIDTH // 2
        return Box(node, "exit", middle, y, EXIT_WIDTH, height, _lines(texts, y), edge.source)

    def _arrow(self, edge: Edge) -> Arrow:
        source = self.on_spine[edge.source]
        label = edge.label or ""
        if (edge.source, edge.target) in self.exits:
            return self._to_exit(edge, source, self.exits[edge.source, edge.target], label)
        target = self.on_spine[edge.target]
        order = list(self.on_spine)
        if order.index(edge.target) == order.index(edge.source) + 1:
            path = f"M{source.x},{source.bottom + 1}V{target.top - 1}"
            return Arrow(edge, path, label, source.x + 8, target.top - 12, "start")
        lane = self._lane(source.y, target.y)
        x = self._lane_x(lane)
        path = f"M{source.left},{source.y + 6}H{x}V{target.y - 6}H{target.left}"
        return Arrow(edge, path, label, source.left - 4, source.y - 4, "end")

    def _to_exit(self, edge: Edge, source: Box, exit_box: Box, label: str) -> Arrow:
        if exit_box.y == source.y:
            path = f"M{source.right},{source.y}H{exit_box.left}"
        else:
            start = source.right - 60
            path = f"M{start},{source.bottom}V{exit_box.y}H{exit_box.left}"
            return Arrow(edge, path, label, (start + exit_box.left) // 2, exit_box.y - 9, "middle")
        return Arrow(edge, path, label, (source.right + exit_box.left) // 2, exit_box.y - 9, "middle")

    def _rail(self, edge: Edge) -> Rail:
        box = self._exit_named(edge.source)
        client = self.on_spine[edge.target]
        stub = f"M{box.right},{box.y}H{RAIL_X}"
        return Rail(edge, stub, f"{stub}V{client.y}H{client.right}")

    def _shared_rail(self) -> str:
        back = [edge for edge in self.graph.edges if edge.back_to_client]
        if not back:
            return ""
        client = self.on_spine[back[0].target]
        lowest = max(self._exit_named(edge.source).y for edge in back)
        return f"M{RAIL_X},{lowest}V{client.y}H{client.right}"

    def _exit_named(self, node_id: str) -> Box:
        return next(box for (_, target), box in self.exits.items() if target == node_id)

    def _lane(self, top: int, bottom: int) -> int:
        """Take the lane nearest the spine that is free between two heights."""
        for number, taken in enumerate(self.lanes):
            if all(bottom <= start or top >= end for start, end in taken):
                taken.append((top, bottom))
                return number
        self.lanes.append([(top, bottom)])
        return len(self.lanes) - 1

    def _lane_x(self, lane: int) -> int:
        return self.spine_x - self.spine_width // 2 - 14 - LANE_STEP * lane


def _lines(texts: list[str], middle: int) -> tuple[tuple[int, str], ...]:
    top = middle - LINE_HEIGHT * (len(texts) - 1) // 2
    return tuple((top + LINE_HEIGHT * number, text) for number, text in enumerate(texts))


@dataclass(frozen=True, slots=True)
class Lit:
    """Which boxes and arrows a path has taken, and the box where it is or stopped."""

    nodes: frozenset[str]
    edges: frozenset[tuple[str, str]]
    now: str = ""
    # The way back to the client is lit once an answer has been sent.
    returned: bool = False
    # The way a changed request would have gone on.
    ghost_nodes: frozenset[str] = frozenset()
    ghost_edges: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def by_walk(cls, walk: Walk) -> "Lit":
        return cls(
            frozenset(node.id for node in walk.nodes),
            frozenset((edge.source, edge.target) for edge in walk.edges),
            walk.at.id,
            walk.finished,
        )

    @classmethod
    def by_route(cls, graph: Graph, route: Iterable[str]) -> "Lit":
        """Light the boxes of a route in order, and the arrows between them where there are any."""
        ids = list(route)
        steps = set(pairwise(ids))
        pairs = steps & {(edge.source, edge.target) for edge in graph.edges}
        if graph.resume is not None and (graph.resume.at, graph.resume.target) in steps:
            pairs.add((graph.resume.source, graph.resume.target))
        return cls(frozenset(ids), frozenset(pairs), ids[-1] if ids else "")

    def with_ghost(self, walk: Walk) -> "Lit":
        """Add the way another request would take, as far as it isn't this one's."""
        nodes = frozenset(node.id for node in walk.nodes) - self.nodes
        edges = frozenset((edge.source, edge.target) for edge in walk.edges) - self.edges
        return replace(self, ghost_nodes=nodes, ghost_edges=edges)

    def box(self, box: Box) -> State:
        """Return how a box is drawn. A code that stands beside several questions is lit beside one of them only."""
        if box.form == "exit" and self.edges and (box.source, box.node.id) not in self.edges:
            return "ghost" if (box.source, box.node.id) in self.ghost_edges else ""
        if box.node.id == self.now:
            return "now"
        return "on" if box.node.id in self.nodes else "ghost" if box.node.id in self.ghost_nodes else ""

    def arrow(self, arrow: Arrow) -> State:
        way = (arrow.edge.source, arrow.edge.target)
        return "on" if way in self.edges else "ghost" if way in self.ghost_edges else ""

    def rail(self, rail: Rail) -> State:
        return "on" if self.returned and rail.edge.source == self.now else ""


def sentence(walk: Walk) -> str:
    """Return the path in words: ``Authenticated? Yes. Input Valid? No. Stopped at 400 Bad Request.``"""
    parts = []
    for edge, node in zip(walk.edges, walk.nodes, strict=False):
        if edge.label is not None:
            parts.append(f"{node.label} {edge.label}.")
    if walk.finished:
        parts.append(f"Stopped at {walk.at.label}.")
    return " ".join(parts)
