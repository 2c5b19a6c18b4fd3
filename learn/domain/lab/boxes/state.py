"""Boxes J, L and M: is it there, does the code work, is anything in the way?"""

from learn.domain.lab.boxes.content import is_same_charge
from learn.domain.lab.headers import matches_strongly, matches_weakly, read_date
from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import Refusal, conflict, not_found
from learn.domain.lab.run import Run
from learn.domain.lab.shop import RUNNING_SECONDS


def exists(run: Run) -> Refusal | None:
    """Return 404 where nothing is at the address, or what the operation says of a thing gone or moved; else None."""
    return run.operation.exists(run) if run.operation is not None else not_found()


def not_modified(run: Run) -> Refusal | None:
    """A conditional read whose copy is still good. Not for what would fail anyway (RFC 9110, 13.2.1)."""
    operation = run.operation
    if operation is None or not run.request.is_read or operation.damaged(run):
        return None
    etag, changed = operation.etag(run), operation.last_modified(run)
    if etag is None or not _if_match_holds(run):
        return None
    given = run.request.header("If-None-Match")
    if given is not None:
        same = matches_weakly(given, etag)
    else:
        since = read_date(run.request.header("If-Modified-Since") or "")
        same = changed is not None and since is not None and changed <= since
    return Refusal(304, "redirect_cache/L304", because="the copy is still good") if same else None


def crash(run: Run) -> Refusal | None:
    """Run the business logic. It raises a genuine exception where it is broken, and nothing of it is told."""
    try:
        _business_logic(run)
    except Exception:
        message = "something broke here; it isn't your request's fault"
        return Refusal(500, "dependency/L500", "", "internal_error", message, known={"d1": "no", "d5": "no"})
    return None


def _business_logic(run: Run) -> None:
    if run.fault("app") == "crash":
        raise ZeroDivisionError("the weather is bad for this application")
    if run.operation is not None and run.operation.damaged(run):
        record: dict[str, int] = {}
        _ = record["total"]


def rate(run: Run) -> Refusal | None:
    """Return 429 where the limit of these in so many seconds is reached; None otherwise, with this one counted."""
    operation = run.operation
    if operation is None or operation.limit is None or run.replay is not None:
        return None
    most, seconds = operation.limit
    name = f"{operation.method} {operation.path} {operation.limited(run)}"
    began, count = run.shop.limits.get(name, [run.now, 0])
    if run.now >= began + seconds:
        began, count = run.now, 0
    if count < most:
        run.shop.limits[name] = [began, count + 1]
        return None
    wait = max(1, min(int(seconds), -int(-(began + seconds - run.now) // 1)))
    message = f"more than {most} of these in {int(seconds)} seconds; wait {wait} s"
    return Refusal(
        429, "conflict_limit/L429", "rate-limited", "too_many_requests", message, [("Retry-After", str(wait))]
    )


def preconditions(run: Run) -> Refusal | None:
    """Return 412 where a condition of the request doesn't hold; None otherwise."""
    if run.operation is None or run.replay is not None:
        return None
    if not _if_match_holds(run):
        return _precondition_failed(run, _unmatched(run))
    given = run.request.header("If-None-Match")
    if given is None or run.request.is_read:
        return None
    etag = run.operation.etag(run)
    there = run.operation.representation_exists(run)
    if there and (given.strip() == "*" or (etag is not None and matches_weakly(given, etag))):
        return _precondition_failed(run, "If-None-Match names what is there already")
    return None


def _if_match_holds(run: Run) -> bool:
    operation = run.operation
    given = run.request.header("If-Match")
    if operation is None or given is None or not has_versions(operation):
        return True
    if given.strip() == "*":
        return operation.representation_exists(run)
    etag = operation.etag(run)
    return etag is not None and matches_strongly(given, etag)


def _unmatched(run: Run) -> str:
    """Return why If-Match doesn't hold."""
    given = run.request.header("If-Match") or ""
    etag = run.operation.etag(run) if run.operation is not None else None
    if given.strip() != "*" and etag is not None and matches_weakly(given, etag):
        return "If-Match compares strongly, and a tag marked W/ never matches so, though it names the current version"
    return "If-Match names another version than the current one"


def has_versions(operation: Operation) -> bool:
    """Whether conditions mean anything here: the address names one thing that has a state."""
    return "{" in operation.path and (
        type(operation).etag is not Operation.etag
        or type(operation).representation_exists is not Operation.representation_exists
    )


def _precondition_failed(run: Run, message: str) -> Refusal:
    product = run.product()
    extra = {"currentVersion": product["version"]} if product is not None else {}
    return Refusal(412, "conflict_limit/L412", "conflict", "precondition_failed", message, extra=extra)


def same_key_running(run: Run) -> Refusal | None:
    """Return 409 while the first charge under this key is being processed; None otherwise."""
    if any(
        is_same_charge(run, charge["userId"], charge["key"]) and run.now - charge["started"] < RUNNING_SECONDS
        for charge in run.shop.running
    ):
        return conflict("idempotency_in_progress", "the first request with this Idempotency-Key is still running")
    return None


def state_conflict(run: Run) -> Refusal | None:
    """Return the operation's refusal for the state that the thing is in; None where it can go on."""
    if run.operation is None or run.replay is not None:
        return None
    return run.operation.conflict(run)
