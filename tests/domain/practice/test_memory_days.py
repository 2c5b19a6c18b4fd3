from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from learn.domain.practice.memory import Rating, lab_success, learner_day, review
from tests.domain.practice.answers import DAY, NOW, answer, by_package, helped, miss, quick, remembered


def test_evening_answer_and_the_next_morning_are_a_day_apart():
    memory = remembered(answer(NOW.replace(hour=21)), answer(NOW.replace(hour=8) + 2 * DAY))

    assert memory.stability == by_package((3, NOW), (3, NOW + 2 * DAY)).stability


def test_night_after_midnight_belongs_to_the_evening():
    evening, night = datetime(2026, 11, 22, 22, 0, tzinfo=UTC), datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    memory = remembered(answer(evening, zone="Europe/Berlin"))

    assert review(memory, answer(night, zone="Europe/Berlin"))[0] == memory
    assert review(memory, answer(night, zone="Europe/Moscow"))[0] != memory


@pytest.mark.parametrize("first", [answer, quick, miss])
@pytest.mark.parametrize("later", [answer, helped, lab_success])
def test_later_right_answers_of_a_day_change_nothing_but_the_streak(first, later):
    memory = remembered(first())

    assert review(memory, later(NOW + timedelta(hours=5)))[0] == replace(memory, quick_streak=0)


def test_quick_answers_of_one_day_count_once():
    memory, rating = review(remembered(quick()), quick(NOW + timedelta(hours=5)))

    assert memory == remembered(quick())
    assert rating is Rating.EASY


def test_miss_after_a_right_answer_of_the_day_lowers_as_the_package_does():
    before = remembered(answer(), answer(NOW + 2 * DAY))
    at = NOW + 2 * DAY + timedelta(hours=1)
    memory, rating = review(before, miss(at))
    card = by_package((3, NOW), (3, NOW + 2 * DAY), (1, at))

    assert rating is Rating.AGAIN
    assert memory.stability == card.stability < before.stability
    assert (memory.due, memory.lapses, memory.reviews) == (at + DAY, 1, 2)


@pytest.mark.parametrize("between", [[], [answer(NOW + timedelta(hours=2))]])
def test_day_has_one_miss_at_most(between):
    for first in ([miss()], [answer(), miss(NOW + timedelta(hours=1))]):
        memory = remembered(*first)

        assert remembered(*first, *between, miss(NOW + timedelta(hours=3))) == memory


def test_miss_of_the_next_day_counts_again():
    assert remembered(miss(), miss(NOW + DAY)).lapses == 2


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize("start", [date(2026, 3, 7), date(2026, 3, 28), date(2026, 10, 3), date(2026, 10, 24)])
def test_miss_is_due_on_the_next_day_when_the_clocks_change(zone, start):
    begin = datetime(start.year, start.month, start.day, tzinfo=UTC)
    for quarters in range(4 * 48):
        at = begin + quarters * timedelta(minutes=15)
        memory = remembered(miss(at, zone=zone))

        assert learner_day(memory.due, zone) == learner_day(at, zone) + DAY


def test_answer_that_arrives_late_does_not_turn_the_clock_back():
    memory = remembered(answer(NOW + 3 * DAY))
    late = review(memory, miss(NOW))[0]

    assert late.last_review == memory.last_review
    assert late.due == NOW + 4 * DAY
