"""axe finds nothing on the pages of a class, for those who teach it and for those who learn in it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from learn.access import round_on
from learn.actions.rounds import begin_round, move_on, vote
from learn.library import library
from learn.models import Assignment, Classroom, Exemption, Member, Part, User
from tests.browser.test_accessibility import Inspection
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW
from tests.views.teach.made import learners_in, sat, sent

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
EVERY_KIND = (
    ("quiz", {"pair": "401-403", "count": 2}),
    ("lesson", {"lesson": "409-conflict"}),
    ("challenge", {"challenge": "first-answer"}),
    ("review", {"days": 4, "of": 7}),
    ("diagram", {"percent": 60, "by": "lab"}),
)
ROSTER = "Name;E-mail;Group\nGrace;grace@example.test;A\nGrace;g.h@example.test;\nKim;no address;B\n"
PHASES = ("first", "discuss", "second", "sent")


@pytest.fixture
def inspection(page: Page) -> Inspection:
    return Inspection(page)


@pytest.fixture
def classroom(ada: User) -> Classroom:
    return open_class_of(ada, names_shared=True)


@pytest.fixture
def learner(classroom: Classroom, ben: User) -> Member:
    return put_in(classroom, ben, group="Evenings", joined_at=NOW - timedelta(days=9))


@pytest.fixture
def week(classroom: Classroom, learner: Member) -> Assignment:
    """An assignment of every kind of part, with work that needs help, an exemption, and others in the class."""
    due_at = timezone.now() + timedelta(days=2)
    made = assign(classroom, *EVERY_KIND, due_at=due_at, note="Ask in class.", published_at=NOW - timedelta(days=9))
    Exemption.objects.create(assignment=made, member=learner, extra_attempts=1, reason="Was ill", made_at=NOW)
    quiz = made.parts.get(kind=Part.Kind.QUIZ)
    questions = library().items
    missed = [item.id for item in questions.values() if item.pair == "401-403" and item.kind == "code"][:4]
    sat(learner, quiz, *((item, False, 401) for item in missed), attempt=1, at=timezone.now())
    sent(learner, "first-answer", 6, at=timezone.now())
    learners_in(classroom, 12)
    return made


def test_an_instructors_pages_of_a_class(inspection, sign_in, ada: User, classroom: Classroom, learner, week):
    sign_in(ada)
    own = f"/teach/{classroom.pk}"
    inspection.look(
        "/teach/",
        *(f"{own}/{page}" for page in ("", "people/", "settings/", "assignments/", "assignments/new/", "gradebook/")),
        *(f"{own}/{page}" for page in ("questions/", "confusion/", "map/", "preview/")),
        f"{own}/assignments/{week.pk}/",
        f"{own}/preview/?assignment={week.pk}",
        f"{own}/people/{learner.pk}/",
        f"{own}/members/{learner.pk}/",
        f"{own}/members/{learner.pk}/assignments/{week.pk}/",
    )
    inspection.report()


def test_an_opened_cell_of_what_is_mixed_up_and_every_fold_of_an_assignment(
    inspection, page: Page, sign_in, ada: User, classroom: Classroom, week
):
    sign_in(ada)
    page.goto(f"/teach/{classroom.pk}/confusion/")
    page.locator(".confusion .wrong").first.click()
    inspection.look_here()
    page.goto(f"/teach/{classroom.pk}/assignments/{week.pk}/")
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => (fold.open = true))")
    inspection.look_here()
    inspection.report()


def test_a_roster_looked_through_before_anybody_is_invited(
    inspection, page: Page, sign_in, ada: User, classroom: Classroom, learner
):
    sign_in(ada)
    page.goto(f"/teach/{classroom.pk}/people/import/")
    inspection.look_here()
    page.get_by_label("Or the list itself").fill(ROSTER)
    page.get_by_role("button", name="Check the roster").click()
    for found in ("1 new", "1 doubtful", "1 can't be used"):
        page.get_by_text(found).wait_for()
    inspection.look_here()
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_role("heading", name="1 invited, not joined yet").wait_for()
    inspection.look_here()
    inspection.report()


def test_a_learners_pages_of_a_class(inspection, sign_in, ben: User, classroom: Classroom, week):
    sign_in(ben)
    own = f"/classes/{classroom.pk}"
    inspection.look("/classes/", "/classes/looks/", "/join/", f"{own}/", f"{own}/assignments/{week.pk}/")
    inspection.report()


def test_joining_a_class(inspection, sign_in, sam: User, classroom: Classroom):
    sign_in(sam)
    inspection.look(f"/join/{classroom.code}/")
    inspection.report()


@pytest.mark.parametrize("leads", [True, False], ids=["instructor", "learner"])
def test_a_round_in_each_of_its_phases(inspection, sign_in, ada: User, ben: User, classroom, learner, leads: bool):
    sign_in(ada if leads else ben)
    now = timezone.now()
    current = begin_round(classroom, seed=1, boxes=("H",), now=now)
    address = f"/{'teach' if leads else 'classes'}/{classroom.pk}/rounds/{current.pk}/"
    for phase in PHASES:
        if phase in ("first", "second"):
            vote(current, learner, phase=phase, place="I", certainty=2, now=now)
        inspection.look(address)
        if phase != "sent":
            move_on(round_on(classroom), from_phase=phase, now=now)
    inspection.report()
