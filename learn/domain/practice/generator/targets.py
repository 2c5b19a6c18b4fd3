"""What a scenario is to end with: each outcome of the lab, and the faults that lead there."""

from collections.abc import Collection
from dataclasses import dataclass

from learn.domain.flow.graph import Graph
from learn.domain.practice.generator.faults import Fault, callers, clashes, content, gateway, message, things
from learn.domain.practice.items import Kind

SPINE = "BCEFHJLMPRTQ"
# Boxes at which a learner can say that a request is decided: the questions, and two steps.
ASKED = "BCFHJLMR"
TOKENS: tuple[Fault, ...] = (
    callers.no_token, callers.other_scheme, callers.expired, callers.logged_out, callers.unknown_token
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """``often`` is its share among the targets."""

    box: str
    code: int
    faults: tuple[Fault, ...] = ()
    often: int = 1


TARGETS = (
    *(Target("Q", code, often=often) for code, often in ((200, 4), (201, 2), (202, 1), (204, 2))),
    Target("B", 204, (gateway.options,)),
    Target("B", 302, (gateway.maintenance,)),
    Target("B", 307, (gateway.beta,)),
    Target("B", 308, (gateway.trailing_slash, gateway.v0)),
    Target("B", 413, (gateway.big_content,)),
    Target("B", 414, (gateway.long_query,)),
    Target("B", 431, (gateway.big_field,)),
    Target("B", 501, (gateway.unknown_method,)),
    Target("B", 503, (gateway.maintenance,)),
    Target("C", 302, TOKENS),
    Target("C", 401, TOKENS, often=3),
    Target("F", 400, (*content.FAULTS, message.no_key, message.bad_key), often=4),
    Target("F", 405, (message.method_not_offered,), often=2),
    Target("F", 406, (message.unacceptable,), often=2),
    Target("F", 415, (message.wrong_type, message.coded), often=2),
    Target("F", 422, (content.senseless, message.reused_key), often=3),
    Target("F", 428, (message.no_condition,), often=2),
    Target("H", 403, (callers.wrong_caller,), often=3),
    Target("J", 301, (things.moved,)),
    Target("J", 302, (things.elsewhere,)),
    Target("J", 303, (things.finished,)),
    Target("J", 304, (things.same_copy, things.same_date), often=3),
    Target("J", 404, (things.missing, things.missing, things.hidden, things.misspelt, things.unfinished), often=3),
    Target("J", 410, (things.purged, things.withdrawn), often=2),
    Target("L", 500, (clashes.crash, clashes.damaged), often=2),
    Target("M", 409, (clashes.stale_version, clashes.wrong_state, clashes.too_few, clashes.being_paid), often=4),
    Target("M", 412, (clashes.stale_tag, clashes.item_condition), often=3),
    Target("M", 429, (clashes.too_many,), often=2),
    Target("P", 401, (clashes.wrong_password,)),
    Target("R", 502, (clashes.provider_malformed,), often=2),
    Target("R", 503, (clashes.no_database, clashes.provider_down), often=2),
    Target("R", 504, (clashes.provider_slow,), often=2),
    Target("T", 422, (clashes.declined,)),
)


def deciding(boxes: Collection[str], backend: Graph) -> tuple[str, ...]:
    """Return the boxes at which requests are decided, in the order of the chart; an exit stands for its question.

    Raises ValueError for a box that the chart lacks, or where nothing is decided at any of them.
    """
    found = []
    for box in boxes:
        if box not in backend.nodes:
            raise ValueError(f"the chart has no box {box!r}")
        sources = [edge.source for edge in backend.edges if edge.target == box and edge.label is not None]
        found.append(sources[0] if backend[box].role == "terminal" and sources else box)
    known = {target.box for target in TARGETS}
    chosen = tuple(box for box in SPINE if box in found and box in known)
    if boxes and not chosen:
        raise ValueError(f"no request is decided at {', '.join(boxes)}")
    return chosen


def targets_at(boxes: tuple[str, ...], kind: Kind) -> list[Target]:
    """Return the targets at some boxes (at any, where none are given), each as often as it is to come."""
    return [
        target
        for target in TARGETS
        for _ in range(target.often)
        if (not boxes or target.box in boxes) and (kind != "box" or target.box in ASKED)
    ]
