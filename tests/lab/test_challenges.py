"""The shipped challenges, sent through the real lab: the solution solves, a near miss doesn't. Nobody waits."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings

from learn.actions.lab import answer
from learn.actions.sandboxes import make_sandbox
from learn.domain.content import ContentError
from learn.domain.lab.challenges.judge import Verdict, judge
from learn.domain.lab.challenges.reader import Challenge, Step, read_challenges
from learn.domain.lab.challenges.steps import request_of
from learn.domain.lab.run import Outcome, ProviderCall
from learn.domain.lab.shop import day_one, read_shop
from learn.domain.lab.trace import Trace, trace_from
from learn.library import library
from learn.models import Capture, LabTrace, Sandbox
from learn.provider import capture
from tests.conftest import NOW

FILES = sorted((settings.CONTENT_DIR / "challenges").glob("*.toml"))
BETWEEN = timedelta(milliseconds=1)
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


def shipped() -> Iterator[Challenge]:
    """Yield every challenge of the files that can be read; the others fail in a test of their own."""
    for path in FILES:
        try:
            yield from read_challenges(path, library().registry, library().backend)
        except ContentError:
            continue


CHALLENGES = list(shipped())
each = pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge.slug)
each_near_miss = pytest.mark.parametrize(
    ("challenge", "number"),
    [(challenge, number) for challenge in CHALLENGES for number in range(len(challenge.near_misses))],
    ids=lambda value: value.slug if isinstance(value, Challenge) else str(value),
)


def ask(call: ProviderCall, *, sandbox: str, epoch: int) -> Outcome:
    """Do what the provider does, in this thread: another one can't see a test's database."""
    if call.behaviour in ("down", "malformed"):
        return "down" if call.behaviour == "down" else "malformed"
    if call.method == "card_declined":
        return "declined"
    charge = {"sandbox": sandbox, "epoch": epoch, "user": call.user_id, "key": call.key}
    if not capture({**charge, "order": call.order_id, "amount": call.amount}):
        return "other_content"
    return "timeout" if call.behaviour == "slow" else "captured"


class Learner:
    """Someone with a sandbox of their own, whose clock goes on only when told to."""

    def __init__(self) -> None:
        self.now = NOW
        self.sandbox = make_sandbox(now=NOW)
        self.base = f"/lab/{self.sandbox.pk}"
        self.answers: list[Trace] = []

    def take(self, step: Step) -> None:
        self.now += timedelta(seconds=step.wait)
        for _ in range(step.times):
            self.now += BETWEEN
            request = request_of(step, self.base, self.answers)
            given, _ = answer(self.sandbox.pk, request, clock=lambda: self.now, ask=ask)
            self.answers.append(given.trace)

    def verdict(self, challenge: Challenge) -> Verdict:
        """Judge what is recorded."""
        sandbox = Sandbox.objects.get(pk=self.sandbox.pk)
        rows = LabTrace.objects.filter(sandbox=sandbox).order_by("number")
        captures = Capture.objects.filter(sandbox=sandbox, epoch=sandbox.epoch).values_list("order", "amount")
        traces = [trace_from(row.record) for row in rows]
        return judge(challenge, traces, read_shop(sandbox.shop), list(captures), self.base)


def told(learner: Learner, verdict: Verdict) -> str:
    """Return what was sent and how each clause stands, for the person who writes the challenge."""
    sent = [f"  {trace.method} {trace.target} {trace.status} {trace.route_text}" for trace in learner.answers]
    clauses = [
        f"  [{'x' if clause.met else ' '}] {clause.says}: expected {clause.expected}; got {clause.actual}"
        for clause in verdict.clauses
    ]
    return "\n".join(["", *sent, *clauses])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_can_be_read(path):
    assert read_challenges(path, library().registry, library().backend)


def test_no_two_challenges_have_one_slug():
    assert CHALLENGES
    assert len({challenge.slug for challenge in CHALLENGES}) == len(CHALLENGES)


@each
@pytest.mark.django_db(databases="__all__")
def test_the_solution_solves_with_its_last_step_and_not_before(challenge):
    learner = Learner()
    for step in challenge.solution[:-1]:
        learner.take(step)
        verdict = learner.verdict(challenge)
        assert not verdict.solved, f"solved without its last step{told(learner, verdict)}"

    learner.take(challenge.solution[-1])

    verdict = learner.verdict(challenge)
    assert verdict.solved, told(learner, verdict)
    assert {trace.status for trace in learner.answers} & set(challenge.codes), "none of its codes came"


@each_near_miss
@pytest.mark.django_db(databases="__all__")
def test_a_near_miss_never_solves(challenge, number):
    near_miss, learner = challenge.near_misses[number], Learner()
    for step in near_miss.steps:
        learner.take(step)
        verdict = learner.verdict(challenge)
        assert not verdict.solved, f"{near_miss.why}{told(learner, verdict)}"


@each
def test_without_a_request_nothing_is_solved(challenge):
    assert not judge(challenge, [], day_one(NOW.timestamp()), [], "/lab/none").solved


@each
def test_the_brief_says_what_and_not_how(challenge):
    assert 1 <= len(SENTENCE_END.findall(challenge.brief)) <= 4
    for word in ("curl", "tok_", "$LAB"):
        assert word not in challenge.brief


@each
def test_only_the_last_hint_is_a_request_to_copy(challenge):
    *before, last = challenge.hints

    assert "curl " in last
    assert "$LAB" in last
    assert not [hint for hint in before if "$LAB" in hint]


@each
def test_what_it_teaches_is_told_afterwards_with_a_section_to_read(challenge):
    assert challenge.reference is not None
    assert 2 <= len(SENTENCE_END.findall(challenge.after)) <= 4
