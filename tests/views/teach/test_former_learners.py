"""Somebody whose account is gone stays in the class as a pseudonym with grades, on every page of the instructor."""

from datetime import timedelta

import pytest
from django.test import Client

from learn.access import classes_counted
from learn.actions.assigning import assign_pair
from learn.actions.classes import close_account
from learn.library import library
from learn.models import Classroom, Exemption, LessonProgress
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW, make_user
from tests.page import Page
from tests.views.teach.made import browser_of

DAY = timedelta(days=1)
LESSON = "401-or-403"
NAME = "Former learner 1"


@pytest.fixture
def classroom(ada, ben):
    """A class that Ada teaches: Ben has gone, Noor is there."""
    classroom = open_class_of(ada, grades_kept=True, created_at=NOW - 20 * DAY)
    for user in (ben, make_user("Noor")):
        put_in(classroom, user, joined_at=NOW - 20 * DAY)
    work = [("lesson", {"lesson": LESSON}), ("quiz", {"pair": "401-403", "count": 4})]
    assign(classroom, *work, published_at=NOW - 15 * DAY, due_at=NOW - 5 * DAY)
    at = NOW - 10 * DAY
    LessonProgress.objects.create(learner=ben.learner, lesson=LESSON, opened_at=at, left_at=at, finished_at=at)
    close_account(ben, now=NOW)
    return classroom


@pytest.fixture
def ada_teaches(ada):
    browser = Client()
    browser.force_login(ada)
    return browser


@pytest.mark.parametrize("page", ["", "gradebook/", "people/", "questions/", "confusion/", "map/", "assignments/"])
def test_every_page_of_the_class_can_be_read(ada_teaches, classroom, page):
    response = ada_teaches.get(f"/teach/{classroom.pk}/{page}")

    assert response.status_code == 200
    assert "Ben" not in response.text


@pytest.mark.parametrize(("page", "row_ends"), [("gradebook/", "</tr>"), ("gradebook.csv", "\n")])
def test_the_gradebook_has_the_grade_under_the_pseudonym(ada_teaches, classroom, page, row_ends):
    text = ada_teaches.get(f"/teach/{classroom.pk}/{page}").text

    assert "50" in text.partition(NAME)[2].partition(row_ends)[0]


def test_there_is_no_work_left_to_look_at(ada_teaches, classroom):
    member, assignment = classroom.members.get(name=NAME), classroom.assignments.get()
    for page in (f"members/{member.pk}/", f"members/{member.pk}/assignments/{assignment.pk}/"):
        assert ada_teaches.get(f"/teach/{classroom.pk}/{page}").status_code in (200, 404)
    assert not classroom.looks.exists()


@pytest.mark.parametrize("page", ["", "people/", "questions/", "confusion/", "map/", "assignments/"])
def test_nobody_is_named_outside_the_gradebook_who_is_gone(ada_teaches, classroom, page):
    assert NAME not in ada_teaches.get(f"/teach/{classroom.pk}/{page}").text


def test_who_is_gone_is_not_counted(ada_teaches, classroom):
    assert [counted.learners for counted in classes_counted(classroom.members.get(name="Ada").learner)] == [1]
    assert "1 learner" in Page(ada_teaches.get(f"/teach/{classroom.pk}/"), drawing=False).text
    ada_teaches.post(f"/teach/{classroom.pk}/rounds/begin/", {"box": "F"})
    current = classroom.rounds.get()
    assert "0 of 1" in Page(ada_teaches.get(f"/teach/{classroom.pk}/rounds/{current.pk}/"), drawing=False).text


def test_who_is_gone_is_no_classmate_and_gets_no_exemption(ada_teaches, classroom):
    Classroom.objects.update(names_shared=True)
    noor = classroom.members.get(name="Noor")
    page = Page(browser_of(noor.learner.user).get(f"/classes/{classroom.pk}/"))
    assert NAME not in page.text

    assignment = classroom.assignments.get()
    assert NAME not in ada_teaches.get(f"/teach/{classroom.pk}/assignments/{assignment.pk}/").text
    assign_pair(classroom, library().pairs["401-403"], chosen=[], after=assignment.pk, now=NOW)
    assert [exemption.member for exemption in Exemption.objects.all()] == [noor]


def test_hidden_names_are_the_same_with_and_without_those_who_are_gone(ada_teaches, classroom):
    noor = classroom.members.get(name="Noor")
    own = ada_teaches.get(f"/teach/{classroom.pk}/members/{noor.pk}/?names=hidden").text
    book = ada_teaches.get(f"/teach/{classroom.pk}/gradebook/?names=hidden").text

    assert "Learner 1" in own
    assert "Learner 1" in book and "50" in book.partition("Learner 2")[2].partition("</tr>")[0]
