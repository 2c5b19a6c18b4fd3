"""Dates as a calendar that other programs subscribe to: iCalendar, RFC 5545."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
# RFC 5545, 3.1: content lines of at most 75 octets, without the line end.
OCTETS_A_LINE = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# What a text can't hold: control characters other than a tab and a line end.
CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n"}


@dataclass(frozen=True, slots=True)
class Event:
    """A moment in the calendar. ``uid`` stays the same while it is the same thing; ``revision`` counts its changes."""

    uid: str
    at: datetime
    summary: str
    description: str
    url: str
    revision: int = 0


def calendar(name: str, events: Iterable[Event], *, now: datetime) -> str:
    """Return the calendar of that name with these events, as it is at ``now``."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Statusline//Assignments//EN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        *(line for event in events for line in _event(event, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(now)}"
    # Without an end it is a moment, and nobody is busy at it.
    yield f"DTSTART:{_moment(event.at)}"
    yield "TRANSP:TRANSPARENT"
    yield f"SEQUENCE:{event.revision}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"URL:{event.url}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Return a text as a value (RFC 5545, 3.3.11). Any kind of line end becomes one; control characters go."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS).translate(ESCAPES)


def folded(line: str) -> str:
    """Return a line folded at 75 octets, never within a character."""
    pieces, piece, size = list[str](), "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > OCTETS_A_LINE:
            pieces.append(piece)
            # The space that begins a continuation counts.
            piece, size = " ", 1
        piece += sign
        size += octets
    return "\r\n".join([*pieces, piece])
