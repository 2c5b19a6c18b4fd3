"""`manage.py rebuild_memory` makes cards anew from the log of answers."""

import pytest
from django.core.management import CommandError, call_command

from learn.models import Card
from tests.actions.histories import practise, remembered


def rebuild(capsys, *names):
    call_command("rebuild_memory", *names)
    return capsys.readouterr().out


def test_everybodys_cards_are_as_they_were(guest, ada, ben, capsys):
    for seed, learner in enumerate((guest, ada.learner)):
        practise(learner, seed, answers=50)
    before = [remembered(guest), remembered(ada.learner)]
    Card.objects.update(stability=1, lapses=99)
    ada.learner.cards.all().delete()

    said = rebuild(capsys)

    assert [remembered(guest), remembered(ada.learner)] == before
    assert said == f"{sum(map(len, before))} cards made anew.\n"


def test_one_accounts_cards_alone(ada, ben, capsys):
    for user in (ada, ben):
        practise(user.learner, 5, answers=20)
    before = remembered(ada.learner)
    Card.objects.update(lapses=99)

    rebuild(capsys, "Ada")

    assert remembered(ada.learner) == before
    assert set(ben.learner.cards.values_list("lapses", flat=True)) == {99}


def test_a_card_that_no_answer_speaks_of_goes(ada, capsys):
    practise(ada.learner, 5, answers=10)
    before = remembered(ada.learner)
    Card.objects.create(**(ada.learner.cards.values().first() | {"id": None, "pair": "gone"}))

    rebuild(capsys)

    assert remembered(ada.learner) == before


@pytest.mark.django_db
def test_an_unknown_account_is_told():
    with pytest.raises(CommandError, match="no account is called 'Nobody'"):
        call_command("rebuild_memory", "Nobody")
