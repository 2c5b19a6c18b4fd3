"""The demo fills an empty site with a class, and leaves every other alone."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from learn.actions.grades import gradebook
from learn.demo.filling import demo_class, empty_demo, fill_demo
from learn.demo.people import INSTRUCTOR, NAMES, PASSWORD, cast
from learn.models import (
    Capture,
    Classroom,
    Exchange,
    Exemption,
    HintOpened,
    LabTrace,
    Learner,
    LessonProgress,
    Look,
    Member,
    Part,
    PracticeAnswer,
    Sandbox,
    Sending,
    Sitting,
    Solving,
    User,
    Vote,
)
from tests.conftest import NOW, make_user

pytestmark = pytest.mark.django_db(databases="__all__")
# So many that each kind of trouble is among them.
LEARNERS = 5
FEW = 2


def demo(*options):
    said = StringIO()
    call_command("demo", "--learners", str(FEW), *options, stdout=said)
    return said.getvalue()


def book_of(classroom, now):
    learners = list(classroom.members.filter(role=Member.Role.LEARNER))
    return gradebook(classroom, learners, list(classroom.assignments.all()), now=now)


def states(classroom, now):
    book = book_of(classroom, now)
    return {member.name: [cell.grade.state for cell in book.row(member)] for member in book.members}


@pytest.fixture
def filled():
    return fill_demo(seed=1, count=LEARNERS, now=NOW)


def test_the_command_says_how_to_sign_in_and_what_it_says_is_true(client):
    said = demo()

    for name in (INSTRUCTOR, NAMES[0]):
        assert f"{name}, password: {PASSWORD}" in said
        sent = {"username": name, "password": PASSWORD}
        assert client.post("/account/sign-in/", sent).status_code == 303
    assert f"/teach/{Classroom.objects.get().pk}/" in said
    assert Member.objects.filter(role=Member.Role.LEARNER).count() == FEW


def test_a_second_run_says_so_and_does_nothing():
    demo()
    before = list(Learner.objects.values_list("pk", flat=True))

    assert "The demo is there already" in demo()

    assert list(Learner.objects.values_list("pk", flat=True)) == before


def test_again_makes_it_anew():
    demo()
    before = set(Learner.objects.values_list("pk", flat=True))

    demo("--again")

    assert not before & set(Learner.objects.values_list("pk", flat=True))
    assert Classroom.objects.count() == 1
    assert not Exchange.objects.filter(learner__in=before).exists()


@pytest.mark.parametrize("options", [(), ("--again",)])
@pytest.mark.parametrize("there", [False, True], ids=["fresh", "beside a demo"])
def test_a_database_with_a_real_account_is_left_alone(there, options):
    if there:
        demo()
    make_user("Ada", email="ada@example.test")
    before = [model.objects.count() for model in (User, Classroom, Sitting, Exchange)]

    with pytest.raises(CommandError, match="accounts that the demo hasn't made") as refused:
        demo(*options)

    assert refused.value.returncode == 1
    assert [model.objects.count() for model in (User, Classroom, Sitting, Exchange)] == before


@pytest.mark.parametrize("name", ["Ada", "Robin Adeyemi"])
def test_an_account_without_an_address_is_a_real_one(name):
    make_user(name)

    with pytest.raises(CommandError):
        demo("--again")

    assert User.objects.count() == 1


@pytest.mark.parametrize("count", ["0", "301", "-1"])
def test_a_class_of_a_size_that_cant_be_is_refused(count):
    with pytest.raises(CommandError, match="1 to 300"):
        call_command("demo", "--learners", count)


def test_everything_that_can_be_looked_at_is_there(filled):
    assert set(Part.objects.values_list("kind", flat=True)) == set(Part.Kind.values)
    told = Counter(state for row in states(filled, NOW).values() for state in row)
    assert {"done", "missing", "excused", "not open"} <= set(told)
    for model in (LessonProgress, PracticeAnswer, Exchange, Sending, HintOpened, Solving, Vote, Look, Exemption):
        assert model.objects.exists(), model
    assert Sending.objects.filter(right=False).exists()
    assert PracticeAnswer.objects.filter(right=False, certainty=3).exclude(chosen=None).exists()


def test_challenges_are_solved_by_requests_really_sent(filled):
    for solving in Solving.objects.all():
        sent = Exchange.objects.filter(learner=solving.learner_id, challenge=solving.challenge)
        assert sent.filter(sent_at__lte=solving.solved_at).count() >= solving.requests > 0
    assert set(Exchange.objects.values_list("status", flat=True)) >= {200, 401, 403, 409, 428}


def test_the_round_is_over_and_the_class_has_learnt_from_it(filled):
    held = filled.rounds.get()
    assert (held.phase, bool(held.record)) == ("sent", True)
    assert held.closed_at is not None
    assert {vote.phase for vote in held.votes.all()} == {"first", "second"}


def test_who_needs_help_is_among_them(filled):
    fates = {person.name: person.fate for person in cast(LEARNERS, 1) if person.fate}
    assert sorted(fates.values()) == ["excused", "mixed up", "silent", "stuck"]
    learner = {fate: filled.members.get(name=name).learner for name, fate in fates.items()}

    misses = PracticeAnswer.objects.filter(learner=learner["mixed up"], sitting__kind="assigned", right=False)
    assert misses.filter(pair="401-403").count() >= 3
    stopped = Exchange.objects.filter(learner=learner["stuck"].pk, challenge="no-version-named")
    assert stopped.count() >= 5
    assert not learner["stuck"].solvings.filter(challenge="no-version-named").exists()
    assert not learner["silent"].sittings.exists()
    assert learner["excused"].memberships.get().exemptions.get().excused


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_nothing_lies_in_the_future(hour):
    now = NOW.replace(hour=hour, minute=7)
    fill_demo(seed=2, count=FEW, now=now)

    assert not PracticeAnswer.objects.filter(answered_at__gt=now).exists()
    assert not LessonProgress.objects.filter(left_at__gt=now).exists()
    assert not Vote.objects.filter(voted_at__gt=now).exists()
    for model in (Exchange, Sending):
        assert not model.objects.filter(sent_at__gt=now).exists()


def test_the_same_seed_makes_the_same_class_and_another_one_another():
    made = []
    for seed in (1, 1, 5):
        classroom = fill_demo(seed=seed, count=FEW, now=NOW)
        made.append(
            (states(classroom, NOW), Sending.objects.count(), sorted(Vote.objects.values_list("place", "phase")))
        )
        empty_demo(now=NOW)

    assert made[0] == made[1]
    assert made[0] != made[2]


def test_taken_away_it_leaves_nothing(filled):
    empty_demo(now=timezone.now())

    assert demo_class() is None
    for model in (User, Learner, Classroom, Sitting, Exchange, LabTrace, Capture):
        assert not model.objects.exists(), model
    assert not Sandbox.objects.exclude(shop="", learner=None).exists()


def test_the_names_are_those_of_different_people():
    people = cast(80, 1)

    assert len({person.name for person in people}) == 80
    assert len(set(NAMES)) == len(NAMES)
