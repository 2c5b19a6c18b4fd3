from datetime import UTC, date, datetime, timedelta

import pytest

from learn.domain.practice.memory import CardKey, Memory, learner_day
from learn.domain.practice.plan import due_cards, forecast, said_again, weeks_in_a_row

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def due_at(*times):
    """A card for each time, due then."""
    return {
        CardKey("401-403", number): Memory(5.0, 5.0, due, due - 5 * DAY, reviews=1, lapses=0, quick_streak=0)
        for number, due in enumerate(times)
    }


@pytest.mark.parametrize(
    ("hour", "minute", "day"), [(3, 59, date(2026, 11, 21)), (4, 0, date(2026, 11, 22)), (23, 59, date(2026, 11, 22))]
)
def test_day_begins_at_four(hour, minute, day):
    assert learner_day(NOW.replace(hour=hour, minute=minute), "UTC") == day


def test_day_is_the_one_where_the_learner_is():
    at = datetime(2026, 11, 22, 18, 59, tzinfo=UTC)

    assert learner_day(at, "Asia/Tokyo") == date(2026, 11, 22)
    assert learner_day(at + timedelta(minutes=1), "Asia/Tokyo") == date(2026, 11, 23)
    assert learner_day(at, "Pacific/Honolulu") == date(2026, 11, 22)


@pytest.mark.parametrize("name", ["", "Nowhere/Atall", "../etc/passwd", "/etc", "Europe", "x\0y", "A" * 5000])
def test_unknown_zone_is_utc(name):
    assert learner_day(NOW.replace(hour=4), name) == date(2026, 11, 22)
    assert learner_day(NOW.replace(hour=3), name) == date(2026, 11, 21)


def test_forecast_counts_each_day_and_what_is_overdue_today():
    dues = [NOW - 40 * DAY, NOW - DAY, NOW, NOW + DAY, NOW + 13 * DAY, NOW + 14 * DAY]
    ahead = forecast(due_at(*dues), NOW, "UTC")

    assert [day for day, _ in ahead] == [date(2026, 11, 22) + number * DAY for number in range(14)]
    assert [count for _, count in ahead] == [3, 1, *[0] * 11, 1]


def test_forecast_of_today_is_what_is_due():
    cards = due_at(*(NOW + number * timedelta(hours=3) for number in range(12)))

    assert forecast(cards, NOW, "Asia/Tokyo")[0][1] == len(due_cards(cards, NOW, "Asia/Tokyo"))


SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("back", "weeks"),
    [
        ([], 0),
        ([0], 1),
        ([6], 1),
        ([7], 1),
        ([13], 1),
        ([14], 0),
        ([0, 7], 2),
        ([0, 14], 1),
        ([3, 10, 20, 21], 4),
        ([7, 14], 2),
        ([-1], 0),
    ],
)
def test_weeks_in_a_row_forgive_a_week_that_is_not_over(back, weeks):
    assert weeks_in_a_row([SUNDAY - days * DAY for days in back], SUNDAY) == weeks


# In one's own words


TODAY = date(2026, 11, 22)


def ago(*days):
    return {TODAY - day * DAY for day in days}


@pytest.mark.parametrize(
    ("days", "again"),
    [
        ((0,), False),
        ((2,), False),
        ((3,), True),
        ((30,), True),
        ((13, 9), False),
        ((13, 10), True),
        ((40, 30, 20), False),
    ],
)
def test_what_was_said_is_said_again_after_three_and_ten_days_and_no_more(days, again):
    assert said_again({"iv-1-free": ago(*days)}, TODAY) == ("iv-1-free" if again else None)


def test_one_a_day_is_said_again_that_which_waits_longest():
    said = {"a": ago(4), "b": ago(20, 12), "c": ago(3), "d": ago(0)}

    assert said_again(said, TODAY) == "b"
    assert said_again(said | {"b": ago(20, 12, 0)}, TODAY) is None
    assert said_again(said | {"b": ago(20, 12, 1)}, TODAY) == "a"
    assert said_again({}, TODAY) is None
