"""A round in class: Ada leads it, Ben and others predict, and nobody's prediction has a name."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from learn.actions.planning import find_question
from learn.models import Member, Round, Vote
from tests.classes import open_class_of, put_in
from tests.conftest import NOW
from tests.page import Page
from tests.views.teach.made import browser_of
from tests.views.teach.rounding import lead, part, predict, step

pytestmark = pytest.mark.django_db(databases="__all__")


# Beginning


def test_an_instructor_begins_a_round_and_the_class_finds_it(ada_browser, ben_browser, classroom):
    response = ada_browser.post(f"/teach/{classroom.pk}/rounds/begin/", {"box": ""})

    current = Round.objects.get()
    assert (response.status_code, response.url) == (303, lead(current))
    assert lead(current) in Page(ada_browser.get(f"/teach/{classroom.pk}/")).links
    assert part(current) in Page(ben_browser.get(f"/classes/{classroom.pk}/")).links
    assert part(current) in Page(ada_browser.get(lead(current))).text


def test_the_class_page_has_no_way_to_a_round_that_is_over(ada_browser, ben_browser, current):
    step(ada_browser, current, close="1")

    assert part(current) not in Page(ben_browser.get(f"/classes/{current.classroom_id}/")).links


@pytest.mark.parametrize("box", ["Z", "Q", "too-long-for-a-box"])
def test_a_box_that_nothing_stops_at_is_refused(ada_browser, classroom, box):
    assert ada_browser.post(f"/teach/{classroom.pk}/rounds/begin/", {"box": box}).status_code == 422
    assert not Round.objects.exists()


def test_beginning_twice_leads_to_the_round_that_is_on(ada_browser, current):
    response = ada_browser.post(f"/teach/{current.classroom_id}/rounds/begin/", {"box": "C"})

    assert response.url == lead(current)


# Predicting


def test_learners_see_the_scenario_and_predict_and_change_their_minds(ben_browser, current):
    page = Page(ben_browser.get(part(current)))
    exchange = find_question(current.scenario).exchange
    assert exchange is not None
    assert exchange.messages[0].first in page.text
    assert predict(ben_browser, current, "D").url == part(current)
    predict(ben_browser, current, "x-F", certainty=3)

    page = Page(ben_browser.get(part(current)))
    assert "Saved: elsewhere, beside Input Valid?" in page.text
    assert page.one("option", selected="")["value"] == "x-F"
    assert page.one("input", checked="")["value"] == "3"
    assert Vote.objects.get().place == "x-F"


@pytest.mark.parametrize("place", ["", "Z", "B", "x-D", "nonsense-that-is-long"])
def test_a_place_that_is_none_is_refused_and_the_rest_stays_chosen(ben_browser, current, place):
    response = predict(ben_browser, current, place, certainty=3)

    page = Page(response)
    assert response.status_code == 422
    assert page.one("p", role="alert").text == "Pick the box where it stops."
    assert page.one("input", checked="")["value"] == "3"


@pytest.mark.parametrize("certainty", ["", "0", "4", "x"])
def test_without_certainty_the_box_stays_chosen(ben_browser, current, certainty):
    response = predict(ben_browser, current, "I", certainty=certainty)

    page = Page(response)
    assert response.status_code == 422
    assert page.one("p", role="alert").text == "Say how sure you are."
    assert page.one("option", selected="")["value"] == "I"
    assert not Vote.objects.exists()


def test_a_prediction_for_a_phase_that_is_over_is_a_conflict_and_stays_chosen(ada_browser, ben_browser, current):
    step(ada_browser, current)
    step(ada_browser, current)
    response = predict(ben_browser, current, "I", phase="first")

    page = Page(response)
    assert response.status_code == 409
    assert "wasn't kept" in page.one("p", role="alert").text
    assert page.one("option", selected="")["value"] == "I"
    assert page.typed("phase") == "second"
    assert not Vote.objects.exists()


# Moving on, by two, and afterwards


def test_of_two_instructors_who_step_at_once_one_is_told_how_it_stands(ada_browser, current, sam):
    put_in(current.classroom, sam, role=Member.Role.INSTRUCTOR)
    assert step(ada_browser, current, phase="first").status_code == 303
    response = step(browser_of(sam), current, phase="first")

    page = Page(response)
    assert response.status_code == 409
    assert "Somebody has moved this round on" in page.one("p", role="alert").text
    assert page.one("li", aria_current="step").text == "Discussion"
    assert page.typed("phase") == "discuss"


def test_a_round_whose_scenario_is_made_no_more_can_be_looked_at_and_ended(ada_browser, ben_browser, current):
    Round.objects.update(scenario="gen:v0:1", phase="second")

    assert "no longer makes this scenario" in Page(ben_browser.get(part(current))).text
    assert "no longer makes this scenario" in Page(ada_browser.get(lead(current))).text
    assert step(ada_browser, current).status_code == 409
    assert step(ada_browser, current, close="1").status_code == 303
    assert Round.objects.get().closed_at is not None


def test_a_prediction_of_a_box_that_is_drawn_no_more_breaks_no_page(ada_browser, ben_browser, ben_in_class, current):
    Vote.objects.create(round=current, member=ben_in_class, phase="first", place="ZZ", certainty=1, voted_at=NOW)
    step(ada_browser, current)

    assert "ZZ" in Page(ada_browser.get(lead(current))).text
    assert "ZZ" in Page(ben_browser.get(part(current))).text


def test_from_a_round_that_is_over_learners_get_to_the_next_one(ada_browser, ben_browser, current):
    step(ada_browser, current, close="1")
    ada_browser.post(f"/teach/{current.classroom_id}/rounds/begin/")

    another = Round.objects.exclude(pk=current.pk).get()
    assert part(another) in Page(ben_browser.get(part(current))).links


# Who may


def test_each_page_is_for_its_own_people(ada_browser, ben_browser, current, sam, gwen):
    step_path, vote_path = lead(current, "step/"), part(current, "vote/")
    stranger = browser_of(sam)
    for browser, read, posted, status in (
        (ben_browser, (lead(current), lead(current, "live/")), step_path, 403),
        (ada_browser, (part(current), part(current, "live/")), vote_path, 403),
        (stranger, (lead(current), lead(current, "live/")), step_path, 404),
        (stranger, (part(current), part(current, "live/")), vote_path, 404),
    ):
        assert [browser.get(path).status_code for path in read] == [status, status]
        assert browser.post(posted).status_code == status
    for browser in (gwen, Client()):
        for path in (lead(current), part(current), lead(current, "live/"), part(current, "live/")):
            response = browser.get(path)
            assert (response.status_code, response.url) == (302, f"/account/sign-in/?{urlencode({'next': path})}")
        assert browser.post(vote_path).url == "/account/sign-in/?next=%2Fclasses%2F"


def test_a_round_belongs_to_its_class(ada_browser, ada, current):
    other = open_class_of(ada, "Another class")

    assert ada_browser.get(f"/teach/{other.pk}/rounds/{current.pk}/").status_code == 404


def test_an_archived_class_keeps_its_round_as_it_is(ada_browser, ben_browser, classroom, current):
    classroom.archived_at = NOW
    classroom.save()

    for response in (
        ada_browser.post(f"/teach/{classroom.pk}/rounds/begin/"),
        step(ada_browser, current),
        step(ada_browser, current, close="1"),
        predict(ben_browser, current),
    ):
        assert response.status_code == 409
        assert "archived" in Page(response).text
    assert not Page(ada_browser.get(lead(current))).has("form", action=lead(current, "step/"))
