"""The class at a glance: who needs help now, what is due, and what each page costs."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from learn.library import library
from learn.models import Assignment, Exchange, Look, Round
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW
from tests.page import Page
from tests.views.teach.made import (
    DONE,
    LONG_AGO,
    MISS,
    RIGHT,
    browser_of,
    challenge_in,
    finished,
    learners_in,
    page_of,
    quiz_in,
    sat,
    sat_by,
    sent,
)

pytestmark = pytest.mark.usefixtures("clock")
WEEK = timedelta(days=7)
LESSON = next(lesson.slug for lesson in library().order)
PAGES = ("", "questions/", "confusion/", "map/", "map/live/")
SCRIPT = "<script>alert(1)</script>"


# Who needs help now


def test_three_misses_on_a_pair_are_listed_with_the_way_to_the_work(teaching, classroom):
    part = quiz_in(classroom)
    member, other = learners_in(classroom, 2)
    sat(member, part, MISS, MISS, MISS)
    sat(other, part, MISS, MISS, RIGHT)

    page = page_of(teaching, classroom)

    assert f"{member.name}: 3 misses on 401 Unauthorized or 403 Forbidden" in page.text
    assert other.name not in page.text
    assert page.links[f"/teach/{classroom.pk}/members/{member.pk}/assignments/{part.assignment_id}/"] == member.name


def test_misses_of_long_ago_or_before_joining_or_in_own_practice_arent_seen(teaching, classroom):
    part = quiz_in(classroom)
    long_ago, joined, own = learners_in(classroom, 3, joined_at=NOW - timedelta(days=20))
    sat(long_ago, part, MISS, MISS, MISS, at=NOW - timedelta(days=15))
    joined.joined_at = NOW - timedelta(hours=1)
    joined.save()
    sat(joined, part, MISS, MISS, MISS, at=NOW - timedelta(days=1))
    practised = sat(own, part, MISS, MISS, MISS)
    practised.part = None
    practised.save()

    assert "Nobody, by these rules" in page_of(teaching, classroom).text


def test_work_from_before_joining_is_seen_where_the_class_counts_it(teaching, classroom):
    classroom.earlier_work_counts = True
    classroom.save()
    (member,) = learners_in(classroom, 1, joined_at=NOW)
    sat(member, quiz_in(classroom), MISS, MISS, MISS, at=NOW - timedelta(days=1))

    assert "3 misses" in page_of(teaching, classroom).text


def test_what_another_class_assigned_isnt_seen(teaching, classroom, ben):
    other = open_class_of(ben)
    (member,) = learners_in(classroom, 1)
    sat(member, quiz_in(other), MISS, MISS, MISS)
    challenge_in(other)
    sent(member, "first-answer", 9)

    assert "Nobody, by these rules" not in page_of(teaching, classroom).text
    quiz_in(classroom)
    page = page_of(teaching, classroom)
    assert "Nobody, by these rules" in page.text
    assert "0 answers" in page_of(teaching, classroom, "confusion/").text


def test_five_requests_stopped_by_one_box(teaching, classroom):
    part = challenge_in(classroom)
    member, other = learners_in(classroom, 2)
    sent(member, "first-answer", 5)
    sent(other, "first-answer", 4)
    sent(other, "first-answer", 9, route=DONE)
    sent(other, "another-challenge", 9)

    page = page_of(teaching, classroom)

    assert f"{member.name}: 5 requests stopped at “Allowed to Access Resource?”" in page.text
    assert other.name not in page.text
    assert f"/teach/{classroom.pk}/members/{member.pk}/assignments/{part.assignment_id}/" in page.links


def test_requests_from_before_joining_dont_count(teaching, classroom):
    challenge_in(classroom)
    (member,) = learners_in(classroom, 1, joined_at=NOW - timedelta(hours=1))
    sent(member, "first-answer", 4, at=NOW - timedelta(hours=2))
    sent(member, "first-answer", 4, at=NOW)

    assert "Nobody, by these rules" in page_of(teaching, classroom).text
    assert "N = 4 requests" in page_of(teaching, classroom, "map/").text


def test_a_solved_challenge_troubles_nobody(teaching, classroom):
    challenge_in(classroom)
    (member,) = learners_in(classroom, 1)
    sent(member, "first-answer", 6)
    member.learner.solvings.create(challenge="first-answer", solved_at=NOW, hints=0, requests=7)

    assert "Nobody, by these rules" in page_of(teaching, classroom).text


def test_a_week_without_work_though_some_is_open(teaching, classroom):
    assign(classroom, ("lesson", {"lesson": LESSON}), published_at=LONG_AGO, opens_at=LONG_AGO)
    quiet, done, just_joined = learners_in(classroom, 3)
    finished(done, LESSON, LONG_AGO + timedelta(days=1))
    just_joined.joined_at = NOW - timedelta(days=6)
    just_joined.save()

    page = page_of(teaching, classroom)

    assert f"{quiet.name}: nothing for 30 days" in page.text
    assert done.name not in page.text and just_joined.name not in page.text


@pytest.mark.parametrize("fields", [{"due_at": NOW - timedelta(days=9)}, {"opens_at": NOW}, {"published_at": None}])
def test_nobody_is_quiet_where_nothing_can_be_handed_in(teaching, classroom, fields):
    made = {"published_at": LONG_AGO, "opens_at": LONG_AGO} | fields
    assign(classroom, ("lesson", {"lesson": LESSON}), **made)
    (member,) = learners_in(classroom, 1)

    assert member.name not in page_of(teaching, classroom).text


def test_an_excused_learner_isnt_quiet(teaching, classroom):
    assignment = assign(classroom, ("lesson", {"lesson": LESSON}), published_at=LONG_AGO, opens_at=LONG_AGO)
    (member,) = learners_in(classroom, 1)
    assignment.exemptions.create(member=member, excused=True, reason="ill", made_at=NOW)

    assert member.name not in page_of(teaching, classroom).text


@pytest.mark.parametrize("work", ["request", "quiz"])
def test_whoever_sent_a_request_or_answered_lately_isnt_quiet(teaching, classroom, work):
    challenge, quiz = challenge_in(classroom, published_at=LONG_AGO), quiz_in(classroom, published_at=LONG_AGO)
    (member,) = learners_in(classroom, 1)
    quiet = f"{member.name}: nothing for 30 days"
    assert quiet in page_of(teaching, classroom).text

    if work == "request":
        sent(member, challenge.wanted["challenge"], at=NOW - timedelta(days=6))
    else:
        sat(member, quiz, RIGHT, at=NOW - timedelta(days=6))

    assert member.name not in page_of(teaching, classroom).text


@pytest.mark.parametrize(("ask", "query", "noted"), [("get", "", 1), ("get", "?names=hidden", 0), ("head", "", 0)])
def test_who_is_named_as_needing_help_is_told_of_the_look_once(teaching, classroom, ask, query, noted):
    members = learners_in(classroom, 3)
    part = quiz_in(classroom)
    sat_by(members[:2], part, MISS, MISS, MISS)
    for _ in range(2):
        assert getattr(teaching, ask)(f"/teach/{classroom.pk}/{query}").status_code == 200

    looks = Look.objects.values_list("at_learner", "by_name", "what", "looked_at")
    expected = [(member.learner_id, "Ada", "what you need help with", NOW) for member in members[:2]]
    assert sorted(looks) == expected * noted


# The first page


def test_an_empty_class_says_what_to_do(teaching, classroom):
    page = page_of(teaching, classroom)
    assert "Nobody learns in this class yet" in page.text
    for path in PAGES:
        page_of(teaching, classroom, path)

    learners_in(classroom, 1)

    assert "Nothing is published yet" in page_of(teaching, classroom).text


def test_what_is_due_next_and_the_round_that_is_on(teaching, classroom):
    assign(classroom, title="Later", due_at=NOW + 2 * WEEK)
    assign(classroom, title="Sooner", due_at=NOW + WEEK)
    assign(classroom, title="Over", due_at=NOW - WEEK)
    page = page_of(teaching, classroom)
    due = page.text.partition("Due next")[2].partition("A round")[0]
    assert due.index("Sooner") < due.index("Later") and "Over" not in due
    assert page.has("form", action=f"/teach/{classroom.pk}/rounds/begin/")

    running = Round.objects.create(classroom=classroom, scenario="gen:v1:1", begun_at=NOW)

    assert f"/teach/{classroom.pk}/rounds/{running.pk}/" in page_of(teaching, classroom).links


def test_every_box_offered_for_a_round_begins_one(teaching, classroom):
    boxes = [option["value"] for option in page_of(teaching, classroom).all("option")]
    for box in boxes:
        response = teaching.post(f"/teach/{classroom.pk}/rounds/begin/", {"box": box})
        assert response.status_code == 303, box
        Round.objects.all().delete()


def test_the_first_page_leads_everywhere_and_says_what_is_seen(teaching, classroom):
    page = page_of(teaching, classroom)
    places = ("gradebook/", "assignments/", "people/", "questions/", "confusion/", "map/", "preview/", "settings/")

    assert {f"/teach/{classroom.pk}/{place}" for place in places} <= set(page.links)
    assert "You see assigned work and no other" in page.text


def test_names_can_be_hidden_on_every_page(teaching, classroom):
    quiz, challenge = quiz_in(classroom), challenge_in(classroom)
    (member,) = learners_in(classroom, 1, name="Secret Sue")
    sat(member, quiz, MISS, MISS, MISS)
    sent(member, "first-answer", 6)
    assert challenge.assignment.pk
    for path in ("?", "questions/?", "confusion/?correct=403&chosen=403&", "gradebook/?"):
        assert "Secret Sue" in page_of(teaching, classroom, path).text
        hidden = page_of(teaching, classroom, f"{path}names=hidden")
        assert "Secret Sue" not in hidden.text and "Learner 1" in hidden.text, path
        shown = {link for link in hidden.links if f"/teach/{classroom.pk}/" in link and "names" not in link}
        assert "Show names" in hidden.links.values(), path
        shown -= {link for link, words in hidden.links.items() if words == "Show names"}
        others = ("people", "assignments", "settings", "preview", "rounds")
        assert not [link for link in shown if not any(name in link for name in others)], path


# Who may


@pytest.mark.parametrize("path", PAGES)
def test_these_pages_are_for_those_who_teach_the_class(classroom, ben, sam, gwen, path):
    put_in(classroom, ben)
    address = f"/teach/{classroom.pk}/{path}"

    assert browser_of(ben).get(address).status_code == 403
    assert browser_of(sam).get(address).status_code == 404
    assert gwen.get(address).status_code == 302


def test_only_instructors_assign_a_pair(classroom, ben, sam):
    put_in(classroom, ben)
    (member,) = learners_in(classroom, 1)
    form = {"pair": "401-403", "member": [member.pk]}

    assert browser_of(ben).post(f"/teach/{classroom.pk}/confusion/assign/", form).status_code == 403
    assert browser_of(sam).post(f"/teach/{classroom.pk}/confusion/assign/", form).status_code == 404
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("name", ["O'Brien & sons", SCRIPT, "נועה \u200f", "=1+1"])
def test_awkward_names_stay_names(teaching, classroom, name):
    (member,) = learners_in(classroom, 1, name=name)
    sat(member, quiz_in(classroom), MISS, MISS, MISS)
    for path in ("", "questions/", "confusion/?correct=403&chosen=403"):
        response = teaching.get(f"/teach/{classroom.pk}/{path}")
        assert SCRIPT not in response.text
        assert name.strip() in [bdi.text for bdi in Page(response).all("bdi")], path


def work_of(members, quiz):
    sat_by(members, quiz, MISS, MISS, MISS, ("gen:v1:5:F", False, 403))
    Exchange.objects.bulk_create(
        Exchange(
            learner=member.learner_id,
            sandbox="sb",
            request_id=f"req_{member.pk}",
            sent_at=NOW,
            method="GET",
            target="/",
            status=403,
            route="A-B-C-E-F-H-I-A",
            challenge="first-answer",
        )
        for member in members
        for _ in range(6)
    )


def test_a_thousand_learners_cost_as_many_statements_as_ten(teaching, classroom):
    quiz = quiz_in(classroom)
    challenge_in(classroom)
    work_of(learners_in(classroom, 10), quiz)

    def costs():
        found = []
        for path in (*PAGES, "confusion/?correct=403&chosen=403"):
            with CaptureQueriesContext(connections["default"]) as asked:
                assert teaching.get(f"/teach/{classroom.pk}/{path}").status_code == 200
            found.append(len(asked))
        return found

    ten = costs()
    work_of(learners_in(classroom, 990), quiz)

    assert costs() == ten
    assert max(ten) <= 16
