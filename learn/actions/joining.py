"""Ways into a class as a learner, and out of it."""

from datetime import datetime, timedelta

from learn.actions.assignments import restate_sittings_of
from learn.actions.classes import Conflict, held, keep_an_instructor
from learn.actions.writing import action
from learn.models import Classroom, Invitation, Learner, Member

INVITED = timedelta(days=90)
TEACHES = "You teach this class, so you can't join it as a learner."
CLOSED = "The class has been closed to newcomers in the meantime. Ask its instructor."
SPENT = "This invitation is no longer valid. Ask the instructor of the class for a new one."


@action
def join_class(classroom: Classroom, learner: Learner, *, name: str, code: str, now: datetime) -> Member:
    """Return the learner's place in a class joined by its code. Joining twice changes nothing.

    Raises Conflict for who teaches it, and where the code doesn't open it any more.
    """
    current = held(classroom)
    member = current.members.filter(learner=learner).first()
    outside = member is None or member.left_at is not None
    if outside and (current.code != code or not current.joining_open):
        raise Conflict(CLOSED)
    return _seat(current, learner, member, name=name, group="", now=now)


def is_good(invitation: Invitation, now: datetime) -> bool:
    """Whether somebody can join by an invitation: it waits, isn't older than 90 days, and its class isn't archived."""
    fresh = invitation.invited_at >= good_since(now)
    return invitation.is_open and fresh and invitation.classroom.archived_at is None


def good_since(now: datetime) -> datetime:
    """Return the moment before which invitations are expired."""
    return now - INVITED


@action
def accept_invitation(invitation: Invitation, learner: Learner, *, name: str, now: datetime) -> Member:
    """Return the learner's place in a class by an invitation, which is used up. Raises Conflict as joining does."""
    current = held(invitation.classroom)
    offered = Invitation.objects.select_for_update().get(pk=invitation.pk)
    member = current.members.filter(learner=learner).first()
    offered.classroom = current
    if not is_good(offered, now):
        if member is not None and member.left_at is None and offered.used_by_id == member.pk:
            return member
        raise Conflict(SPENT)
    seated = _seat(current, learner, member, name=name, group=offered.group, now=now)
    Invitation.objects.filter(pk=offered.pk).update(used_by=seated, used_at=now)
    return seated


def _seat(
    classroom: Classroom, learner: Learner, member: Member | None, *, name: str, group: str, now: datetime
) -> Member:
    if member is None:
        member = Member(classroom=classroom, learner=learner, joined_at=now)
    elif member.left_at is None:
        if member.is_instructor:
            raise Conflict(TEACHES)
        if group and not member.group:
            member.group = group
            member.save(update_fields=["group"])
            restate_sittings_of(member)
        return member
    # Who comes back has the work of the time before.
    member.role, member.name, member.left_at = Member.Role.LEARNER, name, None
    member.group = group or member.group
    member.save()
    restate_sittings_of(member)
    note_classes(learner)
    return member


@action
def leave_class(member: Member, *, now: datetime) -> None:
    """Let somebody leave, or be removed; work stays with its learner. Raises Conflict for the last instructor."""
    Classroom.objects.select_for_update().get(pk=member.classroom_id)
    current = Member.objects.select_related("learner").get(pk=member.pk)
    if current.left_at is not None:
        return
    if current.is_instructor:
        keep_an_instructor(current.classroom, current)
    current.left_at = now
    current.save(update_fields=["left_at"])
    if current.learner is not None:
        note_classes(current.learner)


@action
def remove_member(member: Member, *, now: datetime) -> None:
    """Remove somebody from a class. Raises Conflict for the last instructor, and where the class is archived."""
    held(member.classroom)
    leave_class(member, now=now)


def note_classes(learner: Learner) -> None:
    """Note with the learner whether there is a class to learn in."""
    attends = Classroom.objects.attended_by(learner).exists()
    Learner.objects.filter(pk=learner.pk).update(in_class=attends)
    learner.in_class = attends
