"""A round of peer instruction: begun, predicted in, moved on, sent to the lab, ended."""

from datetime import UTC, datetime, timedelta

import pytest

from learn.access import round_on, spread_of
from learn.actions.classes import Conflict
from learn.actions.lab import lab
from learn.actions.rounds import NotVoting, RoundMoved, begin_round, close_round, move_on, vote
from learn.actions.sandboxes import make_sandbox
from learn.domain.lab.trace import trace_from
from learn.domain.practice.generator import scenario
from learn.domain.practice.generator.targets import ASKED, SPINE
from learn.models import Capture, LabTrace, Round, Sandbox
from tests.classes import open_class_of, put_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases="__all__")
PHASES = ("first", "discuss", "second")


@pytest.fixture
def classroom(ada):
    return open_class_of(ada)


@pytest.fixture
def learner(classroom, ben):
    return put_in(classroom, ben)


def begun(classroom, *boxes, seed=7):
    return begin_round(classroom, seed=seed, boxes=boxes, now=NOW)


def as_it_stands(current):
    return Round.objects.get(pk=current.pk)


def moved_to(current, phase):
    for before in PHASES:
        if as_it_stands(current).phase == phase:
            break
        move_on(as_it_stands(current), from_phase=before, now=NOW)
    return as_it_stands(current)


def archived(classroom):
    classroom.archived_at = NOW
    classroom.save()


# Beginning


def test_a_round_begins_with_a_prediction_of_where_a_request_stops(classroom):
    current = begun(classroom)

    assert (current.phase, current.record, current.closed_at) == ("first", "", None)
    assert round_on(classroom) == current
    assert scenario(current.scenario, lab()).trace.status


@pytest.mark.parametrize("box", ASKED)
def test_a_box_that_is_given_is_where_the_request_is_decided(classroom, box):
    route = scenario(begun(classroom, box).scenario, lab()).trace.route

    decided = route[-3] if route[-2] != "Q" else route[-2]
    assert decided == box


@pytest.mark.parametrize("box", ["Z", "A", "nonsense", *(box for box in SPINE if box not in ASKED)])
def test_no_round_begins_for_a_box_at_which_nothing_can_be_asked(classroom, box):
    with pytest.raises(ValueError):
        begun(classroom, box)

    assert round_on(classroom) is None


def test_beginning_twice_gives_the_round_that_is_on(classroom):
    assert begun(classroom, "C") == begun(classroom, "F", seed=8)
    assert Round.objects.count() == 1


def test_a_round_that_has_been_sent_is_ended_for_the_next_one(classroom):
    first = moved_to(begun(classroom), "sent")
    second = begun(classroom, seed=8)

    assert second != first
    assert as_it_stands(first).closed_at == NOW
    assert round_on(classroom) == second


# Predicting


def test_a_prediction_may_be_changed_while_the_phase_lasts(classroom, learner):
    current = begun(classroom)
    vote(current, learner, phase="first", place="D", certainty=1, now=NOW)
    vote(current, learner, phase="first", place="x-F", certainty=3, now=NOW)

    assert dict(spread_of(current)) == {"first": {"x-F": 1}}


def test_each_prediction_and_step_is_something_new_for_open_pages(classroom, learner):
    current = begun(classroom)
    versions = [current.version]
    for change in (
        lambda: vote(current, learner, phase="first", place="D", certainty=1, now=NOW),
        lambda: move_on(as_it_stands(current), from_phase="first", now=NOW),
        lambda: close_round(current, now=NOW),
    ):
        change()
        versions.append(as_it_stands(current).version)

    assert len(set(versions)) == 4


@pytest.mark.parametrize("stands", ["first", "discuss", "second", "sent"])
@pytest.mark.parametrize("phase", ["first", "discuss", "second", "sent", ""])
def test_a_prediction_counts_in_its_own_phase_and_in_no_other(classroom, learner, stands, phase):
    current = moved_to(begun(classroom), stands)

    if phase == stands and phase in ("first", "second"):
        vote(current, learner, phase=phase, place="D", certainty=1, now=NOW)
        assert spread_of(current)[phase] == {"D": 1}
    else:
        with pytest.raises(NotVoting):
            vote(current, learner, phase=phase, place="D", certainty=1, now=NOW)


def test_nothing_is_predicted_in_a_round_that_is_over(classroom, learner):
    current = begun(classroom)
    close_round(current, now=NOW)

    with pytest.raises(NotVoting):
        vote(current, learner, phase="first", place="D", certainty=1, now=NOW)


def test_whoever_has_left_the_class_is_not_in_the_spread(classroom, learner):
    current = begun(classroom)
    vote(current, learner, phase="first", place="D", certainty=1, now=NOW)
    learner.left_at = NOW
    learner.save()

    assert not spread_of(current)


# Moving on


def test_of_two_instructors_who_move_on_at_once_one_does(classroom):
    current = begun(classroom)
    opened_by_the_other = as_it_stands(current)
    move_on(current, from_phase="first", now=NOW)

    with pytest.raises(RoundMoved):
        move_on(opened_by_the_other, from_phase="first", now=NOW)
    assert as_it_stands(current).phase == "discuss"


@pytest.mark.parametrize("phase", ["discuss", "second", "sent", "", "nonsense"])
def test_a_step_from_another_phase_moves_nothing(classroom, phase):
    current = begun(classroom)

    with pytest.raises(RoundMoved):
        move_on(current, from_phase=phase, now=NOW)
    assert as_it_stands(current).phase == "first"


@pytest.mark.parametrize("stands", ["first", "discuss", "second", "sent"])
def test_a_round_can_be_ended_at_any_time_and_moves_no_more(classroom, stands):
    current = moved_to(begun(classroom), stands)
    close_round(current, now=NOW)
    close_round(current, now=NOW + timedelta(hours=1))

    assert as_it_stands(current).closed_at == NOW
    assert round_on(classroom) is None
    with pytest.raises(RoundMoved):
        move_on(as_it_stands(current), from_phase=stands, now=NOW)


# Sending


# The payment provider is a process of its own, as it were: it sees what has been committed.
@pytest.mark.django_db(databases="__all__", transaction=True)
@pytest.mark.parametrize("box", ASKED)
def test_what_the_lab_answers_is_what_the_scenario_says(classroom, box):
    for seed in range(4):
        current = moved_to(begun(classroom, box, seed=seed * 1000), "sent")
        expected, sent = scenario(current.scenario, lab()).trace, trace_from(current.record)

        assert (sent.status, sent.route, sent.method) == (expected.status, expected.route, expected.method)
        assert sent.response_fields
        assert current.sent_at == NOW


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_nothing_of_the_sandbox_is_left_and_its_address_is_nowhere(classroom):
    for seed in range(3):
        current = moved_to(begun(classroom, "R", seed=seed), "sent")

        assert "/lab/…" in trace_from(current.record).target
    assert not Sandbox.objects.exists()
    assert not LabTrace.objects.exists()
    assert not Capture.objects.exists()


@pytest.mark.parametrize("now", [NOW, datetime(2020, 1, 1, tzinfo=UTC)])
def test_the_scenarios_own_clock_ends_nobodys_sandbox_and_not_its_own(classroom, now):
    learners_own = make_sandbox(now=now, learner=1)
    current = moved_to(begun(classroom), "second")
    move_on(current, from_phase="second", now=now)

    assert as_it_stands(current).record
    learners_own.refresh_from_db()
    assert learners_own.deleted_at is None


def test_a_scenario_that_is_made_no_more_is_not_sent(classroom):
    current = moved_to(begun(classroom), "second")
    Round.objects.update(scenario="gen:v0:1")

    with pytest.raises(LookupError):
        move_on(as_it_stands(current), from_phase="second", now=NOW)
    assert as_it_stands(current).phase == "second"
    assert not Sandbox.objects.exists()


# An archived class


def test_nothing_changes_in_an_archived_class(classroom, learner):
    current = moved_to(begun(classroom), "second")
    archived(classroom)

    for change in (
        lambda: begun(classroom),
        lambda: move_on(current, from_phase="second", now=NOW),
        lambda: close_round(current, now=NOW),
        lambda: vote(current, learner, phase="second", place="D", certainty=1, now=NOW),
    ):
        with pytest.raises(Conflict):
            change()
    assert (as_it_stands(current).phase, as_it_stands(current).closed_at) == ("second", None)
