"""What instructors see of a class, in a browser: axe finds nothing, arrow keys move in the gradebook."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from learn.library import library
from learn.models import Classroom
from tests.browser.test_accessibility import Inspection
from tests.classes import assign, open_class_of
from tests.conftest import NOW
from tests.views.teach.made import LONG_AGO, MISS, RIGHT, finished, learners_in, only_part, sat, sent

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
LESSONS = [lesson.slug for lesson in library().order]


@pytest.fixture
def classroom(open_server, ada, sign_in) -> Classroom:
    """Three learners, with grades of every kind, misses, and requests that were stopped."""
    sign_in(ada)
    classroom = open_class_of(ada, created_at=LONG_AGO)
    for number in range(12):
        due = NOW + timedelta(days=10 * (number - 4))
        assign(
            classroom, ("lesson", {"lesson": LESSONS[number]}), title=f"Week {number}", due_at=due, opens_at=LONG_AGO
        )
    quiz = only_part(assign(classroom, ("quiz", {"pair": "401-403", "count": 4}), title="Quiz"))
    assign(classroom, ("challenge", {"challenge": "first-answer"}), title="Lab")
    one, other, _ = learners_in(classroom, 3, group="Blue")
    finished(one, LESSONS[0], NOW - timedelta(days=45))
    finished(one, LESSONS[5])
    sat(one, quiz, MISS, MISS, MISS, RIGHT)
    sent(other, "first-answer", 6)
    return classroom


@pytest.fixture
def inspection(page: Page) -> Inspection:
    return Inspection(page)


def test_axe_finds_nothing_on_an_instructors_pages(inspection, classroom):
    base = f"/teach/{classroom.pk}/"
    member = classroom.members.filter(role="learner").first()
    assignments = list(classroom.assignments.all())
    work = [f"members/{member.pk}/assignments/{assignments[place].pk}/" for place in (0, -2, -1)]
    pages = (
        "",
        "gradebook/",
        "questions/",
        "confusion/?correct=403&chosen=403",
        "map/",
        f"members/{member.pk}/",
        *work,
    )

    inspection.look(*(f"{base}{path}" for path in pages))

    inspection.report()


def test_arrow_keys_move_between_cells_that_are_told_in_full(page: Page, classroom):
    page.goto(f"/teach/{classroom.pk}/gradebook/")
    names = page.locator("tbody th a")
    names.first.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("tbody tr:first-child td a").first
    expect(first).to_be_focused()
    assert first.get_attribute("title") is not None and "Week 0: " in str(first.get_attribute("title"))

    page.keyboard.press("ArrowDown")
    expect(page.locator("tbody tr:nth-child(2) td a").first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("tbody tr:nth-child(2) td a").last).to_be_focused()
    page.keyboard.press("Tab")

    assert not page.evaluate("() => document.activeElement.closest('tbody')")


def test_names_and_heads_stay_in_sight(page: Page, classroom):
    page.set_viewport_size({"width": 390, "height": 860})
    page.goto(f"/teach/{classroom.pk}/gradebook/")

    page.evaluate("() => document.querySelector('.gradebook').scrollTo(9999, 0)")

    box = page.locator("tbody th").first.bounding_box()
    assert box is not None and box["x"] >= 0
    assert page.evaluate("() => document.querySelector('.gradebook').scrollLeft") > 0
