from dataclasses import replace

import pytest

from learn.domain.teach.dates import Dates, Rules
from learn.domain.teach.grading import COUNTING, Grade, PartScore, grade, part_score, rounded, total
from tests.domain.teach.samples import AFTER, DAY, DUE, HOUR, LATE, OPENS, RULES, attempt

SECOND = HOUR / 3600
SCORES = [0.5, 1.0, 0.25]


def scored(attempts, rules=RULES, counted_from=None):
    return part_score(attempts, rules, counted_from=counted_from)


def test_nothing_done_has_no_score():
    assert scored([]) == PartScore(None, False, 0)


@pytest.mark.parametrize(
    ("counts", "expected"), [("best", 1.0), ("last", 0.25), ("first", 0.5), ("mean", 1.75 / 3)], ids=str
)
def test_rule_says_which_attempt_counts(counts, expected):
    attempts = [attempt(score, OPENS + number * DAY) for number, score in enumerate(SCORES)]

    assert scored(attempts, replace(RULES, counts=counts)) == PartScore(pytest.approx(expected), False, 3)


@pytest.mark.parametrize(
    ("counts", "expected"), [("best", 1.0), ("last", 1.0), ("first", 0.5), ("mean", 0.75)], ids=str
)
def test_attempts_beyond_those_allowed_do_not_count(counts, expected):
    attempts = [attempt(score, OPENS + number * DAY) for number, score in enumerate(SCORES)]

    assert scored(attempts, replace(RULES, counts=counts, attempts=2)) == PartScore(expected, False, 2)


def test_first_attempts_are_those_begun_first():
    begun_first = attempt(0.25, DUE - HOUR, OPENS)
    over_first = attempt(1.0, DUE - DAY, OPENS + HOUR)

    assert scored([over_first, begun_first], replace(RULES, attempts=1)).score == 0.25


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (DUE - SECOND, PartScore(0.8, False, 1)),
        (DUE, PartScore(0.8, False, 1)),
        (DUE + SECOND, PartScore(0.4, True, 1)),
        (LATE, PartScore(0.4, True, 1)),
        (LATE + SECOND, PartScore(None)),
    ],
    ids=["before due", "due", "after due", "last moment", "too late"],
)
def test_late_work_counts_its_percent_until_the_last_moment(at, expected):
    assert scored([attempt(0.8, at)]) == expected


def test_without_late_work_what_is_after_due_does_not_count():
    rules = Rules(Dates(None, DUE, None))

    assert scored([attempt(1.0, DUE)], rules).score == 1
    assert scored([attempt(1.0, DUE + SECOND)], rules).score is None


def test_without_a_due_date_nothing_is_late():
    assert scored([attempt(0.8, AFTER)], Rules(Dates(OPENS, None, LATE))) == PartScore(0.8, False, 1)


def test_what_was_begun_before_work_counts_does_not_count():
    before = attempt(1.0, OPENS + HOUR, OPENS - SECOND)
    on_the_moment = attempt(0.5, OPENS + HOUR, OPENS)

    assert scored([before, on_the_moment], counted_from=OPENS) == PartScore(0.5, False, 1)


def test_what_was_begun_before_work_counts_uses_up_no_attempt():
    attempts = [attempt(1.0, OPENS - HOUR), attempt(0.5, OPENS + HOUR)]

    assert scored(attempts, replace(RULES, attempts=1), OPENS).score == 0.5


def test_what_takes_no_time_begins_when_it_is_done():
    assert scored([attempt(1.0, OPENS)], counted_from=OPENS).score == 1
    assert scored([attempt(1.0, OPENS - SECOND)], counted_from=OPENS).score is None


def test_of_equal_attempts_the_one_in_time_decides():
    rules = replace(RULES, late_percent=100)

    assert not scored([attempt(1.0, DUE), attempt(1.0, DUE + HOUR)], rules).late
    assert not scored([attempt(1.0, DUE + HOUR, OPENS), attempt(1.0, DUE, DUE - HOUR)], rules).late
    assert scored([attempt(0.9, DUE), attempt(1.0, DUE + HOUR)], rules).late


def test_mean_is_late_when_one_of_its_attempts_is():
    rules = replace(RULES, counts="mean")

    assert scored([attempt(1.0, DUE), attempt(1.0, LATE)], rules) == PartScore(0.75, True, 2)


DONE, HALF, NONE = PartScore(1.0, False, 1), PartScore(0.5, False, 1), PartScore(None)
TARDY, GROWING = PartScore(0.5, True, 1), PartScore(0.5, False, 1, True)
IN_TIME = DUE - HOUR


@pytest.mark.parametrize(
    ("parts", "now", "expected"),
    [
        ([(1, DONE)], OPENS - HOUR, Grade(None, "not open")),
        ([(1, NONE)], IN_TIME, Grade(None, "in progress")),
        ([(1, NONE)], DUE, Grade(None, "in progress")),
        ([(1, NONE)], DUE + HOUR, Grade(0, "missing")),
        ([(1, DONE), (1, NONE)], IN_TIME, Grade(100, "in progress")),
        ([(1, DONE), (1, NONE)], AFTER, Grade(50, "missing")),
        ([(1, DONE), (1, HALF)], IN_TIME, Grade(75, "done")),
        ([(3, DONE), (1, HALF)], AFTER, Grade(87.5, "done")),
        ([(1, DONE), (1, TARDY)], AFTER, Grade(75, "late")),
        ([(1, TARDY), (1, DONE)], AFTER, Grade(75, "late")),
        ([(1, DONE)], OPENS, Grade(100, "done")),
        ([(1, TARDY), (1, NONE)], AFTER, Grade(25, "missing")),
        ([(1, GROWING)], IN_TIME, Grade(50, "in progress")),
        ([(1, GROWING)], DUE + HOUR, Grade(50, "done")),
        ([(1, DONE), (0, NONE)], AFTER, Grade(100, "done")),
        ([(0, DONE)], AFTER, Grade(None, "in progress")),
        ([], AFTER, Grade(None, "in progress")),
    ],
)
def test_grade_is_the_weighted_mean_of_its_parts(parts, now, expected):
    assert grade(parts, RULES, now) == expected


@pytest.mark.parametrize("now", [OPENS - HOUR, IN_TIME, AFTER])
@pytest.mark.parametrize("parts", [[], [(1, DONE)], [(1, NONE)]], ids=str)
def test_excused_has_no_percent(parts, now):
    assert grade(parts, replace(RULES, excused=True), now) == Grade(None, "excused")


def test_total_is_the_mean_of_what_is_due_or_done():
    grades = [Grade(100, "done"), Grade(50, "late"), Grade(0, "missing")]

    assert total(grades) == 50
    assert total([*grades, Grade(None, "excused"), Grade(None, "not open"), Grade(90, "in progress")]) == 50


def test_total_of_nothing_is_none():
    assert total([]) is None
    assert total([Grade(None, "excused"), Grade(30, "in progress")]) is None


def test_states_that_count_have_a_percent():
    assert {"missing", "done", "late"} == COUNTING


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 0), (12.5, 13), (86.5, 87), (87.49, 87), (100 * 0.575, 58), (100, 100)]
)
def test_half_a_percent_is_rounded_up(percent, expected):
    assert rounded(percent) == expected
