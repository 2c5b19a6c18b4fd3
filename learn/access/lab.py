"""What someone has done in the lab: the sandbox, its exchanges, predictions, challenges, and what was shared."""

from django.http import Http404
from django.utils import timezone

from learn.actions.sandboxes import sandbox_of
from learn.domain.lab.trace import Trace, trace_from
from learn.models import HintOpened, ObtainedCode, Sandbox, Sending, SharedExchange, SolvedChallenge


def sandbox_of_learner(learner: int | None) -> Sandbox | None:
    """Return the learner's own sandbox of the lab, if one is in use."""
    return sandbox_of(learner, now=timezone.now()) if learner else None


def obtained_by(learner: int | None) -> list[ObtainedCode]:
    """Return the codes that the learner has made the lab answer."""
    return list(ObtainedCode.objects.filter(learner=learner)) if learner else []


def exchanges_of(sandbox: Sandbox | None) -> list[Trace]:
    """Return the exchanges of a sandbox that are kept, the newest first."""
    return [trace_from(row.record) for row in sandbox.traces.order_by("-number")] if sandbox else []


def exchange_of(sandbox: Sandbox | None, request_id: str) -> Trace:
    """Return an exchange of the learner's own sandbox. Raises Http404 where none of that name is kept."""
    # A database may refuse to compare what can't be an id at all.
    known = sandbox is not None and "\0" not in request_id
    row = sandbox.traces.filter(request_id=request_id).first() if sandbox and known else None
    if row is None:
        raise Http404("No exchange of yours has this name any more: the last 50 are kept, until the next reset.")
    return trace_from(row.record)


def sendings_of(learner: int | None, request_ids: list[str] | None = None) -> list[Sending]:
    """Return what the learner sent from the console (of these exchanges), oldest first."""
    if learner is None:
        return []
    sendings = Sending.objects.filter(learner=learner).exclude(request_id="")
    return list(sendings if request_ids is None else sendings.filter(request_id__in=request_ids))


def hints_of(learner: int | None, challenge: str) -> list[HintOpened]:
    """Return the hints of a challenge that the learner has opened, in order."""
    return list(HintOpened.objects.filter(learner=learner, challenge=challenge)) if learner else []


def solved_by(learner: int | None) -> dict[str, SolvedChallenge]:
    """Return the challenges that the learner has solved, by slug."""
    return {row.challenge: row for row in SolvedChallenge.objects.filter(learner=learner)} if learner else {}


def shared_exchange(token: str) -> SharedExchange:
    """Return an exchange by its public address. Raises Http404 where there never was one."""
    shared = SharedExchange.objects.filter(token=token).first()
    if shared is None:
        raise Http404("No exchange is shared at this address. It may have been mistyped.")
    return shared


def shared_of(learner: int | None, request_id: str) -> SharedExchange | None:
    """Return the learner's own public link to an exchange, if there is one."""
    if learner is None:
        return None
    return SharedExchange.objects.filter(learner=learner, request_id=request_id, withdrawn_at=None).first()


def own_shared_exchange(learner: int | None, token: str) -> SharedExchange:
    """Return a link of the learner's own. Raises Http404 for another's and a missing one alike."""
    shared = SharedExchange.objects.filter(token=token, learner=learner).first() if learner else None
    if shared is None:
        raise Http404("You have shared no exchange at this address.")
    return shared
