"""The console's page: the form, the exchange that is open, the history; with a challenge around it."""

from secrets import token_urlsafe
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from learn.access import exchanges_of, learner_id_of, sendings_of, shared_of
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lab.compare import below_sandbox
from learn.domain.lab.curl import as_curl
from learn.domain.lab.draft import Draft, DraftProblem, draft_of, read_draft
from learn.domain.lab.examples import examples
from learn.domain.lab.predict import CERTAINTIES, LAB_CODES, places
from learn.domain.lab.shop import TOKENS, read_shop
from learn.domain.lab.trace import Trace
from learn.domain.lab.weather import WORDS, switches
from learn.library import library
from learn.models import Sandbox
from learn.relay import Wire, server_fields
from learn.views.answers import answer_context, prediction_context
from learn.views.challenge_state import challenge_context
from learn.views.due import due_of
from learn.views.live import live_context
from learn.views.pages import LearnRequest, origin_of, render, wants_fragment

FIRST = {
    "method": "GET",
    "target": "/api/v1/products/sku_123",
    "caller": "none",
    "headers": "",
    "content": "",
    "fault": "",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW")
NO_BASE = "/lab/your-sandbox"


def page(
    request: LearnRequest, sandbox: Sandbox | None, *, slug: str = "", status: int = 200, **parts: Any
) -> HttpResponse:
    """Answer with the console, or with a challenge's page around it; only the work between them where htmx asked."""
    context = console_context(request, sandbox, **parts)
    if slug:
        context |= challenge_context(learner_id_of(request), sandbox, library().challenges[slug])
        context["in_part"] = wants_fragment(request)
    elif not wants_fragment(request):
        context["due"] = due_of(request)()
    template = "lab/challenge.html" if slug else "lab/console.html"
    return render(request, template, context, status=status, fragment="work")


def base_of(sandbox: Sandbox | None) -> str:
    return f"/lab/{sandbox.pk}" if sandbox else NO_BASE


def console_context(
    request: LearnRequest,
    sandbox: Sandbox | None,
    *,
    trace: Trace | None = None,
    form: dict[str, str] | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """Return what the console shows: the form, the exchange that is open, and the history."""
    base, origin = base_of(sandbox), origin_of(request)
    context: dict[str, Any] = {
        "sandbox": sandbox,
        "api": f"{origin}{base}/api/v1" if sandbox else "",
        "form": form or FIRST,
        "number": token_urlsafe(12),
        "tokens": TOKENS,
        "weather": WORDS,
        "methods": METHODS,
        "drawing": draw(library().backend),
        "lit": Lit(frozenset(), frozenset()),
        "examples": examples(),
        "places": list(places(library().backend)),
        "certainties": CERTAINTIES.items(),
        "chosen": {"place": "", "code": None, "certainty": 2},
        "taught": [library().registry[code] for code in LAB_CODES],
    }
    if trace is not None:
        context |= _opened(request, sandbox, trace, form)
    context["curl"] = _curl(context["form"], origin, base)
    if sandbox is not None:
        context |= live_context(sandbox, exchanges_of(sandbox))
        context["switches"] = switches(read_shop(sandbox.shop).faults)
    return context | extra


def _opened(
    request: LearnRequest, sandbox: Sandbox | None, trace: Trace, form: dict[str, str] | None
) -> dict[str, Any]:
    """Return what is shown of the exchange that is open."""
    base, learner = base_of(sandbox), learner_id_of(request)
    shop = read_shop(sandbox.shop) if sandbox else None
    context = answer_context(trace, base, shop, timezone.now().timestamp(), request.get_host())
    sendings = sendings_of(learner, [trace.request_id])
    return context | {
        "prediction": prediction_context(sendings[0] if sendings else None, trace),
        "target": below_sandbox(trace.target),
        "form": form or draft_of(trace, base).form(),
        "shared": shared_of(learner, trace.request_id),
        "server_fields": server_fields(Wire(trace.status, "", trace.response_fields, b""), trace.at),
    }


def _curl(form: dict[str, str], origin: str, base: str) -> str:
    try:
        return as_curl(read_form(form, origin, base), origin, base)
    except DraftProblem:
        return ""


def read_form(form: dict[str, str], origin: str, base: str) -> Draft:
    """Return the draft in the console's fields. Raises DraftProblem."""
    return read_draft(
        form["method"],
        form["target"],
        form["headers"],
        form["content"],
        caller=form["caller"],
        fault=form["fault"],
        base=base,
        origin=origin,
    )
