"""Feedback after the due date: until then nothing anywhere tells right from wrong."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from learn.models import Classroom, PracticeAnswer, Sitting
from tests.assigning import DAY, due_in_two_days
from tests.classes import open_class_of, put_in
from tests.conftest import NOW
from tests.page import Page
from tests.views.practising import HTMX, answer, answer_all, fields

pytestmark = pytest.mark.django_db(databases="__all__")
SECOND = timedelta(seconds=1)


@pytest.fixture
def made(ada, ben, time_machine):
    time_machine.move_to(NOW, tick=False)
    room = open_class_of(ada)
    put_in(room, ben)
    return due_in_two_days(room, feedback="after_due")


@pytest.fixture
def bens(made, ben):
    bens = Client()
    bens.force_login(ben)
    return bens


def page_of(made):
    return f"/classes/{made.classroom_id}/assignments/{made.pk}/"


@pytest.fixture
def url(bens, made):
    return bens.post(page_of(made), {"part": made.parts.get().pk}).url


def told(bens, path):
    """Every word with which a page could tell right from wrong."""
    text = bens.get(path).text
    return [word for word in ("Right.", "Not this time", "not yet</span>", "of 3 right", "Comes back") if word in text]


def taken_along(bens):
    text = bens.get("/practice/take/answers.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_an_answer_leads_to_the_next_question_whatever_it_was(bens, url):
    for right in (True, False):
        assert answer(bens, url, right=right).url == url
    assert answer(bens, url, htmx=True).url == url
    for place in range(3):
        assert "Handed in" in bens.get(url, {"shown": place}).text
        assert told(bens, f"{url}?shown={place}") == []


def test_the_same_answer_again_and_another_one_tell_nothing(bens, url):
    sent = fields(bens, url, right=False)
    other = fields(bens, url, right=True)
    bens.post(f"{url}answer/", sent)

    again = bens.post(f"{url}answer/", sent)
    assert (again.status_code, again.url) == (303, url)
    for headers in ({}, HTMX):
        changed = bens.post(f"{url}answer/", other, headers=headers)
        assert changed.status_code == 409
        assert "That answer stands." in changed.text
        assert "Not this time" not in changed.text
    assert Sitting.objects.get().asked == 1


def test_what_was_handed_in_says_when_it_is_told(bens, url, made):
    answer_all(bens, url, right=False)

    page = Page(bens.get(url))
    assert page.h1 == "Handed in"
    assert "shown from Tue 24 Nov 2026, 13:00" in page.text
    assert "3 of 3 answered; what is right is shown later" in Page(bens.get(page_of(made))).text


def test_nothing_tells_before_it_is_due_and_everything_afterwards(bens, url, made, time_machine):
    answer_all(bens, url, right=False)
    pages = (url, page_of(made), f"/classes/{made.classroom_id}/", "/practice/", "/progress/", "/progress/answers/")
    time_machine.move_to(NOW + 2 * DAY - SECOND, tick=False)
    for path in pages:
        assert told(bens, path) == [], path
    assert taken_along(bens) == bens.get("/practice/take/answers.json").json() == []

    time_machine.move_to(NOW + 2 * DAY, tick=False)
    page = Page(bens.get(url))
    assert page.h1 == "0 of 3 right"
    assert "0 of 3 right" in Page(bens.get(page_of(made))).text
    assert [row["right"] for row in taken_along(bens)] == ["false"] * 3


def test_pages_are_the_same_for_who_was_right_and_who_was_wrong(bens, url, made, sam):
    put_in(made.classroom, sam)
    sams = Client()
    sams.force_login(sam)
    answer_all(bens, url, right=False)
    answer_all(sams, sams.post(page_of(made), {"part": made.parts.get().pk}).url, right=True)

    for path in (page_of(made), f"/classes/{made.classroom_id}/", "/practice/", "/progress/"):
        own, theirs = (re.sub(r"ETag: \S+", "", Page(browser.get(path)).text) for browser in (bens, sams))
        assert own.replace("Ben O'Neill", "Sam") == theirs, path


def test_memory_and_mistakes_give_nothing_away(bens, url, ben):
    answer_all(bens, url, right=False)

    assert not ben.learner.cards.exists()
    assert PracticeAnswer.objects.count() == 3
    assert "Nothing yet. It fills with what goes wrong." in bens.get("/practice/").text


def test_told_at_once_is_told_at_once(bens, made):
    made.feedback = "at_once"
    made.save()
    url = bens.post(page_of(made), {"part": made.parts.get().pk}).url

    response = answer(bens, url, right=False)
    assert response.url == f"{url}?shown=0"
    assert "Not this time" in bens.get(response.url).text


def test_an_archived_class_takes_no_answer_to_what_is_begun(bens, made, url):
    answer(bens, url, right=True)
    page = fields(bens, url)
    Classroom.objects.update(archived_at=NOW)

    refused = bens.post(f"{url}answer/", page)

    assert refused.status_code == 409
    assert "The class is archived" in refused.text
    assert PracticeAnswer.objects.count() == 1

    Classroom.objects.update(archived_at=None)
    assert answer(bens, url, right=True).status_code == 303


def test_an_export_tells_no_question_before_it_is_answered_and_explained(bens, url, made, time_machine):
    def entries():
        return bens.get("/account/export/").json()["sittings"][0]["entries"]

    assert entries() is None
    answer_all(bens, url)
    assert entries() is None
    time_machine.move_to(made.due_at + SECOND, tick=False)
    assert entries()
