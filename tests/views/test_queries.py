"""What pages cost the database: as much for one row as for a hundred."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.access import Guest
from learn.models import PracticeAnswer, PracticeDay, Sitting, User
from tests.addresses import address, readable_names
from tests.conftest import NOW, make_user
from tests.views.conftest import of_the_learner, rows_for
from tests.views.practising import HTMX, fields

pytestmark = pytest.mark.django_db(databases="__all__")
LESSON = "/lessons/401-or-403/"
YESTERDAY = NOW - timedelta(days=1)
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def cost(browser, path, **sent):
    with CaptureQueriesContext(connection) as statements:
        response = browser.post(path, sent) if sent else browser.get(path)
    assert response.status_code < 500
    return len([s for s in statements if not s["sql"].startswith(AROUND)])


def test_a_visitor_reads_everything_but_readiness_for_nothing():
    browser = Client()
    for name in readable_names():
        # What is shared is looked up for anybody.
        if name not in ("readyz", "choose_new_password", "calendar", "shared", "joining"):
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
    for rows in of_the_learner(guest):
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


def cost_everywhere(browser, ask):
    """Return what a request costs on all databases, and its response."""
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()]
        response = ask(browser)
    assert response.status_code in (200, 303)
    sql = [statement["sql"] for statements in captured for statement in statements]
    return len([one for one in sql if not one.startswith(AROUND)]), response


def log_for(learner, count):
    """Give a learner a long log that ends yesterday: answers over years, two hundred sittings."""
    sittings = Sitting.objects.bulk_create(
        Sitting(learner=learner, kind="mixed", entries="{}", count=99, begun_at=NOW, finished_at=NOW)
        for _ in range(count // 25 + 1)
    )
    row = {"learner": learner, "item": "x", "version": 1, "kind": "mixed", "given": "1", "right": True, "rating": 3}
    row |= {"pair": "401-403", "code": 403, "seconds": 1, "quick_seconds": 1, "time_zone": "UTC"}
    PracticeAnswer.objects.bulk_create(
        PracticeAnswer(sitting=sittings[n // 25], place=n % 25, answered_at=YESTERDAY - n * timedelta(hours=5), **row)
        for n in range(count)
    )
    days = {(YESTERDAY - n * timedelta(hours=5)).date() for n in range(count)}
    PracticeDay.objects.bulk_create(PracticeDay(learner=learner, day=day, answers=5) for day in days)


def practice_costs(user, log):
    browser = Client()
    browser.force_login(user)
    browser.get("/practice/")  # the session is read once and then kept in the cache
    log_for(user.learner, log)
    costs = {}
    pair = {"kind": "pair", "about": "401-403"}
    costs["begin"], begun = cost_everywhere(browser, lambda b: b.post("/practice/begin/", pair))
    costs["practice"], _ = cost_everywhere(browser, lambda b: b.get("/practice/"))
    for name in ("first answer", "answer", "answer"):
        sent = fields(browser, begun.url)
        costs["question"], _ = cost_everywhere(browser, lambda b: b.get(begun.url))
        cache.clear()  # the session is read anew, as after a restart
        count, _ = cost_everywhere(browser, lambda b, sent=sent: b.post(f"{begun.url}answer/", sent, headers=HTMX))
        costs[name] = count
        costs["shown"], _ = cost_everywhere(browser, lambda b: b.get(f"{begun.url}?shown=0"))
    costs["review"], _ = cost_everywhere(browser, lambda b: b.post("/practice/begin/", {"kind": "review"}))
    return costs


def test_practice_costs_the_same_with_ten_answers_in_the_log_and_with_five_thousand(ada, ben, time_machine):
    time_machine.move_to(NOW)
    few, many = practice_costs(ada, 10), practice_costs(ben, 5000)

    assert many == few
    assert [few["first answer"], few["answer"]] == [8, 8]
    assert few["question"] <= 3 and few["practice"] <= 8, few


def test_a_walk_is_stored_in_one_statement_however_long(gwen, library):
    short = cost(gwen, "/wizard/backend/walked/", query="C=no")
    long = cost(gwen, "/wizard/backend/walked/", query="C=yes&F=yes&H=yes&J=yes&M=success&R=no")

    assert long == short
