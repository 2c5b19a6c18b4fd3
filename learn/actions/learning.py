"""What is kept of learning: lessons opened and left, checks answered, paths walked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.db.models.functions import Coalesce

from learn.actions.writing import action
from learn.domain.flow.graph import Edge
from learn.domain.lab.trace import Trace
from learn.domain.lessons.reader import Lesson
from learn.domain.practice.marking import Marking
from learn.models import CheckAnswer, Learner, LessonProgress, ObtainedCode, WalkedEdge


class AnsweredElsewhere(Exception):
    """This attempt was answered before, and otherwise. ``answer`` is what is stored."""

    def __init__(self, answer: CheckAnswer) -> None:
        super().__init__(f"attempt {answer.attempt} at {answer.question} was answered before")
        self.answer = answer


@action
def read_lesson(learner: Learner, lesson: Lesson, *, place: str, now: datetime, finished: bool = False) -> None:
    """Note that the lesson is being read, where it is left (unchanged for an empty ``place``), or that it is done."""
    _note_reading(learner, lesson, place=place, now=now, finished=finished)


def _note_reading(
    learner: Learner, lesson: Lesson, *, place: str, now: datetime, finished: bool, answered: int = 0
) -> None:
    changes: dict[str, Any] = {"left_at": now}
    if answered:
        changes["answered"] = F("answered") + answered
    if place:
        changes["place"] = place
    if finished:
        changes["finished_at"] = Coalesce("finished_at", now)
    rows = LessonProgress.objects.filter(learner=learner, lesson=lesson.slug)
    if not rows.update(**changes):
        LessonProgress.objects.create(
            learner=learner,
            lesson=lesson.slug,
            opened_at=now,
            left_at=now,
            place=place,
            finished_at=now if finished else None,
            answered=answered,
        )
    learner.see(now)


def answer_check(learner: Learner, lesson: Lesson, marking: Marking, *, attempt: int, now: datetime) -> CheckAnswer:
    """Store an answer; return the learner's last one to the question. The same attempt again changes nothing.

    Raises AnsweredElsewhere where the stored answer of this attempt is another one.
    """
    try:
        return _store_answer(learner, lesson, marking, attempt=attempt, now=now)
    except IntegrityError:
        # Two at the same moment: the other one was stored, and is found now.
        return _store_answer(learner, lesson, marking, attempt=attempt, now=now)


@action
def _store_answer(learner: Learner, lesson: Lesson, marking: Marking, *, attempt: int, now: datetime) -> CheckAnswer:
    item = marking.item
    before = CheckAnswer.objects.filter(learner=learner, question__in=lesson.checks)
    given = {(question, number): key for question, number, key in before.values_list("question", "attempt", "given")}
    stored = given.get((item.id, attempt))
    if stored is not None:
        own = before.filter(question=item.id).order_by("attempt")
        if stored != marking.given.key:
            raise AnsweredElsewhere(own.get(attempt=attempt))
        return own.last() or own.get(attempt=attempt)
    answer = CheckAnswer.objects.create(
        learner=learner,
        question=item.id,
        version=item.version,
        lesson=lesson.slug,
        attempt=attempt,
        given=marking.given.key,
        right=marking.right,
        answered_at=now,
    )
    finished = {question for question, _ in given} | {item.id} >= set(lesson.checks)
    _note_reading(learner, lesson, place=f"check-{item.id}", now=now, finished=finished, answered=1)
    return answer


@action
def walk_edges(learner: Learner, edges: Iterable[tuple[str, Edge]], *, now: datetime) -> None:
    """Note the arrows followed, each with the name of its chart. Following one again changes nothing."""
    rows = [
        WalkedEdge(learner=learner, graph=graph, source=edge.source, target=edge.target, walked_at=now)
        for graph, edge in edges
    ]
    WalkedEdge.objects.bulk_create(rows, ignore_conflicts=True)
    learner.see(now)


@action
def note_lab_work(learner_id: int, trace: Trace, *, now: datetime) -> None:
    """Keep the code a learner's request obtained and the arrows of the diagram it took. Once is enough of each."""
    learner = Learner.objects.filter(pk=learner_id).first()
    if learner is None:
        return
    code = ObtainedCode(
        learner=learner,
        code=trace.status,
        request=f"{trace.method} {trace.target}"[:200],
        obtained_at=now,
    )
    ObtainedCode.objects.bulk_create([code], ignore_conflicts=True)
    rows = [
        WalkedEdge(learner=learner, graph="backend", source=a, target=b, by=WalkedEdge.By.LAB, walked_at=now)
        for a, b in trace.edges
    ]
    WalkedEdge.objects.bulk_create(rows, ignore_conflicts=True)
    learner.see(now)
