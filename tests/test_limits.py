"""Failed sign-ins are counted for a name and an address for five minutes, join codes for ten, mail for a day."""

from datetime import timedelta

import pytest
from django.conf import settings

from learn.limits import (
    count_failed_join,
    count_failed_sign_in,
    join_wait_seconds,
    may_mail_invitation,
    sign_in_wait_seconds,
)
from tests.conftest import NOW

in_memory = pytest.mark.skipif(settings.LIMITS_STORAGE_URL != "memory://", reason="Redis keeps its own time")


def fail(times, name="Ada", address="10.0.0.1"):
    for _ in range(times):
        count_failed_sign_in(name, address)


def test_nobody_waits_before_failing():
    assert sign_in_wait_seconds("Ada", "10.0.0.1") == 0


@pytest.mark.parametrize(("failures", "waits"), [(9, False), (10, True), (11, True)])
def test_an_account_waits_after_ten_failures_from_anywhere(failures, waits):
    for number in range(failures):
        fail(1, address=f"10.0.1.{number}")

    wait = sign_in_wait_seconds("Ada", "10.9.9.9")

    assert (0 < wait <= 300) is waits
    assert sign_in_wait_seconds("Ben", "10.0.1.1") == 0


@pytest.mark.parametrize(("failures", "waits"), [(99, False), (100, True)])
def test_an_address_waits_after_a_hundred_failures_of_anybody(failures, waits):
    for number in range(failures):
        fail(1, name=f"pupil {number}")

    assert (0 < sign_in_wait_seconds("Ada", "10.0.0.1") <= 300) is waits
    assert sign_in_wait_seconds("Ada", "10.0.0.2") == 0


@pytest.mark.parametrize("name", ["ada", "ADA", "ａｄａ"])
def test_ways_to_write_a_name_are_one_name(name):
    fail(10, name=name)

    assert sign_in_wait_seconds("Ada", "10.0.0.2") > 0


@pytest.mark.parametrize("name", ["", "x" * 100_000, "a/b", "\x00", "Женя", "a:b"])
def test_any_name_can_be_counted(name):
    fail(10, name=name)

    assert sign_in_wait_seconds(name, "10.0.0.2") > 0
    assert sign_in_wait_seconds("Ada", "10.0.0.2") == 0


@in_memory
def test_the_wait_ends_after_five_minutes(time_machine):
    time_machine.move_to(NOW, tick=False)
    fail(10)
    wait = sign_in_wait_seconds("Ada", "10.0.0.1")

    time_machine.move_to(NOW + timedelta(seconds=wait - 2), tick=False)
    assert sign_in_wait_seconds("Ada", "10.0.0.1") > 0
    time_machine.move_to(NOW + timedelta(seconds=wait), tick=False)
    assert sign_in_wait_seconds("Ada", "10.0.0.1") == 0
    assert 298 <= wait <= 300


# Join codes


@pytest.mark.parametrize(("failures", "waits"), [(9, False), (10, True), (11, True)])
@pytest.mark.parametrize("account", [None, 7])
def test_an_account_or_an_address_waits_after_ten_wrong_codes(failures, waits, account):
    for _ in range(failures):
        count_failed_join(account, "10.0.0.1")

    assert (0 < join_wait_seconds(account, "10.0.0.1") <= 600) is waits
    assert join_wait_seconds(8, "10.0.0.1") == 0
    assert join_wait_seconds(None, "10.0.0.2") == 0


def test_an_account_waits_wherever_it_goes():
    for number in range(10):
        count_failed_join(7, f"10.0.1.{number}")

    assert join_wait_seconds(7, "10.9.9.9") > 0


@pytest.mark.parametrize(("failures", "waits"), [(99, False), (100, True)])
def test_an_address_waits_after_a_hundred_wrong_codes_of_anybody(failures, waits):
    for number in range(failures):
        count_failed_join(number, "10.0.0.1")

    assert (join_wait_seconds(1000, "10.0.0.1") > 0) is waits


@in_memory
def test_wrong_codes_are_forgotten_after_ten_minutes(time_machine):
    time_machine.move_to(NOW, tick=False)
    for _ in range(10):
        count_failed_join(7, "10.0.0.1")
    wait = join_wait_seconds(7, "10.0.0.1")

    time_machine.move_to(NOW + timedelta(seconds=wait), tick=False)

    assert join_wait_seconds(7, "10.0.0.1") == 0
    assert 598 <= wait <= 600


def test_a_day_allows_a_thousand_mailed_invitations():
    assert [may_mail_invitation(7) for _ in range(1001)] == [True] * 1000 + [False]
    assert may_mail_invitation(8)
