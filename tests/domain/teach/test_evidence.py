from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.teach.dates import Dates, Rules
from learn.domain.teach.evidence import (
    challenge_attempts,
    diagram_attempts,
    done_again,
    lesson_attempts,
    quiz_attempt,
    quiz_attempts,
    review_attempts,
    walks,
)
from learn.domain.teach.grading import Attempt, part_score
from learn.domain.teach.parts import DiagramWanted, ReviewWanted
from tests.domain.teach.samples import AFTER, DATES, DAY, DUE, HOUR, LATE, OPENS, RULES, ZONE, moments

# Due at 23:59 local time on Monday the 9th.
DUE_DAY = date(2026, 11, 9)
FOUR_OF_SEVEN = ReviewWanted(4, 7)


def days(*before_due):
    return [DUE_DAY - timedelta(days=number) for number in before_due]


def score_of(attempts, rules=RULES, counted_from=None):
    found = part_score(attempts, rules, counted_from=counted_from)
    return found.score, found.late


# Lessons and challenges


def test_lesson_counts_once_it_is_finished():
    assert lesson_attempts(None, DUE) == []
    assert lesson_attempts(OPENS, DUE, [DUE]) == [Attempt(OPENS, 1.0)]


def lesson_again(*again, left_at=AFTER):
    return score_of(lesson_attempts(OPENS - 9 * DAY, left_at, again, counted_from=OPENS), counted_from=OPENS)


def test_lesson_finished_before_work_counts_has_to_be_opened_again():
    assert lesson_again(left_at=OPENS - 9 * DAY) == (None, False)
    assert lesson_again(OPENS - 2 * DAY, left_at=OPENS - 2 * DAY) == (None, False)
    assert lesson_again(OPENS - 2 * DAY, DUE, AFTER) == (1, False)
    assert lesson_again(LATE) == (0.5, True)


def test_of_the_day_on_which_work_begins_to_count_only_the_first_reading_is_known():
    assert lesson_again(OPENS - HOUR, left_at=OPENS - HOUR) == (None, False)
    assert lesson_again(OPENS - HOUR, left_at=OPENS + HOUR) == (1, False)
    assert lesson_again(OPENS - HOUR, left_at=AFTER) == (1, False)


@given(st.lists(moments, max_size=6), moments)
def test_done_again_later_changes_nothing(again, later):
    before = done_again(again, OPENS)
    more = [*again, max([later, *again])]

    assert before is None or done_again(more, OPENS) == before


def test_lesson_opened_again_stays_finished_when_it_was():
    assert score_of(lesson_attempts(OPENS, AFTER, [AFTER], counted_from=OPENS - DAY)) == (1, False)


def test_challenge_counts_each_time_it_is_solved():
    assert challenge_attempts([]) == []
    assert score_of(challenge_attempts([OPENS - DAY, LATE]), counted_from=OPENS) == (0.5, True)


# Quizzes


def sat(right, questions=8, *, unfinished=False):
    return quiz_attempt(OPENS, OPENS + HOUR, right, questions, unfinished)


def test_finished_quiz_counts_at_once():
    finished = sat(6)

    assert finished == Attempt(OPENS + HOUR, 0.75, OPENS, 6, 8)
    assert quiz_attempts([finished], due=False) == quiz_attempts([finished], due=True) == [finished]


def test_unfinished_quiz_counts_with_what_it_has_once_it_is_due():
    finished, begun = sat(8), sat(3, unfinished=True)

    assert quiz_attempts([finished, begun], due=False) == [finished]
    assert quiz_attempts([finished, begun], due=True) == [finished, begun]
    assert begun.score == 0.375


@pytest.mark.parametrize(("right", "questions", "score"), [(0, 0, 0), (1, 0, 0), (0, 8, 0), (8, 8, 1), (9, 8, 1)])
def test_score_of_a_quiz_is_from_nothing_to_all(right, questions, score):
    assert sat(right, questions).score == score


# Days of review


@pytest.mark.parametrize(
    ("practised", "expected"),
    [
        ([], None),
        (days(6), 0.25),
        (days(7), None),
        (days(0, 1, 2), 0.75),
        (days(0, 2, 4, 6), 1),
        (days(0, 1, 2, 3, 4, 5), 1),
        (days(7, 8, 9, 10), None),
        (days(0, 0, 0, 0), 0.25),
    ],
    ids=str,
)
def test_review_counts_days_of_the_window_that_ends_with_the_due_day(practised, expected):
    assert score_of(review_attempts(practised, FOUR_OF_SEVEN, DATES, ZONE)) == (expected, False)


def test_late_days_of_review_count_as_late_where_that_is_better():
    # 2 in time are 50 %; with two late ones 4 of 4 are late work, worth 50 % of 100 %.
    both = review_attempts(days(0, 1, -1, -2), FOUR_OF_SEVEN, DATES, ZONE)

    assert score_of(both) == (0.5, False)
    assert score_of(both, replace(RULES, late_percent=80)) == (0.8, True)


def test_review_days_after_the_last_moment_do_not_count():
    assert review_attempts(days(-3), FOUR_OF_SEVEN, DATES, ZONE) == []
    assert review_attempts(days(-1), FOUR_OF_SEVEN, replace(DATES, late_until=None), ZONE) == []


def test_due_day_is_the_learners_day_in_the_time_zone_of_the_class():
    after_midnight = Dates(due_at=datetime(2026, 11, 10, 2, 0, tzinfo=UTC))
    one_of_one = ReviewWanted(1, 1)

    # 3:00 in Berlin still belongs to the 9th, 5:00 doesn't.
    assert review_attempts([DUE_DAY], one_of_one, after_midnight, ZONE)
    assert not review_attempts([DUE_DAY], one_of_one, Dates(due_at=after_midnight.due_at + 2 * HOUR), ZONE)


def test_review_grows_until_all_days_are_there():
    assert [each.growing for each in review_attempts(days(1), FOUR_OF_SEVEN, DATES, ZONE)] == [True]
    assert [each.growing for each in review_attempts(days(1, 2, 3, 4), FOUR_OF_SEVEN, DATES, ZONE)] == [False]


def test_review_days_before_work_counts_are_left_out():
    joined_at = datetime(2026, 11, 7, 20, 0, tzinfo=UTC)
    found = review_attempts(days(0, 1, 2, 3, 4), FOUR_OF_SEVEN, DATES, ZONE, counted_from=joined_at)

    assert score_of(found, counted_from=joined_at) == (0.75, False)


def test_review_on_the_day_when_work_begins_to_count_counts():
    joined_at = datetime(2026, 11, 7, 20, 0, tzinfo=UTC)
    found = review_attempts(days(2), FOUR_OF_SEVEN, DATES, ZONE, counted_from=joined_at)

    assert score_of(found, counted_from=joined_at) == (0.25, False)


def test_review_on_the_due_day_is_in_time_whatever_the_hour():
    morning = Dates(due_at=datetime(2026, 11, 9, 8, 0, tzinfo=UTC))

    assert score_of(review_attempts(days(0), FOUR_OF_SEVEN, morning, ZONE), Rules(morning)) == (0.25, False)


def test_review_is_dated_to_the_last_day_needed():
    found = review_attempts(days(0, 1, 2, 3, 4, 5), FOUR_OF_SEVEN, DATES, ZONE)

    assert [each.at.date() for each in found] == days(2)


def test_review_without_a_due_date_takes_the_best_window():
    practised = days(0, 20, 21, 22, 40)

    assert score_of(review_attempts(practised, FOUR_OF_SEVEN, Dates(), ZONE), Rules()) == (0.75, False)


@given(st.sets(st.integers(-6, 12)), st.integers(1, 28), st.data())
def test_review_in_time_is_the_share_of_days_in_the_window(before_due, of, data):
    wanted = ReviewWanted(data.draw(st.integers(1, of)), of)
    found = review_attempts(days(*before_due), wanted, replace(DATES, late_until=None), ZONE)
    within = sum(0 <= number < of for number in before_due)

    assert score_of(found)[0] == (min(1, within / wanted.days) if within else None)


@given(st.sets(st.integers(-6, 12), min_size=1))
def test_late_review_is_dated_after_due_and_before_the_last_moment(before_due):
    in_time = [number for number in before_due if 0 <= number < 7]
    for found in review_attempts(days(*before_due), FOUR_OF_SEVEN, DATES, ZONE):
        assert found.at <= LATE
        assert (found.at > DUE) == (found.done > len(in_time))


# A share of the diagram


def test_share_of_the_diagram_is_rounded_up_to_whole_arrows():
    wanted = DiagramWanted(60, "lab")
    walked = [OPENS + number * HOUR for number in range(12)]

    assert diagram_attempts(walked, 19, wanted, DATES) == [Attempt(walked[11], 1.0, None, 12, 12)]
    assert diagram_attempts(walked[:11], 19, wanted, DATES) == [Attempt(walked[10], 11 / 12, None, 11, 12, True)]


def test_arrows_beyond_the_share_change_nothing():
    walked = [OPENS + number * HOUR for number in range(10)]

    assert diagram_attempts(walked, 10, DiagramWanted(50, "wizard"), DATES)[0].at == walked[4]


def test_arrows_walked_late_do_not_spoil_those_walked_in_time():
    walked = [DUE - HOUR] * 4 + [DUE + HOUR] + [AFTER] * 5
    found = diagram_attempts(walked, 10, DiagramWanted(100, "lab"), DATES)

    assert [(each.done, each.at) for each in found] == [(4, DUE - HOUR), (5, DUE + HOUR)]
    assert score_of(found) == (0.4, False)
    assert score_of(found, replace(RULES, late_percent=100)) == (0.5, True)


def test_arrows_walked_before_work_counts_are_left_out():
    found = diagram_attempts([OPENS - DAY, OPENS], 4, DiagramWanted(50, "lab"), DATES, counted_from=OPENS)

    assert score_of(found, counted_from=OPENS) == (0.5, False)


def test_arrows_all_walked_before_work_counts_are_an_attempt_that_does_not():
    found = diagram_attempts([OPENS - DAY], 4, DiagramWanted(50, "lab"), DATES, counted_from=OPENS)

    assert [each.at for each in found] == [OPENS - DAY]
    assert score_of(found, counted_from=OPENS) == (None, False)


def test_arrow_walked_before_work_counts_is_walked_when_it_was_again():
    walked = [("lab:A-B", OPENS - DAY), ("lab:B-C", OPENS - DAY), ("lab:C-E", OPENS + HOUR)]
    again = {"lab:A-B": [OPENS - HOUR, DUE, AFTER], "lab:C-E": [DUE]}

    assert walks(walked, again) == [OPENS - DAY, OPENS - DAY, OPENS + HOUR]
    assert walks(walked, again, counted_from=OPENS) == [OPENS, OPENS - DAY, OPENS + HOUR]
    assert walks(walked, again, counted_from=OPENS + DAY) == [DUE, OPENS - DAY, DUE]


@given(st.lists(moments, max_size=19), st.integers(1, 100))
def test_share_in_time_is_that_of_the_arrows_needed(walked, percent):
    found = diagram_attempts(walked, 19, DiagramWanted(percent, "lab"), replace(DATES, late_until=None))
    in_time = sum(at <= DUE for at in walked)
    enough = next(arrows for arrows in range(20) if 100 * arrows >= percent * 19)

    assert score_of(found)[0] == (min(1, in_time / enough) if in_time else None)
