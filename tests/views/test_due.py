"""What is due is told on every page that a learner starts from, and to a calendar program."""

from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.actions.assignments import exempt
from learn.models import PracticeAnswer
from tests.assigning import DAY, PAIR, due_in_two_days
from tests.classes import assign
from tests.conftest import NOW
from tests.page import Page
from tests.views.assigned_work import begun, page_of
from tests.views.practising import answer_all

pytestmark = pytest.mark.django_db(databases="__all__")
STARTS = ("/", "/lessons/", "/practice/", "/lab/", "/progress/")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


# What is due


def test_what_is_due_is_on_every_page_to_start_from_until_it_is_closed(bens, room, time_machine):
    made = due_in_two_days(room)
    assign(room, PAIR, title="Without a date")
    due_in_two_days(room, title="Not yet", opens_at=NOW + DAY)
    for path in STARTS:
        page = Page(bens.get(path))
        assert page.links[page_of(made)] == "Week 1", path
        assert "Tue 24 Nov, 13:00" in page.text
        assert "Without a date" not in page.text
        assert "Not yet" not in page.text

    time_machine.move_to(NOW + 3 * DAY, tick=False)
    assert all("late work, 50 %, until Thu 26 Nov, 13:00" in Page(bens.get(path)).text for path in STARTS)
    time_machine.move_to(NOW + 4 * DAY + SECOND, tick=False)
    assert not any("Week 1" in bens.get(path).text for path in STARTS)


def test_a_page_kept_by_the_browser_is_replaced_when_a_date_changes(bens, room):
    due_in_two_days(room)
    for days, path in enumerate(("/", "/lessons/", "/progress/"), start=3):
        etag = bens.get(path)["ETag"]
        assert bens.get(path, headers={"If-None-Match": etag}).status_code == 304
        room.assignments.update(due_at=NOW + days * DAY)
        assert bens.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_what_is_done_is_due_no_more(bens, room, time_machine):
    made = due_in_two_days(room, PAIR, attempts=2)
    etags = {path: bens.get(path)["ETag"] for path in STARTS if "ETag" in bens.get(path)}
    answer_all(bens, begun(bens, made))

    for path in STARTS:
        page = bens.get(path, headers={"If-None-Match": etags.get(path, "")})
        assert page.status_code == 200 and page_of(made) not in Page(page).links, path
    time_machine.move_to(NOW + 3 * DAY, tick=False)
    assert not any("late work" in bens.get(path).text for path in STARTS)


def test_what_is_due_costs_six_statements_in_a_class_and_none_elsewhere(bens, room, member, sam):
    alone = Client()
    alone.force_login(sam)

    def cost(somebody, path):
        somebody.get(path)
        with CaptureQueriesContext(connection) as statements:
            somebody.get(f"{path}?again")
        return len(statements)

    without = {path: cost(alone, path) for path in STARTS}
    for made in (1, 10):
        for _ in range(made):
            due_in_two_days(room)
        assert {path: cost(bens, path) - 6 for path in STARTS} == without
    with CaptureQueriesContext(connection) as statements:
        Client().get("/lessons/")
    assert not statements


# The calendar


def calendar_of(bens, room):
    response = bens.post(f"/classes/{room.pk}/calendar/")
    assert response.status_code == 303
    return Page(bens.get(f"/classes/{room.pk}/")).one("input", readonly="")["value"]


def test_the_calendar_of_an_account_that_is_shut_is_gone(bens, room, ben):
    address = calendar_of(bens, room)
    ben.is_active = False
    ben.save()

    assert Client().get(address).status_code == 404


def test_a_calendar_program_reads_the_dates_with_the_exemption(bens, room, member):
    moved, as_is = due_in_two_days(room, title="One, two; three"), due_in_two_days(room, title="Other")
    due_in_two_days(room, title="Later", published_at=NOW + DAY)
    exempt(moved, {"reason": "Ill", "due_at": NOW + 5 * DAY}, version=1, now=NOW, member=member)

    response = Client().get(calendar_of(bens, room))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert {event["SUMMARY"]: event.decoded("DTSTART") for event in events} == {
        f"One, two; three ({room.name})": NOW + 5 * DAY,
        f"Other ({room.name})": NOW + 2 * DAY,
    }
    assert [event["URL"] for event in events] == [f"http://testserver{page_of(made)}" for made in (moved, as_is)]
    assert "Exemption: Ill" in events[0]["DESCRIPTION"]
    late = "Late work counts 50 %, until 2026-11-26 13:00 (Europe/Berlin)."
    assert late in events[1]["DESCRIPTION"]
    again = icalendar.Calendar.from_ical(Client().get(response.request["PATH_INFO"]).content).walk("VEVENT")
    assert [event["UID"] for event in again] == [event["UID"] for event in events]


def test_another_address_ends_the_one_before_and_none_is_guessed(bens, room):
    first = calendar_of(bens, room)
    second = calendar_of(bens, room)

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    bens.post(f"/classes/{room.pk}/calendar/", {"do": "close"})
    for address in (second, "/calendar/x.ics", "/calendar/-.ics"):
        assert Client().get(address).status_code == 404
    assert not PracticeAnswer.objects.exists()
