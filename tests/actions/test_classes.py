"""Classes are opened, changed, copied, joined and left, and never lose their last instructor."""

from datetime import UTC, date, datetime, timedelta

import pytest

from learn.actions.classes import (
    Conflict,
    Stale,
    archive_class,
    change_class,
    close_account,
    copy_class,
    fresh_code,
    open_class,
    renew_code,
    reopen_class,
    set_joining,
)
from learn.actions.joining import accept_invitation, join_class, leave_class, remove_member
from learn.actions.people import add_instructor, change_member, invite, withdraw_invitation
from learn.domain.teach.codes import ALPHABET
from learn.domain.teach.roster import Entry, Roster
from learn.models import Classroom, Exemption, Invitation, Learner, Member, User
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW

DAY = timedelta(days=1)
COPY_CODE = "COPYCODE2"


def opened_by(user, code="OPENED234", **fields):
    wanted = {"name": "Web", "time_zone": "Europe/Berlin", "starts_on": None, "ends_on": None, "now": NOW}
    return open_class(learner=user.learner, taught_as="Ms A", code=code, **(wanted | fields))


def join(classroom, user, name="Benny", now=NOW):
    return join_class(classroom, user.learner, name=name, code=classroom.code, now=now)


def invited(classroom, *entries):
    made, _ = invite(classroom, Roster(entries), doubtful=(), now=NOW)
    return made


def in_class(user):
    return Learner.objects.get(user=user).in_class


# Opening and settings


def test_who_opens_a_class_teaches_it(ada):
    classroom = opened_by(ada)

    member = classroom.members.get()
    assert (member.learner, member.role, member.name) == (ada.learner, "instructor", "Ms A")
    assert not in_class(ada)


def test_opening_twice_by_the_same_form_opens_one_class(ada):
    assert opened_by(ada) == opened_by(ada)
    assert Classroom.objects.count() == 1


def test_a_code_that_anothers_class_has_is_never_given_twice(ada, ben):
    first = opened_by(ada)
    second = opened_by(ben)

    assert second != first
    assert second.code != first.code


def test_codes_have_nine_characters_without_look_alikes():
    codes = {fresh_code() for _ in range(50)}

    assert len(codes) == 50
    assert all(len(code) == 9 and set(code) <= set(ALPHABET) for code in codes)


def test_settings_are_changed_for_the_version_that_was_read(ada):
    classroom = open_class_of(ada)
    change_class(classroom, {"name": "New"}, version=1)

    with pytest.raises(Stale, match="since you opened this page"):
        change_class(classroom, {"name": "Newer"}, version=1)

    classroom.refresh_from_db()
    assert (classroom.name, classroom.version) == ("New", 2)


def test_the_same_settings_sent_twice_change_once(ada):
    classroom = open_class_of(ada)
    for _ in range(2):
        change_class(classroom, {"name": "New"}, version=1)

    classroom.refresh_from_db()
    assert classroom.version == 2


def test_a_code_is_renewed_once_for_each_code_known(ada):
    classroom = open_class_of(ada)
    old = classroom.code
    renew_code(classroom, known=old)
    classroom.refresh_from_db()
    renewed = classroom.code
    renew_code(classroom, known=old)
    classroom.refresh_from_db()

    assert renewed != old
    assert classroom.code == renewed


CHANGES = {
    "settings": lambda c, m, i: change_class(c, {"name": "New"}, version=1),
    "code": lambda c, m, i: renew_code(c, known=c.code),
    "joining": lambda c, m, i: set_joining(c, is_open=False),
    "join": lambda c, m, i: join_class(c, m.learner, name="x", code=c.code, now=NOW),
    "accept": lambda c, m, i: accept_invitation(i, m.learner, name="x", now=NOW),
    "instructor": lambda c, m, i: add_instructor(c, m.learner, name="x", now=NOW),
    "member": lambda c, m, i: change_member(m, name="x", group=""),
    "remove": lambda c, m, i: remove_member(m, now=NOW),
    "invite": lambda c, m, i: invite(c, Roster((Entry(1, "New"),)), doubtful=(), now=NOW),
    "withdraw": lambda c, m, i: withdraw_invitation(i, now=NOW),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_in_an_archived_class_changes_until_it_is_opened_again(ada, ben, change):
    classroom = open_class_of(ada)
    member = put_in(classroom, ben)
    (invitation,) = invited(classroom, Entry(1, "Noor"))
    archive_class(classroom, now=NOW)
    before = [list(model.objects.values()) for model in (Classroom, Member, Invitation)]

    with pytest.raises(Conflict, match="The class is archived"):
        CHANGES[change](classroom, member, invitation)

    assert [list(model.objects.values()) for model in (Classroom, Member, Invitation)] == before
    reopen_class(classroom)
    set_joining(classroom, is_open=True)


def test_the_moment_of_archiving_is_the_first(ada):
    classroom = open_class_of(ada)
    archive_class(classroom, now=NOW)
    archive_class(classroom, now=NOW + DAY)

    assert Classroom.objects.get().archived_at == NOW


# Copying


def copied(classroom, user, starts_on, code=COPY_CODE):
    return copy_class(
        classroom, learner=user.learner, taught_as="Ms A", name="Again", starts_on=starts_on, code=code, now=NOW
    )


def test_a_copy_moves_every_date_and_takes_nobody_along(ada, ben):
    classroom = open_class_of(
        ada, starts_on=date(2026, 9, 7), ends_on=date(2026, 12, 18), names_shared=True, kept_days=30, grades_kept=True
    )
    member = put_in(classroom, ben)
    assignment = assign(
        classroom,
        ("lesson", {"lesson": "401-or-403"}),
        ("review", {"days": 4, "of": 7}),
        opens_at=datetime(2026, 10, 20, 6, 0, tzinfo=UTC),
        due_at=datetime(2026, 10, 27, 22, 59, tzinfo=UTC),
        published_at=datetime(2026, 10, 19, 6, 0, tzinfo=UTC),
        version=7,
    )
    Exemption.objects.create(assignment=assignment, member=member, reason="ill", made_at=NOW)

    copy = copied(classroom, ada, date(2027, 2, 1))

    assert (copy.starts_on, copy.ends_on) == (date(2027, 2, 1), date(2027, 5, 14))
    assert (copy.names_shared, copy.kept_days, copy.grades_kept, copy.time_zone) == (True, 30, True, "Europe/Berlin")
    assert [member.learner for member in copy.members.all()] == [ada.learner]
    again = copy.assignments.get()
    # 147 days later by the clocks of Berlin: from summer time and from winter time.
    assert again.opens_at == datetime(2027, 3, 16, 7, 0, tzinfo=UTC)
    assert again.due_at == datetime(2027, 3, 23, 22, 59, tzinfo=UTC)
    assert again.published_at == datetime(2027, 3, 15, 7, 0, tzinfo=UTC)
    assert (again.late_until, again.version, again.created_at) == (None, 1, NOW)
    assert list(again.parts.values_list("kind", "about", "weight", "position")) == list(
        assignment.parts.values_list("kind", "about", "weight", "position")
    )
    assert not again.exemptions.exists()
    assert classroom.assignments.get().due_at == datetime(2026, 10, 27, 22, 59, tzinfo=UTC)


def test_a_draft_stays_a_draft_in_a_copy(ada):
    classroom = open_class_of(ada, starts_on=date(2026, 9, 7))
    assign(classroom, published_at=None)

    assert copied(classroom, ada, date(2027, 2, 1)).assignments.get().published_at is None


def test_copying_twice_by_the_same_form_makes_one_copy(ada):
    classroom = open_class_of(ada, starts_on=date(2026, 9, 7))
    assign(classroom, ("lesson", {"lesson": "401-or-403"}))

    assert copied(classroom, ada, date(2027, 2, 1)) == copied(classroom, ada, date(2027, 2, 1))
    assert Classroom.objects.count() == 2


@pytest.mark.parametrize(("due", "moved"), [(None, NOW), (NOW - 20 * DAY, NOW - 10 * DAY)])
def test_without_a_first_day_dates_are_counted_from_the_first_there_is(ada, due, moved):
    classroom = open_class_of(ada)
    published = NOW if due is None else None
    assign(classroom, due_at=due, published_at=published)
    first = (due or NOW).date()

    copy = copied(classroom, ada, first + 10 * DAY)

    assignment = copy.assignments.get()
    assert (assignment.due_at or assignment.published_at) == (due or NOW) + 10 * DAY


def test_an_archived_class_is_copied_to_one_that_is_open(ada):
    classroom = open_class_of(ada, archived_at=NOW)

    assert copied(classroom, ada, date(2027, 2, 1)).archived_at is None


# Joining and leaving


def test_joining_twice_changes_nothing(ada, ben):
    classroom = open_class_of(ada)
    first = join(classroom, ben)
    second = join(classroom, ben, name="Somebody else", now=NOW + DAY)

    assert first == second
    assert Member.objects.get(learner=ben.learner).name == "Benny"
    assert Member.objects.get(learner=ben.learner).joined_at == NOW
    assert in_class(ben)


def test_who_left_comes_back_to_the_work_of_before(ada, ben):
    classroom = open_class_of(ada)
    first = join(classroom, ben)
    leave_class(first, now=NOW + DAY)
    assert not in_class(ben)

    again = join(classroom, ben, name="Ben", now=NOW + 2 * DAY)

    assert again.pk == first.pk
    assert (again.left_at, again.name, again.joined_at) == (None, "Ben", NOW)
    assert in_class(ben)


def test_leaving_one_of_two_classes_keeps_one_in_class(ada, ben):
    one, two = open_class_of(ada), open_class_of(ada)
    member = join(one, ben)
    join(two, ben)

    leave_class(member, now=NOW)
    assert in_class(ben)
    leave_class(two.members.get(learner=ben.learner), now=NOW)
    assert not in_class(ben)


def test_leaving_twice_keeps_the_first_moment(ada, ben):
    member = put_in(open_class_of(ada), ben)
    leave_class(member, now=NOW)
    leave_class(member, now=NOW + DAY)

    assert Member.objects.get(pk=member.pk).left_at == NOW


@pytest.mark.parametrize("state", [{"joining_open": False}, {"code": "CHANGED23"}])
def test_a_code_closed_or_renewed_at_the_last_moment_opens_nothing(ada, ben, state):
    classroom = open_class_of(ada)
    Classroom.objects.filter(pk=classroom.pk).update(**state)

    with pytest.raises(Conflict, match="closed to newcomers"):
        join(classroom, ben)


def test_who_is_in_stays_in_when_the_code_closes(ada, ben):
    classroom = open_class_of(ada)
    member = join(classroom, ben)
    set_joining(classroom, is_open=False)

    assert join(classroom, ben) == member


def test_instructors_dont_become_learners_by_their_own_code(ada):
    classroom = open_class_of(ada)

    with pytest.raises(Conflict, match="You teach this class"):
        join(classroom, ada)


def test_an_invitation_is_good_once(ada, ben, sam):
    classroom = open_class_of(ada)
    (invitation,) = invited(classroom, Entry(1, "Ben", "b@x.example", "Blue"))
    member = accept_invitation(invitation, ben.learner, name="Benny", now=NOW)

    assert (member.name, member.group) == ("Benny", "Blue")
    assert accept_invitation(invitation, ben.learner, name="Other", now=NOW) == member
    with pytest.raises(Conflict, match="no longer valid"):
        accept_invitation(invitation, sam.learner, name="Sam", now=NOW)
    invitation.refresh_from_db()
    assert (invitation.used_by, invitation.used_at) == (member, NOW)


@pytest.mark.parametrize(("days", "good"), [(90, True), (91, False)])
def test_an_invitation_is_good_for_90_days(ada, ben, days, good):
    (invitation,) = invited(open_class_of(ada), Entry(1, "Ben"))
    if good:
        assert accept_invitation(invitation, ben.learner, name="Ben", now=NOW + days * DAY)
    else:
        with pytest.raises(Conflict):
            accept_invitation(invitation, ben.learner, name="Ben", now=NOW + days * DAY)


def test_an_invitation_of_somebody_who_is_in_already_is_used_up(ada, ben):
    classroom = open_class_of(ada)
    member = join(classroom, ben)
    (invitation,) = invited(classroom, Entry(1, "Ben O", "b@x.example", "Blue"))

    assert accept_invitation(invitation, ben.learner, name="Ben", now=NOW) == member
    assert Member.objects.get(pk=member.pk).group == "Blue"
    assert not Invitation.objects.get().is_open


def test_inviting_the_same_roster_twice_invites_once(ada):
    classroom = open_class_of(ada)
    roster = Roster((Entry(1, "Ann", "a@x.example"), Entry(2, "Ann", "b@x.example"), Entry(3, "Bo")))

    for _ in range(3):
        invite(classroom, roster, doubtful={2}, now=NOW)

    assert sorted(Invitation.objects.values_list("name", "email")) == [
        ("Ann", "a@x.example"),
        ("Ann", "b@x.example"),
        ("Bo", ""),
    ]
    assert len(set(Invitation.objects.values_list("token", flat=True))) == 3


def test_who_came_by_an_invitation_is_known_by_its_address(ada, ben):
    classroom = open_class_of(ada)
    (invitation,) = invited(classroom, Entry(1, "Ben", "b@x.example"))
    accept_invitation(invitation, ben.learner, name="Quite Another Name", now=NOW)

    assert invited(classroom, Entry(1, "Ben", "B@X.example")) == []


def test_a_used_invitation_isnt_withdrawn(ada, ben):
    (invitation,) = invited(open_class_of(ada), Entry(1, "Ben"))
    accept_invitation(invitation, ben.learner, name="Ben", now=NOW)

    with pytest.raises(Conflict, match="has been used"):
        withdraw_invitation(invitation, now=NOW)


# Instructors


def test_a_class_never_loses_its_last_instructor(ada, ben):
    classroom = open_class_of(ada)
    own = classroom.members.get()
    with pytest.raises(Conflict, match="never loses its last instructor"):
        leave_class(own, now=NOW)

    other = add_instructor(classroom, ben.learner, name="Ben", now=NOW)
    leave_class(own, now=NOW)

    with pytest.raises(Conflict):
        leave_class(other, now=NOW)
    with pytest.raises(Conflict):
        remove_member(other, now=NOW)


def test_adding_an_instructor_twice_changes_nothing(ada, ben):
    classroom = open_class_of(ada)

    assert add_instructor(classroom, ben.learner, name="Ben", now=NOW) == add_instructor(
        classroom, ben.learner, name="Benny", now=NOW + DAY
    )


def test_a_learner_doesnt_become_an_instructor_unseen(ada, ben):
    classroom = open_class_of(ada)
    put_in(classroom, ben)

    with pytest.raises(Conflict, match="learns in the class"):
        add_instructor(classroom, ben.learner, name="Ben", now=NOW)


def test_the_last_instructor_of_learners_keeps_the_account(ada, ben):
    classroom = open_class_of(ada, "Peter's class")
    put_in(classroom, ben)

    with pytest.raises(Conflict, match="last instructor of “Peter's class”"):
        close_account(ada, now=NOW)

    assert User.objects.filter(pk=ada.pk).exists()


@pytest.mark.parametrize("left", [None, NOW])
def test_a_class_that_nobody_is_left_in_goes_with_its_last_instructor(ada, ben, left):
    classroom = open_class_of(ada)
    if left:
        put_in(classroom, ben, left_at=left)

    close_account(ada, now=NOW + DAY)

    assert not Classroom.objects.exists()
    assert not User.objects.filter(username="Ada").exists()


def test_a_class_with_another_instructor_goes_on(ada, ben, sam):
    classroom = open_class_of(ada)
    put_in(classroom, ben, role=Member.Role.INSTRUCTOR)
    put_in(classroom, sam)

    close_account(ada, now=NOW)

    assert Classroom.objects.get().archived_at is None
    assert set(classroom.members.values_list("learner__user__username", flat=True)) == {ben.username, "Sam"}


def test_of_several_classes_none_goes_where_one_keeps_the_account(ada, ben):
    open_class_of(ada, "Empty")
    put_in(open_class_of(ada, "Full"), ben)

    with pytest.raises(Conflict):
        close_account(ada, now=NOW)

    assert Classroom.objects.count() == 2
