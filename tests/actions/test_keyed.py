"""Rows found by their keys, as the ORM would find them."""

from datetime import UTC

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from learn.actions.sandboxes import make_sandbox
from learn.models import Card, LabTrace, Learner, Sandbox, Sitting, User
from learn.models.keyed import Keyed
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases="__all__")
LEARNER = Keyed(Learner, "pk")
SITTING = Keyed(Sitting, "pk", "learner_id")
CARD = Keyed(Card, "learner_id", "pair", "code")


@pytest.fixture
def sitting(ada):
    return Sitting.objects.create(learner=ada.learner, kind="mixed", entries="{}", count=1, begun_at=NOW)


def test_a_row_is_whole_as_the_orm_reads_it(sitting):
    found, read = SITTING.find(sitting.pk, sitting.learner_id), Sitting.objects.get()

    assert values_of(found) == values_of(read)
    assert (found._state.db, found._state.adding) == ("default", False)
    assert found.begun_at.tzinfo in (UTC, read.begun_at.tzinfo)


def test_all_the_values_decide(sitting, ben):
    assert SITTING.find(sitting.pk, ben.learner.pk) is None
    assert SITTING.find(sitting.pk + 1, sitting.learner_id) is None
    assert LEARNER.find(ben.learner.pk) == ben.learner


@pytest.mark.parametrize("number", [0, -1, 2**63 - 1, 2**63, 10**30, -(2**63), -(10**30)])
def test_no_number_is_too_large_to_be_missing(ada, number):
    assert LEARNER.find(number) is None


@pytest.mark.parametrize("pair", ["", "%s", "'; --", "401-403\u2028", "x" * 300])
def test_any_text_is_only_a_value(ada, pair):
    assert CARD.find(ada.learner.pk, pair, 404) is None


def test_a_wrong_count_of_values_is_an_error(ada):
    with pytest.raises(ValueError, match="found by 2 values"):
        SITTING.find(ada.pk)


def test_it_is_written_once_and_takes_one_statement(sitting, monkeypatch, django_assert_num_queries):
    found = Keyed(Sitting, "pk", "learner_id")
    found.find(sitting.pk, sitting.learner_id)
    monkeypatch.setattr(found, "_select", None)

    with django_assert_num_queries(1):
        assert found.find(sitting.pk, sitting.learner_id) == sitting


def values_of(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_row_that_is_added_is_what_the_orm_would_have_made(ada):
    made = Sitting(learner=ada.learner, kind="mixed", entries="{}", count=1, begun_at=NOW, ends_at=None)

    Keyed(Sitting).add(made)

    assert values_of(made) == values_of(Sitting.objects.get())
    assert (made._state.db, made._state.adding) == ("default", False)


def test_a_row_twice_is_refused_by_its_constraint(sitting):
    same = Sitting(learner=sitting.learner, kind="mixed", entries="{}", count=1, begun_at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Keyed(Sitting).add(same)


def test_fields_are_changed_where_all_that_is_asked_for_holds(sitting, ben):
    at = Keyed(Sitting, "pk", "at", "finished_at__isnull")
    values = {"entries": "%s", "at": 1, "finished_at": NOW, "ends_at": None}

    assert not at.change(sitting.pk, 1, **values)
    assert not Keyed(Sitting, "pk", "learner_id").change(sitting.pk, ben.learner.pk, **values)
    assert at.change(sitting.pk, 0, **values)

    now = Sitting.objects.get()
    assert {name: getattr(now, name) for name in values} == values
    assert not at.change(sitting.pk, 1, **values)


def test_what_was_nothing_becomes_something_and_nothing_again(sitting):
    at = Keyed(Sitting, "pk")
    for ends_at in (NOW, None, NOW):
        assert at.change(sitting.pk, ends_at=ends_at)
        assert Sitting.objects.get().ends_at == ends_at


def test_what_stands_beside_comes_along(ada, django_assert_num_queries):
    found = Keyed(User, "pk", beside="learner")
    alone = User.objects.create(username="Alone")
    found.find(ada.pk)

    with django_assert_num_queries(2):
        account, without = found.find(ada.pk), found.find(alone.pk)
        assert values_of(account.learner) == values_of(ada.learner)
        assert getattr(without, "learner", None) is None
    assert account == ada and account.learner.user is account


@pytest.fixture
def sandbox(db):
    return make_sandbox(now=NOW)


def trace_of(sandbox, number):
    return LabTrace(sandbox=sandbox, place=1, number=number, request_id=f"req_{number}", record="{}")


def test_a_row_takes_the_place_of_the_one_with_the_same_key(sandbox):
    traces = Keyed(LabTrace, "sandbox_id", "place")
    for number in (1, 26):
        traces.put(trace_of(sandbox, number))

    assert [trace.number for trace in sandbox.traces.all()] == [26]
    assert values_of(traces.find(sandbox.pk, 1)) == values_of(sandbox.traces.get())


def test_what_is_found_can_be_locked_in_a_transaction(sandbox):
    locked = Keyed(Sandbox, "pk", lock=True)

    with transaction.atomic(using=settings.LAB_ALIAS):
        assert values_of(locked.find(sandbox.pk)) == values_of(Sandbox.objects.get())
        assert locked.find("no such sandbox") is None
