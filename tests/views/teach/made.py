"""Classes with many learners and much work, made in few statements."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from learn.models import (
    Assignment,
    Classroom,
    Exchange,
    Learner,
    LessonProgress,
    Member,
    Part,
    PracticeAnswer,
    Sitting,
    User,
)
from tests.classes import assign
from tests.conftest import NOW
from tests.page import Page

LONG_AGO = NOW - timedelta(days=30)
STOPPED_AT_H = "A-B-C-E-F-H-I-A"
MISS, RIGHT = ("door-key", False, 403), ("door-key", True, 401)
DONE = "A-B-C-E-F-H-J-L-M-P-Q-A"


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def learners_in(classroom: Classroom, count: int, *, joined_at: datetime = LONG_AGO, **fields: Any) -> list[Member]:
    """Return so many new learners of the class, named in order."""
    before = Learner.objects.count()
    learners = Learner.objects.bulk_create(Learner(created_at=NOW, seen_at=NOW) for _ in range(count))
    return Member.objects.bulk_create(
        Member(
            classroom=classroom,
            learner=learner,
            role=Member.Role.LEARNER,
            joined_at=joined_at,
            **{"name": f"Learner No. {before + number:04}"} | fields,
        )
        for number, learner in enumerate(learners)
    )


def finished(member: Member, lesson: str, at: datetime = NOW) -> LessonProgress:
    assert member.learner is not None
    return LessonProgress.objects.create(
        learner=member.learner, lesson=lesson, opened_at=at, left_at=at, finished_at=at
    )


def sat(member: Member, part: Part, *answers: tuple[str, bool, int | None], **fields: Any) -> Sitting:
    """Return a finished attempt at a quiz; answers are question, whether right, and the code chosen."""
    return sat_by([member], part, *answers, **fields)[0]


def sat_by(
    members: list[Member], part: Part, *answers: tuple[str, bool, int | None], at: datetime = NOW, **fields: Any
) -> list[Sitting]:
    """Return an attempt of each of these members, all with the same answers."""
    count = len(answers)
    sittings = Sitting.objects.bulk_create(
        Sitting(
            **{
                "learner_id": member.learner_id,
                "kind": "assigned",
                "about": str(part.pk),
                "part": part,
                "entries": "{}",
                "count": count,
                "asked": count,
                "at": count,
                "right": sum(right for _, right, _ in answers),
                "begun_at": at,
                "answered_at": at,
                "finished_at": at,
            }
            | fields
        )
        for member in members
    )
    PracticeAnswer.objects.bulk_create(
        answer_of(sitting, place, *answer, at=at) for sitting in sittings for place, answer in enumerate(answers)
    )
    return sittings


def answer_of(sitting: Sitting, place: int, item: str, right: bool, chosen: int | None, at: datetime) -> PracticeAnswer:
    return PracticeAnswer(
        learner_id=sitting.learner_id,
        sitting=sitting,
        place=place,
        item=item,
        version=1,
        kind="assigned",
        pair="401-403",
        code=403,
        given=str(chosen or ""),
        right=right,
        chosen=chosen,
        seconds=9,
        quick_seconds=9,
        rating=3,
        time_zone="UTC",
        answered_at=at,
    )


def sent(member: Member, challenge: str, count: int = 1, *, route: str = STOPPED_AT_H, at: datetime = NOW) -> None:
    """Let a learner have sent so many requests."""
    Exchange.objects.bulk_create(
        Exchange(
            learner=member.learner_id or 0,
            sandbox="sb",
            request_id=f"req_{member.pk}_{number}",
            sent_at=at,
            method="GET",
            target="/orders/1",
            status=403,
            route=route,
            challenge=challenge,
        )
        for number in range(count)
    )


def only_part(assignment: Assignment) -> Part:
    return assignment.parts.get()


def quiz_in(classroom: Classroom, **fields: Any) -> Part:
    """Return an assigned quiz of a pair."""
    return only_part(assign(classroom, ("quiz", {"pair": "401-403", "count": 4}), **fields))


def challenge_in(classroom: Classroom, **fields: Any) -> Part:
    """Return an assigned challenge."""
    return only_part(assign(classroom, ("challenge", {"challenge": "first-answer"}), **fields))


def page_of(browser: Client, classroom: Classroom, path: str = "") -> Page:
    """Return a page of the class as its instructor reads it, without drawings."""
    response = browser.get(f"/teach/{classroom.pk}/{path}")
    assert response.status_code == 200
    return Page(response, drawing=False)
