"""What the lab makes of a scene. Nothing else in the generator knows how a request ends."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from learn.domain.flow.graph import Walk
from learn.domain.lab.engine import Lab, answered, begin, new_request_id, respond, walk
from learn.domain.lab.request import Request
from learn.domain.lab.run import Outcome, ProviderCall, Run
from learn.domain.lab.shop import Shop
from learn.domain.practice.generator.scene import NOW, Scene

SANDBOX = "/lab/SB"
BEFORE_SECONDS = 60
OUTCOMES: dict[str, Outcome] = {"malformed": "malformed", "down": "down", "slow": "timeout"}


@dataclass(frozen=True)
class Ending:
    """A finished walk. ``outcome`` is what the payment provider said, where it was asked."""

    run: Run
    walk: Walk
    outcome: Outcome | None

    @property
    def status(self) -> int:
        run = self.run
        if run.refusal is not None:
            return run.refusal.status
        if run.replay is not None:
            return run.replay["status"]
        assert run.reply is not None
        return run.reply.status

    @property
    def succeeded(self) -> bool:
        return self.run.refusal is None

    @property
    def box(self) -> str:
        """The box that decided: the last question or step before an exit; Q for a success."""
        nodes = self.walk.nodes
        return nodes[-2].id if not self.succeeded and self.walk.finished else nodes[-1].id

    @property
    def reason(self) -> str:
        """Why it was refused, in the lab's words and without a full stop; empty for a success."""
        refusal = self.run.refusal
        return (refusal.message or refusal.because).rstrip(".") if refusal is not None else ""


def counter() -> Callable[[], str]:
    """Return a source of ids that gives the same ones each time."""
    numbers = count(1)
    return lambda: f"{next(numbers):010x}"


def outcome_of(call: ProviderCall) -> Outcome:
    """Return what the provider answers in the weather of a call."""
    if call.behaviour != "ok":
        return OUTCOMES[call.behaviour]
    return "declined" if call.method == "card_declined" else "captured"


def play(scene: Scene, lab: Lab) -> Ending:
    """Send the scene's request to the scene's shop, which is changed by it."""
    request = ready(scene, lab, SANDBOX)
    return send(request, scene.shop, lab, NOW)


def ready(scene: Scene, lab: Lab, base: str) -> Request:
    """Return the scene's request, the shop being in the state in which the request meets it."""
    request = scene.request(base)
    if scene.repeats:
        first = send(request, scene.shop, lab, NOW - BEFORE_SECONDS)
        respond(first.run, first.walk, lab, new_request_id(counter()))
    return request


def send(request: Request, shop: Shop, lab: Lab, now: float) -> Ending:
    """Walk a request to its end; a call of the provider is answered as the weather has it."""
    run = begin(request, shop, now=now, fresh=counter())
    taken = walk(run, lab)
    outcome = None
    if isinstance(taken, ProviderCall):
        outcome = outcome_of(taken)
        answered(run, shop, outcome)
        taken = walk(run, lab)
    assert isinstance(taken, Walk)
    return Ending(run, taken, outcome)
