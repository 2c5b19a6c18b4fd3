from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.teach.statistics import Figure, discrimination, drawn, facility

scores = st.integers(0, 8).map(lambda right: right / 8)


def covariance(xs, ys):
    """Sum of products less the product of sums: another way than by differences from the mean."""
    return (sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys) / len(xs)) / (len(xs) - 1)


def by_hand(pairs):
    xs, ys = zip(*pairs, strict=True)
    return 100 * covariance(xs, ys) / sqrt(covariance(xs, xs) * covariance(ys, ys))


def test_facility_is_the_mean_in_percent_from_ten_on():
    assert facility([1.0] * 7 + [0.0] * 3) == Figure(70, 10)
    assert facility([1.0] * 9) == Figure(None, 9)
    assert facility([]) == Figure(None, 0)


@given(st.lists(scores, min_size=10, max_size=60))
def test_facility_agrees_with_sums_by_hand(found):
    assert facility(found) == Figure(pytest.approx(100 * sum(found) / len(found)), len(found))


def test_who_knows_the_rest_knows_this_one():
    pairs = [(number % 2, 0.3 + 0.4 * (number % 2)) for number in range(30)]

    assert discrimination(pairs) == Figure(pytest.approx(100), 30)
    assert discrimination([(question, 1 - rest) for question, rest in pairs]).value == pytest.approx(-100)


def test_discrimination_of_a_table_worked_out_on_paper():
    # 10 right with a rest of 1, 5 right with 0; 5 wrong with 1, 10 wrong with 0: (10·10 - 5·5) / (15·15).
    pairs = [(1, 1)] * 10 + [(1, 0)] * 5 + [(0, 1)] * 5 + [(0, 0)] * 10

    assert discrimination(pairs) == Figure(pytest.approx(100 / 3), 30)


def test_discrimination_needs_thirty():
    pairs = [(number % 2, number / 30) for number in range(30)]

    assert discrimination(pairs).value is not None
    assert discrimination(pairs[1:]) == Figure(None, 29)
    assert discrimination([]) == Figure(None, 0)


@pytest.mark.parametrize(
    "pairs",
    [[(1, n / 30) for n in range(30)], [(n % 2, 0.1) for n in range(30)], [(1, 1)] * 30],
    ids=["question", "rest", "both"],
)
def test_discrimination_means_nothing_where_all_did_the_same(pairs):
    assert discrimination(pairs) == Figure(None, 30)


@given(st.lists(st.tuples(scores, scores), min_size=30, max_size=80))
def test_discrimination_agrees_with_sums_by_hand(pairs):
    found = discrimination(pairs)
    if any(len({*column}) == 1 for column in zip(*pairs, strict=True)):
        assert found.value is None
    else:
        assert found.value == pytest.approx(by_hand(pairs), abs=1e-6)
        assert -100 - 1e-9 <= found.value <= 100 + 1e-9


def test_options_are_told_by_how_many_they_drew():
    assert drawn(["403", "404", "401", "404", "401"]) == [("401", 2, 0.4), ("404", 2, 0.4), ("403", 1, 0.2)]
    assert drawn([]) == []
