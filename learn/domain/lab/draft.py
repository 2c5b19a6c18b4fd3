"""A request that is being written: what a learner has typed, before it is sent (contract, section 11)."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from learn.domain.lab.request import Request
from learn.domain.lab.shop import FAULTS, TOKENS, day_one
from learn.domain.lab.trace import Trace
from learn.domain.lab.typed import checked_fields, is_framing, read_content, read_fields, read_method, read_target
from learn.domain.lessons.exchange import CALLERS, Message

type Pairs = tuple[tuple[str, str], ...]

REDACTED = "(redacted)"
NO_FIELDS: Pairs = ()
NOTHING: tuple[Pairs, tuple[str, ...]] = (NO_FIELDS, ())


class DraftProblem(ValueError):
    """What is wrong with a draft: the first problem of each field, ``problems`` by the field's name."""

    def __init__(self, field: str, message: str, **others: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.problems: dict[str, str] = {field: message, **others}


@dataclass(frozen=True)
class Draft:
    """``target`` is path and query below the sandbox; ``headers`` has the caller's token and the fault, too."""

    method: str
    target: str
    headers: Pairs = ()
    content: str = ""
    # Names of fields that were typed, but are the sender's own.
    dropped: tuple[str, ...] = field(default=(), compare=False)

    def header(self, name: str) -> str | None:
        """Return the value of the last field of that name, or None."""
        return next((value for known, value in reversed(self.headers) if known.lower() == name.lower()), None)

    def as_request(self, base: str, host: str = "") -> Request:
        """Return the request as the lab at ``base`` receives it, to ``host`` unless a Host was typed."""
        own = () if self.header("Host") is not None or not host else (("Host", host),)
        return Request(self.method, base + self.target, (*own, *self.headers), self.content.encode(), base)

    def digest(self, *said: str | int | None) -> str:
        """Return what tells this request, and what is said about it, from any other."""
        whole = json.dumps([self.method, self.target, self.headers, self.content, said])
        return sha256(whole.encode()).hexdigest()

    def form(self) -> dict[str, str]:
        """Return the console's fields, from which ``read_draft`` makes this draft again."""
        caller, token = _caller(self.headers)
        fault, switch = _fault(self.headers)
        rest = [pair for pair in self.headers if pair not in (token, switch)]
        return {
            "method": self.method,
            "target": self.target,
            "caller": caller,
            "headers": "\n".join(f"{name}: {value}" for name, value in rest),
            "content": self.content,
            "fault": fault,
        }


type Shown = tuple[str, tuple[str, str] | None]


def _caller(headers: Iterable[tuple[str, str]]) -> Shown:
    """Return who calls and the field that says so; "" where the token is none of the cast's."""
    sent = [pair for pair in headers if pair[0].lower() == "authorization"]
    if not sent:
        return "none", None
    who = {_token(caller): caller for caller in TOKENS}
    return (who[sent[0]], sent[0]) if len(sent) == 1 and sent[0] in who else ("", None)


def _fault(headers: Iterable[tuple[str, str]]) -> Shown:
    sent = [pair for pair in headers if pair[0].lower() == "lab-fault"]
    known = len(sent) == 1 and sent[0][0] == "Lab-Fault" and sent[0][1] in faults()
    return (sent[0][1], sent[0]) if known else ("", None)


def _token(caller: str) -> tuple[str, str]:
    return "Authorization", f"Bearer {TOKENS[caller]}"


def faults() -> tuple[str, ...]:
    """Return what ``Lab-Fault`` can say, each as ``switch=value``."""
    return tuple(f"{switch}={value}" for switch, values in FAULTS.items() for value in values)


def read_draft(
    method: str,
    target: str,
    headers_text: str,
    content: str,
    *,
    caller: str = "",
    fault: str = "",
    base: str,
    origin: str,
) -> Draft:
    """Return what was typed into the console of the sandbox at ``base``; ``origin`` is the site's own.

    A token or fault among the typed fields wins over ``caller`` and ``fault``.
    Raises DraftProblem with the first problem of each field.
    """
    found = _Problems()
    verb = found.read("method", lambda: read_method(method), "")
    path = found.read("target", lambda: read_target(target, base=base, origin=origin), "")
    fields, dropped = found.read("headers", lambda: checked_fields(read_fields(headers_text)), NOTHING)
    text = found.read("content", lambda: read_content(content), "")
    before = found.read("caller", lambda: _of_caller(caller, fields), NO_FIELDS)
    after = found.read("fault", lambda: _of_fault(fault, fields), NO_FIELDS)
    found.tell()
    return Draft(verb, path, (*before, *fields, *after), text, dropped)


def draft_from(
    method: str, target: str, fields: Iterable[tuple[str, str]], content: str, *, base: str, origin: str
) -> Draft:
    """Return the draft of a request in parts, by the same rules. Raises DraftProblem."""
    found = _Problems()
    verb = found.read("method", lambda: read_method(method), "")
    path = found.read("target", lambda: read_target(target, base=base, origin=origin), "")
    headers, dropped = found.read("headers", lambda: checked_fields(fields), NOTHING)
    text = found.read("content", lambda: read_content(content), "")
    found.tell()
    return Draft(verb, path, headers, text, dropped)


class _Problems(dict[str, str]):
    def read[T](self, name: str, reader: Callable[[], T], otherwise: T) -> T:
        try:
            return reader()
        except ValueError as problem:
            self[name] = str(problem)
            return otherwise

    def tell(self) -> None:
        if self:
            (name, message), *others = self.items()
            raise DraftProblem(name, message, **dict(others))


def _of_caller(caller: str, typed: Iterable[tuple[str, str]]) -> Pairs:
    if caller not in ("", *CALLERS):
        raise ValueError(f"the caller is one of {', '.join(CALLERS)}")
    if caller in ("", "none") or any(name.lower() == "authorization" for name, _ in typed):
        return ()
    return (_token(caller),)


def _of_fault(fault: str, typed: Iterable[tuple[str, str]]) -> Pairs:
    if fault and fault not in faults():
        raise ValueError(f"a fault is one of {', '.join(faults())}")
    if not fault or any(name.lower() == "lab-fault" for name, _ in typed):
        return ()
    return (("Lab-Fault", fault),)


def draft_of(trace: Trace, base: str) -> Draft:
    """Return the draft of a request that was sent, its caller's token back in its place where it is known."""
    headers: list[tuple[str, str]] = []
    for name, value in trace.headers:
        if name.lower() == "host" or is_framing(name):
            continue
        if value == REDACTED:
            token = _token_of(trace) if name.lower() == "authorization" else None
            if token is not None:
                headers.insert(0, token)
            continue
        headers.append((name, value))
    target = trace.target.removeprefix(base)
    return Draft(trace.method, target if target.startswith("/") else f"/{target}", tuple(headers), trace.content)


def _token_of(trace: Trace) -> tuple[str, str] | None:
    if trace.caller:
        return _token(trace.caller)
    seeds = day_one(0)
    for caller, token in TOKENS.items():
        if token not in seeds.expired and seeds.tokens[token] == trace.user:
            return _token(caller)
    challenge = dict(trace.response_fields).get("WWW-Authenticate", "")
    return _token("expired") if trace.status == 401 and "invalid_token" in challenge else None


def draft_of_exchange(message: Message, caller: str) -> Draft:
    """Return the draft of a request as a lesson prints it; ``…`` stays for the learner to fill in."""
    method, target, _ = message.first.split(" ")
    fields = tuple(pair for pair in message.fields if pair[0].lower() != "host" and not is_framing(pair[0]))
    return Draft(method, target, (*_of_caller(caller, fields), *fields), message.content)
