"""The class of the demo and what it assigns, with all dates counted from the day the demo is made."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from learn.actions.assignments import add_assignment, add_parts, exempt, publish
from learn.actions.classes import fresh_code, open_class
from learn.actions.joining import join_class
from learn.demo.people import EVENING, INSTRUCTOR, Person
from learn.domain.teach.parts import read_wanted
from learn.library import library
from learn.models import Assignment, Classroom, Invitation, Learner, Member

BEGAN = -15
WAITING = (("Jamie Fox", "jamie"), ("Alex Berg", "alex"))


@dataclass(frozen=True, slots=True)
class Plan:
    """An assignment to be. Days are counted from today; work opens in the morning and is due in the evening."""

    title: str
    parts: tuple[tuple[str, dict[str, Any]], ...]
    opens: int
    due: int
    late_until: int | None = None
    attempts: int | None = None
    feedback: str = "at_once"
    note: str = ""


PLANS = (
    Plan(
        "What a code says",
        (
            ("lesson", {"lesson": "what-a-status-code-is"}),
            ("lesson", {"lesson": "five-classes"}),
            ("challenge", {"challenge": "first-answer"}),
        ),
        *(-14, -9, -6),
        note="Read both lessons, then make the lab answer 200.",
    ),
    Plan(
        "Who may do what",
        (
            ("lesson", {"lesson": "401-or-403"}),
            ("quiz", {"pair": "401-403", "count": 8}),
            ("challenge", {"challenge": "two-refusals"}),
        ),
        *(-11, -5, -3),
        attempts=2,
    ),
    Plan(
        "Conflicts and conditions",
        (
            ("lesson", {"lesson": "409-conflict"}),
            ("quiz", {"boxes": ["F", "M"], "count": 6}),
            ("challenge", {"challenge": "no-version-named"}),
        ),
        *(-7, -1, 2),
    ),
    Plan(
        "Keep it fresh",
        (("review", {"days": 4, "of": 7}), ("diagram", {"percent": 90, "by": "lab"})),
        *(-9, 1),
        note="A little every day, and a walk through the lab.",
    ),
    Plan(
        "Interview questions",
        (("quiz", {"set": "interview"}),),
        *(2, 9),
        attempts=1,
        feedback="after_due",
        note="Say your answers aloud before you look.",
    ),
)


def moment(now: datetime, day: int, hour: int) -> datetime:
    """Return an hour, in UTC, of a day counted from today."""
    return datetime.combine(now.astimezone(UTC).date(), time(hour), UTC) + timedelta(days=day)


def open_the_class(instructor: Learner, *, now: datetime) -> Classroom:
    """Return the class, opened two weeks ago."""
    began = moment(now, BEGAN, 8)
    return open_class(
        learner=instructor,
        taught_as=INSTRUCTOR,
        name="HTTP in practice",
        time_zone="UTC",
        starts_on=began.date(),
        ends_on=moment(now, 60, 8).date(),
        code=fresh_code(),
        now=began,
    )


def let_in(classroom: Classroom, people: list[Person], learners: list[Learner], *, now: datetime) -> list[Member]:
    """Return the places of all learners; two more are invited and haven't come."""
    members = []
    for place, (person, learner) in enumerate(zip(people, learners, strict=True)):
        at = moment(now, BEGAN, 9) + timedelta(minutes=place)
        member = join_class(classroom, learner, name=person.name, code=classroom.code, now=at)
        member.group = person.group
        member.save(update_fields=["group"])
        members.append(member)
    for name, address in WAITING:
        Invitation.objects.create(
            classroom=classroom,
            name=name,
            email=f"{address}@demo.invalid",
            token=fresh_code(),
            invited_at=moment(now, BEGAN, 9),
        )
    return members


def give(classroom: Classroom, plan: Plan, *, now: datetime) -> Assignment:
    """Return an assignment of the class, published when it opens."""
    opens_at = moment(now, plan.opens, 8)
    values = {
        "title": plan.title,
        "note": plan.note,
        "opens_at": opens_at,
        "due_at": moment(now, plan.due, 18),
        "late_until": None if plan.late_until is None else moment(now, plan.late_until, 18),
        "attempts": plan.attempts,
        "feedback": plan.feedback,
    }
    assignment = add_assignment(classroom, values, after=0, now=moment(now, BEGAN, 8))
    wanted = [(kind, read_wanted(kind, about, library())) for kind, about in plan.parts]
    add_parts(assignment, wanted, version=assignment.version)
    publish(assignment, at=opens_at, version=assignment.version)
    return assignment


def except_some(assignments: list[Assignment], excused: list[Member], *, now: datetime) -> None:
    """Excuse who was ill, and give the evening group two days more."""
    second, third = assignments[1], assignments[2]
    at = moment(now, -6, 9)
    for member in excused:
        exempt(second, {"excused": True, "reason": "Ill that week"}, version=second.version, member=member, now=at)
    later = {"due_at": moment(now, 1, 18), "reason": "The evening group meets two days later"}
    exempt(third, later, version=third.version, group=EVENING, now=moment(now, -7, 9))
