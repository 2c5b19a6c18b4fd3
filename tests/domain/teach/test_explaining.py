import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.teach.dates import rules_of
from learn.domain.teach.explaining import KINDS, Work, explain
from learn.domain.teach.grading import Attempt, grade, part_score, rounded
from learn.models import Part
from tests.domain.teach.samples import (
    AFTER,
    DAY,
    DUE,
    HOUR,
    LATE,
    OPENS,
    RULES,
    ZONE,
    any_rules,
    attempts_one_by_one,
    moments,
)

IN_TIME = DUE - DAY
QUIZ = Attempt(IN_TIME, 7 / 8, IN_TIME - HOUR, 7, 8)
WORSE = Attempt(OPENS + HOUR, 0.5, OPENS, 4, 8)


def told(*works, rules=RULES, now=AFTER, counted_from=None):
    return explain([Work(*work) for work in works], rules, now, ZONE, counted_from=counted_from)


@pytest.mark.parametrize(
    ("kind", "attempt", "expected"),
    [
        ("quiz", QUIZ, "Quiz: 7 of 8 right on 8 Nov: 88 %"),
        ("quiz", QUIZ._replace(at=DUE + DAY), "Quiz: 7 of 8 right on 10 Nov; handed in late, so 50 % of it: 44 %"),
        ("lesson", Attempt(IN_TIME, 1), "Lesson: finished on 8 Nov: 100 %"),
        ("lesson", Attempt(LATE, 1), "Lesson: finished on 11 Nov; handed in late, so 50 % of it: 50 %"),
        ("challenge", Attempt(IN_TIME, 1), "Lab challenge: solved on 8 Nov: 100 %"),
        ("review", Attempt(IN_TIME, 0.75, None, 3, 4), "Review: on 3 of 4 days by 8 Nov: 75 %"),
        ("diagram", Attempt(IN_TIME, 0.75, None, 9, 12), "Diagram: 9 of 12 arrows by 8 Nov: 75 %"),
    ],
)
def test_line_says_what_was_done_when_and_what_it_is_worth(kind, attempt, expected):
    assert told((kind, 1, [attempt]))[0] == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ("best", "Quiz: 7 of 8 right on 8 Nov, the best of 2 attempts: 88 %"),
        ("last", "Quiz: 7 of 8 right on 8 Nov, the last of 2 attempts: 88 %"),
        ("first", "Quiz: 4 of 8 right on 2 Nov, the first of 2 attempts: 50 %"),
        ("mean", "Quiz: the mean of 2 attempts: 69 %"),
    ],
)
def test_line_names_the_attempt_that_counts(counts, expected):
    assert told(("quiz", 1, [WORSE, QUIZ]), rules=replace(RULES, counts=counts))[0] == expected


def test_line_of_a_late_best_attempt_says_all_of_it():
    late = QUIZ._replace(at=DUE + HOUR)
    expected = "Quiz: 7 of 8 right on 10 Nov, the best of 2 attempts; handed in late, so 80 % of it: 70 %"

    assert told(("quiz", 1, [WORSE, late]), rules=replace(RULES, late_percent=80))[0] == expected


def test_mean_says_how_many_were_late():
    late = QUIZ._replace(at=DUE + HOUR, score=1.0)
    rules = replace(RULES, counts="mean")

    assert (
        told(("quiz", 1, [WORSE, late]), rules=rules)[0] == "Quiz: the mean of 2 attempts, late ones (1) at 50 %: 50 %"
    )


@pytest.mark.parametrize(
    ("attempts", "now", "expected"),
    [
        ([], IN_TIME, "Lesson: nothing yet"),
        ([], AFTER, "Lesson: nothing done by 9 Nov, so 0 %"),
        ([Attempt(LATE + HOUR, 1)], AFTER, "Lesson: finished on 12 Nov; what came after 11 Nov doesn't count, so 0 %"),
        ([Attempt(OPENS - DAY, 1)], IN_TIME, "Lesson: what was done before 2 Nov doesn't count"),
        ([Attempt(OPENS - DAY, 1)], AFTER, "Lesson: what was done before 2 Nov doesn't count, so 0 %"),
    ],
)
def test_line_says_why_there_is_no_score(attempts, now, expected):
    assert told(("lesson", 1, attempts), now=now, counted_from=OPENS)[0] == expected


def test_quiz_begun_before_work_counts_is_told_so():
    begun_before = QUIZ._replace(begun_at=OPENS - HOUR)
    expected = "Quiz: what was begun before 2 Nov doesn't count"

    assert told(("quiz", 1, [begun_before]), now=IN_TIME, counted_from=OPENS)[0] == expected


def test_days_are_those_of_the_class():
    late_evening = OPENS.replace(hour=23, minute=30)

    assert told(("lesson", 1, [Attempt(late_evening, 1)]))[0] == "Lesson: finished on 3 Nov: 100 %"


DONE, UNDONE = ("lesson", 1, [Attempt(IN_TIME, 1)]), ("challenge", 1, [])


@pytest.mark.parametrize(
    ("works", "now", "expected"),
    [
        ([DONE], AFTER, "Together: 100 %"),
        ([DONE, UNDONE], AFTER, "Together: 50 %, the mean of 2 parts"),
        ([("lesson", 3, DONE[2]), UNDONE], AFTER, "Together: 75 %, the mean of 2 parts by their weights 3 : 1"),
        ([DONE, UNDONE], IN_TIME, "So far: 100 %, from 1 of 2 parts"),
        ([("review", 1, [Attempt(IN_TIME, 0.5, None, 2, 4, True)])], IN_TIME, "So far: 50 %"),
        ([UNDONE], IN_TIME, "No grade yet"),
    ],
)
def test_last_line_is_about_the_whole(works, now, expected):
    assert told(*works, now=now)[-1] == expected


def test_part_without_weight_is_said_not_to_count():
    assert told(DONE, ("challenge", 0, [Attempt(IN_TIME, 1)]))[1:] == (
        "Lab challenge: solved on 8 Nov: 100 % (doesn't count)",
        "Together: 100 %",
    )


def test_exemptions_come_with_their_reasons():
    rules = replace(RULES, reasons=("was ill", "works shifts"))

    assert told(DONE, rules=rules)[-1] == "Together: 100 % (exemption: was ill; works shifts)"
    assert told(DONE, rules=replace(rules, excused=True)) == (
        "Excused, so it doesn't count (exemption: was ill; works shifts)",
    )


def test_before_it_opens_there_is_only_that_to_say():
    assert told(DONE, now=OPENS - DAY) == ("Opens on 2 Nov",)


def test_every_kind_of_part_has_its_name():
    assert {*KINDS} == {*Part.Kind.values}


@given(
    st.lists(st.tuples(st.sampled_from([*KINDS]), st.integers(0, 3), attempts_one_by_one()), max_size=4),
    any_rules(),
    moments,
    st.none() | moments,
)
def test_explanation_ends_with_the_number_of_the_grade(works, rules, now, counted_from):
    scores = [
        (weight, part_score(done, rules_of(rules, kind), counted_from=counted_from)) for kind, weight, done in works
    ]
    given_grade = grade(scores, rules, now)
    numbers = re.findall(r": (\d+) %", told(*works, rules=rules, now=now, counted_from=counted_from)[-1])

    assert numbers == ([] if given_grade.percent is None else [str(rounded(given_grade.percent))])
