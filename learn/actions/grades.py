"""Grades of a class, computed from what its learners have done: nothing of them is stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache
from typing import NamedTuple

from learn.actions.evidence import Evidence, evidence_of
from learn.domain.flow.graph import Graph
from learn.domain.practice.memory import zone
from learn.domain.teach.dates import Dates, Exempted, Rules, is_due, rules_for, rules_of
from learn.domain.teach.evidence import (
    challenge_attempts,
    diagram_attempts,
    lesson_attempts,
    quiz_attempts,
    review_attempts,
    walks,
)
from learn.domain.teach.explaining import Work, explain
from learn.domain.teach.grading import NOTHING, Attempt, Grade, graded, part_score, ungraded
from learn.domain.teach.kept import LINE, from_kept
from learn.domain.teach.parts import ChallengeWanted, LessonWanted, QuizWanted, ReviewWanted, Wanted, from_about
from learn.library import library
from learn.models import Assignment, Classroom, Exemption, Member, Part


# A plain tuple: a gradebook makes tens of thousands of these.
class Cell(NamedTuple):
    """One learner's grade in one assignment."""

    assignment: Assignment
    grade: Grade


class Terms:
    """Rules for somebody, and what follows from them at a moment, worked out once for all who have the same."""

    def __init__(self, rules: Rules, kinds: Collection[str], now: datetime) -> None:
        self.rules = rules
        self.due = is_due(rules.dates, now)
        self.ungraded = ungraded(rules, now)
        self.by_kind = {kind: rules_of(rules, kind) for kind in kinds}


@dataclass
class Setup:
    """An assignment ready for grading at a moment: its parts, its rules, and who has others."""

    assignment: Assignment
    rules: Rules
    now: datetime
    parts: list[tuple[Part, Wanted]] = field(default_factory=list)
    of_members: dict[int, Exempted] = field(default_factory=dict)
    of_groups: dict[str, Exempted] = field(default_factory=dict)

    @cached_property
    def work(self) -> list[tuple[int, Wanted, str, int]]:
        """Each part's number with what it wants, its kind and its weight."""
        return [(part.pk, wanted, part.kind, part.weight) for part, wanted in self.parts]

    @cached_property
    def terms(self) -> Terms:
        """The terms of whoever has no exemption."""
        return Terms(self.rules, {part.kind for part, _ in self.parts}, self.now)

    def rules_of(self, member: Member) -> Rules:
        """Return the rules that hold for a member."""
        return rules_for(self.rules, self.of_members.get(member.pk), self.of_groups.get(member.group))

    def terms_of(self, member: Member) -> Terms:
        """Return the terms that hold for a member."""
        if not self.of_members and not self.of_groups:
            return self.terms
        rules = self.rules_of(member)
        return self.terms if rules is self.rules else Terms(rules, self.terms.by_kind, self.now)


@dataclass
class Book:
    """The gradebook of some members: a cell for each of them and each assignment, in order."""

    classroom: Classroom
    now: datetime
    setups: list[Setup]
    members: Sequence[Member]
    evidence: dict[int, Evidence]

    @property
    def zone(self) -> tzinfo:
        return zone(self.classroom.time_zone)

    def cell(self, member: Member, setup: Setup) -> Cell:
        """Return a member's grade in an assignment."""
        return self._cells(member, [setup])[0]

    def row(self, member: Member) -> list[Cell]:
        """Return a member's grades in all assignments."""
        return self._cells(member, self.setups)

    def _cells(self, member: Member, setups: Sequence[Setup]) -> list[Cell]:
        learner, joined_at = member.learner_id, member.joined_at
        if learner is None:
            return [Cell(s.assignment, from_kept(member.kept_grades, s.assignment.pk)) for s in setups]
        own, earlier, attempts_of = self.evidence.get(learner), self.classroom.earlier_work_counts, self._attempts
        cells = []
        for setup in setups:
            terms = setup.terms_of(member)
            start = None if earlier else counted_from(joined_at, terms.rules)
            scores = []
            for part, wanted, kind, weight in setup.work:
                attempts = attempts_of(own, part, wanted, terms, start)
                score = part_score(attempts, terms.by_kind[kind], counted_from=start) if attempts else NOTHING
                scores.append((weight, score))
            cells.append(Cell(setup.assignment, terms.ungraded or graded(scores, due=terms.due)))
        return cells

    def lines(self, member: Member, setup: Setup) -> tuple[str, ...]:
        """Return the sentences that say how a grade came about."""
        if member.learner_id is None:
            return (LINE,)
        terms, own = setup.terms_of(member), self.evidence.get(member.learner_id)
        start = None if self.classroom.earlier_work_counts else counted_from(member.joined_at, terms.rules)
        works = [
            Work(kind, weight, self._attempts(own, part, wanted, terms, start))
            for part, wanted, kind, weight in setup.work
        ]
        return explain(works, terms.rules, self.now, self.zone, counted_from=start)

    def _attempts(
        self, own: Evidence | None, part: int, wanted: Wanted, terms: Terms, start: datetime | None
    ) -> Sequence[Attempt]:
        """Return what somebody has done at a part; nothing of whoever has done nothing at all."""
        if own is None:
            return ()
        if isinstance(wanted, QuizWanted):
            sat = quiz_attempts(own.quizzes.get(part, ()), due=terms.due)
            # The quiz was open when it was begun, whenever it opens by now.
            moved = start is not None and start == terms.rules.dates.opens_at
            return [each._replace(begun_at=max(each.began, start)) for each in sat] if moved and start else sat
        if isinstance(wanted, LessonWanted):
            finished_at, left_at = own.lessons.get(wanted.lesson, (None, None))
            again = own.again.get(f"lesson:{wanted.lesson}", ()) if own.again else ()
            return lesson_attempts(finished_at, left_at, again, counted_from=start)
        if isinstance(wanted, ChallengeWanted):
            return challenge_attempts(own.challenges.get(wanted.challenge, ()))
        if isinstance(wanted, ReviewWanted):
            return review_attempts(own.days, wanted, terms.rules.dates, self.zone, counted_from=start)
        ways = ways_of(library().backend, wanted.by)
        walked = [(way, at) for way, at in own.walked.get(wanted.by, ()) if way in ways]
        times = walks(walked, own.again, counted_from=start)
        return diagram_attempts(times, len(ways), wanted, terms.rules.dates, counted_from=start)


@lru_cache(maxsize=2)
def arrows(graph: Graph) -> frozenset[str]:
    """Return the arrows of a chart that are walked, without those that only lead back to the client."""
    return frozenset(f"{edge.source}-{edge.target}" for edge in graph.edges if not edge.back_to_client)


@lru_cache(maxsize=4)
def ways_of(graph: Graph, by: str) -> frozenset[str]:
    """Return those arrows as evidence names them, with how they are walked."""
    return frozenset(f"{by}:{way}" for way in arrows(graph))


def counted_from(joined_at: datetime, rules: Rules) -> datetime:
    """Return the moment from which the work of who joined then counts, in a class where earlier work doesn't."""
    opens_at = rules.dates.opens_at
    return joined_at if opens_at is None or opens_at < joined_at else opens_at


def rules_in(assignment: Assignment) -> Rules:
    """Return the rules of an assignment as they hold for whoever has no exemption."""
    dates = Dates(assignment.opens_at, assignment.due_at, assignment.late_until)
    counts = Assignment.Counts(assignment.counts).value
    return Rules(dates, assignment.late_percent, assignment.attempts, counts)  # type: ignore[arg-type]


def exempted_by(exemption: Exemption) -> Exempted:
    """Return what an exemption changes."""
    return Exempted(
        exemption.opens_at,
        exemption.due_at,
        exemption.late_until,
        exemption.excused,
        exemption.extra_attempts,
        exemption.reason,
    )


def setups_of(assignments: Sequence[Assignment], now: datetime) -> list[Setup]:
    """Return assignments ready for grading, with two statements for all of them."""
    found = {assignment.pk: Setup(assignment, rules_in(assignment), now) for assignment in assignments}
    for part in Part.objects.filter(assignment__in=found):
        try:
            found[part.assignment_id].parts.append((part, from_about(part.kind, part.wanted)))
        except ValueError:
            continue  # written by hand and not to be read: it can't be done, so it isn't asked for
    for exemption in Exemption.objects.filter(assignment__in=found):
        setup = found[exemption.assignment_id]
        if exemption.member_id is not None:
            setup.of_members[exemption.member_id] = exempted_by(exemption)
        else:
            setup.of_groups[exemption.group] = exempted_by(exemption)
    return list(found.values())


def gradebook(
    classroom: Classroom, members: Sequence[Member], assignments: Sequence[Assignment], *, now: datetime
) -> Book:
    """Return the grades of these members in these assignments. Three statements, however many there are of either.

    Those of an archived class are as they were when it was archived.
    """
    now = min(now, classroom.archived_at or now)
    setups = setups_of(assignments, now)
    learners = [member.learner_id for member in members if member.learner_id is not None]
    parts = [part for setup in setups for part, _ in setup.parts]
    since = None if classroom.earlier_work_counts else min((member.joined_at for member in members), default=None)
    local = zone(classroom.time_zone)
    evidence = evidence_of(learners, parts, zone=local, again_since=since, until=classroom.archived_at)
    return Book(classroom, now, setups, members, evidence)


def grades_of_member(member: Member, *, now: datetime) -> list[tuple[Assignment, Grade, tuple[str, ...]]]:
    """Return a member's grade in each assignment that is published, with the lines that explain it."""
    classroom = member.classroom
    assignments = list(classroom.assignments.filter(published_at__lte=now))
    book = gradebook(classroom, [member], assignments, now=now)
    return [(setup.assignment, book.cell(member, setup).grade, book.lines(member, setup)) for setup in book.setups]
