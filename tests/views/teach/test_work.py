"""A learner's work as an instructor reads it, and the line that each look leaves behind."""

from datetime import timedelta

import pytest

from learn.library import library
from learn.models import Look, Member, Sending
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW
from tests.page import Page
from tests.views.teach.made import LONG_AGO, browser_of, finished, learners_in, only_part, sat, sent

pytestmark = pytest.mark.usefixtures("clock")
LESSON = "401-or-403"


@pytest.fixture
def member(classroom, ben):
    return put_in(classroom, ben, "Ben", joined_at=LONG_AGO)


def address(member, assignment=None):
    path = f"/teach/{member.classroom_id}/members/{member.pk}/"
    return f"{path}assignments/{assignment.pk}/" if assignment else path


def work(browser, member, assignment):
    response = browser.get(address(member, assignment))
    assert response.status_code == 200
    return Page(response)


def test_answers_are_shown_with_question_and_marking(teaching, classroom, member):
    assignment = assign(classroom, ("quiz", {"pair": "401-403", "count": 2}))
    item = library().items["door-key"]
    sat(member, only_part(assignment), ("door-key", False, 403), ("door-key", True, 401))

    page = work(teaching, member, assignment)

    assert "Attempt 1: 1 of 2 right" in page.text
    assert page.text.count(item.stem.split("`")[0][:30].replace("*", "").strip()) >= 2
    assert [pill.text for pill in page.all("span", cls="pill") if "right" in pill.text] == ["not right", "right"]
    assert next(quoted.text for quoted in page.all("q")).startswith("403")


def test_requests_are_shown_with_their_way_and_what_was_expected(teaching, classroom, member):
    assignment = assign(classroom, ("challenge", {"challenge": "first-answer"}))
    sent(member, "first-answer", 1)
    Sending.objects.create(
        learner=member.learner,
        number="n",
        sent_at=NOW,
        challenge="first-answer",
        place="D",
        code=401,
        certainty=3,
        request_id=f"req_{member.pk}_0",
        status=403,
        right=False,
    )
    member.learner.hints.create(challenge="first-answer", number=1, opened_at=NOW)

    text = work(teaching, member, assignment).text

    assert "GET /orders/1" in text
    assert "Load Balancer or Gateway → Authenticated? → Application Service → Input Valid?" in text
    assert "→ Allowed to Access Resource? → 403 Forbidden" in text
    assert "Predicted 401 Unauthorized, 401 (sure): not right" in text
    assert "Hints opened: 1." in text and "Not solved." in text


def test_a_lesson_is_shown_with_its_checks(teaching, classroom, member):
    assignment = assign(classroom, ("lesson", {"lesson": LESSON}))
    assert "Not opened yet" in work(teaching, member, assignment).text
    finished(member, LESSON)
    item = library().items["door-support"]
    member.learner.answers.create(
        question=item.id, version=item.version, lesson=LESSON, attempt=1, given="401", right=False, answered_at=NOW
    )

    page = work(teaching, member, assignment)

    assert "Finished 22 Nov 2026, 13:00" in page.text
    assert [pill.text for pill in page.all("span", cls="pill") if "right" in pill.text] == ["not right"]


def test_the_lines_explain_the_grade(teaching, classroom, member):
    assignment = assign(classroom, ("lesson", {"lesson": LESSON}), due_at=NOW - timedelta(days=1))
    for page in (work(teaching, member, assignment), Page(teaching.get(address(member)))):
        assert "Lesson: nothing done by 21 Nov, so 0 %" in page.text
        assert "missing" in page.text


def test_only_what_the_class_assigned_and_only_since_joining(teaching, classroom, member):
    member.joined_at = NOW - timedelta(hours=1)
    member.save()
    quiz = assign(classroom, ("quiz", {"pair": "401-403", "count": 2}))
    challenge = assign(classroom, ("challenge", {"challenge": "first-answer"}))
    lesson = assign(classroom, ("lesson", {"lesson": LESSON}))
    before = NOW - timedelta(days=1)
    sat(member, only_part(quiz), ("door-key", False, 403), at=before)
    sent(member, "first-answer", 1, at=before)
    sent(member, "another", 1, at=NOW)
    finished(member, LESSON, before)

    assert "No attempt yet" in work(teaching, member, quiz).text
    assert "No request yet" in work(teaching, member, challenge).text
    assert "Not opened yet" in work(teaching, member, lesson).text
    classroom.earlier_work_counts = True
    classroom.save()
    assert "Attempt 1" in work(teaching, member, quiz).text
    assert "GET /orders/1" in work(teaching, member, challenge).text
    assert "Finished" in work(teaching, member, lesson).text


def test_a_question_that_changed_since_is_told_so(teaching, classroom, member):
    assignment = assign(classroom, ("quiz", {"pair": "401-403", "count": 2}))
    sitting = sat(member, only_part(assignment), ("door-key", False, 403))
    sitting.answers.update(version=99)

    assert "A question that was revised" in work(teaching, member, assignment).text


@pytest.mark.parametrize("kind", [("review", {"days": 2, "of": 7}), ("diagram", {"percent": 50, "by": "lab"})])
def test_parts_without_work_to_read_are_named(teaching, classroom, member, kind):
    assert "What counts of it is said above" in work(teaching, member, assign(classroom, kind)).text


# Looks


def test_each_look_leaves_one_line_in_ten_minutes(teaching, classroom, member, clock):
    assignment = assign(classroom, ("lesson", {"lesson": LESSON}), title="Week 1")
    for _ in range(3):
        teaching.get(address(member, assignment))
        teaching.get(address(member))
    looks = Look.objects.order_by("pk")
    assert [look.what for look in looks] == ["your work in “Week 1”", "your grades in all assignments"]
    assert {(look.by_name, look.at_learner, look.looked_at) for look in looks} == {("Ada", member.learner, NOW)}

    clock.shift(timedelta(minutes=9))
    teaching.get(address(member, assignment))
    assert Look.objects.count() == 2
    clock.shift(timedelta(minutes=1))
    teaching.get(address(member, assignment))

    assert Look.objects.count() == 3


def test_looks_at_others_and_by_others_are_lines_of_their_own(teaching, classroom, member, sam):
    put_in(classroom, sam, "Sam", role=Member.Role.INSTRUCTOR)
    (other,) = learners_in(classroom, 1)
    for browser in (teaching, browser_of(sam)):
        browser.get(address(member))
        browser.get(address(other))

    assert Look.objects.values_list("by_name", "at_learner").distinct().count() == 4


def test_asking_for_the_headers_alone_is_no_look(teaching, classroom, member):
    assert teaching.head(address(member)).status_code == 200

    assert not Look.objects.exists()


def test_a_long_title_is_cut_to_what_a_line_holds(teaching, classroom, member):
    assignment = assign(classroom, title="x" * 120)

    assert work(teaching, member, assignment)
    assert Look.objects.get().what == f"your work in “{'x' * 120}”"


def test_a_look_that_is_refused_leaves_nothing(teaching, classroom, member, sam, ada):
    draft = assign(classroom, published_at=None)
    later = assign(classroom, published_at=NOW + timedelta(days=1))
    elsewhere = assign(open_class_of(sam))
    for assignment in (draft, later, elsewhere):
        assert teaching.get(address(member, assignment)).status_code == 404
    teacher = Member.objects.get(learner=ada.learner)
    assert teaching.get(address(teacher)).status_code == 404

    assert not Look.objects.exists()


def test_work_is_for_those_who_teach_the_class(classroom, member, ben, sam, gwen):
    assignment = assign(classroom)
    for path in (address(member), address(member, assignment)):
        assert browser_of(ben).get(path).status_code == 403
        assert browser_of(sam).get(path).status_code == 404
        assert gwen.get(path).status_code == 302

    assert not Look.objects.exists()


def test_whoever_has_left_is_no_longer_seen(teaching, classroom, member):
    Member.objects.filter(pk=member.pk).update(left_at=NOW)

    assert teaching.get(address(member)).status_code == 404


def test_a_pseudonym_has_grades_and_no_work(teaching, classroom, member):
    assignment = assign(classroom, ("quiz", {"pair": "401-403", "count": 2}))
    kept = f'{{"{assignment.pk}": [80.0, "done"]}}'
    Member.objects.filter(pk=member.pk).update(learner=None, name="Former learner 1", kept_grades=kept)

    assert "80" in Page(teaching.get(address(member))).text
    page = work(teaching, member, assignment)
    assert "The account was deleted" in page.text and "Attempt" not in page.text
    assert not Look.objects.exists()


@pytest.mark.parametrize("name", ["O'Brien & sons", "<script>alert(1)</script>", "נועה \u200f", "=1+1"])
def test_awkward_names_stay_names(teaching, classroom, member, name):
    Member.objects.filter(pk=member.pk).update(name=name)
    assignment = assign(classroom, title="<script>alert(1)</script>")
    for path in (address(member), address(member, assignment)):
        response = teaching.get(path)
        assert "<script>alert" not in response.text
        assert name.strip() in [bdi.text for bdi in Page(response).all("bdi")]


def test_a_finish_from_before_joining_is_none_though_the_lesson_was_read_again(teaching, classroom, member):
    made = assign(classroom, ("lesson", {"lesson": "401-or-403"}), opens_at=LONG_AGO)
    member.joined_at = NOW - timedelta(days=1)
    member.save()
    read = finished(member, "401-or-403", NOW - timedelta(days=30))
    read.left_at = NOW
    read.save()

    page = work(teaching, member, made)

    assert "Finished" not in page.text and "23 Oct" not in page.text
