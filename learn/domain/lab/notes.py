"""What can be said of a response's form: an HTTP linter's notes, and the duties of a code that it doesn't check."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import quote

from learn.domain.lab.headers import read_date, write_date

type Level = Literal["bad", "warn", "good", "info"]
type Pairs = tuple[tuple[str, str], ...]

NOTES_AT_MOST = 8
LEVELS: dict[str, Level] = {"bad": "bad", "warning": "warn", "good": "good", "info": "info"}
ORDER: tuple[Level, ...] = ("bad", "warn", "good", "info")
# The linter's notes that tell nothing here, or what isn't so, each with its reason.
LEFT_OUT = {
    "REQUEST_HDR_IN_RESPONSE": "Accept and Accept-Encoding in a 415 tell what would be taken (RFC 9110, 12.5)",
    "CONTENT_SECURITY_POLICY": "every answer has it",
    "CONTENT_TYPE_OPTIONS": "every answer has it",
    "CL_CORRECT": "every answer with content has it",
    "CL_INCORRECT": "it is that of a GET in an answer to HEAD, and a trace keeps only the beginning of the content",
    "DATE_CORRECT": "the server in front adds Date, and the linter is given one",
    "LM_PRESENT": "how long ago is counted from that Date",
    "LOCATION_NOT_ABSOLUTE": "a relative Location is fine since RFC 7231 (RFC 9110, 10.2.2)",
    "CREATED_WITHOUT_LOCATION": "said in our own words",
    "REDIRECT_WITHOUT_LOCATION": "said in our own words",
}
# What the linter says of a code is our pages' own, or supposes request fields that it isn't shown.
TELLING = frozenset(("STATUS_405_METHOD_IN_ALLOW",))
SOME_TIME = 1_000_000_000
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Note:
    """``field`` is the header field it is about, as the response writes it; empty for the whole message."""

    field: str
    level: Level
    summary: str
    detail: str


def notes(
    request_method: str, target: str, status: int, phrase: str, fields: Pairs, content: bytes
) -> tuple[Note, ...]:
    """Return at most eight notes on a response, the bad ones first."""
    found = [*_duties(status, fields), *_linted(request_method, target, status, phrase, fields, content)]
    return tuple(sorted(found, key=lambda note: ORDER.index(note.level))[:NOTES_AT_MOST])


# By the codes they hold for: the field that is due, and what is said where it is missing.
DUE: tuple[tuple[tuple[int, ...], str, Level, str, str], ...] = (
    (
        (401,),
        "WWW-Authenticate",
        "bad",
        "A 401 without WWW-Authenticate says no, but not what would help.",
        "The field names the scheme that the client is to use; a 401 has to send it (RFC 9110, 15.5.2).",
    ),
    (
        (405,),
        "Allow",
        "bad",
        "A 405 without Allow hides which methods would work.",
        "The list has to be sent, even if it is empty (RFC 9110, 15.5.6).",
    ),
    (
        REDIRECTS,
        "Location",
        "bad",
        "A redirect without Location leads nowhere.",
        "A client that is to go elsewhere needs the address (RFC 9110, 15.4).",
    ),
    (
        (201,),
        "Location",
        "warn",
        "A 201 without Location means that the new resource is at the request's own address.",
        "Right for a PUT; after a POST the client can't find what it made (RFC 9110, 15.3.2).",
    ),
    (
        (429, 503),
        "Retry-After",
        "warn",
        "Without Retry-After the client has to guess when to come back.",
        "The field is optional, but clients that guess often come back too soon (RFC 9110, 10.2.3; RFC 6585, 4).",
    ),
)


def _duties(status: int, fields: Pairs) -> Iterator[Note]:
    names = {name.lower(): name for name, _ in fields}
    for codes, name, level, summary, detail in DUE:
        if status in codes and name.lower() not in names:
            yield Note(name, level, summary, detail)
    if status in (204, 304):
        yield from _framed(status, names)
    if status in (200, 202) and "retry-after" in names:
        detail = "RFC 9110, 10.2.3 defines it for 503 and redirects; beside a success it is a habit."
        yield Note(names["retry-after"], "info", "Retry-After has no defined meaning in a success.", detail)


def _framed(status: int, names: Mapping[str, str]) -> Iterator[Note]:
    """What speaks of content in an answer that has none."""
    if "content-length" in names:
        level: Level = "bad" if status == 204 else "warn"
        detail = (
            "A 204 ends with its header section and must not tell a length (RFC 9110, 8.6)."
            if status == 204
            else "In a 304 it could only be the length of the 200 it stands for, and is best left out (RFC 9110, 8.6)."
        )
        yield Note(names["content-length"], level, f"A {status} has no content whose length could be told.", detail)
    # Of the other the linter says it.
    if "content-type" in names and status == 204:
        detail = "The field describes content, and here is none (RFC 9110, 8.3)."
        yield Note(names["content-type"], "warn", f"A {status} has no content that could have a type.", detail)


def _linted(method: str, target: str, status: int, phrase: str, fields: Pairs, content: bytes) -> Iterator[Note]:
    # Only who looks at an answer pays for the linter.
    from httplint import HttpRequestLinter, HttpResponseLinter

    request = HttpRequestLinter(no_content=True)
    address = f"http://lab.example{quote(target, safe='/?%')[:2000]}"
    request.process_request_topline(method.encode(), address.encode(), b"HTTP/1.1")
    request.process_headers([(b"Host", b"lab.example")])
    request.finish_content(True)
    sent = _sent(fields)
    linter = HttpResponseLinter(start_time=float(sent))
    linter.request = request
    linter.process_response_topline(b"HTTP/1.1", str(status).encode(), phrase.encode())
    dated = [(name, value) for name, value in fields if name.lower() != "date"] + [("Date", write_date(sent))]
    linter.process_headers([(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in dated])
    linter.feed_content(content)
    linter.finish_content(True)
    names = {name.lower(): name for name, _ in fields}
    for note in linter.notes:
        kind = type(note).__name__
        if kind in LEFT_OUT or (kind.startswith("STATUS_") and kind not in TELLING):
            continue
        yield Note(_about(note.subject, names), LEVELS[note.level.value], _plain(note.summary), _plain(note.detail))


def _sent(fields: Pairs) -> int:
    """Return when the answer was sent, as far as it tells, in seconds since the epoch."""
    told = {name.lower(): read_date(value) for name, value in fields if name.lower() in ("date", "last-modified")}
    return told.get("date") or told.get("last-modified") or SOME_TIME


def _about(subject: str, names: Mapping[str, str]) -> str:
    """Return the field that a note is about, in the response's own writing."""
    subjects = [part.removeprefix("field-") for part in subject.split() if part.startswith("field-")]
    return next((names[name] for name in subjects if name in names), "")


def _plain(marked: str) -> str:
    """Return HTML as text, a space between its paragraphs."""
    return " ".join(unescape(re.sub(r"</?[a-z][^>]*>", "", str(marked))).split())
