"""A miss brings its idea back within three questions."""

from dataclasses import replace
from itertools import product

import pytest

from learn.domain.practice.returning import after_answer, comes_back
from learn.domain.practice.sitting import Entry, Sitting
from tests.domain.practice.test_sitting import card, sitting


def surfaces(now):
    return [entry.surface for entry in now.entries]


@pytest.mark.parametrize(
    ("length", "order"),
    [
        (1, ["a0", "new"]),
        (2, ["a0", "b1", "new"]),
        (3, ["a0", "b1", "c2", "new"]),
        (4, ["a0", "b1", "c2", "new", "d3"]),
        (5, ["a0", "b1", "c2", "new", "d3", "e4"]),
    ],
)
def test_miss_returns_as_the_third_question_or_sooner(length, order):
    now = after_answer(sitting("abcde"[:length]), False, ["new"])

    assert surfaces(now) == order
    assert [entry for entry in now.entries if entry.returned] == [Entry("new", card("a"), returned=True, of="a0")]
    assert now.at == 1


@pytest.mark.parametrize("letters", ["abcdef", "ababab", "aabbcc", "aaaaaa", "abcabc"])
def test_every_first_miss_brings_its_idea_back_within_three_questions(letters):
    for answers in product((True, False), repeat=6):
        now, missed = sitting(letters), []
        for right in answers:
            missed += [] if right or now.current.returned else [now.at]
            now = after_answer(now, right, [f"{now.current.surface[0]}x"])
        for place in missed:
            asked = [entry.card for entry in now.entries[place + 1 : place + 4]]
            assert now.entries[place].card in asked, (answers, surfaces(now))
            assert comes_back(now, place)


def finish(now, right, others):
    while not now.is_finished:
        now = after_answer(now, right(now.current), others)
    return now


def test_card_returns_twice_at_most():
    now = finish(sitting("abcd"), lambda entry: entry.card != card("a"), ["x", "y", "z"])

    assert surfaces(now) == ["a0", "b1", "c2", "x", "d3", "y"]


def test_all_wrong_comes_to_an_end():
    now = finish(sitting("abcd"), lambda entry: False, [])

    assert now.position == (12, 12)


def test_surface_is_one_the_sitting_has_not_got():
    now = after_answer(sitting("abcda"), False, ["a0", "a4", "new"])

    assert surfaces(now)[3] == "new"


def test_surface_of_longest_ago_comes_before_the_same_one():
    now = replace(sitting("abcdaef"), at=4)

    assert surfaces(after_answer(now, False, ["a4", "a0"]))[7] == "a0"


@pytest.mark.parametrize("others", [[], ["a0"]])
def test_same_surface_returns_only_where_there_is_no_other(others):
    assert surfaces(after_answer(sitting("abcd"), False, others)) == ["a0", "b1", "c2", "a0", "d3"]


@pytest.mark.parametrize(
    ("letters", "comes"), [("abac", True), ("abcad", True), ("aabcd", False), ("abcda", False), ("aba", True)]
)
def test_card_that_comes_second_or_third_anyway_is_the_return_and_counts_as_any_other(letters, comes):
    now = after_answer(sitting(letters), False, ["new"])

    assert ("new" in surfaces(now)) is not comes
    assert [place for place, entry in enumerate(now.entries) if entry.returned] == ([] if comes else [3])
    assert comes_back(now, 0)


def test_what_comes_anyway_takes_no_return_from_a_later_miss():
    now = finish(sitting("abacdefg"), lambda entry: entry.card != card("a"), ["x", "y", "z"])

    assert surfaces(now) == ["a0", "b1", "a2", "c3", "d4", "x", "e5", "f6", "y", "g7"]


@pytest.mark.parametrize(("right", "comes"), [(True, False), (False, True)])
def test_it_is_known_whether_an_idea_comes_back(right, comes):
    now = after_answer(sitting("abcde"), right, ["new"])
    lone = after_answer(Sitting((Entry("lone", None), *sitting("bcd").entries)), right, ["new"])

    assert comes_back(now, 0) is comes_back(lone, 0) is comes
    assert not comes_back(sitting("aaaaa", kind="mock"), 0)
    assert not comes_back(finish(sitting("abcda"), lambda entry: True, []), 0)


def test_same_question_further_on_is_no_return():
    entries = sitting("abcd").entries
    now = after_answer(Sitting((*entries[:2], entries[0], *entries[2:])), False, ["new"])

    assert surfaces(now) == ["a0", "b1", "a0", "new", "c2", "d3"]


def test_surface_still_to_come_is_better_than_the_same_one():
    assert surfaces(after_answer(sitting("abcdea"), False, ["a0", "a5"]))[3] == "a5"


def test_question_without_a_card_returns_once():
    now = Sitting((Entry("lone", None), *sitting("bcd").entries))
    now = finish(now, lambda entry: entry.card is not None, [])

    assert surfaces(now) == ["lone", "b0", "c1", "lone", "d2"]


def test_question_without_a_card_returns_with_another_one():
    now = after_answer(Sitting((Entry("lone", None), *sitting("bcd").entries)), False, ["lone", "other"])

    assert now.entries[3] == Entry("other", None, returned=True, of="lone")


def test_nothing_returns_where_feedback_waits_for_the_end():
    assert after_answer(sitting("abcd", kind="mock"), False, ["new"]) == sitting("abcd", at=1, kind="mock")
