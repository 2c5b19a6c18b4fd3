"""Challenges for who has nothing but a terminal: the list, one with the state of its clauses, arming it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from learn.actions.challenges import arm_challenge, verdict_of
from learn.domain.lab.challenges.challenge import Challenge
from learn.domain.lab.headers import preferred
from learn.library import library
from learn.models import Sandbox
from learn.views.lab_wire import error_response, json_response, plain

TEXT = "text/plain; charset=utf-8"
OFFERED = ("application/json", "text/plain")


def all_challenges(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Return every challenge in short, with what is armed and what this sandbox has solved."""
    rows = [_short(challenge, sandbox) for challenge in library().challenges.values()]
    lines = [f"{_mark(row):>6}  tier {row['tier']}  {row['slug']:<32} {row['title']}" for row in rows]
    lines += ["", f"One of them: GET /lab/{sandbox.pk}/challenges/<slug>. A POST to the same address arms it."]
    return _either(request, {"challenges": rows}, lines)


def one_challenge(request: HttpRequest, sandbox: Sandbox, slug: str) -> HttpResponse:
    """Return a challenge with each clause, met or not."""
    challenge = library().challenges.get(slug)
    if challenge is None:
        message = f"there is no challenge with this name; GET /lab/{sandbox.pk}/challenges lists them"
        return error_response(404, "unknown_challenge", message)
    return _state(request, sandbox, challenge)


def arm(request: HttpRequest, sandbox: Sandbox, slug: str, now: datetime) -> HttpResponse:
    """Let a challenge count from here on, and return it."""
    challenge = library().challenges.get(slug)
    if challenge is None:
        return one_challenge(request, sandbox, slug)
    return _state(request, arm_challenge(sandbox.pk, challenge, now=now), challenge)


def _short(challenge: Challenge, sandbox: Sandbox) -> dict[str, Any]:
    return {
        "slug": challenge.slug,
        "title": challenge.title,
        "tier": challenge.tier,
        "codes": list(challenge.codes),
        "armed": sandbox.challenge == challenge.slug and not sandbox.solved_by,
        "solved": challenge.slug in sandbox.solved_here,
    }


def _mark(row: dict[str, Any]) -> str:
    return "armed" if row["armed"] else "solved" if row["solved"] else ""


def _state(request: HttpRequest, sandbox: Sandbox, challenge: Challenge) -> HttpResponse:
    counts = sandbox.challenge == challenge.slug
    verdict = verdict_of(sandbox, challenge)
    met_for_good = counts and sandbox.solved_by > 0
    clauses = [
        {"says": state.says, "met": state.met or met_for_good, "expected": state.expected, "actual": state.actual}
        for state in verdict.clauses
    ]
    requests = (sandbox.solved_by or sandbox.requests) - sandbox.armed_from if counts else 0
    shown = _short(challenge, sandbox) | {"brief": challenge.brief, "requests": requests, "clauses": clauses}
    if challenge.route:
        shown["route"] = challenge.route
    return _either(request, shown, list(_lines(shown, sandbox)))


def _lines(shown: dict[str, Any], sandbox: Sandbox) -> list[str]:
    state = "armed: what you send counts" if shown["armed"] else "not armed: POST to this address, then send"
    if shown["solved"]:
        state = f"solved; {state}" if shown["armed"] else "solved"
    lines = [shown["title"], "", shown["brief"], *([f"Path: {shown['route']}"] if "route" in shown else []), ""]
    for clause in shown["clauses"]:
        lines.append(f"[{'x' if clause['met'] else ' '}] {clause['says']}")
        if not clause["met"]:
            lines.append(f"      expected: {clause['expected']}; so far: {clause['actual']}")
    return [*lines, "", state]


def _either(request: HttpRequest, value: dict[str, Any], lines: list[str]) -> HttpResponse:
    wanted = preferred(request.headers.get("Accept"), OFFERED)
    if wanted == "text/plain":
        return plain(200, ("\n".join(lines) + "\n").encode(), [("Vary", "Accept")], TEXT)
    return json_response(200, value, [("Vary", "Accept")])
