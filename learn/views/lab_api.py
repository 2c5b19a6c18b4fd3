"""The lab over HTTP: the control plane of sandboxes, and the API that the chart answers.

Everything here answers JSON (a trace also as a page), reads no cookie and names its own fields.
"""

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from learn import provider
from learn.actions.lab import (
    SandboxGone,
    UnknownSandbox,
    answer,
    delete_sandbox,
    make_sandbox,
    open_sandbox,
    prove,
    reset_sandbox,
    set_faults,
)
from learn.actions.writing import forget_broken_connections
from learn.domain.lab.headers import preferred
from learn.domain.lab.reply import Fields, as_json
from learn.domain.lab.request import Request
from learn.domain.lab.shop import FAULTS, TOKENS, read_shop
from learn.domain.lab.trace import trace_from
from learn.limits import sandbox_wait_seconds
from learn.models import Sandbox
from learn.views.lab_pages import trace_page

logger = logging.getLogger("learn.lab")

READ_AT_MOST = 256 * 1024
RETRY_SECONDS = 5


def answer_lab(request: HttpRequest) -> HttpResponse:
    """Answer any request under ``/lab/``. Nothing leaves here as a page of the site's errors."""
    try:
        return _dispatch(request)
    except UnknownSandbox:
        return _error(404, "unknown_sandbox", "there is no such sandbox; POST /lab/sandboxes makes one")
    except SandboxGone:
        return _error(410, "sandbox_gone", "this sandbox was deleted, or idle for 24 hours; make another")
    except DatabaseError:
        logger.exception("the lab's database doesn't answer")
        forget_broken_connections()
        fields = [("Retry-After", str(RETRY_SECONDS))]
        return _error(503, "database_away", "the lab's database doesn't answer at the moment", fields)


def _dispatch(request: HttpRequest) -> HttpResponse:
    target = _target(request)
    segments = [unquote(part, errors="replace") for part in target.partition("?")[0].split("/")[2:]]
    if segments == ["sandboxes"]:
        return _offer(request, {"POST": lambda: _make(request)})
    sandbox_id, *rest = segments
    control = _control(request, sandbox_id, rest)
    if control is not None:
        return _offer(request, control)
    content, cut = _content(request)
    received = Request(
        method=str(request.method),
        target=target,
        headers=tuple(_headers(request)),
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


# --------------------------------------------------------------------------------------------- the request as received


def _target(request: HttpRequest) -> str:
    """Return path and query as they were sent; a whole URL in the request line loses its host."""
    raw = str(request.META.get("RAW_URI") or request.get_full_path())
    if "://" in raw.partition("?")[0] and not raw.startswith("/"):
        raw = "/" + raw.partition("://")[2].partition("/")[2]
    return raw


def _headers(request: HttpRequest) -> Fields:
    """Return the fields as received. WSGI has lost their case and order, and joined those of one name."""
    found: Fields = []
    for key, value in request.META.items():
        if key.startswith("HTTP_"):
            found.append((key[5:].replace("_", "-").title(), str(value)))
        elif key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value not in ("", None):
            found.append((key.replace("_", "-").title(), str(value)))
    return found


def _content(request: HttpRequest) -> tuple[bytes, bool]:
    """Return the content, and whether some was left unread. Chunked content has no length, so the stream is read."""
    stream = request.META["wsgi.input"]
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        content = stream.read(READ_AT_MOST + 1)
        return content[:READ_AT_MOST], len(content) > READ_AT_MOST
    try:
        length = max(0, int(request.META.get("CONTENT_LENGTH") or 0))
    except ValueError:
        length = 0
    return stream.read(min(length, READ_AT_MOST)), length > READ_AT_MOST


# --------------------------------------------------------------------------------------------- the control plane


type Methods = dict[str, Callable[[], HttpResponse]]


def _control(request: HttpRequest, sandbox_id: str, rest: list[str]) -> Methods | None:
    """Return what the control plane offers at an address, or None for the lab's own addresses."""
    now = timezone.now()

    def sandbox() -> Sandbox:
        return open_sandbox(sandbox_id, now=now)

    match rest:
        case []:
            return {
                "GET": lambda: _json(200, _described(sandbox())),
                "DELETE": lambda: _empty(lambda: delete_sandbox(sandbox_id, now=now)),
            }
        case ["reset"]:
            return {"POST": lambda: _empty(lambda: reset_sandbox(sandbox_id, now=now))}
        case ["faults"]:
            return {
                "GET": lambda: _json(200, read_shop(sandbox().shop).faults),
                "PUT": lambda: _put_faults(request, sandbox()),
            }
        case ["provider", "ledger"]:
            return {"GET": lambda: _json(200, {"captures": _captures(sandbox())})}
        case ["traces"]:
            return {"GET": lambda: _json(200, {"traces": _traces(sandbox())})}
        case ["traces", request_id]:
            return {"GET": lambda: _trace(request, sandbox(), request_id)}
        case _:
            return None


def _offer(request: HttpRequest, methods: Methods) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else str(request.method)
    offered = [name for name in ("GET", "HEAD", "POST", "PUT", "DELETE") if name in methods or name == "HEAD"]
    allow = ", ".join([name for name in offered if name != "HEAD" or "GET" in methods] + ["OPTIONS"])
    if method == "OPTIONS":
        return _answer(204, b"", [("Allow", allow)])
    if method not in methods:
        return _error(405, "method_not_allowed", f"this address answers {allow}", [("Allow", allow)])
    response = methods[method]()
    if request.method == "HEAD":
        response.content = b""
    return response


def _make(request: HttpRequest) -> HttpResponse:
    wait = sandbox_wait_seconds(request.META.get("REMOTE_ADDR", ""))
    if wait:
        message = f"too many sandboxes were made from your address; wait {wait} s"
        return _error(429, "too_many_sandboxes", message, [("Retry-After", str(wait))])
    sandbox = make_sandbox(now=timezone.now())
    return _json(201, _described(sandbox, counted=False), [("Location", f"/lab/{sandbox.pk}")])


def _described(sandbox: Sandbox, *, counted: bool = True) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "sandbox": sandbox.pk,
        "api": f"/lab/{sandbox.pk}/api/v1",
        "tokens": TOKENS,
        "expiresAt": sandbox.expires_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    return shown | ({"requests": sandbox.requests} if counted else {})


def _put_faults(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    content, _ = _content(request)
    try:
        wished = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        wished = None
    known = isinstance(wished, dict) and all(
        name in FAULTS and isinstance(value, str) and value in FAULTS[name] for name, value in wished.items()
    )
    if not isinstance(wished, dict) or not known:
        switches = {name: list(values) for name, values in FAULTS.items()}
        message = "send a JSON object with some of the switches, each with one of its values"
        return _error(400, "unknown_fault", message, switches=switches)
    return _json(200, set_faults(sandbox.pk, wished, now=timezone.now()))


def _captures(sandbox: Sandbox) -> list[dict[str, Any]]:
    taken = sandbox.captures.filter(epoch=sandbox.epoch)
    return [{"key": c.key, "orderId": c.order, "amount": c.amount} for c in taken]


def _traces(sandbox: Sandbox) -> list[dict[str, Any]]:
    records = [trace_from(row.record) for row in sandbox.traces.order_by("-number")]
    return [
        {
            "requestId": trace.request_id,
            "method": trace.method,
            "target": trace.target,
            "status": trace.status,
            "route": trace.route_text,
        }
        for trace in records
    ]


def _trace(request: HttpRequest, sandbox: Sandbox, request_id: str) -> HttpResponse:
    row = sandbox.traces.filter(request_id=request_id).first()
    if row is None:
        return _error(404, "not_found", f"no trace {request_id} is kept; the last 50 are")
    trace = trace_from(row.record)
    wanted = preferred(request.headers.get("Accept"), ("application/json", "text/html"))
    if wanted == "text/html":
        return trace_page(request, sandbox, trace)
    return _json(200, trace.as_json())


# --------------------------------------------------------------------------------------------- responses


def _answer(status: int, content: bytes, fields: Fields, media_type: str = "application/json") -> HttpResponse:
    response = HttpResponse(content, status=status)
    del response["Content-Type"]
    response["Cache-Control"] = "no-store"
    if content:
        response["Content-Type"] = media_type
        response["Content-Length"] = str(len(content))
    for name, value in fields:
        response[name] = value
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _json(status: int, value: Any, fields: Fields | None = None) -> HttpResponse:
    return _answer(status, as_json(value), fields or [])


def _empty(change: Callable[[], None]) -> HttpResponse:
    change()
    return _answer(204, b"", [])


def _error(status: int, error: str, message: str, fields: Fields | None = None, **extra: Any) -> HttpResponse:
    return _json(status, {"error": error, "message": message} | extra, fields)
