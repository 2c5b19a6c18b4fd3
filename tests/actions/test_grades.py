"""Gradebooks put together from what learners have done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learn.actions.grades import arrows as arrows_of
from learn.actions.grades import gradebook, grades_of_member
from learn.domain.teach.grading import total
from learn.library import library
from learn.models import Member, PracticeDay, WalkedEdge
from tests.classes import assign, open_class_of
from tests.conftest import NOW
from tests.views.teach.made import LONG_AGO, finished, learners_in, only_part, sat

pytestmark = pytest.mark.django_db(databases="__all__")
LESSON = "401-or-403"
MISS, RIGHT = ("door-key", False, 403), ("door-key", True, 401)
DUE = NOW - timedelta(days=1)
KINDS = {
    "lesson": {"lesson": LESSON},
    "challenge": {"challenge": "first-answer"},
    "quiz": {"pair": "401-403", "count": 2},
    "review": {"days": 1, "of": 7},
    "diagram": {"percent": 1, "by": "lab"},
}


@pytest.fixture
def classroom(ada):
    return open_class_of(ada)


@pytest.fixture
def member(classroom):
    return learners_in(classroom, 1)[0]


def grade_of(classroom, member, assignment, now=NOW):
    book = gradebook(classroom, [member], [assignment], now=now)
    return book.cell(member, book.setups[0]).grade


def totals(book):
    """Return each member's total in percent."""
    return {member.pk: total(cell.grade for cell in book.row(member)) for member in book.members}


def does(member, kind, assignment, at):
    """Let a learner do all that an assignment of that kind asks for."""
    match kind:
        case "lesson":
            finished(member, LESSON, at)
        case "challenge":
            member.learner.solvings.create(challenge="first-answer", solved_at=at, hints=0, requests=1)
        case "quiz":
            sat(member, only_part(assignment), RIGHT, RIGHT, at=at)
        case "review":
            PracticeDay.objects.create(learner=member.learner, day=at.date(), answers=1, reviews=1)
        case "diagram":
            source, target = sorted(arrows_of(library().backend))[0].split("-")
            walked = {"graph": "backend", "source": source, "target": target, "by": "lab"}
            WalkedEdge.objects.create(learner=member.learner, walked_at=at, **walked)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_work_done_in_time_is_full(classroom, member, kind):
    assignment = assign(classroom, (kind, KINDS[kind]), due_at=DUE, opens_at=LONG_AGO)
    assert grade_of(classroom, member, assignment).state == "missing"

    does(member, kind, assignment, DUE - timedelta(days=1))

    assert grade_of(classroom, member, assignment) == (100, "done")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_work_done_late_is_worth_less(classroom, member, kind):
    due = NOW - timedelta(days=4)
    assignment = assign(classroom, (kind, KINDS[kind]), due_at=due, late_until=NOW, late_percent=60, opens_at=LONG_AGO)

    does(member, kind, assignment, NOW - timedelta(days=2))

    assert grade_of(classroom, member, assignment) == (60, "late")


def test_a_quiz_left_in_the_middle_counts_from_its_due_date_on(classroom, member):
    assignment = assign(classroom, ("quiz", KINDS["quiz"]), due_at=DUE, opens_at=LONG_AGO)
    half = {"answered_at": DUE - timedelta(hours=2), "finished_at": None, "count": 2, "asked": 1}

    sat(member, only_part(assignment), RIGHT, at=DUE - timedelta(hours=3), **half)

    assert grade_of(classroom, member, assignment, DUE - timedelta(hours=1)).state == "in progress"
    assert grade_of(classroom, member, assignment) == (50, "done")


def test_a_quiz_opened_and_left_without_an_answer_is_no_attempt(classroom, member):
    assignment = assign(classroom, ("quiz", KINDS["quiz"]), due_at=DUE, opens_at=LONG_AGO)

    sat(member, only_part(assignment), at=DUE - timedelta(hours=3), answered_at=None, finished_at=None, count=2)

    assert grade_of(classroom, member, assignment) == (0, "missing")


@pytest.mark.parametrize("kind", KINDS)
def test_work_from_before_joining_counts_where_the_class_says_so(classroom, kind):
    (member,) = learners_in(classroom, 1, joined_at=NOW - timedelta(days=2))
    assignment = assign(classroom, (kind, KINDS[kind]), due_at=NOW, opens_at=LONG_AGO)
    does(member, kind, assignment, NOW - timedelta(days=4))
    later = NOW + timedelta(hours=1)
    assert grade_of(classroom, member, assignment, later).state == "missing"

    classroom.earlier_work_counts = True

    assert grade_of(classroom, member, assignment, later) == (100, "done")


AGAIN = {"lesson": f"lesson:{LESSON}", "diagram": f"lab:{sorted(arrows_of(library().backend))[0]}"}


def does_again(member, kind, at):
    member.learner.again.create(what=AGAIN[kind], day=at.date(), done_at=at)
    member.learner.lessons.update(left_at=at)


@pytest.mark.parametrize("kind", AGAIN)
def test_what_was_done_before_joining_counts_from_the_first_time_again(classroom, kind):
    joined_at, later = NOW - timedelta(days=2), NOW + timedelta(days=1)
    (member,) = learners_in(classroom, 1, joined_at=joined_at)
    due = {"due_at": NOW, "late_until": later, "opens_at": LONG_AGO}
    assignment = assign(classroom, (kind, KINDS[kind]), **due)
    does(member, kind, assignment, joined_at - timedelta(days=4))
    does_again(member, kind, joined_at - timedelta(days=2))
    assert grade_of(classroom, member, assignment).state == "in progress"

    does_again(member, kind, joined_at + timedelta(days=1))
    assert grade_of(classroom, member, assignment).percent == 100

    does_again(member, kind, NOW + timedelta(hours=1))
    assert grade_of(classroom, member, assignment, later) == (100, "done")


@pytest.mark.parametrize("kind", AGAIN)
def test_what_was_done_before_and_again_late_is_late(classroom, kind):
    (member,) = learners_in(classroom, 1, joined_at=NOW - timedelta(days=5))
    due = {"due_at": NOW - timedelta(days=1), "late_until": NOW, "late_percent": 60, "opens_at": LONG_AGO}
    assignment = assign(classroom, (kind, KINDS[kind]), **due)
    does(member, kind, assignment, NOW - timedelta(days=9))

    does_again(member, kind, NOW - timedelta(hours=1))

    assert grade_of(classroom, member, assignment) == (60, "late")


@pytest.mark.parametrize("kind", AGAIN)
def test_work_done_before_an_assignment_opens_counts_from_the_first_time_again(classroom, member, kind):
    opens_at = NOW - timedelta(days=2)
    assignment = assign(classroom, (kind, KINDS[kind]), opens_at=opens_at)
    does(member, kind, assignment, opens_at - timedelta(days=1))
    assert grade_of(classroom, member, assignment).percent is None

    does_again(member, kind, opens_at + timedelta(hours=1))

    assert grade_of(classroom, member, assignment) == (100, "done")


@pytest.mark.parametrize("kind", KINDS)
def test_grades_of_an_archived_class_stay_as_they_were(classroom, member, kind):
    classroom.archived_at = NOW - timedelta(days=2)
    assignment = assign(classroom, (kind, KINDS[kind]), due_at=NOW - timedelta(days=1), opens_at=LONG_AGO)
    assert grade_of(classroom, member, assignment) == (None, "in progress")

    does(member, kind, assignment, NOW - timedelta(days=1, hours=1))
    assert grade_of(classroom, member, assignment) == (None, "in progress")

    classroom.archived_at = NOW
    assert grade_of(classroom, member, assignment) == (100, "done")


@pytest.mark.parametrize(
    ("zone", "archived_at", "day", "counts"),
    [
        ("Australia/Sydney", datetime(2026, 11, 27, 20, tzinfo=UTC), date(2026, 11, 28), True),
        ("Australia/Sydney", datetime(2026, 11, 27, 20, tzinfo=UTC), date(2026, 11, 29), False),
        ("America/Los_Angeles", datetime(2026, 11, 28, 2, tzinfo=UTC), date(2026, 11, 27), True),
        ("America/Los_Angeles", datetime(2026, 11, 28, 2, tzinfo=UTC), date(2026, 11, 28), False),
    ],
)
def test_review_days_up_to_the_archiving_are_those_of_the_classs_clock(
    classroom, member, zone, archived_at, day, counts
):
    classroom.time_zone, classroom.archived_at = zone, archived_at
    assignment = assign(classroom, ("review", KINDS["review"]), opens_at=LONG_AGO)
    PracticeDay.objects.create(learner=member.learner, day=day, answers=1, reviews=1)

    grade = grade_of(classroom, member, assignment, archived_at + timedelta(days=9))

    assert grade == ((100, "done") if counts else (None, "in progress"))


def test_a_quiz_that_runs_out_after_its_class_was_archived_moves_no_grade(classroom, member):
    assignment = assign(classroom, ("quiz", KINDS["quiz"]), due_at=NOW + timedelta(days=3), opens_at=LONG_AGO)
    half = {"finished_at": None, "count": 2, "asked": 1}
    sitting = sat(member, only_part(assignment), RIGHT, at=NOW - timedelta(days=3), **half)
    classroom.archived_at = NOW - timedelta(days=2)
    before = grade_of(classroom, member, assignment)

    sitting.finished_at = NOW
    sitting.save()

    assert grade_of(classroom, member, assignment) == before == (None, "in progress")


@pytest.mark.parametrize("kind", AGAIN)
def test_what_is_done_again_in_an_archived_class_does_not_count(classroom, kind):
    (member,) = learners_in(classroom, 1, joined_at=NOW - timedelta(days=5))
    classroom.archived_at = NOW - timedelta(days=2)
    assignment = assign(classroom, (kind, KINDS[kind]))
    does(member, kind, assignment, NOW - timedelta(days=9))
    does_again(member, kind, NOW - timedelta(days=1))

    assert grade_of(classroom, member, assignment).percent is None


def test_a_member_is_never_graded_by_anothers_work(classroom, member):
    (other,) = learners_in(classroom, 1)
    assignment = assign(classroom, *KINDS.items(), due_at=DUE, opens_at=LONG_AGO)
    for kind in KINDS:
        does(other, kind, assignment, DUE - timedelta(days=1)) if kind != "quiz" else None

    assert grade_of(classroom, member, assignment) == (0, "missing")


def test_exemptions_of_members_and_groups(classroom):
    own, of_group, usual = learners_in(classroom, 3)
    of_group.group = "B"
    of_group.save()
    assignment = assign(classroom, ("lesson", {"lesson": LESSON}), due_at=DUE, opens_at=LONG_AGO)
    assignment.exemptions.create(member=own, excused=True, reason="ill", made_at=NOW)
    assignment.exemptions.create(group="B", due_at=NOW + timedelta(days=1), reason="trip", made_at=NOW)

    states = [grade_of(classroom, member, assignment).state for member in (own, of_group, usual)]

    assert states == ["excused", "in progress", "missing"]


def test_a_part_that_cant_be_read_isnt_asked_for(classroom, member):
    assignment = assign(classroom, ("lesson", {"lesson": LESSON}), ("quiz", {"nonsense": 1}), due_at=DUE)
    finished(member, LESSON, DUE - timedelta(hours=1))
    classroom.earlier_work_counts = True

    assert grade_of(classroom, member, assignment) == (100, "done")


def test_totals_are_means_of_what_counts(classroom, member):
    done = assign(classroom, ("lesson", {"lesson": LESSON}), due_at=DUE, opens_at=LONG_AGO)
    missing = assign(classroom, ("challenge", KINDS["challenge"]), due_at=DUE, opens_at=LONG_AGO)
    unfinished = assign(classroom, ("challenge", KINDS["challenge"]), due_at=NOW + timedelta(days=1))
    finished(member, LESSON, DUE - timedelta(hours=1))
    (idle,) = learners_in(classroom, 1)

    book = gradebook(classroom, [member, idle], [done, missing, unfinished], now=NOW)

    assert totals(book) == {member.pk: 50, idle.pk: 0}
    assert totals(gradebook(classroom, [member], [unfinished], now=NOW)) == {member.pk: None}


def test_a_members_grades_come_with_lines_and_without_drafts(classroom, member):
    assign(classroom, ("lesson", {"lesson": LESSON}), title="Draft", published_at=None)
    published = assign(classroom, ("lesson", {"lesson": LESSON}), due_at=DUE)

    found = grades_of_member(member, now=NOW)

    assert [assignment for assignment, _, _ in found] == [published]
    assert found[0][2][0] == "Lesson: nothing done by 21 Nov, so 0 %"


def test_a_pseudonym_has_the_grades_that_were_kept(classroom, member):
    assignment = assign(classroom, ("lesson", {"lesson": LESSON}), due_at=DUE)
    later = assign(classroom, ("lesson", {"lesson": LESSON}), due_at=DUE)
    Member.objects.filter(pk=member.pk).update(learner=None, kept_grades=f'{{"{assignment.pk}": [80.0, "done"]}}')
    member = Member.objects.get(pk=member.pk)

    assert grade_of(classroom, member, assignment) == (80, "done")
    assert grade_of(classroom, member, later) == (None, "not open")


def test_a_book_costs_three_statements_whatever_its_size(classroom):
    assignments = [assign(classroom, *KINDS.items(), title=f"Week {number}") for number in range(8)]
    members = learners_in(classroom, 60)
    for size in (1, 60):
        with CaptureQueriesContext(connection) as asked:
            book = gradebook(classroom, members[:size], assignments, now=NOW)
            assert len(totals(book)) == size
        assert len(asked) == 3


def test_nobody_and_nothing_make_an_empty_book(classroom, member):
    assert totals(gradebook(classroom, [], [], now=NOW)) == {}
    assert totals(gradebook(classroom, [member], [], now=NOW)) == {member.pk: None}


def test_an_attempt_handed_in_counts_though_its_quiz_opens_later_by_now(classroom, member):
    dates = {"opens_at": LONG_AGO, "due_at": NOW + timedelta(days=3)}
    assignment = assign(classroom, ("quiz", KINDS["quiz"]), attempts=1, **dates)
    sat(member, only_part(assignment), RIGHT, RIGHT, at=NOW - timedelta(hours=3))

    assignment.opens_at = NOW - timedelta(hours=1)

    assert grade_of(classroom, member, assignment) == (100, "done")
