"""Challenges are begun, judged with each request, kept once and for all, and helped with hints."""

from datetime import timedelta

import pytest

from learn.actions.challenges import (
    arm_challenge,
    keep_solved,
    open_hint,
    verdict_of,
)
from learn.actions.lab import answer, prove
from learn.actions.learners import delete_account, forget_guest, has_work, join_work
from learn.actions.sandboxes import make_sandbox, reset_sandbox
from learn.domain.hints import PAUSE_SECONDS, HintNotYet
from learn.domain.lab.request import Request
from learn.models import HintOpened, Sandbox, Sending, SharedExchange, SolvedChallenge
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases="__all__")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def challenge(library):
    return library.challenges["first-answer"]


@pytest.fixture
def sandbox(guest):
    return make_sandbox(now=NOW, learner=guest.pk)


def send(sandbox, path="/api/v1/products/sku_123", at=NOW, *, proven=True):
    base = f"/lab/{sandbox.pk}"
    request = Request("GET", base + path, (), b"", base)
    _, owed = answer(sandbox.pk, request, clock=lambda: at, ask=None)
    if owed is not None and proven:
        prove(owed, now=at)
    return owed


def now(sandbox):
    return Sandbox.objects.get(pk=sandbox.pk)


def solved(learner):
    return {row.challenge: (row.first_at, row.best_at, row.hints, row.requests) for row in learner.solved.all()}


# Begun and judged


def test_only_what_is_sent_after_arming_is_judged(sandbox, challenge):
    send(sandbox)
    arm_challenge(sandbox.pk, challenge, now=NOW)
    assert not verdict_of(now(sandbox), challenge).solved

    send(sandbox)

    assert verdict_of(now(sandbox), challenge).solved
    assert (now(sandbox).armed_from, now(sandbox).solved_by) == (1, 2)


def test_what_isnt_armed_isnt_judged(sandbox, challenge, library):
    arm_challenge(sandbox.pk, library.challenges["two-refusals"], now=NOW)
    send(sandbox)

    assert not verdict_of(now(sandbox), challenge).solved
    assert now(sandbox).solved_by == 0


def test_a_request_after_solving_changes_nothing_of_it(sandbox, guest, challenge):
    arm_challenge(sandbox.pk, challenge, now=NOW)
    send(sandbox)
    send(sandbox, at=NOW + MINUTE)

    assert now(sandbox).solved_by == 1
    assert solved(guest) == {"first-answer": (NOW, NOW, 0, 1)}


def test_more_than_fifty_requests_push_the_oldest_out(sandbox, challenge, library):
    arm_challenge(sandbox.pk, library.challenges["two-refusals"], now=NOW)
    send(sandbox, "/api/v1/orders/ord_9002")
    assert verdict_of(now(sandbox), library.challenges["two-refusals"]).clauses[0].met
    for number in range(50):
        send(sandbox, at=NOW + timedelta(seconds=number))

    assert not verdict_of(now(sandbox), library.challenges["two-refusals"]).clauses[0].met


def test_a_challenge_that_is_no_more_is_nobodys_trouble(sandbox):
    Sandbox.objects.update(challenge="taken-out")

    send(sandbox)

    assert now(sandbox).solved_by == 0


@pytest.mark.parametrize("solve", [False, True])
def test_a_reset_keeps_what_is_armed_and_lets_go_of_what_is_solved(sandbox, challenge, solve):
    arm_challenge(sandbox.pk, challenge, now=NOW)
    send(sandbox, "/api/v1/products/sku_123" if solve else "/api/v1/orders")

    reset_sandbox(sandbox.pk, now=NOW)

    after = now(sandbox)
    assert (after.challenge, after.armed_from, after.solved_by) == ("" if solve else "first-answer", 0, 0)
    assert after.solved_here == ({"first-answer"} if solve else set())


# Kept


def test_solving_is_proved_with_the_next_request_where_it_couldnt_be(sandbox, guest, challenge):
    arm_challenge(sandbox.pk, challenge, now=NOW)
    send(sandbox, proven=False)
    assert not SolvedChallenge.objects.exists()

    send(sandbox, at=NOW + MINUTE)

    assert solved(guest) == {"first-answer": (NOW + MINUTE, NOW + MINUTE, 0, 1)}


def test_what_is_proved_is_proved_once(sandbox, challenge):
    arm_challenge(sandbox.pk, challenge, now=NOW)
    send(sandbox)

    again = send(sandbox, at=NOW + MINUTE)
    assert again.facts == {f"@2026-11-22:{source}-{target}" for source, target in again.trace.edges}
    assert send(sandbox, at=NOW + MINUTE) is None


def test_arrows_taken_again_are_proved_once_a_day(sandbox, guest):
    for at in (NOW, NOW + MINUTE, NOW + 2 * MINUTE, NOW + DAY, NOW + DAY + MINUTE):
        owed = send(sandbox, at=at)

    assert owed is None
    assert sorted(guest.again.filter(what="lab:A-B").values_list("done_at", flat=True)) == [NOW + MINUTE, NOW + DAY]
    assert "@2026-11-22" not in now(sandbox).proved


@pytest.mark.parametrize(
    ("hints", "requests", "better"),
    [(0, 5, False), (0, 4, False), (0, 3, True), (1, 1, False), (1, 3, False)],
)
def test_the_best_way_has_fewest_hints_then_fewest_requests(guest, hints, requests, better):
    keep_solved(guest.pk, "first-answer", armed_at=NOW, requests=4, now=NOW)
    for number in range(1, hints + 1):
        HintOpened.objects.create(learner=guest, challenge="first-answer", number=number, opened_at=NOW)

    keep_solved(guest.pk, "first-answer", armed_at=NOW + MINUTE, requests=requests, now=NOW + MINUTE)

    expected = (NOW, NOW + MINUTE, hints, requests) if better else (NOW, NOW, 0, 4)
    assert solved(guest) == {"first-answer": expected}


def test_the_same_solution_told_twice_is_kept_once(guest):
    for _ in range(2):
        keep_solved(guest.pk, "first-answer", armed_at=NOW - MINUTE, requests=4, now=NOW)
    keep_solved(guest.pk, "first-answer", armed_at=NOW + MINUTE, requests=2, now=NOW + 2 * MINUTE)

    assert list(guest.solvings.values_list("requests", flat=True)) == [4, 2]


def test_somebody_who_has_gone_has_solved_nothing(guest):
    gone = guest.pk
    forget_guest(guest)

    keep_solved(gone, "first-answer", armed_at=NOW, requests=1, now=NOW)

    assert not SolvedChallenge.objects.exists()


# Hints


def test_hints_are_opened_in_order_with_a_pause(guest, challenge):
    at = NOW
    for number in range(1, len(challenge.hints) + 1):
        open_hint(guest, challenge, number, now=at)
        at += timedelta(seconds=PAUSE_SECONDS)

    assert list(guest.hints.values_list("number", flat=True)) == [1, 2, 3]
    with pytest.raises(HintNotYet) as told:
        open_hint(guest, challenge, 4, now=at)
    assert told.value.wait_seconds == 0


@pytest.mark.parametrize(("after", "wait"), [(0, 10), (0.5, 10), (1, 9), (9.001, 1), (9.999, 1)])
def test_a_hint_says_how_long_to_wait_in_whole_seconds(guest, challenge, after, wait):
    open_hint(guest, challenge, 1, now=NOW)

    with pytest.raises(HintNotYet) as told:
        open_hint(guest, challenge, 2, now=NOW + timedelta(seconds=after))

    assert told.value.wait_seconds == wait
    assert guest.hints.count() == 1


@pytest.mark.parametrize("number", [-1, 0, 2, 3, 4])
def test_the_first_hint_comes_first(guest, challenge, number):
    with pytest.raises(HintNotYet):
        open_hint(guest, challenge, number, now=NOW)


def test_an_open_hint_stays_open(guest, challenge):
    open_hint(guest, challenge, 1, now=NOW)
    open_hint(guest, challenge, 1, now=NOW + MINUTE)

    assert guest.hints.get().opened_at == NOW


# Joining and going


def join(guest, account):
    join_work(guest=guest, account=account, checks={})


def test_there_is_work_after_each_thing_done_in_the_lab(guest):
    assert not has_work(guest)
    sending = Sending.objects.create(learner=guest, number="abcdefghijkl", sent_at=NOW)
    assert has_work(guest)
    sending.delete()

    keep_solved(guest.pk, "first-answer", armed_at=NOW, requests=1, now=NOW)

    assert has_work(guest)


def test_an_open_hint_is_work(guest, challenge):
    open_hint(guest, challenge, 1, now=NOW)

    assert has_work(guest)


def test_what_only_the_guest_has_solved_becomes_the_accounts(guest, ada, challenge):
    open_hint(guest, challenge, 1, now=NOW)
    keep_solved(guest.pk, "first-answer", armed_at=NOW, requests=4, now=NOW)

    join(guest, ada.learner)

    assert solved(ada.learner) == {"first-answer": (NOW, NOW, 1, 4)}
    assert ada.learner.hints.count() == 1


@pytest.mark.parametrize(
    ("theirs", "mine", "kept"),
    [
        ((1, 4), (2, 2), (1, 2, 2)),
        ((2, 2), (1, 4), (1, 2, 2)),
        ((1, 2), (2, 4), (1, 1, 2)),
        ((2, 4), (1, 2), (1, 1, 2)),
        ((2, 3), (1, 3), (1, 1, 3)),
    ],
    ids=str,
)
def test_of_what_both_have_solved_the_first_time_and_the_best_way_stay(guest, ada, theirs, mine, kept):
    for learner, (minute, requests) in ((guest, theirs), (ada.learner, mine)):
        keep_solved(
            learner.pk, "first-answer", armed_at=NOW + minute * MINUTE, requests=requests, now=NOW + minute * MINUTE
        )

    join(guest, ada.learner)

    first, best, requests = kept
    assert solved(ada.learner) == {"first-answer": (NOW + first * MINUTE, NOW + best * MINUTE, 0, requests)}
    assert SolvedChallenge.objects.count() == 1


def test_a_hint_both_have_opened_counts_once(guest, ada, challenge):
    open_hint(guest, challenge, 1, now=NOW)
    open_hint(guest, challenge, 2, now=NOW + MINUTE)
    open_hint(ada.learner, challenge, 1, now=NOW + MINUTE)

    join(guest, ada.learner)

    assert list(ada.learner.hints.values_list("number", flat=True)) == [1, 2]
    assert HintOpened.objects.count() == 2


def test_what_was_sent_and_shared_becomes_the_accounts(guest, ada):
    Sending.objects.create(learner=guest, number="abcdefghijkl", sent_at=NOW)
    Sending.objects.create(learner=ada.learner, number="mnopqrstuvwx", sent_at=NOW)
    SharedExchange.objects.create(learner=guest, token="x", request_id="req_1", record="{}", shared_at=NOW)

    join(guest, ada.learner)

    assert ada.learner.sendings.count() == 2
    assert ada.learner.shared.count() == 1


def test_a_form_sent_by_both_is_kept_once(guest, ada):
    for learner in (guest, ada.learner):
        Sending.objects.create(learner=learner, number="abcdefghijkl", sent_at=NOW)

    join(guest, ada.learner)

    assert Sending.objects.get().learner == ada.learner


def test_what_is_kept_goes_with_the_account(ada, challenge):
    open_hint(ada.learner, challenge, 1, now=NOW)
    keep_solved(ada.learner.pk, "first-answer", armed_at=NOW, requests=1, now=NOW)

    delete_account(ada)

    assert not HintOpened.objects.exists() and not SolvedChallenge.objects.exists()
