"""Challenges: arming them, judging what was sent since, opening hints, and keeping what was solved."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from learn.actions.cards import review_by_lab
from learn.actions.writing import action, again_if_taken, writing
from learn.domain.hints import HintNotYet, require_pause
from learn.domain.lab.challenges.challenge import Challenge
from learn.domain.lab.challenges.judge import Verdict, judge
from learn.domain.lab.shop import Shop, read_shop
from learn.domain.lab.trace import Trace, trace_from
from learn.library import library
from learn.models import HintOpened, LabTrace, Learner, Sandbox, SolvedChallenge, Solving


def arm_challenge(sandbox_id: str, challenge: Challenge, *, now: datetime) -> Sandbox:
    """Let the challenge count from here on; one that counts already goes on as it stands."""
    with writing(settings.LAB_ALIAS):
        sandbox = Sandbox.objects.using(settings.LAB_ALIAS).select_for_update().get(pk=sandbox_id)
        if sandbox.challenge != challenge.slug or sandbox.solved_by:
            sandbox.arm(challenge.slug, now)
        return sandbox


def traces_since_armed(sandbox: Sandbox) -> list[Trace]:
    """Return what was sent since the challenge was armed, as far as it is kept, oldest first."""
    rows: QuerySet[LabTrace] = sandbox.traces.filter(number__gt=sandbox.armed_from)
    if sandbox.solved_by:
        rows = rows.filter(number__lte=sandbox.solved_by)
    return [trace_from(row.record) for row in rows.order_by("number")]


def verdict_of(sandbox: Sandbox, challenge: Challenge, shop: Shop | None = None) -> Verdict:
    """Return how far the challenge is solved by what was sent since it was armed; nothing counts while it isn't."""
    armed = sandbox.challenge == challenge.slug
    traces = traces_since_armed(sandbox) if armed else []
    captures = list(sandbox.captures.filter(epoch=sandbox.epoch).values_list("order", "amount")) if armed else []
    return judge(challenge, traces, shop or read_shop(sandbox.shop), captures, f"/lab/{sandbox.pk}")


def judge_armed(sandbox: Sandbox, shop: Shop) -> None:
    """Note in the sandbox if the request it has just answered solves the challenge that counts."""
    challenge = library().challenges.get(sandbox.challenge)
    if challenge is None or not verdict_of(sandbox, challenge, shop).solved:
        return
    sandbox.solved_by = sandbox.requests
    sandbox.solved = " ".join(sorted(sandbox.solved_here | {challenge.slug}))
    sandbox.save(update_fields=["solved_by", "solved"])


@action
def keep_solved(learner_id: int, challenge: str, *, armed_at: datetime, requests: int, now: datetime) -> None:
    """Keep in the learner's own log that a challenge is solved, and whether this way was the best so far.

    Once for each time that it was armed, however often it is told.
    """
    learner = Learner.objects.select_for_update().filter(pk=learner_id).first()
    if learner is None or learner.solvings.filter(challenge=challenge, solved_at__gte=armed_at).exists():
        return
    found = library().challenges.get(challenge)
    review_by_lab(learner, found.codes if found else (), now=now)
    hints = learner.hints.filter(challenge=challenge).count()
    Solving.objects.create(learner=learner, challenge=challenge, solved_at=now, hints=hints, requests=requests)
    before = SolvedChallenge.objects.select_for_update().filter(learner=learner, challenge=challenge).first()
    if before is None:
        SolvedChallenge.objects.create(
            learner=learner, challenge=challenge, first_at=now, best_at=now, hints=hints, requests=requests
        )
    elif (hints, requests) < before.effort:
        before.best_at, before.hints, before.requests = now, hints, requests
        before.save(update_fields=["best_at", "hints", "requests"])


@again_if_taken
@action
def open_hint(learner: Learner, challenge: Challenge, number: int, *, now: datetime) -> None:
    """Open a hint; opening it again changes nothing. Raises HintNotYet."""
    opened = {hint.number: hint.opened_at for hint in learner.hints.filter(challenge=challenge.slug)}
    if number in opened:
        return
    if number != len(opened) + 1 or number > len(challenge.hints):
        raise HintNotYet
    require_pause(max(opened.values(), default=None), now)
    HintOpened.objects.create(learner=learner, challenge=challenge.slug, number=number, opened_at=now)
    learner.see(now)
