"""A database that is locked, full or away is a 503 that says when to come back, not a 500."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from learn.actions.writing import AWAY, forget_broken_connections
from learn.views.errors import method_not_allowed, service_unavailable

SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class FaultsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if session is not None and not SESSION_KEY.fullmatch(session):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]  # never one of ours, so nobody need look for it
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, AWAY):
            return None
        forget_broken_connections()
        return service_unavailable(request)
