"""What has been learnt so far, and what comes next."""

from django.test import Client

from learn.actions.learning import read_lesson, walk_edges
from learn.models import CheckAnswer
from tests.conftest import NOW
from tests.page import Page


def store(learner, question, *, right=True, attempt=1):
    return CheckAnswer.objects.create(
        learner=learner,
        question=question,
        version=1,
        lesson="x",
        attempt=attempt,
        given="1",
        right=right,
        answered_at=NOW,
    )


def test_a_visitor_is_told_how_it_begins(client, library):
    page = Page(client.get("/progress/"))

    assert page.h1 == "Your progress"
    assert "Nothing is kept yet." in page.text
    assert page.one("a", cls="primary")["href"] == f"/lessons/{library.order[0].slug}/"
    assert "/account/export/" not in page.links


def test_continue_comes_first(gwen, guest, library):
    lesson = library.lessons["401-or-403"]
    read_lesson(guest, lesson, place=lesson.headings[0].anchor, now=NOW)

    page = Page(gwen.get("/progress/"))

    first = next(a for a in page.all("a", cls="btn") if "main" in a.inside)
    assert first.text == f"Continue: {lesson.title}"
    assert first["href"] == f"/lessons/401-or-403/#{lesson.headings[0].anchor}"


def test_codes_met_are_shown_with_how(gwen, guest, library):
    read_lesson(guest, library.lessons["401-or-403"], place="", now=NOW)
    store(guest, "door-support")
    walk_edges(guest, [("backend", edge) for edge in library.backend.walk_by({"C": "no"}).edges], now=NOW)

    tiles = {a.text[:3]: a.text for a in Page(gwen.get("/progress/")).all("a", cls="tile")}

    assert "read, reached" in tiles["401"]
    assert "read, answered" in tiles["403"]
    assert "not met yet" in tiles["429"]


def test_lessons_done_and_checks_answered_are_counted(gwen, guest, library):
    read_lesson(guest, library.order[0], place="", now=NOW, finished=True)
    store(guest, "door-support", right=False)
    store(guest, "door-support", right=True, attempt=2)
    store(guest, "door-key", right=False)
    store(guest, "a-question-no-longer-asked")

    page = Page(gwen.get("/progress/"))

    assert f"1 of {len(library.order)} finished" in page.text
    asked = {check for lesson in library.order for check in lesson.checks}
    assert f"2 of {len(asked)} checks answered, 1 of them right at some time" in page.text
    assert page.one("progress")["value"] == "1"


def test_a_question_of_practice_is_no_check(gwen, guest, library):
    asked = {check for lesson in library.order for check in lesson.checks}
    store(guest, next(item for item in library.items if item not in asked))

    assert "0 of " in Page(gwen.get("/progress/")).one("section", aria_labelledby="done").text.partition("checks")[0]
    assert f"0 of {len(asked)} checks answered" in Page(gwen.get("/progress/")).text


def test_the_share_of_each_chart_walked_is_shown(gwen, guest, library):
    walk_edges(guest, [("backend", edge) for edge in library.backend.walk_by({"C": "no"}).edges], now=NOW)

    page = Page(gwen.get("/progress/"))

    rows = {row.text.split(" ", 1)[0]: row.text for row in page.all("tr")}
    assert len(rows) >= 2
    backend = next(row.text for row in page.all("tr") if library.backend.title in row.text)
    ways = sum(1 for edge in library.backend.edges if not edge.back_to_client)
    assert f"4 of 203 of {ways}" in backend


def test_all_lessons_finished_leads_to_the_wizard(gwen, guest, library):
    for lesson in library.order:
        guest.lessons.create(lesson=lesson.slug, opened_at=NOW, left_at=NOW, finished_at=NOW)

    page = Page(gwen.get("/progress/"))

    assert "All lessons are finished." in page.text
    assert page.one("a", cls="primary")["href"] == "/wizard/"


def test_a_guest_is_offered_an_account_and_an_account_is_greeted(gwen, client, ben):
    assert "Create an account" in gwen.get("/progress/").text

    client.force_login(ben)
    page = Page(client.get("/progress/"))
    assert page.h1 == "Good to see you, Ben O'Neill"
    assert "Create an account" not in page.text


def test_a_guest_who_has_done_nothing_doesnt_get_a_visitors_page(gwen):
    visitor = Client().get("/progress/")
    guest = gwen.get("/progress/", headers={"If-None-Match": visitor["ETag"]})

    assert guest.status_code == 200
    assert "Kept for this browser." in guest.text


def test_two_guests_who_did_as_much_see_each_their_own(gwen):
    other_browser = Client()
    other_browser.post("/lessons/401-or-403/reading/")
    gwen.post("/lessons/401-or-403/reading/")
    sent = {"attempt": 1, "version": 1}
    gwen.post("/lessons/401-or-403/checks/door-support/", sent | {"given": "403"})
    other_browser.post("/lessons/401-or-403/checks/door-support/", sent | {"given": "404"})
    gwen.post("/wizard/backend/walked/", {"query": "C=no"})
    other_browser.post("/wizard/auth/walked/", {"query": "a1=yes&a2=yes&a3=yes"})

    mine, theirs = gwen.get("/progress/"), other_browser.get("/progress/")

    assert mine["ETag"] != theirs["ETag"]
    assert "1 of them right" in Page(mine).text
    assert "0 of them right" in Page(theirs).text
