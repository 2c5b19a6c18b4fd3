"""A chart as Mermaid text, for anyone's own documents, and as plain lists for JSON."""

from typing import Any

from learn.domain.flow.graph import Graph, Node

BRACKETS = {"rect": ("[", "]"), "diamond": ("{", "}"), "cylinder": ("[(", ")]")}
PLAIN = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ?/-'.,:")


def mermaid(graph: Graph) -> str:
    """Return a ``flowchart TD`` with the chart's ids, labels, shapes and arrows, in its order."""
    lines = ["flowchart TD"]
    named: set[str] = set()

    def box(node: Node) -> str:
        if node.id in named:
            return node.id
        named.add(node.id)
        opening, closing = BRACKETS[node.shape]
        return f"{node.id}{opening}{_text(node.label)}{closing}"

    for edge in graph.edges:
        arrow = "-->" if edge.label is None else f"-->|{edge.label}|"
        lines.append(f"    {box(graph[edge.source])} {arrow} {box(graph[edge.target])}")
    return "\n".join(lines) + "\n"


def _text(label: str) -> str:
    """Return the label, in quotes where Mermaid would read a sign in it."""
    return label if set(label) <= PLAIN else '"' + label.replace('"', "#quot;") + '"'


def as_lists(graph: Graph) -> dict[str, list[dict[str, Any]]]:
    """Return ``nodes`` with id, label and shape, and ``edges`` with from, to and label (None without one)."""
    return {
        "nodes": [{"id": n.id, "label": n.label, "shape": n.shape} for n in graph.nodes.values()],
        "edges": [{"from": e.source, "to": e.target, "label": e.label} for e in graph.edges],
    }
