from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.practice.memory import Answered, CardKey, Rating, lab_success, rate, recall, replay, review
from tests.domain.practice.answers import (
    DAY,
    KEY,
    NOW,
    PACKAGE,
    answer,
    by_package,
    helped,
    miss,
    quick,
    remembered,
    shown,
)

RATED = [Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY]


def rated(rating, at, memory=None):
    """An answer that is rated so: Easy only where the memory has a quick review behind it."""
    made = {Rating.AGAIN: miss(at), Rating.HARD: answer(at, hints=1), Rating.GOOD: answer(at), Rating.EASY: quick(at)}
    assert rate(made[rating], memory) is rating
    return made[rating]


# Rating


def expected_rating(given, streak):
    if not given.right or given.last_hint:
        return 1
    if given.hints or given.certainty == 1:
        return 2
    return 4 if given.certainty == 3 and given.seconds <= 10 and (streak or 0) >= 1 else 3


def test_rating_follows_from_the_facts():
    every = product((True, False), (None, 1, 2, 3), (10.0, 10.1), (0, 1), (True, False), (None, 0, 1, 2))
    for right, certainty, seconds, hints, last_hint, streak in every:
        memory = None if streak is None else replace(remembered(answer()), quick_streak=streak)
        given = answer(right=right, certainty=certainty, seconds=seconds, hints=hints, last_hint=last_hint)

        assert rate(given, memory) == expected_rating(given, streak), (given, streak)


def test_first_quick_answer_is_good_and_the_second_in_a_row_easy():
    first, rating = review(None, quick())
    second, again = review(first, quick(NOW + 2 * DAY))

    assert (rating, again) == (Rating.GOOD, Rating.EASY)
    assert (first.quick_streak, second.quick_streak) == (1, 2)


@pytest.mark.parametrize("slip", [miss, answer, helped, shown])
def test_anything_else_ends_the_streak(slip):
    memory = remembered(quick(), quick(NOW + 2 * DAY), slip(NOW + 9 * DAY))

    assert memory.quick_streak == 0
    assert review(memory, quick(NOW + 12 * DAY))[1] is Rating.GOOD


def test_lab_success_is_a_good_review_and_no_quick_one():
    memory, rating = review(remembered(quick()), lab_success(NOW + 2 * DAY))

    assert (rating, memory.quick_streak, memory.reviews) == (Rating.GOOD, 0, 2)


# Against the package


@pytest.mark.parametrize("ratings", [*product((Rating.HARD, Rating.GOOD), repeat=4)], ids=str)
@pytest.mark.parametrize("gap_days", [1, 3, 40])
def test_memory_has_the_figures_of_the_package(ratings, gap_days):
    times = [NOW + number * gap_days * DAY for number in range(4)]
    memory = remembered(*(rated(rating, at) for rating, at in zip(ratings, times, strict=True)))
    card = by_package(*zip(ratings, times, strict=True))

    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
    assert (memory.due, memory.last_review) == (card.due, card.last_review)
    for days in (0, 1, 30, 365):
        at = times[-1] + days * DAY
        assert recall(memory, at) == PACKAGE.get_card_retrievability(card, at)


@pytest.mark.parametrize("ratings", [*product((Rating.AGAIN, Rating.GOOD, Rating.HARD), repeat=4)], ids=str)
def test_misses_too_but_for_the_day_they_are_due(ratings):
    times = [NOW + number * 5 * DAY for number in range(4)]
    memory = remembered(*(rated(rating, at) for rating, at in zip(ratings, times, strict=True)))
    card = by_package(*zip(ratings, times, strict=True))

    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
    assert memory.due == (times[-1] + DAY if ratings[-1] is Rating.AGAIN else card.due)
    assert memory.lapses == ratings.count(Rating.AGAIN)
    assert memory.reviews == 4


def test_easy_has_the_figures_of_the_package():
    memory = remembered(quick(), quick(NOW + 2 * DAY), quick(NOW + 20 * DAY))
    card = by_package((3, NOW), (4, NOW + 2 * DAY), (4, NOW + 20 * DAY))

    assert (memory.stability, memory.difficulty, memory.due) == (card.stability, card.difficulty, card.due)


def test_first_intervals_are_those_known():
    waits = []
    memory, at = None, NOW
    for _ in range(4):
        memory, _ = review(memory, answer(at))
        waits.append((memory.due - at).days)
        at = memory.due

    assert waits == [2, 11, 46, 163]


def test_miss_is_due_tomorrow_however_stable_the_memory_was():
    memory, at = None, NOW
    for _ in range(6):
        memory, _ = review(memory, answer(at))
        at = memory.due
    memory, _ = review(memory, miss(at))

    assert memory.stability > 9
    assert memory.due == at + DAY


# Properties

answers = st.builds(
    Answered,
    right=st.booleans(),
    certainty=st.sampled_from([None, 1, 2, 3]),
    seconds=st.floats(0, 100),
    hints=st.integers(0, 2),
    last_hint=st.booleans(),
    quick_seconds=st.just(20.0),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    timezone_name=st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles"]),
)
histories = st.lists(answers, min_size=1, max_size=8).map(lambda history: sorted(history, key=lambda one: one.at))


@given(histories)
def test_due_is_after_the_last_review(history):
    memory = remembered(*history)

    assert memory.due > memory.last_review
    assert 1 <= memory.difficulty <= 10
    assert memory.stability > 0


@given(histories)
def test_recall_falls_with_time(history):
    memory = remembered(*history)
    shares = [recall(memory, memory.last_review + days * DAY) for days in (0, 1, 7, 60, 400)]

    assert shares[0] == 1
    assert all(later < earlier for earlier, later in pairwise(shares))


@given(histories, st.integers(1, 100))
def test_better_ratings_are_due_no_sooner(history, days):
    memory = replace(remembered(*history), quick_streak=1)
    at = memory.last_review + days * DAY
    after = [review(memory, rated(rating, at, memory))[0] for rating in RATED]

    assert [one.due for one in after] == sorted(one.due for one in after)
    assert [one.stability for one in after] == sorted(one.stability for one in after)


@given(st.lists(st.tuples(st.sampled_from([KEY, CardKey("401-403", 401), CardKey("403-404", 403)]), answers)))
def test_replay_is_the_same_as_one_by_one_and_keeps_cards_apart(log):
    together = replay(log)

    for key in {key for key, _ in log}:
        memory = None
        for _, one in (entry for entry in log if entry[0] == key):
            memory, _ = review(memory, one)
        assert together[key] == memory
