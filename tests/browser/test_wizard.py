"""The wizard in a browser: by keyboard alone, with the whole state in the address."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import both_widths

AUTHENTICATED = "Authenticated?"
VALID = "Input Valid?"
ALLOWED = "Allowed to Access Resource?"
EXISTS = "Resource Exists?"
CLASH = "Write Conflict or Limit Hit?"
TO_CLASH = "C=yes&F=yes&H=yes&J=yes"


def expect_step(page: Page, label: str, query: str) -> None:
    """The box is the focused heading and the title, and the address holds the answers."""
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_title(f"{label} · Statusline")
    expect(page).to_have_url(re.compile(re.escape(f"/wizard/backend/?{query}") + "$"))


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab never reached {wanted}")


def choice(page: Page, label: str) -> Locator:
    return page.locator("a.choice", has_text=re.compile(f"^{label}$"))


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


@both_widths
def test_a_conflict_is_reached_by_keyboard_alone(page: Page):
    page.goto("/wizard/backend/")
    expect(heading(page)).to_have_text(AUTHENTICATED)
    page.evaluate("() => (window.sameDocument = true)")
    tab_to(page, choice(page, "Yes"))
    page.keyboard.press("Enter")
    expect_step(page, VALID, "C=yes")
    page.keyboard.press("Tab")
    expect(choice(page, "Yes")).to_be_focused()
    page.keyboard.press("Enter")
    expect_step(page, ALLOWED, "C=yes&F=yes")
    page.keyboard.press("1")
    expect_step(page, EXISTS, "C=yes&F=yes&H=yes")
    page.keyboard.press("y")
    expect_step(page, CLASH, TO_CLASH)
    page.keyboard.press("C")
    expect_step(page, "409 Conflict", f"{TO_CLASH}&M=conflict")
    assert page.evaluate("() => window.sameDocument"), "htmx should have swapped each step in"


@both_widths
def test_back_forward_and_reload_show_the_step_of_the_address(page: Page):
    page.goto("/wizard/backend/")
    choice(page, "Yes").click()
    expect_step(page, VALID, "C=yes")
    choice(page, "No").click()
    expect_step(page, "400 Bad Request", "C=yes&F=no")
    page.go_back()
    expect(heading(page)).to_have_text(VALID)
    expect(page).to_have_title(f"{VALID} · Statusline")
    page.go_back()
    expect(heading(page)).to_have_text(AUTHENTICATED)
    page.go_forward()
    expect(heading(page)).to_have_text(VALID)
    page.reload()
    expect(heading(page)).to_have_text(VALID)
    assert page.url.endswith("/wizard/backend/?C=yes")
    expect(page.locator(".site-header")).to_have_count(1)


@both_widths
def test_an_answer_given_before_can_be_changed_without_starting_over(page: Page):
    page.goto(f"/wizard/backend/?{TO_CLASH}")
    page.get_by_role("link", name=f"{ALLOWED} Change to No").click()
    expect_step(page, "403 Forbidden", "C=yes&F=yes&H=no&J=yes")
    page.get_by_role("link", name=f"{ALLOWED} Change to Yes").click()
    expect_step(page, CLASH, TO_CLASH)


def test_keys_do_nothing_while_focus_is_outside_the_question(page: Page):
    page.goto("/wizard/backend/?C=yes")
    page.get_by_role("link", name="Lessons").focus()
    for key in ("1", "2", "y", "n"):
        page.keyboard.press(key)
    tab_to(page, choice(page, "Yes"))
    assert page.url.endswith("/wizard/backend/?C=yes")
    page.keyboard.press("n")
    expect_step(page, "400 Bad Request", "C=yes&F=no")


def test_keys_that_no_answer_has_and_keys_held_with_control_do_nothing(page: Page):
    page.goto("/wizard/backend/?C=yes")
    choice(page, "Yes").focus()
    for key in ("9", "x", "Control+y", "Alt+2"):
        page.keyboard.press(key)
    expect(heading(page)).to_have_text(VALID)
    assert page.url.endswith("/wizard/backend/?C=yes")


def test_keys_switched_off_in_comfort_do_nothing(page: Page):
    page.goto("/comfort/?next=/wizard/backend/")
    page.get_by_role("group", name="Single-key shortcuts").get_by_label("Off").check()
    page.get_by_role("button", name="Save these").click()
    expect(heading(page)).to_have_text(AUTHENTICATED)
    expect(page.locator(".keys-hint")).to_be_hidden()
    choice(page, "Yes").focus()
    page.keyboard.press("1")
    page.keyboard.press("y")
    expect(heading(page)).to_have_text(AUTHENTICATED)
    page.keyboard.press("Enter")
    expect_step(page, VALID, "C=yes")


def test_a_box_of_several_codes_is_narrowed_down_to_one(page: Page):
    page.goto(f"/wizard/backend/?{TO_CLASH}&M=success")
    choice(page, "No").click()
    expect(heading(page)).to_have_text("200 201 204 Response")
    page.get_by_role("link", name=re.compile("^Narrow it down")).first.click()
    for _ in range(12):
        expect(heading(page)).to_be_focused()
        before = page.url
        if re.match(r"[1-5]\d\d ", heading(page).inner_text()):
            break
        page.locator("a.choice").first.click()
        expect(page).not_to_have_url(before)
    assert re.fullmatch(r"[1-5]\d\d [A-Z][A-Za-z- ]+", heading(page).inner_text())
    expect(page.get_by_text("Headers it must carry")).to_be_visible()


@both_widths
def test_progress_shows_the_boxes_walked(page: Page):
    page.goto("/wizard/backend/")
    with page.expect_response("**/walked/"):
        choice(page, "No").click()
    expect(heading(page)).to_have_text("401 Unauthorized")
    page.goto("/progress/")
    row = page.get_by_role("row").filter(has=page.locator("a[href='/wizard/backend/']"))
    expect(row).to_contain_text("4 of 20")
    expect(page.locator(".tile", has_text="401")).to_contain_text(": reached")


def test_the_link_to_an_answer_is_copied(page: Page, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto("/wizard/backend/?C=no")
    page.get_by_role("link", name="Link to this answer").click()
    expect(page.get_by_role("link", name="Link copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == f"{live_server.url}/wizard/backend/?C=no"
