"""What becomes of class data when an account goes."""

from datetime import timedelta

import pytest

from learn.actions.classes import Conflict, close_account
from learn.actions.grades import gradebook
from learn.actions.privacy import classes_that_need
from learn.domain.teach.grading import Grade, total
from learn.domain.teach.kept import LINE, pseudonym
from learn.models import Classroom, Exemption, Invitation, LessonProgress, Look, Member, User, Vote
from tests.assigning import begin, due_in_two_days
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW, make_user
from tests.everything import attend

DAY = timedelta(days=1)
LESSON = "401-or-403"
WORK = ("lesson", {"lesson": LESSON})


@pytest.fixture
def tess(db):
    return make_user("Tess")


@pytest.fixture
def kept(tess):
    """A class that asks for grades to be kept."""
    return open_class_of(tess, grades_kept=True)


def finish(user, at=NOW + DAY):
    LessonProgress.objects.create(learner=user.learner, lesson=LESSON, opened_at=at, left_at=at, finished_at=at)


def book_of(classroom, now):
    members = list(classroom.members.filter(role=Member.Role.LEARNER, left_at=None))
    return gradebook(classroom, members, list(classroom.assignments.all()), now=now)


# Accounts that go


def test_a_learner_who_goes_is_in_no_class(ada, tess):
    classroom = attend(ada, tess).classroom

    close_account(ada, now=NOW)

    assert [member.learner for member in classroom.members.all()] == [tess.learner]
    assert not Invitation.objects.exists()
    assert not Look.objects.exists()


def test_grades_stay_under_a_pseudonym_where_the_class_asks(ada, kept):
    put_in(kept, ada, group="Tuesday")
    assignment = assign(kept, WORK, due_at=NOW + 2 * DAY)
    finish(ada)
    before = book_of(kept, NOW + 3 * DAY)

    close_account(ada, now=NOW + 3 * DAY)

    after = book_of(kept, NOW + 3 * DAY)
    [member] = after.members
    assert (member.learner, member.name, member.group) == (None, "Former learner 1", "")
    assert after.row(member)[0].grade == before.row(before.members[0])[0].grade == Grade(100.0, "done")
    assert total(cell.grade for cell in after.row(member)) == 100.0
    assert after.lines(member, after.setups[0]) == (LINE,)
    assert after.setups[0].assignment == assignment


def test_a_grade_kept_stays_as_it_was_whatever_changes_later(ada, kept):
    put_in(kept, ada)
    assignment = assign(kept, WORK, due_at=NOW + 2 * DAY)
    finish(ada)
    close_account(ada, now=NOW + 3 * DAY)

    assignment.due_at = NOW
    assignment.save()
    assign(kept, WORK, title="Week 2", due_at=NOW + 4 * DAY)

    book = book_of(kept, NOW + 9 * DAY)
    grades = [cell.grade for cell in book.row(book.members[0])]
    assert grades == [Grade(100.0, "done"), Grade(None, "not open")]


def test_of_an_excuse_only_that_it_was_one_stays(ada, kept):
    member = put_in(kept, ada)
    assignment = assign(kept, WORK)
    Exemption.objects.create(assignment=assignment, member=member, excused=True, reason="Ill", made_at=NOW)

    close_account(ada, now=NOW)

    book = book_of(kept, NOW)
    assert book.row(book.members[0])[0].grade == Grade(None, "excused")
    assert not Exemption.objects.exists()


def test_nothing_but_grades_stays(ada, tess):
    member = attend(ada, tess, grades_kept=True)

    close_account(ada, now=NOW)

    assert Member.objects.get(pk=member.pk).learner is None
    for model in (Vote, Look, Invitation):
        assert not model.objects.exists()
    assert not Exemption.objects.exclude(member=None).exists()


def test_each_pseudonym_is_another(ada, ben, kept):
    put_in(kept, make_user("Noor"), "Former learner 2")
    for user in (ada, ben):
        put_in(kept, user)
        close_account(user, now=NOW)

    names = kept.members.filter(learner=None).values_list("name", flat=True)
    assert sorted(names) == ["Former learner 1", "Former learner 3"]
    assert pseudonym(set()) == "Former learner 1"


def test_who_left_the_class_before_leaves_no_grades(ada, kept):
    put_in(kept, ada, left_at=NOW)

    close_account(ada, now=NOW + DAY)

    assert not kept.members.filter(role=Member.Role.LEARNER).exists()


def test_a_class_that_nobody_is_left_in_goes_with_its_instructor(ada, tess):
    open_class_of(tess, "Empty")
    shared = open_class_of(tess, "Shared")
    put_in(shared, ada, role=Member.Role.INSTRUCTOR)

    close_account(tess, now=NOW)

    assert [classroom.name for classroom in Classroom.objects.all()] == ["Shared"]


def test_an_attempt_of_who_left_is_told_when_the_class_goes(ada, tess):
    room = open_class_of(tess)
    member = put_in(room, ada)
    sitting = begin(member, due_in_two_days(room, feedback="after_due"))
    member.left_at = NOW
    member.save()

    close_account(tess, now=NOW)

    sitting.refresh_from_db()
    assert (sitting.part, sitting.finished_at, sitting.explained_from) == (None, NOW, NOW)


def test_a_class_of_pseudonyms_doesnt_hold_its_instructor(ada, tess, kept):
    put_in(kept, ada)
    close_account(ada, now=NOW)
    assert kept.members.filter(learner=None).exists()

    close_account(tess, now=NOW)

    assert not Classroom.objects.exists()


def test_the_last_instructor_stays_with_everything(ada, tess, kept):
    put_in(kept, ada)

    with pytest.raises(Conflict):
        close_account(tess, now=NOW)

    assert kept.members.count() == 2
    assert classes_that_need(tess) == [kept]
    assert classes_that_need(ada) == []


# Staff


def test_staff_are_refused_as_the_last_instructor_is(client, sam, ada, tess, kept):
    put_in(kept, ada)
    client.force_login(sam)

    page = client.post(f"/admin/learn/user/{tess.pk}/delete/", {"post": "yes"})
    several = {"action": "delete_selected", "_selected_action": [tess.pk], "post": "yes"}
    client.post("/admin/learn/user/", several)

    assert "the class “HTTP in practice”" in page.text
    assert User.objects.filter(pk=tess.pk).exists()


def test_staff_are_refused_who_would_delete_all_instructors_at_once(client, sam, ada, ben, tess, kept):
    put_in(kept, ada, role=Member.Role.INSTRUCTOR)
    put_in(kept, ben)
    client.force_login(sam)
    several = {"action": "delete_selected", "_selected_action": [ada.pk, tess.pk], "post": "yes"}

    page = client.post("/admin/learn/user/", several)

    assert "the class “HTTP in practice”" in page.text
    assert User.objects.filter(pk__in=[ada.pk, tess.pk]).count() == 2


def test_what_came_to_need_an_account_meanwhile_keeps_them_all(client, sam, ada, tess, kept, monkeypatch):
    put_in(kept, ada)
    client.force_login(sam)
    monkeypatch.setattr("learn.admin.classes_that_need", lambda *users: [])
    several = {"action": "delete_selected", "_selected_action": [ada.pk, tess.pk], "post": "yes"}

    put_in(kept, sam)
    response = client.post("/admin/learn/user/", several)

    assert response.status_code == 403 and "Nothing was deleted" in response.text
    assert User.objects.filter(pk__in=[ada.pk, tess.pk]).count() == 2


def test_staff_who_delete_several_keep_their_grades_too(client, sam, ada, ben, kept):
    for user in (ada, ben):
        put_in(kept, user)
    client.force_login(sam)

    several = {"action": "delete_selected", "_selected_action": [ada.pk, ben.pk], "post": "yes"}
    assert client.post("/admin/learn/user/", several).status_code == 302

    assert kept.members.filter(learner=None).count() == 2
