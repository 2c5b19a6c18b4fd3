"""Practice in a browser: by keyboard alone, with help, and a question of each kind."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from learn.domain.practice.items import Item
from learn.models import Learner, PracticeAnswer, Sitting, User
from tests.browser.conftest import PHONE, Watch
from tests.browser.practising import MISSED, ONE, OTHER_CODES, answer, asked, fill_in, go_on, opened, send
from tests.browser.test_wizard import tab_to
from tests.views.practising import KINDS, items_of, sitting_with

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
on_a_phone = pytest.mark.parametrize("width", [PHONE], ids=["phone"])
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
OF_OTHER_PAIRS = [item for item in OTHER_CODES if item.pair != MISSED.pair]


@pytest.fixture
def learner(ada: User, sign_in) -> Learner:
    sign_in(ada)
    return ada.learner


def type_answer(page: Page, item: Item, given: str) -> None:
    """Give an answer by the keys that stand beside the choices, or as the code itself."""
    if item.kind == "code":
        page.keyboard.type(given)
        return
    shown = page.locator(".choice input").evaluate_all("inputs => inputs.map(input => input.value)")
    for key in given.split(","):
        page.keyboard.press(key if item.kind == "line" else str(shown.index(key) + 1))


# By keyboard


def test_a_sitting_of_ten_by_keyboard_alone_with_a_miss_that_returns(page: Page, learner: Learner):
    line = next(item for item in items_of("line") if len(item.right.key) == 1)
    ten = [MISSED, ONE, items_of("several")[0], line, *OF_OTHER_PAIRS[:6]]
    sitting_with(learner, [item.id for item in ten], "mixed")
    page.goto("/practice/")
    tab_to(page, page.get_by_role("link", name="Mixed 0 of 10"))
    page.keyboard.press("Enter")
    returned_at = []
    for place in range(11):
        item = asked(page)
        if place and page.get_by_text("Once more, in another form.").is_visible():
            returned_at.append(place)
            assert (item.pair, item.codes[0]) == (MISSED.pair, MISSED.codes[0])
            assert item != MISSED
        type_answer(page, item, item.right.key if place else "500")
        page.keyboard.press("s")
        expect(page.get_by_label("sure", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#outcome")).to_be_focused()
        expect(page.locator(".feedback")).to_contain_text("Right." if place else "Not this time.")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("10 of 11 right")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_title("How it went · Statusline")
    assert len(returned_at) == 1 and returned_at[0] <= 3
    assert set(learner.practice_answers.values_list("certainty", flat=True)) == {3}


def test_feedback_comes_into_a_live_region_that_stays(page: Page, learner: Learner):
    opened(page, learner, ONE, *OTHER_CODES[:2])
    region = page.locator("#question")
    region.evaluate("element => (element.dataset.same = 'yes')")
    answer(page, right=False)
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_have_attribute("data-same", "yes")
    expect(region).to_contain_text("Not this time.")
    expect(region.get_by_role("progressbar")).to_have_attribute("aria-label", re.compile("^1 of "))
    go_on(page)
    asked(page)
    expect(region).to_have_attribute("data-same", "yes")


def test_keys_that_are_switched_off_do_nothing(page: Page, learner: Learner):
    opened(page, learner, ONE)
    page.evaluate("() => (document.documentElement.dataset.keys = 'off')")
    for key in ("1", "s", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("[name=given]:checked")).to_have_count(0)
    expect(page.get_by_label("fairly sure")).to_be_checked()
    expect(page.locator("#stem")).to_be_focused()


def test_what_is_no_answer_is_said_and_the_keys_go_on_working(page: Page, learner: Learner, watch: Watch):
    watch.expected = {422}
    opened(page, learner, ONE)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    type_answer(page, ONE, ONE.right.key)
    page.keyboard.press("Enter")
    expect(page.locator(".feedback")).to_contain_text("Right.")


def test_a_hint_is_shown_and_takes_nothing_back(page: Page, learner: Learner, watch: Watch, monkeypatch):
    watch.expected = {429}
    opened(page, learner, ONE)
    item = asked(page)
    fill_in(page, item, item.right.key)
    page.get_by_label("guessing").check()
    page.get_by_role("button", name="A hint").click()
    expect(page.locator(".hint")).to_be_focused()
    page.get_by_role("button", name="A hint").click()
    expect(page.get_by_role("alert")).to_contain_text("Try out the hint you have first.")
    monkeypatch.setattr("learn.domain.hints.PAUSE_SECONDS", 0)
    for count in (2, 3):
        page.get_by_role("button", name="A hint").click()
        expect(page.locator(".hint")).to_have_count(count)
        expect(page.locator(".hint").last).to_be_focused()
    expect(page.get_by_role("button", name="A hint")).to_have_count(0)
    expect(page.locator("[name=given]:checked")).to_have_value(item.right.key)
    expect(page.get_by_label("guessing")).to_be_checked()
    expect(send(page)).to_contain_text("Right, with help.")
    expect(page.get_by_text("After the last hint it counts as forgotten")).to_be_visible()
    kept = PracticeAnswer.objects.get()
    assert (kept.hints, kept.last_hint, kept.certainty) == (3, True, 1)


def test_a_hint_stays_open_when_the_page_is_loaded_again(page: Page, learner: Learner):
    opened(page, learner, ONE)
    page.get_by_role("button", name="A hint").click()
    expect(page.locator(".hint")).to_be_focused()
    page.reload()
    expect(page.locator(".hint")).to_have_count(1)
    item = asked(page)
    fill_in(page, item, item.right.key)
    expect(send(page)).to_contain_text("Right, with help.")


# Every kind


def test_each_kind_is_answered_right(page: Page, learner: Learner):
    opened(page, learner, *(items_of(kind)[0] for kind in KINDS), kind="lesson")
    for kind in KINDS:
        assert asked(page).kind == kind
        expect(answer(page)).to_contain_text("Right.")
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("9 of 9 right")


@on_a_phone
def test_each_kind_is_answered_wrong_on_a_phone(page: Page, learner: Learner):
    for kind in KINDS:
        sitting = opened(page, learner, items_of(kind)[0])
        assert page.evaluate(SIDEWAYS) <= 0, kind
        expect(answer(page, right=False)).to_contain_text("Not this time.")
        expect(page.get_by_text("Comes back within three questions")).to_be_visible()
        assert page.evaluate(SIDEWAYS) <= 0, kind
        expect(page.locator("[data-next]")).to_be_visible()
        Sitting.objects.filter(pk=sitting.pk).update(finished_at=timezone.now())
