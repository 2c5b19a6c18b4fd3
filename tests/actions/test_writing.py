"""One user action is one transaction, and on SQLite one writer has the turn at a time."""

import fcntl
from threading import Event, Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from learn.actions import writing
from learn.actions.writing import action, again_if_taken, one_writer
from learn.models import Learner
from tests.conftest import NOW

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a database server queues its writers itself")


@action
def two_guests(*, fails: bool) -> int:
    Learner.objects.create(created_at=NOW, seen_at=NOW)
    if fails:
        raise ValueError("something broke half-way")
    Learner.objects.create(created_at=NOW, seen_at=NOW)
    return Learner.objects.count()


@pytest.mark.django_db(transaction=True)
def test_what_an_action_does_is_done_whole():
    assert two_guests(fails=False) == 2


@pytest.mark.django_db(transaction=True)
def test_an_action_that_breaks_half_way_leaves_nothing():
    with pytest.raises(ValueError, match="half-way"):
        two_guests(fails=True)

    assert not Learner.objects.exists()
    assert two_guests(fails=False) == 2


@pytest.mark.django_db(transaction=True)
def test_an_action_inside_another_is_part_of_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        two_guests(fails=False)
        raise RuntimeError

    assert not Learner.objects.exists()


def test_an_action_keeps_its_name_and_its_words():
    assert two_guests.__name__ == "two_guests"


@pytest.mark.django_db(transaction=True)
def test_what_somebody_quicker_has_taken_is_found_the_second_time():
    tries = []

    @again_if_taken
    @action
    def take():
        tries.append(Learner.objects.create(created_at=NOW, seen_at=NOW))
        if len(tries) < 2:
            raise IntegrityError
        return Learner.objects.count()

    assert take() == 1

    @again_if_taken
    @action
    def never():
        raise IntegrityError

    with pytest.raises(IntegrityError):
        never()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_the_one_before_and_then_has_its_turn():
    inside, go, order = Event(), Event(), []

    def first():
        with one_writer():
            inside.set()
            go.wait(5)
            order.append("first")

    def second():
        inside.wait(5)
        go.set()
        with one_writer():
            order.append("second")

    threads = [Thread(target=first), Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert order == ["first", "second"]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_writer_who_waits_too_long_is_told_that_the_database_is_locked(monkeypatch):
    monkeypatch.setattr(writing, "WAIT_SECONDS", 0.01)
    inside, go = Event(), Event()

    def holder():
        with one_writer():
            inside.set()
            go.wait(5)

    thread = Thread(target=holder)
    thread.start()
    inside.wait(5)
    try:
        with pytest.raises(OperationalError, match="no turn to write came"), one_writer():
            pass
    finally:
        go.set()
        thread.join(10)
    with one_writer():
        pass


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_another_process_with_the_turn_is_waited_for_no_longer(monkeypatch, tmp_path):
    name = tmp_path / "site.sqlite3"
    monkeypatch.setattr(writing, "WAIT_SECONDS", 0.01)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(name))
    with (tmp_path / "site.sqlite3.turn").open("a") as elsewhere:
        fcntl.flock(elsewhere, fcntl.LOCK_EX)
        with pytest.raises(OperationalError, match="another process keeps the turn"), one_writer():
            pass
    with one_writer():
        assert (tmp_path / "site.sqlite3.turn").exists()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_turn_is_given_back_when_a_writer_breaks():
    for _ in range(2):
        with pytest.raises(ValueError, match="half-way"):
            two_guests(fails=True)
    with one_writer():
        pass
