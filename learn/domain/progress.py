"""What a learner has met, remembers and has walked so far, from the events that are kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from learn.domain.flow.graph import Graph
from learn.domain.library import Library
from learn.domain.practice.memory import CardKey, Memory, learner_day, recall
from learn.domain.practice.plan import due_cards
from learn.domain.status import Status


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a code is recalled today, from 0 to 1, and whether a card of it is due."""

    recall: float
    due: bool

    @property
    def percent(self) -> int:
        return round(100 * self.recall)

    @property
    def tenths(self) -> int:
        """How full the code is drawn, from 1 to 10: the percentage to its nearest ten."""
        return max(1, (self.percent + 5) // 10)


@dataclass(frozen=True, slots=True)
class CodeMet:
    """How a learner has met a code: read about, answered right, reached in the wizard; and the chance of recall."""

    status: Status
    read: bool
    answered: bool
    reached: bool
    chance: Chance | None = None

    @property
    def steps(self) -> int:
        """From 0 (not met) to 3."""
        return self.read + self.answered + self.reached

    @property
    def words(self) -> str:
        if self.chance is not None:
            return f"{self.chance.percent} %{', due' if self.chance.due else ''}"
        parts = [
            name for name, met in (("read", self.read), ("answered", self.answered), ("reached", self.reached)) if met
        ]
        return ", ".join(parts) or "not met yet"


def chances_today(cards: Mapping[CardKey, Memory], now: datetime, timezone_name: str) -> dict[int, Chance]:
    """Return each code's chance of being recalled on the learner's day; of several cards the lowest counts.

    It is the same at any hour of that day: what has gone by since a review is counted in learner's days.
    """
    today = learner_day(now, timezone_name)
    due = {key.code for key in due_cards(cards, now, timezone_name)}
    lowest: dict[int, float] = {}
    for key, memory in cards.items():
        days = max(timedelta(), today - learner_day(memory.last_review, timezone_name))
        chance = recall(memory, memory.last_review + days)
        lowest[key.code] = min(chance, lowest.get(key.code, 1.0))
    return {code: Chance(chance, code in due) for code, chance in lowest.items()}


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
    practised: Collection[int] = (),
    chances: Mapping[int, Chance] | None = None,
) -> list[CodeMet]:
    """Return each registered code with how it was met, in order. ``practised`` are codes answered right in practice."""
    read = {code for slug in opened if slug in library.lessons for code in library.lessons[slug].codes}
    right = {code for item in answered_right if item in library.items for code in library.items[item].codes}
    right |= {*practised}
    reached = set(_reached(library, walked))
    return [
        CodeMet(
            status, status.code in read, status.code in right, status.code in reached, (chances or {}).get(status.code)
        )
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
