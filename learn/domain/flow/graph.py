"""A flowchart as data: nodes, labelled edges, and the one way to walk it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

type Role = Literal["client", "step", "question", "terminal", "end"]
type Shape = Literal["rect", "diamond", "cylinder"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box. A terminal holds the codes it can answer; ``refine`` names the chart that tells them apart."""

    id: str
    label: str
    shape: Shape
    role: Role
    codes: tuple[int, ...] = ()
    refine: str = ""
    asks: str = ""
    means: str = ""
    why: str = ""
    refs: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow. A question's arrows have labels, which are its answers."""

    source: str
    target: str
    label: str | None = None
    back_to_client: bool = False
    why: str = ""
    example: str = ""

    @property
    def answer(self) -> str:
        """The label as it stands in an address: ``Rate Limited`` is ``rate-limited``."""
        return (self.label or "").lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a walk goes on from an end box: by the arrow ``source`` to ``target`` left untaken before."""

    at: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Walk:
    """The edges taken so far, in order, and the node they led to."""

    edges: tuple[Edge, ...]
    nodes: tuple[Node, ...]

    @property
    def at(self) -> Node:
        return self.nodes[-1]

    @property
    def finished(self) -> bool:
        return self.at.role == "terminal"

    @property
    def answered(self) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges if edge.label is not None)


@dataclass(frozen=True, eq=False)
class Graph:
    """A chart. ``start`` is its first node; edges stand in the order in which they are drawn."""

    name: str
    title: str
    kind: str
    start: str
    nodes: dict[str, Node]
    edges: tuple[Edge, ...]
    refines: tuple[str, ...] = ()
    note: str = ""
    resume: Resume | None = None
    stages: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __getitem__(self, node_id: str) -> Node:
        return self.nodes[node_id]

    @cached_property
    def _leaving(self) -> dict[str, tuple[Edge, ...]]:
        return {key: tuple(e for e in self.edges if e.source == key and not e.back_to_client) for key in self.nodes}

    def edges_from(self, node_id: str) -> tuple[Edge, ...]:
        """Return the arrows that leave a node, without the way back to the client."""
        return self._leaving[node_id]

    @property
    def questions(self) -> list[Node]:
        return [node for node in self.nodes.values() if node.role == "question"]

    @property
    def terminals(self) -> list[Node]:
        return [node for node in self.nodes.values() if node.role == "terminal"]

    def walk(self, answer: Callable[[Node], str | None], leaves: Callable[[Node], bool] = lambda node: False) -> Walk:
        """Follow the chart from its start.

        At each question ``answer`` gives the label of an arrow in its address form (``rate-limited``),
        and the walk stops where it gives None. At each other box ``leaves`` says whether the walk leaves the
        drawing there. Raises LookupError for an answer the question lacks.
        """
        node = self[self.start]
        edges: list[Edge] = []
        nodes = [node]
        while node.role == "question" or not leaves(node):
            edge = self._next(node, answer)
            if edge is None:
                break
            node = self[edge.target]
            edges.append(edge)
            nodes.append(node)
        return Walk(tuple(edges), tuple(nodes))

    def _next(self, node: Node, answer: Callable[[Node], str | None]) -> Edge | None:
        if self.resume is not None and node.id == self.resume.at:
            return self.edge(self.resume.source, self.resume.target)
        leaving = self.edges_from(node.id)
        if node.role == "question":
            given = answer(node)
            return None if given is None else self.answered(node, given)
        # Of several unlabelled arrows the resumed one comes last.
        later = (self.resume.source, self.resume.target) if self.resume else None
        return next((edge for edge in leaving if (edge.source, edge.target) != later), None)

    def answered(self, question: Node, given: str) -> Edge:
        """Return the question's arrow with that answer. Raises LookupError where there is none."""
        for edge in self.edges_from(question.id):
            if edge.answer == given:
                return edge
        raise LookupError(given)

    def edge(self, source: str, target: str) -> Edge:
        """Return the arrow between two nodes. Raises KeyError where there is none."""
        for edge in self.edges:
            if (edge.source, edge.target) == (source, target):
                return edge
        raise KeyError((source, target))

    def walk_by(self, answers: Sequence[tuple[str, str]] | dict[str, str]) -> Walk:
        """Follow answers given by question id, as far as they go."""
        return self.walk(lambda node, given=dict(answers): given.get(node.id))  # type: ignore[misc]

    def walks(self) -> Iterator[Walk]:
        """Yield every walk from the start to an end, by trying every answer of every question."""
        waiting: list[dict[str, str]] = [{}]
        while waiting:
            answers = waiting.pop()
            walk = self.walk_by(answers)
            if walk.at.role != "question":
                yield walk
                continue
            for edge in reversed(self.edges_from(walk.at.id)):
                waiting.append({**answers, walk.at.id: edge.answer})

    def reach(self, node_id: str) -> set[str]:
        """Return the ids of the nodes that can follow ``node_id``, and its own."""
        reached: set[str] = set()
        waiting = [node_id]
        while waiting:
            key = waiting.pop()
            if key not in reached:
                reached.add(key)
                waiting += [edge.target for edge in self.edges_from(key)]
                if self.resume is not None and key == self.resume.at:
                    waiting.append(self.resume.target)
        return reached

    def codes_from(self, node_id: str) -> list[int]:
        """Return the codes still possible at a node, in order."""
        # An unlabelled fork is walked one arrow after the other, so what resumes is reached through its end box.
        return sorted({code for key in self.reach(node_id) for code in self[key].codes})

    def walks_to(self, code: int) -> list[Node]:
        """Return the terminals that answer ``code``."""
        return [node for node in self.terminals if code in node.codes]

    @cached_property
    def order(self) -> list[str]:
        """The ids in an order in which every arrow but the way back leads onward."""
        seen: set[str] = set()
        order: list[str] = []

        def visit(key: str) -> None:
            if key in seen:
                return
            seen.add(key)
            for edge in reversed(self.edges_from(key)):
                visit(edge.target)
            order.append(key)

        visit(self.start)
        return order[::-1]

    def problems(self) -> Iterator[str]:
        """Yield a sentence for each thing that makes this chart unusable."""
        unknown = [
            f"arrow {edge.source!r} to {edge.target!r} leads to or from a node that isn't there"
            for edge in self.edges
            if edge.source not in self.nodes or edge.target not in self.nodes
        ]
        if self.start not in self.nodes:
            unknown.append(f"start node {self.start!r} isn't there")
        if unknown:
            yield from unknown
            return
        for key in sorted(self.nodes.keys() - self.reach(self.start)):
            yield f"node {key!r} can't be reached from {self.start!r}"
        yield from self._question_problems()
        for node in self.nodes.values():
            if any(node.id in self.reach(edge.target) for edge in self.edges_from(node.id)):
                yield f"node {node.id!r} can lead back to itself"

    def _question_problems(self) -> Iterator[str]:
        for node in self.nodes.values():
            leaving = self.edges_from(node.id)
            if node.role == "question":
                answers = [edge.answer for edge in leaving]
                if len(answers) < 2 or "" in answers:
                    yield f"question {node.id!r} needs two labelled answers or more"
                if len(set(answers)) < len(answers):
                    yield f"question {node.id!r} has the same answer twice"
            elif node.role == "terminal":
                if leaving:
                    yield f"leaf {node.id!r} leads on to {leaving[0].target!r}"
                if not node.codes:
                    yield f"leaf {node.id!r} has no code"
            elif node.role in ("client", "step") and not leaving:
                yield f"box {node.id!r} leads nowhere"
