"""Making the demo, and taking it away again. Either is one transaction: half a class there never is."""

from datetime import datetime
from random import Random

from django.conf import settings

from learn.actions.sandboxes import forget_idle_sandboxes, forget_sandboxes_of
from learn.actions.writing import writing
from learn.demo.assigned import PLANS, except_some, give, let_in, moment, open_the_class
from learn.demo.meeting import hold_round, look_at_some
from learn.demo.people import INSTRUCTOR, MAIL, cast, open_accounts
from learn.demo.work import Work
from learn.models import Classroom, Learner, User


def has_strangers() -> bool:
    """Whether there is an account that the demo hasn't made."""
    return User.objects.exclude(email__endswith=MAIL).exists()


def demo_class() -> Classroom | None:
    """Return the class that the demo has made, if it has."""
    return Classroom.objects.filter(members__learner__user__username=INSTRUCTOR).order_by("pk").first()


def fill_demo(*, seed: int, count: int, now: datetime) -> Classroom:
    """Return a class of so many learners with two weeks of work, for a seed always like that."""
    with writing(), writing(settings.LAB_ALIAS):
        people = cast(count, seed)
        instructor, *learners = open_accounts(
            [INSTRUCTOR, *(person.name for person in people)], now=moment(now, -16, 8)
        )
        classroom = open_the_class(instructor, now=now)
        members = let_in(classroom, people, learners, now=now)
        assignments = [give(classroom, plan, now=now) for plan in PLANS]
        excused = [member for person, member in zip(people, members, strict=True) if person.fate == "excused"]
        except_some(assignments, excused, now=now)
        for person, member in zip(people, members, strict=True):
            Work(person, member, Random(f"{seed}.work.{person.name}"), until=now).do_all(assignments)
        hold_round(classroom, people, members, Random(f"{seed}.round"), now=now)
        look_at_some(classroom.members.get(learner=instructor), people, members, now=now)
        forget_idle_sandboxes(now=now)
        return classroom


def empty_demo(*, now: datetime) -> None:
    """Delete everything that the demo has made, and what its people have made since."""
    with writing(), writing(settings.LAB_ALIAS):
        accounts = User.objects.filter(email__endswith=MAIL)
        for number in Learner.objects.filter(user__in=accounts).values_list("pk", flat=True):
            forget_sandboxes_of(number, now=now)
        Classroom.objects.filter(members__learner__user__in=accounts).delete()
        accounts.delete()
