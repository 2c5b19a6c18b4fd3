"""Everything works with JavaScript off; it only takes a page load more."""

import re

import pytest
from playwright.sync_api import Page, expect

from learn.models import Learner, User
from tests.browser.conftest import PHONE
from tests.browser.practising import asked, fill_in, opened
from tests.conftest import PASSWORD
from tests.views.practising import KINDS, items_of, wrong_of

LESSON = "/lessons/what-a-status-code-is/"


@pytest.fixture
def width() -> int:
    return PHONE


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def answer_code(page: Page, item: str, code: str) -> None:
    page.locator(f"#check-{item}").get_by_label("The status code").fill(code)
    page.locator(f"#check-{item}").get_by_role("button", name="Check").click()


def test_a_check_is_answered_by_its_form(plain_page: Page, watch):
    watch.expected = {422}
    page = plain_page
    page.goto(LESSON)
    page.locator("#check-basics-lamp").get_by_role("button", name="Check").click()
    heading(page, "One thing before this counts")
    expect(page.get_by_role("alert")).to_have_text("Give an answer first.")
    page.get_by_label("The status code").fill("404")
    page.get_by_role("button", name="Check").click()
    expect(page).to_have_url(re.compile(f"{LESSON}#check-basics-lamp$"))
    expect(page.locator("#check-basics-lamp .feedback")).to_contain_text("Not this time.")
    page.locator("#check-basics-lamp").get_by_role("link", name="Answer again").click()
    answer_code(page, "basics-lamp", "200")
    expect(page.locator("#check-basics-lamp .feedback")).to_contain_text("Right.")


def test_a_path_is_walked_and_added_to_the_progress(plain_page: Page):
    page = plain_page
    page.goto("/wizard/")
    page.get_by_role("link", name=re.compile("start here")).click()
    for answer in ("Yes", "Yes", "Yes", "Yes", "Conflict"):
        page.locator("a.choice", has_text=re.compile(f"^{answer}$")).click()
    heading(page, "409 Conflict")
    address = page.url
    page.get_by_role("button", name="Add this path to my progress").click()
    expect(page).to_have_url(address)
    heading(page, "409 Conflict")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Progress").click()
    row = page.get_by_role("row").filter(has=page.locator("a[href='/wizard/backend/']"))
    expect(row).to_contain_text("10 of 20")
    expect(page.get_by_text("No lesson has been opened yet.")).to_be_visible()


def test_codes_are_filtered_and_found_by_forms(plain_page: Page):
    page = plain_page
    page.goto("/codes/")
    page.get_by_label("Number, name or meaning").fill("teapot")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".tile")).to_have_count(1)
    expect(page.get_by_label("Number, name or meaning")).to_have_value("teapot")
    page.goto("/search/")
    page.get_by_label("Lessons, codes and boxes of the map").fill("conflict")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#results")).to_contain_text("found for “conflict”")


def test_comfort_is_kept_and_taken_back(plain_page: Page):
    page = plain_page
    page.goto(f"/comfort/?next={LESSON}")
    page.get_by_role("group", name="Theme").get_by_label("Dark").check()
    page.get_by_role("button", name="Save these").click()
    expect(page).to_have_url(re.compile(f"{LESSON}$"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/comfort/")
    expect(page.get_by_role("group", name="Theme").get_by_label("Dark")).to_be_checked()
    page.get_by_role("button", name="Back to the defaults").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "system")


def test_a_guest_signs_up_and_out(plain_page: Page):
    page = plain_page
    page.goto(LESSON)
    answer_code(page, "basics-lamp", "200")
    page.goto("/account/sign-up/")
    page.get_by_label("Name").fill("Gwen")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    heading(page, "Good to see you, Gwen")
    expect(page.get_by_text("0 of 18 finished, 1 of")).to_be_visible()
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.goto("/progress/")
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()


def test_signing_in_offers_to_add_what_the_guest_did(plain_page: Page, ada: User):
    page = plain_page
    page.goto(LESSON)
    answer_code(page, "basics-lamp", "200")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Add what was done in this browser?")
    expect(page.locator(".lead")).to_contain_text("1 lesson, gave 1 answer")
    page.get_by_role("button", name="That was me, add it").click()
    heading(page, "Good to see you, Ada")
    expect(page.get_by_role("status")).to_have_text("It has been added to your account.")
    expect(page.get_by_text("0 of 18 finished, 1 of")).to_be_visible()


def test_a_lesson_is_found_helpful_by_its_form(plain_page: Page):
    page = plain_page
    page.goto(LESSON)
    page.locator("#feedback").get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.get_by_role("link", name="Back to the lesson").click()
    expect(page).to_have_url(re.compile(f"{LESSON}$"))


def open_fold(page: Page, title: str) -> None:
    page.locator("summary", has_text=title).click()


def test_a_request_is_predicted_sent_changed_and_compared_by_forms(plain_page: Page):
    page = plain_page
    page.goto("/lab/?example=5")
    page.get_by_label("Who is calling").select_option("none")
    open_fold(page, "Predict first")
    page.get_by_label("The box").select_option("404 Not Found")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile(r"/lab/\?shown=req_\w+#answer$"))
    expect(page.locator("#answer .feedback")).to_contain_text("It stopped at 401 Unauthorized.")
    expect(page.get_by_label("Follow what is sent")).to_be_hidden()
    page.get_by_role("button", name="Apply and send").first.click()
    expect(page.locator("#answer-title")).to_contain_text("200 OK")
    expect(page.locator("#history li")).to_have_count(2)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".lead")).to_contain_text("parted at Authenticated?")


def test_a_curl_line_is_read_and_an_exchange_shared_by_forms(plain_page: Page):
    page = plain_page
    page.goto("/lab/")
    open_fold(page, "The same with curl")
    page.get_by_label("Or paste a curl line").fill("curl $LAB/products/sku_404")
    page.get_by_role("button", name="Read it into the form").click()
    expect(page.get_by_label("Path and query")).to_have_value("/api/v1/products/sku_404")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Share by link").click()
    heading(page, "404 Not Found")
    page.get_by_role("button", name="Stop sharing").click()
    page.get_by_role("button", name="Reset it to day one").click()
    expect(page.locator("#history li")).to_have_count(0)


def test_a_challenge_is_solved_with_a_hint_by_forms(plain_page: Page):
    page = plain_page
    page.goto("/lab/challenges/first-answer/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="A hint, please").click()
    expect(page.locator(".hint")).to_have_count(1)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#clauses .met")).to_have_count(2)
    page.locator("#answer").get_by_role("link", name="What it teaches").click()
    expect(page.get_by_text("Best: 1 request, 1 hint.")).to_be_visible()


@pytest.fixture
def learner(plain_page: Page, ada: User, sign_in, context) -> Learner:
    sign_in(ada)
    plain_page.context.add_cookies(context.cookies())
    return ada.learner


def test_a_sitting_with_every_kind_is_answered_by_forms(plain_page: Page, learner: Learner):
    page = plain_page
    opened(page, learner, *(items_of(kind)[0] for kind in KINDS), kind="lesson")
    for place, kind in enumerate(KINDS):
        item = asked(page)
        assert item.kind == kind
        fill_in(page, item, item.right.key, by_map=False)
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page).to_have_url(re.compile(rf"\?shown={place}$"))
        expect(page.locator("#outcome")).to_be_focused()
        expect(page.locator(".feedback")).to_contain_text("Right.")
        page.locator("[data-next]").click()
    heading(page, "9 of 9 right")


def test_a_guests_sitting_with_a_hint_a_miss_and_the_way_back(plain_page: Page):
    page = plain_page
    page.goto("/practice/")
    page.locator(".pair-button").first.click()
    page.get_by_role("radio", name="guessing").check()
    page.get_by_role("button", name="A hint").click()
    expect(page.locator(".hint")).to_have_count(1)
    expect(page.get_by_role("radio", name="guessing")).to_be_checked()
    item = asked(page)
    fill_in(page, item, wrong_of(item), by_map=False)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".feedback")).to_contain_text("Not this time.")
    expect(page.get_by_text("Comes back within three questions, and tomorrow.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("· 2 of")).to_be_visible()
    assert asked(page) != item
    page.goto("/practice/")
    page.get_by_role("region", name="Go on where you were").get_by_role("link").click()
    assert asked(page) != item


def test_a_mock_interview_goes_on_without_feedback(plain_page: Page, learner: Learner):
    page = plain_page
    two = items_of("code")[:2]
    opened(page, learner, *two, kind="mock")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^until \d\d:\d\d UTC$"))
    for item in two:
        expect(page.locator(".feedback")).to_have_count(0)
        fill_in(page, asked(page), item.right.key)
        page.get_by_role("button", name="Answer", exact=True).click()
    heading(page, "2 of 2 right")
