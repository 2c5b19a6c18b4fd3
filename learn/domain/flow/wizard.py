"""The wizard's whole state is its address: ``/wizard/backend/?C=yes&F=no&narrow=bad_request&b1=yes``.

Each question's id carries its answer. ``narrow`` names the finer chart that was entered from the box reached.
Answers to questions that the walk doesn't come to are kept, so that an earlier one can be changed and changed back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from learn.domain.flow.graph import Edge, Graph, Node, Walk

NARROW = "narrow"
# The drawing has no way to a redirect or a 304; from its success box the wizard offers one.
ALSO = {"Q": ("redirect_cache",)}


class UnknownAnswer(ValueError):
    """An answer that the chart doesn't have. The message says which it has."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An arrow as a link: its label, the query that takes it, and whether it is the one taken."""

    edge: Edge
    query: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """A box on the way: what was answered there, and what else could be."""

    node: Node
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class State:
    """How far the answers of an address have come in a chart, and in the finer one that it goes on in, if it does."""

    graph: Graph
    answers: dict[str, str]
    walk: Walk
    finer: Graph | None = None
    finer_walk: Walk | None = None

    @property
    def now(self) -> Graph:
        """The chart whose question is being asked."""
        return self.finer or self.graph

    @property
    def now_walk(self) -> Walk:
        return self.finer_walk or self.walk

    @property
    def at(self) -> Node:
        return self.now_walk.at

    @property
    def finished(self) -> bool:
        return self.now_walk.finished

    @property
    def code(self) -> int | None:
        """The one code that is left, or None."""
        return self.at.codes[0] if self.finished and len(self.at.codes) == 1 else None

    @property
    def codes(self) -> list[int]:
        """The codes still possible."""
        return self.now.codes_from(self.at.id)

    @property
    def query(self) -> str:
        return self._query(self.answers, self.finer.name if self.finer else "")

    def choices(self, node: Node | None = None) -> list[Choice]:
        """Return the answers of a question (the one being asked by default) as links."""
        node = node or self.at
        graph = self.graph if node.id in self.graph.nodes and self.graph[node.id] == node else self.now
        given = self.answers.get(node.id)
        return [
            Choice(
                edge,
                self._query({**self.answers, node.id: edge.answer}, self._narrow_after(node)),
                edge.answer == given,
            )
            for edge in sorted(graph.edges_from(node.id), key=lambda edge: edge.label != "Yes")
        ]

    def _narrow_after(self, node: Node) -> str:
        """A changed answer of the coarse chart leaves the finer one, where the box it refines is another."""
        return self.finer.name if self.finer and node.id in self.finer.nodes else ""

    def passed(self) -> list[Passed]:
        """Return the boxes passed so far with their answers, in order, of both charts."""
        walks = [self.walk] if self.finer_walk is None else [self.walk, self.finer_walk]
        found = []
        for walk in walks:
            for node, edge in zip(walk.nodes, walk.edges, strict=False):
                asked = node.role == "question"
                found.append(Passed(node, edge.label or "", tuple(self.choices(node)) if asked else ()))
        return found

    def narrower(self) -> list[tuple[str, str]]:
        """Return the finer charts on offer at the box reached, each with the query that enters it."""
        if self.finer is not None or not self.finished:
            return []
        names = [self.at.refine] if self.at.refine else []
        names += ALSO.get(self.at.id, ()) if self.graph.kind == "mirror" else ()
        return [(name, self._query(self.answers, name)) for name in names]

    @property
    def back(self) -> str | None:
        """The query of one question earlier, or None at the first."""
        if self.finer_walk is not None:
            if not self.finer_walk.answered:
                return self._query(self.answers, "")
            return self._without(self.finer_walk.answered[-1].source)
        if not self.walk.answered:
            return None
        return self._without(self.walk.answered[-1].source)

    def _without(self, question: str) -> str:
        answers = {key: value for key, value in self.answers.items() if key != question}
        return self._query(answers, self.finer.name if self.finer and question in self.finer.nodes else "")

    def _query(self, answers: Mapping[str, str], narrow: str) -> str:
        kept = dict(answers)
        if narrow:
            kept[NARROW] = narrow
        return urlencode(kept)


def read_state(charts: Mapping[str, Graph], name: str, query: Mapping[str, str]) -> State:
    """Return the state that an address stands for.

    Parameters that name no question are left alone, so links with tracking parameters still work.
    Raises UnknownAnswer for an answer, or a finer chart, that isn't on offer.
    """
    graph = charts[name]
    finer = _finer(charts, graph, query.get(NARROW, ""))
    answers: dict[str, str] = {}
    for chart in [graph] if finer is None else [graph, finer]:
        for question in chart.questions:
            if question.id in query:
                answers[question.id] = _known(chart, question, query[question.id])
    walk = graph.walk_by(answers)
    if finer is None:
        return State(graph, answers, walk)
    if finer.name not in (walk.at.refine, *ALSO.get(walk.at.id, ())):
        raise UnknownAnswer(f"the answers don't lead to a box that “{finer.title}” tells apart; leave out {NARROW}")
    return State(graph, answers, walk, finer, finer.walk_by(answers))


def _finer(charts: Mapping[str, Graph], graph: Graph, name: str) -> Graph | None:
    if not name:
        return None
    known = sorted(
        {node.refine for node in graph.terminals if node.refine}
        | {also for node in graph.terminals for also in ALSO.get(node.id, ()) if graph.kind == "mirror"}
    )
    if name not in known:
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise UnknownAnswer(f"“{graph.title}” has no finer chart {name!r}; {has}")
    return charts[name]


def _known(graph: Graph, question: Node, given: str) -> str:
    answers = [edge.answer for edge in graph.edges_from(question.id)]
    if given not in answers:
        raise UnknownAnswer(f"“{question.label}” ({question.id}) has no answer {given!r}; it has {', '.join(answers)}")
    return given
