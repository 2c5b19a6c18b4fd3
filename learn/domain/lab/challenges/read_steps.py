"""Steps of a challenge as the file has them. A mistake is raised as Mistake."""

import re
from typing import Any

from learn.domain.lab.challenges.challenge import NearMiss, Step
from learn.domain.lab.challenges.exchange import NOBODY
from learn.domain.lab.challenges.mistakes import Mistake, field_name, known_keys, one_of, several, text, whole_number
from learn.domain.lab.challenges.steps import BEGINS, REFERENCE
from learn.domain.lab.challenges.whole import EXCHANGES_AT_MOST
from learn.domain.lab.headers import TOKEN
from learn.domain.lab.shop import FAULTS, TOKENS

KNOWN = ("send", "as", "body", "headers", "type", "wait", "fault", "times")
SEND = re.compile(rf"({TOKEN}) ([/{{]\S*)")
WAIT_AT_MOST = 3600.0
WEATHER = [f"{switch}={value}" for switch, values in FAULTS.items() for value in values]


def read_near_misses(value: Any) -> tuple[NearMiss, ...]:
    """Return two or more near misses. Raises Mistake."""
    return tuple(_near_miss(fields) for fields in several(value, "'near_misses'", least=2))


def _near_miss(fields: Any) -> NearMiss:
    known_keys(fields, ("why", "send"), "a near miss")
    why = text(fields.get("why"), "'why' of a near miss")
    return NearMiss(why, read_steps(fields.get("send"), f"near miss {why!r}"))


def read_steps(value: Any, what: str) -> tuple[Step, ...]:
    """Return one or more steps, 50 requests at most. Raises Mistake."""
    steps: list[Step] = []
    for number, fields in enumerate(several(value, what)):
        try:
            steps.append(_step(fields, answers=sum(step.times for step in steps)))
        except Mistake as mistake:
            raise Mistake(f"{what}, step {number}: {mistake}") from None
    if sum(step.times for step in steps) > EXCHANGES_AT_MOST:
        raise Mistake(f"{what} sends more than {EXCHANGES_AT_MOST} requests")
    return tuple(steps)


def _step(fields: Any, *, answers: int) -> Step:
    known_keys(fields, KNOWN, "a step")
    sent = SEND.fullmatch(text(fields.get("send"), "'send'"))
    if sent is None:
        raise Mistake(f"'send' is a method and an address below /api/v1, not {fields['send']!r}")
    step = Step(
        method=sent[1],
        target=sent[2],
        caller=one_of(fields.get("as", NOBODY), [*TOKENS, NOBODY], "'as'"),
        body=_optional_text(fields, "body"),
        headers=_headers(fields.get("headers", {})),
        media_type=_optional_text(fields, "type"),
        fault=one_of(fields["fault"], WEATHER, "'fault'") if "fault" in fields else "",
        wait=_wait(fields.get("wait", 0)),
        times=whole_number(fields.get("times", 1), "'times'", least=1, most=EXCHANGES_AT_MOST),
    )
    for value in (step.target, step.body or "", *(value for _, value in step.headers)):
        _check_references(value, answers)
    return step


def _optional_text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise Mistake(f"{name!r} must be text, not {value!r}")
    return value


def _headers(value: Any) -> tuple[tuple[str, str], ...]:
    known_keys(value, value if isinstance(value, dict) else (), "'headers'")
    for name, field in value.items():
        if not isinstance(field, str):
            raise Mistake(f"{field_name(name)!r} in 'headers' must be text, not {field!r}")
        field_name(name)
    return tuple(value.items())


def _wait(value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= WAIT_AT_MOST:
        raise Mistake(f"'wait' is a number of seconds, {WAIT_AT_MOST:g} at most, not {value!r}")
    return float(value)


def _check_references(value: str, answers: int) -> None:
    for begin in BEGINS.finditer(value):
        found = REFERENCE.match(value, begin.start())
        if found is None:
            raise Mistake(f"{value[begin.start() :]!r} begins no reference such as {{0.ETag}} or {{0.json/jobId}}")
        if not -answers <= int(found[1]) < answers:
            raise Mistake(f"{found[0]} refers to an answer that isn't there yet; there are {answers} before")
