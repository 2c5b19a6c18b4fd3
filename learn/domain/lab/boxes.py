"""What each box of the diagram looks at, in the one order there is (contract, section 4).

A check returns why the request stops at its box, or None. The first that stops it decides.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from learn.domain.lab.headers import (
    matches_strongly,
    matches_weakly,
    preferred,
    read_bearer,
    read_content_type,
    read_date,
    read_idempotency_key,
)
from learn.domain.lab.operation import Operation
from learn.domain.lab.operations.account import CHALLENGE
from learn.domain.lab.operations.shop_pages import page
from learn.domain.lab.reply import (
    Fields,
    Refusal,
    bad_request,
    conflict,
    invalid,
    moved,
    not_found,
    unauthenticated,
    unavailable,
)
from learn.domain.lab.request import API
from learn.domain.lab.run import Run
from learn.domain.lab.shop import FAULTS

type Check = Callable[[Run], Refusal | None]

TARGET_BYTES = 2048
FIELD_BYTES = 4096
FIELDS_BYTES = 12288
CONTENT_BYTES = 16384
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
WITH_CONTENT = ("POST", "PUT", "PATCH")
MAINTENANCE_SECONDS = 30
DATABASE_SECONDS = 5
PROVIDER_SECONDS = 5


def _at_gateway(status: int, error: str, message: str, fields: Fields | None = None) -> Refusal:
    chart = "rfc9110" if status == 501 else "bad_request"
    return Refusal(status, f"{chart}/L{status}", "", error, message, fields or [])


# --------------------------------------------------------------------------------------------- B, gateway


def target_length(run: Run) -> Refusal | None:
    if len(run.request.target.encode("utf-8", "surrogateescape")) <= TARGET_BYTES:
        return None
    return _at_gateway(414, "uri_too_long", f"an address has at most {TARGET_BYTES} bytes here")


def field_sizes(run: Run) -> Refusal | None:
    sizes = [(len(f"{name}: {value}".encode("utf-8", "replace")), name) for name, value in run.request.headers]
    largest, name = max(sizes, default=(0, ""))
    if largest > FIELD_BYTES:
        message = f"the field {name} has more than {FIELD_BYTES} bytes"
        return _at_gateway(431, "header_fields_too_large", message)
    if sum(size + 2 for size, _ in sizes) > FIELDS_BYTES:
        message = f"all header fields together have more than {FIELDS_BYTES} bytes"
        return _at_gateway(431, "header_fields_too_large", message)
    return None


def method_known(run: Run) -> Refusal | None:
    if run.request.method in METHODS:
        return None
    return _at_gateway(501, "not_implemented", f"this server doesn't know the method {run.request.method}")


def maintenance(run: Run) -> Refusal | None:
    if run.fault("gateway") != "maintenance":
        return None
    known = {"d1": "no", "d5": "yes"}
    refusal = unavailable("maintenance", "closed for maintenance; come back soon", MAINTENANCE_SECONDS, known, "")
    if not run.is_shop_page or not run.request.is_read:
        return refusal
    if run.request.segments == ("shop", "maintenance"):
        text = "Back in half a minute."
        return Refusal(**{**vars(refusal), "html": page("Closed for maintenance", text)})
    return moved(302, f"{run.request.base}/shop/maintenance", because="the shop is closed for maintenance")


def content_size(run: Run) -> Refusal | None:
    if len(run.request.content) <= CONTENT_BYTES and not run.request.cut:
        return None
    return _at_gateway(413, "content_too_large", f"content has at most {CONTENT_BYTES} bytes here")


def trailing_slash(run: Run) -> Refusal | None:
    path = run.request.path
    if not path.endswith("/"):
        return None
    return moved(308, run.request.with_query(path.rstrip("/")), because="the address ends in a slash")


def old_version(run: Run) -> Refusal | None:
    segments = run.request.segments
    versions = {("api", "v0"): 308, ("api", "beta"): 307}
    status = versions.get(segments[:2])  # type: ignore[arg-type]
    if status is None:
        return None
    rest = run.request.path.split("/", 5)[5:]
    path = "/".join([run.request.base, *API, *rest])
    return moved(status, run.request.with_query(path), because=f"{segments[1]} has become v1")


def options(run: Run) -> Refusal | None:
    if run.request.method != "OPTIONS" or not run.offered:
        return None
    fields = [("Allow", allow(run.offered))]
    patch = run.offered.get("PATCH")
    if patch is not None:
        fields.append(("Accept-Patch", ", ".join(patch.accepted_types)))
    return Refusal(204, "success/L204", fields=fields, because="asked what the address offers")


def allow(offered: dict[str, Operation]) -> str:
    return ", ".join([method for method in METHODS if method in offered] + ["OPTIONS"])


# --------------------------------------------------------------------------------------------- C, authenticated?


def authenticated(run: Run) -> Refusal | None:
    account_page = run.request.segments == ("shop", "account") and run.request.is_read
    is_open = not run.offered or all(operation.open for operation in run.offered.values())
    if is_open and not account_page:
        run.because["C"] = "open to everyone"
        return None
    token = read_bearer(run.request.header("Authorization"))
    user_id = run.shop.tokens.get(token or "")
    if user_id is not None and token not in run.shop.expired:
        run.user_id = user_id
        run.because["C"] = f"the token is {user_id}'s"
        return None
    if account_page:
        login = f"{run.request.base}/shop/login?next={run.request.path}"
        return moved(302, login, because="a browser can use a login form")
    if token is None:
        message = "send a token in Authorization: Bearer TOKEN"
        return unauthenticated("unauthenticated", message, CHALLENGE)
    message = "the token is unknown, expired or logged out"
    return unauthenticated("invalid_token", message, f'{CHALLENGE}, error="invalid_token"')


# --------------------------------------------------------------------------------------------- F, input valid?


def lab_fault(run: Run) -> Refusal | None:
    given = run.request.header("Lab-Fault")
    if given is None:
        return None
    name, equals, value = given.strip().partition("=")
    if equals and value in FAULTS.get(name, ()):
        return None
    known = "; ".join(f"{name}={'|'.join(values)}" for name, values in FAULTS.items())
    return bad_request("unknown_fault", f"Lab-Fault takes one of {known}")


def method_offered(run: Run) -> Refusal | None:
    if not run.offered or run.request.method in run.offered:
        return None
    message = f"this address doesn't offer {run.request.method}"
    return invalid(405, "method_not_allowed", message, [("Allow", allow(run.offered))])


def acceptable(run: Run) -> Refusal | None:
    operation = run.operation
    if operation is None or not operation.checks_accept:
        return None
    if preferred(run.request.header("Accept"), operation.offers) is not None:
        return None
    return invalid(406, "not_acceptable", "nothing on offer is acceptable", available=list(operation.offers))


def content_present(run: Run) -> Refusal | None:
    if not _takes_content(run) or run.request.content:
        return None
    return bad_request("body_required", "this operation needs content", via="b14")


def content_coding(run: Run) -> Refusal | None:
    coding = (run.request.header("Content-Encoding") or "identity").strip().lower()
    if not _takes_content(run) or coding == "identity":
        return None
    message = "content is read as it is, without a coding"
    return invalid(415, "unsupported_media_type", message, [("Accept-Encoding", "identity")])


def content_type(run: Run) -> Refusal | None:
    operation = run.operation
    if not _takes_content(run) or operation is None:
        return None
    media_type, charset = read_content_type(run.request.header("Content-Type") or "")
    if media_type in operation.accepted_types and charset in (None, "utf-8"):
        return None
    accepted = ", ".join(operation.accepted_types)
    name = "Accept-Patch" if operation.method == "PATCH" else "Accept"
    return invalid(415, "unsupported_media_type", f"send {accepted}, in UTF-8", [(name, accepted)])


def well_formed(run: Run) -> Refusal | None:
    if not _takes_content(run):
        return None
    try:
        run.value = json.loads(run.request.content.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return bad_request("malformed_json", "the content isn't JSON", via="b14")
    if not isinstance(run.value, dict):
        return bad_request("invalid_request", "the content must be a JSON object", details=[])
    return None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def fields_valid(run: Run) -> Refusal | None:
    operation = run.operation
    if operation is None or operation.takes is None:
        return None
    problems = list(operation.takes.problems(run.value))
    if not problems:
        return None
    details = [{"pointer": problem.pointer, "message": problem.message} for problem in problems[:20]]
    return bad_request("invalid_request", problems[0].message, details=details)


def parameters_valid(run: Run) -> Refusal | None:
    return run.operation.parameters(run) if run.operation is not None else None


def idempotency_key(run: Run) -> Refusal | None:
    operation = run.operation
    if operation is None or not operation.key:
        return None
    given = run.request.header("Idempotency-Key")
    if given is None:
        if operation.key == "required":
            return bad_request("idempotency_key_required", "a charge needs an Idempotency-Key")
        return None
    key = read_idempotency_key(given)
    if key is None:
        message = "an Idempotency-Key has 1 to 64 letters, digits, - or _, in quotes or without"
        return bad_request("invalid_idempotency_key", message)
    run.key = key
    run.digest = _digest(run.value)
    before = run.shop.remembered.get(memory_name(run))
    if before is None:
        digests = [c["digest"] for c in run.shop.running if _is_same_charge(run, c["userId"], c["key"])]
    else:
        digests = [before["digest"]]
    if any(digest != run.digest for digest in digests):
        message = "this Idempotency-Key was used before for different content"
        return invalid(422, "idempotency_key_reused", message)
    run.replay = before
    return None


def memory_name(run: Run) -> str:
    """Where a success is remembered: by user, operation and key."""
    assert run.operation is not None
    return f"{run.user_id} {run.operation.method} {run.operation.path} {run.key}"


def _digest(value: Any) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _is_same_charge(run: Run, user_id: str, key: str) -> bool:
    return run.operation is not None and run.operation.key == "required" and (user_id, key) == (run.user_id, run.key)


def condition_present(run: Run) -> Refusal | None:
    operation = run.operation
    if operation is None or not operation.needs_condition:
        return None
    if run.request.header("If-Match") is not None or "version" in run.value:
        return None
    message = "send If-Match, or the version you have read, so that nobody's change is overwritten"
    return invalid(428, "precondition_required", message)


def meaningful(run: Run) -> Refusal | None:
    return run.operation.meaning(run) if run.operation is not None else None


def _takes_content(run: Run) -> bool:
    return run.operation is not None and run.operation.takes is not None


# --------------------------------------------------------------------------------------------- H, J, L


def allowed(run: Run) -> Refusal | None:
    return run.operation.allowed(run) if run.operation is not None else None


def exists(run: Run) -> Refusal | None:
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


# --------------------------------------------------------------------------------------------- M, conflict or limit?


def rate(run: Run) -> Refusal | None:
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
    if run.operation is None or run.replay is not None:
        return None
    if not _if_match_holds(run):
        return _precondition_failed(run, "If-Match names another version than the current one")
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
    if operation is None or given is None or not _has_versions(operation):
        return True
    if given.strip() == "*":
        return operation.representation_exists(run)
    etag = operation.etag(run)
    return etag is not None and matches_strongly(given, etag)


def _has_versions(operation: Operation) -> bool:
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
    if any(
        _is_same_charge(run, charge["userId"], charge["key"]) and run.now - charge["started"] < 5
        for charge in run.shop.running
    ):
        return conflict("idempotency_in_progress", "the first request with this Idempotency-Key is still running")
    return None


def state_conflict(run: Run) -> Refusal | None:
    if run.operation is None or run.replay is not None:
        return None
    return run.operation.conflict(run)


# --------------------------------------------------------------------------------------------- P, R, T


def performed(run: Run) -> Refusal | None:
    """Do what was asked, unless the database is away (box R says so) or it was done before."""
    if run.operation is None or run.replay is not None or run.fault("database") == "down":
        return None
    result = run.operation.perform(run)
    if isinstance(result, Refusal):
        return result
    run.reply = result
    return None


def database_failed(run: Run) -> Refusal | None:
    if run.fault("database") != "down":
        return None
    known = {"d1": "yes", "d2": "no", "d5": "yes"}
    return unavailable("database_unavailable", "the database doesn't answer", DATABASE_SECONDS, known, "yes")


def provider_failed(run: Run) -> Refusal | None:
    known = {"d1": "yes", "d2": "yes"}
    if run.outcome == "malformed":
        message = "the payment provider answered with something that isn't HTTP"
        return Refusal(502, "dependency/L502", "yes", "provider_bad_response", message, known=known)
    if run.outcome == "down":
        message = "the payment provider can't be reached"
        return unavailable("provider_unavailable", message, PROVIDER_SECONDS, known, "yes")
    if run.outcome == "timeout":
        message = "the payment provider didn't answer in time; it may have taken the money"
        return Refusal(504, "dependency/L504", "yes", "provider_timeout", message, known=known)
    return None


def declined(run: Run) -> Refusal | None:
    """The provider worked, and said no."""
    if run.outcome == "declined":
        return Refusal(422, "bad_request/L422", "", "card_declined", "the card was declined")
    if run.outcome == "other_content":
        message = "the provider knows this Idempotency-Key for another order"
        return Refusal(422, "bad_request/L422", "", "idempotency_key_reused", message)
    return None


BOXES: dict[str, tuple[Check, ...]] = {
    "B": (
        target_length,
        field_sizes,
        method_known,
        maintenance,
        content_size,
        trailing_slash,
        old_version,
        options,
    ),
    "C": (authenticated,),
    "F": (
        lab_fault,
        method_offered,
        acceptable,
        content_present,
        content_coding,
        content_type,
        well_formed,
        fields_valid,
        parameters_valid,
        idempotency_key,
        condition_present,
        meaningful,
    ),
    "H": (allowed,),
    "J": (exists, not_modified),
    "L": (crash,),
    "M": (rate, preconditions, same_key_running, state_conflict),
    "P": (performed,),
    "R": (database_failed, provider_failed),
    "T": (declined,),
}
# The arrow that a question's box takes when nothing stops the request there.
ONWARD = {"C": "yes", "F": "yes", "H": "yes", "J": "yes", "M": "success", "R": "no"}
