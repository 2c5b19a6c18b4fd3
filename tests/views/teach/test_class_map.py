"""The class on the map."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from learn.models import Sending
from tests.classes import assign
from tests.conftest import NOW
from tests.page import Page
from tests.views.teach.made import (
    challenge_in,
    learners_in,
    page_of,
    sent,
)

pytestmark = pytest.mark.usefixtures("clock")
WEEK = timedelta(days=7)


# The map


def expects(member, place, challenge="first-answer", at=NOW):
    number = f"{member.pk}.{Sending.objects.count()}"
    Sending.objects.create(learner=member.learner, number=number, sent_at=at, challenge=challenge, place=place)


def test_requests_and_predictions_are_counted_by_box(teaching, classroom):
    challenge_in(classroom)
    one, other = learners_in(classroom, 2)
    sent(one, "first-answer", 3)
    sent(other, "first-answer", 2, route="A-B-C-E-F-x422-A")
    sent(other, "not-assigned", 7)
    expects(one, "I")
    expects(other, "I", "not-assigned")

    page = page_of(teaching, classroom, "map/")

    assert "N = 5 requests, 1 prediction" in page.text
    assert "403 Forbidden31" in page.text and "elsewhere, beside Input Valid?20" in page.text
    drawn = Page(teaching.get(f"/teach/{classroom.pk}/map/"))
    assert sorted(tally.text for tally in drawn.all("text", cls="tally")) == ["2 | 0", "3 | 1"]


@pytest.mark.parametrize("path", ["", "map/", "questions/", "confusion/", "gradebook/"])
def test_a_part_that_cant_be_read_keeps_no_page_from_the_others(teaching, classroom, path):
    assign(classroom, ("challenge", {}), ("diagram", {"by": "x"}), ("quiz", {"pairs": 1}))
    challenge_in(classroom)
    learners_in(classroom, 1)

    assert page_of(teaching, classroom, path).h1


def test_all_requests_count_from_when_a_share_of_the_diagram_is_asked_for(teaching, classroom):
    assign(classroom, ("diagram", {"percent": 50, "by": "lab"}), opens_at=NOW - WEEK)
    (member,) = learners_in(classroom, 1)
    sent(member, "", 2, at=NOW)
    sent(member, "", 4, at=NOW - 2 * WEEK)

    assert "N = 2 requests" in page_of(teaching, classroom, "map/").text


def test_the_map_follows_by_itself_and_says_when_nothing_is_new(teaching, classroom):
    challenge_in(classroom)
    (member,) = learners_in(classroom, 1)
    address = f"/teach/{classroom.pk}/map/live/"
    assert Page(teaching.get(f"/teach/{classroom.pk}/map/"), drawing=False).has("div", data_live=address)
    first = teaching.get(address)
    assert teaching.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304

    sent(member, "first-answer", 2)
    news = teaching.get(address, headers={"If-None-Match": first["ETag"]})

    assert news.status_code == 200 and "N = 2 requests" in news.text
    shown = Page(news)
    ids = {element["id"] for element in shown.elements if "data-live-text" in element.attrs}
    assert ids == {"map-table", "tallies"} <= set(Page(teaching.get(f"/teach/{classroom.pk}/map/")).ids)


def test_nothing_new_on_the_map_costs_few_statements(teaching, classroom):
    challenge_in(classroom)
    members = learners_in(classroom, 10)
    for member in members:
        sent(member, "first-answer", 3)
    address = f"/teach/{classroom.pk}/map/live/"
    etag = teaching.get(address)["ETag"]
    with CaptureQueriesContext(connections["default"]) as asked:
        assert teaching.get(address, headers={"If-None-Match": etag}).status_code == 304

    assert len(asked) <= 8
