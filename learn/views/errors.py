"""Our own error pages: the right status, what would be right, and the path that led there on the diagram."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from learn.access import visitor
from learn.actions.writing import AWAY
from learn.domain.flow.diagram import Lit, draw
from learn.library import library
from learn.views.pages import NO_STORE, base_context

# The way of our own refusals through the diagram, as the lab writes it; None says "elsewhere" beside the last box.
ROUTES = {
    400: "A B C E F G",
    403: "A B C E F H I",
    404: "A B C E F H J K",
    405: "A B C E F",
    409: "A B C E F H J L M N",
    410: "A B C E F H J K",
    413: "A B",
    422: "A B C E F G",
    429: "A B C E F H J L M O",
    500: "A B C E F H J L",
    503: "A B C E F H J L M P R S",
}
RETRY_SECONDS = 5
NEVER_REPEATED = ("password", "csrfmiddlewaretoken")


def error_page(request: HttpRequest, status: int, detail: str, **context: Any) -> HttpResponse:
    """Render the page of an error. It asks nothing of the database."""
    if not hasattr(request, "_viewer") and status in (500, 503):
        request._viewer = visitor()  # type: ignore[attr-defined]
    graph = library().backend
    route = ROUTES[status].split()
    shown = base_context(request, status, NO_STORE) | {
        "detail": detail,
        "drawing": draw(graph),
        "lit": Lit.by_route(graph, route),
        "route": [graph[box] for box in route],
        "elsewhere": graph[route[-1]].role != "terminal",
        **context,
    }
    response = HttpResponse(render_to_string("errors/error.html", shown, request), status=status)
    response["Cache-Control"] = NO_STORE
    if getattr(request, "htmx", None):
        # A whole page, wherever a part of one was asked for.
        response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, 413, "The request is larger than this site takes: 256 KiB.")
    if isinstance(exception, TooManyFieldsSent):
        return error_page(request, 400, "The form has more fields than this site reads.")
    if isinstance(exception, SuspiciousOperation) or exception is None:
        return error_page(request, 400, "The request can't be read as it was sent. Go back and try once more.")
    return error_page(request, 400, str(exception))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, str(exception or "") or "This isn't yours to see or change.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    detail = (
        "The form was opened before you signed in or out, or it was sent from another site. "
        "Go back, reload the page and send it again."
    )
    return error_page(request, 403, detail)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    argument = exception.args[0] if exception is not None and exception.args else ""
    detail = argument if isinstance(argument, str) and argument.endswith(".") else ""
    return error_page(request, 404, detail or "Nothing is at this address. It may have been mistyped.")


def method_not_allowed(request: HttpRequest, allow: str) -> HttpResponse:
    detail = f"This address exists, but not for {request.method}. It answers {allow}."
    response = error_page(request, 405, detail)
    response["Allow"] = allow
    return response


def too_many_requests(request: HttpRequest, detail: str, *, retry_seconds: int) -> HttpResponse:
    response = error_page(request, 429, detail, retry_seconds=retry_seconds)
    response["Retry-After"] = str(retry_seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], AWAY):
        return service_unavailable(request)
    return error_page(request, 500, "Something broke here, and it has been logged. Your request may be fine.")


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503, with what was typed in a form that sends it again."""
    detail = "The database doesn't answer at the moment. Lessons, codes and the wizard can still be read."
    typed = [] if request.method != "POST" else _typed(request)
    shown: dict[str, Any] = {"typed": typed, "retry_seconds": RETRY_SECONDS}
    if typed:
        # The one secret that is known to be this browser's own is in the token it has sent.
        shown["token"] = request.POST.get("csrfmiddlewaretoken", "")
    response = error_page(request, 503, detail, **shown)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        fields = request.POST.lists()
    except (OSError, SuspiciousOperation):
        return []
    return [
        (name, value) for name, values in fields if not any(word in name for word in NEVER_REPEATED) for value in values
    ]
