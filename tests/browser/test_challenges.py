"""Challenges in a browser: solved in the page, solved from a terminal while the page follows."""

import re
from urllib.request import Request, urlopen

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import both_widths
from tests.browser.test_console import CUSTOMER, answer, box, curl, lab_address, rows, send

CHALLENGE = "/lab/challenges/two-refusals/"
ORDER = "/api/v1/orders/ord_9002"


def clause(page: Page, number: int) -> Locator:
    return page.locator(f"#clause-{number}")


def begin(page: Page, address: str = CHALLENGE) -> None:
    page.goto(address)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("It counts: everything you send now")).to_be_visible()


def begin_by_curl(page: Page, slug: str) -> None:
    address = lab_address(page).removesuffix("/api/v1")
    with urlopen(Request(f"{address}/challenges/{slug}", method="POST"), timeout=10) as response:
        assert response.status == 200


@both_widths
def test_a_challenge_is_solved_with_a_wrong_prediction_and_a_right_one(page: Page):
    begin(page)
    expect(clause(page, 1)).to_contain_text("(not met yet)")
    page.get_by_label("Path and query").fill(ORDER)
    box(page, "403 Forbidden").click()
    page.get_by_label("fairly sure").check()
    send(page)
    expect(page.locator("#answer .feedback")).to_contain_text("The two ways parted at Authenticated?")
    expect(clause(page, 1)).to_contain_text("(met)")
    expect(clause(page, 2)).to_contain_text("(not met yet)")
    page.get_by_label("Who is calling").select_option("customer")
    box(page, "403 Forbidden").click()
    page.get_by_label("sure", exact=True).check()
    send(page)
    expect(page.locator("#answer .feedback").last).to_have_text("As you said. You were sure.")
    expect(clause(page, 2)).to_contain_text("(met)")
    expect(page.get_by_text("It counts: everything you send now")).to_be_hidden()
    expect(rows(page).first).to_contain_text("predicted right")
    expect(rows(page).last).to_contain_text("predicted something else")
    page.locator("#answer").get_by_role("link", name="What it teaches").click()
    expect(page.get_by_role("heading", name="What it teaches")).to_be_in_viewport()
    expect(page.get_by_text("Best: 2 requests, 0 hints.")).to_be_visible()


def test_a_challenge_is_solved_from_a_terminal_while_the_page_follows(page: Page):
    begin(page)
    content = page.get_by_label("Content", exact=True)
    content.click()
    page.keyboard.type("half ")
    assert curl(page, "/orders/ord_9002") == 401
    expect(clause(page, 1)).to_contain_text("(met)", timeout=3000)
    expect(rows(page)).to_have_count(1)
    assert curl(page, "/orders/ord_9002", **CUSTOMER) == 403
    expect(page.locator("#challenge-state")).to_contain_text("Solved.", timeout=3000)
    expect(clause(page, 2)).to_have_class("met")
    expect(rows(page)).to_have_count(2)
    expect(content).to_be_focused()
    page.keyboard.type("typed")
    expect(content).to_have_value("half typed")
    page.locator("#challenge-state").get_by_role("link").click()
    expect(page.get_by_text("A model solution", exact=True)).to_be_visible()
    expect(page.get_by_text("Best: 2 requests, 0 hints.")).to_be_visible()


def test_a_challenge_can_be_begun_again_on_fresh_data(page: Page):
    begin(page, "/lab/challenges/first-answer/")
    send(page)
    expect(page.locator("#challenge-state")).to_contain_text("Solved.")
    page.goto("/lab/challenges/first-answer/")
    page.get_by_label("on a fresh copy of the data").check()
    page.get_by_role("button", name="Begin again").click()
    expect(rows(page)).to_have_count(0)
    expect(clause(page, 1)).to_contain_text("(not met yet)")
    page.goto("/lab/challenges/")
    expect(page.get_by_text("1 of 41 solved.")).to_be_visible()


def test_what_is_sent_before_a_challenge_is_begun_shows_in_the_history(page: Page):
    page.goto(CHALLENGE)
    page.get_by_label("Path and query").fill(ORDER)
    send(page)
    expect(answer(page)).to_contain_text("401 Unauthorized")
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#challenge-state")).to_be_empty()
    rows(page).first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"{CHALLENGE}\?shown=req_\w+#answer$"))


def test_what_counts_is_told_as_it_changes(page: Page):
    begin(page)
    state, button = page.locator("#challenge-state"), page.get_by_role("button", name="Begin")
    expect(button).to_be_hidden()
    begin_by_curl(page, "first-answer")
    expect(state).to_contain_text("This challenge isn't looked at now: A first 200 is.", timeout=2500)
    expect(button).to_be_visible()
    begin_by_curl(page, "two-refusals")
    expect(state).to_contain_text("It counts: everything you send now", timeout=2500)
    expect(button).to_be_hidden()
    assert curl(page, "/orders/ord_9002") == 401
    assert curl(page, "/orders/ord_9002", **CUSTOMER) == 403
    expect(state).to_contain_text("Solved.", timeout=2500)
    expect(button).to_be_visible()
    begin_by_curl(page, "two-refusals")
    expect(state).to_contain_text("It counts: everything you send now", timeout=2500)
    expect(clause(page, 1)).to_contain_text("(not met yet)")
    begin_by_curl(page, "first-answer")
    assert curl(page, "/products/sku_123") == 200
    expect(state).to_be_empty(timeout=2500)


def test_hints_are_opened_one_by_one(page: Page):
    page.goto(CHALLENGE)
    expect(page.locator(".hint")).to_have_count(0)
    page.get_by_role("button", name="A hint, please").click()
    expect(page.locator(".hint")).to_have_count(1)
    expect(page.get_by_role("button", name="Another hint")).to_be_visible()
