"""Help, certainty and time taken are kept with an answer, and decide what it is worth to memory."""

import re
from datetime import timedelta

import pytest

from learn.domain.hints import PAUSE_SECONDS
from learn.library import library
from learn.models import Card, PracticeAnswer
from learn.views.questions import hints_for
from tests.conftest import NOW
from tests.page import Page
from tests.views.practising import address, answer, answer_all, asked, fields, items_of, open_hint, sitting_with

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = next(item for item in items_of("code") if item.pair)
OTHER = next(item for item in items_of("code") if item.pair and item.pair != CODE.pair)
FREE_OF_PAIRS = next(item for item in library().items.values() if not item.pair and item.kind == "code")


@pytest.fixture
def learner(ada):
    return ada.learner


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


def begun(learner, *surfaces):
    return address(sitting_with(learner, surfaces or [CODE.id]))


def stored():
    return PracticeAnswer.objects.get()


# Help


def hints_of(browser, url):
    return [hint.text for hint in Page(browser.get(url)).all("p", cls="hint")]


def test_a_hint_is_never_shown_unasked_and_marks_the_answer_as_helped(browser, learner):
    pair = library().pairs[CODE.pair]
    url = begun(learner)
    plain = Page(browser.get(url))
    assert pair.question not in plain.text and pair.tell not in plain.text

    assert open_hint(browser, url).status_code == 303

    pointing = Page(browser.get(url))
    assert [hint.text for hint in pointing.all("p", cls="hint")] == [" ".join(pair.question.replace("`", "").split())]
    assert [page.one("button", name="hint")["value"] for page in (plain, pointing)] == ["1", "2"]

    told = Page(browser.get(answer(browser, url).url))
    assert (stored().hints, stored().last_hint, stored().rating) == (1, False, 2)
    assert "Right, with help." in told.text
    assert "forgotten" not in told.text
    assert "right, with help" in Page(browser.get(url)).text


@pytest.fixture
def patient(monkeypatch):
    """No pause between hints."""
    monkeypatch.setattr("learn.domain.hints.PAUSE_SECONDS", 0)


def test_the_last_hint_is_a_worked_request_and_counts_as_forgotten(browser, learner, patient):
    url = begun(learner)
    for number in (1, 2, 3):
        open_hint(browser, url, number)
    page = Page(browser.get(url))
    assert len(list(page.all("p", cls="hint"))) == 3
    assert "curl -i $LAB/" in hints_of(browser, url)[-1]
    assert not page.has("button", name="hint")

    told = Page(browser.get(answer(browser, url).url))

    assert (stored().right, stored().last_hint, stored().rating) == (True, True, 1)
    assert Card.objects.get().lapses == 1
    assert "After the last hint it counts as forgotten and comes back tomorrow." in told.text


def test_a_hint_stays_open_whatever_is_loaded_or_sent_again(browser, learner, patient):
    url = begun(learner)
    for number in (1, 2, 2, 1):
        open_hint(browser, url, number)
    assert len(hints_of(browser, url)) == 2

    answer(browser, url, hints="0")

    assert (stored().hints, stored().last_hint, stored().rating) == (2, False, 2)


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "form"])
def test_the_next_hint_wants_a_pause_in_which_nothing_is_lost(browser, learner, time_machine, htmx):
    time_machine.move_to(NOW, tick=False)
    url = begun(learner, CODE.id, OTHER.id)
    open_hint(browser, url)
    time_machine.move_to(NOW + timedelta(seconds=PAUSE_SECONDS - 3), tick=False)

    early = open_hint(browser, url, 2, htmx=htmx, given="40")

    assert (early.status_code, early["Retry-After"]) == (429, "3")
    page = Page(early)
    assert "Try out the hint you have first." in page.one("p", role="alert").text
    assert (page.typed("given"), len(list(page.all("p", cls="hint")))) == ("40", 1)
    assert open_hint(browser, url, 1).status_code == 303
    time_machine.move_to(NOW + timedelta(seconds=PAUSE_SECONDS), tick=False)
    open_hint(browser, url, 3)
    assert len(hints_of(browser, url)) == 2
    answer(browser, url)
    assert open_hint(browser, url).status_code == 303
    assert len(hints_of(browser, url)) == 1


def test_the_worked_requests_of_every_pair_end_in_what_the_hint_says():
    held = library()
    for item in held.items.values():
        if item.pair:
            worked = hints_for(item)[2]
            (challenge,) = (one for one in held.challenges.values() if f": {one.hints[-1]}." in worked)
            named = {int(code) for code in re.findall(r"\{(\d{3})\}", worked)}
            assert item.codes[0] in named <= {*challenge.codes} & {*held.pairs[item.pair].codes}, item.id


def test_the_next_question_has_no_hint_open_and_a_form_left_behind_opens_none(browser, learner):
    url = begun(learner, CODE.id, OTHER.id)
    old = asked(browser, url)[1] | {"hint": "1"}
    open_hint(browser, url)
    answer(browser, url)
    assert hints_of(browser, url) == []

    assert browser.post(f"{url}answer/", old).url == url

    assert hints_of(browser, url) == []
    answer(browser, url)
    assert list(PracticeAnswer.objects.values_list("hints", flat=True)) == [1, 0]


def test_reading_opens_no_hint(browser, learner):
    assert hints_of(browser, f"{begun(learner)}?hints=2&hint=2") == []


def test_a_hint_comes_into_the_page_with_what_was_typed(browser, learner):
    page = Page(open_hint(browser, begun(learner), htmx=True, given="40"))

    (hint,) = page.all("p", cls="hint")
    assert "data-focus" in hint.attrs
    assert page.typed("given") == "40"


def test_a_hint_asked_for_by_the_form_keeps_what_was_typed(browser, learner):
    url = begun(learner)

    sent = fields(browser, url) | {"given": "40 & more", "certainty": "3", "hint": "1"}
    response = browser.post(f"{url}answer/", sent)

    assert response.status_code == 303 and "csrf" not in response.url
    page = Page(browser.get(response.url))
    assert page.typed("asked") == sent["asked"]
    assert len(list(page.all("p", cls="hint"))) == 1
    assert page.typed("given") == "40 & more"
    assert [radio["value"] for radio in page.all("input", name="certainty") if "checked" in radio.attrs] == ["3"]
    assert page.one("button", name="hint")["value"] == "2"
    assert not PracticeAnswer.objects.exists()


def test_a_hint_comes_though_what_was_typed_is_too_long_for_an_address(browser, learner):
    url = begun(learner)

    response = browser.post(f"{url}answer/", fields(browser, url) | {"given": "é" * 600, "hint": "1"})

    page = Page(browser.get(response.url))
    assert len(response.url) < 300
    assert (page.typed("given"), page.has("p", cls="hint")) == ("", True)


@pytest.mark.parametrize("hint", ["0", "4", "x"])
def test_a_hint_that_there_isnt_is_no_hint(browser, learner, hint):
    assert open_hint(browser, begun(learner), hint).status_code == 422


def test_where_there_is_no_hint_none_is_counted(browser, learner):
    url = begun(learner, FREE_OF_PAIRS.id)
    open_hint(browser, url, 2)

    assert hints_of(browser, url) == []
    answer(browser, url)
    assert (stored().hints, stored().last_hint) == (0, False)


# Certainty and time


@pytest.mark.parametrize("certainty", ["1", "2", "3", ""])
def test_how_sure_one_was_is_stored(browser, learner, certainty):
    answer(browser, begun(learner), certainty=certainty)

    assert stored().certainty == (int(certainty) if certainty else None)


@pytest.mark.parametrize(
    ("surfaces", "told"),
    [
        ([CODE.id], "You were sure and not right 1 time. That comes back first."),
        ([FREE_OF_PAIRS.id], "You were sure and not right 1 time."),
        ([CODE.id, FREE_OF_PAIRS.id], "You were sure and not right 2 times. 1 of them comes back first."),
    ],
)
def test_a_confident_miss_is_told_at_the_end_and_that_its_card_comes_first(browser, learner, surfaces, told):
    url = begun(learner, *surfaces)
    for _ in surfaces:
        answer(browser, url, right=False, certainty="3")
    answer_all(browser, url)

    page = Page(browser.get(url))
    assert told in [paragraph.text for paragraph in page.all("p")]


def test_the_time_taken_is_from_when_the_question_was_first_shown(browser, learner, time_machine):
    time_machine.move_to(NOW, tick=False)
    url = begun(learner)
    sent = fields(browser, url)
    time_machine.move_to(NOW + timedelta(seconds=20), tick=False)
    refused = Page(browser.post(f"{url}answer/", sent | {"given": "x"}))
    time_machine.move_to(NOW + timedelta(seconds=31), tick=False)
    browser.post(f"{url}answer/", sent | {"asked": refused.typed("asked")})

    assert stored().seconds == pytest.approx(31, abs=0.01)


@pytest.mark.parametrize(
    "stamp", ["", "1.0:abc:def", "x" * 100, "1795348800.0:1w:forged"], ids=["none", "forged", "long", "alike"]
)
def test_a_stamp_that_isnt_ours_counts_as_slow(browser, learner, stamp):
    answer(browser, begun(learner), asked=stamp, certainty="3")

    assert (stored().seconds, Card.objects.get().quick_streak) == (600, 0)


def test_a_form_left_open_counts_as_slow(browser, learner, time_machine):
    time_machine.move_to(NOW, tick=False)
    url = begun(learner)
    sent = fields(browser, url)
    time_machine.move_to(NOW + timedelta(hours=9), tick=False)
    browser.post(f"{url}answer/", sent)

    assert stored().seconds == 600
