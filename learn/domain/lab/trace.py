"""The record of a request's way: one record for the header, the JSON, the picture and the words."""

import codecs
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from learn.domain.flow.graph import Edge, Graph, Walk
from learn.domain.lab.run import Run
from learn.domain.lab.shop import TOKENS

REDACTED = ("authorization", "cookie", "proxy-authorization")
# A byte more than the lab takes: what was too large still is when it is sent again.
CONTENT_KEPT = 16385


@dataclass(frozen=True)
class Trace:
    """``route`` holds node ids and, where the drawing was left, ``x`` with the code; it ends at the client."""

    request_id: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    content: str
    status: int
    route: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    steps: tuple[dict[str, str], ...]
    graph: str
    leaf: str
    answers: dict[str, str]
    shown_leaf: str
    response_fields: tuple[tuple[str, str], ...] = ()
    response_content: str = ""
    # Who called, by the token that was sent, and when in seconds since the epoch.
    user: str = ""
    at: float = 0.0
    # Whose token was sent, if it is one of the cast's: a request may be refused before anybody looks at it.
    caller: str = ""
    # Whether the request's content wasn't UTF-8: what is kept of it is then not what was sent.
    unreadable: bool = False

    @property
    def route_text(self) -> str:
        return "-".join(self.route)

    def sent(self, fields: Sequence[tuple[str, str]], content: bytes) -> "Trace":
        """Return the trace with the response, as it is sent."""
        text = content[:CONTENT_KEPT].decode("utf-8", "replace")
        return replace(self, response_fields=tuple(fields), response_content=text)

    def as_json(self) -> dict[str, Any]:
        """Return the trace as the contract has it (section 9)."""
        return {
            "requestId": self.request_id,
            "request": {"method": self.method, "target": self.target, "headers": dict(self.headers)},
            "response": {"status": self.status},
            "route": list(self.route),
            "edges": [list(edge) for edge in self.edges],
            "steps": list(self.steps),
            "leaf": {"graph": self.graph, "leaf": self.leaf, "answers": self.answers},
        }

    def as_text(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def trace_from(text: str) -> Trace:
    """Return the trace that ``as_text`` has written."""
    values = json.loads(text)
    for name in ("headers", "edges", "response_fields"):
        values[name] = tuple((first, second) for first, second in values[name])
    for name in ("route", "steps"):
        values[name] = tuple(values[name])
    return Trace(**values)


def read_trace(run: Run, taken: Walk, charts: dict[str, Graph], request_id: str) -> Trace:
    """Return the record of a finished walk."""
    route = [node.id for node in taken.nodes]
    edges = [(edge.source, edge.target) for edge in taken.edges]
    refusal = run.refusal
    if refusal is not None and not taken.finished:
        left = f"x{refusal.status}"
        edges.append((route[-1], left))
        route.append(left)
    edges.append((route[-1], "A"))
    status = refusal.status if refusal else run.replay["status"] if run.replay else run.reply.status if run.reply else 0
    leaf = refusal.leaf if refusal else f"success/L{status}"
    graph, _, leaf_id = leaf.partition("/")
    request = run.request
    return Trace(
        request_id=request_id,
        method=request.method,
        target=request.target,
        headers=tuple((n, "(redacted)" if n.lower() in REDACTED else v) for n, v in request.headers),
        content=request.content[:CONTENT_KEPT].decode("utf-8", "replace"),
        status=status,
        route=(*route, "A"),
        edges=tuple(edges),
        steps=tuple(_steps(run, taken)),
        graph=graph,
        leaf=leaf_id,
        answers=answers_to(charts[graph], leaf_id, refusal.known if refusal else {}),
        shown_leaf=(refusal.shown if refusal else "") or leaf,
        user=run.user_id or "",
        at=run.now,
        caller=_caller(request.headers),
        unreadable=not _is_text(request.content),
    )


def _is_text(content: bytes) -> bool:
    """Whether content is UTF-8, as far as it is kept; the end may cut a character in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content[:CONTENT_KEPT], final=len(content) <= CONTENT_KEPT)
    except UnicodeDecodeError:
        return False
    return True


def _caller(headers: Sequence[tuple[str, str]]) -> str:
    sent = [value for name, value in headers if name.lower() == "authorization"]
    return next((who for who, token in TOKENS.items() if sent == [f"Bearer {token}"]), "")


def _steps(run: Run, taken: Walk) -> list[dict[str, str]]:
    answers = {edge.source: edge.answer for edge in taken.edges if edge.label is not None}
    steps = []
    for node in taken.nodes:
        step = {"node": node.id}
        if node.id in answers:
            step["answer"] = answers[node.id]
        if node.id in run.because:
            step["because"] = run.because[node.id]
        steps.append(step)
    if run.refusal is not None:
        # A refusal that the drawing has stands at the question before its exit.
        stopped = steps[-2] if taken.finished else steps[-1]
        stopped["because"] = run.refusal.message or run.refusal.because
    return steps


def answers_to(graph: Graph, leaf: str, known: dict[str, str]) -> dict[str, str]:
    """Return the answers on the way to a leaf: those known, and for questions not examined those that lead there.

    Raises LookupError where the known answers lead away from it.
    """
    best: list[Edge] | None = None

    def search(node_id: str, path: list[Edge]) -> list[Edge] | None:
        if node_id == leaf:
            return path
        for edge in graph.edges_from(node_id):
            asked = edge.label is not None
            if asked and known.get(node_id, edge.answer) != edge.answer:
                continue
            if leaf in graph.reach(edge.target):
                found = search(edge.target, [*path, edge])
                if found is not None and _has(found, known):
                    return found
        return None

    best = search(graph.start, [])
    if best is None:
        raise LookupError(f"the answers {known} don't lead to {graph.name}/{leaf}")
    return {edge.source: edge.answer for edge in best if edge.label is not None}


def _has(path: list[Edge], known: dict[str, str]) -> bool:
    """Whether each known answer is given on the path: the question that decided has to stand on it."""
    return {edge.source for edge in path} >= known.keys()


def way_in_words(route: Sequence[str], backend: Graph) -> str:
    """Return a recorded route by the labels of its boxes, without the client at both ends."""
    inner = route[1:-1] if tuple(route[:1]) == (backend.start,) else route[:-1]
    return " → ".join(backend[key].label if key in backend.nodes else "elsewhere" for key in inner)
