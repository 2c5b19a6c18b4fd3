"""Who needs help now, and what a grade looks like in a cell."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.actions.lab import lab
from learn.domain.lab.predict import place_of
from learn.domain.practice.generator import regenerate
from learn.domain.practice.generator.targets import SPINE
from learn.domain.teach.grading import Grade
from learn.domain.teach.questions import Response, figures, pooled
from learn.domain.teach.seeing import (
    MARKS,
    Answered,
    Stopped,
    is_low,
    marked,
    missed_pairs,
    needs_attention,
    silent,
    stopping_boxes,
    turned_away_at,
)
from tests.conftest import NOW

AT_H = tuple("ABCEFHIA")
THROUGH = tuple("ABCEFHJLMPQA")


def answers(told, learner=1, pair="401-403"):
    return [Answered(learner, pair, sign == "+", 7) for sign in told]


@pytest.mark.parametrize(
    ("told", "misses"),
    [
        ("---", 3),
        ("--", None),
        ("-+-+-", 3),
        ("---+", 3),
        ("---++-", 4),
        ("---+++", None),
        ("---+++--", None),
        ("---+++---", 3),
        ("+++", None),
        ("", None),
    ],
)
def test_three_misses_on_a_pair_count_until_three_right_ones_run(told, misses):
    assert [need.times for need in missed_pairs(answers(told))] == ([misses] if misses else [])


def test_misses_of_two_pairs_or_two_learners_arent_added_up():
    assert not missed_pairs(answers("--") + answers("--", pair="409-412-428"))
    assert not missed_pairs(answers("--") + answers("--", learner=2))


def test_a_miss_leads_to_the_assignment_of_the_last_one():
    log = [Answered(1, "401-403", False, assignment) for assignment in (7, 8, 9)]

    assert missed_pairs([*log, Answered(1, "401-403", True, 10)])[0].where == 9


def test_one_box_that_stops_five_requests(library):
    four, five = Stopped(1, "a", AT_H, 4), Stopped(2, "a", AT_H, 5)

    found = stopping_boxes([four, five], set(), library.backend)

    assert [(need.learner, need.about, need.times, need.where) for need in found] == [(2, "H", 5, "a")]


def test_requests_to_two_challenges_that_one_box_stops_are_added_up(library):
    sent = [Stopped(1, "a", AT_H, 2), Stopped(1, "b", AT_H, 3)]

    assert [(need.times, need.where) for need in stopping_boxes(sent, set(), library.backend)] == [(5, "b")]


def test_a_challenge_that_was_solved_is_no_trouble_any_more(library):
    assert not stopping_boxes([Stopped(1, "a", AT_H, 9)], {(1, "a")}, library.backend)
    assert stopping_boxes([Stopped(1, "a", AT_H, 9)], {(2, "a"), (1, "b")}, library.backend)


def test_requests_that_get_through_are_stopped_by_nothing(library):
    assert not stopping_boxes([Stopped(1, "a", THROUGH, 99)], set(), library.backend)
    assert not stopping_boxes([Stopped(1, "", AT_H, 99)], set(), library.backend), "not for a challenge"


def test_every_walk_of_the_chart_is_turned_away_where_it_leaves_the_spine(library):
    for walk in library.backend.walks():
        route = [node.id for node in walk.nodes]
        if route[-1] == "A" and len(route) > 2:
            box = turned_away_at(route, library.backend)
            place = place_of(route, library.backend)
            assert (box == "") == (200 in place.node.codes)
            assert box == "" or box == route[-3]


@pytest.mark.parametrize(("route", "box"), [("ABCEFx422A", "F"), ("", ""), ("A", ""), ("ABZYA", "")])
def test_a_route_that_left_the_drawing_or_is_unknown(library, route, box):
    parts = ("A", "B", "C", "E", "F", "x422", "A") if "x" in route else tuple(route)

    assert turned_away_at(parts, library.backend) == box


@pytest.mark.parametrize(("days", "quiet"), [(6.99, None), (7, 7), (9.5, 9)])
def test_a_week_without_work(days, quiet):
    long_ago = NOW - timedelta(days=60)

    found = silent({1: long_ago}, {1: NOW - timedelta(days=days)}, NOW)

    assert [need.times for need in found] == ([quiet] if quiet else [])


def test_a_week_without_work_begins_when_there_is_some():
    assert not silent({1: NOW - timedelta(days=6)}, {}, NOW)
    assert silent({1: NOW - timedelta(days=8)}, {}, NOW)[0].times == 8
    assert not silent({}, {1: NOW - timedelta(days=60)}, NOW)


@pytest.mark.parametrize(
    ("percent", "state", "text"),
    [
        (85.0, "done", "85"),
        (84.5, "done", "85"),
        (40.0, "late", "40 L"),
        (0.0, "missing", "–"),
        (None, "missing", "–"),
        (50.0, "missing", "50 –"),
        (None, "in progress", "…"),
        (45.0, "in progress", "45 …"),
        (None, "excused", "E"),
        (None, "not open", "·"),
        (0.0, "done", "0"),
    ],
)
def test_a_grade_in_a_cell(percent, state, text):
    assert marked(Grade(percent, state)) == text


def test_no_cell_is_empty_and_no_two_states_look_alike():
    texts = [marked(Grade(60.0, state)) for state in MARKS]

    assert all(texts) and len({*texts}) == len(texts)


def test_what_is_low_or_missing_needs_attention():
    for percent, state in product((None, 0.0, 49.4, 49.5, 50.0, 100.0), MARKS):
        grade = Grade(percent, state)
        counts = state in ("done", "late", "missing")
        assert is_low(grade) == (counts and percent is not None and percent < 49.5)
        assert needs_attention([grade]) == (is_low(grade) or state == "missing")


def test_generated_questions_are_pooled_by_the_box_that_decides_them(library):
    for seed in range(120):
        for boxes in ("", ":F", ":F-M", f":{'-'.join('CHM')}"):
            question = f"gen:v1:{seed * 104_729}{boxes}"
            box = regenerate(question, lab(), library.pairs).boxes[0]
            assert pooled(question, 1) == f"box {box}"
            assert box in SPINE or box == "T"


def test_written_questions_are_counted_by_version():
    assert pooled("door-key", 1) == "door-key 1"
    assert pooled("door-key", 2) == "door-key 2"


def responses(scores, part=1):
    """Return the responses of learners, each given by the marks for the questions a, b, c …"""
    return [
        Response(part, learner, learner, "abcdef"[place], sign == "+", "" if sign == "+" else sign)
        for learner, own in enumerate(scores)
        for place, sign in enumerate(own)
    ]


def test_facility_is_told_from_ten_on():
    nine, ten = figures(responses(["+"] * 9)), figures(responses(["+"] * 7 + ["x"] * 3))

    assert (nine[0].facility.value, nine[0].facility.count) == (None, 9)
    assert (ten[0].facility.value, ten[0].facility.count) == (70.0, 10)


def test_discrimination_is_told_among_thirty_with_the_same_set():
    scores = ["++"] * 15 + ["xx"] * 14
    assert figures(responses(scores))[0].discrimination.value is None

    found = figures(responses([*scores, "xx"]))

    assert [question.discrimination.count for question in found] == [30, 30]
    assert [question.discrimination.value for question in found] == pytest.approx([100.0, 100.0])


def test_who_had_another_set_isnt_compared():
    others = ["+++"] * 20

    found = figures(responses(["++"] * 15 + ["xx"] * 14 + others))

    assert all(question.discrimination.value is None for question in found)
    assert {question.discrimination.count for question in found} == {20, 29}


def test_a_question_asked_twice_counts_by_its_first_answer():
    first = responses(["x"] * 10, part=1)
    again = [response._replace(part=2, sitting=99 + response.sitting, right=True) for response in first]

    assert figures([*first, *again])[0].facility.value == 0


def test_wrong_options_are_told_with_whom_they_drew():
    found = figures(responses(["+", "p", "q", "p"]))[0]

    assert [(draw.option, draw.learners, draw.percent) for draw in found.draws] == [("p", (1, 3), 50), ("q", (2,), 25)]


@given(st.lists(st.text("+pq", min_size=2, max_size=2), max_size=40))
def test_no_figure_is_without_its_count(scores):
    for question in figures(responses(scores)):
        assert question.facility.count == len(scores)
        assert (question.facility.value is None) == (len(scores) < 10)
        assert sum(draw.share for draw in question.draws) <= 1
