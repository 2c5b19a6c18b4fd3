"""axe finds nothing on the pages of practice: what is offered, each kind asked and told, what came of it."""

import pytest
from playwright.sync_api import Page, expect

from learn.models import Learner, User
from tests.browser.practising import MISSED, ONE, fill_in, opened, send
from tests.browser.test_accessibility import Inspection
from tests.views.practising import KINDS, items_of, sitting_with, wrong_of

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture
def inspection(page: Page) -> Inspection:
    return Inspection(page)


@pytest.fixture
def learner(ada: User, sign_in) -> Learner:
    sign_in(ada)
    return ada.learner


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_asked_with_hints_and_told(
    inspection: Inspection, page: Page, learner: Learner, monkeypatch: pytest.MonkeyPatch, kind: str
):
    monkeypatch.setattr("learn.domain.hints.PAUSE_SECONDS", 0)
    item = items_of(kind)[0]
    opened(page, learner, item)
    if kind == "free":
        inspection.look_here()
    else:
        for count in (1, 2, 3):
            page.get_by_role("button", name="A hint").click()
            expect(page.locator(".hint")).to_have_count(count)
    fill_in(page, item, wrong_of(item))
    inspection.look_here()
    send(page)
    inspection.look_here()
    inspection.report()


def test_what_is_offered_and_nothing_to_ask(inspection: Inspection, page: Page, learner: Learner):
    inspection.look("/practice/")
    sitting_with(learner, [ONE.id])
    type(learner).objects.filter(pk=learner.pk).update(practice_paused=True)
    inspection.look("/practice/")
    type(learner).objects.filter(pk=learner.pk).update(practice_paused=False)
    page.goto("/practice/")
    type(learner).objects.filter(pk=learner.pk).update(practice_paused=True)
    page.get_by_role("button", name="Start today's review").click()
    page.get_by_role("heading", name="Nothing to ask").wait_for()
    inspection.look_here()
    inspection.report()


def test_what_came_of_a_sitting_and_settings_with_an_error(inspection: Inspection, page: Page, learner: Learner, watch):
    watch.expected = {422}
    opened(page, learner, ONE, MISSED, kind="mock")
    for item, given in ((ONE, ONE.right.key), (MISSED, "500")):
        fill_in(page, item, given)
        page.get_by_role("button", name="Answer", exact=True).click()
        page.locator(f"[name=item][value='{item.id}']").wait_for(state="detached")
    page.get_by_role("heading", name="1 of 2 right").wait_for()
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => (fold.open = true))")
    inspection.look_here()
    page.goto("/practice/")
    page.get_by_label("Time zone").fill("Mars/Phobos")
    page.get_by_role("button", name="Save").click()
    page.locator(".errors").wait_for()
    inspection.look_here()
    inspection.report()
