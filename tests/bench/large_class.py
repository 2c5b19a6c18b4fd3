"""A class of a thousand with forty assignments, and its gradebook measured. Only imported once Django is set up."""

import json
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

from learn.actions.grades import gradebook
from learn.models import (
    Assignment,
    Classroom,
    Learner,
    LessonProgress,
    Member,
    Part,
    PracticeAnswer,
    Sitting,
    Solving,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEARNERS = 1000
KINDS = (
    ("quiz", {"pair": "401-403", "count": 8}),
    ("challenge", {"challenge": "two-refusals"}),
    ("lesson", {"lesson": "401-or-403"}),
    ("quiz", {"boxes": [], "count": 6}),
)


def make(learners: int, assignments: int) -> Classroom:
    """Make the class and what everybody has done: an attempt at each quiz, each lesson and challenge once."""
    classroom = Classroom.objects.create(name="Large", code="LARGE2345", created_at=NOW - timedelta(days=60))
    long_ago = NOW - timedelta(days=50)
    made = Learner.objects.bulk_create(Learner(created_at=long_ago, seen_at=NOW) for _ in range(learners))
    Member.objects.bulk_create(
        Member(classroom=classroom, learner=who, role="learner", name=f"Learner {n}", joined_at=long_ago)
        for n, who in enumerate(made)
    )
    parts = []
    for number in range(assignments):
        due = NOW - timedelta(days=number % 30)
        work = Assignment.objects.create(
            classroom=classroom,
            title=f"Week {number}",
            published_at=long_ago,
            due_at=due,
            created_at=long_ago,
            position=number,
        )
        kind, about = KINDS[number % len(KINDS)]
        parts.append(Part.objects.create(assignment=work, kind=kind, about=json.dumps(about)))
    done = NOW - timedelta(days=35)
    Sitting.objects.bulk_create(
        Sitting(
            learner=who,
            kind="assigned",
            about=str(part.pk),
            entries="{}",
            at=8,
            count=8,
            right=5,
            asked=8,
            begun_at=done,
            answered_at=done,
            finished_at=done,
            part=part,
        )
        for part in parts
        if part.kind == "quiz"
        for who in made
    )
    LessonProgress.objects.bulk_create(
        LessonProgress(learner=who, lesson="401-or-403", opened_at=done, left_at=done, finished_at=done) for who in made
    )
    Solving.objects.bulk_create(
        Solving(learner=who, challenge="two-refusals", solved_at=done, hints=0, requests=2) for who in made
    )
    return classroom


def answer(count: int) -> None:
    """Put answers into the log, going round the learners."""
    first = PracticeAnswer.objects.create(
        learner_id=Learner.objects.values_list("pk", flat=True)[0],
        place=0,
        item="door-expired",
        version=1,
        kind="mixed",
        pair="401-403",
        code=401,
        given="1",
        right=True,
        seconds=9,
        quick_seconds=15,
        rating=3,
        time_zone="UTC",
        answered_at=NOW,
    )
    columns = [field.column for field in PracticeAnswer._meta.fields if field.column not in ("id", "learner_id")]
    others = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            f"INSERT INTO learn_practiceanswer (learner_id, {others}) "
            f"SELECT 1 + i % {LEARNERS}, {others} FROM n, "
            f"(SELECT {others} FROM learn_practiceanswer WHERE id = {first.pk})"
        )


def seconds(classroom: Classroom, times: int) -> tuple[float, float]:
    """Return median times: to grade everybody in everything, and of the bare SQL for it, measured in turn."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        _graded_seconds(classroom)
    pairs = [(_graded_seconds(classroom), _bare_seconds(statements)) for _ in range(times)]
    return median(graded for graded, _ in pairs), median(bare for _, bare in pairs)


def _graded_seconds(classroom: Classroom) -> float:
    began = perf_counter()
    members = list(classroom.members.filter(role="learner"))
    book = gradebook(classroom, members, list(classroom.assignments.all()), now=NOW)
    cells = [cell.grade.percent for member in members for cell in book.row(member)]
    found = perf_counter() - began
    assert len(cells) == len(members) * len(book.setups)
    return found


def _bare_seconds(statements: list[tuple[str, Any]]) -> float:
    """Return the time of the gradebook's statements alone, without a model or a grade."""
    began = perf_counter()
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
    return perf_counter() - began
