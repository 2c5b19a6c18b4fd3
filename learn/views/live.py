"""What appears on an open page of the lab by itself: the exchanges, and how far a challenge is solved."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from learn.access import exchanges_of, sendings_of
from learn.actions.challenges import verdict_of
from learn.domain.lab.compare import below_sandbox
from learn.domain.lab.predict import Place, place_of
from learn.domain.lab.trace import Trace
from learn.domain.status import Status
from learn.library import library
from learn.models import Sandbox, Sending
from learn.views.challenge_state import counting_context
from learn.views.parts import live_part


@dataclass(frozen=True)
class Row:
    """One exchange in the history."""

    trace: Trace
    status: Status
    target: str
    stopped: Place
    sending: Sending | None


def live_context(sandbox: Sandbox, traces: list[Trace]) -> dict[str, Any]:
    """Return the history of a sandbox, newest first."""
    held = library()
    ids = [trace.request_id for trace in traces]
    sent = {sending.request_id: sending for sending in sendings_of(sandbox.learner, ids)} if ids else {}
    rows = [
        Row(
            trace,
            held.registry[trace.status],
            below_sandbox(trace.target),
            place_of(trace.route, held.backend),
            sent.get(trace.request_id),
        )
        for trace in traces
    ]
    return {"rows": rows, "sandbox": sandbox}


def live(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Answer with the history, and the clauses of a ``challenge`` if the page shows one; 304 where nothing is new.

    Whether anything is takes the sandbox's row and nothing else.
    """
    slug = request.GET.get("challenge", "")
    counted = (sandbox.epoch, sandbox.requests, sandbox.challenge, sandbox.armed_from, sandbox.solved_by)
    facts = (sandbox.pk, sandbox.learner, *counted, slug)
    response = live_part(request, facts, "lab/_live.html", lambda: _live_context(sandbox, slug))
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _live_context(sandbox: Sandbox, slug: str) -> dict[str, Any]:
    context = live_context(sandbox, exchanges_of(sandbox))
    challenge = library().challenges.get(slug)
    if challenge is None:
        return context
    shown = {"challenge": challenge, "verdict": verdict_of(sandbox, challenge)}
    return context | shown | counting_context(sandbox, challenge)
