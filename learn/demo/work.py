"""What one learner does in two weeks: on time, late or not at all, as their person has it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from learn.actions.assigned import NotNow, begin_attempt
from learn.actions.learning import answer_check, read_lesson
from learn.actions.planning import NothingToAsk, find_question, others_of, plan_sitting
from learn.actions.practice import keep_answer
from learn.actions.sittings import begin_sitting, finish, planned_of
from learn.demo.answering import answer_of, marked
from learn.demo.assigned import moment
from learn.demo.in_lab import WALK, Bench
from learn.demo.people import Person
from learn.library import library
from learn.models import Assignment, Learner, Member, Part, Sitting

REVIEW_DAYS = range(-8, 1)
ANSWERS_A_REVIEW = 6
LATE = 0.6
SOLVED = 0.9
AGAIN_BELOW = 0.8
# An assignment is done in this time, so that nothing done in time ends late.
LONGEST = timedelta(hours=5)


class Work:
    """A learner at work, with a clock that goes on; what would be in the future isn't done."""

    def __init__(self, person: Person, member: Member, rng: Random, *, until: datetime) -> None:
        assert member.learner is not None
        self.person, self.member, self.rng, self.until = person, member, rng, until
        self.learner: Learner = member.learner
        self.now = until

    def do_all(self, assignments: Sequence[Assignment]) -> None:
        """Do what is assigned, and review on some days."""
        for number, assignment in enumerate(assignments):
            at = self._when(assignment, number)
            if at is not None and at < self.until - LONGEST:
                self.now = at
                for part in assignment.parts.all():
                    self._do(part)
        if self.person.fate != "silent":
            self._review()

    def _when(self, assignment: Assignment, number: int) -> datetime | None:
        """Return when an assignment is begun: in time, late, or never. Who is silent did the first one only."""
        opens_at, due_at, rng = assignment.opens_at, assignment.due_at, self.rng
        assert opens_at is not None and due_at is not None
        in_time, late, share = rng.random() < self.person.care, rng.random() < LATE, rng.uniform(0.1, 0.9)
        if self.person.fate == "silent":
            return opens_at + timedelta(hours=30) if number == 0 else None
        if self.person.fate == "excused" and number == 1:
            return None
        if in_time or self.person.fate == "stuck":
            return opens_at + share * (min(due_at, self.until) - LONGEST - opens_at)
        if late and assignment.late_until is not None:
            at = due_at + share * (min(assignment.late_until, self.until) - LONGEST - due_at)
            return at if at > due_at else None
        return None

    def _do(self, part: Part) -> None:
        self.now += timedelta(minutes=self.rng.randint(2, 20))
        match part.kind:
            case Part.Kind.LESSON:
                self._read(part.wanted["lesson"])
            case Part.Kind.QUIZ:
                self._take(part)
            case Part.Kind.CHALLENGE:
                self._try(part.wanted["challenge"], part)
            case Part.Kind.DIAGRAM:
                self._walk()

    def _read(self, slug: str) -> None:
        """Read a lesson, and answer its checks until each is right."""
        lesson = library().lessons[slug]
        read_lesson(self.learner, lesson, place="", now=self.now)
        for check in lesson.checks:
            item, attempt = library().items[check], 1
            rights = [True] if self.rng.random() < self.person.skill else [False, True]
            for attempt, right in enumerate(rights, start=1):
                self.now += timedelta(seconds=self.rng.randint(20, 150))
                marking = marked(item, right=right, leaning=self.person.name)
                answer_check(self.learner, lesson, marking, attempt=attempt, now=self.now)

    def _take(self, part: Part) -> None:
        """Take a quiz; where it went badly and may be taken again, take it again."""
        sitting = self._attempt(part)
        if sitting is not None and sitting.right < AGAIN_BELOW * sitting.asked and self.rng.random() < self.person.care:
            self.now += timedelta(minutes=self.rng.randint(30, 90))
            self._attempt(part)

    def _attempt(self, part: Part) -> Sitting | None:
        try:
            sitting = begin_attempt(self.member, part, now=self.now)
        except NotNow:
            return None
        self._answer(sitting, sitting.count)
        return sitting

    def _answer(self, sitting: Sitting, count: int) -> None:
        for _ in range(count):
            entry = planned_of(sitting).current
            self.now += timedelta(seconds=self.rng.randint(8, 90))
            if entry is None or self.now >= self.until:
                return
            given = answer_of(self.person, find_question(entry.surface), sitting.at, self.rng)
            keep_answer(self.learner, sitting, given, others=others_of, now=self.now)

    def _try(self, slug: str, part: Part) -> None:
        challenge = library().challenges[slug]
        bench = Bench(self.person, self.learner, self.rng, now=self.now)
        last = part.assignment.due_at is not None and part.assignment.due_at > moment(self.until, -2, 0)
        if self.person.fate == "stuck" and last:
            bench.get_stuck_at(challenge)
        else:
            bench.try_at(challenge, solve=self.rng.random() < SOLVED)
        self.now = bench.now

    def _walk(self) -> None:
        """Walk through the lab, the careful ones further."""
        bench = Bench(self.person, self.learner, self.rng, now=self.now)
        bench.send_all(WALK[: round(len(WALK) * self.person.care)])
        self.now = bench.now

    def _review(self) -> None:
        """Review on some of the last days, in the evening."""
        for day in REVIEW_DAYS:
            reviews, hour = self.rng.random() < self.person.care - 0.2, self.rng.randint(6, 21)
            self.now = moment(self.until, day, hour)
            if not reviews or self.now >= self.until:
                continue
            cards, seed = list(self.learner.cards.all()), f"{self.person.name}.{day}"
            try:
                planned = plan_sitting(self.learner, cards, "review", "", now=self.now, seed=seed)
            except NothingToAsk:
                continue
            sitting = begin_sitting(self.learner, planned, about="", now=self.now)
            self._answer(sitting, ANSWERS_A_REVIEW)
            if sitting.finished_at is None:
                finish(sitting, now=self.now)
