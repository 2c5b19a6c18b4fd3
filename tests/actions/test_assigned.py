"""Attempts are begun by the rules that hold for a member, answers count as they come, exemptions move their own."""

from datetime import timedelta

import pytest

from learn.access import assigned_in, assigned_to
from learn.actions.assigned import NotNow, renew_calendar
from learn.actions.assignments import change_assignment, exempt, lift_exemption
from learn.actions.cards import rebuild_cards
from learn.actions.joining import accept_invitation, leave_class
from learn.actions.people import change_member
from learn.actions.planning import find_question
from learn.actions.sittings import planned_of
from learn.models import Part, Sitting
from tests.assigning import DAY, SCENARIOS, begin, due_in_two_days, give, keep, only_part
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW, make_user

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def room(ada):
    return open_class_of(ada)


@pytest.fixture
def member(room, ben):
    return put_in(room, ben)


# Attempts


def test_an_attempt_is_the_same_on_every_device_and_counts_its_number(room, member):
    made = due_in_two_days(room, attempts=2)
    first = begin(member, made)

    assert begin(member, made) == first
    assert (first.kind, first.part, first.attempt, first.count) == ("assigned", only_part(made), 1, 3)
    for _ in range(3):
        give(first, right=True)
    second = begin(member, made)
    assert (second.attempt, Sitting.objects.count()) == (2, 2)


def test_no_more_attempts_than_allowed_but_for_an_exemption(room, member):
    made = due_in_two_days(room, attempts=1)
    for _ in range(3):
        give(begin(member, made), right=False)

    with pytest.raises(NotNow, match="all your attempts at this quiz"):
        begin(member, made)
    exempt(made, {"reason": "The power was out.", "extra_attempts": 1}, version=1, now=NOW, member=member)
    assert begin(member, made).attempt == 2


def test_an_attempt_is_begun_from_the_opening_to_the_last_moment(room, member):
    made = due_in_two_days(room, opens_at=NOW + DAY)
    with pytest.raises(NotNow, match="isn't open yet"):
        begin(member, made, NOW + DAY - timedelta(seconds=1))
    with pytest.raises(NotNow, match="closed"):
        begin(member, made, NOW + 4 * DAY + timedelta(seconds=1))

    assert begin(member, made, NOW + DAY).ends_at == NOW + 4 * DAY
    Sitting.objects.all().delete()
    # Late, and not too late.
    assert begin(member, made, NOW + 4 * DAY - timedelta(seconds=1)).attempt == 1


@pytest.mark.parametrize("published_at", [None, NOW + timedelta(seconds=1)], ids=["draft", "scheduled"])
def test_what_isnt_published_isnt_begun_or_listed(room, member, published_at):
    made = due_in_two_days(room, published_at=published_at)

    with pytest.raises(NotNow, match="isn't published"):
        begin(member, made)
    assert assigned_in(member, NOW) == []


def test_a_lesson_isnt_begun_as_a_quiz(room, member):
    made = assign(room, ("lesson", {"lesson": "401-or-403"}))

    with pytest.raises(NotNow, match="isn't a quiz"):
        begin(member, made)


def test_scenarios_are_others_for_each_learner_and_attempt_and_the_same_once_more(room, member, sam):
    made = due_in_two_days(room, SCENARIOS)
    other = put_in(room, sam)

    def asked(sitting):
        return [entry.surface for entry in planned_of(sitting).entries]

    mine, theirs = asked(begin(member, made)), asked(begin(other, made))
    for _ in range(3):
        give(Sitting.objects.get(learner=member.learner), right=True)
    next_ones = asked(begin(member, made))
    Sitting.objects.all().delete()
    assert asked(begin(member, made)) == mine
    assert len({*mine, *theirs, *next_ones}) == 9


def test_the_interview_set_is_asked_whole(room, member, library):
    made = due_in_two_days(room, ("quiz", {"set": "interview"}))

    expected = sum(item.interview is not None for item in library.items.values())
    assert begin(member, made).count == expected


# Answers


def test_answers_are_counted_as_they_come_and_a_miss_doesnt_return(room, member):
    sitting = begin(member, due_in_two_days(room))
    for right in (False, True, True):
        give(sitting, right=right)

    sitting.refresh_from_db()
    assert (sitting.right, sitting.asked, sitting.at, sitting.count) == (2, 3, 3, 3)
    assert sitting.finished_at == NOW


def test_the_same_answer_twice_counts_once(room, member):
    sitting = begin(member, due_in_two_days(room))
    item = find_question(planned_of(sitting).current.surface)
    for _ in range(2):
        keep(sitting, item, item.right.key, place=0)

    sitting.refresh_from_db()
    assert (sitting.right, sitting.asked) == (1, 1)


def test_cards_learn_from_what_is_told_at_once_and_not_from_what_is_told_later(room, member):
    later = due_in_two_days(room, feedback="after_due")
    give(begin(member, later), right=False)
    assert not member.learner.cards.exists()

    at_once = due_in_two_days(room)
    give(begin(member, at_once), right=False)
    assert member.learner.cards.count() == 1
    # Made anew from the log they are the same.
    assert rebuild_cards(member.learner) == 1


def test_what_is_told_later_is_not_among_the_answers_told(room, member):
    give(begin(member, due_in_two_days(room, feedback="after_due")), right=False)
    answers = member.learner.practice_answers

    assert not answers.all().explained(NOW + 2 * DAY - timedelta(seconds=1)).exists()
    assert answers.all().explained(NOW + 2 * DAY).exists()


# Dates and exemptions


def test_a_changed_due_date_moves_when_attempts_are_told_and_over(room, member):
    made = due_in_two_days(room, feedback="after_due")
    sitting = begin(member, made)
    assert (sitting.explained_from, sitting.ends_at) == (NOW + 2 * DAY, NOW + 4 * DAY)

    change_assignment(made, {"due_at": NOW + 3 * DAY, "late_until": None}, version=1)
    sitting.refresh_from_db()
    assert (sitting.explained_from, sitting.ends_at) == (NOW + 3 * DAY, NOW + 3 * DAY)

    change_assignment(made, {"feedback": "at_once"}, version=2)
    sitting.refresh_from_db()
    assert sitting.explained_from is None


def test_an_exemption_moves_its_own_member_alone(room, member, sam):
    made = due_in_two_days(room, feedback="after_due")
    other = put_in(room, sam)
    mine, theirs = begin(member, made), begin(other, made)
    made_now = exempt(made, {"reason": "Ill", "due_at": NOW + 9 * DAY}, version=1, now=NOW, member=member)

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.explained_from, theirs.explained_from) == (NOW + 9 * DAY, NOW + 2 * DAY)

    lift_exemption(made, made_now, version=2)
    mine.refresh_from_db()
    assert mine.explained_from == NOW + 2 * DAY


@pytest.mark.parametrize("way", ["changed", "invited", "came back"])
def test_who_comes_into_a_group_has_its_dates_in_what_is_begun(room, member, sam, way):
    made = due_in_two_days(room, feedback="after_due")
    exempt(made, {"reason": "trip", "due_at": NOW + 9 * DAY}, version=1, group="B", now=NOW)
    sitting, other = begin(member, made), begin(put_in(room, sam), made)
    if way == "changed":
        change_member(member, name="Ben", group="B")
    else:
        if way == "came back":
            leave_class(member, now=NOW)
        invitation = room.invitations.create(name="Ben", group="B", token="t", invited_at=NOW)
        accept_invitation(invitation, member.learner, name="Ben", now=NOW)

    for one, days in ((sitting, 9), (other, 2)):
        one.refresh_from_db()
        assert (one.explained_from, one.ends_at) == (NOW + days * DAY, NOW + (days + 2) * DAY)


def test_a_second_exemption_for_the_same_replaces_the_first(room, member):
    made = due_in_two_days(room)
    exempt(made, {"reason": "Ill", "excused": True}, version=1, now=NOW, member=member)
    exempt(made, {"reason": "Better", "excused": False, "extra_attempts": 2}, version=2, now=NOW, member=member)

    only = made.exemptions.get()
    assert (only.reason, only.excused, only.extra_attempts) == ("Better", False, 2)


def test_a_group_and_a_member_are_each_exempted_by_their_own(room, ben, sam):
    in_group, alone = put_in(room, ben, group="Lab A"), put_in(room, sam)
    made = due_in_two_days(room)
    exempt(made, {"reason": "Trip", "due_at": NOW + 5 * DAY}, version=1, now=NOW, group="Lab A")
    exempt(made, {"reason": "Ill", "excused": True}, version=2, now=NOW, member=alone)

    (grouped,), (excused,) = assigned_in(in_group, NOW), assigned_to(alone.learner, NOW)
    assert (grouped.rules.dates.due_at, grouped.rules.reasons) == (NOW + 5 * DAY, ("Trip",))
    assert (excused.rules.excused, excused.rules.reasons) == (True, ("Ill",))
    with pytest.raises(NotNow, match="excused"):
        begin(alone, made)


def test_only_the_classes_one_learns_in_now_are_looked_at(room, member, ada):
    due_in_two_days(room)
    assert len(assigned_to(member.learner, NOW)) == 1
    # Teaching isn't learning.
    assert assigned_to(ada.learner, NOW) == []

    member.left_at = NOW
    member.save()
    assert assigned_to(member.learner, NOW) == []


def test_two_learners_of_one_class_and_one_in_two_have_each_work_once(room, member):
    second = open_class_of(make_user("Tess"), name="Another")
    put_in(second, member.learner.user)
    put_in(room, make_user("Uma"))
    due_in_two_days(room, title="here")
    due_in_two_days(second, title="there")

    assert sorted(each.assignment.title for each in assigned_to(member.learner, NOW)) == ["here", "there"]


def test_a_calendar_renewed_has_another_address(member):
    first = renew_calendar(member.learner)

    assert len(first) == 32
    assert renew_calendar(member.learner) != first


def test_a_part_by_hand_that_cant_be_read_breaks_nothing(room, member):
    made = assign(room)
    Part.objects.create(assignment=made, kind="quiz", about='{"set": "nonsense"}')

    with pytest.raises(NotNow, match="isn't a quiz"):
        begin(member, made)
