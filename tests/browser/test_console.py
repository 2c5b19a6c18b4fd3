"""The lab's console in a browser: predict, send, see; follow a terminal; go back to what was sent."""

import re
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext, Watch, both_widths
from tests.browser.test_wizard import tab_to

ORDER = "/lab/?example=5"
CUSTOMER = {"Authorization": "Bearer tok_customer"}
# What Tab has to reach in the page; of the radio buttons of a group it reaches the chosen one.
NOT_REACHED = """() => [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')]
  .filter(element => element.checkVisibility() && !element.matches('[type=hidden], [type=radio]:not(:checked)'))
  .filter(element => !reached.has(element)).map(element => element.outerHTML.slice(0, 90))"""


def box(page: Page, name: str) -> Locator:
    return page.locator("[data-predicts] [data-box]").filter(has_text=re.compile(f"^\\s*{re.escape(name)}\\s*$"))


def send(page: Page) -> None:
    """Send the request of the form and wait until its answer is read out."""
    before = page.locator("#answer figcaption").all_text_contents()
    page.get_by_role("button", name="Send", exact=True).click()
    if before:
        expect(page.locator("#answer figcaption")).not_to_have_text(before[0])
    expect(page.locator("#answer-title")).to_be_focused()


def answer(page: Page) -> Locator:
    return page.locator("#answer-title")


def rows(page: Page) -> Locator:
    return page.locator("#history li")


def lab_address(page: Page) -> str:
    """The address of the sandbox's API, as the page tells it to a terminal."""
    found = re.search(r"LAB=(\S+)", page.locator("pre", has_text="LAB=").inner_text())
    assert found is not None
    return found[1]


def curl(page: Page, path: str, method: str = "GET", content: str = "", **fields: str) -> int:
    """Send a request from outside the browser and return the status."""
    wanted = Request(lab_address(page) + path, method=method, data=content.encode() or None, headers=fields)
    try:
        with urlopen(wanted, timeout=10) as response:
            return int(response.status)
    except HTTPError as refusal:
        return refusal.code


def send_nobodys_order(page: Page) -> None:
    page.goto(ORDER)
    page.get_by_label("Who is calling").select_option("none")
    send(page)
    expect(answer(page)).to_contain_text("401 Unauthorized")


@both_widths
def test_a_guests_first_request_stops_where_it_was_predicted(page: Page):
    page.goto("/lab/")
    expect(rows(page)).to_have_count(0)
    box(page, "200 201 204 Response").click()
    expect(page.get_by_label("The box")).to_have_value("Q")
    send(page)
    expect(answer(page)).to_have_text("GET /api/v1/products/sku_123: 200 OK")
    expect(page.locator("#answer .feedback")).to_have_text("As you said. You were fairly sure.")
    expect(page.locator(".node.now")).to_have_text("200 201 204 Response")
    lit = page.locator("[data-predicts] .node:is(.on, .now)").all_text_contents()
    words = page.locator("ol.passed li").all_inner_texts()
    assert len(lit) == len(words) > 10
    for label in lit:
        assert any(line.startswith(" ".join(label.split())) for line in words), label
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("200 GET /api/v1/products/sku_123 200 201 204 Response · predicted right")


def test_a_wrong_prediction_is_told_with_the_box_where_the_ways_parted(page: Page):
    page.goto("/lab/?example=5")
    page.get_by_label("Who is calling").select_option("none")
    box(page, "404 Not Found").click()
    page.get_by_label("The code").select_option("404")
    page.get_by_label("guessing").check()
    send(page)
    told = page.locator("#answer .feedback")
    expect(told).to_contain_text("You guessed 404 Not Found")
    expect(told).to_contain_text("It stopped at 401 Unauthorized.")
    expect(told).to_contain_text("The two ways parted at Authenticated?")
    expect(rows(page)).to_contain_text("predicted something else")


def test_the_map_and_the_list_say_the_same_prediction(page: Page):
    send_nobodys_order(page)
    box(page, "Input Valid?").click()
    expect(page.locator("#place option:checked")).to_have_text("elsewhere, beside Input Valid?")
    expect(page.locator(".node.picked")).to_have_text("Input Valid?")
    page.get_by_label("The box").select_option("K")
    expect(page.locator(".node.picked")).to_have_text("404 Not Found")
    page.get_by_label("The box").select_option("")
    expect(page.locator(".node.picked")).to_have_count(0)


def test_a_change_that_is_applied_carries_the_request_further(page: Page):
    send_nobodys_order(page)
    expect(page.locator(".edge.ghost").first).to_be_attached()
    page.locator(".offer", has_text="Send the token of customer.").get_by_role("button").click()
    expect(answer(page)).to_have_text("GET /api/v1/orders/ord_9001: 200 OK")
    expect(answer(page)).to_be_focused()
    expect(page.get_by_label("Who is calling")).to_have_value("customer")
    expect(page.locator(".offer")).to_have_count(0)
    expect(rows(page)).to_have_count(2)


def test_a_change_that_has_to_wait_says_how_long(page: Page):
    page.clock.install()
    page.goto("/lab/?example=14")
    send(page)
    login = '{"email": "asha@example.test", "password": "battery"}'
    for _ in range(4):
        assert curl(page, "/login", "POST", login, **{"Content-Type": "application/json"}) == 401
    send(page)
    expect(answer(page)).to_contain_text("429 Too Many Requests")
    waiting = page.get_by_role("button", name=re.compile(r"Apply and send in \d+ s"))
    expect(waiting.first).to_be_disabled()
    page.clock.run_for(120_000)
    expect(waiting).to_have_count(0)
    expect(page.get_by_role("button", name="Apply and send").first).to_be_enabled()


def test_a_curl_line_is_read_into_the_form_and_not_sent(page: Page):
    page.goto("/lab/")
    page.get_by_text("The same with curl").click()
    page.get_by_label("Or paste a curl line").fill(
        "curl -X PATCH $LAB/inventory/sku_123 -H 'Authorization: Bearer tok_admin' --json '{\"stock\": 41}'"
    )
    page.get_by_role("button", name="Read it into the form").click()
    expect(page.get_by_text("Read. Nothing has been sent yet.")).to_be_focused()
    expect(page.get_by_label("Method")).to_have_value("PATCH")
    expect(page.get_by_label("Path and query")).to_have_value("/api/v1/inventory/sku_123")
    expect(page.get_by_label("Who is calling")).to_have_value("admin")
    expect(page.get_by_label("Content", exact=True)).to_have_value('{"stock": 41}')
    expect(rows(page)).to_have_count(0)
    send(page)
    expect(answer(page)).to_contain_text("428 Precondition Required")


def test_a_request_that_cannot_be_sent_says_why_and_stays_in_the_form(page: Page, watch: Watch):
    watch.expected = {422}
    page.goto("/lab/")
    page.get_by_label("More header fields").fill("no colon here")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("More header fields")).to_have_value("no colon here")
    expect(page.get_by_label("More header fields")).to_have_attribute("aria-invalid", "true")


def test_what_our_error_page_says_is_told_beside_what_was_typed(page: Page, watch: Watch):
    watch.expected = {413}
    page.goto("/lab/")
    page.get_by_label("Content", exact=True).fill("x" * 300_000)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("413 Content Too Large. The request is larger than")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_label("Content", exact=True)).to_have_value("x" * 300_000)
    page.get_by_label("Content", exact=True).fill("")
    page.get_by_label("Path and query").fill("/api/v1/orders")
    send(page)
    expect(answer(page)).to_contain_text("401 Unauthorized")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_request_that_never_arrives_is_told_until_one_does(page: Page, watch: Watch):
    page.goto("/lab/")
    page.get_by_label("Path and query").fill("/api/v1/orders")
    page.route("**/lab/send/", lambda route: route.abort())
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The site can't be reached. What you typed is still here")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_label("Path and query")).to_have_value("/api/v1/orders")
    watch.complaints.clear()  # the browser's own line about the lost request
    page.unroute("**/lab/send/")
    send(page)
    expect(answer(page)).to_contain_text("401 Unauthorized")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_answer_that_is_no_page_of_ours_leaves_the_page_as_it_is(page: Page, watch: Watch):
    watch.expected = {502}
    page.goto("/lab/")
    page.route("**/lab/send/", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    page.get_by_label("Path and query").fill("/api/v1/orders")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The site answered with 502 and no page.")
    expect(page.get_by_label("Path and query")).to_have_value("/api/v1/orders")
    watch.complaints.clear()  # what htmx notes of it


def test_a_lesson_opens_the_console_with_its_request(page: Page):
    page.goto("/lessons/409-conflict/")
    printed = page.locator(".exchange", has=page.get_by_role("link", name="Send it yourself")).first
    method, target = printed.locator("pre").first.inner_text().split()[:2]
    printed.get_by_role("link", name="Send it yourself").click()
    expect(page.get_by_label("Method")).to_have_value(method)
    expect(page.get_by_label("Path and query")).to_have_value(target)
    send(page)
    expect(answer(page)).to_contain_text(f"{method} {target}")


def test_what_a_terminal_sends_appears_without_stealing_the_focus(page: Page):
    send_nobodys_order(page)
    content = page.get_by_label("Content", exact=True)
    content.click()
    page.keyboard.type('{"half": ')
    assert curl(page, "/orders/ord_9001", **CUSTOMER) == 200
    expect(rows(page)).to_have_count(2, timeout=3000)
    expect(rows(page).first).to_contain_text("200 GET /api/v1/orders/ord_9001")
    expect(page.locator("[data-live-news]")).to_contain_text("New: 200")
    expect(content).to_be_focused()
    page.keyboard.type('"typed"}')
    expect(content).to_have_value('{"half": "typed"}')
    expect(answer(page)).to_contain_text("401")


def test_following_can_be_switched_off_and_stays_off(page: Page):
    page.clock.install()
    send_nobodys_order(page)
    page.get_by_label("Follow what is sent").uncheck()
    send(page)
    expect(page.get_by_label("Follow what is sent")).not_to_be_checked()
    looked: list[str] = []
    page.on("request", lambda request: looked.append(request.url))
    assert curl(page, "/orders/ord_9001", **CUSTOMER) == 200
    page.clock.run_for(10_000)
    assert not looked
    expect(rows(page)).to_have_count(2)
    page.get_by_label("Follow what is sent").check()
    page.clock.run_for(3000)
    expect(rows(page)).to_have_count(3)


def test_two_exchanges_are_compared_side_by_side(page: Page):
    send_nobodys_order(page)
    page.get_by_label("Who is calling").select_option("customer")
    send(page)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two exchanges side by side")
    expect(page.locator(".lead")).to_have_text("Their paths parted at Authenticated?.")
    expect(page.get_by_role("row", name="Status 200")).to_contain_text("401")
    page.get_by_role("link", name="Open this one").last.click()
    expect(answer(page)).to_contain_text("401 Unauthorized")


def test_a_shared_exchange_is_read_by_others_until_it_is_taken_back(page: Page, new_context: NewContext, watch: Watch):
    watch.expected = {410}
    page.goto(ORDER)
    send(page)
    secret = lab_address(page).split("/")[4]
    page.get_by_role("button", name="Share by link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("200 OK")
    other = new_context().new_page()
    other.goto(page.url)
    expect(other.locator("pre.req")).to_contain_text("GET /lab/…/api/v1/orders/ord_9001")
    assert secret not in other.content()
    assert "tok_customer" not in other.content()
    expect(other.get_by_role("button", name="Stop sharing")).to_have_count(0)
    page.get_by_role("button", name="Stop sharing").click()
    expect(page).to_have_url(re.compile("/lab/$"))
    other.reload()
    expect(other.locator("main")).to_contain_text("has taken it back")


def test_a_reset_begins_again_on_day_one(page: Page):
    page.goto("/lab/?example=13")
    send(page)
    expect(answer(page)).to_contain_text("204 No Content")
    page.get_by_role("button", name="Reset it to day one").click()
    expect(page.get_by_text("Nothing sent yet. What you send")).to_be_visible()
    expect(rows(page)).to_have_count(0)
    page.goto("/lab/?example=13")
    send(page)
    expect(answer(page)).to_contain_text("204 No Content")


def test_a_request_is_predicted_sent_and_opened_again_by_keyboard_alone(page: Page):
    page.goto("/lab/")
    tab_to(page, page.get_by_label("Path and query"))
    page.keyboard.press("End")
    page.keyboard.type("4")
    tab_to(page, page.locator(".predict summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("The box"))
    page.keyboard.type("404")
    expect(page.locator(".node.picked")).to_have_text("404 Not Found")
    tab_to(page, page.get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Space")
    expect(answer(page)).to_be_focused()
    expect(answer(page)).to_have_text("GET /api/v1/products/sku_1234: 404 Not Found")
    expect(page.locator("#answer .feedback")).to_contain_text("As you said.")
    tab_to(page, rows(page).first.get_by_role("link"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/lab/\?shown=req_\w+#answer$"))
    expect(page.locator("#answer .feedback")).to_contain_text("As you said.")


@pytest.mark.parametrize("address", ["/lab/", "/lab/challenges/stranger-finds-nothing/"])
def test_tab_reaches_everything(page: Page, address: str):
    send_nobodys_order(page)
    page.goto(address)
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => (fold.open = true))")
    page.evaluate(
        "() => { window.reached = new WeakSet(); addEventListener('focusin', event => reached.add(event.target)); }"
    )
    for _ in range(120):
        page.keyboard.press("Tab")
    assert page.evaluate(NOT_REACHED) == []
