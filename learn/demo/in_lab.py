"""Work in the lab: requests really sent, what was expected of them, hints, and challenges solved or not."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from learn import provider
from learn.actions.challenges import arm_challenge, open_hint
from learn.actions.console import begin_sending, finish_sending
from learn.actions.lab import answer, prove
from learn.actions.sandboxes import make_sandbox
from learn.demo.people import Person
from learn.domain.hints import PAUSE_SECONDS
from learn.domain.lab.challenges.challenge import Challenge, Step
from learn.domain.lab.challenges.steps import request_of
from learn.domain.lab.predict import Expected, find_place, place_of
from learn.domain.lab.request import Request
from learn.domain.lab.trace import Trace
from learn.library import library
from learn.models import Learner

LIKELY_PLACES = ("D", "G", "I", "K", "N", "Q")
STUCK_REQUESTS = 7
# A walk through the lab, of what needs no payment: caller, method, address, content.
WALK = (
    Step("GET", "/products/sku_123"),
    Step("GET", "/orders/ord_9001", "customer"),
    Step("GET", "/orders/ord_9001"),
    Step("GET", "/orders/ord_9002", "customer"),
    Step("GET", "/orders/ord_1", "customer"),
    Step("PATCH", "/inventory/sku_123", "admin", '{"stock": 41, "version": 3}'),
    Step("PATCH", "/inventory/sku_123", "admin", '{"stock": 40, "version": 1}'),
    Step("POST", "/orders", "customer", '{"userId": "u_42"}'),
    Step("POST", "/orders", "customer", '{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}'),
    Step("GET", "/inventory/sku_123", "customer", fault="database=down"),
)


class Bench:
    """Somebody's sandbox for an hour, and a clock that goes on with each request."""

    def __init__(self, person: Person, learner: Learner, rng: Random, *, now: datetime) -> None:
        self.person, self.learner, self.rng, self.now = person, learner, rng, now
        self.sandbox = make_sandbox(now=now, learner=learner.pk).pk
        self.base = f"/lab/{self.sandbox}"
        self.answers: list[Trace] = []

    def try_at(self, challenge: Challenge, *, solve: bool) -> None:
        """Try a challenge: some come close first, some open hints, and most solve it."""
        arm_challenge(self.sandbox, challenge, now=self.now)
        if self.rng.random() > self.person.skill and challenge.near_misses:
            self.send_all(self.rng.choice(challenge.near_misses).steps, challenge.slug)
            self._open_hints(challenge)
        if solve:
            self.answers = []
            self.send_all(challenge.solution, challenge.slug)

    def get_stuck_at(self, challenge: Challenge) -> None:
        """Send what comes close over and over."""
        arm_challenge(self.sandbox, challenge, now=self.now)
        steps = challenge.near_misses[0].steps
        self._open_hints(challenge)
        while len(self.answers) < STUCK_REQUESTS:
            self.send_all(steps[-1:], challenge.slug)

    def _open_hints(self, challenge: Challenge) -> None:
        for number in range(1, self.rng.randint(1, len(challenge.hints)) + 1):
            self.now += timedelta(seconds=PAUSE_SECONDS + self.rng.randint(5, 60))
            open_hint(self.learner, challenge, number, now=self.now)

    def send_all(self, steps: Sequence[Step], challenge: str = "") -> None:
        """Send the requests of some steps, each as often as it says."""
        for step in steps:
            for _ in range(step.times):
                self.now += timedelta(seconds=step.wait + self.rng.randint(20, 120))
                self._send(request_of(step, self.base, self.answers), challenge)

    def _send(self, request: Request, challenge: str) -> None:
        clock: Callable[[], datetime] = lambda: self.now  # noqa: E731
        finished, owed = answer(self.sandbox, request, clock=clock, ask=provider.ask)
        if owed is not None:
            prove(owed, now=self.now)
        self.answers.append(finished.trace)
        self._keep_prediction(finished.trace, challenge)

    def _keep_prediction(self, trace: Trace, challenge: str) -> None:
        """Keep that it was sent from the console, and more often than not what was expected."""
        expected = self._expected(trace) if self.rng.random() < 0.7 else None
        number = f"demo-{self.rng.getrandbits(60):x}"
        sending = begin_sending(self.learner, number, expected=expected, challenge=challenge, now=self.now)
        finish_sending(sending, trace, expected, library().backend)

    def _expected(self, trace: Trace) -> Expected:
        backend = library().backend
        right = self.rng.random() < self.person.skill
        place = place_of(trace.route, backend) if right else find_place(self.rng.choice(LIKELY_PLACES), backend)
        code = trace.status if right and self.rng.random() < 0.5 else None
        return Expected(place, code, 3 if self.rng.random() < self.person.sureness else 2)
