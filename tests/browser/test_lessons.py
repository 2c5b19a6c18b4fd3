"""Learning in a browser: a guest's first lesson, what is kept of it, search, comfort."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from learn.models import Learner, LessonProgress
from tests.browser.conftest import both_widths
from tests.conftest import PASSWORD

LESSON = "/lessons/what-a-status-code-is/"
READING = f"**{LESSON}reading/"


def check(page: Page, item: str) -> Locator:
    return page.locator(f"#check-{item}")


def answer_code(page: Page, item: str, code: str) -> None:
    check(page, item).get_by_label("The status code").fill(code)
    check(page, item).get_by_role("button", name="Check").click()
    expect(check(page, item).locator(".feedback")).to_be_focused()


def open_lesson(page: Page, address: str = LESSON) -> None:
    """Open a lesson for the first time; it is kept when this returns."""
    with page.expect_response(f"**{address}reading/"):
        page.goto(address)


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(20)
    pytest.fail("waited two seconds in vain")


@pytest.fixture
def openings(page: Page) -> list[Request]:
    """The posts that tell the server of a lesson being opened."""
    found: list[Request] = []

    def keep(request: Request) -> None:
        if request.url.endswith("/reading/") and "place=" not in (request.post_data or ""):
            found.append(request)

    page.on("request", keep)
    return found


def test_opening_a_lesson_is_told_once(page: Page, openings: list[Request]):
    open_lesson(page)
    page.goto("/lessons/")
    expect(page.locator(".lesson-link").first).to_contain_text("opened")
    page.goto(LESSON)
    page.wait_for_load_state("networkidle")
    assert len(openings) == 1
    assert Learner.objects.count() == 1


@both_widths
def test_a_check_is_answered_wrong_then_right_without_leaving_the_page(page: Page):
    open_lesson(page)
    page.evaluate("() => (window.sameDocument = true)")
    answer_code(page, "basics-lamp", "404")
    expect(check(page, "basics-lamp").locator(".feedback")).to_contain_text("Not this time.")
    expect(page.locator("[aria-live] .feedback")).to_have_count(1)
    assert page.evaluate("() => window.sameDocument")
    check(page, "basics-lamp").get_by_role("link", name="Answer again").click()
    answer_code(page, "basics-lamp", "200")
    expect(check(page, "basics-lamp").locator(".feedback")).to_contain_text("Right.")
    page.goto(LESSON)
    expect(check(page, "basics-lamp").locator(".feedback")).to_contain_text("Right.")
    expect(check(page, "basics-lamp").get_by_role("button", name="Check")).to_have_count(0)


def test_a_check_without_an_answer_says_what_is_missing(page: Page, watch):
    watch.expected = {422}
    open_lesson(page)
    check(page, "basics-lamp").get_by_role("button", name="Check").click()
    expect(check(page, "basics-lamp").get_by_role("alert")).to_have_text("Give an answer first.")
    expect(check(page, "basics-lamp").get_by_role("alert")).to_be_focused()
    answer_code(page, "basics-lamp", "200")


def test_an_option_is_chosen_by_its_digit(page: Page):
    open_lesson(page, "/lessons/why-codes-matter/")
    asked = check(page, "matter-retry")
    asked.get_by_role("radio").first.focus()
    page.keyboard.press("2")
    expect(asked.get_by_role("radio").nth(1)).to_be_checked()
    expect(asked.get_by_role("radio").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(asked.locator(".feedback")).to_be_focused()


@both_widths
def test_a_lesson_that_was_left_continues_there(page: Page):
    open_lesson(page)
    heading = page.locator("article h2[id]").nth(1)
    name = heading.inner_text()
    page.evaluate("() => document.querySelectorAll('article h2[id]')[1].scrollIntoView({block: 'start'})")
    page.goto("/lessons/")
    # Sent while the page goes away, so nothing in the browser can be waited for.
    wait_until(page, lambda: LessonProgress.objects.get().place != "")
    page.goto(LESSON)
    expect(page.get_by_role("link", name=re.compile("^Continue here"))).to_have_text(f"Continue here: {name}")
    page.get_by_role("link", name=re.compile("^Continue here")).click()
    expect(page.locator("article h2[id]").nth(1)).to_be_in_viewport()
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("^Continue: "))).to_have_attribute(
        "href", re.compile(f"^{LESSON}#")
    )


@both_widths
def test_a_guest_finishes_a_lesson_and_signing_up_keeps_it(page: Page):
    open_lesson(page)
    answer_code(page, "basics-lamp", "200")
    answer_code(page, "basics-typo", "404")
    check(page, "basics-next-move").get_by_role("radio").first.check()
    check(page, "basics-next-move").get_by_role("button", name="Check").click()
    expect(check(page, "basics-next-move").locator(".feedback")).to_be_focused()
    check(page, "basics-ben").get_by_label("The box of the map").select_option("C")
    check(page, "basics-ben").get_by_role("button", name="Check").click()
    expect(check(page, "basics-ben").locator(".feedback")).to_be_focused()
    page.goto("/progress/")
    expect(page.get_by_text("1 of 18 finished, 4 of")).to_be_visible()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Name").fill("Gwen")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to see you, Gwen")
    expect(page.get_by_role("status")).to_contain_text("Welcome, Gwen.")
    expect(page.get_by_text("1 of 18 finished, 4 of")).to_be_visible()
    assert LessonProgress.objects.filter(learner__user__username="Gwen").exists()
    page.goto(LESSON)
    expect(page.locator("article header")).to_contain_text("finished")


def test_thanks_for_feedback_are_heard(page: Page):
    open_lesson(page)
    page.locator("#feedback").get_by_role("button", name="Yes").click()
    expect(page.locator("#feedback[aria-live] [data-focus]")).to_be_focused()
    expect(page.locator("#feedback")).to_contain_text("Thank you.")


def test_a_lesson_goes_on_to_the_next_by_its_links(page: Page):
    open_lesson(page)
    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("")
    assert not page.url.endswith(LESSON)
    page.locator("a[rel=prev]").click()
    expect(page).to_have_url(re.compile(f"{LESSON}$"))


@both_widths
def test_search_is_instant(page: Page):
    page.goto("/search/")
    page.get_by_label("Lessons, codes and boxes of the map").press_sequentially("conflict")
    expect(page.locator("#results")).to_contain_text("found for “conflict”")
    expect(page.locator("#results[aria-live]").get_by_role("link", name=re.compile("409")).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/search/\?q=conflict$"))
    expect(page.get_by_label("Lessons, codes and boxes of the map")).to_be_focused()


@both_widths
def test_codes_are_filtered_as_one_types(page: Page):
    page.goto("/codes/")
    page.get_by_label("Number, name or meaning").press_sequentially("teapot")
    expect(page.locator("#codes-table .tile")).to_have_count(1)
    expect(page.locator("#codes-table .tile")).to_contain_text("418")
    page.get_by_label("Number, name or meaning").fill("")
    page.get_by_label("Class").select_option("1")
    expect(page.locator("#codes-table .tile").first).to_contain_text("100")
    expect(page.locator("#codes-table section")).to_have_count(1)


def test_comfort_is_in_the_page_as_it_arrives_and_stays(page: Page):
    page.goto("/lessons/")
    page.get_by_role("link", name="Reading comfort").first.click()
    page.get_by_role("group", name="Theme").get_by_label("Dark").check()
    page.get_by_role("group", name="Text size").get_by_label("Large", exact=True).check()
    page.get_by_role("button", name="Save these").click()
    expect(page).to_have_url(re.compile("/lessons/$"))
    for address in ("/lessons/", LESSON):
        response = page.goto(address)
        assert response is not None
        assert re.search(r'<html [^>]*data-theme="dark" data-size="l"', response.text())
    assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(16, 18, 22)"


def test_the_link_to_a_lesson_is_copied(page: Page, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(LESSON)
    page.get_by_role("link", name="Link to this lesson").click()
    expect(page.get_by_role("link", name="Link copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == f"{live_server.url}{LESSON}"


def test_the_footer_says_what_the_page_cost(page: Page):
    page.goto("/codes/409/")
    expect(page.locator("[data-timing]")).to_have_text(re.compile(r"^[\d.]+ ms · 0 statements$"))
