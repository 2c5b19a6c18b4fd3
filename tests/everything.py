"""A row of everything that knows somebody."""

from learn.actions.lab import answer
from learn.actions.sandboxes import make_sandbox
from learn.domain.lab.request import Request
from learn.models import (
    Again,
    Assignment,
    Capture,
    Card,
    CheckAnswer,
    Classroom,
    Exemption,
    Feedback,
    HintOpened,
    Invitation,
    Learner,
    LessonProgress,
    Look,
    Member,
    ObtainedCode,
    PracticeAnswer,
    PracticeDay,
    Round,
    Sending,
    SharedExchange,
    Sitting,
    SolvedChallenge,
    Solving,
    User,
    Vote,
    WalkedEdge,
)
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW


def fill(learner: Learner) -> None:
    """Make a row of everything that somebody leaves who learns alone."""
    LessonProgress.objects.create(learner=learner, lesson="x", opened_at=NOW, left_at=NOW)
    CheckAnswer.objects.create(
        learner=learner, question="x", version=1, lesson="x", attempt=1, given="1", right=True, answered_at=NOW
    )
    WalkedEdge.objects.create(learner=learner, graph="backend", source="A", target="B", walked_at=NOW)
    Again.objects.create(learner=learner, what="lesson:x", day=NOW.date(), done_at=NOW)
    ObtainedCode.objects.create(learner=learner, code=409, request="POST /x", obtained_at=NOW)
    Feedback.objects.create(learner=learner, lesson="x", kind="mistake", comment="x", written_at=NOW)
    _fill_console(learner)
    _fill_practice(learner)


def _fill_console(learner: Learner) -> None:
    Sending.objects.create(learner=learner, number="abcdefghijkl", sent_at=NOW)
    HintOpened.objects.create(learner=learner, challenge="x", number=1, opened_at=NOW)
    SolvedChallenge.objects.create(learner=learner, challenge="x", first_at=NOW, best_at=NOW, hints=0, requests=1)
    Solving.objects.create(learner=learner, challenge="x", solved_at=NOW, hints=0, requests=1)
    token = f"shared-{learner.pk}"
    SharedExchange.objects.create(learner=learner, token=token, request_id="req_1", record="{}", shared_at=NOW)


def _fill_practice(learner: Learner) -> None:
    sitting = Sitting.objects.create(learner=learner, kind="mixed", entries="{}", count=1, begun_at=NOW)
    memory = {"stability": 1.0, "difficulty": 5.0, "due": NOW, "last_review": NOW, "reviews": 1}
    Card.objects.create(learner=learner, pair="x", code=409, lapses=0, quick_streak=0, missed=False, **memory)
    PracticeAnswer.objects.create(
        learner=learner,
        sitting=sitting,
        place=0,
        item="x",
        version=1,
        kind="mixed",
        code=409,
        right=True,
        seconds=3.0,
        quick_seconds=9.0,
        rating=3,
        time_zone="UTC",
        answered_at=NOW,
    )
    PracticeDay.objects.create(learner=learner, day=NOW.date())


def fill_lab(learner: Learner) -> None:
    """Make a row of everything in the lab's database."""
    sandbox = make_sandbox(now=NOW, learner=learner.pk)
    base = f"/lab/{sandbox.pk}"
    answer(sandbox.pk, Request("GET", f"{base}/api/v1/products", (), b"", base), clock=lambda: NOW, ask=None)
    Capture.objects.create(sandbox=sandbox, epoch=0, user="usr_customer", key="x", order="ord_1", amount=100)


def attend(user: User, teacher: User, **fields: object) -> Member:
    """Make a row of everything that a class has about who learns in it."""
    classroom = open_class_of(teacher, "Attended", **fields)
    member = put_in(classroom, user, "Known as this", group="Tuesday")
    assignment = _assigned(classroom)
    Exemption.objects.create(assignment=assignment, member=member, reason="Own reason", made_at=NOW)
    Exemption.objects.create(assignment=assignment, group="Wednesday", reason="Theirs", made_at=NOW)
    token = f"token-{classroom.pk}"
    Invitation.objects.create(
        classroom=classroom, name="On the roster", email="x@y.test", token=token, invited_at=NOW, used_by=member
    )
    Look.objects.create(
        classroom=classroom,
        by=teacher.learner,
        by_name=teacher.username,
        at_learner=user.learner,
        what="answers",
        looked_at=NOW,
    )
    held = Round.objects.create(classroom=classroom, scenario="gen:1", begun_at=NOW)
    Vote.objects.create(round=held, member=member, phase="first", place="Q", certainty=2, voted_at=NOW)
    return member


def _assigned(classroom: Classroom) -> Assignment:
    return assign(classroom, ("lesson", {"lesson": "401-or-403"}))


def teach(user: User) -> None:
    """Make a row of everything that is an instructor's own work."""
    classroom = open_class_of(user, "Taught")
    _assigned(classroom)
    Round.objects.create(classroom=classroom, scenario="gen:2", begun_at=NOW)
