"""axe finds nothing on any page: light and dark, wide and narrow. Nothing scrolls sideways, targets can be hit."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from learn.domain.library import Library
from learn.models import User
from tests.browser.conftest import HEIGHT, PHONE, WIDTHS

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# What a theme can change; the rest was looked at in light.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
WAY_TO_CONFLICT = "C=yes&F=yes&H=yes&J=yes"
VISITOR = [
    "/",
    "/lessons/",
    "/lessons/what-a-status-code-is/",
    "/lessons/where-codes-are-chosen/",
    "/lessons/what-next/",
    "/codes/",
    "/codes/?q=too+many&class=4",
    "/codes/409/",
    "/codes/418/",
    "/flowchart/",
    "/flowchart/rfc9110/",
    "/progress/",
    "/search/",
    "/search/?q=conflict",
    "/comfort/",
    "/series/",
    "/privacy/",
    "/lab/",
    "/lab/challenges/",
    "/lab/docs/",
    "/problems/",
    "/problems/forbidden",
    "/account/sign-in/",
    "/account/sign-up/",
    "/account/reset-password/sent/",
]
WIZARD = [
    "/wizard/",
    "/wizard/backend/",
    "/wizard/backend/?C=yes&F=yes",
    f"/wizard/backend/?{WAY_TO_CONFLICT}&M=success&R=no",
    f"/wizard/backend/?{WAY_TO_CONFLICT}&M=conflict",
    "/wizard/rfc9110/",
]
LEARNER = ["/", "/lessons/", "/progress/", "/account/", "/account/password/", "/account/delete/"]
# Nothing scrolls sideways on a phone, nor at 1280 px enlarged to 400 % (WCAG 1.4.10).
NARROW = (PHONE, 320)
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
TARGETS = "button, nav a, summary, select, .btn, .choice, .option, .tile, .history a"
SMALL_TARGETS = """targets => [...document.querySelectorAll(targets)]
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => box.width > 0 && element.checkVisibility())
  .filter(([element, box]) => box.height < (element.matches('.btn, select, .history a') ? 44 : 24) || box.width < 24)
  .map(([element, box]) =>
    `${element.className || element.tagName} “${element.textContent.trim()}” ${box.width} by ${box.height} px`)"""


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    results = page.evaluate("options => axe.run(options)", options)
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in results["violations"]
        for node in rule["nodes"]
    ]


class Inspection:
    """Looks at page after page, each at both widths and in both themes, and says at the end what it found."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []

    def look(self, *addresses: str, status: int = 200) -> None:
        for address in addresses:
            response = self.page.goto(address)
            assert response is not None
            assert response.status == status, f"{address} answers {response.status}"
            self.look_here()

    def look_here(self) -> None:
        page = self.page
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        page.evaluate("() => scrollTo(0, 0)")  # what the header covers on the way down can be scrolled free
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme="light")
            found = violations(page, EVERYTHING)
            found += [f"small target: {target}" for target in page.evaluate(SMALL_TARGETS, TARGETS)]
            page.emulate_media(color_scheme="dark")
            found += [f"dark: {fault}" for fault in violations(page, COLOURS)]
            self.found += [f"{page.url} at {width} px: {fault}" for fault in found]
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if (over := page.evaluate(SIDEWAYS)) > 0:
                self.found.append(f"{page.url} at {width} px: scrolls sideways by {over} px")

    def report(self) -> None:
        assert not self.found, f"{len(self.found)} faults\n" + "\n".join(self.found)


@pytest.fixture
def inspection(page: Page) -> Inspection:
    return Inspection(page)


def test_pages_a_visitor_reads(inspection):
    inspection.look(*VISITOR)
    inspection.report()


def test_the_wizard_on_its_way_at_a_bundle_and_at_a_code(inspection):
    inspection.look(*WIZARD)
    inspection.report()


def test_checks_answered_wrong_right_and_not_at_all(inspection, page: Page, watch):
    watch.expected = {422}
    page.goto("/lessons/what-a-status-code-is/")
    for item, given in (("basics-lamp", "404"), ("basics-typo", "404")):
        check = page.locator(f"#check-{item}")
        check.get_by_label("The status code").fill(given)
        check.get_by_role("button", name="Check").click()
        check.locator(".feedback").wait_for()
    page.locator("#check-basics-ben").get_by_role("button", name="Check").click()
    page.locator("#check-basics-ben").get_by_role("alert").wait_for()
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => (fold.open = true))")
    inspection.look_here()
    inspection.report()


def test_pages_of_a_learner_with_work(inspection, page: Page, ada: User, sign_in, library: Library):
    sign_in(ada)
    page.goto("/lessons/what-next/")
    for address in (f"/wizard/backend/?{WAY_TO_CONFLICT}&M=conflict", "/wizard/backend/?C=no"):
        with page.expect_response("**/walked/"):
            page.goto(address)
    inspection.look(*LEARNER)
    inspection.report()


def test_forms_with_errors_and_an_offer_to_add_the_guests_work(inspection, page: Page, ada: User, watch):
    watch.expected = {422}
    with page.expect_response("**/reading/"):
        page.goto("/lessons/what-next/")
    page.goto("/account/sign-up/")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password", exact=True).fill("12345678")
    page.get_by_label("Password confirmation").fill("12345678")
    page.get_by_role("button", name="Create the account").click()
    page.locator(".errors").nth(1).wait_for()
    inspection.look_here()
    page.goto("/account/sign-in/")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    inspection.look_here()
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Add what was done in this browser?").wait_for()
    inspection.look_here()
    inspection.report()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator("#answer").wait_for()
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => (fold.open = true))")


def test_the_lab_with_a_wrong_prediction_offers_and_notes_then_compared_and_shared(inspection, page: Page):
    page.goto("/lab/?example=5")
    page.get_by_label("Who is calling").select_option("none")
    page.locator("[data-box=K]").click()
    send(page)
    for part in ("#answer .wrong", ".offer", ".lint"):
        assert page.locator(part).first.is_visible(), part
    page.locator("[data-box=F]").click()
    inspection.look_here()
    page.locator(".offer button").first.click()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="What differed").wait_for()
    inspection.look_here()
    page.go_back()
    page.locator("#history a").first.click()
    page.get_by_role("button", name="Share by link").click()
    page.get_by_role("button", name="Stop sharing").wait_for()
    inspection.look_here()
    inspection.report()


def test_a_request_that_was_not_sent_and_one_that_was_read(inspection, page: Page, watch):
    watch.expected = {422}
    page.goto("/lab/")
    page.get_by_label("More header fields").fill("no colon here")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("alert").wait_for()
    inspection.look_here()
    page.get_by_label("More header fields").fill("")
    page.get_by_role("button", name="Show as curl").click()
    page.get_by_text("Read. Nothing has been sent yet.").wait_for()
    inspection.look_here()
    inspection.report()


def test_a_challenge_untouched_begun_and_solved(inspection, page: Page):
    inspection.look("/lab/challenges/stranger-finds-nothing/")
    page.get_by_role("button", name="Begin").click()
    page.locator(".counting").wait_for()
    page.get_by_role("button", name="A hint, please").click()
    page.locator(".hint").wait_for()
    inspection.look_here()
    page.get_by_label("Path and query").fill("/api/v1/products/sku_404")
    send(page)
    inspection.look_here()
    page.locator("#challenge-state a").click()
    page.locator("#solution").wait_for()
    inspection.look_here()
    inspection.look("/lab/challenges/")
    inspection.report()


IN_SIGHT = """() => [...document.querySelectorAll('nav [aria-current]')].map(link => {
  const [place, row] = [link, link.parentElement].map(element => element.getBoundingClientRect());
  return place.left >= row.left && place.right <= row.right;
})"""


def test_on_a_phone_the_link_of_the_current_section_is_in_sight(page: Page, ada: User, sign_in):
    sign_in(ada)
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    for address in ("/lessons/", "/practice/", "/teach/", "/search/"):
        page.goto(address)
        assert page.evaluate(IN_SIGHT) == [True], address
        assert page.evaluate("() => scrollX + scrollY") == 0


def test_on_a_phone_the_header_takes_two_rows_however_long_the_name(page: Page, sign_in):
    sign_in(User.objects.create_user("W" * 60))
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.goto("/progress/")
    assert page.locator(".site-header").bounding_box()["height"] < 120
    assert page.get_by_role("link", name="W" * 60).is_visible()
    assert page.evaluate(SIDEWAYS) == 0


def test_on_a_phone_a_finger_may_miss_a_box_of_the_map_by_a_little(page: Page):
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.goto("/lab/")
    box = page.locator("[data-box=F]")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    page.mouse.click(place["x"] + place["width"] / 4, place["y"] + place["height"] / 2 + 20)
    assert box.evaluate("box => box.classList.contains('picked')")


def test_a_long_path_stays_within_the_page(page: Page):
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.goto("/lab/")
    page.get_by_label("Path and query").fill("/api/v1/products/" + "x" * 120)
    send(page)
    assert page.evaluate(SIDEWAYS) == 0


def test_a_lesson_prints_in_light_with_the_choices_of_its_questions(page: Page):
    page.goto("/comfort/")
    page.locator("[name=theme][value=dark]").check()
    page.get_by_role("button", name="Save these").click()
    page.goto("/lessons/401-or-403/")
    page.emulate_media(media="print")
    assert page.evaluate("() => getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.locator(".choice").first.is_visible()
    for left_out in (".choice input", ".check button", ".code-input", ".send-it", ".toc-small"):
        assert not page.locator(left_out).first.is_visible(), left_out


def test_a_button_keeps_its_distance_from_the_field_above(page: Page):
    page.goto("/account/sign-in/")
    field = page.get_by_label("Password").bounding_box()
    button = page.locator("main button").bounding_box()
    assert button["y"] - field["y"] - field["height"] >= 10


def test_error_pages(inspection, watch):
    watch.expected = {400, 404, 405}
    inspection.look("/nothing/here/", "/codes/999/", status=404)
    inspection.look("/wizard/backend/?C=maybe", status=400)
    inspection.look("/account/sign-out/", status=405)
    inspection.report()


def test_a_question_mark_lists_the_keys_of_the_page(inspection, page: Page):
    page.goto(f"/wizard/backend/?{WAY_TO_CONFLICT}")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keys")
    listed.wait_for()
    assert "Follow the answer" in listed.inner_text()
    assert "gradebook" not in listed.locator("dl").inner_text()
    assert "Enter" not in listed.inner_text()
    inspection.look_here()
    page.keyboard.press("Escape")
    assert listed.count() == 0
    page.goto("/search/")
    page.get_by_role("searchbox").first.press("?")
    assert page.locator("dialog").count() == 0
    page.evaluate("() => (document.documentElement.dataset.keys = 'off')")
    page.get_by_role("heading").first.press("?")
    page.wait_for_load_state("networkidle")
    assert page.locator("dialog").count() == 0
    inspection.report()
