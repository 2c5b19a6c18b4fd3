"""Who is in a class: instructors added, members renamed, a roster invited."""

from collections.abc import Collection, Sequence
from datetime import datetime
from secrets import token_urlsafe

from learn.access.people import places_in
from learn.actions.assignments import restate_sittings_of
from learn.actions.classes import Conflict, held
from learn.actions.joining import good_since, note_classes
from learn.actions.writing import action
from learn.domain.teach.roster import Compared, Entry, Roster, alike, compare
from learn.models import Classroom, Invitation, Learner, Member

LEARNS = "This account learns in the class. Remove it from the learners first."
SPENT = "The invitation has been used. Remove the member instead."


@action
def add_instructor(classroom: Classroom, learner: Learner, *, name: str, now: datetime) -> Member:
    """Return the place of another instructor; adding one twice changes nothing. Raises Conflict for a learner of it."""
    current = held(classroom)
    member = current.members.filter(learner=learner).first()
    if member is None:
        member = Member(classroom=current, learner=learner, joined_at=now)
    elif member.left_at is None:
        if not member.is_instructor:
            raise Conflict(LEARNS)
        return member
    member.role, member.name, member.left_at = Member.Role.INSTRUCTOR, name, None
    member.save()
    note_classes(learner)
    return member


@action
def change_member(member: Member, *, name: str, group: str) -> None:
    """Keep a member's name and group; attempts begun follow the dates of the group."""
    held(member.classroom)
    Member.objects.filter(pk=member.pk).update(name=name, group=group)
    restate_sittings_of(Member.objects.get(pk=member.pk))


@action
def invite(
    classroom: Classroom, roster: Roster, *, doubtful: Collection[int], now: datetime
) -> tuple[list[Invitation], Compared]:
    """Invite who is new on a roster, and who is doubtful in the lines named; return the invitations made.

    The comparison returned is with the class as it was before. Inviting the same roster again makes none; who has an
    invitation that has expired gets another one in its place.
    """
    current = held(classroom)
    compared = compare(roster, places_in(current, now))
    entries = [*compared.new, *(told.entry for told in compared.doubtful if told.entry.line in doubtful)]
    _withdraw_expired(current, entries, now)
    made = [
        Invitation(
            classroom=current,
            name=entry.name,
            email=entry.email,
            group=entry.group,
            token=token_urlsafe(18),
            invited_at=now,
        )
        for entry in entries
    ]
    return Invitation.objects.bulk_create(made), compared


def _withdraw_expired(classroom: Classroom, entries: Sequence[Entry], now: datetime) -> None:
    """Withdraw the expired invitations of those who are invited again: by their address, else by their name."""
    addresses = {alike(entry.email) for entry in entries if entry.email}
    names = {(alike(entry.name), bool(entry.email)) for entry in entries}
    expired = classroom.invitations.filter(used_at=None, withdrawn_at=None, invited_at__lt=good_since(now))
    again = [
        invitation.pk
        for invitation in expired
        if alike(invitation.email) in addresses
        or (alike(invitation.name), False) in names
        or (not invitation.email and (alike(invitation.name), True) in names)
    ]
    Invitation.objects.filter(pk__in=again).update(withdrawn_at=now)


@action
def withdraw_invitation(invitation: Invitation, *, now: datetime) -> None:
    """Make an invitation's link good no more. Raises Conflict where it has been used."""
    held(invitation.classroom)
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.used_at is not None:
        raise Conflict(SPENT)
    Invitation.objects.filter(pk=current.pk, withdrawn_at=None).update(withdrawn_at=now)
