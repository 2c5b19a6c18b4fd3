"""Who sees what of a round: no spread before its time, no names, no answer; and what open pages are told."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learn.actions.planning import find_question
from learn.domain.lab.trace import trace_from
from learn.models import Vote
from tests.classes import put_in
from tests.conftest import NOW, make_user
from tests.page import Page
from tests.views.teach.made import browser_of, learners_in
from tests.views.teach.rounding import everything, lead, part, predict, step

pytestmark = pytest.mark.django_db(databases="__all__")
BOXES_AT_ONCE = ("D", "G", "I", "K", "N", "x-F", "x-B")


# What is seen of it


def test_nobody_sees_a_spread_before_its_phase_is_over(ada_browser, ben_browser, current):
    overview = f"/teach/{current.classroom_id}/"
    pages = (lead(current), lead(current, "live/"), overview), (part(current), part(current, "live/"))
    labels = {"first": "First prediction:", "second": "Second prediction:"}
    predict(ben_browser, current, "D")
    for phase in ("first", "discuss", "second", "sent"):
        seen = everything(ada_browser, *pages[0]), everything(ben_browser, *pages[1])
        over = {"first": [], "discuss": ["first"], "second": ["first"], "sent": ["first", "second"]}[phase]
        for text in seen:
            assert [each for each, label in labels.items() if label in text] == over, phase
            assert ('class="votes"' in text) == bool(over), phase
        step(ada_browser, current)
        if phase == "discuss":
            predict(ben_browser, current, "G", phase="second")


def test_the_instructor_sees_how_many_have_predicted_and_not_what(ada_browser, ben_browser, current):
    predict(ben_browser, current, "D")

    text = Page(ada_browser.get(lead(current, "live/"))).text
    assert "1 of 1 have predicted" in text
    assert "401 Unauthorized" not in text


def test_a_round_that_is_ended_shows_what_was_predicted_so_far(ada_browser, ben_browser, current):
    predict(ben_browser, current, "D")
    step(ada_browser, current, close="1")

    for browser, page in ((ada_browser, lead(current)), (ben_browser, part(current))):
        text = Page(browser.get(page)).text
        assert "First prediction: 1 of 1" in text
        assert "Second prediction:" not in text
        assert "This round is over." in text


def test_no_name_is_on_any_page_of_a_round(ada_browser, ben_browser, current):
    for phase in ("first", "discuss", "second", "sent"):
        if phase in ("first", "second"):
            predict(ben_browser, current, "D", phase=phase)
        found = everything(ada_browser, lead(current), lead(current, "live/"))
        found += everything(ben_browser, part(current), part(current, "live/")).replace("Ben O&#x27;Neill", "")
        for name in ("Benjamin", "&amp; sons", "Ben O"):
            assert name not in found, phase
        if phase != "sent":
            step(ada_browser, current)


def test_the_true_answer_is_nowhere_before_the_request_is_sent(ada_browser, ben_browser, current):
    item = find_question(current.scenario)
    for _ in range(3):
        text = everything(ada_browser, lead(current)) + everything(ben_browser, part(current), part(current, "live/"))
        assert item.right.why not in text
        assert 'class="node exit is-4 on' not in text
        assert "How it went" not in text
        step(ada_browser, current)


def test_the_request_is_sent_and_everybody_sees_route_code_and_words(ada_browser, ben_browser, current):
    for phase in ("first", "discuss", "second"):
        if phase != "discuss":
            predict(ben_browser, current, "D" if phase == "first" else "G", phase=phase)
        assert step(ada_browser, current).status_code == 303, phase
    current.refresh_from_db()
    trace = trace_from(current.record)
    trace_place = trace.route[-2]

    for browser, page in ((ada_browser, lead(current)), (ben_browser, part(current))):
        shown = Page(browser.get(page))
        assert trace.route_text in shown.text
        assert f"How it went: {trace.status}" in shown.text
        assert trace.steps[-1].get("because", "") in shown.text
        assert f"First prediction: 1 of 1, {100 if trace_place == 'D' else 0} % right" in shown.text
        assert f"Second prediction: 1 of 1, {100 if trace_place == 'G' else 0} % right" in shown.text
        assert "on" in " ".join(" ".join(each.classes) for each in shown.all("path")).split()
    assert "Your first prediction: 401 Unauthorized" in Page(ben_browser.get(part(current))).text


# What changes by itself


def live(browser, path, etag=""):
    return browser.get(path, headers={"If-None-Match": etag} if etag else {})


def test_an_open_page_is_told_nothing_until_something_is_new(ada_browser, ben_browser, current):
    etag = live(ada_browser, lead(current, "live/?seen=first"))["ETag"]
    assert live(ada_browser, lead(current, "live/?seen=first"), etag).status_code == 304
    predict(ben_browser, current)

    assert live(ada_browser, lead(current, "live/?seen=first"), etag).status_code == 200


def test_a_learners_open_page_hears_of_the_next_step_and_not_of_others_predictions(ada_browser, ben_browser, current):
    first = live(ben_browser, part(current, "live/?seen=first"))
    assert "next step" not in first.text
    predict(ben_browser, current)
    assert live(ben_browser, part(current, "live/?seen=first"), first["ETag"]).status_code == 304
    step(ada_browser, current)
    told = live(ben_browser, part(current, "live/?seen=first"), first["ETag"])

    assert "The next step has begun." in Page(told).text
    assert part(current) in Page(told).links
    assert "next step" not in live(ben_browser, part(current, "live/?seen=discuss")).text
    step(ada_browser, current, close="1")
    assert live(ben_browser, part(current, "live/?seen=first"), told["ETag"]).status_code == 200


def test_an_open_page_of_another_instructor_hears_of_the_next_step(ada_browser, current):
    step(ada_browser, current)

    told = Page(live(ada_browser, lead(current, "live/?seen=first")))
    assert lead(current) in told.links


def test_the_open_page_asks_from_where_it_stands(ada_browser, ben_browser, current):
    for phase in ("first", "discuss", "second", "sent"):
        for browser, page in ((ada_browser, lead(current)), (ben_browser, part(current))):
            assert re.search(rf'data-live="{page}live/\?seen={phase}"', browser.get(page).text), (phase, page)
        step(ada_browser, current)


def statements(browser, path, etag=""):
    with CaptureQueriesContext(connection) as asked:
        live(browser, path, etag)
    return len(asked)


def test_a_round_costs_the_same_with_one_vote_and_with_a_hundred(ada_browser, ben_browser, current):
    paths = {lead: ada_browser, part: ben_browser}
    predict(ben_browser, current)
    for _ in range(3):
        step(ada_browser, current)
    asked = [(browser, where(current, tail)) for where, browser in paths.items() for tail in ("", "live/")]
    few = [statements(browser, path) for browser, path in asked]
    places = [BOXES_AT_ONCE[number % len(BOXES_AT_ONCE)] for number in range(100)]
    members = learners_in(current.classroom, 100)
    Vote.objects.bulk_create(
        Vote(round=current, member=member, phase=phase, place=place, certainty=1, voted_at=NOW)
        for member, place in zip(members, places, strict=True)
        for phase in ("first", "second")
    )

    assert [statements(browser, path) for browser, path in asked] == few
    assert few[1] <= 6
    assert few[3] <= 6


def test_where_nothing_is_new_a_look_costs_four_statements(ada_browser, ben_browser, current):
    for browser, path in ((ada_browser, lead(current, "live/")), (ben_browser, part(current, "live/"))):
        assert statements(browser, path, live(browser, path)["ETag"]) <= 4


def test_several_learners_are_counted_by_place(ada_browser, current):
    for number, place in enumerate(("D", "D", "G")):
        user = make_user(f"pupil {number}")
        put_in(current.classroom, user)
        predict(browser_of(user), current, place)
    step(ada_browser, current)

    text = Page(ada_browser.get(lead(current)), drawing=False).text
    assert "First prediction: 3 of 3" in text
    assert "2 66 %" in text
    assert "1 33 %" in text
