"""Dates typed on the clocks of a class: to UTC and back, also on the days when clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from learn.domain.teach.local_time import from_local, to_local

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "zone", "moment"),
    [
        ("2026-11-27T23:59", "Europe/Berlin", "2026-11-27T22:59"),
        ("2026-07-01T12:00", "Europe/Berlin", "2026-07-01T10:00"),
        ("2026-07-01T12:00", "America/New_York", "2026-07-01T16:00"),
        ("2026-07-01T12:00", "Asia/Kolkata", "2026-07-01T06:30"),
        ("2026-07-01T12:00", "UTC", "2026-07-01T12:00"),
        # The last minute before the gap, and the first after it.
        ("2026-03-29T01:59", "Europe/Berlin", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00"),
    ],
)
def test_a_time_of_the_zone_is_a_moment_and_comes_back(typed, zone, moment):
    found = from_local(datetime.fromisoformat(typed), ZoneInfo(zone))

    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert to_local(found, ZoneInfo(zone)) == typed


@pytest.mark.parametrize("minute", ["02:00", "02:30", "02:59"])
def test_a_time_that_the_clocks_leave_out_is_told_with_one_that_is_there(minute):
    with pytest.raises(ValueError, match=f"no {minute} on 29 March 2026.*0?3:{minute[3:]} would be right"):
        from_local(datetime.fromisoformat(f"2026-03-29T{minute}"), BERLIN)


def test_of_two_moments_with_the_same_time_it_is_the_first():
    assert from_local(datetime(2026, 10, 25, 2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
