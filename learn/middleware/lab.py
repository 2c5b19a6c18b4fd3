"""The lab's addresses, answered before anything of the site: no session, no account, no cookie, no CSRF check."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from learn.views.lab_api import answer_lab

PREFIX = "/lab/"
# What the site itself shows under the lab's prefix.
SITE_PAGES = frozenset({"", "openapi.json", "docs", "draft", "send", "compare", "exchanges", "challenges"})


class LabMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(PREFIX):
            name = request.path.removeprefix(PREFIX).partition("/")[0]
            if name not in SITE_PAGES:
                return answer_lab(request)
        return self.get_response(request)
