"""Calendars as another program reads them: long lines, signs that mean something, characters of several octets."""

from datetime import UTC, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.teach.calendar import OCTETS_A_LINE, Event, calendar, folded

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 23, 59, tzinfo=timezone(timedelta(hours=1)))


def event(**fields):
    made = {"uid": "assignment-7@statusline", "at": DUE, "summary": "Week 1", "description": "", "url": "https://x/y/"}
    return Event(**(made | fields))


def read(*events, name="Due"):
    return icalendar.Calendar.from_ical(calendar(name, events, now=NOW))


def only_event(**fields):
    (found,) = read(event(**fields)).walk("VEVENT")
    return found


def test_an_event_has_its_moment_in_utc_and_says_who_it_is():
    found = only_event(revision=3)

    assert found.decoded("DTSTART") == datetime(2026, 11, 27, 22, 59, tzinfo=UTC)
    assert found.decoded("DTSTAMP") == NOW
    assert found["UID"] == "assignment-7@statusline"
    assert found["SEQUENCE"] == 3
    assert found["URL"] == "https://x/y/"
    assert found["TRANSP"] == "TRANSPARENT"
    assert "DESCRIPTION" not in found


def test_a_calendar_has_a_name_and_what_every_calendar_needs():
    found = read(name="Due; soon")

    assert (found["VERSION"], found["METHOD"]) == ("2.0", "PUBLISH")
    # The reader takes a name as it is written.
    assert found["NAME"] == found["X-WR-CALNAME"] == "Due\\; soon"
    assert not found.walk("VEVENT")


@pytest.mark.parametrize(
    "text",
    [
        "commas, semicolons; and \\ backslashes",
        "\\n isn't a line end",
        "two\nlines",
        "BEGIN:VEVENT\nSUMMARY:not an event of its own",
        "a colon: and \"quotes\" and <script>alert('x')</script>",
        "‏עברית‏ 日本語 🎓" * 9,
        "x" * 300,
    ],
)
def test_every_text_comes_back_as_it_was(text):
    found = only_event(summary=text, description=text)

    assert (found["SUMMARY"], found["DESCRIPTION"]) == (text, text)


def test_other_line_ends_are_one_and_control_characters_go():
    assert only_event(summary="a\r\nb\rc\x00\x07\x7fd")["SUMMARY"] == "a\nb\ncd"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(text):
    lines = folded(text).split("\r\n")

    assert all(len(line.encode()) <= OCTETS_A_LINE for line in lines)
    assert lines[0] + "".join(line[1:] for line in lines[1:]) == text
    assert all(line.startswith(" ") for line in lines[1:])


def test_75_octets_stand_on_one_line_and_76_on_two():
    assert "\r\n" not in folded("x" * 75)
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    # 37 times two octets are 74: one more doesn't fit.
    assert folded("é" * 38) == "é" * 37 + "\r\n é"


def test_every_line_ends_with_a_carriage_return_and_a_line_feed():
    text = calendar("Due", [event(description="one\ntwo")], now=NOW)

    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n")
