"""Classes: who teaches, who learns, and what each may see. Another's class and a missing one look alike."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from learn.access.viewer import account_of, learner_of
from learn.models import Assignment, Classroom, Invitation, Learner, Member, Round

NO_CLASS = "You have no class with this number. Your classes are listed under Teach."


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a class."""

    classroom: Classroom
    member: Member

    @property
    def learner(self) -> Learner:
        assert self.member.learner is not None
        return self.member.learner


def classes_taught_by(learner: Learner | None) -> list[Classroom]:
    """Return the classes that somebody teaches, the newest first."""
    return list(Classroom.objects.taught_by(learner)) if learner else []


def classes_attended_by(learner: Learner | None) -> list[Classroom]:
    """Return the classes that somebody learns in, the newest first."""
    return list(Classroom.objects.attended_by(learner)) if learner else []


def seat_in(request: HttpRequest, number: int) -> Seat:
    """Return the place of whoever asks in a class. Raises Http404 for everybody who has none."""
    account_of(request)
    learner = learner_of(request)
    member = (
        Member.objects.select_related("classroom", "learner__user")
        .filter(classroom__pk=number, learner=learner, left_at=None)
        .first()
        if learner
        else None
    )
    if member is None:
        raise Http404(NO_CLASS)
    return Seat(member.classroom, member)


def taught(request: HttpRequest, number: int) -> Seat:
    """Return the place of an instructor. Raises Http404 for strangers and PermissionDenied for the class's learners."""
    seat = seat_in(request, number)
    if not seat.member.is_instructor:
        raise PermissionDenied("This page is for those who teach the class.")
    return seat


def attended(request: HttpRequest, number: int) -> Seat:
    """Return the place of a learner of the class; instructors see learners' pages by the preview."""
    seat = seat_in(request, number)
    if seat.member.is_instructor:
        raise PermissionDenied(
            "This page is for the learners of the class. To see what they see, "
            "open the class under Teach and choose “See it as a learner”."
        )
    return seat


def assignment_of(classroom: Classroom, number: int) -> Assignment:
    """Return an assignment of the class. Raises Http404 where there is none."""
    found = Assignment.objects.filter(classroom=classroom, pk=number).first()
    if found is None:
        raise Http404("The class has no assignment with this number.")
    return found


def published_assignment_of(classroom: Classroom, number: int, now: datetime) -> Assignment:
    """Return an assignment that the class's learners see by now. Raises Http404 for a draft and a missing one alike."""
    found = Assignment.objects.filter(classroom=classroom, pk=number, published_at__lte=now).first()
    if found is None:
        raise Http404("The class has no published assignment of this number.")
    return found


def member_of(classroom: Classroom, number: int) -> Member:
    """Return a learner of the class. Raises Http404 where there is none, or the learner has left."""
    found = (
        Member.objects.select_related("learner__user")
        .filter(classroom=classroom, pk=number, role=Member.Role.LEARNER, left_at=None)
        .first()
    )
    if found is None:
        raise Http404("The class has no learner with this number.")
    return found


def round_of(classroom: Classroom, number: int) -> Round:
    """Return a round of the class. Raises Http404 where there is none."""
    found = Round.objects.filter(classroom=classroom, pk=number).first()
    if found is None:
        raise Http404("The class has no round with this number.")
    return found


def class_by_code(code: str) -> Classroom | None:
    """Return the class that a code opens at the moment, if it opens one."""
    return Classroom.objects.filter(code=code, joining_open=True, archived_at=None).first()


def place_by_code(code: str, learner: Learner | None) -> Member | None:
    """Return the place that somebody has in the class of a code, whether or not the code lets others in."""
    if learner is None:
        return None
    inside = Member.objects.select_related("classroom").filter(learner=learner, left_at=None)
    return inside.filter(classroom__code=code).first()


def invitation_by(token: str) -> Invitation:
    """Return an invitation by its link. Raises Http404 where there never was one."""
    found = Invitation.objects.select_related("classroom").filter(token=token).first()
    if found is None:
        raise Http404("No invitation has this address. It may have been mistyped.")
    return found
