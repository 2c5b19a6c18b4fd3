"""Steps of a solution as requests to the lab and as lines for a terminal. References are put in from the answers."""

import json
import re
import shlex
from collections.abc import Callable, Sequence

from learn.domain.lab.challenges.challenge import Step
from learn.domain.lab.challenges.exchange import API, Exchange
from learn.domain.lab.challenges.pointer import find
from learn.domain.lab.request import Request
from learn.domain.lab.shop import TOKENS
from learn.domain.lab.trace import Trace

BEGINS = re.compile(r"\{-?[0-9]+\.")
REFERENCE = re.compile(r"\{(-?[0-9]{1,3})\.(status|json(?:/[^{}]*)?|[A-Za-z][A-Za-z0-9-]*)\}")
JSON = "application/json"
# What stands as it is, below the sandbox; the rest is below the API.
WHOLE = ("/api/", "/shop/")
GLOB_SIGNS = "[]{}"
PLAIN = re.compile(r"[A-Za-z0-9/_.~%-]+")
# What is repeated so often is written as a count.
RUN = re.compile(r"([A-Za-z0-9 ])\1{99,}")


class NoSuchAnswer(LookupError):
    """A step refers to an answer, or a part of one, that isn't there."""


def request_of(step: Step, base: str, answers: Sequence[Trace]) -> Request:
    """Return the request of a step to the sandbox at ``base``. Raises NoSuchAnswer."""

    def put_in(text: str) -> str:
        return resolve(text, answers)

    return Request(
        step.method,
        base + _address(put_in(step.target), base),
        tuple(_fields(step, put_in)),
        put_in(step.body or "").encode(),
        base,
    )


def resolve(text: str, answers: Sequence[Trace]) -> str:
    """Return a text with what its references stand for. Raises NoSuchAnswer."""
    return REFERENCE.sub(lambda found: _value(found[0], int(found[1]), found[2], answers), text)


def _value(reference: str, number: int, what: str, answers: Sequence[Trace]) -> str:
    if not -len(answers) <= number < len(answers):
        raise NoSuchAnswer(f"{reference}: there are {len(answers)} answers so far")
    answer = Exchange(answers[number], "", 0)
    if what == "status":
        return str(answer.trace.status)
    if what.startswith("json"):
        return _member(reference, answer, what.removeprefix("json"))
    value = answer.response_field(what)
    if value is None:
        raise NoSuchAnswer(f"{reference}: the answer {answer.trace.status} has no {what}")
    return value


def _member(reference: str, answer: Exchange, pointer: str) -> str:
    try:
        value = find(answer.response_json, pointer)
    except LookupError:
        raise NoSuchAnswer(f"{reference}: the answer {answer.trace.status} has no {pointer}") from None
    return value if isinstance(value, str) else json.dumps(value)


def _address(target: str, base: str) -> str:
    """Return a target below the sandbox."""
    if target.startswith(f"{base}/"):
        return target.removeprefix(base)
    return target if target.startswith(WHOLE) else API + target


def _fields(step: Step, put_in: Callable[[str], str]) -> list[tuple[str, str]]:
    fields = [(name, put_in(value)) for name, value in step.headers]
    named = {name.lower() for name, _ in fields}
    own = [] if step.caller == "none" else [("Authorization", f"Bearer {TOKENS[step.caller]}")]
    usual = "" if step.body is None else JSON
    media_type = usual if step.media_type is None else step.media_type
    if media_type and "content-type" not in named:
        own.append(("Content-Type", media_type))
    if step.fault:
        own.append(("Lab-Fault", step.fault))
    return own + fields


def as_curl_lines(steps: Sequence[Step]) -> list[str]:
    """Return a line for a shell for each step; ``$LAB`` is the address of the API there.

    What an earlier answer has to give stands as ``<ETag of answer 1>``, counted from 1.
    """
    before = [sum(step.times for step in steps[:number]) for number in range(len(steps))]
    return [_line(step, answers) for step, answers in zip(steps, before, strict=True)]


def _line(step: Step, answers: int) -> str:
    def readable(text: str) -> str:
        return REFERENCE.sub(lambda found: _placeholder(int(found[1]), found[2], answers), text)

    line = " ".join(["curl", _method(step), _address_in_shell(readable(step.target)), *_options(step, readable)])
    if step.times > 1:
        line = f"for n in $(seq {step.times}); do {line}; done"
    return f"sleep {step.wait:g}; {line}" if step.wait else line


def _placeholder(number: int, what: str, answers: int) -> str:
    part = what.removeprefix("json/").replace("/", ".")
    return f"<{part} of answer {number + 1 if number >= 0 else answers + number + 1}>"


def _method(step: Step) -> str:
    if step.method == "HEAD":
        return "-I"
    if step.method == ("GET" if step.body is None else "POST"):
        return "-i"
    return f"-i -X {shlex.quote(step.method)}"


def _options(step: Step, readable: Callable[[str], str]) -> list[str]:
    fields = _fields(step, readable)
    words = [f"-H {_quoted(f'{name}: {value}')}" for name, value in fields]
    if step.body is not None:
        if not any(name.lower() == "content-type" for name, _ in fields):
            # Without this curl names a type of its own.
            words.append("-H 'Content-Type:'")
        words.append(f"-d {_quoted(readable(step.body))}")
    return words


def _address_in_shell(target: str) -> str:
    glob = "-g " if set(target) & set(GLOB_SIGNS) else ""
    if not target.startswith("/"):
        return glob + _quoted(target)
    root = "${LAB%/api/v1}" if target.startswith(WHOLE) else "$LAB"
    if PLAIN.fullmatch(target):
        return glob + root + _counted(target, '"', '"')
    escaped = re.sub(r'([\\"$`])', r"\\\1", target)
    return f'{glob}"{root}{_counted(escaped)}"'


def _quoted(text: str) -> str:
    """Return a text in single quotes, as people write it in a shell."""
    quoted = _counted("'" + text.replace("'", "'\\''") + "'", "'\"", "\"'")
    return quoted[:-2] if quoted.endswith(")\"''") else quoted


def _counted(text: str, before: str = "", after: str = "") -> str:
    """Return a text of a shell with its long runs of a letter as a count, in the quotes given."""
    return RUN.sub(lambda run: f"{before}$(printf '{run[1]}%.0s' $(seq {len(run[0])})){after}", text)
