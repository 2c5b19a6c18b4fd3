"""What is kept of learning: lessons opened and left, checks answered, paths walked."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

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
def read_lesson(learner: Learner, lesson: Lesson, *, place: str, now: datetime) -> LessonProgress:
    """Note that the lesson is being read, and where it is left (nowhere for an empty ``place``)."""
    progress, new = LessonProgress.objects.get_or_create(
        learner=learner,
        lesson=lesson.slug,
        defaults={"opened_at": now, "left_at": now, "place": place},
    )
    if not new:
        progress.left_at = now
        progress.place = place or progress.place
        progress.save(update_fields=["left_at", "place"])
    learner.see(now)
    return progress


@action
def answer_check(
    learner: Learner, lesson: Lesson, marking: Marking, *, attempt: int, now: datetime
) -> tuple[CheckAnswer, bool]:
    """Store an answer; return it, and whether it is new. The same attempt again changes nothing.

    Raises AnsweredElsewhere where the stored answer of this attempt is another one.
    """
    item = marking.item
    try:
        with transaction.atomic():
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
    except IntegrityError:
        stored = CheckAnswer.objects.get(learner=learner, question=item.id, attempt=attempt)
        if stored.given != marking.given.key:
            raise AnsweredElsewhere(stored) from None
        return stored, False
    progress = read_lesson(learner, lesson, place=f"check-{item.id}", now=now)
    if progress.finished_at is None and _all_answered(learner, lesson.checks):
        progress.finished_at = now
        progress.save(update_fields=["finished_at"])
    return answer, True


def _all_answered(learner: Learner, checks: Collection[str]) -> bool:
    answered = learner.answers.filter(question__in=checks).values("question").distinct().count()
    return answered == len(set(checks))


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
