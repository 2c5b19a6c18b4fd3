"""What the lab answers: a reply, or the way a request left the diagram before its success."""

import json
from dataclasses import dataclass, field
from typing import Any

type Fields = list[tuple[str, str]]

JSON = "application/json"
HTML = "text/html; charset=utf-8"


def as_json(value: Any) -> bytes:
    """Return JSON in UTF-8; a lone surrogate, which UTF-8 can't hold, stays an escape."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


@dataclass
class Reply:
    """A success: status, content with its type, and the fields that are its own."""

    status: int
    content: bytes = b""
    media_type: str = JSON
    fields: Fields = field(default_factory=list)
    cache_control: str = ""

    @classmethod
    def of(cls, status: int, value: Any, fields: Fields | None = None, *, cache_control: str = "") -> "Reply":
        return cls(status, as_json(value), JSON, fields or [], cache_control)


@dataclass(frozen=True)
class Refusal:
    """Why a request stops at a box.

    ``answer`` is the arrow it takes there (``no``, ``conflict`` …); empty, it leaves the drawing beside the box.
    ``leaf`` is the leaf that explains the code, ``known`` answers of that leaf's chart that were examined. ``shown``
    is what the response says where that differs from the truth (an order kept secret).
    """

    status: int
    leaf: str
    answer: str = ""
    error: str = ""
    message: str = ""
    fields: Fields = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    because: str = ""
    cache_control: str = "no-store"
    # A page instead of an error in JSON.
    html: str = ""


def bad_request(error: str, message: str, *, via: str = "b15", **extra: Any) -> Refusal:
    """Return a 400 by box F; ``via`` is the finer box that decides."""
    known = {via: "no"}
    return Refusal(400, "bad_request/L400", "no", error, message, extra=extra, known=known)


def invalid(status: int, error: str, message: str, fields: Fields | None = None, **extra: Any) -> Refusal:
    """A refusal at F with another code of the family: 405, 406, 415, 422, 428."""
    return Refusal(status, f"bad_request/L{status}", "no", error, message, fields or [], extra)


def unauthenticated(error: str, message: str, challenge: str) -> Refusal:
    """Return a 401 with its challenge."""
    fields = [("WWW-Authenticate", challenge)]
    return Refusal(401, "auth/L401", "no", error, message, fields, known={"a3": "yes"})


def forbidden(message: str) -> Refusal:
    """Return a 403."""
    return Refusal(403, "auth/L403", "no", "forbidden", message, known={"a3": "yes"})


def not_found(message: str = "nothing is at this address") -> Refusal:
    """Return a 404."""
    return Refusal(404, "bad_request/L404", "no", "not_found", message, known={"b1": "yes"})


def gone(message: str) -> Refusal:
    """Return a 410."""
    return Refusal(410, "bad_request/L410", "no", "gone", message)


def moved(status: int, location: str, *, because: str = "") -> Refusal:
    """Return a redirect to a place. One that lasts may be kept for a minute, another not at all."""
    lasting = status in (301, 308)
    return Refusal(
        status,
        f"redirect_cache/L{status}",
        fields=[("Location", location)],
        because=because,
        cache_control="max-age=60" if lasting else "no-store",
    )


def conflict(error: str, message: str, **extra: Any) -> Refusal:
    """Return a 409."""
    return Refusal(409, "conflict_limit/L409", "conflict", error, message, extra=extra)


def unavailable(error: str, message: str, retry_after: int, known: dict[str, str], answer: str) -> Refusal:
    """Return a 503; ``retry_after`` is in seconds."""
    fields = [("Retry-After", str(retry_after))]
    return Refusal(503, "dependency/L503", answer, error, message, fields, known=known)
