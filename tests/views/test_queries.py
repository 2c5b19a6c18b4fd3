"""What pages cost the database: as much for one row as for a hundred."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.access import Guest
from learn.models import User
from tests.addresses import address, readable_names
from tests.conftest import make_user
from tests.views.conftest import rows_for

pytestmark = pytest.mark.django_db(databases="__all__")
LESSON = "/lessons/401-or-403/"
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def cost(browser, path, **sent):
    with CaptureQueriesContext(connection) as statements:
        response = browser.post(path, sent) if sent else browser.get(path)
    assert response.status_code < 500
    return len([s for s in statements if not s["sql"].startswith(AROUND)])


def test_a_visitor_reads_everything_but_readiness_for_nothing():
    browser = Client()
    for name in readable_names():
        if name not in ("readyz", "choose_new_password"):
            assert cost(browser, address(name)) == 0, name


def test_a_learners_lesson_costs_at_most_five(gwen, client, ada):
    signed_in = Client()
    signed_in.force_login(ada)
    for browser in (gwen, signed_in):
        assert cost(browser, LESSON) <= 5
        browser.post(f"{LESSON}checks/door-support/", {"given": "403", "attempt": 1, "version": 1})
        assert cost(browser, LESSON) <= 5


def test_an_unchanged_lesson_costs_no_more(gwen):
    etag = gwen.get(LESSON)["ETag"]
    with CaptureQueriesContext(connection) as statements:
        assert gwen.get(LESSON, headers={"If-None-Match": etag}).status_code == 304

    assert len(statements) <= 5


def test_a_page_costs_the_same_for_one_row_and_for_a_hundred(gwen, guest, library):
    rows_for(guest, 1, library)
    one = {name: cost(gwen, f"{address(name)}?rows=1") for name in readable_names()}
    for rows in (guest.lessons, guest.answers, guest.walked, guest.feedback):
        rows.all().delete()
    rows_for(guest, 100, library)
    # These rows didn't come from the guest's browser, so its cookie doesn't tell of them.
    gwen.cookies["guest"] = Guest(guest.pk, "after").as_cookie()

    # Another query each time: no page is taken from memory.
    assert {name: cost(gwen, f"{address(name)}?rows=100") for name in readable_names()} == one


@pytest.mark.parametrize("path", ["/admin/learn/feedback/", "/admin/learn/user/", "/admin/"])
def test_the_admins_lists_cost_the_same_for_one_row_and_for_ninety(client, sam, ada, library, path):
    client.force_login(sam)
    rows_for(ada.learner, 1, library)
    client.get(path)  # content types are looked up once a process
    one = cost(client, path)
    for number in range(9):
        user = make_user(f"pupil {number}")
        rows_for(user.learner, 10, library)

    assert User.objects.count() == 11
    assert cost(client, path) == one


def test_an_answer_costs_at_most_nine(gwen, guest, library):
    rows_for(guest, 100, library)
    guest.lessons.filter(lesson="401-or-403").delete()
    sent = {"given": "403", "attempt": 200, "version": 1}

    first = cost(gwen, f"{LESSON}checks/door-support/", **sent)
    again = cost(gwen, f"{LESSON}checks/door-support/", **(sent | {"attempt": 201}))

    assert first <= 11  # the first answer of a lesson opens it as well
    assert again <= 9


def test_a_walk_is_stored_in_one_statement_however_long(gwen, library):
    short = cost(gwen, "/wizard/backend/walked/", query="C=no")
    long = cost(gwen, "/wizard/backend/walked/", query="C=yes&F=yes&H=yes&J=yes&M=success&R=no")

    assert long == short
