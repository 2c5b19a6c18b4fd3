"""Ben has work to do: he finds it, does it, hands it in, and is told what it was worth when he may be."""

from datetime import timedelta

import pytest
from django.test import Client

from learn.actions.assignments import exempt
from learn.models import Sitting
from tests.assigning import DAY, due_in_two_days
from tests.classes import assign, open_class_of
from tests.conftest import NOW
from tests.page import Page
from tests.views.assigned_work import begin, begun, page_of
from tests.views.practising import answer, answer_all

pytestmark = pytest.mark.django_db(databases="__all__")
STARTS = ("/", "/lessons/", "/practice/", "/lab/", "/progress/")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


# Doing it


def test_a_learner_finds_the_work_does_it_and_sees_what_it_was_worth(bens, room):
    made = due_in_two_days(room, title="Week <1>", note="Read first.\n\nThen answer.", attempts=2)

    work = Page(bens.get(f"/classes/{room.pk}/"))
    assert work.links[page_of(made)] == "Week <1>"
    page = Page(bens.get(page_of(made)))
    assert (page.h1, "Then answer." in page.text) == ("Week <1>", True)
    # The class is in Berlin.
    assert "Due Tue 24 Nov 2026, 13:00. Late work counts 50 %, until Thu 26 Nov 2026, 13:00." in page.text
    assert "2 attempts left" in page.text

    url = begun(bens, made)
    assert answer_all(bens, url) == 3
    page = Page(bens.get(page_of(made)))
    assert "Attempt 1: 3 of 3 right" in page.text
    assert "1 attempt left" in page.text
    assert "100 %" in Page(bens.get(f"/classes/{room.pk}/")).text


def test_a_part_that_cant_be_read_takes_no_line_from_another(bens, room):
    made = assign(room, ("lesson", {}), ("review", {"days": 2, "of": 7}))

    page = Page(bens.get(page_of(made))).text

    assert "Lesson It can't be read any more. Review on 2 of 7 days nothing yet" in page


def test_every_kind_of_part_says_how_it_is_done(bens, room):
    made = assign(
        room,
        ("lesson", {"lesson": "401-or-403"}),
        ("challenge", {"challenge": "first-answer"}),
        ("review", {"days": 2, "of": 7}),
        ("diagram", {"percent": 10, "by": "lab"}),
        ("diagram", {"percent": 10, "by": "wizard"}),
    )

    links = Page(bens.get(page_of(made))).links
    ways = ("/lessons/401-or-403/", "/lab/challenges/first-answer/", "/practice/", "/lab/", "/wizard/backend/")
    assert {*ways} <= {*links}
    assert [links[way] for way in ways[:2]] == ["Open the lesson", "Open the challenge"]


def test_a_double_click_begins_one_attempt_and_the_link_goes_on_with_it(bens, room):
    made = due_in_two_days(room)
    url = begun(bens, made)
    answer(bens, url)

    assert begun(bens, made) == url
    assert Sitting.objects.count() == 1
    page = Page(bens.get(page_of(made)))
    assert "1 of 3 answered. The link goes on with it." in page.text
    assert not page.has("button", name="part")
    assert page.links[url] == "Attempt 1"


def test_the_last_attempt_is_the_last(bens, room):
    made = due_in_two_days(room, attempts=1)
    answer_all(bens, begun(bens, made), right=False)

    response = begin(bens, made)
    assert response.status_code == 409
    assert "You have used all your attempts at this quiz (1)." in response.text
    assert "No attempts left." in Page(bens.get(page_of(made))).text


@pytest.mark.parametrize(
    ("fields", "at", "says"),
    [
        ({"opens_at": NOW + DAY}, NOW, "Opens Mon 23 Nov 2026, 13:00"),
        ({}, NOW + 4 * DAY + SECOND, "Was due Tue 24 Nov 2026, 13:00."),
    ],
    ids=["scheduled", "closed"],
)
def test_work_that_isnt_open_is_shown_and_not_begun(bens, room, time_machine, fields, at, says):
    made = due_in_two_days(room, **fields)
    time_machine.move_to(at, tick=False)

    page = Page(bens.get(page_of(made)))
    assert says in page.text
    assert not page.has("button", name="part")
    assert begin(bens, made).status_code == 409
    assert not Sitting.objects.exists()


def test_late_work_is_begun_and_said_to_be_late(bens, room, time_machine):
    made = due_in_two_days(room, late_percent=40)
    time_machine.move_to(NOW + 3 * DAY, tick=False)

    answer_all(bens, begun(bens, made))
    text = Page(bens.get(page_of(made))).text
    assert "Late work counts 40 %" in text
    assert "handed in late, so 40 % of it: 40 %" in text


def test_a_quiz_left_open_is_over_at_the_last_moment(bens, room, time_machine):
    made = due_in_two_days(room)
    url = begun(bens, made)
    time_machine.move_to(NOW + 4 * DAY, tick=False)

    assert "The time was up after 0 of 3 questions." in Page(bens.get(url)).text


@pytest.mark.parametrize("published_at", [None, NOW + SECOND], ids=["draft", "later"])
def test_what_isnt_published_isnt_there(bens, room, published_at):
    made = due_in_two_days(room, published_at=published_at)

    assert bens.get(page_of(made)).status_code == 404
    assert begin(bens, made).status_code == 404
    assert made.title not in bens.get(f"/classes/{room.pk}/").text


@pytest.mark.parametrize("part", ["", "0", "x", "9" * 30, "٣"])
def test_a_part_of_another_assignment_isnt_begun_here(bens, room, part):
    made = due_in_two_days(room)

    assert bens.post(page_of(made), {"part": part}).status_code == 404
    other = due_in_two_days(room)
    assert bens.post(page_of(made), {"part": other.parts.get().pk}).status_code == 404


def test_an_archived_class_takes_nothing_new(bens, room):
    made = due_in_two_days(room)
    room.archived_at = NOW
    room.save()

    assert begin(bens, made).status_code == 409


def test_an_assigned_quiz_isnt_begun_from_practice(bens):
    for about in ("", "1"):
        assert bens.post("/practice/begin/", {"kind": "assigned", "about": about}).status_code == 422


# Who may


def test_others_dont_see_it_or_begin_it(bens, room, sam, gwen):
    made = due_in_two_days(room)
    url = begun(bens, made)
    other_class = open_class_of(sam)
    instructor = Client()
    instructor.force_login(sam)
    own = Client()
    own.force_login(room.members.get(role="instructor").learner.user)

    for method in ("get", "post"):
        assert getattr(instructor, method)(page_of(made)).status_code == 404
        assert getattr(own, method)(page_of(made)).status_code == 403
        for nobody in (gwen, Client()):
            assert getattr(nobody, method)(page_of(made)).status_code == 302
    assert bens.get(f"/classes/{other_class.pk}/assignments/{made.pk}/").status_code == 404
    for somebody in (instructor, own, gwen):
        assert somebody.get(url).status_code == 404
    assert Sitting.objects.count() == 1


# Exemptions


def test_an_exemption_is_shown_wherever_the_work_is(bens, room, member):
    made = due_in_two_days(room)
    fields = {"reason": "Your train <broke> down.", "due_at": NOW + 5 * DAY}
    exempt(made, fields, version=1, now=NOW, member=member)

    for path in (*STARTS, f"/classes/{room.pk}/", page_of(made)):
        text = Page(bens.get(path)).text
        assert "xemption: Your train <broke> down." in text, path
        assert "Fri 27 Nov" in text, path


def test_who_is_excused_has_nothing_due_and_begins_nothing(bens, room, member):
    made = due_in_two_days(room)
    exempt(made, {"reason": "Knows it.", "excused": True}, version=1, now=NOW, member=member)

    assert "You are excused." in bens.get(page_of(made)).text
    assert begin(bens, made).status_code == 409
    assert made.title not in bens.get("/").text
