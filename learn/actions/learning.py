"""What is kept of learning: lessons opened and left, checks answered, paths walked."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, connections, router
from django.db.models import CharField, DateField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from learn.actions.cards import review_by_lab
from learn.actions.writing import action
from learn.domain.flow.graph import Edge
from learn.domain.lab.trace import Trace
from learn.domain.lessons.reader import Lesson
from learn.domain.practice.marking import Marking
from learn.models import Again, CheckAnswer, Learner, LessonProgress, ObtainedCode, WalkedEdge

BACKEND = "backend"
ARROW = Concat("by", Value(":"), "source", Value("-"), "target", output_field=CharField())


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
    known = rows.update(**changes)
    if known and learner.in_class:
        _note_again(rows.filter(finished_at__lt=now), Concat(Value("lesson:"), "lesson", output_field=CharField()), now)
    if not known:
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


def _note_again(done: QuerySet[Any], what: Concat, now: datetime) -> None:
    """Note that what these rows stand for is done again; what is noted for the day already stays. One statement.

    Only classes ask for it, so what can be noted after joining isn't before.
    """
    day = Value(now.astimezone(UTC).date(), output_field=DateField())
    rows = done.order_by().values_list("learner_id", what, day, Value(now, output_field=DateTimeField()))
    sql, given = rows.query.sql_with_params()
    with connections[router.db_for_write(Again)].cursor() as cursor:
        cursor.execute(f"INSERT INTO learn_again (learner_id, what, day, done_at) {sql} ON CONFLICT DO NOTHING", given)


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
    """Note the arrows followed, each with the name of its chart; of arrows followed before, that it was done again."""
    ways = [(graph, edge.source, edge.target) for graph, edge in edges]
    _note_walk(learner, WalkedEdge.By.WIZARD, ways, now)
    learner.see(now)


def _note_walk(learner: Learner, by: WalkedEdge.By, ways: Iterable[tuple[str, str, str]], now: datetime) -> None:
    rows = [
        WalkedEdge(learner=learner, graph=graph, source=source, target=target, by=by, walked_at=now)
        for graph, source, target in ways
    ]
    arrows = {f"{by.value}:{row.source}-{row.target}" for row in rows if row.graph == BACKEND}
    # The lab tells each arrow once a day, which may be before the learner joins a class on that day.
    if arrows and (learner.in_class or by == WalkedEdge.By.LAB):
        known = WalkedEdge.objects.filter(learner=learner, by=by, graph=BACKEND)
        _note_again(known.annotate(arrow=ARROW).filter(arrow__in=arrows), ARROW, now)
    WalkedEdge.objects.bulk_create(rows, ignore_conflicts=True)


@action
def note_lab_work(learner_id: int, trace: Trace, *, now: datetime) -> None:
    """Keep the code a learner's request obtained and the arrows of the diagram it took, also those taken again."""
    learner = Learner.objects.select_for_update().filter(pk=learner_id).first()
    if learner is None:
        return
    code = ObtainedCode(
        learner=learner,
        code=trace.status,
        request=f"{trace.method} {trace.target}"[:200],
        obtained_at=now,
    )
    if not learner.obtained.filter(code=trace.status).exists():
        review_by_lab(learner, [trace.status], now=now)
    ObtainedCode.objects.bulk_create([code], ignore_conflicts=True)
    _note_walk(learner, WalkedEdge.By.LAB, [(BACKEND, source, target) for source, target in trace.edges], now)
    learner.see(now)
