"""Rounds of a class: the one that is on, and its votes without names."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from django.db.models import Count

from learn.access.people import learners_of
from learn.models import Classroom, Member, Round, Vote


def round_on(classroom: Classroom) -> Round | None:
    """Return the round that is on in a class, if one is."""
    return Round.objects.filter(classroom=classroom, closed_at=None).first()


def spread_of(current: Round) -> Mapping[str, Counter[str]]:
    """Return how many predicted each place, by phase; nobody's name goes with it."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    votes = Vote.objects.filter(round=current, member__left_at=None)
    for phase, place, count in votes.order_by().values_list("phase", "place").annotate(Count("pk")):
        found[phase][place] = count
    return found


def votes_of(current: Round, member: Member) -> dict[str, Vote]:
    """Return what a member has predicted, by phase."""
    return {vote.phase: vote for vote in Vote.objects.filter(round=current, member=member)}


def learners_in(classroom: Classroom) -> int:
    """Return how many learners a class has."""
    return learners_of(classroom).count()
