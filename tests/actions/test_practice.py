"""Sittings are begun once, each place is answered once, and a guest's practice becomes an account's."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from learn.actions.cards import CARD, answered_of, memory_of
from learn.actions.learners import has_work, join_work, open_account
from learn.actions.practice import AnsweredOtherwise, NotThere, keep_answer, keep_wishes
from learn.actions.sittings import finish, planned_of
from learn.domain.practice.memory import CardKey, replay
from learn.models import Learner, PracticeAnswer, Sitting, User
from tests.actions.histories import ITEMS, codes_alone, given, keep, logged, practise, remembered, sitting_of
from tests.actions.together import Together, at_once
from tests.conftest import NOW

DAY = timedelta(days=1)
ONE, TWO, THREE = [item.id for item in ITEMS if item.pair][:3]


# Once


def test_two_tabs_that_answer_alike_count_once(guest):
    tab = sitting_of(guest, ONE, TWO)
    other = Sitting.objects.get()
    answer = given(tab)

    first = keep_answer(guest, tab, answer, others=codes_alone, now=NOW)
    second = keep_answer(guest, other, answer, others=codes_alone, now=NOW)

    assert first == second == PracticeAnswer.objects.get()
    assert (tab.at, other.at, guest.cards.get().reviews, guest.practice_days.get().answers) == (1, 1, 1, 1)


def test_two_tabs_that_answer_otherwise_keep_the_first(guest):
    tab = sitting_of(guest, ONE, TWO)
    other = Sitting.objects.get()
    keep(tab, guest)

    with pytest.raises(AnsweredOtherwise) as stands:
        keep(other, guest, right=False)

    assert stands.value.answer == PracticeAnswer.objects.get()
    assert guest.cards.get().lapses == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rights", [(True, True, True, True), (True, False, True, False)], ids=["alike", "otherwise"])
def test_four_at_once_count_once(rights):
    learner = Learner.objects.create(created_at=NOW, seen_at=NOW)
    sitting_of(learner, ONE, TWO)
    tabs = [Sitting.objects.get() for _ in rights]
    start = Barrier(len(rights))

    def answer(tab, right):
        try:
            answer = given(tab, right=right)
            start.wait(5)
            return keep_answer(learner, tab, answer, others=codes_alone, now=NOW).right
        except AnsweredOtherwise:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rights)) as pool:
        kept = list(pool.map(answer, tabs, rights))

    stored = PracticeAnswer.objects.get()
    assert kept == [stored.right if right == stored.right else None for right in rights]
    assert (Sitting.objects.get().at, learner.cards.get().reviews) == (1, 1)
    assert learner.practice_days.get().answers == 1


@pytest.mark.django_db(transaction=True)
def test_two_answers_about_one_card_at_once_are_two_reviews(monkeypatch):
    learner = Learner.objects.create(created_at=NOW, seen_at=NOW)
    keep(sitting_of(learner, ONE, about="first"), learner)
    both = [sitting_of(learner, ONE, about=about) for about in ("second", "third")]
    answers = [given(sitting) for sitting in both]
    monkeypatch.setattr(CARD, "find", Together(CARD.find))

    at_once(
        *(partial(keep_answer, learner, *each, others=codes_alone, now=NOW) for each in zip(both, answers, strict=True))
    )

    assert json.loads(learner.cards.get().seen) == {ONE: learner.practice_answers.count()} == {ONE: 3}


def test_nothing_is_answered_after_the_end(guest):
    sitting = sitting_of(guest, ONE, TWO)
    late = given(sitting)
    finish(sitting, now=NOW)

    with pytest.raises(NotThere):
        keep_answer(guest, sitting, late, others=codes_alone, now=NOW)

    assert not guest.cards.exists() and not guest.practice_answers.exists()


def test_a_place_further_on_isnt_there_yet(guest):
    sitting = sitting_of(guest, ONE, TWO)
    first = given(sitting)
    keep(sitting, guest)
    ahead = given(sitting)

    with pytest.raises(NotThere):
        keep_answer(guest, sitting_of(guest, ONE, TWO, about="other"), ahead, others=codes_alone, now=NOW)
    assert keep_answer(guest, sitting, first, others=codes_alone, now=NOW).place == 0


def test_what_is_begun_is_gone_on_with_and_what_is_over_begins_anew(guest):
    first = sitting_of(guest, ONE)
    assert sitting_of(guest, TWO) == first
    assert sitting_of(guest, TWO, about="other") != first

    keep(first, guest)

    again = sitting_of(guest, TWO)
    assert again != first and planned_of(again).current.surface == TWO


@pytest.mark.parametrize(("zone", "hour", "goes_on"), [("", 3, True), ("", 4, False), ("Asia/Tokyo", 1, False)])
def test_a_review_of_an_earlier_day_is_over_when_the_next_is_begun(guest, zone, hour, goes_on):
    guest.time_zone = zone
    began = NOW.replace(hour=12)
    later = (NOW + timedelta(days=1)).replace(hour=hour)
    old = sitting_of(guest, ONE, TWO, kind="review", now=began)
    keep(old, guest, began)

    begun = sitting_of(guest, TWO, THREE, kind="review", now=later)

    assert (begun.pk == old.pk) is goes_on
    old.refresh_from_db()
    assert old.finished_at == (None if goes_on else later)
    assert sitting_of(guest, ONE, TWO, kind="review", now=later) == begun


def test_any_other_sitting_goes_on_on_a_later_day(guest):
    old = sitting_of(guest, ONE, TWO, kind="mixed")

    assert sitting_of(guest, ONE, TWO, kind="mixed", now=NOW + timedelta(days=9)) == old


def test_a_sitting_counts_what_was_right_at_the_first_try(guest):
    sitting = sitting_of(guest, ONE, TWO, THREE)
    keep(sitting, guest, right=False)
    while planned_of(sitting).current is not None:
        keep(sitting, guest)

    assert (sitting.right, sitting.asked) == (2, 3)
    assert sitting.count == 4


def test_an_answer_is_kept_with_everything_it_was_given_with(guest):
    keep_wishes(guest, {"time_zone": "Asia/Tokyo"})
    facts = {"certainty": 3, "seconds": 4.5, "hints": 1}
    stored = keep(sitting_of(guest, ONE, kind="mixed"), guest, right=False, **facts)

    item = next(item for item in ITEMS if item.id == ONE)
    assert (stored.item, stored.version, stored.kind, stored.pair, stored.code) == (
        ONE, item.version, "mixed", item.pair, item.codes[0],
    )  # fmt: skip
    assert (stored.certainty, stored.seconds, stored.hints, stored.right, stored.rating) == (3, 4.5, 1, False, 1)
    assert (stored.time_zone, stored.answered_at, str(stored.chosen)) == ("Asia/Tokyo", NOW, stored.given)


# A guest who signs up or adds the work


def test_practice_is_work_worth_keeping(guest):
    assert not has_work(guest)
    sitting_of(guest, ONE)

    assert has_work(guest)


def test_who_signs_up_goes_on_with_the_same_sitting_and_memory(guest):
    sitting = sitting_of(guest, ONE, TWO)
    keep(sitting, guest)
    before = remembered(guest)

    account = open_account(user=User(username="Gwen"), guest=guest, now=NOW)

    assert remembered(account) == before and len(before) == 1
    assert keep(account.sittings.get(), account).place == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_work_added_to_an_account_is_as_if_one_had_answered_it_all(guest, ada, seed):
    practise(guest, seed, answers=60)
    practise(ada.learner, seed + 10, answers=60)
    together = sorted(logged(guest) + logged(ada.learner), key=lambda row: (row["answered_at"], row["id"]))
    days = [
        *guest.practice_days.values_list("day", "answers"),
        *ada.learner.practice_days.values_list("day", "answers"),
    ]

    join_work(guest=guest, account=ada.learner, checks={})

    log = ada.learner.practice_answers.order_by("answered_at", "pk")
    assert logged(ada.learner) == together
    cards = {CardKey(card.pair, card.code): memory_of(card) for card in ada.learner.cards.all()}
    of_pairs = [(CardKey(answer.pair, answer.code), answered_of(answer)) for answer in log if answer.pair]
    assert cards == replay(of_pairs) and len(cards) > 10
    kept = dict(ada.learner.practice_days.values_list("day", "answers"))
    assert sum(kept.values()) == sum(count for _, count in days) == 120
    assert set(kept) == {day for day, _ in days}
    assert Learner.objects.get() == ada.learner


def test_of_two_open_sittings_of_a_kind_the_accounts_goes_on(guest, ada):
    theirs, mine = sitting_of(guest, ONE, TWO), sitting_of(ada.learner, THREE)
    keep(theirs, guest)
    other = sitting_of(guest, TWO, kind="mixed")

    join_work(guest=guest, account=ada.learner, checks={})

    assert set(ada.learner.sittings.filter(finished_at=None)) == {mine, other}
    assert ada.learner.practice_answers.get().sitting == theirs


def test_an_account_that_never_practised_takes_over_what_the_guest_knows(guest, ada):
    practise(guest, 3, answers=30)
    before = remembered(guest)

    join_work(guest=guest, account=ada.learner, checks={})

    assert remembered(ada.learner) == before


@pytest.mark.parametrize(
    ("wished", "kept"),
    [
        ({}, ("Asia/Tokyo", 5, True, False)),
        ({"cards_a_day": 40}, ("Asia/Tokyo", 40, True, False)),
        ({"time_zone": "Europe/Berlin"}, ("Europe/Berlin", 20, False, True)),
    ],
)
def test_how_a_guest_wished_to_practise_goes_to_an_account_without_wishes(guest, ada, wished, kept):
    wishes = {"time_zone": "Asia/Tokyo", "cards_a_day": 5, "practice_paused": True, "weeks_shown": False}
    keep_wishes(guest, wishes)
    keep_wishes(ada.learner, wished)

    join_work(guest=guest, account=ada.learner, checks={})

    ada.learner.refresh_from_db()
    assert tuple(getattr(ada.learner, name) for name in wishes) == kept
