"""Which code was taken for which, and how right somebody was for how sure they said they were."""

from itertools import product

import pytest

from learn.domain.lessons.fine_print import read_reference
from learn.domain.mixups import CODES_SHOWN, Alike, calibrated, matrix
from learn.domain.pictures import Share
from learn.domain.practice.items import Answer, Item

KNOWN = range(100, 600)


def alike(correct, chosen, times=1, *, right=None, certainty=None):
    return Alike(correct, chosen, certainty, correct == chosen if right is None else right, times)


def test_a_matrix_has_only_codes_that_occur():
    found = matrix([alike(404, 403, 2), alike(404, 404, 5)], KNOWN)

    assert found.codes == (403, 404)
    assert found.rows == [(403, [(403, 403, 0), (403, 404, 0)]), (404, [(404, 403, 2), (404, 404, 5)])]
    assert (found.answers, found.left_out, found.answers_left_out) == (7, (), 0)


def test_answers_alike_but_for_certainty_add_up():
    found = matrix([alike(404, 403, 2, certainty=1), alike(404, 403, 3, certainty=3)], KNOWN)

    assert found.counts == {(404, 403): 5}


def test_a_right_answer_counts_for_the_code_it_gave():
    found = matrix([alike(400, 422, 3, right=True)], KNOWN)

    assert found.counts == {(422, 422): 3}
    assert found.mistakes == []


@pytest.mark.parametrize(("correct", "chosen"), [(404, None), (404, 599), (299, 404)])
def test_what_isnt_a_code_on_both_sides_counts_for_nothing(correct, chosen):
    assert matrix([alike(correct, chosen)], {403, 404}).answers == 0


def test_nothing_answered_is_an_empty_matrix():
    found = matrix([], KNOWN)

    assert (found.codes, found.rows, found.mistakes, found.answers) == ((), [], [], 0)


def test_mistakes_come_by_how_often():
    found = matrix([alike(404, 403, 1), alike(409, 412, 4), alike(401, 403, 1), alike(404, 404, 90)], KNOWN)

    assert found.mistakes == [(409, 412, 4), (401, 403, 1), (404, 403, 1)]


def test_the_table_has_the_most_frequent_mistakes_and_the_rest_is_said():
    often = [alike(400 + n, 400 + (n + 1) % 13, 50 - n) for n in range(13)]
    found = matrix([*often, alike(500, 503, 1), alike(200, 200, 900)], KNOWN)

    assert len(found.codes) == CODES_SHOWN
    assert set(found.mistakes[0][:2]) <= {*found.codes}
    assert found.left_out == (200, 412, 500, 503)
    assert (500, 503, 1) in found.mistakes_left_out


@pytest.mark.parametrize("count", range(1, 20))
def test_table_and_words_together_are_all_answers(count):
    answers = [
        alike(400 + a, 400 + b, 1 + (a * 7 + b) % 5) for a, b in product(range(count), repeat=2) if (a * b) % 3 == 0
    ]
    found = matrix(answers, KNOWN)

    in_table = sum(cell.times for _, cells in found.rows for cell in cells)
    assert in_table + found.answers_left_out == sum(one.times for one in answers)
    assert len(found.rows) == len(found.codes) <= CODES_SHOWN
    assert not {*found.codes} & {*found.left_out}
    wrong_in_table = sum(cell.times for _, cells in found.rows for cell in cells if cell.correct != cell.chosen)
    wrong_said = sum(mistake.times for mistake in found.mistakes_left_out)
    assert wrong_in_table + wrong_said == sum(mistake.times for mistake in found.mistakes)


def question(kind, right, codes):
    return Item(
        id=f"{kind}-{right}",
        version=1,
        kind=kind,
        codes=codes,
        boxes=(),
        stem="Which code?",
        reference=read_reference("9110 s15.5.4"),
        right=Answer(right, right, right=True, why="It is."),
    )


def test_each_certainty_has_its_row_also_without_answers():
    rows = calibrated([], [])

    assert [(row.certainty, row.practice.count, row.lab.count) for row in rows] == [(1, 0, 0), (2, 0, 0), (3, 0, 0)]
    assert {row.together.percent for row in rows} == {None}


def test_practice_and_lab_are_told_apart_and_together():
    answers = [alike(404, 404, 6, certainty=3), alike(404, 403, 2, certainty=3), alike(404, 403, 9)]

    sure = calibrated(answers, [(3, True, 1), (3, False, 3), (1, True, 5)])[2]

    assert (sure.practice, sure.lab, sure.together) == (Share(6, 8), Share(1, 4), Share(7, 12))
