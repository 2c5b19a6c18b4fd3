"""What a learner expects of a request before it is sent, and where that and the truth part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learn.domain.flow.graph import Graph, Node
from learn.domain.lab.trace import Trace

CERTAINTIES = {1: "guessing", 2: "fairly sure", 3: "sure"}
ELSEWHERE = "x-"
# Every code that the lab gives by honest means (contract, section 10).
LAB_CODES = (
    *(200, 201, 202, 204),
    *(301, 302, 303, 304, 307, 308),
    *(400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 414, 415, 422, 428, 429, 431),
    *(500, 501, 502, 503, 504),
)
# Where the lab gives the codes that no exit of the drawing names, as far as that is one place.
ONLY_AT = {
    202: "Q",
    **dict.fromkeys((301, 303, 304), "x-J"),
    **dict.fromkeys((307, 308, 413, 414, 431, 501), "x-B"),
    **dict.fromkeys((405, 406, 415, 428), "G"),
    410: "K",
    412: "N",
    500: "x-L",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request can stop: at an exit of the drawing, or elsewhere beside a box. ``key`` is what a form sends."""

    key: str
    node: Node
    elsewhere: bool

    @property
    def words(self) -> str:
        return f"elsewhere, beside {self.node.label}" if self.elsewhere else self.node.label


def places(backend: Graph) -> Iterator[Place]:
    """Yield every place where a request can stop: the exits from the top down, then the boxes with ways elsewhere."""
    for key in backend.order:
        if backend[key].role == "terminal":
            yield Place(key, backend[key], elsewhere=False)
    for key in backend.order:
        if backend[key].role in ("step", "question", "end"):
            yield Place(f"{ELSEWHERE}{key}", backend[key], elsewhere=True)


def find_place(key: str, backend: Graph) -> Place:
    """Return the place of that key. Raises LookupError where there is none."""
    for place in places(backend):
        if place.key == key:
            return place
    raise LookupError(key)


def place_of(route: Sequence[str], backend: Graph) -> Place:
    """Return where a recorded route stopped."""
    last = route[-2]
    return find_place(last if last in backend.nodes else f"{ELSEWHERE}{route[-3]}", backend)


def way_to(place: Place, backend: Graph) -> tuple[str, ...]:
    """Return the boxes on the way to a place, the place's own last."""
    for walk in backend.walks():
        ids = [node.id for node in walk.nodes]
        if place.node.id in ids:
            return tuple(ids[: ids.index(place.node.id) + 1])
    raise LookupError(place.key)


@dataclass(frozen=True, slots=True)
class Expected:
    """A prediction: a place, a code or both, and how sure (1 to 3)."""

    place: Place | None
    code: int | None
    certainty: int

    def is_right(self, trace: Trace, backend: Graph) -> bool:
        """Whether everything that was said came true."""
        stopped = place_of(trace.route, backend)
        return (self.place is None or self.place.key == stopped.key) and self.code in (None, trace.status)


def parted_at(expected: Expected, trace: Trace, backend: Graph) -> Node | None:
    """Return the last box that the expected way and the real one have in common; None where they end alike.

    Of a code alone the place is told only where there is one for it.
    """
    place = expected.place or _place_of_code(expected.code, backend)
    if place is None or place.key == place_of(trace.route, backend).key:
        return None
    return common_end(way_to(place, backend), trace.route, backend)


def _place_of_code(code: int | None, backend: Graph) -> Place | None:
    exits = [node.id for node in backend.terminals if code in node.codes]
    key = exits[0] if exits else ONLY_AT.get(code or 0)
    return find_place(key, backend) if key else None


def common_end(one: Sequence[str], other: Sequence[str], backend: Graph) -> Node:
    """Return the last box of the common beginning of two routes."""
    last = backend.start
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs or mine not in backend.nodes:
            break
        last = mine
    return backend[last]
