"""A database that is locked, full or away is a 503 that says when to come back, not a 500."""

from collections.abc import Callable

from django.db import Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from learn.views.errors import method_not_allowed, service_unavailable


class FaultsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        forget_broken_connections()
        return service_unavailable(request)


def forget_broken_connections() -> None:
    """Close connections that failed, so that the next request begins with a fresh one."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            try:
                connection.close()
            except Error:
                connection.connection = None
