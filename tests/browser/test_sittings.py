"""Sittings in a browser: against the clock, left and gone on with, in two tabs; and how practice is wished."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from learn.models import Learner, PracticeAnswer, Sitting, User
from tests.browser.conftest import NewContext, Watch
from tests.browser.practising import MISSED, ONE, OTHER_CODES, answer, asked, fill_in, go_on, opened
from tests.conftest import PASSWORD
from tests.views.practising import address, items_of, sitting_with, wrong_of

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
SOON = re.compile(r"^2[45]:\d\d left$")


@pytest.fixture
def learner(ada: User, sign_in) -> Learner:
    sign_in(ada)
    return ada.learner


# Against the clock


def test_a_mock_interview_tells_nothing_before_its_end(page: Page, learner: Learner):
    opened(page, learner, ONE, items_of("free")[0], MISSED, kind="mock")
    for place, right in enumerate((True, False, True)):
        expect(page.get_by_text(f"{place + 1} of 3")).to_be_visible()
        expect(page.get_by_role("timer")).to_have_text(SOON)
        expect(page.locator(".feedback")).to_have_count(0)
        item = asked(page)
        fill_in(page, item, item.right.key if right else wrong_of(item))
        page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 3 right")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator(".feedback:not(.wrong)")).to_have_count(2)
    expect(page.locator(".feedback.wrong")).to_be_visible()


def test_when_the_time_is_up_the_page_shows_what_came_of_it(page: Page, learner: Learner):
    page.clock.install()
    sitting = opened(page, learner, ONE, MISSED, kind="mock")
    expect(page.get_by_role("timer")).to_have_text(SOON)
    Sitting.objects.filter(pk=sitting.pk).update(ends_at=timezone.now())
    page.clock.fast_forward("25:00")
    expect(page.get_by_text("The time was up after 0 of 2 questions.")).to_be_visible()


def test_a_browser_whose_clock_is_fast_does_not_ask_again_and_again(page: Page, learner: Learner):
    page.clock.install(time=timezone.now() + timedelta(hours=1))
    opened(page, learner, ONE, MISSED, kind="mock")
    expect(page.get_by_role("timer")).to_have_text("0:00 left")
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.clock.run_for(1000)
    assert not loads
    with page.expect_event("load"):
        page.clock.run_for(4000)
    asked(page)


# Leaving and coming back


def test_a_sitting_goes_on_in_another_browser(page: Page, learner: Learner, new_context: NewContext):
    opened(page, learner, ONE, *OTHER_CODES[:2])
    answer(page)
    other = new_context().new_page()
    other.goto("/account/sign-in/")
    other.get_by_label("Name").fill("Ada")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.get_by_role("navigation", name="Main").get_by_role("link", name="Practice").click()
    other.get_by_role("link", name="A pair 1 of 3").click()
    assert asked(other) == OTHER_CODES[0]
    expect(answer(other)).to_contain_text("Right.")
    go_on(page)
    assert asked(page) == OTHER_CODES[1]


def test_another_answer_from_another_tab_changes_nothing(page: Page, learner: Learner, watch: Watch):
    watch.expected = {409}
    sitting = opened(page, learner, ONE, *OTHER_CODES[:2])
    late = page.context.new_page()
    late.goto(address(sitting))
    answer(page)
    late_feedback = answer(late, right=False)
    expect(late.get_by_role("alert")).to_contain_text("That answer stands.")
    expect(late_feedback).to_contain_text("Right.")
    assert PracticeAnswer.objects.get().right


def test_a_double_click_on_answer_counts_once(page: Page, learner: Learner):
    opened(page, learner, ONE, *OTHER_CODES[:2])
    fill_in(page, ONE, ONE.right.key)
    page.get_by_role("button", name="Answer", exact=True).dblclick()
    expect(page.locator("#outcome")).to_be_focused()
    go_on(page)
    assert asked(page) == OTHER_CODES[0]
    assert PracticeAnswer.objects.count() == 1


def test_back_leaves_the_sitting_and_forward_asks_what_is_next(page: Page, learner: Learner):
    sitting_with(learner, [item.id for item in (ONE, *OTHER_CODES[:2])])
    page.goto("/practice/")
    page.get_by_role("link", name="A pair 0 of 3").click()
    answer(page)
    go_on(page)
    answer(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice")
    page.go_forward()
    assert asked(page) == OTHER_CODES[1]


# Settings


def test_settings_are_kept_with_the_time_zone_of_the_browser(ada: User, sign_in, context, new_context: NewContext):
    sign_in(ada)
    page = new_context(timezone_id="Asia/Tokyo", storage_state=context.storage_state()).new_page()
    page.goto("/practice/")
    page.get_by_label("Reviews a day at most").fill("5")
    page.get_by_label("Pause reviews").check()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/practice/#settings$"))
    expect(page.get_by_text("Reviews are paused.")).to_be_visible()
    expect(page.get_by_label("Reviews a day at most")).to_have_value("5")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")


def test_a_time_zone_that_there_is_not_is_named_beside_its_field(page: Page, learner: Learner, watch: Watch):
    watch.expected = {422}
    page.goto("/practice/")
    page.get_by_label("Time zone").fill("Mars/Phobos")
    page.get_by_role("button", name="Save").click()
    field = page.get_by_label("Time zone")
    expect(field).to_have_accessible_description(re.compile("^No time zone has this name"))
    expect(field).to_have_value("Mars/Phobos")
