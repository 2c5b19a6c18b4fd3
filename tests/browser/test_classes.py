"""Classes in a browser: a round with three of them, from sign-up to the first assignment, in by code on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from learn.models import Assignment, Classroom, Member, Round, User
from tests.browser.conftest import PHONE, NewContext, sign_in_to
from tests.browser.practising import answer, go_on
from tests.classes import assign, open_class_of, put_in
from tests.conftest import PASSWORD
from tests.views.teach.made import sat

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
PAIR = ("quiz", {"pair": "401-403", "count": 2})
LOOK_MS = 1600

type Open = Callable[[User], Page]


@pytest.fixture
def open_as(new_context: NewContext, live_server: LiveServer) -> Open:
    """Open a browser in which somebody is signed in."""

    def opened(user: User) -> Page:
        context: BrowserContext = new_context()
        sign_in_to(context, live_server, user)
        page = context.new_page()
        page.clock.install()
        return page

    return opened


@pytest.fixture
def classroom(ada: User) -> Classroom:
    return open_class_of(ada)


def h1(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


# A round


def told_of_the_next_step(page: Page) -> None:
    """The open page says so by itself, beside what is half chosen and in focus; its link leads on."""
    place = page.get_by_label("The box")
    chosen = place.input_value() if place.count() else None
    page.get_by_role("main").get_by_role("link").first.focus()
    page.clock.run_for(LOOK_MS)
    expect(page.locator("#round-news")).to_have_text("The next step has begun. Go to it")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()
    if chosen is not None:
        expect(place).to_have_value(chosen)
    page.get_by_role("link", name="Go to it").click()
    expect(page.locator("#round-news")).to_be_empty()


def predict(page: Page, box: str) -> None:
    page.locator(f"[data-box={box}]").first.click()
    expect(page.get_by_label("The box")).not_to_have_value("")
    page.get_by_label("sure", exact=True).check()
    page.get_by_role("button", name="Predict").click()
    expect(page.get_by_role("status")).to_contain_text("Saved:")


def test_a_round_with_three_browsers_to_its_end(open_as: Open, ada: User, ben: User, sam: User, classroom: Classroom):
    for user in (ben, sam):
        put_in(classroom, user)
    leads, one, other = (open_as(user) for user in (ada, ben, sam))
    leads.goto(f"/teach/{classroom.pk}/")
    leads.get_by_label("It stops at").select_option("H")
    leads.get_by_role("button", name="Begin a round").click()
    for page in (one, other):
        page.goto(f"/classes/{classroom.pk}/")
        page.get_by_role("link", name="Take part").click()
    predict(one, "I")
    predict(other, "D")
    leads.clock.run_for(LOOK_MS)
    expect(leads.locator("#spread")).to_contain_text("2 of 2 have predicted")
    expect(leads.locator(".votes")).to_have_count(0)
    other.locator("[data-box=K]").first.click()

    leads.get_by_role("button", name="Stop and discuss").click()
    for page in (one, other):
        told_of_the_next_step(page)
    for page in (leads, one, other):
        expect(page.locator(".votes")).to_contain_text("401 Unauthorized")
        expect(page.locator(".votes")).to_contain_text("403 Forbidden")

    leads.get_by_role("button", name="Predict again").click()
    for page in (one, other):
        told_of_the_next_step(page)
        predict(page, "I")
    leads.get_by_role("button", name="Send it for all to see").click()
    for page in (one, other):
        told_of_the_next_step(page)
    for page in (leads, one, other):
        expect(page.get_by_role("heading", name="How it went: 403 Forbidden")).to_be_visible()
        expect(page.locator("#spread")).to_contain_text("First prediction: 2 of 2, 50 % right")
        expect(page.locator("#spread")).to_contain_text("Second prediction: 2 of 2, 100 % right")
        expect(page.locator(".route")).to_have_text("A-B-C-E-F-H-I-A")
        expect(page.locator(".node.stopped, .node.on").first).to_be_attached()
    assert "Ben O" not in leads.locator("main").inner_text()

    leads.get_by_role("button", name="End the round").click()
    h1(leads, re.compile(classroom.name))
    assert Round.objects.get().closed_at is not None


# From sign-up to the first assignment


class Hand:
    """What somebody does with a page, and how long that takes by hand: 3 s for a click, 7 s for a field."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    def click(self, role: str, name: str | re.Pattern[str]) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=isinstance(name, str)).first.click()

    def open(self, summary: str) -> None:
        self.clicks += 1
        self.page.locator("summary", has_text=summary).click()

    def fill(self, label: str, value: str) -> None:
        self.fields += 1
        self.page.get_by_label(label, exact=True).fill(value)

    @property
    def seconds(self) -> int:
        return 3 * self.clicks + 7 * self.fields


def test_from_sign_up_to_the_first_assignment_in_under_two_minutes(page: Page):
    hand = Hand(page)
    page.goto("/account/sign-up/?next=/teach/")
    hand.fill("Name", "Robin")
    hand.fill("Password", PASSWORD)
    hand.fill("Password confirmation", PASSWORD)
    hand.click("button", "Create the account")
    h1(page, "Teach")
    hand.fill("Name of the class", "HTTP, autumn")
    hand.click("button", "Open the class")
    expect(page.locator(".join-code")).to_have_text(re.compile(r"\w[\w-]+\w"))
    hand.click("link", "Assignments")
    hand.click("link", "New assignment")
    hand.fill("Title", "Who may do what")
    hand.click("button", "Go on to its parts")
    hand.open("A quiz")
    hand.click("button", "Add the quiz")
    hand.click("button", "Publish")
    expect(page.get_by_text("Learners see it since")).to_be_visible()

    made = Assignment.objects.get()
    assert (made.parts.count(), made.published_at is not None) == (1, True)
    assert (hand.clicks, hand.fields) <= (9, 6)
    assert hand.seconds < 120


# In by code, on a phone


@pytest.mark.parametrize("width", [PHONE], ids=["phone"])
def test_a_guest_joins_by_code_on_a_phone_and_hands_in(page: Page, open_as: Open, ada: User, classroom: Classroom):
    assign(classroom, PAIR)
    with page.expect_response("**/reading/"):
        page.goto("/lessons/what-next/")
    page.goto("/join/")
    page.get_by_label("Code").fill(f"{classroom.code[:3].lower()} {classroom.code[3:]}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Grace")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    h1(page, f"You are joining {classroom.name}")
    assert not Member.objects.filter(name="Grace").exists()
    page.get_by_role("button", name="Join and share this").click()
    h1(page, classroom.name)
    page.get_by_role("link", name="Week 1").click()
    page.get_by_role("button", name="Begin the quiz").click()
    for _ in range(2):
        answer(page)
        go_on(page)
    h1(page, "2 of 2 right")
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0

    instructor = open_as(ada)
    instructor.goto(f"/teach/{classroom.pk}/gradebook/")
    expect(instructor.get_by_role("row", name="Grace")).to_contain_text("100")


# The gradebook by keys


def test_arrow_keys_move_about_the_gradebook(open_as: Open, ada: User, ben: User, sam: User, classroom: Classroom):
    first, second = (assign(classroom, PAIR, title=title) for title in ("Week 1", "Week 2"))
    one, other = (put_in(classroom, user, name) for user, name in ((ben, "Ben"), (sam, "Sam")))
    sat(other, second.parts.get(), ("x", True, 403), ("y", False, 401))
    page = open_as(ada)
    page.goto(f"/teach/{classroom.pk}/gradebook/")

    def focused(member: Member, assignment: Assignment | None) -> None:
        row = page.get_by_role("row", name=member.name)
        links = row.get_by_role("link")
        expect(links.nth(0 if assignment is None else 1 + [first, second].index(assignment))).to_be_focused()

    page.get_by_role("link", name="Ben").focus()
    for key, member, assignment in (
        ("ArrowRight", one, first),
        ("ArrowRight", one, second),
        ("ArrowRight", one, second),
        ("ArrowDown", other, second),
        ("ArrowDown", other, second),
        ("Home", other, None),
        ("ArrowUp", one, None),
        ("End", one, second),
        ("ArrowDown", other, second),
    ):
        page.keyboard.press(key)
        focused(member, assignment)
    page.keyboard.press("Enter")
    h1(page, re.compile("Week 2, by Sam"))
    expect(page.get_by_role("heading", name="Attempt 1: 1 of 2 right")).to_be_visible()
