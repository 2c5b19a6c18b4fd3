"""What is assigned to whom: published work with the rules that hold for one learner, and what of it is due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from learn.access.numbers import number_of
from learn.access.viewer import Viewer
from learn.actions.assigned import rules_for_member
from learn.actions.grades import gradebook
from learn.domain.teach.dates import Rules, State, state
from learn.models import Assignment, Classroom, Exemption, Learner, Member, Part, Sitting

DONE = ("done", "late")
NOT_ASSIGNED = "Nothing is assigned to you at this address. The page of your class lists what is."


@dataclass(frozen=True)
class Assigned:
    """An assignment as one learner has it; in a preview it is nobody's."""

    assignment: Assignment
    rules: Rules
    member: Member | None = None

    def state(self, now: datetime) -> State:
        return state(self.rules, now)


@dataclass(frozen=True, slots=True)
class Due:
    """Work that can be handed in and has a due date, in plain values: pages that show it have it in their version."""

    classroom: int
    class_name: str
    time_zone: str
    assignment: int
    title: str
    due_at: datetime
    last_at: datetime
    is_late: bool
    late_percent: int
    reasons: tuple[str, ...]


def assigned_in(member: Member, now: datetime) -> list[Assigned]:
    """Return what a class has assigned to a member by now, in the class's order."""
    found = Assignment.objects.filter(classroom=member.classroom_id, published_at__lte=now)
    return _with_rules([(assignment, member) for assignment in found.select_related("classroom")])


def assigned_to(learner: Learner, now: datetime) -> list[Assigned]:
    """Return what all classes that somebody learns in have assigned by now, in three statements at most."""
    members = {
        member.classroom_id: member
        for member in learner.memberships.filter(
            role=Member.Role.LEARNER, left_at=None, classroom__archived_at=None
        ).select_related("classroom")
    }
    found = Assignment.objects.filter(classroom__in=members, published_at__lte=now).select_related("classroom")
    return _with_rules([(assignment, members[assignment.classroom_id]) for assignment in found])


def _with_rules(found: Sequence[tuple[Assignment, Member]]) -> list[Assigned]:
    if not found:
        return []
    members = {member.pk for _, member in found}
    groups = {member.group for _, member in found if member.group}
    exemptions = list(
        Exemption.objects.filter(
            Q(member__in=members) | Q(group__in=groups), assignment__in=[assignment.pk for assignment, _ in found]
        )
    )
    return [
        Assigned(assignment, rules_for_member(assignment, member.pk, member.group, exemptions), member)
        for assignment, member in found
    ]


def assigned_work(member: Member, number: int, now: datetime) -> Assigned:
    """Return an assignment of the member's class. Raises Http404 for a draft and a missing one alike."""
    found = next((each for each in assigned_in(member, now) if each.assignment.pk == number), None)
    if found is None:
        raise Http404(NOT_ASSIGNED)
    return found


def part_of(assignment: Assignment, number: str) -> Part:
    """Return a part of the assignment by its number. Raises Http404 where there is none."""
    known = number_of(number)
    rows = Part.objects.select_related("assignment").filter(assignment=assignment)
    found = rows.filter(pk=known).first() if known is not None else None
    if found is None:
        raise Http404("The assignment has no such part any more.")
    return found


def exemption_of(assignment: Assignment, number: str) -> Exemption:
    """Return an exemption by its number. Raises Http404 where there is none."""
    known = number_of(number)
    found = Exemption.objects.filter(assignment=assignment, pk=known).first() if known is not None else None
    if found is None:
        raise Http404("The assignment has no such exemption any more.")
    return found


def attempts_at(assignment: Assignment, learner: Learner) -> list[Sitting]:
    """Return somebody's attempts at the quizzes of an assignment, the first one first."""
    return list(Sitting.objects.filter(part__assignment=assignment, learner=learner).order_by("part", "attempt"))


def due_for(viewer: Viewer) -> list[Due]:
    """Return what somebody can still hand in and has a date for, the nearest first; not what they have done.

    Costs nothing for visitors, guests and accounts in no class. For the others three statements, and three for each
    class in which something is due.
    """
    learner = viewer.learner if viewer.user is not None and not viewer.unreadable else None
    if learner is None or not learner.in_class:
        return []
    now = timezone.now()
    due = [(assigned, made) for assigned in assigned_to(learner, now) if (made := _due(assigned, now)) is not None]
    done = _done([assigned for assigned, _ in due], now)
    left = [made for _, made in due if made.assignment not in done]
    return sorted(left, key=lambda each: (each.due_at, each.assignment))


def _done(due: Sequence[Assigned], now: datetime) -> set[int]:
    """Return which of these assignments have every part done by those who have them."""
    by_member: dict[Member, list[Assignment]] = defaultdict(list)
    for assigned in due:
        if assigned.member is not None:
            by_member[assigned.member].append(assigned.assignment)
    done: set[int] = set()
    for member, own in by_member.items():
        book = gradebook(member.classroom, [member], own, now=now)
        done |= {cell.assignment.pk for cell in book.row(member) if cell.grade.state in DONE}
    return done


def _due(assigned: Assigned, now: datetime) -> Due | None:
    assignment, rules, stands = assigned.assignment, assigned.rules, assigned.state(now)
    due_at, last_at = rules.dates.due_at, rules.dates.last_at
    if rules.excused or due_at is None or last_at is None or stands not in ("open", "late"):
        return None
    classroom = assignment.classroom
    return Due(
        classroom.pk,
        classroom.name,
        classroom.time_zone,
        assignment.pk,
        assignment.title,
        due_at,
        last_at,
        stands == "late",
        rules.late_percent,
        rules.reasons,
    )


def learner_of_calendar(token: str) -> Learner:
    """Return whose calendar has this secret address. Raises Http404 where nobody's has."""
    found = Learner.objects.select_related("user").filter(calendar_token=token, user__is_active=True).first()
    if found is None or not token:
        raise Http404("No calendar has this address. It may have been renewed: the page of your class has the new one.")
    return found


def assignments_of(classroom: Classroom) -> list[Assignment]:
    """Return all assignments of a class, drafts too, in their order."""
    return list(Assignment.objects.filter(classroom=classroom))
