"""The answers behind a cell of the confusion matrix: one's own, the newest first, each with its reasons."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.conftest import NOW
from tests.page import Page
from tests.views.practised import answer, store

CELL = "/progress/answers/?code=404&chosen=403"


def test_a_cell_opens_its_questions_with_what_was_given_and_why(gwen, guest, library):
    item = next(i for i in library.items.values() if i.kind == "code" and i.right.key == "404" and i.codes[0] == 404)
    wrong = next(near for near in item.answers if not near.right)
    chosen = int(wrong.key)
    store(answer(guest, 404, chosen, item=item.id, version=item.version, given=wrong.key))

    page = Page(gwen.get(f"/progress/answers/?code=404&chosen={chosen}"))

    registry = library.registry
    assert page.h1 == f"Where you chose {registry[chosen]} and 404 Not Found was right"
    assert "1 answer, the newest first." in page.text
    assert f"You answered {wrong.text}." in page.text
    assert "It would be right when" in page.text


def test_a_question_that_was_revised_says_so(gwen, guest):
    store(answer(guest, 404, 403, version=99))

    assert (
        "A question about 404 Not Found that was revised since. You chose 403 Forbidden." in Page(gwen.get(CELL)).text
    )


def test_nobody_sees_anothers_answers(gwen, guest, ada):
    store(answer(ada.learner, 404, 403))

    for browser in (gwen, Client()):
        assert "There is no answer of yours to show here." in browser.get(CELL).text


def test_the_newest_hundred_come_newest_first(gwen, guest):
    store(*[answer(guest, 404, 403, answered_at=NOW - timedelta(days=n)) for n in range(120)])

    page = Page(gwen.get(CELL))
    days = [time["datetime"] for time in page.all("time")]

    assert len(days) == 100
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-11-22"
    assert "100 answers, the newest first; older ones aren't shown." in page.text


def test_without_a_cell_the_last_answers_are_shown_also_those_the_lab_gave(gwen, guest):
    store(answer(guest, 404, 403), answer(guest, 409, None, item="lab", version=0, kind="lab", right=True))

    page = Page(gwen.get("/progress/answers/"))

    assert page.h1 == "Your last answers"
    assert "You made the lab answer 409 Conflict." in page.text
    assert "2 answers" in page.text


def test_the_date_is_the_learners(gwen, guest):
    guest.time_zone = "Pacific/Auckland"
    guest.save()
    store(answer(guest, 404, 403))

    assert Page(gwen.get(CELL)).one("time")["datetime"] == "2026-11-23"


@pytest.mark.parametrize("code", ["", "999", "-1", "4" * 5000, "٤٠٤", "404.0", "%00", "x"])
def test_what_is_no_cell_isnt_found(gwen, code):
    for query in (f"code={code}&chosen=403", f"code=403&chosen={code}"):
        response = gwen.get(f"/progress/answers/?{query}")

        assert response.status_code == 404
        assert "two registered codes" in response.text


def test_a_new_answer_makes_the_page_another(gwen, guest):
    store(answer(guest, 404, 403))
    etag = gwen.get(CELL)["ETag"]
    assert gwen.get(CELL, headers={"If-None-Match": etag}).status_code == 304

    store(answer(guest, 404, 403))
    assert gwen.get(CELL, headers={"If-None-Match": etag}).status_code == 200
