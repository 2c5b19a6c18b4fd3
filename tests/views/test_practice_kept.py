"""What one has practised stays one's own: with a new account, beside older work, and in the lab."""

import pytest
from django.test import Client

from learn.models import Learner, PracticeAnswer
from tests.actions.histories import remembered
from tests.conftest import PASSWORD
from tests.page import Page
from tests.views import console
from tests.views.practising import answer, begin, items_of, sitting_with

pytestmark = pytest.mark.django_db(databases="__all__")
PAIR = ("pair", "401-403")
OK = next(item for item in items_of("code") if item.codes[0] == 200)


def test_who_signs_up_goes_on_with_the_sitting_and_the_memory_of_the_guest(client):
    url = begin(client, *PAIR)
    answer(client, url)
    answer(client, url, right=False)
    before = remembered(Learner.objects.get())

    sent = {"username": "Gwen", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/sign-up/", sent).status_code == 303

    learner = Learner.objects.get()
    assert not learner.is_guest and remembered(learner) == before
    assert "3 of" in Page(client.get(url)).text


def test_practice_before_signing_in_is_added_to_what_the_account_knows(client, ada):
    elsewhere = Client()
    elsewhere.force_login(ada)
    mine, theirs = begin(elsewhere, *PAIR), begin(client, *PAIR)
    for right in (True, False):
        answer(elsewhere, mine, right=right)
        answer(client, theirs, right=right)

    signed_in = client.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD})
    assert signed_in.url.startswith("/account/add-work/")
    client.post("/account/add-work/", {"choice": "add"})

    learner = Learner.objects.get()
    assert learner == ada.learner
    assert learner.practice_answers.count() == 4
    assert learner.practice_days.get().answers == 4
    assert sum(card.reviews for card in learner.cards.all()) == learner.cards.count() > 0
    # Both had one of this kind open: the account's own goes on, the other is over.
    assert begin(client, *PAIR) == mine
    assert Page(client.get(theirs)).h1 == "1 of 2 right"


def test_a_code_obtained_in_the_lab_is_one_review_of_what_was_begun(client, ada):
    client.force_login(ada)
    sitting = sitting_with(ada.learner, [OK.id])
    answer(client, f"/practice/sittings/{sitting.pk}/", right=False)

    for _ in range(3):
        assert console.send(client).status_code == 303

    (logged,) = PracticeAnswer.objects.filter(item="lab")
    assert (logged.code, logged.pair, logged.right, logged.sitting) == (200, OK.pair, True, None)
    assert ada.learner.cards.count() == 1


def test_the_lab_reviews_nothing_that_wasnt_begun(client, ada):
    client.force_login(ada)
    console.send(client)

    assert not PracticeAnswer.objects.exists()
    assert not ada.learner.cards.exists()
