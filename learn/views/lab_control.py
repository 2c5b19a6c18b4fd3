"""The control plane of the lab: sandboxes, their weather, what the provider took, traces. No limit counts it."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from learn.actions.sandboxes import delete_sandbox, make_sandbox, open_sandbox, reset_sandbox, set_faults
from learn.domain.lab.headers import preferred
from learn.domain.lab.shop import FAULTS, TOKENS, read_shop
from learn.domain.lab.trace import trace_from
from learn.limits import sandbox_wait_seconds
from learn.models import Sandbox
from learn.views.lab_challenges import all_challenges, arm, one_challenge
from learn.views.lab_pages import trace_page
from learn.views.lab_wire import content_of, error_response, json_response, no_content, plain
from learn.views.live import live

REQUEST_ID = re.compile(r"req_[0-9a-f]{10}")

type Methods = dict[str, Callable[[], HttpResponse]]


def control(request: HttpRequest, sandbox_id: str, rest: list[str]) -> Methods | None:
    """Return what the control plane offers at an address, or None for the lab's own addresses."""
    now = timezone.now()

    def sandbox() -> Sandbox:
        return open_sandbox(sandbox_id, now=now)

    match rest:
        case []:
            return {
                "GET": lambda: json_response(200, _described(sandbox())),
                "DELETE": lambda: _done(lambda: delete_sandbox(sandbox_id, now=now)),
            }
        case ["reset"]:
            return {"POST": lambda: _done(lambda: reset_sandbox(sandbox_id, now=now))}
        case ["faults"]:
            return {
                "GET": lambda: json_response(200, read_shop(sandbox().shop).faults),
                "PUT": lambda: _put_faults(request, sandbox()),
            }
        case ["provider", "ledger"]:
            return {"GET": lambda: json_response(200, {"captures": _captures(sandbox())})}
        case ["traces"]:
            return {"GET": lambda: json_response(200, {"traces": _traces(sandbox())})}
        case ["traces", request_id]:
            return {"GET": lambda: _trace(request, sandbox(), request_id)}
        case ["history"]:
            return {"GET": lambda: live(request, sandbox())}
        case ["challenges", *slugs] if len(slugs) < 2:
            return _of_challenges(request, sandbox, slugs)
        case _:
            return None


def _of_challenges(request: HttpRequest, sandbox: Callable[[], Sandbox], slugs: list[str]) -> Methods:
    if not slugs:
        return {"GET": lambda: all_challenges(request, sandbox())}
    return {
        "GET": lambda: one_challenge(request, sandbox(), slugs[0]),
        "POST": lambda: arm(request, sandbox(), slugs[0], timezone.now()),
    }


def offer(request: HttpRequest, methods: Methods) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else str(request.method)
    offered = [name for name in ("GET", "HEAD", "POST", "PUT", "DELETE") if name in methods or name == "HEAD"]
    allow = ", ".join([name for name in offered if name != "HEAD" or "GET" in methods] + ["OPTIONS"])
    if method == "OPTIONS":
        return plain(204, b"", [("Allow", allow)])
    if method not in methods:
        return error_response(405, "method_not_allowed", f"this address answers {allow}", [("Allow", allow)])
    response = methods[method]()
    if request.method == "HEAD":
        response.content = b""
    return response


def make(request: HttpRequest) -> HttpResponse:
    wait = sandbox_wait_seconds(request.META.get("REMOTE_ADDR", ""))
    if wait:
        message = f"too many sandboxes were made from your address; wait {wait} s"
        return error_response(429, "too_many_sandboxes", message, [("Retry-After", str(wait))])
    sandbox = make_sandbox(now=timezone.now())
    return json_response(201, _described(sandbox, counted=False), [("Location", f"/lab/{sandbox.pk}")])


def _described(sandbox: Sandbox, *, counted: bool = True) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "sandbox": sandbox.pk,
        "api": f"/lab/{sandbox.pk}/api/v1",
        "tokens": TOKENS,
        "expiresAt": sandbox.expires_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    return shown | ({"requests": sandbox.requests} if counted else {})


def _put_faults(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    content, _ = content_of(request)
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
        return error_response(400, "unknown_fault", message, switches=switches)
    return json_response(200, set_faults(sandbox.pk, wished, now=timezone.now()))


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
    row = sandbox.traces.filter(request_id=request_id).first() if REQUEST_ID.fullmatch(request_id) else None
    if row is None:
        return error_response(404, "not_found", f"no trace {request_id} is kept; the last 50 are")
    trace = trace_from(row.record)
    wanted = preferred(request.headers.get("Accept"), ("application/json", "text/html"))
    if wanted == "text/html":
        return trace_page(request, sandbox, trace)
    return json_response(200, trace.as_json())


def _done(change: Callable[[], None]) -> HttpResponse:
    change()
    return no_content()
