"""Files of tables, whose mistakes are told at the lines on which they stand."""

import pytest

from tests.domain.practice.samples import CODE, ONE, SAMPLES
from tests.domain.practice.told import line_of, told


def test_lines_count_on_in_a_file_of_many_questions(read):
    text = "# A comment\n\n" + "\n".join(SAMPLES.values())
    assert [item.kind for item in read(text)] == list(SAMPLES)

    error = told(read, text.replace('text = "Alarms count it."\n', ""))

    assert error.line == line_of(text, "[[question.point]]", 2)
    assert error.problem == "question 'door-free', point 2 has no 'text'"


def test_headers_inside_texts_are_no_headers(read):
    text = ONE.replace('"What is right?"', '"""\n[[question.option]]\n[[question]]\ntext = 1\n"""')

    error = told(read, text.replace('text = "Wait"\n', ""))

    assert error.line == line_of(text, "[[question.option]]", 3)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("question = 1\n", "questions are written as tables, [[question]]"),
        ("question = [1]\n", "questions are written as tables, [[question]]"),
        ("[[questions]]\n", "nothing reads 'questions'; known are question"),
        (CODE.replace("\n[[question.near]]", "near = 1\n[other]", 1), "nothing reads 'other'"),
        (CODE[: CODE.index("\n[[question.near]]")] + "near = 1\n", "'near' is written as tables, [[question.near]]"),
    ],
)
def test_file_of_another_shape_is_told(read, text, problem):
    assert problem in str(told(read, text))


def test_tables_written_in_line_are_told_at_their_question(read):
    text = CODE[: CODE.index("\n[[question.near]]")] + 'near = [{code = 401, why = "x"}]\n'

    error = told(read, text)

    assert (error.problem, error.line) == ("question 'door-code', near 1 has no 'when'", 1)
