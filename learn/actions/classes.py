"""Classes: opening, settings, archiving, copying, and never losing the last instructor."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from secrets import choice
from typing import Any
from zoneinfo import ZoneInfo

from learn.actions.learners import delete_account
from learn.actions.privacy import FORGOTTEN_AT_ONCE, classes_that_need, forget_old_classes, part_from_classes
from learn.actions.sandboxes import forget_sandboxes_of
from learn.actions.writing import action, again_if_taken
from learn.domain.teach.codes import make_code
from learn.domain.teach.dates import Dates, shifted
from learn.models import Assignment, Classroom, Learner, Member, Part, User

ARCHIVED = "The class is archived, so nothing in it changes. Open it again in its settings first."
STALE = (
    "Somebody has changed the settings since you opened this page. Look at what is there now, then send yours again."
)
ONLY_YOU = "A class never loses its last instructor. Add another one first."
WIDER = "Somebody has joined while it was off, so it stays off. Copy the class or open a new one, and turn it on there."
SHARED = ("names_shared", "earlier_work_counts")
KEPT_BY_COPIES = ("time_zone", "names_shared", "earlier_work_counts", "kept_days", "grades_kept")


class Conflict(Exception):
    """What is asked doesn't go with how the class stands; the text says what would help."""


class Stale(Conflict):
    """The settings have been changed since they were read."""


class Widened(Conflict):
    """Learners are in who joined while less was shared. ``names`` are the settings that would share more."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(WIDER)
        self.names = names


def fresh_code() -> str:
    """Return a join code that nobody can guess."""
    return make_code(choice)


def held(classroom: Classroom) -> Classroom:
    """Return the class as it stands, to be changed by this transaction alone. Raises Conflict where it is archived."""
    current = Classroom.objects.select_for_update().get(pk=classroom.pk)
    if current.archived_at is not None:
        raise Conflict(ARCHIVED)
    return current


def keep_an_instructor(classroom: Classroom, leaving: Member) -> None:
    """Raise Conflict where nobody would teach the class without ``leaving``."""
    teaching = classroom.members.filter(role=Member.Role.INSTRUCTOR, left_at=None, learner__user__is_active=True)
    others = teaching.exclude(pk=leaving.pk)
    if not others.exists():
        raise Conflict(ONLY_YOU)


@again_if_taken
@action
def open_class(
    *,
    learner: Learner,
    taught_as: str,
    name: str,
    time_zone: str,
    starts_on: date | None,
    ends_on: date | None,
    code: str,
    now: datetime,
) -> Classroom:
    """Return a new class with its first instructor; people of a few that are long over are forgotten on the way.

    The one that has this code already, where the same was sent twice.
    """
    made = Classroom.objects.taught_by(learner).filter(code=code).first()
    if made is not None:
        return made
    forget_old_classes(now=now, limit=FORGOTTEN_AT_ONCE)
    classroom = Classroom.objects.create(
        name=name, time_zone=time_zone, starts_on=starts_on, ends_on=ends_on, code=_free(code), created_at=now
    )
    _teach(classroom, learner, taught_as, now)
    return classroom


def _free(code: str) -> str:
    """Return the code, or another one where a class that one doesn't teach any more has it."""
    return fresh_code() if Classroom.objects.filter(code=code).exists() else code


def _teach(classroom: Classroom, learner: Learner, name: str, now: datetime) -> None:
    Member.objects.create(classroom=classroom, learner=learner, role=Member.Role.INSTRUCTOR, name=name, joined_at=now)


@action
def change_class(classroom: Classroom, changes: Mapping[str, Any], *, version: int) -> None:
    """Keep settings. Raises Stale where they have been changed since ``version``, and not to the same.

    Raises Widened where they would share more of those who have joined.
    """
    current = held(classroom)
    if all(getattr(current, name) == value for name, value in changes.items()):
        return
    if current.version != version:
        raise Stale(STALE)
    widened = [name for name in SHARED if changes.get(name) and not getattr(current, name)]
    if widened and current.members.filter(role=Member.Role.LEARNER, left_at=None, learner__isnull=False).exists():
        raise Widened(widened)
    Classroom.objects.filter(pk=current.pk).update(**changes, version=version + 1)


@action
def archive_class(classroom: Classroom, *, now: datetime) -> None:
    """Close a class for all changes. Doing it again changes nothing."""
    Classroom.objects.filter(pk=classroom.pk, archived_at=None).update(archived_at=now)


@action
def reopen_class(classroom: Classroom) -> None:
    """Open an archived class again."""
    Classroom.objects.filter(pk=classroom.pk).update(archived_at=None)


@action
def renew_code(classroom: Classroom, *, known: str) -> None:
    """Give the class another join code; only in place of the ``known`` one, so that sending twice renews once."""
    current = held(classroom)
    if current.code == known:
        Classroom.objects.filter(pk=current.pk).update(code=fresh_code())


@action
def set_joining(classroom: Classroom, *, is_open: bool) -> None:
    """Let the code open the class, or not."""
    Classroom.objects.filter(pk=held(classroom).pk).update(joining_open=is_open)


@again_if_taken
@action
def copy_class(
    classroom: Classroom, *, learner: Learner, taught_as: str, name: str, starts_on: date, code: str, now: datetime
) -> Classroom:
    """Return a class like this one that begins on another day: assignments with their dates moved, and nobody in it.

    The one that has this code already, where the same was sent twice.
    """
    made = Classroom.objects.taught_by(learner).filter(code=code).first()
    if made is not None:
        return made
    days = (starts_on - _first_day(classroom)).days
    copied = Classroom.objects.create(
        name=name,
        code=_free(code),
        starts_on=starts_on,
        ends_on=classroom.ends_on and classroom.ends_on + timedelta(days=days),
        created_at=now,
        **{setting: getattr(classroom, setting) for setting in KEPT_BY_COPIES},
    )
    _teach(copied, learner, taught_as, now)
    _copy_assignments(classroom, copied, days=days, now=now)
    return copied


def _first_day(classroom: Classroom) -> date:
    """The day that a copy's first day is counted from: the class's own, else that of its first date, or its making."""
    if classroom.starts_on is not None:
        return classroom.starts_on
    rows = classroom.assignments.values_list("opens_at", "due_at", "published_at")
    moments = [moment for row in rows for moment in row if moment is not None]
    return min(moments, default=classroom.created_at).astimezone(ZoneInfo(classroom.time_zone)).date()


def _copy_assignments(classroom: Classroom, copied: Classroom, *, days: int, now: datetime) -> None:
    zone = ZoneInfo(classroom.time_zone)
    for assignment in classroom.assignments.prefetch_related("parts"):
        parts = list(assignment.parts.all())
        dates = shifted(Dates(assignment.opens_at, assignment.due_at, assignment.late_until), days, zone)
        published = shifted(Dates(assignment.published_at), days, zone).opens_at
        assignment.pk, assignment.classroom, assignment.created_at, assignment.version = None, copied, now, 1
        assignment.opens_at, assignment.due_at, assignment.late_until = dates.opens_at, dates.due_at, dates.late_until
        assignment.published_at = published
        assignment._state.adding = True
        assignment.save(force_insert=True)
        _copy_parts(parts, assignment)


def _copy_parts(parts: list[Part], assignment: Assignment) -> None:
    Part.objects.bulk_create(
        Part(assignment=assignment, kind=part.kind, about=part.about, weight=part.weight, position=part.position)
        for part in parts
    )


@action
def close_account(user: User, *, now: datetime) -> None:
    """Delete an account with everything stored about it, and the classes that nobody is left in.

    Raises Conflict where a class with learners would lose its last instructor.
    """
    learner = Learner.objects.filter(user=user).first()
    if learner is not None:
        _refuse_to_orphan(user, learner)
        part_from_classes(learner, now=now)
        forget_sandboxes_of(learner.pk, now=now)
    delete_account(user)


def _refuse_to_orphan(user: User, learner: Learner) -> None:
    list(Classroom.objects.select_for_update().taught_by(learner))  # nobody joins or leaves them meanwhile
    names = ", ".join(f"“{classroom.name}”" for classroom in classes_that_need(user))
    if names:
        raise Conflict(
            f"You are the last instructor of {names}, and people learn there. Add another instructor or remove the "
            "learners first; an archived class is opened again for that. Nothing was deleted."
        )
