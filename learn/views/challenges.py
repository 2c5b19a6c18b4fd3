"""The lab's challenges: all of them, one of them with the console, arming it, opening its hints."""

from functools import cache
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learn.access import exchange_of, learner_id_of, learner_who_writes, sandbox_of_learner, solved_by
from learn.actions.challenges import arm_challenge, open_hint
from learn.actions.sandboxes import make_sandbox, reset_sandbox
from learn.domain.hints import HintNotYet
from learn.domain.lab.challenges.challenge import Challenge
from learn.library import library
from learn.views.challenge_state import TIERS
from learn.views.console_page import page
from learn.views.errors import error_page, too_many_requests
from learn.views.pages import LearnRequest, versioned


def find_challenge(slug: str) -> Challenge:
    try:
        return library().challenges[slug]
    except KeyError:
        raise Http404("There is no challenge with this name. The list of challenges has them all.") from None


@require_safe
def challenges(request: LearnRequest) -> HttpResponse:
    """All challenges, tier by tier, with what this learner has solved."""

    @cache
    def solved() -> dict[str, Any]:
        return solved_by(learner_id_of(request))

    def context() -> dict[str, Any]:
        held = library()
        rows = [
            (challenge, [held.registry[code] for code in challenge.codes], solved().get(challenge.slug))
            for challenge in held.challenges.values()
        ]
        tiers = [(TIERS[tier], list(group)) for tier, group in groupby(rows, key=lambda row: row[0].tier)]
        return {"tiers": tiers, "count": len(rows), "solved_count": sum(row[2] is not None for row in rows)}

    def version() -> tuple[Any, ...]:
        return tuple((row.challenge, row.hints, row.requests) for row in solved().values())

    # A request from a terminal solves them too.
    return versioned(request, "lab/challenges.html", context, version=version, stamped=False)


@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: LearnRequest, slug: str) -> HttpResponse:
    """A challenge with the console; a POST arms it, on a fresh copy of the data if that is wished."""
    found = find_challenge(slug)
    sandbox = sandbox_of_learner(learner_id_of(request))
    if request.method == "POST":
        now = timezone.now()
        learner = learner_who_writes(request, now=now)
        if sandbox is None:
            sandbox = make_sandbox(now=now, learner=learner.pk)
        elif "reset" in request.POST:
            reset_sandbox(sandbox.pk, now=now)
        arm_challenge(sandbox.pk, found, now=now)
        return HttpResponseRedirect(f"{reverse('challenge', args=[slug])}#request", status=303)
    if "shown" in request.GET:
        return page(request, sandbox, slug=slug, trace=exchange_of(sandbox, request.GET["shown"]))
    return page(request, sandbox, slug=slug)


@require_POST
def hint(request: LearnRequest, slug: str) -> HttpResponse:
    """Open a hint: the next one, after a pause."""
    found = find_challenge(slug)
    number = request.POST.get("number", "")
    now = timezone.now()
    if not number.isascii() or not number.isdigit():
        return error_page(request, 422, "Which hint? The challenge's page has the button that opens the next one.")
    try:
        open_hint(learner_who_writes(request, now=now), found, int(number[:4]), now=now)
    except HintNotYet as early:
        if early.wait_seconds:
            detail = "Try out the hint you have first. The next one can be opened in a moment."
            return too_many_requests(request, detail, retry_seconds=early.wait_seconds)
        return error_page(request, 409, "Hints are opened one by one, in order.")
    return HttpResponseRedirect(f"{reverse('challenge', args=[slug])}#hints", status=303)
