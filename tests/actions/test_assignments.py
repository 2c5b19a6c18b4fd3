"""Assignments are made by one at a time: each change from the version that was read, and none to an archived class."""

import json

import pytest

from learn.actions.assigned import begin_attempt
from learn.actions.assignments import (
    Begun,
    Stale,
    add_assignment,
    add_parts,
    change_assignment,
    delete_assignment,
    exempt,
    lift_exemption,
    move_assignment,
    move_part,
    publish,
    remove_part,
    unpublish,
    weigh_parts,
)
from learn.actions.classes import Conflict
from learn.actions.sittings import is_explained
from learn.domain.teach.parts import LessonWanted, QuizWanted
from learn.models import Assignment
from tests.assigning import DAY, PAIR, begin, due_in_two_days, give, only_part
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases="__all__")
LESSON = ("lesson", LessonWanted("401-or-403"))


@pytest.fixture
def room(ada):
    return open_class_of(ada)


@pytest.fixture
def member(room, ben):
    return put_in(room, ben)


def test_the_same_new_form_twice_makes_one(room):
    values = {"title": "Week 1", "note": ""}
    first = add_assignment(room, values, after=0, now=NOW)
    again = add_assignment(room, values, after=0, now=NOW)
    later = add_assignment(room, values, after=first.pk, now=NOW)
    changed = add_assignment(room, values | {"note": "Read first."}, after=0, now=NOW)

    assert again == first
    assert later != first
    assert changed.note == "Read first."
    assert (first.published_at, first.position, later.position) == (None, 0, 1)


def test_a_change_from_an_old_version_is_refused_and_changes_nothing(room):
    made = assign(room)
    change_assignment(made, {"title": "Week 2"}, version=1)

    with pytest.raises(Stale):
        change_assignment(made, {"title": "Week 3"}, version=1)
    # What it already is needs no change.
    change_assignment(made, {"title": "Week 2"}, version=1)

    made.refresh_from_db()
    assert (made.title, made.version) == ("Week 2", 2)


def test_every_kind_of_change_asks_for_the_version(room, member):
    made = due_in_two_days(room)
    part, exemption = only_part(made), exempt(made, {"reason": "x"}, version=1, now=NOW, member=member)
    for change in (
        lambda: publish(made, at=NOW, version=1),
        lambda: unpublish(made, version=1),
        lambda: delete_assignment(made, version=1, now=NOW),
        lambda: add_parts(made, [LESSON], version=1),
        lambda: weigh_parts(made, {part.pk: 2}, version=1),
        lambda: move_part(made, part, by=1, version=1),
        lambda: remove_part(made, part, version=1),
        lambda: exempt(made, {"reason": "y"}, version=1, now=NOW, member=member),
        lambda: lift_exemption(made, exemption, version=1),
    ):
        with pytest.raises(Stale):
            change()

    assert Assignment.objects.get().version == 2
    assert made.parts.count() == made.exemptions.count() == 1


def test_nothing_changes_in_an_archived_class(room, member):
    made = due_in_two_days(room)
    room.archived_at = NOW
    room.save()

    for change in (
        lambda: add_assignment(room, {"title": "Late"}, after=0, now=NOW),
        lambda: add_parts(Assignment.objects.get(), [LESSON], version=1),
        lambda: move_assignment(Assignment.objects.get(), by=1),
        lambda: begin_attempt(member, only_part(made), now=NOW),
    ):
        with pytest.raises(Conflict, match="archived"):
            change()


def test_parts_are_added_at_the_end_weighed_moved_and_removed(room):
    made = assign(room, PAIR)
    add_parts(made, [LESSON, ("quiz", QuizWanted(set="interview"))], version=1)
    first, lesson, last = made.parts.all()
    weigh_parts(made, {lesson.pk: 3}, version=2)
    move_part(made, last, by=-1, version=3)
    move_part(made, last, by=-1, version=4)
    move_part(made, last, by=-1, version=5)
    remove_part(made, first, version=6)

    kept = [(part.kind, json.loads(part.about), part.weight) for part in made.parts.all()]
    assert kept == [("quiz", {"set": "interview"}, 1), ("lesson", {"lesson": "401-or-403"}, 3)]


def test_assignments_change_places_and_stay_at_the_ends(room):
    one, _, three = (assign(room, title=title) for title in ("one", "two", "three"))
    move_assignment(three, by=-1)
    move_assignment(one, by=-1)

    assert [made.title for made in room.assignments.all()] == ["one", "three", "two"]


def test_what_a_learner_has_begun_cant_be_taken_away(room, member):
    made = due_in_two_days(room)
    unpublish(made, version=1)
    publish(made, at=NOW, version=2)
    begin(member, Assignment.objects.get())

    with pytest.raises(Begun, match="one learner has begun"):
        unpublish(made, version=3)
    with pytest.raises(Begun):
        publish(made, at=NOW + DAY, version=3)
    with pytest.raises(Begun):
        remove_part(made, only_part(made), version=3)


def test_a_deleted_assignment_leaves_answers_with_their_learner(room, member):
    made = due_in_two_days(room)
    sitting = begin(member, made)
    give(sitting, right=True)
    delete_assignment(made, version=1, now=NOW)

    sitting.refresh_from_db()
    assert sitting.part is None
    assert sitting.answers.count() == 1
    assert sitting.finished_at == NOW


def test_what_was_to_be_told_after_the_due_date_is_told_once_the_assignment_is_gone(room, member):
    made = due_in_two_days(room, feedback="after_due")
    sitting = begin(member, made)
    give(sitting, right=True)
    assert not is_explained(sitting, NOW)

    delete_assignment(made, version=1, now=NOW)

    sitting.refresh_from_db()
    assert is_explained(sitting, NOW)


def test_what_a_colleague_has_deleted_meanwhile_is_stale(room):
    made, other = assign(room), assign(room)
    delete_assignment(Assignment.objects.get(pk=made.pk), version=1, now=NOW)

    with pytest.raises(Stale):
        change_assignment(made, {"title": "Week 2"}, version=1)
    with pytest.raises(Stale):
        move_assignment(made, by=1)
    move_assignment(other, by=1)


def test_a_new_assignment_comes_with_its_first_parts_once(room):
    values = {"title": "Week 1"}
    made = [add_assignment(room, values, after=0, now=NOW, parts=[LESSON, LESSON]) for _ in range(2)]

    assert made[0] == made[1]
    assert list(made[0].parts.values_list("kind", "position")) == [("lesson", 0), ("lesson", 1)]


def test_an_attempt_begins_by_the_dates_of_that_moment(room, member):
    made = due_in_two_days(room, feedback="after_due")
    part = only_part(made)
    assert part.assignment.due_at == made.due_at
    later = made.due_at + DAY
    change_assignment(made, {"due_at": later, "late_until": later}, version=1)

    sitting = begin_attempt(member, part, now=NOW)

    assert (sitting.explained_from, sitting.ends_at) == (later, later)
