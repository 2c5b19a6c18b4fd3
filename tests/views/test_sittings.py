"""Sittings of every kind: begun, left, gone on with on another device, answered to the end."""

from datetime import timedelta

import pytest
from django.test import Client

from learn.library import library
from learn.models import Card, Learner, PracticeAnswer, Sitting
from tests.conftest import NOW
from tests.page import Page
from tests.views.practising import BEGIN, HTMX, answer, answer_all, asked, begin, fields, items_of

pytestmark = pytest.mark.django_db(databases="__all__")
SETS = [
    *[("review", ""), ("mixed", ""), ("mixed", "scenarios"), ("interview", ""), ("mock", "")],
    *[("pair", "401-403"), ("lesson", "401-or-403")],
]
PAIRS = list(library().pairs)


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


# Every kind


@pytest.mark.parametrize(("kind", "about"), SETS)
@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
def test_every_kind_is_answered_to_its_end_and_tells_what_came_of_it(browser, ada, kind, about, right):
    url = begin(browser, kind, about)
    count = answer_all(browser, url, right=right)

    sitting = Sitting.objects.get()
    assert (sitting.at, sitting.count, PracticeAnswer.objects.count()) == (count, count, count)
    assert sitting.finished_at is not None
    page = Page(browser.get(url))
    assert page.h1 == f"{count if right else 0} of {count} right"
    assert len(list(page.all("details"))) == count
    assert len(page.ids) == len(set(page.ids))
    assert count >= {"interview": 24, "scenarios": 10}.get(about or kind, 4)
    # The same again is a new one; today's review has been done.
    again = browser.post(BEGIN, {"kind": kind, "about": about})
    assert again.get("Location") != url


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_asks_for_each_of_its_codes(browser, pair):
    url = begin(browser, "pair", pair)

    entries = Sitting.objects.get().entries
    assert asked(browser, url)[0].pair == pair
    assert all(f'["{pair}", {code}]' in entries for code in library().pairs[pair].codes)


@pytest.mark.parametrize("slug", [lesson.slug for lesson in library().order])
def test_every_lesson_asks_its_own_checks(browser, slug):
    url = begin(browser, "lesson", slug)

    assert asked(browser, url)[0].id == library().lessons[slug].checks[0]


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        *[("", ""), ("exam", ""), ("REVIEW", ""), ("review\x00", ""), ("review", "all"), ("mixed", "x")],
        *[("pair", ""), ("pair", "1-2"), ("lesson", ""), ("lesson", "nothing"), ("mock", "x"), ("interview", "1")],
    ],
)
def test_an_unknown_set_is_refused(client, kind, about):
    response = client.post(BEGIN, {"kind": kind, "about": about})

    assert response.status_code == 422
    assert "There is no such set of questions." in response.text
    assert not response.cookies and not Learner.objects.exists()


def test_a_visitor_with_nothing_wrong_yet_is_told_so_and_stays_a_visitor(client):
    response = client.post(BEGIN, {"kind": "misses"})

    assert response.status_code == 200
    assert "Nothing has gone wrong so far." in response.text
    assert not response.cookies and not Learner.objects.exists()


def test_a_visitor_who_begins_becomes_a_guest(client):
    url = begin(client, "mixed")

    assert client.cookies["guest"]["httponly"]
    assert answer(client, url).status_code == 303
    assert Learner.objects.get().practice_answers.count() == 1


# Going on


@pytest.mark.parametrize(("kind", "about"), SETS)
def test_beginning_twice_goes_on_with_the_same(browser, kind, about):
    url = begin(browser, kind, about)
    answer(browser, url)

    assert begin(browser, kind, about) == url
    assert Sitting.objects.count() == 1


def test_leaving_and_coming_back_on_another_device_goes_on_where_it_was(browser, ada):
    url = begin(browser, "mixed")
    for right in (True, False, True):
        answer(browser, url, right=right)
    item, beside = asked(browser, url)

    elsewhere = Client()
    elsewhere.force_login(ada)
    offered = Page(elsewhere.get("/practice/")).links
    assert "3 of" in offered[url]
    again, there = asked(elsewhere, url)
    assert (again, there["place"]) == (item, "3") == (again, beside["place"])
    answer(elsewhere, url)

    assert asked(browser, url)[1]["place"] == "4"


def test_each_learner_has_sittings_of_their_own(browser, gwen, guest, ben):
    other = Client()
    other.force_login(ben)

    assert begin(gwen, "mixed") != begin(other, "mixed")


def test_a_place_answered_before_can_be_looked_at_again(browser):
    url = begin(browser, "mixed")
    answer(browser, url)
    answer(browser, url, right=False)

    assert "Right." in Page(browser.get(f"{url}?shown=0")).text
    assert "Not this time." in Page(browser.get(f"{url}?shown=1")).text
    assert Page(browser.get(f"{url}?shown=2")).has("form", data_question="")


def test_progress_is_told_in_words_too(browser):
    url = begin(browser, "pair", "401-403")
    answer(browser, url)

    page = Page(browser.get(url))
    bar = page.one("progress")
    assert (bar["value"], f"2 of {bar['max']}" in page.text) == ("1", True)
    assert bar["aria-label"] == f"1 of {bar['max']} answered"


# The mock interview


def test_a_mock_interview_gives_no_feedback_before_its_end(browser):
    url = begin(browser, "mock")
    for number in range(11):
        sent = fields(browser, url, right=number % 2 == 0)
        response = browser.post(f"{url}answer/", sent, headers=HTMX if number % 3 else {})
        assert (response.status_code, response.url) == (303, url)
        for query in ("", "?shown=0"):
            text = Page(browser.get(f"{url}{query}")).text
            assert "Not this time." not in text and "You answered" not in text
        if "given" in sent:
            other = browser.post(f"{url}answer/", sent | {"given": "other", "points": []})
            assert other.status_code == 409
            assert "Not this time." not in other.text and Page(other).has("form", data_question="")
    answer(browser, url)

    assert Page(browser.get(url)).h1 == "7 of 12 right"
    assert "You answered" in Page(browser.get(url)).text
    if "given" in sent:
        late = browser.post(f"{url}answer/", sent | {"given": "other", "points": []})
        assert (late.status_code, Page(late).h1) == (409, "7 of 12 right")


def test_a_mock_interview_asks_four_in_ones_own_words_and_brings_nothing_back(browser):
    url = begin(browser, "mock")
    answer_all(browser, url, right=False)

    free = {item.id for item in items_of("free")}
    assert PracticeAnswer.objects.count() == 12
    assert PracticeAnswer.objects.filter(item__in=free).count() == 4


def test_when_the_time_is_up_the_answers_so_far_are_told_and_no_other_is_taken(browser, time_machine):
    time_machine.move_to(NOW, tick=False)
    url = begin(browser, "mock")
    assert Page(browser.get(url)).one("time")["datetime"].startswith("2026-11-22T12:25")
    answer(browser, url)
    sent = fields(browser, url)
    time_machine.move_to(NOW + timedelta(minutes=25) - timedelta(seconds=1), tick=False)
    assert Page(browser.get(url)).has("form", data_question="")
    time_machine.move_to(NOW + timedelta(minutes=25), tick=False)

    page = Page(browser.get(url))
    assert page.h1 == "1 of 1 right"
    assert "The time was up after 1 of 12 questions." in page.text
    assert Sitting.objects.get().finished_at is None  # reading writes nothing
    assert browser.post(f"{url}answer/", sent).url == url
    assert PracticeAnswer.objects.count() == 1
    assert Sitting.objects.get().finished_at is not None
    assert url not in Page(browser.get("/practice/")).links


def test_after_one_that_ran_out_of_time_a_new_one_begins(browser, time_machine):
    time_machine.move_to(NOW, tick=False)
    first = begin(browser, "mock")
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)

    assert begin(browser, "mock") != first
    assert Sitting.objects.filter(finished_at=None).count() == 1


# What one keeps getting wrong


def test_what_went_wrong_is_asked_again_confident_misses_first(browser):
    url = begin(browser, "pair", "401-403")
    answer(browser, url, right=False, certainty="1")
    unsure = PracticeAnswer.objects.get()
    url = begin(browser, "pair", "429-503")
    answer(browser, url, right=False, certainty="3")
    sure = PracticeAnswer.objects.latest("pk")

    assert "2 codes that went wrong" in Page(browser.get("/practice/")).text
    first = asked(browser, begin(browser, "misses"))[0]
    assert (first.pair, first.codes[0]) == (sure.pair, sure.code)
    entries = Sitting.objects.get(kind="misses").entries
    assert f'["{unsure.pair}", {unsure.code}]' in entries
    assert Card.objects.filter(confident_miss=True).count() == 1
