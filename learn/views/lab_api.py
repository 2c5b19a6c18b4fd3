"""The lab over HTTP: the control plane of sandboxes, and the API that the chart answers.

Everything here answers JSON (a trace also as a page), reads no cookie and names its own fields.
"""

import logging
import re
from urllib.parse import unquote

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from learn import provider
from learn.actions.lab import answer, prove
from learn.actions.sandboxes import SandboxGone, UnknownSandbox
from learn.actions.writing import forget_broken_connections
from learn.domain.lab.request import Request
from learn.views.lab_control import control, make, offer
from learn.views.lab_wire import BrokenContent, content_of, error_response, fields_of, target_of

SANDBOX_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
logger = logging.getLogger("learn.lab")

RETRY_SECONDS = 5


def answer_lab(request: HttpRequest) -> HttpResponse:
    """Answer any request under ``/lab/``. Nothing leaves here as a page of the site's errors."""
    try:
        return _dispatch(request)
    except UnknownSandbox:
        return error_response(404, "unknown_sandbox", "there is no such sandbox; POST /lab/sandboxes makes one")
    except SandboxGone:
        return error_response(410, "sandbox_gone", "this sandbox was deleted, or idle for 24 hours; make another")
    except BrokenContent as error:
        return error_response(400, "malformed_message", str(error), [("Connection", "close")])
    except DatabaseError:
        logger.exception("the lab's database doesn't answer")
        forget_broken_connections()
        fields = [("Retry-After", str(RETRY_SECONDS))]
        return error_response(503, "database_away", "the lab's database doesn't answer at the moment", fields)


def _dispatch(request: HttpRequest) -> HttpResponse:
    target = target_of(request)
    segments = [unquote(part, errors="replace") for part in target.partition("?")[0].split("/")[2:]]
    if segments == ["sandboxes"]:
        return offer(request, {"POST": lambda: make(request)})
    sandbox_id, *rest = segments
    if not SANDBOX_ID.fullmatch(sandbox_id):
        raise UnknownSandbox(sandbox_id)
    offered = control(request, sandbox_id, rest)
    if offered is not None:
        return offer(request, offered)
    content, cut = content_of(request)
    received = Request(
        method=str(request.method),
        target=target,
        headers=tuple(fields_of(request)),
        content=content,
        base=f"/lab/{sandbox_id}",
        cut=cut,
    )
    finished, owed = answer(sandbox_id, received, clock=timezone.now, ask=provider.ask)
    if owed is not None:
        prove(owed, now=timezone.now())
    response = HttpResponse(finished.content, status=finished.status, reason=finished.phrase)
    del response["Content-Type"]
    for name, value in finished.fields:
        response[name] = value
    if cut:
        response["Connection"] = "close"
    return response
