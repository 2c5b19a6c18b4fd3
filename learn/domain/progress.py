"""What a learner has met so far, from the events that are kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from learn.domain.flow.graph import Graph
from learn.domain.library import Library
from learn.domain.status import Status


@dataclass(frozen=True, slots=True)
class CodeMet:
    """How a learner has met a code: read about, answered right, reached in the wizard."""

    status: Status
    read: bool
    answered: bool
    reached: bool

    @property
    def steps(self) -> int:
        """From 0 (not met) to 3."""
        return self.read + self.answered + self.reached

    @property
    def words(self) -> str:
        parts = [
            name for name, met in (("read", self.read), ("answered", self.answered), ("reached", self.reached)) if met
        ]
        return ", ".join(parts) or "not met yet"


@dataclass(frozen=True, slots=True)
class Walked:
    """The share of a chart that a learner has walked."""

    graph: Graph
    boxes: int
    all_boxes: int
    arrows: int
    all_arrows: int

    @property
    def percent(self) -> int:
        return 100 * self.arrows // self.all_arrows


def codes_met(
    library: Library,
    *,
    opened: Collection[str],
    answered_right: Collection[str],
    walked: Collection[tuple[str, str, str]],
) -> list[CodeMet]:
    """Return each registered code with how it was met, in order."""
    read = {code for slug in opened if slug in library.lessons for code in library.lessons[slug].codes}
    right = {code for item in answered_right if item in library.items for code in library.items[item].codes}
    reached = set(_reached(library, walked))
    return [
        CodeMet(status, status.code in read, status.code in right, status.code in reached)
        for status in library.registry
    ]


def _reached(library: Library, walked: Iterable[tuple[str, str, str]]) -> Iterable[int]:
    for name, _, target in walked:
        graph = library.charts.get(name)
        node = graph.nodes.get(target) if graph else None
        if node is not None and len(node.codes) == 1:
            yield node.codes[0]


def share_walked(graph: Graph, walked: Collection[tuple[str, str, str]]) -> Walked:
    """Return how much of a chart was walked; the ways back to the client walk themselves."""
    ways = {(edge.source, edge.target) for edge in graph.edges if not edge.back_to_client}
    taken = {(source, target) for name, source, target in walked if name == graph.name} & ways
    boxes = {end for way in taken for end in way}
    return Walked(graph, len(boxes), len(graph.nodes), len(taken), len(ways))
