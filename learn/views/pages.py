"""Answering with pages: whole or in part, from memory where the same was asked before, or 304.

A page is a function of its version: the build, the content, the address, the reader's comfort and whatever of the
reader's own state it shows. The same parts make the weak ETag, so a page nobody could tell apart isn't made twice.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject
from django.utils.http import parse_etags
from django_htmx.middleware import HtmxDetails

from learn.access import Viewer, viewer_of
from learn.actions.writing import AWAY, forget_broken_connections
from learn.build import build
from learn.domain.comfort import Comfort, read_comfort
from learn.library import library
from learn.views.made_pages import MadePage, Recent

COMFORT_COOKIE = "comfort"
MESSAGES_COOKIE = "messages"
PUBLIC = "public, no-cache"
PRIVATE = "private, no-cache"
NO_STORE = "private, no-store"
INDENTATION = re.compile(r"\n[ \n]+<")


class LearnRequest(HttpRequest):
    """What middleware adds to a request, for the type checker."""

    htmx: HtmxDetails


_pages: Recent[Any, MadePage] = Recent(160)
# Which page a stamp stands for: many guests have the same one, as long as they have done the same.
_etags: Recent[Any, str] = Recent(4096)


def forget_pages() -> None:
    """Forget every page made: for another database under the same process, as in tests."""
    _pages.clear()
    _etags.clear()


def comfort_of(request: HttpRequest) -> Comfort:
    return read_comfort(request.COOKIES.get(COMFORT_COOKIE, ""))


def origin_of(request: HttpRequest) -> str:
    """Return the site's scheme, host and port, as the request knows them."""
    try:
        return request.build_absolute_uri("/")[:-1]
    except DisallowedHost:
        return ""  # the page that refuses it has no links to elsewhere


def wants_fragment(request: LearnRequest) -> bool:
    htmx = request.htmx
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    fragment: str = "",
    cache_control: str = NO_STORE,
) -> HttpResponse:
    """Render a page that is made anew each time, or only its partial ``fragment`` when htmx asked.

    ``fragment`` is always written in the view. Taking it from the request would let a visitor render any partial,
    around whatever ``if`` protects it.
    """
    name = f"{template}#{fragment}" if fragment and wants_fragment(request) else template  # type: ignore[arg-type]
    text = render_to_string(name, base_context(request, status, cache_control) | context, request)
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = cache_control
    patch_vary_headers(response, ["Cookie", "HX-Request"] if fragment else ["Cookie"])
    return response


def versioned(
    request: HttpRequest,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    version: Callable[[], tuple[Any, ...]] | None = None,
    fragment: str = "",
    stamped: bool = True,
) -> HttpResponse:
    """Answer with a page that is a function of ``version``, from memory if it was made before, or with 304.

    ``version`` gives what the page shows beside content, address and comfort: the reader's state; None where it
    shows nothing of it. It is only asked where the viewer has no stamp that says as much, or where the page isn't
    ``stamped``: what it shows may change without this browser, or seldom enough to be worth a look. Access is
    decided before this is called, so a validator never tells a stranger anything.
    """
    viewer = viewer_of(request)
    part = fragment if fragment and wants_fragment(request) else ""  # type: ignore[arg-type]
    etag = _etag(request, part, version, viewer.stamp if stamped else None)
    if MESSAGES_COOKIE in request.COOKIES or viewer.unreadable:
        return render(request, template, _read(viewer, context), fragment=fragment)
    response: HttpResponse
    if _matches(request, etag):
        response = HttpResponseNotModified()
    else:
        shown = {"etag": etag, "fragment": part, "cache_control": _cache_control(request)}
        page = _page(request, f"{template}#{part}" if part else template, context, shown)
        if page is None:
            return render(request, template, context(), fragment=fragment)
        response = _encoded(request, page)
    response["ETag"] = etag
    response["Cache-Control"] = _cache_control(request)
    vary = ["Accept-Encoding", "Cookie", "HX-Request"] if fragment else ["Accept-Encoding", "Cookie"]
    patch_vary_headers(response, vary)
    return response


def _etag(
    request: HttpRequest,
    part: str,
    version: Callable[[], tuple[Any, ...]] | None,
    stamp: tuple[Any, ...] | None,
) -> str:
    """Return the weak validator of the page asked for. A stamp seen before says it without asking for the version."""
    viewer = viewer_of(request)
    cookie = request.COOKIES.get(COMFORT_COOKIE, "")
    who = (viewer.name, viewer.known, viewer.in_class)
    facts = (build(), library().version, request.get_full_path(), cookie, who, part)
    if version is None:
        return etag_of(facts)
    if stamp is None:
        return etag_of((facts, _read(viewer, version)))
    etag = _etags.get((facts, stamp))
    if etag is None:
        etag = etag_of((facts, _read(viewer, version)))
        if not viewer.unreadable:
            _etags.keep((facts, stamp), etag)
    return etag


def etag_of(facts: tuple[Any, ...]) -> str:
    """Return the weak validator of what these facts make."""
    return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:20]}"'


def _cache_control(request: HttpRequest) -> str:
    return PRIVATE if viewer_of(request).known or COMFORT_COOKIE in request.COOKIES else PUBLIC


def _page(
    request: HttpRequest, name: str, context: Callable[[], dict[str, Any]], shown: dict[str, Any]
) -> MadePage | None:
    """Return the page of an ETag from memory, or made now; None where the database can't say what it shows."""
    host = request.get_host() if not settings.DEBUG else object()
    key = (shown["etag"], request.META.get("CSRF_COOKIE"), host, request.is_secure())
    page = _pages.get(key)
    if page is None:
        viewer = viewer_of(request)
        own = _read(viewer, context)
        if viewer.unreadable:
            return None
        text = render_to_string(name, base_context(request, 200, shown["cache_control"]) | shown | own, request)
        # Indentation is for those who read templates. No line of a printed exchange begins with a tag.
        page = _pages.keep(key, MadePage(INDENTATION.sub("\n<", text).encode()))
    return page


def _read[T](viewer: Viewer, ask: Callable[[], T]) -> T:
    """Return what ``ask`` gives; where the database can't say, what it gives for someone nobody knows."""
    try:
        return ask()
    except AWAY:
        if not viewer.known:
            raise
        forget_broken_connections()
        viewer.unreadable = True
        return ask()


def _matches(request: HttpRequest, etag: str) -> bool:
    """Whether the client holds this page: weak comparison, as RFC 9110, 13.1.2 wants for reads."""
    given = request.headers.get("If-None-Match", "")
    if not given or request.method not in ("GET", "HEAD"):
        return False
    tags = parse_etags(given)
    return tags == ["*"] or etag.removeprefix("W/") in [tag.removeprefix("W/") for tag in tags]


def _encoded(request: HttpRequest, page: MadePage) -> HttpResponse:
    accepted = request.headers.get("Accept-Encoding", "")
    for name in ("br", "gzip"):
        if _accepts(accepted, name):
            response = HttpResponse(getattr(page, name))
            response["Content-Encoding"] = name
            return response
    return HttpResponse(page.text)


def _accepts(header: str, coding: str) -> bool:
    for part in header.split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() == coding:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def base_context(request: HttpRequest, status: int, cache_control: str) -> dict[str, Any]:
    """Return what every page's header and footer show."""
    comfort = comfort_of(request)
    origin = origin_of(request)
    return {
        "viewer": viewer_of(request),
        "comfort": comfort,
        "status": library().registry[status],
        "path": request.path,
        "full_path": request.get_full_path(),
        "page_url": origin + iri_to_uri(request.path),
        "origin": origin,
        "cache_control": cache_control,
        # Reading them takes the cookie away, so they are only looked for where there is one.
        "notices": list(get_messages(request)) if MESSAGES_COOKIE in request.COOKIES else [],
        # Once a page: each masking is 64 characters that don't compress, and a lesson has seven forms.
        "token": SimpleLazyObject(lambda: get_token(request)),
    }
