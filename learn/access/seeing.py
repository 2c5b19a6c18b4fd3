"""What instructors see of a class: only what it has assigned, and only since each learner joined it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from learn.domain.teach.parts import can_be_read
from learn.domain.teach.seeing import Answered, Stopped
from learn.models import (
    Assignment,
    CheckAnswer,
    Classroom,
    Exchange,
    HintOpened,
    Invitation,
    LessonProgress,
    Member,
    Part,
    PracticeAnswer,
    Sending,
    Sitting,
    Solving,
)

EXCHANGES_SHOWN = 100

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scope:
    """What of its learners' work a class may see: what these parts of its published assignments ask for."""

    classroom: Classroom
    parts: Sequence[Part]
    # Since when all requests count, where a share of the diagram is to be walked by requests to the lab.
    whole_lab_from: datetime | None = None

    @property
    def challenges(self) -> set[str]:
        return {part.wanted["challenge"] for part in self.parts if part.kind == Part.Kind.CHALLENGE}

    @property
    def quizzes(self) -> list[int]:
        return [part.pk for part in self.parts if part.kind == Part.Kind.QUIZ]

    def since(self, member: Member) -> datetime:
        """Return the moment before which nothing of a member's work is seen."""
        return EPOCH if self.classroom.earlier_work_counts else member.joined_at

    def in_lab(self) -> Q:
        """Return the condition on exchanges and on what was sent from the console."""
        assigned = Q(challenge__in=self.challenges)
        return assigned if self.whole_lab_from is None else assigned | Q(sent_at__gte=self.whole_lab_from)


def published_in(classroom: Classroom, now: datetime) -> list[Assignment]:
    """Return the assignments of a class that its learners see by now, in their order."""
    return list(Assignment.objects.filter(classroom=classroom, published_at__lte=now))


def addresses_in(classroom: Classroom) -> dict[int, str]:
    """Return the addresses at which members were invited, by the members' numbers."""
    invited = Invitation.objects.filter(classroom=classroom, used_by__isnull=False).exclude(email="")
    return {member or 0: email for member, email in invited.values_list("used_by_id", "email")}


def scope_of(classroom: Classroom, now: datetime) -> Scope:
    """Return what may be seen of a class by now. One statement."""
    of_class = Part.objects.filter(assignment__classroom=classroom, assignment__published_at__lte=now)
    parts = [part for part in of_class.select_related("assignment") if can_be_read(part.kind, part.wanted)]
    return scope_from(classroom, parts)


def scope_from(classroom: Classroom, parts: Sequence[Part]) -> Scope:
    """Return what may be seen of a class whose published assignments have these parts."""
    by_lab = [part.assignment for part in parts if part.kind == Part.Kind.DIAGRAM and part.wanted.get("by") == "lab"]
    opened = [moment for one in by_lab if (moment := one.opens_at or one.published_at) is not None]
    return Scope(classroom, parts, min(opened, default=None))


def answers_in(scope: Scope) -> QuerySet[PracticeAnswer]:
    """Return the answers that the class's learners gave to assigned quizzes, oldest first."""
    own = {
        "learner__memberships__classroom": scope.classroom,
        "learner__memberships__role": Member.Role.LEARNER,
        "learner__memberships__left_at": None,
    }
    if not scope.classroom.earlier_work_counts:
        own["sitting__begun_at__gte"] = F("learner__memberships__joined_at")
    return PracticeAnswer.objects.filter(sitting__part__in=scope.quizzes, **own).order_by("answered_at", "pk")


def pair_answers_in(scope: Scope, *, after: datetime) -> list[Answered]:
    """Return who answered questions of which pairs, and how, in assigned quizzes since ``after``; oldest first."""
    rows = answers_in(scope).filter(answered_at__gte=after).exclude(pair="")
    return [Answered(*row) for row in rows.values_list("learner_id", "pair", "right", "sitting__part__assignment_id")]


def requests_in(
    scope: Scope, members: Iterable[Member], *, after: datetime = EPOCH
) -> tuple[list[Stopped], dict[int, datetime]]:
    """Return the learners' requests by route since ``after``, and when each sent the last. Two statements at most."""
    rows = Exchange.objects.filter(scope.in_lab(), sent_at__gte=after)
    counts, last = _counted(rows, scope, members, "challenge", "route")
    found = [
        Stopped(learner, challenge, tuple(route.split("-")), count)
        for (learner, challenge, route), count in counts.items()
    ]
    return found, last


def predictions_in(scope: Scope, members: Iterable[Member]) -> Counter[str]:
    """Return how many requests the learners expected to stop at each place. Two statements at most."""
    rows = Sending.objects.filter(scope.in_lab()).exclude(place="")
    counts, _ = _counted(rows, scope, members, "place")
    found: Counter[str] = Counter()
    for (_, place), count in counts.items():
        found[place] += count
    return found


def _counted(
    rows: QuerySet[Any], scope: Scope, members: Iterable[Member], *keys: str
) -> tuple[Counter[tuple[Any, ...]], dict[int, datetime]]:
    """Count rows by learner and keys, without those from before somebody joined; and say when each made the last."""
    since = {member.learner_id: scope.since(member) for member in members if member.learner_id is not None}
    grouped = rows.filter(learner__in=since).order_by().values_list("learner", *keys)
    counts: Counter[tuple[Any, ...]] = Counter()
    last: dict[int, datetime] = {}
    early = set()
    for *key, count, first_at, last_at in grouped.annotate(Count("pk"), Min("sent_at"), Max("sent_at")):
        if first_at < since[key[0]]:
            early.add(key[0])
        counts[tuple(key)] = count
        last[key[0]] = max(last_at, last.get(key[0], EPOCH))
    if early:
        # Somebody did some of it before joining: which of their rows count is said row by row.
        counts = Counter({key: count for key, count in counts.items() if key[0] not in early})
        last = {number: at for number, at in last.items() if number not in early}
        for *key, sent_at in rows.filter(learner__in=early).order_by().values_list("learner", *keys, "sent_at"):
            if sent_at >= since[key[0]]:
                counts[tuple(key)] += 1
                last[key[0]] = max(sent_at, last.get(key[0], EPOCH))
    return counts, last


def news_in(scope: Scope, learners: Sequence[int]) -> tuple[Any, ...]:
    """Return what changes with every request and prediction of these learners. Two statements."""
    facts = [Count("pk"), Max("pk")]
    exchanges = Exchange.objects.filter(learner__in=learners).aggregate(*facts)
    sendings = Sending.objects.filter(learner__in=learners).aggregate(*facts)
    return (*exchanges.values(), *sendings.values(), tuple(learners), sorted(scope.challenges), scope.whole_lab_from)


def first_attempts_in(scope: Scope) -> list[tuple[Any, ...]]:
    """Return the answers of first attempts at assigned quizzes, oldest first.

    Each is part, sitting, learner, question, its version, what was given, whether it was right, and the code chosen.
    """
    fields = ("sitting__part_id", "sitting_id", "learner_id", "item", "version", "given", "right", "chosen")
    return list(answers_in(scope).filter(sitting__attempt=1).values_list(*fields))


def confusions_in(scope: Scope) -> list[tuple[int, int, int, int]]:
    """Return learner, correct code, chosen code and how often, where a code was chosen in an assigned quiz."""
    rows = answers_in(scope).exclude(chosen=None).order_by()
    counted = rows.values_list("learner_id", "code", "chosen").annotate(Count("pk"))
    return [(learner, correct, chosen or 0, count) for learner, correct, chosen, count in counted]


@dataclass(frozen=True)
class LabWork:
    """What a learner did at a challenge: requests, what was expected of them, hints opened, and times solved."""

    exchanges: list[Exchange]
    sendings: dict[str, Sending]
    hints: list[HintOpened]
    solvings: list[Solving]


def lab_work_of(scope: Scope, member: Member, challenge: str) -> LabWork:
    """Return a learner's work at an assigned challenge, the newest 100 requests, oldest first."""
    own = {"learner": member.learner_id, "challenge": challenge}
    since = scope.since(member)
    newest = Exchange.objects.filter(**own, sent_at__gte=since).order_by("-sent_at", "-pk")[:EXCHANGES_SHOWN]
    exchanges = list(newest)[::-1]
    sendings = Sending.objects.filter(learner=member.learner, request_id__in=[one.request_id for one in exchanges])
    return LabWork(
        exchanges,
        {sending.request_id: sending for sending in sendings},
        list(HintOpened.objects.filter(**own, opened_at__gte=since)),
        list(Solving.objects.filter(**own, solved_at__gte=since)),
    )


def lesson_work_of(scope: Scope, member: Member, lesson: str) -> tuple[LessonProgress | None, list[CheckAnswer]]:
    """Return how far a learner is with an assigned lesson, and their answers to its checks, oldest first.

    A finish from before their work counts is none.
    """
    opened = LessonProgress.objects.filter(learner=member.learner, lesson=lesson).first()
    since = scope.since(member)
    if opened is not None and opened.left_at < since:
        opened = None
    if opened is not None and opened.finished_at is not None and opened.finished_at < since:
        opened.finished_at = None
    given = CheckAnswer.objects.filter(learner=member.learner, lesson=lesson, answered_at__gte=since)
    return opened, list(given)


def quiz_work_of(scope: Scope, member: Member, part: Part) -> dict[Sitting, list[PracticeAnswer]]:
    """Return a learner's attempts at an assigned quiz, first to last, each with its answers in order."""
    own = Sitting.objects.filter(learner=member.learner, part=part, begun_at__gte=scope.since(member))
    sittings = {sitting.pk: sitting for sitting in own.order_by("attempt", "begun_at")}
    answers: dict[int, list[PracticeAnswer]] = defaultdict(list)
    for answer in PracticeAnswer.objects.filter(sitting__in=sittings).order_by("place"):
        answers[answer.sitting_id or 0].append(answer)
    return {sitting: answers[number] for number, sitting in sittings.items()}
