"""Days practised, reviews to come and work in the lab on the progress page; and what the page is a function of."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.models import PracticeDay
from tests.conftest import NOW
from tests.views.practised import answer, card, part, predicted, shown, store

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


# Days


def test_the_calendar_and_its_table_say_the_same(gwen, guest):
    for days, count in ((0, 3), (1, 25), (9, 7), (200, 4)):
        PracticeDay.objects.create(learner=guest, day=TODAY - timedelta(days=days), answers=count)

    page = shown(gwen)
    section = page.one("section", aria_labelledby="days").text

    assert "3 days in the last 26 weeks, with 35 answers. 2 weeks in a row." in section
    depths = [name for rect in page.all("rect") for name in rect.classes if name.startswith("depth-")][:-5]
    assert sorted(name for name in depths if name != "depth-0") == ["depth-1", "depth-2", "depth-4"]
    assert "16 Nov 2026Sat 25, Sun 328" in section
    assert "9 Nov 2026Fri 77" in section


def test_weeks_in_a_row_can_be_switched_off(gwen, guest):
    PracticeDay.objects.create(learner=guest, day=TODAY, answers=1)
    assert "in a row" in part(gwen, "days")

    guest.weeks_shown = False
    guest.save()
    assert "in a row" not in part(gwen, "days")
    assert "1 day in the last 26 weeks" in part(gwen, "days")


def test_the_day_is_the_learners_own(gwen, guest, time_machine):
    guest.time_zone = "Pacific/Auckland"
    guest.save()
    card(guest, "401-403", 403, stability=1.0)

    assert "Sun 22 Nov, today" in part(gwen, "forecast")
    time_machine.move_to(NOW + timedelta(hours=3, minutes=30), tick=False)
    assert "Mon 23 Nov, today" in part(gwen, "forecast")


def test_the_forecast_and_its_table_say_the_same(gwen, guest):
    for code, days in ((401, 1), (403, 1), (404, 3), (410, 40)):
        card(guest, "401-403", code, stability=float(days))

    page = shown(gwen)
    table = [row.text for row in page.all("tr") if "Nov" in row.text or "Dec" in row.text]
    bars = page.one("section", aria_labelledby="forecast")

    assert len(table) == 14
    assert [row for row in table if not row.endswith("0")] == ["Mon 23 Nov2", "Wed 25 Nov1"]
    assert "3 in the next two weeks" in bars.text
    assert [text.text for text in page.all("text", cls="count")] == ["2", "1"]


# The lab


def test_codes_obtained_are_told_with_day_and_request_but_without_the_sandboxs_address(gwen, guest):
    guest.time_zone = "America/Los_Angeles"
    guest.save()
    request = f"PATCH /lab/{'s' * 30}/api/v1/orders/8472"
    guest.obtained.create(code=409, request=request, obtained_at=NOW - timedelta(hours=10))

    text = part(gwen, "obtained")

    assert "You made a server answer 409 Conflict on 21 Nov 2026 with PATCH /api/v1/orders/8472" in text
    assert "s" * 30 not in gwen.get("/progress/").text


def test_ways_taken_by_requests_and_by_the_wizard_are_told_apart(gwen, guest, library):
    for source, target, by in (("A", "B", "lab"), ("A", "B", "wizard"), ("B", "C", "wizard")):
        guest.walked.create(graph="backend", source=source, target=target, by=by, walked_at=NOW)
    a, b, c, d = (library.backend[box].label for box in "ABCD")

    rows = {row.text for row in shown(gwen).all("tr")}

    assert {f"{a} → {b}takenwalked", f"{b} → {c}–walked", f"{c} → {d}––"} <= rows
    assert "taken 1 of the 19 arrows and 2 of the 20 boxes" in part(gwen, "walked")


def test_challenges_solved_are_counted_as_far_as_there_are_such(gwen, guest, library):
    for slug in (next(iter(library.challenges)), "gone"):
        guest.solved.create(challenge=slug, first_at=NOW, best_at=NOW, hints=0, requests=1)

    assert f"1 of {len(library.challenges)} solved" in part(gwen, "obtained")


# What the page is a function of


def test_whatever_is_kept_anew_makes_the_page_another(gwen, guest):
    steps = [
        lambda: card(guest, "401-403", 403),
        lambda: store(answer(guest, 404, 403)),
        lambda: guest.cards.update(known_at=NOW),
        lambda: PracticeDay.objects.create(learner=guest, day=TODAY, answers=1),
        lambda: PracticeDay.objects.update(answers=2),
        lambda: predicted(guest, 1, 3, True).save(),
        lambda: guest.obtained.create(code=409, request="GET /x", obtained_at=NOW),
        lambda: guest.walked.create(graph="backend", source="A", target="B", by="lab", walked_at=NOW),
        lambda: guest.solved.create(challenge="first-answer", first_at=NOW, best_at=NOW, hints=0, requests=1),
        lambda: type(guest).objects.filter(pk=guest.pk).update(weeks_shown=False),
        lambda: type(guest).objects.filter(pk=guest.pk).update(time_zone="Asia/Tokyo"),
    ]
    etag = gwen.get("/progress/")["ETag"]
    for step in steps:
        step()
        response = gwen.get("/progress/", headers={"If-None-Match": etag})
        assert response.status_code == 200
        etag = response["ETag"]
        assert gwen.get("/progress/", headers={"If-None-Match": etag}).status_code == 304


def test_tomorrow_the_page_is_another_and_at_another_hour_the_same(gwen, guest, time_machine):
    card(guest, "401-403", 403)
    etag = gwen.get("/progress/")["ETag"]

    time_machine.move_to(NOW + timedelta(hours=15), tick=False)
    assert gwen.get("/progress/", headers={"If-None-Match": etag}).status_code == 304
    time_machine.move_to(NOW + timedelta(hours=16), tick=False)
    assert gwen.get("/progress/", headers={"If-None-Match": etag}).status_code == 200


def statements(browser, path):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/progress/", "/progress/answers/?code=404&chosen=403", "/progress/answers/"])
def test_a_long_history_costs_as_many_statements_as_a_short_one(ada, path):
    browser = Client()
    browser.force_login(ada)
    card(ada.learner, "401-403", 403)
    store(*[answer(ada.learner, 404, 403)] * 10)
    short = statements(browser, path)

    codes = [400, 401, 403, 404, 409, 410, 412, 422, 429, 500, 502, 503, 504]
    store(*[answer(ada.learner, codes[n % 13], codes[n % 7], certainty=n % 3 + 1) for n in range(10_000)])
    for number in range(300):
        PracticeDay.objects.create(learner=ada.learner, day=TODAY - timedelta(days=number), answers=number)

    assert statements(browser, path) == short <= 14
