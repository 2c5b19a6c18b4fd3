"""Which codes an operation can answer, read off the checks that its requests pass on their way."""

from learn.domain.lab.boxes.state import has_versions
from learn.domain.lab.operation import Operation

# The sandbox isn't there, was removed, or its database is away: answered before the diagram is entered.
SANDBOX = frozenset({404, 410, 503})
# The gateway looks at sizes and maintenance whatever is asked.
GATEWAY = frozenset({413, 414, 431, 503})
# Lab-Fault at F is read for every operation, and any address can lead nowhere.
EVERY = SANDBOX | GATEWAY | {400}


def overrides(operation: Operation, *names: str) -> bool:
    """Whether an operation answers one of these questions itself."""
    return any(getattr(type(operation), name) is not getattr(Operation, name) for name in names)


def answers(operation: Operation) -> list[int]:
    """Return every code that a request for this operation can get, in order."""
    return sorted({*EVERY, *operation.succeeds, *operation.also, *_at_door(operation), *_inside(operation)})


def options_answers() -> list[int]:
    """Return what OPTIONS on a known address can get: the gateway answers it."""
    return sorted({204} | SANDBOX | GATEWAY)


def _at_door(operation: Operation) -> set[int]:
    """B to H: who is calling, what was sent, and is it allowed?"""
    takes, calls = operation.takes is not None, overrides(operation, "settle")
    found = {
        302: operation.path.startswith("/shop/") and bool(operation.succeeds),
        401: not operation.open,
        403: overrides(operation, "allowed"),
        406: operation.checks_accept,
        415: takes,
        422: overrides(operation, "meaning") or bool(operation.key) or calls,
        428: operation.needs_condition,
    }
    return {status for status, possible in found.items() if possible}


def _inside(operation: Operation) -> set[int]:
    """J to T: the state of things, and what is behind the server."""
    calls = overrides(operation, "settle")
    found = {
        304: operation.method == "GET" and overrides(operation, "etag"),
        # What never succeeds never gets past J.
        500: bool(operation.succeeds),
        409: overrides(operation, "conflict"),
        412: has_versions(operation),
        429: operation.limit is not None,
        502: calls,
        504: calls,
    }
    return {status for status, possible in found.items() if possible}
