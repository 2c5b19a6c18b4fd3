"""Two exchanges side by side: what differed, and where their paths parted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learn.domain.flow.graph import Graph, Node
from learn.domain.lab.predict import common_end
from learn.domain.lab.trace import Trace

# Different in any two answers, and therefore no news; so are ids that an answer makes.
ALWAYS_DIFFERENT = {"lab-request-id", "link", "date"}
MADE = re.compile(r"\b(req|ord|pay|job|rep|tok)_[0-9a-f]{10,}")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that isn't the same; empty text where one exchange lacks it."""

    what: str
    left: str
    right: str


def differences(left: Trace, right: Trace) -> Iterator[Difference]:
    """Yield what differs, request first, in the order in which it goes over the wire."""
    pairs = [
        ("Method", left.method, right.method),
        ("Target", below_sandbox(left.target), below_sandbox(right.target)),
        *_fields("Request field", left.headers, right.headers),
        ("Request content", left.content, right.content),
        ("Caller", left.user or "nobody known", right.user or "nobody known"),
        ("Caller's token", _token(left), _token(right)),
        ("Status", str(left.status), str(right.status)),
        *_fields("Response field", left.response_fields, right.response_fields),
        ("Response content", left.response_content, right.response_content),
        ("Route", left.route_text, right.route_text),
    ]
    for what, one, other in pairs:
        if one == other or (what.startswith("Response ") and _unmade(one, left) == _unmade(other, right)):
            continue
        yield Difference(what, one, other)


def _token(trace: Trace) -> str:
    """Return whose token was sent, which is kept even where nobody looked at it."""
    if trace.caller:
        return f"that of {trace.caller}"
    return "another one" if any(name.lower() == "authorization" for name, _ in trace.headers) else ""


def _unmade(text: str, trace: Trace) -> str:
    """Return what was answered without the ids that were made for it: those that weren't asked for."""
    asked = f"{trace.target} {trace.content}"
    return MADE.sub(lambda found: found[0] if found[0] in asked else f"{found[1]}_…", text)


def _fields(
    what: str, left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    mine = {name.lower(): (name, value) for name, value in left}
    theirs = {name.lower(): (name, value) for name, value in right}
    for key in dict.fromkeys([*mine, *theirs]):
        if key in ALWAYS_DIFFERENT:
            continue
        name = (mine.get(key) or theirs[key])[0]
        yield f"{what} {name}", mine.get(key, ("", ""))[1], theirs.get(key, ("", ""))[1]


def below_sandbox(target: str) -> str:
    """Return a recorded target without the sandbox's address, which is a secret."""
    parts = target.split("/", 3)
    return "/" + parts[3] if target.startswith("/lab/") and len(parts) > 3 else target


def parting(left: Trace, right: Trace, backend: Graph) -> Node | None:
    """Return the last box that both paths went through before they parted; None where they are the same."""
    if left.route == right.route:
        return None
    return common_end(left.route, right.route, backend)
