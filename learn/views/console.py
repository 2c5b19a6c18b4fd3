"""The lab's console: write a request, say what will happen, send it, see the way it took."""

from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from learn.access import exchange_of, learner_id_of, learner_who_writes, sandbox_of_learner
from learn.actions.console import SentBefore, begin_sending, finish_sending
from learn.actions.lab import fresh
from learn.actions.sandboxes import make_sandbox
from learn.domain.lab.curl import read_curl
from learn.domain.lab.draft import Draft, DraftProblem, draft_of_exchange
from learn.domain.lab.engine import begin
from learn.domain.lab.examples import examples
from learn.domain.lab.predict import CERTAINTIES
from learn.domain.lab.shop import day_one, read_shop
from learn.domain.lab.trace import Trace
from learn.forms.console import SendingForm
from learn.library import library
from learn.models import Sandbox
from learn.relay import Wire, relay
from learn.views.console_page import FIRST, base_of, page, read_form
from learn.views.pages import LearnRequest, origin_of, wants_fragment


@require_safe
def console(request: LearnRequest) -> HttpResponse:
    """The console: with an exchange opened (``shown``), a lesson's request filled in, or the first request to try."""
    sandbox = sandbox_of_learner(learner_id_of(request))
    if "shown" in request.GET:
        trace = exchange_of(sandbox, request.GET["shown"])
        return page(request, sandbox, trace=trace)
    if "example" in request.GET:
        return page(request, sandbox, form=_example(request.GET["example"]))
    if "lesson" in request.GET:
        draft = _draft_of_lesson(request.GET["lesson"], request.GET.get("exchange", ""), sandbox)
        return page(request, sandbox, form=draft.form())
    return page(request, sandbox)


def _example(number: str) -> dict[str, str]:
    """Return the form of a suggested request."""
    found = {str(example.number): example for example in examples()}.get(number)
    if found is None:
        raise Http404("No such request is suggested. The console lists those that are.")
    return found.draft.form()


def _draft_of_lesson(slug: str, number: str, sandbox: Sandbox | None) -> Draft:
    """Return the request that a lesson prints, with the validator that is current in this sandbox."""
    lesson = library().lessons.get(slug)
    exchanges = lesson.exchanges if lesson else []
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:4]) <= len(exchanges):
        raise Http404("That lesson prints no such exchange.")
    printed = exchanges[int(number) - 1]
    if printed.request is None or not printed.caller:
        raise Http404("That exchange is an illustration: the lab has no operation for it.")
    draft = draft_of_exchange(printed.request, printed.caller)
    return with_current_tag(draft, sandbox)


def with_current_tag(draft: Draft, sandbox: Sandbox | None) -> Draft:
    """Return the draft with ``"…"`` in its conditions replaced by the tag that is current."""
    if not any("…" in value for _, value in draft.headers):
        return draft
    base, now = base_of(sandbox), timezone.now().timestamp()
    shop = read_shop(sandbox.shop) if sandbox else day_one(now)
    run = begin(draft.as_request(base), shop, now=now, fresh=fresh)
    tag = (run.operation.etag(run) if run.operation else None) or '"1"'
    return replace(draft, headers=tuple((name, value.replace('"…"', tag)) for name, value in draft.headers))


@require_POST
def draft(request: LearnRequest) -> HttpResponse:
    """Read what was typed without sending it: a curl line into the form, or the form into a curl line."""
    sandbox = sandbox_of_learner(learner_id_of(request))
    base, origin = base_of(sandbox), origin_of(request)
    typed, slug = _typed(request), _slug(request)
    try:
        if request.POST.get("curl", "").strip():
            read = read_curl(request.POST["curl"], base=base, origin=origin)
        else:
            read = read_form(typed, origin, base)
    except DraftProblem as problem:
        curl = request.POST.get("curl", "")
        found = {"problems": problem.problems, "typed_curl": curl, "chosen": _chosen(request)}
        return page(request, sandbox, slug=slug, status=422, form=typed, **found)
    return page(request, sandbox, slug=slug, form=read.form(), was_read=True, chosen=_chosen(request))


def _slug(request: LearnRequest) -> str:
    slug = request.POST.get("challenge", "")
    return slug if slug in library().challenges else ""


def _typed(request: LearnRequest) -> dict[str, str]:
    return {name: request.POST.get(name, FIRST[name]) for name in FIRST}


@require_POST
def send(request: LearnRequest) -> HttpResponse:
    """Send a request to one's own sandbox, once for each form, and keep what was expected of it."""
    now = timezone.now()
    sandbox = sandbox_of_learner(learner_id_of(request))
    about = SendingForm(request.POST)
    typed, problems = _typed(request), {}
    try:
        read = read_form(typed, origin_of(request), base_of(sandbox))
    except DraftProblem as problem:
        problems = problem.problems
    if not about.is_valid():
        problems |= {name: str(errors[0]) for name, errors in about.errors.items()}
    if problems:
        return _not_sent(request, sandbox, typed, problems)
    learner = learner_who_writes(request, now=now)
    sandbox = sandbox or make_sandbox(now=now, learner=learner.pk)
    try:
        sending = begin_sending(
            learner,
            about.cleaned_data["number"],
            digest=read.digest(*about.said),
            expected=about.expected,
            challenge=about.cleaned_data["challenge"],
            now=now,
        )
    except SentBefore as before:
        return _sent_before(request, sandbox, typed, before)
    wire = relay(read, sandbox.pk, host=request.get_host())
    if not wire.request_id:
        return _answered_untraced(request, sandbox, typed, wire)
    sandbox.refresh_from_db()
    trace = exchange_of(sandbox, wire.request_id)
    finish_sending(sending, trace, about.expected, library().backend)
    return _answered(request, sandbox, trace, about.cleaned_data["challenge"])


def _not_sent(
    request: LearnRequest, sandbox: Sandbox | None, typed: dict[str, str], problems: dict[str, str], status: int = 422
) -> HttpResponse:
    chosen = _chosen(request)
    return page(request, sandbox, slug=_slug(request), status=status, form=typed, problems=problems, chosen=chosen)


def _chosen(request: LearnRequest) -> dict[str, str | int]:
    """Return the prediction as the form has it, to be shown again."""
    given = request.POST.get("certainty", "")
    certainty = int(given) if given in {str(key) for key in CERTAINTIES} else 2
    return {"place": request.POST.get("place", ""), "code": request.POST.get("code", ""), "certainty": certainty}


def _sent_before(request: LearnRequest, sandbox: Sandbox, typed: dict[str, str], before: SentBefore) -> HttpResponse:
    """The same form again changes nothing: what it got is shown, or that this isn't known yet.

    With another request in it, it is offered anew: the answer to the first may have been lost on its way.
    """
    sending = before.sending
    if not before.same:
        problem = "This form was sent before, with another request. Press Send again to send this one, too."
        return _not_sent(request, sandbox, typed, {"form": problem}, status=409)
    if sending.request_id and sandbox.traces.filter(request_id=sending.request_id).exists():
        return _answered(request, sandbox, exchange_of(sandbox, sending.request_id), sending.challenge)
    problem = "This form was sent before. Its answer stands in the history below, unless the sandbox was reset."
    return _not_sent(request, sandbox, typed, {"form": problem}, status=409)


def _answered_untraced(request: LearnRequest, sandbox: Sandbox, typed: dict[str, str], wire: Wire) -> HttpResponse:
    """An answer of the sandbox's control plane: it takes no way through the map, so there is nothing to open later."""
    found = sandbox_of_learner(learner_id_of(request))
    shown = library().registry[wire.status]
    text = wire.content.decode("utf-8", "replace")
    return page(request, found, slug=_slug(request), form=typed, wire=wire, wire_shown=shown, wire_text=text)


def _answered(request: LearnRequest, sandbox: Sandbox, trace: Trace, challenge: str) -> HttpResponse:
    if wants_fragment(request):
        return page(request, sandbox, trace=trace, slug=challenge)
    place = reverse("challenge", args=[challenge]) if challenge else reverse("lab")
    return HttpResponseRedirect(f"{place}?shown={trace.request_id}#answer", status=303)
