"""What is shown of an exchange with the lab: raw text, the lit map, the same in words, notes, what would go further."""

from dataclasses import dataclass
from typing import Any

from learn.actions.lab import fresh, lab
from learn.domain.flow.diagram import Lit, draw, sentence
from learn.domain.lab.changes.change import Change, Changes
from learn.domain.lab.changes.search import smallest_changes
from learn.domain.lab.draft import Draft, DraftProblem, draft_of, read_draft
from learn.domain.lab.notes import notes
from learn.domain.lab.predict import Expected, Place, find_place, parted_at, place_of
from learn.domain.lab.request import Request
from learn.domain.lab.shop import Shop
from learn.domain.lab.trace import Trace
from learn.library import library
from learn.models import Sending

# Where a request stops for what is behind the server, and the exit that says so.
BEHIND, EXIT_BEHIND = "R", "S"


@dataclass(frozen=True)
class Offer:
    """A change that would carry the request further, ready to be sent."""

    change: Change
    form: dict[str, str]

    @property
    def says(self) -> str:
        first, *others = [edit.says for edit in self.change.edits]
        return ", and ".join([first, *(other[0].lower() + other[1:] for other in others)])

    @property
    def outcome(self) -> str:
        """How far it would get, in words."""
        held = library()
        box = held.backend[self.change.reaches].label
        if self.is_answered:
            return f"{box} answers it at once: {held.registry[204]}"
        if self.change.leaves is not None:
            return f"Then it stops at {box} {held.registry[self.change.leaves]}"
        if self.change.reaches == BEHIND:
            return "What comes then can't be told beforehand"
        return f"Then it gets to {box}"

    @property
    def is_answered(self) -> bool:
        """Whether it gets its answer on the way, which is no failure."""
        return self.change.leaves == 204


def path_context(trace: Trace) -> dict[str, Any]:
    """Return the path of an exchange: the lit map, its steps in words, the leaf that explains the code."""
    held = library()
    backend, finer = held.backend, held.charts[trace.graph]
    walk = finer.walk_by(trace.answers)
    drawn = [box for box in trace.route[:-1] if box in backend.nodes]
    left = trace.route[-2].startswith("x")
    return {
        "trace": trace,
        "shown": held.registry[trace.status],
        "drawing": draw(backend),
        "lit": Lit.by_route(backend, drawn),
        "steps": [(backend[step["node"]], step) for step in trace.steps if step["node"] in backend.nodes],
        "elsewhere": drawn[-1] if left else "",
        "leaf": walk.at,
        "leaf_chart": finer,
        "leaf_words": sentence(walk),
    }


def answer_context(trace: Trace, base: str, shop: Shop | None, now: float, host: str) -> dict[str, Any]:
    """Return everything shown of an exchange in one's own sandbox. ``shop`` tells what would go further by now."""
    context = path_context(trace)
    draft = draft_of(trace, base)
    noted = notes(trace.method, trace.target, trace.status, context["shown"].phrase, trace.response_fields,
                  trace.response_content.encode())  # fmt: skip
    stopped_early = trace.status >= 300 and shop is not None and not trace.unreadable
    changes = _changes(draft.as_request(base, host), shop, now) if stopped_early and shop else Changes("", ())
    if changes.stopped == BEHIND and EXIT_BEHIND not in trace.route:
        # Something else ended it: what the weather would do to it now is no answer to that.
        changes = Changes("", ())
    offers = [offer for change in changes.options if _can_be_sent(offer := Offer(change, _form(change.request, base)))]
    if offers:
        context["lit"] = context["lit"].with_ghost(offers[0].change.walk)
    stopped = library().backend.nodes.get(changes.stopped)
    return context | {
        "draft": draft,
        "notes": noted,
        "noted_fields": [
            (name, value, [note for note in noted if note.field.lower() == name.lower()])
            for name, value in trace.response_fields
        ],
        "offers": offers,
        "stops_now": stopped,
        "nothing_helps": bool(changes.stopped) and not changes.options,
        "goes_through_now": stopped_early and not changes.stopped and "P" not in trace.route,
    }


def _changes(request: Request, shop: Shop, now: float) -> Changes:
    return smallest_changes(request, shop, lab(), now=now, fresh=fresh)


def _form(request: Request, base: str) -> dict[str, str]:
    headers = tuple((name, value) for name, value in request.headers if name.lower() not in ("host", "content-length"))
    target = request.target.removeprefix(base)
    return Draft(request.method, target, headers, request.content.decode("utf-8", "replace")).form()


def _can_be_sent(offer: Offer) -> bool:
    """Whether the console's form takes what a terminal has sent."""
    form = offer.form
    try:
        read_draft(form["method"], form["target"], form["headers"], form["content"], base="", origin="")
    except DraftProblem:
        return False
    return True


def expected_of(sending: Sending) -> Expected | None:
    """Return the prediction stored with a sending, if there is one."""
    if not sending.predicted:
        return None
    try:
        place: Place | None = find_place(sending.place, library().backend) if sending.place else None
    except LookupError:
        place = None  # the chart has changed since
    return Expected(place, sending.code, sending.certainty or 1)


def prediction_context(sending: Sending | None, trace: Trace) -> dict[str, Any] | None:
    """Return what was expected, what happened, and the box at which the two parted."""
    expected = expected_of(sending) if sending else None
    if expected is None or sending is None:
        return None
    backend = library().backend
    return {
        "expected": expected,
        "code": library().registry.get(expected.code),
        "stopped": place_of(trace.route, backend),
        "right": expected.is_right(trace, backend),
        "parted": parted_at(expected, trace, backend),
        "certainty": sending.get_certainty_display(),
    }
