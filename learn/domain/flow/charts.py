"""Charts from ``content/charts/*.toml``: a drawing with boxes and arrows, or questions and leaves."""

import re
from pathlib import Path
from typing import Any

from learn.domain.content import ContentError, line_of, read_text, read_toml, require
from learn.domain.flow.graph import Edge, Graph, Node, Resume
from learn.domain.status import Registry

ANSWERS = (("yes", "Yes"), ("no", "No"))


def read_chart(path: Path, registry: Registry) -> Graph:
    """Return the chart in ``path``. Raises ContentError at the first mistake."""
    fields = read_toml(path)
    require(fields, {"title": str, "kind": str, "start": str}, path, 1, "the chart")
    text = read_text(path)
    _require_parts(fields, text, path)
    graph = _drawing(path.stem, fields) if "nodes" in fields else _questions(path.stem, fields, registry)
    for problem in graph.problems():
        raise ContentError(path, _place(text, problem), problem)
    for node in graph.terminals:
        for code in node.codes:
            if code not in registry:
                raise ContentError(path, line_of(text, str(code)), f"leaf {node.id!r} has unknown code {code}")
    for node in graph.questions:
        if not node.means or not all(edge.example for edge in graph.edges_from(node.id)):
            line = line_of(text, f"[questions.{node.id}]")
            raise ContentError(path, line, f"question {node.id!r} needs 'means' and an 'example' for each answer")
    return graph


BOX: dict[str, type] = {"id": str, "label": str, "shape": str, "role": str, "means": str}
ARROW: dict[str, type] = {"from": str, "to": str}
QUESTION: dict[str, type] = {"q": str, "means": str, "refs": list, "basis": str, "yes": dict, "no": dict}
WAY: dict[str, type] = {"to": str, "why": str, "example": str}
LEAF: dict[str, type] = {"code": int, "why": str, "refs": list}


def _require_parts(fields: dict[str, Any], text: str, path: Path) -> None:
    """Raise ContentError at the line of the first box, arrow, question or leaf that lacks something."""

    def need(part: dict[str, Any], names: dict[str, type], needle: str, what: str) -> None:
        require(part, names, path, line_of(text, needle), what)

    if "nodes" in fields:
        require(fields, {"nodes": list, "edges": list}, path, 1, "the chart")
        for node in fields["nodes"]:
            need(node, BOX, f'id = "{node.get("id")}"', f"box {node.get('id')!r}")
        for edge in fields["edges"]:
            need(edge, ARROW, f'from = "{edge.get("from")}"', f"arrow {edge.get('from')!r} to {edge.get('to')!r}")
        return
    require(fields, {"questions": dict, "leaves": dict}, path, 1, "the chart")
    for key, question in fields["questions"].items():
        need(question, QUESTION, f"[questions.{key}]", f"question {key!r}")
        for answer, label in ANSWERS:
            need(question[answer], WAY, f"[questions.{key}.{answer}]", f"question {key!r}, {label}")
    for key, step in fields.get("interim", {}).items():
        need(step, {**LEAF, "next": str}, f"[interim.{key}]", f"interim {key!r}")
    for key, leaf in fields["leaves"].items():
        need(leaf, LEAF, f"[leaves.{key}]", f"leaf {key!r}")


def _place(text: str, problem: str) -> int:
    """Return the line of the first node that a problem names."""
    for key in re.findall(r"'(\w+)'", problem):
        for needle in (f"[questions.{key}]", f"[interim.{key}]", f"[leaves.{key}]", f'id = "{key}"'):
            if needle in text:
                return line_of(text, needle)
    return 1


def _drawing(name: str, fields: dict[str, Any]) -> Graph:
    nodes = [
        Node(
            id=n["id"],
            label=n["label"],
            shape=n["shape"],
            role=n["role"],
            codes=tuple(n.get("codes", ())),
            refine=n.get("refine", ""),
            asks=n.get("asks", ""),
            means=n["means"],
        )
        for n in fields["nodes"]
    ]
    edges = [
        Edge(
            source=e["from"],
            target=e["to"],
            label=e.get("label"),
            back_to_client=e.get("back_to_client", False),
            example=e.get("example", ""),
        )
        for e in fields["edges"]
    ]
    resume = fields.get("resume")
    return Graph(
        name=name,
        title=fields["title"],
        kind=fields["kind"],
        start=fields["start"],
        nodes={node.id: node for node in nodes},
        edges=tuple(edges),
        resume=Resume(resume["at"], resume["from"], resume["to"]) if resume else None,
    )


def _questions(name: str, fields: dict[str, Any], registry: Registry) -> Graph:
    nodes: list[Node] = []
    edges: list[Edge] = []
    for key, q in fields["questions"].items():
        nodes.append(
            Node(key, q["q"], "diamond", "question", means=q["means"], refs=tuple(q["refs"]), basis=q["basis"])
        )
        for answer, label in ANSWERS:
            way = q[answer]
            edges.append(Edge(key, way["to"], label, why=way["why"], example=way["example"]))
    for key, step in fields.get("interim", {}).items():
        label = _label(step["code"], registry)
        nodes.append(Node(key, label, "rect", "step", why=step["why"], refs=tuple(step["refs"])))
        edges.append(Edge(key, step["next"]))
    for key, leaf in fields["leaves"].items():
        label = _label(leaf["code"], registry)
        nodes.append(Node(key, label, "rect", "terminal", (leaf["code"],), why=leaf["why"], refs=tuple(leaf["refs"])))
    return Graph(
        name=name,
        title=fields["title"],
        kind=fields["kind"],
        start=fields["start"],
        nodes={node.id: node for node in nodes},
        edges=tuple(edges),
        refines=tuple(fields.get("refines", ())),
        note=fields.get("note", ""),
        stages=tuple((name, tuple(ids)) for name, ids in fields.get("stages", {}).items()),
    )


def _label(code: int, registry: Registry) -> str:
    return str(registry[code]) if code in registry else str(code)
