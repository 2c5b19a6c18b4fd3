from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.teach.dates import Dates, Exempted, Rules, rules_for, rules_of, shifted, state
from tests.domain.teach.samples import AFTER, DATES, DAY, DUE, HOUR, LATE, OPENS, RULES

SECOND = timedelta(seconds=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - SECOND, "scheduled"),
        (OPENS, "open"),
        (DUE, "open"),
        (DUE + SECOND, "late"),
        (LATE, "late"),
        (LATE + SECOND, "closed"),
    ],
)
def test_state_changes_at_its_moments(now, expected):
    assert state(RULES, now) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (Dates(), "open"),
        (Dates(due_at=DUE), "closed"),
        (Dates(late_until=LATE), "open"),
        (Dates(due_at=DUE, late_until=DUE - DAY), "closed"),
        (Dates(opens_at=AFTER + DAY, due_at=DUE), "scheduled"),
    ],
)
def test_state_where_dates_are_missing_or_odd(dates, expected):
    assert state(Rules(dates), AFTER) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (Dates(OPENS, DUE, LATE), LATE),
        (Dates(OPENS, DUE, None), DUE),
        (Dates(OPENS, DUE, DUE - DAY), DUE),
        (Dates(OPENS, None, LATE), None),
    ],
)
def test_work_is_accepted_until_the_later_of_due_and_late(dates, expected):
    assert dates.last_at == expected


def test_without_an_exemption_the_rules_are_the_assignments():
    assert rules_for(RULES, None, None) is RULES


def test_exemption_changes_only_what_it_names():
    found = rules_for(RULES, Exempted(due_at=DUE + DAY, reason="was ill"), None)

    assert found == replace(RULES, dates=Dates(OPENS, DUE + DAY, LATE), reasons=("was ill",))


def test_each_date_is_the_members_then_the_groups_then_the_assignments():
    own = Exempted(opens_at=OPENS + HOUR)
    of_group = Exempted(opens_at=OPENS + DAY, due_at=DUE + HOUR)

    assert rules_for(RULES, own, of_group).dates == Dates(OPENS + HOUR, DUE + HOUR, LATE)
    assert rules_for(RULES, None, of_group).dates == Dates(OPENS + DAY, DUE + HOUR, LATE)


def test_earlier_due_date_of_ones_own_stands():
    assert rules_for(RULES, Exempted(due_at=DUE - DAY), Exempted(due_at=DUE + 9 * DAY)).dates == replace(
        DATES, due_at=DUE - DAY
    )


@pytest.mark.parametrize(
    ("due_at", "late_until"), [(LATE - HOUR, LATE), (LATE, LATE), (LATE + HOUR, LATE + HOUR + 2 * DAY)]
)
def test_due_date_beyond_the_last_moment_pushes_it_along(due_at, late_until):
    assert rules_for(RULES, Exempted(due_at=due_at), None).dates.late_until == late_until


def test_due_date_pushes_no_last_moment_where_there_is_none():
    rules = replace(RULES, dates=replace(DATES, late_until=None))

    assert rules_for(rules, Exempted(due_at=AFTER), None).dates == Dates(OPENS, AFTER, None)


def test_last_moment_of_an_exemption_is_not_before_its_due_date():
    own, of_group = Exempted(due_at=LATE + DAY), Exempted(late_until=LATE)

    assert rules_for(RULES, own, of_group).dates.late_until == LATE + DAY


def test_extra_attempts_add_up():
    rules = replace(RULES, attempts=2)

    assert rules_for(rules, Exempted(extra_attempts=1), Exempted(extra_attempts=3)).attempts == 6


def test_extra_attempts_leave_as_many_as_wished():
    assert rules_for(RULES, Exempted(extra_attempts=1), None).attempts is None


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("of_group", [True, False])
def test_excused_by_either_is_excused(own, of_group):
    assert rules_for(RULES, Exempted(excused=own), Exempted(excused=of_group)).excused is (own or of_group)


@pytest.mark.parametrize("kind", ["lesson", "challenge", "review", "diagram"])
def test_attempts_are_those_at_quizzes(kind):
    rules = replace(RULES, attempts=1, counts="last")

    assert rules_of(rules, "quiz") is rules
    assert rules_of(rules, kind) == RULES


def test_copy_keeps_the_time_on_the_clock_when_clocks_change():
    summer = datetime(2026, 10, 20, 21, 59, tzinfo=UTC)

    assert shifted(Dates(due_at=summer), 7, BERLIN).due_at == datetime(2026, 10, 27, 22, 59, tzinfo=UTC)
    assert shifted(Dates(due_at=summer), 7, UTC).due_at == datetime(2026, 10, 27, 21, 59, tzinfo=UTC)


def test_copy_into_an_hour_that_is_left_out_comes_out_in_utc():
    night = datetime(2026, 3, 22, 1, 30, tzinfo=UTC)

    assert shifted(Dates(opens_at=night), 7, BERLIN).opens_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(st.integers(-400, 400), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_shifted_dates_are_so_many_days_apart(days, local):
    at = local.replace(tzinfo=UTC)
    dates = shifted(Dates(at, None, at + HOUR), days, BERLIN)

    assert dates.due_at is None
    assert (dates.opens_at.tzinfo, dates.late_until.tzinfo) == (UTC, UTC)
    assert abs(dates.opens_at - at - timedelta(days=days)) <= HOUR
    assert days or dates == Dates(at, None, at + HOUR)
