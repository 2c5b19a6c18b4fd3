"""What becomes of class data when somebody's account goes, and when a class is long over."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from learn.actions.grades import gradebook
from learn.actions.sittings import let_go
from learn.actions.writing import action
from learn.domain.practice.memory import zone
from learn.domain.teach.kept import as_kept, pseudonym
from learn.models import Classroom, Exemption, Invitation, Learner, Look, Member, Sitting, User

FORGOTTEN_AT_ONCE = 5


def classes_that_need(*users: User) -> list[Classroom]:
    """Return the classes with learners in them that nobody but these accounts teaches."""
    inside = Member.objects.filter(classroom=OuterRef("pk"), left_at=None, learner__isnull=False)
    others = inside.exclude(learner__user__in=users)
    taught = Classroom.objects.filter(
        members__learner__user__in=users, members__role=Member.Role.INSTRUCTOR, members__left_at=None
    )
    return list(taught.distinct().filter(Exists(others), ~Exists(others.filter(role=Member.Role.INSTRUCTOR))))


@action
def part_from_classes(learner: Learner, *, now: datetime) -> None:
    """Take a learner whose account goes out of all classes: before that, grades are kept where a class asks for it.

    What stays is a pseudonym with grades by assignment: no work, no votes, no exemptions with their reasons. Classes
    that nobody is left in go too.
    """
    Invitation.objects.filter(used_by__learner=learner).delete()
    learners = learner.memberships.filter(role=Member.Role.LEARNER, left_at=None, classroom__grades_kept=True)
    for member in learners.select_related("classroom"):
        _keep_grades(member, now=now)
    classes = list(learner.memberships.values_list("classroom", flat=True))
    learner.memberships.all().delete()
    inside = Member.objects.filter(classroom=OuterRef("pk"), left_at=None, learner__isnull=False)
    empty = Classroom.objects.filter(pk__in=classes).exclude(Exists(inside))
    let_go(Sitting.objects.filter(part__assignment__classroom__in=empty), now=now)
    empty.delete()


def _keep_grades(member: Member, *, now: datetime) -> None:
    """Make a member a pseudonym that has nothing but grades."""
    classroom = Classroom.objects.select_for_update().get(pk=member.classroom_id)
    assignments = list(classroom.assignments.filter(published_at__lte=now))
    book = gradebook(classroom, [member], assignments, now=now)
    names = classroom.members.values_list("name", flat=True)
    member.exemptions.all().delete()
    member.votes.all().delete()
    member.kept_grades = as_kept((cell.assignment.pk, cell.grade) for cell in book.row(member))
    member.learner, member.name, member.group = None, pseudonym(set(names)), ""
    member.save(update_fields=["learner", "name", "group", "kept_grades"])


@action
def forget_old_classes(*, now: datetime, limit: int | None = None) -> int:
    """Forget who learnt in classes that ended longer ago than they keep it; return of how many classes.

    The class and its assignments stay for who teaches it; what learners did stays theirs.
    """
    over = Classroom.objects.filter(
        Q(ends_on__lte=(now + timedelta(days=1)).date()) | Q(ends_on=None, archived_at__lte=now)
    )
    old = [classroom for classroom in over.filter(_somebody_in_it()) if is_past_keeping(classroom, now)][:limit]
    for classroom in old:
        _forget_people(classroom)
    return len(old)


def _somebody_in_it() -> Q:
    """Return the condition that something of those who learn is left in a class."""
    here = OuterRef("pk")
    return (
        Exists(Member.objects.filter(classroom=here, role=Member.Role.LEARNER))
        | Exists(Invitation.objects.filter(classroom=here))
        | Exists(Look.objects.filter(classroom=here))
        | Exists(Exemption.objects.filter(assignment__classroom=here))
    )


def _forget_people(classroom: Classroom) -> None:
    """Delete what a class knows of those who learnt in it, and let nobody else in."""
    Exemption.objects.filter(assignment__classroom=classroom).delete()
    classroom.invitations.all().delete()
    classroom.looks.all().delete()
    members = classroom.members.filter(role=Member.Role.LEARNER)
    gone = list(members.exclude(learner=None).values_list("learner", flat=True))
    members.delete()
    elsewhere = Member.objects.filter(learner=OuterRef("pk"), role=Member.Role.LEARNER, left_at=None)
    Learner.objects.filter(~Exists(elsewhere), pk__in=gone).update(in_class=False)
    Classroom.objects.filter(pk=classroom.pk).update(joining_open=False)


def is_past_keeping(classroom: Classroom, now: datetime) -> bool:
    """Whether all days are over that class data is kept: so many after the last day, in the class's time zone."""
    local = zone(classroom.time_zone)
    archived_on = classroom.archived_at.astimezone(local).date() if classroom.archived_at else None
    last_day = classroom.ends_on or archived_on
    return last_day is not None and now.astimezone(local).date() > last_day + timedelta(days=classroom.kept_days)
