"""Search over lessons, codes and boxes: every word has to be found, titles count most."""

from dataclasses import dataclass
from typing import Literal

from learn.domain.lessons.reader import Prose
from learn.domain.library import Library

RESULTS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found. ``name`` is its slug, its number or the chart and id of its box."""

    kind: Literal["lesson", "code", "box"]
    name: str
    title: str
    text: str
    body: str = ""

    def score(self, words: list[str]) -> int:
        """Return how well the words fit; 0 where one is nowhere."""
        title, text = self.title.casefold(), f"{self.text} {self.body}".casefold()
        total = 0
        for word in words:
            if title.startswith(word) or f" {word}" in title:
                total += 8
            elif word in title:
                total += 5
            elif f" {word}" in f" {text}":
                total += 2
            elif word in text:
                total += 1
            else:
                return 0
        return total


def entries(library: Library) -> list[Entry]:
    """Return everything that can be found, codes first, since equal hits keep this order."""
    found = [Entry("code", str(s.code), str(s), s.meaning, s.note) for s in library.registry]
    for lesson in library.order:
        body = " ".join(block.text for block in lesson.blocks if isinstance(block, Prose))
        found.append(Entry("lesson", lesson.slug, lesson.title, lesson.summary, body))
    for graph in library.charts.values():
        for node in graph.nodes.values():
            if node.role != "terminal" or graph is library.backend:
                text = node.asks or node.means or node.why
                found.append(Entry("box", f"{graph.name}#{node.id}", node.label, text, graph.title))
    return found


def search(index: list[Entry], query: str) -> list[Entry]:
    """Return what has every word of the query, best first, at most ``RESULTS_AT_MOST``."""
    words = query.casefold().split()[:8]
    if not words:
        return []
    scored = [(entry.score(words), entry) for entry in index]
    hits = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [entry for _, entry in hits[:RESULTS_AT_MOST]]
