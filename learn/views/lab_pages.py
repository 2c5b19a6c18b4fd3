"""The lab for people: a trace as a page, the explanations of its errors, its documentation, one's own sandbox."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import learner_who_writes, sandbox_of_learner
from learn.actions.sandboxes import make_sandbox, reset_sandbox, set_faults
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lab.openapi import openapi
from learn.domain.lab.operations import OPERATIONS
from learn.domain.lab.shop import FAULTS, TOKENS
from learn.domain.lab.trace import Trace
from learn.domain.library import Library
from learn.library import library
from learn.models import Sandbox
from learn.views.answers import path_context
from learn.views.errors import error_page
from learn.views.pages import NO_STORE, LearnRequest, base_context, origin_of, versioned

# The page shows what a stranger may have written, so it is no document of the site: no script, no form, no origin.
TRACE_CSP = "sandbox allow-top-navigation; default-src 'none'; style-src 'self'; img-src 'self'"


def trace_page(request: HttpRequest, sandbox: Sandbox, trace: Trace) -> HttpResponse:
    """A trace as a page: the exchange as received and sent, the lit map, the same in words, the leaf explained."""
    context = base_context(request, 200, NO_STORE) | path_context(trace)
    context |= {"sandbox": sandbox, "no_script": True}
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
        raise Http404("The lab has no error with this name. The list of problems has them all.")
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


@require_POST
def own_sandbox(request: LearnRequest) -> HttpResponse:
    """Make a sandbox for this learner; or reset the one there is, or set its weather."""
    now = timezone.now()
    wished = {name: request.POST[name] for name in FAULTS if name in request.POST}
    if any(value not in FAULTS[name] for name, value in wished.items()):
        return error_page(request, 422, "The weather has no such setting. The lab's page lists those there are.")
    learner = learner_who_writes(request, now=now)
    sandbox = sandbox_of_learner(learner.pk)
    if sandbox is None:
        make_sandbox(now=now, learner=learner.pk)
    elif "reset" in request.POST:
        reset_sandbox(sandbox.pk, now=now)
    elif wished:
        set_faults(sandbox.pk, wished, now=now)
    slug = request.POST.get("challenge", "")
    place = reverse("challenge", args=[slug]) if slug in library().challenges else reverse("lab")
    return HttpResponseRedirect(place, status=303)
