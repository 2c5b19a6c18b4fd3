"""What appears on an open page by itself: a part of it, asked for again and again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.http import parse_etags

from learn.build import build
from learn.library import library
from learn.views.pages import PRIVATE, etag_of


def live_part(
    request: HttpRequest, facts: tuple[Any, ...], template: str, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """Answer with a part of a page that is a function of ``facts``; 304 where the client holds what they make."""
    etag = etag_of((build(), library().version, *facts))
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(render_to_string(template, context(), request))
        response["Content-Length"] = str(len(response.content))
    response["ETag"] = etag
    response["Cache-Control"] = PRIVATE
    return response
