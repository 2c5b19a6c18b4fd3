"""The home page, search, the series, privacy, comfort, and what machines read."""

from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from learn.access import learner_id_of, progress_of, viewer_of
from learn.actions.learners import keep_comfort
from learn.domain.comfort import SETTINGS, Comfort, comfort_from
from learn.domain.flow.diagram import Lit, draw
from learn.domain.library import BACKEND, Library
from learn.domain.search import Entry, entries
from learn.domain.search import search as find
from learn.library import library
from learn.models import LessonProgress
from learn.views.due import due_of
from learn.views.lessons import next_lesson, state_of
from learn.views.pages import COMFORT_COOKIE, LearnRequest, comfort_of, origin_of, render, versioned
from learn.views.structured import series_data

PUBLIC_PAGES = (
    *("home", "course", "codes", "wizards", "lab", "lab_docs", "challenges", "practice"),
    *("problems", "series", "privacy"),
)
YEAR_SECONDS = 365 * 24 * 60 * 60
# The lit path of the home page: a conflict.
HOME_ROUTE = "A B C E F H J L M N"


@require_safe
def home(request: LearnRequest) -> HttpResponse:
    @cache
    def progress() -> list[LessonProgress]:
        return progress_of(learner_id_of(request))

    due = due_of(request)

    def context() -> dict[str, Any]:
        held = library()
        return {
            "course": held.course,
            "first": held.order[0],
            "lesson_count": len(held.order),
            "due": due(),
            "next": next_lesson(progress()),
            "codes": [status for status in held.registry if status.taught],
            "drawing": draw(held.backend),
            "lit": Lit.by_route(held.backend, HOME_ROUTE.split()),
            "route": [held.backend[box] for box in HOME_ROUTE.split()],
        }

    return versioned(request, "site/home.html", context, version=lambda: (state_of(progress()), due()))


@lru_cache(maxsize=2)
def _index(held: Library) -> list[Entry]:
    return entries(held)


@require_safe
def search(request: LearnRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:80]
    results = [(entry, _address(entry)) for entry in find(_index(library()), query)]
    context = {"query": query, "results": results}
    return render(request, "site/search.html", context, fragment="results", cache_control="private, no-cache")


def _address(entry: Entry) -> str:
    if entry.kind == "lesson":
        return reverse("lesson", args=[entry.name])
    if entry.kind == "code":
        return reverse("code", args=[entry.name])
    graph, _, box = entry.name.partition("#")
    return f"{reverse('flowchart', args=[graph])}#box-{box}"


@require_safe
def series(request: LearnRequest) -> HttpResponse:
    def context() -> dict[str, Any]:
        held = library()
        data = series_data(held.course, origin_of(request))
        return {"course": held.course, "lessons": held.order, "structured": data}

    return versioned(request, "site/series.html", context)


@require_safe
def privacy(request: LearnRequest) -> HttpResponse:
    return versioned(request, "site/privacy.html", dict)


def safe_next(request: LearnRequest, given: str, default: str) -> str:
    """Return an address of this site to go on to; anything else becomes ``default``."""
    allowed = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if allowed and given.startswith("/") else default


@require_http_methods(["GET", "HEAD", "POST"])
def comfort(request: LearnRequest) -> HttpResponse:
    """Show the reading settings, or keep them: in a cookie, and with the account where there is one."""
    if request.method != "POST":
        shown = safe_next(request, request.GET.get("next", ""), reverse("home"))
        context = {"settings": _settings(comfort_of(request)), "next": shown}
        return render(request, "site/comfort.html", context, fragment="form")
    chosen = Comfort() if "reset" in request.POST else comfort_from(request.POST.dict())
    viewer = viewer_of(request)
    if viewer.user is not None and viewer.learner is not None:
        keep_comfort(viewer.learner, chosen)
    onward = safe_next(request, request.POST.get("next", ""), reverse("home"))
    response = HttpResponseRedirect(onward, status=303)
    return set_comfort(request, response, chosen)


def set_comfort(request: LearnRequest, response: HttpResponse, chosen: Comfort) -> HttpResponse:
    text = chosen.as_text()
    if text:
        response.set_cookie(
            COMFORT_COOKIE, text, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(COMFORT_COOKIE, samesite="Lax")
    return response


def _settings(chosen: Comfort) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": label, "values": values.items(), "chosen": getattr(chosen, name)}
        for name, (label, values) in SETTINGS.items()
    ]


@require_safe
def robots(request: LearnRequest) -> HttpResponse:
    sitemap_url = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /account/", "Disallow: /progress/", f"Sitemap: {sitemap_url}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: LearnRequest) -> HttpResponse:
    """Every public page, lessons with the day they were last verified."""
    held = library()
    pages: list[tuple[str, Any]] = [(reverse(name), None) for name in PUBLIC_PAGES]
    pages += [(reverse("lesson", args=[lesson.slug]), lesson.verified) for lesson in held.order]
    pages += [(reverse("code", args=[status.code]), None) for status in held.registry]
    pages += [(reverse("challenge", args=[slug]), None) for slug in held.challenges]
    pages.append((reverse("backend_flowchart"), None))
    pages += [(reverse("flowchart", args=[name]), None) for name in held.charts if name != BACKEND]
    pages += [(reverse("wizard", args=[name]), None) for name in held.charts]
    return _xml(request, "site/sitemap.xml", {"pages": pages}, "application/xml")


@require_safe
def feed(request: LearnRequest) -> HttpResponse:
    """An Atom feed of lessons, the newest or latest re-verified first."""
    held = library()
    lessons = sorted(held.order, key=lambda lesson: lesson.verified, reverse=True)
    return _xml(request, "site/feed.xml", {"lessons": lessons, "course": held.course}, "application/atom+xml")


def _xml(request: LearnRequest, template: str, context: dict[str, Any], kind: str) -> HttpResponse:
    text = render_to_string(template, context | {"origin": origin_of(request)})
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def redirect_to_sign_in(request: LearnRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
