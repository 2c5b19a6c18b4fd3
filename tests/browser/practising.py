"""Someone who practises in a browser: questions read from the page, answers filled in, rightly or wrongly."""

import json

from playwright.sync_api import Locator, Page, expect

from learn.actions.planning import find_question
from learn.domain.practice.items import Item
from learn.models import Learner, Sitting
from tests.views.practising import address, filled_in, items_of, sitting_with, wrong_of

MISSED, *OTHER_CODES = items_of("code")
ONE = items_of("one")[0]


def opened(page: Page, learner: Learner, *items: Item, kind: str = "pair") -> Sitting:
    """Open a new sitting of these questions in the page."""
    sitting = sitting_with(learner, [item.id for item in items], kind)
    page.goto(address(sitting))
    return sitting


def asked(page: Page) -> Item:
    """The question that the page asks, its heading in focus."""
    expect(page.locator("#stem")).to_be_focused()
    return find_question(page.locator("[name=item]").input_value())


def fill_in(page: Page, item: Item, given: str, *, by_map: bool = True) -> None:
    """Fill in an answer in the form that marking gives it; a box is picked on the map, or from the list."""
    if item.kind == "free":
        page.locator("#given").fill("In my own words.")
        page.get_by_role("button", name="Compare with").click()
        expect(page.locator("blockquote")).to_have_text("In my own words.")
        for point in json.loads(given)["points"]:
            page.locator(f"[name=points][value='{point}']").check()
    elif item.kind == "box" and by_map:
        page.locator(f"[data-box='{given}']").click()
        expect(page.locator("#given")).to_have_value(given)
    else:
        for name, value in filled_in(item, given).items():
            for each in value if isinstance(value, list) else [value]:
                put(page, name, str(each))


def put(page: Page, name: str, value: str) -> None:
    field = page.locator(f"[name='{name}']")
    match field.first.evaluate("field => field.type"):
        case "radio" | "checkbox":
            page.locator(f"[name='{name}'][value='{value}']").check()
        case "select-one":
            field.select_option(value)
        case _:
            field.fill(value)


def send(page: Page) -> Locator:
    """Send the answer that is filled in; return the feedback."""
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#outcome")).to_be_focused()
    return page.locator(".feedback")


def answer(page: Page, *, right: bool = True) -> Locator:
    item = asked(page)
    fill_in(page, item, item.right.key if right else wrong_of(item))
    return send(page)


def go_on(page: Page) -> None:
    page.locator("[data-next]").click()
