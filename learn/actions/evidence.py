"""What learners have done of assigned work, in one statement whatever the kinds of work."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from django.db.models import Case, CharField, F, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from learn.domain.teach.evidence import day_of, quiz_attempt
from learn.domain.teach.grading import Attempt
from learn.library import library
from learn.models import Again, LessonProgress, Part, PracticeDay, Sitting, Solving, WalkedEdge

BACKEND = "backend"


@dataclass
class Evidence:
    """What one learner has done: moments by lesson and challenge, attempts by part, days of review, arrows walked.

    ``opened`` are the moments of quizzes that were opened and left without an answer, which is no attempt; ``again``
    those at which a lesson or an arrow was done again, the first of each day, as ``learn.models.Again`` names them.
    """

    lessons: dict[str, tuple[datetime | None, datetime | None]] = field(default_factory=dict)
    challenges: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    quizzes: dict[int, list[Attempt]] = field(default_factory=lambda: defaultdict(list))
    opened: list[datetime] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    walked: dict[str, list[tuple[str, datetime]]] = field(default_factory=lambda: defaultdict(list))
    again: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))


def evidence_of(
    learners: Collection[int],
    parts: Sequence[Part],
    *,
    zone: tzinfo,
    again_since: datetime | None = None,
    until: datetime | None = None,
) -> dict[int, Evidence]:
    """Return what these learners have done of what these parts ask for; what they did again, from that day on.

    What was done after ``until`` is left out, days of review by the clocks of ``zone``.
    """
    found: dict[int, Evidence] = defaultdict(Evidence)
    asked = _asked(learners, parts, until, until and day_of(until, zone))
    if asked and again_since is not None:
        asked += _asked_again(learners, parts, again_since.astimezone(UTC).date(), until)
    if not learners or not asked:
        return found
    first, *others = asked
    rows: Any = first.union(*others, all=True).order_by() if others else first
    for row in rows:
        _put(found[row[0]], row)
    return found


def _up_to[Rows: QuerySet[Any]](until: date | None, rows: Rows, field: str) -> Rows:
    return rows if until is None else rows.filter(**{f"{field}__lte": until})


def _asked(
    learners: Collection[int], parts: Sequence[Part], until: datetime | None, last_day: date | None
) -> list[QuerySet[Any, Any]]:
    """Return a query for each kind of work that some part asks for, all with the same columns."""
    by_kind: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_kind[part.kind].append(part)
    asked: list[QuerySet[Any, Any]] = []
    if Part.Kind.LESSON in by_kind:
        slugs = {part.wanted["lesson"] for part in by_kind[Part.Kind.LESSON]}
        rows = LessonProgress.objects.filter(learner__in=learners, lesson__in=slugs)
        rows = _up_to(until, rows, "finished_at")
        asked.append(_columns(rows, "lesson", F("lesson"), F("finished_at"), F("left_at")))
    if Part.Kind.CHALLENGE in by_kind:
        slugs = {part.wanted["challenge"] for part in by_kind[Part.Kind.CHALLENGE]}
        solved = Solving.objects.filter(learner__in=learners, challenge__in=slugs)
        asked.append(_columns(_up_to(until, solved, "solved_at"), "challenge", F("challenge"), F("solved_at")))
    if Part.Kind.QUIZ in by_kind:
        sat = Sitting.objects.filter(learner__in=learners, part__in=[part.pk for part in by_kind[Part.Kind.QUIZ]])
        sat = _up_to(until, sat, "begun_at")
        # What was still open then is no more handed in for having run out since.
        finished: Any = F("finished_at") if until is None else Case(When(finished_at__lte=until, then=F("finished_at")))
        moments = (Coalesce(finished, "answered_at", "begun_at"), F("begun_at"), finished)
        # Before the others, whose numbers would have all of them converted.
        asked.insert(0, _columns(sat, "quiz", F("part_id"), *moments, numbers=(F("right"), F("asked"), F("count"))))
    if Part.Kind.REVIEW in by_kind:
        days = PracticeDay.objects.filter(learner__in=learners)
        asked.append(_columns(_up_to(last_day, days, "day"), "review", F("day")))
    if Part.Kind.DIAGRAM in by_kind:
        walked = WalkedEdge.objects.filter(learner__in=learners, graph=BACKEND)
        way = Concat("by", Value(":"), "source", Value("-"), "target")
        asked.append(_columns(_up_to(until, walked, "walked_at"), "diagram", way, F("walked_at")))
    return asked


def _asked_again(
    learners: Collection[int], parts: Sequence[Part], since: date, until: datetime | None
) -> list[QuerySet[Any, Any]]:
    """Return the query for what was done before and done again, if any part asks for such work."""
    names = {f"lesson:{part.wanted['lesson']}" for part in parts if part.kind == Part.Kind.LESSON}
    for by in {part.wanted["by"] for part in parts if part.kind == Part.Kind.DIAGRAM}:
        names |= {f"{by}:{edge.source}-{edge.target}" for edge in library().backend.edges}
    if not names:
        return []
    rows = _up_to(until, Again.objects.filter(learner__in=learners, what__in=names, day__gte=since), "done_at")
    return [_columns(rows, "again", F("what"), F("done_at"))]


class InUTC(Func):
    """A moment as text that says its zone: SQLite writes moments without one, PostgreSQL in that of the connection."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s || '+00:00')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text", **context)


_NEVER = Value("", output_field=CharField())
_ZERO = Value(0, output_field=IntegerField())


def _columns(
    rows: QuerySet[Any], kind: str, key: Any, *moments: Any, numbers: tuple[Any, ...] = (_ZERO, _ZERO, _ZERO)
) -> QuerySet[Any, Any]:
    """Return rows of learner, kind, key, three moments and three numbers. Moments as text are the cheapest to fetch."""
    filled = [*map(InUTC, moments), *[_NEVER] * (3 - len(moments))]
    return rows.order_by().values_list(
        "learner_id",
        Value(kind, output_field=CharField()),
        Cast(key, CharField()),
        *filled,
        *numbers,
    )


moment = datetime.fromisoformat


def _put(own: Evidence, row: tuple[Any, ...]) -> None:
    """Put a row where it belongs."""
    _, kind, key, at, before, finished, right, asked, questions = row
    if kind == "quiz":
        if finished or asked:
            own.quizzes[int(key)].append(quiz_attempt(moment(before), moment(at), right, questions, not finished))
        else:
            own.opened.append(moment(at))
    elif kind == "lesson":
        own.lessons[key] = (moment(at) if at else None, moment(before) if before else None)
    elif kind == "challenge":
        own.challenges[key].append(moment(at))
    elif kind == "diagram":
        own.walked[key.partition(":")[0]].append((key, moment(at)))
    elif kind == "again":
        own.again[key].append(moment(at))
    elif kind == "review":
        own.days.append(date.fromisoformat(key))
