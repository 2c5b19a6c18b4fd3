"""Exchanges with the lab: two side by side, and one frozen for others to read."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import (
    exchange_of,
    learner_id_of,
    learner_who_writes,
    own_shared_exchange,
    sandbox_of_learner,
    shared_exchange,
)
from learn.actions.console import share_exchange, withdraw
from learn.domain.flow.diagram import Lit
from learn.domain.lab.compare import below_sandbox, differences, parting
from learn.domain.lab.share import frozen
from learn.domain.lab.trace import trace_from
from learn.library import library
from learn.views.answers import path_context
from learn.views.errors import error_page
from learn.views.pages import LearnRequest, render


@require_safe
def compare(request: LearnRequest) -> HttpResponse:
    """Two exchanges of one's own side by side: what differed, and where the paths parted."""
    sandbox = sandbox_of_learner(learner_id_of(request))
    left = exchange_of(sandbox, request.GET.get("left", ""))
    right = exchange_of(sandbox, request.GET.get("right", ""))
    parted = parting(left, right, library().backend)
    sides = []
    for trace in (left, right):
        side = path_context(trace) | {"target": below_sandbox(trace.target)}
        if parted is not None:
            side["lit"] = Lit(side["lit"].nodes, side["lit"].edges, parted.id)
        sides.append(side)
    context = {"sides": sides, "differences": list(differences(left, right)), "parted": parted}
    return render(request, "lab/compare.html", context)


@require_POST
def share(request: LearnRequest, request_id: str) -> HttpResponse:
    """Make an exchange of one's own public at an address of its own, frozen and without its secrets."""
    trace = exchange_of(sandbox_of_learner(learner_id_of(request)), request_id)
    now = timezone.now()
    shared = share_exchange(learner_who_writes(request, now=now), trace, now=now)
    return HttpResponseRedirect(reverse("shared", args=[shared.token]), status=303)


@require_safe
def shared(request: LearnRequest, token: str) -> HttpResponse:
    """A shared exchange, for anyone who has its address."""
    found = shared_exchange(token)
    if found.withdrawn_at is not None:
        return error_page(request, 410, "Whoever shared this exchange has taken it back.")
    own = learner_id_of(request) == found.learner_id
    # Once more, by today's rules, for one that was frozen by earlier ones.
    trace = frozen(trace_from(found.record))
    return render(request, "lab/shared.html", path_context(trace) | {"shared": found, "own": own})


@require_POST
def stop_sharing(request: LearnRequest, token: str) -> HttpResponse:
    """Take a shared exchange back."""
    found = own_shared_exchange(learner_id_of(request), token)
    withdraw(found, now=timezone.now())
    return HttpResponseRedirect(reverse("lab"), status=303)
