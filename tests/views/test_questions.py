"""One question a screen: asked in nine kinds, answered, explained."""

import gzip
import json

import pytest
from django.http import QueryDict
from django.test import Client

from learn.actions.planning import find_question, scenarios
from learn.domain.practice.marking import mark
from learn.forms.practice import read_given
from learn.library import library
from learn.models import PracticeAnswer, Sitting
from learn.templatetags.learn import dashes
from tests.page import Page
from tests.views.practising import (
    HTMX,
    KINDS,
    address,
    answer,
    asked,
    fields,
    filled_in,
    items_of,
    sitting_with,
    wrong_of,
)

pytestmark = pytest.mark.django_db(databases="__all__")
PAIR_ITEM = next(item.id for item in items_of("code"))
REASONS = {"one", "code", "box", "line"}


@pytest.fixture
def learner(ada):
    return ada.learner


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


def begun(learner, *surfaces, kind="pair"):
    return address(sitting_with(learner, surfaces, kind))


def plain(text):
    return " ".join(text.replace("`", "").split())[:30]


# Asking


@pytest.mark.parametrize("item", library().items.values(), ids=lambda item: item.id)
@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
def test_a_form_gives_the_answer_that_was_meant(item, right):
    given = item.right.key if right else wrong_of(item)
    sent = QueryDict(mutable=True)
    for name, value in filled_in(item, given).items():
        sent.setlist(name, value if isinstance(value, list) else [str(value)])

    marking = mark(item, read_given(item, sent), library().registry, library().backend)

    assert marking.right is right
    assert marking.canonical == mark(item, given, library().registry, library().backend).canonical


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_asked_alone_in_a_form_that_needs_no_script(browser, learner, kind):
    item = items_of(kind)[0]
    page = Page(browser.get(begun(learner, item.id)))

    assert [form["action"] for form in page.all("form") if "data-question" in form.attrs] == [
        f"{address(Sitting.objects.get())}answer/"
    ]
    assert plain(item.stem) in page.h1
    names = {e.attrs.get("name") for e in page.elements if e.tag in ("input", "select", "textarea")}
    assert set(filled_in(item, item.right.key)) - {"points", "ticking"} <= names
    assert len(page.ids) == len(set(page.ids))
    # Nothing of the reasons before the answer.
    assert plain(item.right.why) not in page.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
def test_each_kind_is_answered_and_explained_on_a_page_of_its_own(browser, learner, kind, right):
    for item in items_of(kind)[:2]:
        learner.sittings.all().delete()
        url = begun(learner, item.id)
        response = answer(browser, url, right=right)

        assert (response.status_code, response.url) == (303, f"{url}?shown=0")
        page = Page(browser.get(response.url))
        assert ("Right." if right else "Not this time.") in page.text
        assert item.reference.text in page.text
        assert page.has("html") and len(page.ids) == len(set(page.ids))
        for reason in item.answers if kind in REASONS else item.steps or item.matches or item.points:
            assert plain(reason.why) in page.text
        stored = PracticeAnswer.objects.get()
        assert (stored.item, stored.version, stored.right, stored.pair) == (item.id, item.version, right, item.pair)
        assert stored.code == item.codes[0]


@pytest.mark.parametrize("number", range(10))
def test_a_generated_question_is_asked_and_explained_too(browser, learner, number):
    item = scenarios("a sitting", 10)[number]
    url = begun(learner, item.id)
    response = answer(browser, url, right=number % 2 == 0)

    text = Page(browser.get(response.url)).text
    assert all(plain(dashes(reason.why)) in text for reason in item.answers)
    assert " - " not in Page(browser.get(response.url)).one("dl").text
    assert PracticeAnswer.objects.get().right is (number % 2 == 0)


def test_with_htmx_only_the_question_is_answered(browser, learner):
    url = begun(learner, PAIR_ITEM)
    asking = browser.get(url, headers=HTMX)
    telling = answer(browser, url, right=False, htmx=True)

    for response in (asking, telling):
        assert response.status_code == 200
        assert not Page(response).has("html")
        assert "HX-Request" in response["Vary"]
        assert response["Cache-Control"] == "private, no-store"
    assert "Not this time." in telling.text
    assert not Page(telling).has("form")


@pytest.mark.parametrize("right", [True, False])
def test_the_fragment_after_an_answer_is_small(browser, learner, right):
    sizes = {}
    for item in items_of("code"):
        learner.sittings.all().delete()
        response = answer(browser, begun(learner, item.id), right=right, htmx=True)
        sizes[item.id] = len(gzip.compress(response.content, 6))

    assert max(sizes.values()) <= 1536, sorted(sizes.items(), key=lambda size: size[1])[-5:]


# What isn't an answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_nothing_given_is_refused_and_nothing_is_stored(browser, learner, kind, headers):
    url = begun(learner, items_of(kind)[0].id)
    _, beside = asked(browser, url)

    response = browser.post(f"{url}answer/", beside | {"given": ""}, headers=headers)

    assert response.status_code == 422
    assert Page(response).one("p", role="alert").text
    assert Page(response).has("html") is not headers
    assert not PracticeAnswer.objects.exists()


def test_what_was_typed_or_picked_stays_in_the_form(browser, learner):
    code, order, match = (items_of(kind)[0] for kind in ("code", "order", "match"))
    for item, sent in ((code, {"given": "4O3"}), (order, {"given-2": "3"}), (match, {"given-1": "2"})):
        learner.sittings.all().delete()
        url = begun(learner, item.id)
        _, beside = asked(browser, url)
        page = Page(browser.post(f"{url}answer/", beside | sent | {"certainty": "3"}))

        name, value = next(iter(sent.items()))
        if item is code:
            assert page.typed(name) == value
        else:
            picked = [o["value"] for o in page.all("option") if "selected" in o.attrs]
            assert picked == [value]
        assert "checked" in page.one("input", name="certainty", value="3").attrs


@pytest.mark.parametrize(
    "tampered",
    [{"place": ""}, {"place": "-1"}, {"version": "x"}, {"certainty": "9"}, {"hint": "4"}, {"item": ""}],
)
def test_a_form_that_was_tampered_with_is_refused(browser, learner, tampered):
    url = begun(learner, PAIR_ITEM)

    response = browser.post(f"{url}answer/", fields(browser, url) | tampered)

    assert response.status_code == 422
    assert "Open the sitting again" in response.text
    assert not PracticeAnswer.objects.exists()


@pytest.mark.parametrize("query", ["shown=x", "shown=-1", "shown=²", "shown=99999999999", "hints=1"])
def test_a_strange_query_asks_the_question_as_it_is(browser, learner, query):
    page = Page(browser.get(f"{begun(learner, PAIR_ITEM)}?{query}"))

    assert page.typed("item") == PAIR_ITEM
    assert not page.has("p", cls="hint")


# In one's own words


def test_a_free_answer_is_typed_first_then_its_points_are_ticked(browser, learner):
    item = items_of("free")[0]
    url = begun(learner, item.id, kind="interview")
    page = Page(browser.get(url))
    assert plain(item.model) not in page.text
    assert not page.has("input", name="certainty")

    _, beside = asked(browser, url)
    said = "Because it says <b>who</b>,\r\nnot what."
    ticking = browser.post(f"{url}answer/", beside | {"given": said})

    page = Page(ticking)
    assert ticking.status_code == 200
    assert plain(item.model) in page.text
    assert "Because it says <b>who</b>," in page.one("blockquote").text
    assert len(list(page.all("input", name="points"))) == len(item.points)
    assert not PracticeAnswer.objects.exists()

    ticked = {"given": page.typed("given"), "ticking": "1", "points": [point.key for point in item.points]}
    response = browser.post(f"{url}answer/", beside | ticked | {"certainty": "3"})

    assert response.status_code == 303
    stored = PracticeAnswer.objects.get()
    assert json.loads(stored.given)["text"] == said.replace("\r\n", "\n")
    assert (stored.right, stored.certainty) == (True, 3)


def test_where_feedback_waits_the_model_answer_does_too(browser, learner):
    item = items_of("free")[0]
    url = begun(learner, item.id, kind="mock")
    _, beside = asked(browser, url)

    page = Page(browser.post(f"{url}answer/", beside | {"given": "In my own words."}))

    assert len(list(page.all("input", name="points"))) == len(item.points)
    assert plain(item.model) not in page.text
    browser.post(f"{url}answer/", beside | {"given": "In my own words.", "ticking": "1"})
    assert plain(item.model) in Page(browser.get(url)).text


@pytest.mark.parametrize("said", ["", "  \r\n ", "x" * 5001, "a\x0bb"], ids=["empty", "blank", "long", "unfit"])
@pytest.mark.parametrize("ticking", [{}, {"ticking": "1"}], ids=["first", "ticking"])
def test_words_that_cant_be_kept_stay_where_they_can_be_mended(browser, learner, said, ticking):
    url = begun(learner, items_of("free")[0].id, kind="interview")
    _, beside = asked(browser, url)

    response = browser.post(f"{url}answer/", beside | {"given": said} | ticking)

    page = Page(response)
    assert response.status_code == 422
    assert page.has("textarea", name="given")
    assert page.typed("given") == " ".join(said.split())
    assert not PracticeAnswer.objects.exists()


# Options


def test_options_keep_their_order_on_every_device(browser, ada):
    url = begun(ada.learner, items_of("one")[0].id)
    elsewhere = Client()
    elsewhere.force_login(ada)

    orders = [
        [i["value"] for i in Page(one.get(url)).all("input", name="given")] for one in (browser, elsewhere, browser)
    ]
    assert orders[0] == orders[1] == orders[2]
    assert sorted(orders[0]) == ["1", "2", "3"]


def test_which_option_is_right_isnt_told_by_its_place():
    seen = {
        [option.right for option in item.shuffled(f"{number}.0")].index(True)
        for item in items_of("one")[:3]
        for number in range(20)
    }
    assert seen == {0, 1, 2}


def test_a_question_found_by_its_id_is_the_same_each_time():
    item = scenarios("another sitting", 1)[0]

    assert find_question(item.id) == item
    for gone in ("gen:v0:1", "gen:v1:x", "no-such-question"):
        with pytest.raises(LookupError):
            find_question(gone)
