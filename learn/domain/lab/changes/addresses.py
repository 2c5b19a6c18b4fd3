"""Addresses: shorter, moved, misspelt, and of other things of the same kind."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from urllib.parse import quote, unquote_plus

from learn.domain.lab.boxes.gateway import MOVED
from learn.domain.lab.changes.change import Step, Tried
from learn.domain.lab.changes.edits import query_set, target_set, value_set
from learn.domain.lab.changes.limits import report_made
from learn.domain.lab.changes.samples import things
from learn.domain.lab.operation import Operation
from learn.domain.lab.operations import OPERATIONS, find
from learn.domain.lab.operations.cart import PutItem
from learn.domain.lab.operations.orders import STATUSES
from learn.domain.lab.request import API, Request
from learn.domain.lab.run import Run

# As much alike a known address has to be for a slip of the pen.
ALIKE = 0.6
ABOUT_AS_ALIKE = 0.1
COMPARED_AT_MOST = 100
OTHERS_AT_MOST = 2
ADDRESSES_AT_MOST = 3
API_PATH = "/" + "/".join(API)
MEMBERS = ("orderId", "paymentId")


def shorter_address(tried: Tried) -> Iterator[Step]:
    """Yield the request without its query; where it has none, with addresses that the shop knows."""
    if tried.request.query_text:
        yield query_set(tried.request, "", "Leave out the query")
    else:
        yield from _of_other_things(tried)
        yield from _known_addresses(tried)


def where_it_points(tried: Tried) -> Iterator[Step]:
    """The address that the redirect names; one that is known where nothing is there."""
    followed = target_set(tried.request, dict(tried.refusal.fields)["Location"])
    if _is_known(followed.request):
        yield followed
    else:
        yield from _known_addresses(tried)


def good_parameter(tried: Tried) -> Iterator[Step]:
    """A query without the parameter that can't be read, or with the nearest value."""
    request, name = tried.request, tried.refusal.extra["parameter"]
    given = request.query.get(name, "")
    if name == "status":
        value = closest(given, list(STATUSES))[0]
    else:
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 1
        value = str(max(1, min(50, number)))
    parts = request.query_text.split("&")
    others = [part for part in parts if unquote_plus(part.partition("=")[0]) != name]
    yield query_set(request, "&".join([*others, f"{name}={value}"]), f"Set the parameter {name} to {value}", name)
    yield query_set(request, "&".join(others), f"Leave out the parameter {name}", name)


def other_things(tried: Tried) -> Iterator[Step]:
    """The same operation on another thing: named in the address, or in the content."""
    run = tried.run
    yield from _of_other_things(tried)
    if run.operation is None or run.operation.takes is None or not isinstance(run.value, dict):
        return
    for name in MEMBERS:
        if name in run.operation.takes.required:
            others = [known for known in things(run, name) if known != run.value[name]]
            for known in others[:OTHERS_AT_MOST]:
                yield value_set(tried.request, run.value, (name,), known)


def valid_part(tried: Tried) -> Iterator[Step]:
    """A part of the address that can be read, where no detail says that the content is wrong."""
    if not tried.refusal.extra["details"]:
        yield from _of_other_things(tried)


def other_item(tried: Tried) -> Iterator[Step]:
    """PUT decides by its address whether something is new: an item that is there, or one that isn't."""
    if isinstance(tried.run.operation, PutItem):
        yield from _of_other_things(tried)


def known_address(tried: Tried) -> Iterator[Step]:
    """Addresses like the one that leads nowhere; those beside a page that is never there."""
    operation, base = tried.run.operation, tried.request.base
    if operation is None or (operation.succeeds and not _has_others(tried.run) and not any(report_made(tried))):
        yield from _known_addresses(tried)
    elif not operation.succeeds:
        place = operation.path.rpartition("/")[0]
        beside = [other for other in OPERATIONS if other.succeeds and other.path.rpartition("/")[0] == place]
        for other in beside:
            yield target_set(tried.request, base + other.path)


def closest(given: str, known: list[str]) -> list[str]:
    """Return what is known, the most alike first."""
    return sorted(known, key=lambda other: -_likeness(given, other))


def _likeness(given: str, known: str) -> float:
    return SequenceMatcher(None, given[:COMPARED_AT_MOST].lower(), known[:COMPARED_AT_MOST].lower()).ratio()


def _of_other_things(tried: Tried) -> Iterator[Step]:
    run = tried.run
    for name, given in run.params.items():
        operation = run.operation or next(iter(run.offered.values()))
        others = [known for known in things(run, name) if known != given]
        for known in others[:OTHERS_AT_MOST]:
            path = run.request.base + operation.path.replace(f"{{{name}}}", quote(known, safe="", errors="replace"))
            yield target_set(tried.request, run.request.with_query(path))


def _has_others(run: Run) -> bool:
    """Whether there is another thing of the kind that the address names."""
    return any(known != given for name, given in run.params.items() for known in things(run, name))


def _is_known(request: Request) -> bool:
    """Whether an operation is at the address, or where that has moved to."""
    segments = request.segments
    while segments[-1:] == ("",):
        segments = segments[:-1]
    if segments[:2] in MOVED:
        segments = (*API, *segments[2:])
    return bool(find(segments)[0])


def _known_addresses(tried: Tried) -> Iterator[Step]:
    """Addresses that offer the method; and one to read, for which another method needs less."""
    run, method = tried.run, tried.request.method
    offered = method if method in {operation.method for operation in OPERATIONS} else "GET"
    paths = _like_it(run, offered)
    for path in dict.fromkeys(paths if offered == "GET" else [*paths, *_like_it(run, "GET")[:1]]):
        yield target_set(tried.request, run.request.with_query(run.request.base + path))


def _like_it(run: Run, method: str) -> list[str]:
    """Return addresses like the request's; where none is, one that is open or else the most alike."""
    asked = "/" + "/".join(run.request.segments)
    fitting = [operation for operation in OPERATIONS if operation.method == method and operation.succeeds]
    filled = {path: operation for operation in fitting if (path := _filled(run, operation)) not in ("", asked)}
    # All of the API has the same beginning, which makes nothing alike.
    bare, known = asked.removeprefix(API_PATH), {path.removeprefix(API_PATH): path for path in filled}
    likeness = {end: _likeness(bare, end) for end in known}
    least = max(ALIKE, max(likeness.values(), default=0) - ABOUT_AS_ALIKE)
    alike = [known[end] for end in closest(bare, list(known)) if likeness[end] >= least]
    others = closest(asked, [path for path in filled if filled[path].open] or list(filled))
    return alike[:ADDRESSES_AT_MOST] or others[:1]


def _filled(run: Run, operation: Operation) -> str:
    """Return an operation's address with the request's own parts, or known ones; empty where nothing is known."""
    pattern, own = operation.path.split("/")[1:], run.request.segments
    filled = []
    for at, part in enumerate(pattern):
        if part.startswith("{"):
            given = own[at] if len(own) == len(pattern) else ""
            known = things(run, part[1:-1])
            if not given and not known:
                return ""
            part = quote(given or known[0], safe="", errors="replace")
        filled.append(part)
    return "/" + "/".join(filled)
