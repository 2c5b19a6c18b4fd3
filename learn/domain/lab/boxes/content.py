"""Box F: can the server read and accept what was sent?"""

import hashlib
import json
from typing import Any

from learn.domain.lab.boxes.gateway import allow
from learn.domain.lab.headers import preferred, read_content_type, read_idempotency_key
from learn.domain.lab.reply import Refusal, bad_request, invalid
from learn.domain.lab.run import Run
from learn.domain.lab.shop import FAULTS, RUNNING_SECONDS


def lab_fault(run: Run) -> Refusal | None:
    """Return 400 for a Lab-Fault field that the lab doesn't know; None where there is none or it is known."""
    given = run.request.header("Lab-Fault")
    if given is None:
        return None
    name, equals, value = given.strip().partition("=")
    if equals and value in FAULTS.get(name, ()):
        return None
    known = "; ".join(f"{name}={'|'.join(values)}" for name, values in FAULTS.items())
    return bad_request("unknown_fault", f"Lab-Fault takes one of {known}")


def method_offered(run: Run) -> Refusal | None:
    """Return 405 with Allow where the address is there and doesn't offer the method; None otherwise."""
    if not run.offered or run.request.method in run.offered:
        return None
    message = f"this address doesn't offer {run.request.method}"
    return invalid(405, "method_not_allowed", message, [("Allow", allow(run.offered))])


def acceptable(run: Run) -> Refusal | None:
    """Return 406 where the operation makes none of the formats that Accept takes; None otherwise."""
    operation = run.operation
    if operation is None or not operation.checks_accept:
        return None
    if preferred(run.request.header("Accept"), operation.offers) is not None:
        return None
    return invalid(406, "not_acceptable", "nothing on offer is acceptable", available=list(operation.offers))


def content_present(run: Run) -> Refusal | None:
    """Return 400 where the operation needs content and none came; None otherwise."""
    if not _takes_content(run) or run.request.content:
        return None
    return bad_request("body_required", "this operation needs content", via="b14")


def content_coding(run: Run) -> Refusal | None:
    """Return 415 for content under a coding; None otherwise."""
    coding = (run.request.header("Content-Encoding") or "identity").strip().lower()
    if not _takes_content(run) or coding == "identity":
        return None
    message = "content is read as it is, without a coding"
    return invalid(415, "unsupported_media_type", message, [("Accept-Encoding", "identity")])


def content_type(run: Run) -> Refusal | None:
    """Return 415 for content in another format than the operation takes; None otherwise."""
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
    """Return 400 for content that isn't a JSON object; None otherwise, with the object kept as the run's value."""
    if not _takes_content(run):
        return None
    try:
        run.value = json.loads(run.request.content.decode("utf-8"), parse_constant=_refuse_constant)
        # Half of a surrogate pair can be escaped in JSON, but it is no text.
        json.dumps(run.value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return bad_request("malformed_json", "the content isn't JSON", via="b14")
    if not isinstance(run.value, dict):
        message = "the content must be a JSON object"
        return bad_request("invalid_request", message, details=[{"pointer": "", "message": message}])
    return None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def fields_valid(run: Run) -> Refusal | None:
    """Return 400 with the first 20 problems of the content's fields; None where there are none."""
    operation = run.operation
    if operation is None or operation.takes is None:
        return None
    problems = list(operation.takes.problems(run.value))
    if not problems:
        return None
    details = [{"pointer": problem.pointer, "message": problem.message} for problem in problems[:20]]
    return bad_request("invalid_request", problems[0].message, details=details)


def parameters_valid(run: Run) -> Refusal | None:
    """Return the operation's refusal of the address's parameters; None where it takes them."""
    return run.operation.parameters(run) if run.operation is not None else None


def idempotency_key(run: Run) -> Refusal | None:
    """Return 400 or 422 for a key that is missing, malformed or used for something else; None otherwise."""
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
        # A charge whose process died counts as running for a while only.
        running = [charge for charge in run.shop.running if run.now - charge["started"] < RUNNING_SECONDS]
        digests = [charge["digest"] for charge in running if is_same_charge(run, charge["userId"], charge["key"])]
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


def is_same_charge(run: Run, user_id: str, key: str) -> bool:
    """Whether this is a charge by the same user under the same key."""
    return run.operation is not None and run.operation.key == "required" and (user_id, key) == (run.user_id, run.key)


def condition_present(run: Run) -> Refusal | None:
    """Return 428 where the operation needs a condition and the request has none; None otherwise."""
    operation = run.operation
    if operation is None or not operation.needs_condition:
        return None
    if run.request.header("If-Match") is not None or "version" in run.value:
        return None
    message = "send If-Match, or the version you have read, so that nobody's change is overwritten"
    return invalid(428, "precondition_required", message)


def meaningful(run: Run) -> Refusal | None:
    """Return the operation's refusal of values that mean nothing in the shop; None where they do."""
    return run.operation.meaning(run) if run.operation is not None else None


def _takes_content(run: Run) -> bool:
    return run.operation is not None and run.operation.takes is not None
