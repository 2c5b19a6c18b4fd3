import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from learn.domain.spreadsheet import cell, table


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠", "\x00="])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(begins):
    assert cell(f"{begins}1+1") == f"'{begins}1+1".replace("\x00", "")
    assert cell(begins) == f"'{begins}".replace("\x00", "")


@pytest.mark.parametrize("text", ["409", "a=b", "a-b", "x@example.test", "'=1", "", "Ünïcode ‮x", "1\n=2", '"=1"'])
def test_other_text_stays_as_it_is(text):
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(-5, "-5"), (0, "0"), (7, "7"), (-0.5, "-0.5"), (Decimal("-1.20"), "-1.20"), (True, "true"), (False, "false")],
)
def test_numbers_stay_numbers(value, text):
    assert cell(value) == text


def test_a_number_written_as_text_is_text():
    assert cell("-5") == "'-5"


@pytest.mark.parametrize(("value", "text"), [(float("-inf"), "'-inf"), (float("nan"), "nan"), (Decimal("NaN"), "NaN")])
def test_what_no_spreadsheet_has_as_a_number_is_text(value, text):
    assert cell(value) == text


def test_nothing_is_an_empty_cell():
    assert cell(None) == ""


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 12, 30, tzinfo=UTC),
        datetime(2026, 11, 22, 7, 30, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_times_are_in_utc(moment):
    assert cell(moment) == "2026-11-22T12:30:00Z"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="which zone"):
        cell(datetime(2026, 11, 22, 12, 30))


def test_a_day_has_no_zone():
    assert cell(date(2026, 11, 22)) == "2026-11-22"


@pytest.mark.parametrize("unfit", ["\x00", "\x1b", "\x7f", "\ud800"])
def test_what_is_not_text_is_left_out(unfit):
    assert cell(f"a{unfit}b") == "ab"
    assert table(["x"], [[f"a{unfit}b"]]).encode()


def test_a_table_reads_back_as_it_was():
    rows = [['"quoted"', "a,b;c"], ["two\nlines", "‮right to left"], ["", "'"]]

    assert read(table(["one", "two"], rows)) == [["one", "two"], *rows]


def test_lines_end_as_the_rfc_says_and_every_cell_is_quoted():
    assert table(["a", "b"], [[1, None]]) == '"a","b"\r\n"1",""\r\n'


def test_cells_and_names_of_a_table_are_harmless():
    assert read(table(["=a"], [["=1"], [-1], ["-1"]])) == [["'=a"], ["'=1"], ["-1"], ["'-1"]]


def test_a_byte_order_mark_comes_when_asked_for():
    assert table(["a"], [], bom=True).encode().startswith(b"\xef\xbb\xbf")
    assert table(["a"], []).encode().startswith(b'"a"')


def test_rows_may_come_one_by_one():
    assert read(table(["n"], ([number] for number in range(3)))) == [["n"], ["0"], ["1"], ["2"]]
