"""The lab for people: a trace as a page, the explanations of its errors, its documentation, one's own sandbox."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import learner_id_of, learner_who_writes, sandbox_of_learner
from learn.actions.lab import make_sandbox, reset_sandbox
from learn.domain.flow.diagram import Lit, draw, sentence
from learn.domain.lab.openapi import openapi
from learn.domain.lab.operations import OPERATIONS
from learn.domain.lab.shop import TOKENS
from learn.domain.lab.trace import Trace
from learn.domain.library import Library
from learn.library import library
from learn.models import Sandbox
from learn.views.pages import NO_STORE, LearnRequest, base_context, origin_of, render, versioned

# The page shows what a stranger may have written, so it is no document of the site: no script, no form, no origin.
TRACE_CSP = "sandbox allow-top-navigation; default-src 'none'; style-src 'self'; img-src 'self'"


def trace_page(request: HttpRequest, sandbox: Sandbox, trace: Trace) -> HttpResponse:
    """A trace as a page: the exchange as received and sent, the lit map, the same in words, the leaf explained."""
    held = library()
    backend, finer = held.backend, held.charts[trace.graph]
    walk = finer.walk_by(trace.answers)
    drawn = [box for box in trace.route[:-1] if box in backend.nodes]
    left = trace.route[-2].startswith("x")
    context = base_context(request, 200, NO_STORE) | {
        "trace": trace,
        "sandbox": sandbox,
        "shown": held.registry[trace.status],
        "drawing": draw(backend),
        "lit": Lit.by_route(backend, drawn),
        "steps": [(backend[step["node"]], step) for step in trace.steps if step["node"] in backend.nodes],
        "elsewhere": left,
        "leaf": walk.at,
        "leaf_chart": finer,
        "leaf_words": sentence(walk),
        "no_script": True,
    }
    response = HttpResponse(render_to_string("lab/trace.html", context, request))
    response["Cache-Control"] = NO_STORE
    response["Content-Security-Policy"] = TRACE_CSP
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    response["Vary"] = "Accept"
    return response


@require_safe
def problems(request: LearnRequest) -> HttpResponse:
    """All error codes of the lab."""
    return versioned(request, "lab/problems.html", lambda: {"problems": library().problems.values()})


@require_safe
def problem(request: LearnRequest, error: str) -> HttpResponse:
    """What an error code of the lab means, and what the client does next."""
    held = library()
    if error not in held.problems:
        raise Http404("The lab has no error of this name. The list of problems has them all.")
    found = held.problems[error]

    def context() -> dict[str, Any]:
        boxes = [held.backend[box] for box in found.boxes]
        return {
            "problem": found,
            "statuses": [held.registry[status] for status in found.statuses],
            "boxes": boxes,
            "drawing": draw(held.backend),
            "lit": Lit(frozenset(found.boxes), frozenset()),
        }

    return versioned(request, "lab/problem.html", context)


@lru_cache(maxsize=4)
def _document(held: Library, origin: str) -> dict[str, Any]:
    return openapi(OPERATIONS, held.registry, origin)


@require_safe
def openapi_json(request: LearnRequest) -> HttpResponse:
    """The lab's API as OpenAPI 3.1, made from the table that routes its requests."""
    response = JsonResponse(_document(library(), origin_of(request)), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def docs(request: LearnRequest) -> HttpResponse:
    """The same document as a page."""

    def context() -> dict[str, Any]:
        document = _document(library(), origin_of(request))
        known = document["components"]["parameters"]

        def parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
            given = operation.get("parameters", [])
            return [known[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in given]

        rows = [
            (path, method.upper(), operation, parameters(operation))
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if method in ("get", "post", "put", "patch", "delete")
        ]
        return {"rows": rows, "tokens": TOKENS}

    return versioned(request, "lab/docs.html", context)


@require_safe
def lab(request: LearnRequest) -> HttpResponse:
    """One's own sandbox: where it is, who may call, and how to send the first request."""
    sandbox = sandbox_of_learner(learner_id_of(request))
    api = f"{origin_of(request)}/lab/{sandbox.pk}/api/v1" if sandbox else ""
    context = {
        "sandbox": sandbox,
        "api": api,
        "tokens": TOKENS,
        "drawing": draw(library().backend),
        "lit": Lit(frozenset(), frozenset()),
    }
    return render(request, "lab/lab.html", context)


@require_POST
def own_sandbox(request: LearnRequest) -> HttpResponse:
    """Make a sandbox for this learner, or reset the one there is."""
    now = timezone.now()
    learner = learner_who_writes(request, now=now)
    sandbox = sandbox_of_learner(learner.pk)
    if sandbox is None:
        make_sandbox(now=now, learner=learner.pk)
    elif "reset" in request.POST:
        reset_sandbox(sandbox.pk, now=now)
    return HttpResponseRedirect(reverse("lab"), status=303)
