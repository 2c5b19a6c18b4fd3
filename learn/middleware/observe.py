"""Each request has an id, in its response and in every line logged for it, and tells what it cost."""

import logging
import re
import secrets
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar
from time import perf_counter
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

logger = logging.getLogger("learn.request")
request_id: ContextVar[str] = ContextVar("request_id", default="-")
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
NO_CONTENT = (204, 304)
# The address of a sandbox gives access to it, so no log has it; nor that of a calendar, an invitation or a reset mail.
LAB = re.compile(r"/lab/(?:sandboxes$|[^/]{22,})")
SECRET = re.compile(r"(/(?:lab|calendar|invited|account/reset-password/[^/\s]+)/)[^/\s]{22,}")


class RequestIdFilter(logging.Filter):
    """Gives each line the id of its request, and takes the secret out of addresses that are one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub(r"\1…", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


class ObserveMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        token = request_id.set(given if GIVEN.fullmatch(given) else secrets.token_hex(8))
        statements = 0

        def count(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(*args)

        started = perf_counter()
        try:
            with ExitStack() as counted:
                for connection in connections.all():
                    counted.enter_context(connection.execute_wrapper(count))
                response = self.get_response(request)
            milliseconds = (perf_counter() - started) * 1000
            if "Lab-Request-Id" not in response:
                response["X-Request-Id"] = request_id.get()
            if response.status_code in NO_CONTENT:
                # 204 has no Content-Length at all, and a 304's would be that of its 200 (RFC 9110, 8.6).
                del response["Content-Length"]
            if request.method == "HEAD" and isinstance(response, HttpResponse):
                response.content = b""
            if not request.path.startswith("/static/"):
                # The lab's fields are what learners look at; ours would only be in the way.
                if not LAB.match(request.path):
                    response["Server-Timing"] = f'app;dur={milliseconds:.1f}, db;desc="{statements}"'
                logger.info(
                    "%s %s %s %.1fms %d statements",
                    request.method,
                    request.path,
                    response.status_code,
                    milliseconds,
                    statements,
                )
            return response
        finally:
            request_id.reset(token)
