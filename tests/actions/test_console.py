"""What is kept of requests sent from the console, and of exchanges that are shared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from learn.access import exchange_of, exchanges_of
from learn.actions.console import SentBefore, begin_sending, finish_sending, share_exchange, withdraw
from learn.actions.sandboxes import make_sandbox
from learn.domain.lab.draft import Draft
from learn.domain.lab.predict import Expected, find_place
from learn.models import Sending, SharedExchange
from learn.relay import relay
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases="__all__")
NUMBER = "abcdefghijklmnop"


def begin(learner, number=NUMBER, **more):
    return begin_sending(learner, number, **({"expected": None, "challenge": "", "now": NOW} | more))


@pytest.fixture
def trace(guest):
    sandbox = make_sandbox(now=timezone.now(), learner=guest.pk)
    wire = relay(Draft("GET", "/api/v1/orders/ord_9001"), sandbox.pk, host="testserver")
    return exchange_of(sandbox, wire.request_id)


def test_a_form_is_begun_once(guest):
    sending = begin(guest)

    with pytest.raises(SentBefore) as told:
        begin(guest, challenge="first-answer", now=NOW + timedelta(days=1))

    assert told.value.sending == sending
    assert told.value.sending.request_id == ""
    assert Sending.objects.get().sent_at == NOW


def test_two_learners_forms_may_have_one_number(guest, ada):
    assert begin(guest) != begin(ada.learner)


def test_what_came_of_it_is_told_to_who_sends_it_again(guest, trace, library):
    finish_sending(begin(guest), trace, None, library.backend)

    with pytest.raises(SentBefore) as told:
        begin(guest)

    assert (told.value.sending.request_id, told.value.sending.status) == (trace.request_id, 401)
    assert told.value.sending.right is None


@pytest.mark.parametrize(
    ("place", "code", "right"),
    [
        ("D", 401, True),
        ("D", None, True),
        (None, 401, True),
        ("D", 403, False),
        ("K", 401, False),
        ("x-C", None, False),
    ],
)
def test_an_expectation_is_kept_and_judged(guest, trace, library, place, code, right):
    expected = Expected(find_place(place, library.backend) if place else None, code, 2)
    sending = begin(guest, expected=expected, challenge="two-refusals")

    finish_sending(sending, trace, expected, library.backend)

    kept = Sending.objects.get()
    assert (kept.place, kept.code, kept.certainty) == (place or "", code, 2)
    assert (kept.route, kept.right, kept.challenge) == (trace.route_text, right, "two-refusals")
    assert kept.predicted


def test_sending_notes_that_the_learner_is_here(guest):
    begin(guest, now=NOW + timedelta(days=2))

    guest.refresh_from_db()
    assert guest.seen_at == NOW + timedelta(days=2)


def test_an_exchange_is_shared_once_until_it_is_withdrawn(guest, trace):
    first = share_exchange(guest, trace, now=NOW)
    assert share_exchange(guest, trace, now=NOW + timedelta(hours=1)) == first
    assert len(first.token) >= 20

    withdraw(first, now=NOW + timedelta(hours=2))
    second = share_exchange(guest, trace, now=NOW + timedelta(hours=3))

    first.refresh_from_db()
    assert (first.record, first.withdrawn_at) == ("", NOW + timedelta(hours=2))
    assert second.token != first.token
    assert SharedExchange.objects.count() == 2


def test_what_is_shared_holds_no_secret(guest, trace):
    secret = trace.target.split("/")[2]

    assert secret not in share_exchange(guest, trace, now=NOW).record


def test_nobodys_exchanges_are_none():
    assert exchanges_of(None) == []
