"""What is shown of a challenge: its clauses, the hints that are open, and the solution once it is solved."""

from typing import Any

from learn.access import hints_of, solved_by
from learn.actions.challenges import verdict_of
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lab.challenges.challenge import Challenge
from learn.domain.lab.challenges.steps import as_curl_lines
from learn.library import library
from learn.models import Sandbox

TIERS = {
    1: "Get the code",
    2: "Get it by a given path",
    3: "Take exactly this path",
    4: "Mend a client",
}


def counting_context(sandbox: Sandbox | None, challenge: Challenge) -> dict[str, Any]:
    """Return whether the challenge counts now, was solved since it last did, or another one counts."""
    if sandbox is None:
        return {"armed": False, "solved_now": False, "other_armed": None}
    here, solved = sandbox.challenge == challenge.slug, sandbox.solved_by > 0
    other = None if here or solved else library().challenges.get(sandbox.challenge)
    return {"armed": here and not solved, "solved_now": here and solved, "other_armed": other}


def challenge_context(learner: int | None, sandbox: Sandbox | None, challenge: Challenge) -> dict[str, Any]:
    """Return everything a challenge's page shows beside the console."""
    held = library()
    order = list(held.challenges.values())
    number = order.index(challenge) + 1
    solved = solved_by(learner)
    here = sandbox is not None and challenge.slug in sandbox.solved_here
    opened = {hint.number for hint in hints_of(learner, challenge.slug)}
    context: dict[str, Any] = {
        "challenge": challenge,
        "tier": TIERS[challenge.tier],
        "statuses": [held.registry[code] for code in challenge.codes],
        "challenge_number": number,
        "challenge_count": len(order),
        "next_challenge": order[number] if number < len(order) else None,
        "solved": solved.get(challenge.slug),
        "is_solved": challenge.slug in solved or here,
        "solved_count": len(solved.keys() & held.challenges.keys()),
        "hints": [hint for place, hint in enumerate(challenge.hints, start=1) if place in opened],
        "next_hint": len(opened) + 1 if len(opened) < len(challenge.hints) else 0,
        "verdict": verdict_of(sandbox, challenge) if sandbox is not None else None,
        "solution": list(zip(as_curl_lines(challenge.solution), challenge.solution, strict=True)),
    } | counting_context(sandbox, challenge)
    if challenge.route:
        route = [box for box in challenge.route.split("-")[:-1] if box in held.backend.nodes]
        context["wanted"] = {
            "drawing": draw(held.backend),
            "lit": Lit.by_route(held.backend, route),
            "route": [held.backend[box] for box in route],
        }
    return context
