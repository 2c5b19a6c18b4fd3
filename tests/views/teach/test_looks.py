"""A learner reads who has looked at their work, in all classes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learn.models import Look
from tests.classes import open_class_of, put_in
from tests.conftest import NOW
from tests.page import Page
from tests.views.teach.made import browser_of

pytestmark = pytest.mark.django_db(databases="__all__")
LOOKS = "/classes/looks/"


def looked(classroom, learner, count=1, what="your work"):
    Look.objects.bulk_create(
        Look(
            classroom=classroom,
            by_name="Ada",
            at_learner=learner,
            what=f"{what} {number}",
            looked_at=NOW + timedelta(hours=number),
        )
        for number in range(count)
    )


def lines(browser, page=1):
    shown = Page(browser.get(f"{LOOKS}?page={page}"))
    return [item.text for item in shown.all("li") if ": Ada: " in item.text], shown


def test_all_looks_are_told_fifty_a_page_the_newest_first(classroom, ben_in_class, ben_browser):
    looked(classroom, ben_in_class.learner, 120)

    first, page = lines(ben_browser)
    assert len(first) == 50 and first[0].startswith("HTTP in practice: Ada: your work 119, 27 Nov 2026")
    assert "?page=2" in page.links
    assert [len(lines(ben_browser, number)[0]) for number in (2, 3, 4, "x")] == [50, 20, 20, 50]
    assert lines(ben_browser, 3)[0][-1].startswith("HTTP in practice: Ada: your work 0, 22 Nov 2026")


def test_looks_of_left_and_archived_classes_are_told_too(classroom, ben_in_class, ben_browser, sam):
    other = open_class_of(sam, "Another class", archived_at=NOW)
    put_in(other, ben_in_class.learner.user)
    for room in (classroom, other):
        looked(room, ben_in_class.learner)
    ben_browser.post(f"/classes/{classroom.pk}/leave/")

    told, _ = lines(ben_browser)
    assert sorted(line.partition(":")[0] for line in told) == ["Another class", "HTTP in practice"]
    assert LOOKS in Page(ben_browser.get("/classes/")).links


def test_looks_at_others_are_nobody_elses(classroom, ben_in_class, ada_browser, sam, gwen, client):
    looked(classroom, ben_in_class.learner)

    for browser in (ada_browser, browser_of(sam)):
        assert "Nobody yet" in browser.get(LOOKS).text
    for browser in (gwen, client):
        assert browser.get(LOOKS).url.startswith("/account/sign-in/?")


def test_the_page_of_a_class_leads_to_all_looks(classroom, ben_in_class, ben_browser):
    looked(classroom, ben_in_class.learner, 12)

    page = Page(ben_browser.get(f"/classes/{classroom.pk}/"))

    assert "your work 11" in page.text and "your work 1," not in page.text
    assert LOOKS in page.links


def test_many_looks_cost_what_one_does(classroom, ben_in_class, ben_browser):
    costs = []
    for count in (1, 90):
        looked(classroom, ben_in_class.learner, count)
        with CaptureQueriesContext(connection) as asked:
            ben_browser.get(LOOKS)
        costs.append(len(asked))
    assert costs[0] == costs[1]
