"""Answers count once, and stay what they were."""

import pytest
from django.test import Client

from learn.library import library
from learn.models import Card, Learner, PracticeAnswer, Sitting
from tests.page import Page
from tests.views.practising import (
    HTMX,
    address,
    answer,
    asked,
    begin,
    fields,
    filled_in,
    items_of,
    sitting_with,
    wrong_of,
)

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = next(item for item in items_of("code") if item.pair)
OTHER = next(item for item in items_of("code") if item.pair and item.pair != CODE.pair)
FREE_OF_PAIRS = next(item for item in library().items.values() if not item.pair and item.kind == "code")
# Twelve to come after the first, none of its card.
OTHERS = [item.id for item in library().items.values() if item.pair not in ("", CODE.pair) and item.kind != "free"][:12]


@pytest.fixture
def learner(ada):
    return ada.learner


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


def begun(learner, *surfaces, kind="pair"):
    return address(sitting_with(learner, surfaces or (CODE.id, *OTHERS), kind))


def stored():
    return PracticeAnswer.objects.get()


# Once


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_double_click_counts_once(browser, learner, headers):
    url = begun(learner)
    sent = fields(browser, url)

    first, second = (browser.post(f"{url}answer/", sent, headers=headers) for _ in range(2))

    assert first.status_code == second.status_code == (200 if headers else 303)
    assert first.content == second.content
    card, day = Card.objects.get(), learner.practice_days.get()
    assert (stored().place, Sitting.objects.get().at) == (0, 1)
    assert (card.reviews, card.seen, day.answers, day.reviews) == (1, f'{{"{CODE.id}": 1}}', 1, 1)


def test_a_form_replayed_at_the_end_changes_nothing(browser, learner):
    url = begun(learner, CODE.id, OTHER.id)
    sent = fields(browser, url)
    browser.post(f"{url}answer/", sent)
    answer(browser, url)
    before = list(Card.objects.values())

    assert browser.post(f"{url}answer/", sent).url == f"{url}?shown=0"
    assert PracticeAnswer.objects.count() == 2
    assert list(Card.objects.values()) == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_another_answer_from_another_tab_is_a_conflict_and_the_first_stands(browser, learner, headers):
    url = begun(learner)
    mine, other = fields(browser, url), fields(browser, url, right=False)
    browser.post(f"{url}answer/", mine)

    response = browser.post(f"{url}answer/", other, headers=headers)

    page = Page(response)
    assert response.status_code == 409
    assert "in another tab" in page.one("p", role="alert").text
    assert f"You answered {library().registry[CODE.codes[0]]}" in page.text
    assert (stored().right, Card.objects.get().lapses) == (True, 0)


@pytest.mark.parametrize("given", [{"given": ""}, {"given": "nonsense"}, {"version": 99}])
def test_what_comes_too_late_is_told_what_stands(browser, learner, given):
    url = begun(learner, CODE.id)
    sent = fields(browser, url)
    browser.post(f"{url}answer/", sent)

    response = browser.post(f"{url}answer/", sent | given)

    assert response.status_code == (303 if "version" in given else 409)
    assert PracticeAnswer.objects.count() == 1


def test_a_place_further_on_leads_to_the_one_that_is_next(browser, learner):
    url = begun(learner)

    response = browser.post(f"{url}answer/", fields(browser, url, place=5))

    assert (response.status_code, response.url) == (303, url)
    assert not PracticeAnswer.objects.exists()


# Changed meanwhile


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
@pytest.mark.parametrize("changed", [{"version": CODE.version + 1}, {"item": OTHER.id}], ids=["version", "question"])
def test_a_question_that_has_changed_meanwhile_is_shown_as_it_is_now(browser, learner, changed, headers):
    url = begun(learner)

    response = browser.post(f"{url}answer/", fields(browser, url, **changed), headers=headers)

    page = Page(response)
    assert response.status_code == 409
    assert "was changed while you were reading it" in page.one("p", role="alert").text
    assert (page.typed("item"), page.typed("version")) == (CODE.id, str(CODE.version))
    assert page.has("html") is not headers
    assert not PracticeAnswer.objects.exists()


@pytest.mark.parametrize("kind", ["free", "mend"])
def test_what_was_written_stays_though_the_question_has_changed(browser, learner, kind):
    item = items_of(kind)[0]
    url = begun(learner, item.id)
    given = "HTTP/1.1 200 OK\nX-Long: answer"

    page = Page(browser.post(f"{url}answer/", fields(browser, url, version=item.version + 1, given=given)))

    assert "HTTP/1.1 200 OK X-Long: answer" in " ".join(page.one("textarea").text.split())
    other = Page(browser.post(f"{url}answer/", fields(browser, url, item=OTHER.id, given=given)))
    assert "X-Long" not in other.text


def test_an_answer_to_a_question_revised_since_is_shown_without_its_reasons(browser, learner):
    url = begun(learner)
    answer(browser, url)
    PracticeAnswer.objects.update(version=99)

    assert "This question was revised since" in Page(browser.get(f"{url}?shown=0")).text


def test_questions_taken_out_of_the_set_are_passed_over(browser, learner):
    url = begun(learner, "gone-1", CODE.id, "gen:v0:1", OTHER.id, "gone-2")

    assert asked(browser, url)[0] == CODE
    assert answer(browser, url).url == f"{url}?shown=0"
    assert asked(browser, url)[0] == OTHER
    assert "2 of 3" in Page(browser.get(url)).text
    answer(browser, url)

    assert Page(browser.get(url)).h1 == "2 of 2 right"
    assert Sitting.objects.get().finished_at is not None


def test_a_sitting_with_nothing_left_to_ask_makes_way_for_a_new_one(browser, learner):
    gone = address(sitting_with(learner, ["gone-1", "gone-2"], "mixed"))

    assert Page(browser.get(gone)).h1 == "0 of 0 right"
    assert browser.post(f"{gone}answer/", {"place": 0, "item": "gone-1", "version": 1}).url == gone
    assert "Go on where you were" not in browser.get("/practice/").text
    assert begin(browser, "mixed") != gone


# Others


def test_an_answer_leads_to_the_lesson_and_to_the_lab(browser, learner):
    page = Page(browser.get(answer(browser, begun(learner)).url))

    pair = library().pairs[CODE.pair]
    assert pair.question in page.text
    assert f"/lessons/{pair.lesson}/" in page.links
    assert any(href.startswith("/lab/challenges/") for href in page.links)


def test_anothers_sitting_and_a_missing_one_look_alike(client, gwen, ben, learner, sam):
    theirs, missing = begun(learner), "/practice/sittings/999999/"
    sent = {"place": 0, "item": CODE.id, "version": 1} | filled_in(CODE, wrong_of(CODE))
    as_ben, as_staff = Client(), Client()
    as_ben.force_login(ben)
    as_staff.force_login(sam)
    for stranger in (Client(), gwen, as_ben, as_staff):
        for url in (theirs, missing, f"/practice/sittings/{10**30}/"):
            for response in (stranger.get(url), stranger.get(f"{url}?shown=0"), stranger.post(f"{url}answer/", sent)):
                assert response.status_code == 404
                assert "You have no sitting with this number." in response.text

    assert not PracticeAnswer.objects.exists()
    assert Learner.objects.count() == 4
