"""Today's review and how it is wished; what can be taken along."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from learn.actions.accounts import EXPORTED
from learn.domain.practice.memory import CardKey
from learn.models import Card, Learner, PracticeAnswer, Sitting
from tests.conftest import NOW
from tests.page import Page
from tests.views.practising import BEGIN, answer, answer_all, asked, begin

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)
SETTINGS = "/practice/settings/"
WISHED = {"cards_a_day": "20", "time_zone": "", "practice_paused": "", "weeks_shown": "on"}
FILES = {
    "anki": ("application/octet-stream", "statusline.apkg"),
    "gift": ("text/plain; charset=utf-8", "statusline.gift.txt"),
    "moodle": ("application/xml; charset=utf-8", "statusline.xml"),
    "csv": ("text/csv; charset=utf-8", "statusline-questions.csv"),
    "answers.csv": ("text/csv; charset=utf-8", "my-answers.csv"),
    "answers.json": ("application/json", "my-answers.json"),
}


@pytest.fixture
def browser(client, ada, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(ada)
    return client


def wish(browser, **wishes):
    return browser.post(SETTINGS, WISHED | wishes)


def surfaces(kind="review"):
    entries = json.loads(Sitting.objects.filter(kind=kind).latest("pk").entries)["entries"]
    return [CardKey(*card) for _, card, _ in entries]


def card(learner, key, *, due, **more):
    fields = {"stability": 5.0, "difficulty": 5.0, "last_review": due - 5 * DAY, "reviews": 2, "lapses": 0}
    return Card.objects.create(
        learner=learner, pair=key.pair, code=key.code, due=due, quick_streak=0, missed=False, **(fields | more)
    )


# Today's review


def test_a_visitor_is_offered_everything_without_a_statement_or_a_cookie(client, library):
    page = Page(client.get("/practice/"))

    buttons = [b["value"] for b in page.all("button") if b.attrs.get("name") in ("kind", "about")]
    assert {"mixed", "interview", "mock", *library.pairs} <= set(buttons)
    assert "misses" not in buttons and "Nothing yet. It fills with what goes wrong." in page.text
    assert "20 new. At most 20 a day." in page.text
    assert {o["value"] for o in page.all("option")} == set(library.lessons)
    assert not page.has("form", action=SETTINGS)


def test_a_review_brings_due_cards_first_and_then_new_ones(browser, ada, library):
    due = [CardKey("401-403", 401), CardKey("429-503", 503), CardKey("405-501", 405)]
    for number, key in enumerate(due):
        card(ada.learner, key, due=NOW - number * DAY)
    card(ada.learner, CardKey("404-410", 410), due=NOW + 3 * DAY)
    assert "3 to bring back, 17 new." in Page(browser.get("/practice/")).text

    begin(browser, "review")

    assert len(surfaces()) == 20
    assert set(due) < set(surfaces()) and CardKey("404-410", 410) not in surfaces()


def test_a_confident_miss_comes_before_everything_else_that_is_due(browser, ada):
    for number, key in enumerate([CardKey("401-403", 401), CardKey("429-503", 503)]):
        card(ada.learner, key, due=NOW - (5 + number) * DAY)
    card(ada.learner, CardKey("405-501", 405), due=NOW, confident_miss=True)

    begin(browser, "review")

    assert surfaces()[0] == CardKey("405-501", 405)


def test_a_miss_comes_back_tomorrow(browser, time_machine):
    url = begin(browser, "review")
    missed = asked(browser, url)[0]
    answer(browser, url, right=False, certainty="3")
    answer_all(browser, url)
    assert "Done for today." in Page(browser.get("/practice/")).text

    time_machine.move_to(NOW + DAY, tick=False)
    begin(browser, "review")

    assert surfaces()[0] == CardKey(missed.pair, missed.codes[0])


def test_a_day_has_no_more_reviews_than_are_wished(browser, time_machine):
    wish(browser, cards_a_day="3")
    assert answer_all(browser, begin(browser, "review")) == 3
    again = browser.post(BEGIN, {"kind": "review"})
    assert (again.status_code, Page(again).h1) == (200, "Nothing to ask")
    assert "Today's review is done." in again.text

    time_machine.move_to(NOW + DAY, tick=False)
    assert answer_all(browser, begin(browser, "review")) == 3


def test_what_is_left_of_an_open_review_is_gone_on_with_after_the_days_cap(browser):
    url = begin(browser, "review")
    answer(browser, url)
    wish(browser, cards_a_day="1")

    assert browser.post(BEGIN, {"kind": "review"}).url == url


def test_after_an_absence_ten_are_offered(browser, ada, library):
    keys = [CardKey(pair.slug, code) for pair in library.pairs.values() for code in pair.codes]
    for key in keys[:25]:
        card(ada.learner, key, due=NOW - 10 * DAY)
    page = Page(browser.get("/practice/"))
    assert page.one("button", name="about", value="restart").text == "Begin again with ten"

    begin(browser, "review", "restart")

    assert len(surfaces()) == 10


def test_paused_reviews_wait(browser):
    wish(browser, practice_paused="on")

    assert "Reviews are paused." in Page(browser.get("/practice/")).text
    assert "Reviews are paused in your settings." in browser.post(BEGIN, {"kind": "review"}).text
    assert begin(browser, "mixed")


def test_weeks_in_a_row_are_shown_until_they_are_switched_off(browser):
    answer(browser, begin(browser, "mixed"))
    assert "1 week in a row." in Page(browser.get("/practice/")).text

    wish(browser, weeks_shown="")

    assert "1 week in a row." not in browser.get("/practice/").text


# How it is wished


def test_wishes_are_kept_and_shown(browser, ada):
    response = wish(browser, cards_a_day="7", time_zone=" Asia/Kolkata ", practice_paused="on", weeks_shown="")

    assert (response.status_code, response.url) == (303, "/practice/#settings")
    kept = Learner.objects.get(pk=ada.learner.pk)
    assert (kept.cards_a_day, kept.time_zone, kept.practice_paused, kept.weeks_shown) == (
        7, "Asia/Kolkata", True, False,
    )  # fmt: skip
    page = Page(browser.get("/practice/"))
    assert "Your practice settings have been saved." in page.text
    assert (page.typed("cards_a_day"), page.typed("time_zone")) == ("7", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("wishes", "right"),
    [
        ({"cards_a_day": "0"}, "At least one a day, or pause practice."),
        ({"cards_a_day": "201"}, "At most 200 a day."),
        ({"cards_a_day": ""}, "This field is required."),
        ({"time_zone": "Mars/Olympus"}, "They look like Europe/Berlin or America/New_York."),
        ({"time_zone": "../../etc/passwd"}, "No time zone has this name."),
        ({"time_zone": "localtime"}, "No time zone has this name."),
        ({"time_zone": "x" * 61}, "at most 60 characters"),
    ],
)
def test_a_wish_that_cant_be_kept_is_told_what_would_be_right(client, wishes, right):
    response = wish(client, **wishes)

    page = Page(response)
    assert response.status_code == 422
    assert right in page.one("div", cls="errors").text
    assert page.typed(next(iter(wishes))) == next(iter(wishes.values()))
    assert len(page.ids) == len(set(page.ids))
    assert not response.cookies and not Learner.objects.exists()


def test_a_day_begins_where_the_learner_is(browser, ada, time_machine):
    wish(browser, time_zone="Pacific/Auckland", cards_a_day="1")
    # 12:00 UTC is 1:00 there, which is still the evening before.
    answer_all(browser, begin(browser, "review"))
    assert str(ada.learner.practice_days.get().day) == "2026-11-22"
    time_machine.move_to(NOW + timedelta(hours=3, minutes=1), tick=False)

    answer_all(browser, begin(browser, "review"))

    assert str(ada.learner.practice_days.latest("day").day) == "2026-11-23"
    assert set(PracticeAnswer.objects.values_list("time_zone", flat=True)) == {"Pacific/Auckland"}


# Taking along


@pytest.mark.parametrize("what", FILES)
def test_a_file_has_its_type_and_its_name(browser, what):
    answer(browser, begin(browser, "mixed"))
    response = browser.get(f"/practice/take/{what}")

    media_type, name = FILES[what]
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    own = what.startswith("answers")
    assert response["Cache-Control"] == ("private, no-store" if own else "public, max-age=300")
    assert f"/practice/take/{what}" in Page(browser.get("/practice/")).links


def test_the_questions_can_be_read_back(client, library):
    rows = list(csv.DictReader(io.StringIO(client.get("/practice/take/csv").text)))
    assert [row["id"] for row in rows] == list(library.items)
    deck = zipfile.ZipFile(io.BytesIO(client.get("/practice/take/anki").content))
    assert deck.testzip() is None and "collection.anki2" in deck.namelist()
    assert client.get("/practice/take/gift").text.count("::") >= len(library.items)
    assert client.get("/practice/take/moodle").text.startswith("<?xml")


def test_ones_own_answers_are_ones_own_alone(browser, ben):
    other = Client()
    other.force_login(ben)
    answer(other, begin(other, "interview"), **{"given": "Ben's words"})
    url = begin(browser, "mixed")
    for _ in range(3):
        answer(browser, url)

    rows = json.loads(browser.get("/practice/take/answers.json").text)
    lines = list(csv.DictReader(io.StringIO(browser.get("/practice/take/answers.csv").text)))

    assert list(rows[0]) == list(lines[0]) == list(EXPORTED["PracticeAnswer"])
    assert [row["place"] for row in rows] == [0, 1, 2]
    assert [line["item"] for line in lines] == [row["item"] for row in rows]
    assert rows[0]["answered_at"] == "2026-11-22T12:00:00Z"
    assert "Ben's words" not in str(rows)


@pytest.mark.parametrize("what", ["answers.csv", "answers.json"])
def test_a_visitor_has_no_answers_to_take_along(client, what):
    response = client.get(f"/practice/take/{what}")

    assert response.status_code == 403
    assert "Nothing is kept about you yet" in response.text
    assert f"/practice/take/{what}" not in Page(client.get("/practice/")).links


def test_an_account_without_answers_takes_an_empty_file(browser):
    assert json.loads(browser.get("/practice/take/answers.json").text) == []
    assert len(browser.get("/practice/take/answers.csv").text.splitlines()) == 1


@pytest.mark.parametrize("what", ["answers", "answers.xml", "ANKI", "csv/", "..%2Fsettings"])
def test_there_is_no_other_file(client, what):
    assert client.get(f"/practice/take/{what}").status_code == 404


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " ="])
def test_no_answer_becomes_a_formula(browser, ada, sign):
    PracticeAnswer.objects.create(
        learner=ada.learner, place=0, item="x", version=1, kind="pair", code=403, right=False, rating=1,
        given=f'{sign}HYPERLINK("http://evil.example")', seconds=1, quick_seconds=1, time_zone="UTC", answered_at=NOW,
    )  # fmt: skip

    (row,) = csv.DictReader(io.StringIO(browser.get("/practice/take/answers.csv").text))

    assert row["given"].startswith("'")
