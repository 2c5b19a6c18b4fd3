"""What the class did together: a round of peer instruction, and looks that its instructor took."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from learn.actions.lab import lab
from learn.actions.looking import note_looks
from learn.actions.rounds import begin_round, close_round, move_on, vote
from learn.demo.assigned import moment
from learn.demo.people import Person
from learn.domain.lab.predict import place_of
from learn.domain.practice.generator import scenario
from learn.library import library
from learn.models import Classroom, Member, Round

# Of requests refused for their content or their rights no provider is asked.
BOXES = ("H",)
TEMPTING = ("D", "K", "G")
RIGHT = {Round.Phase.FIRST: 0.45, Round.Phase.SECOND: 0.8}
THERE = 0.9


def hold_round(
    classroom: Classroom, people: Sequence[Person], members: Sequence[Member], rng: Random, *, now: datetime
) -> None:
    """Let the class predict, discuss, predict again, and see the request sent; all that two days ago."""
    at = moment(now, -2, 10)
    held = begin_round(classroom, seed=rng.getrandbits(40), boxes=BOXES, now=at)
    right = place_of(scenario(held.scenario, lab()).trace.route, library().backend).key
    there = [member for member in members if rng.random() < THERE]
    silent = {person.name for person in people if person.fate == "silent"}
    for phase in (Round.Phase.FIRST, Round.Phase.DISCUSS, Round.Phase.SECOND):
        for member in there:
            if phase in RIGHT and member.name not in silent:
                knows = rng.random() < RIGHT[phase]
                place = right if knows else rng.choice([key for key in TEMPTING if key != right])
                certainty = rng.randint(2, 3) if knows else rng.randint(1, 2)
                vote(held, member, phase=phase, place=place, certainty=certainty, now=at)
        at += timedelta(minutes=4)
        move_on(held, from_phase=phase, now=at)
        held.refresh_from_db()
    close_round(held, now=at + timedelta(minutes=5))


def look_at_some(instructor: Member, people: Sequence[Person], members: Sequence[Member], *, now: datetime) -> None:
    """Let the instructor look at the work of those who had trouble; they can see that."""
    for person, member in zip(people, members, strict=True):
        if person.fate:
            note_looks(instructor, [member], "the assigned work", now=moment(now, -1, 20))
