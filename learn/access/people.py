"""Who is in a class and who is invited, as its own people see them."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest

from learn.access.viewer import account_of, learner_of
from learn.actions.joining import good_since
from learn.domain.teach.roster import Place
from learn.models import Classroom, Invitation, Learner, Look, Member, User

LEARNING = Q(members__role=Member.Role.LEARNER, members__left_at=None, members__learner__isnull=False)
LOOKS_SHOWN = 10


def classes_counted(learner: Learner | None) -> list[Classroom]:
    """Return the classes that somebody teaches, each with ``learners``, how many learn in it; archived ones last."""
    if learner is None:
        return []
    taught = Classroom.objects.filter(pk__in=Classroom.objects.taught_by(learner).values("pk"))
    counted = taught.annotate(learners=Count("members", filter=LEARNING))
    return sorted(counted, key=lambda classroom: classroom.archived_at is not None)


def instructors_of(classroom: Classroom) -> list[Member]:
    """Return who teaches a class, each with learner and account."""
    teaching = classroom.members.filter(role=Member.Role.INSTRUCTOR, left_at=None)
    return list(teaching.select_related("learner__user"))


def learners_of(classroom: Classroom) -> QuerySet[Member]:
    """Return the learners of a class by name, to be shown in pages."""
    return graded_in(classroom).filter(learner__isnull=False)


def graded_in(classroom: Classroom) -> QuerySet[Member]:
    """Return whoever has a row in the gradebook, by name: learners, and those whose account is gone."""
    return classroom.members.filter(role=Member.Role.LEARNER, left_at=None).order_by("name", "pk")


def open_invitations_of(classroom: Classroom) -> QuerySet[Invitation]:
    """Return the invitations that wait for somebody, by name, to be shown in pages."""
    return classroom.invitations.filter(used_at=None, withdrawn_at=None).order_by("name", "pk")


def invitation_of(classroom: Classroom, number: int) -> Invitation:
    """Return an invitation of the class, open or not. Raises Http404 where there is none."""
    found = Invitation.objects.filter(classroom=classroom, pk=number).first()
    if found is None:
        raise Http404("The class has no invitation with this number.")
    return found


def anyone_of(classroom: Classroom, number: int) -> Member:
    """Return somebody who is or was in the class, in whichever role. Raises Http404 where there is nobody."""
    found = Member.objects.select_related("learner__user").filter(classroom=classroom, pk=number).first()
    if found is None:
        raise Http404("The class has no member with this number.")
    return found


def own_place_in(request: HttpRequest, number: int) -> Member:
    """Return the place that whoever asks has or had in a class. Raises Http404 for everybody else."""
    account_of(request)
    learner = learner_of(request)
    found = Member.objects.select_related("classroom").filter(classroom__pk=number, learner=learner).first()
    if learner is None or found is None:
        raise Http404("You have no class with this number. Your classes are listed under Classes.")
    return found


def place_beside(classroom: Classroom, learner: Learner | None) -> Member | None:
    """Return the place that a learner has or had in a class, if any."""
    return classroom.members.filter(learner=learner).first() if learner else None


def looks_at(learner: Learner | None) -> QuerySet[Look]:
    """Return who has looked at somebody's work in whichever class, the newest first, to be shown in pages."""
    return Look.objects.filter(at_learner=learner).select_related("classroom") if learner else Look.objects.none()


def newest_looks_at(classroom: Classroom, learner: Learner) -> list[Look]:
    """Return who has looked at a learner's work in a class, the newest first, 10 at most."""
    return list(Look.objects.filter(classroom=classroom, at_learner=learner)[:LOOKS_SHOWN])


def places_in(classroom: Classroom, now: datetime) -> list[Place]:
    """Return everybody in a class or invited to it, each with the address that they were invited at, if at any.

    Invitations that have expired keep nobody's place.
    """
    used = classroom.invitations.filter(used_by__isnull=False).values_list("used_by", "email")
    addresses = dict(used)
    members = classroom.members.filter(left_at=None).values_list("pk", "name")
    waiting = open_invitations_of(classroom).filter(invited_at__gte=good_since(now)).values_list("name", "email")
    return [Place(name, addresses.get(pk, "")) for pk, name in members] + [Place(*row) for row in waiting]


def account_named(name: str) -> User | None:
    """Return the account of a name, capitals or not."""
    try:
        return User.objects.select_related("learner").get(pk=User.objects.get_by_natural_key(name.strip()).pk)
    except User.DoesNotExist:
        return None
