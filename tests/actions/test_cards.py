"""What a card remembers after each answer, and that the log alone can say it again."""

from datetime import timedelta

import pytest

from learn.actions.cards import LAB, answered_of, memory_of, rebuild_cards, review_by_lab
from learn.domain.practice.memory import CardKey, replay
from learn.models import PracticeAnswer
from tests.actions.histories import ITEMS, keep, practise, remembered, sitting_of
from tests.conftest import NOW

DAY = timedelta(days=1)
ITEM = next(item for item in ITEMS if item.pair)
CODE = ITEM.codes[0]


def give(learner, days=0, *, kind="mixed", **facts):
    now = NOW + days * DAY
    answer = keep(sitting_of(learner, ITEM.id, kind=kind, about=f"d{days}", now=now), learner, now, **facts)
    return learner.cards.get(), answer


@pytest.mark.parametrize(
    ("facts", "rating"),
    [
        ({"right": False}, 1),
        ({"right": False, "certainty": 3}, 1),
        ({"hints": 2, "last_hint": True}, 1),
        ({"hints": 1, "certainty": 3}, 2),
        ({"certainty": 1}, 2),
        ({"certainty": 2}, 3),
        ({"certainty": None}, 3),
        ({"certainty": 3, "seconds": 5.0}, 3),
    ],
)
def test_a_rating_is_derived_from_the_answer(guest, facts, rating):
    card, answer = give(guest, **facts)

    assert answer.rating == rating
    assert (card.reviews, card.lapses) == (1, int(rating == 1))
    assert memory_of(card) == replay([(CardKey(card.pair, card.code), answered_of(answer))])[CardKey(ITEM.pair, CODE)]


def test_sure_and_quick_twice_in_a_row_is_easy(guest):
    quick = {"certainty": 3, "seconds": 5.0}

    assert [give(guest, days, **quick)[1].rating for days in (0, 3, 20)] == [3, 4, 4]


def test_a_miss_is_due_tomorrow_and_a_confident_one_is_noted(guest):
    card, _ = give(guest, right=False, certainty=3)
    assert (card.due, card.confident_miss) == (NOW + DAY, True)

    card, _ = give(guest, 1)
    assert card.confident_miss is False


def test_a_confident_miss_is_made_good_only_by_a_right_first_answer_of_a_later_day(guest):
    give(guest, right=False, certainty=3)
    noted = [give(guest, days, **facts)[0].confident_miss for days, facts in (
        (0.01, {}),
        (0.02, {"right": False, "certainty": 1}),
        (1, {"right": False, "certainty": 1}),
        (1.01, {"certainty": 3}),
        (2, {"hints": 2, "last_hint": True}),
        (2.01, {}),
        (3, {"certainty": 1}),
    )]  # fmt: skip
    before = remembered(guest)

    assert noted == [True] * 6 + [False]
    rebuild_cards(guest)
    assert remembered(guest) == before


def test_sure_after_the_last_hint_is_no_confident_miss(guest):
    assert give(guest, certainty=3, hints=2, last_hint=True)[0].confident_miss is False


@pytest.mark.parametrize(("kind", "known"), [("pair", False), ("lesson", False), ("mixed", True), ("review", True)])
def test_only_a_mixed_set_shows_that_codes_are_told_apart(guest, kind, known):
    card, _ = give(guest, kind=kind)

    assert card.first_right_at == NOW
    assert card.known_at == (NOW if known else None)


def test_a_miss_takes_back_what_was_known_but_not_when_it_was_first_right(guest):
    give(guest)
    card, _ = give(guest, 8, right=False)

    assert (card.first_right_at, card.known_at) == (NOW, None)


# The lab


def test_a_success_in_the_lab_is_a_right_review_of_what_was_begun(guest):
    give(guest)
    review_by_lab(guest, [CODE, 418], now=NOW + 2 * DAY)

    card, answer = guest.cards.get(), PracticeAnswer.objects.get(kind=LAB)
    assert (card.reviews, card.last_review) == (2, NOW + 2 * DAY)
    assert (answer.item, answer.code, answer.right, answer.rating, answer.sitting) == (LAB, CODE, True, 3, None)
    assert card.seen == f'{{"{ITEM.id}": 1}}'


def test_the_lab_reviews_a_card_once_a_day(guest):
    give(guest)
    for hours in (48, 49, 50):
        review_by_lab(guest, [CODE], now=NOW + timedelta(hours=hours))
    assert (PracticeAnswer.objects.filter(kind=LAB).count(), guest.cards.get().reviews) == (1, 2)

    review_by_lab(guest, [CODE], now=NOW + 3 * DAY)
    assert PracticeAnswer.objects.filter(kind=LAB).count() == 2


def test_the_lab_begins_no_card(guest):
    review_by_lab(guest, [CODE], now=NOW)

    assert not guest.cards.exists() and not guest.practice_answers.exists()


# The log


@pytest.mark.parametrize("seed", range(6))
def test_cards_made_anew_from_the_log_are_the_same_in_every_column(guest, seed):
    practise(guest, seed)
    before = remembered(guest)

    assert rebuild_cards(guest) == len(before) > 20
    assert remembered(guest) == before


def test_cards_lost_or_broken_come_back_from_the_log(guest):
    practise(guest, 7, answers=50)
    before = remembered(guest)
    guest.cards.update(stability=1, lapses=99, seen="{}", known_at=None)
    guest.cards.first().delete()

    rebuild_cards(guest)

    assert remembered(guest) == before


def test_nobody_elses_cards_are_touched(guest, ada):
    for learner in (guest, ada.learner):
        practise(learner, 8, answers=20)
    before = list(ada.learner.cards.values())

    rebuild_cards(guest)

    assert list(ada.learner.cards.values()) == before
