"""Who is in the class of the demo: what each is like, and their accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Literal

from django.contrib.auth.hashers import make_password

from learn.actions.learners import open_account
from learn.models import Learner, User

# Only the demo's accounts have an address there: mail to it reaches nobody, and the site sends none.
MAIL = "@demo.invalid"
PASSWORD = "blue mugs on sale"
INSTRUCTOR = "Robin Adeyemi"
EVENING = "Evening group"
NAMES = (
    *("Ada Lindqvist", "Tomasz Zieliński", "Mei-Ling Wu", "Siobhán O'Dwyer", "Kwame Mensah", "Yara Haddad"),
    *("Jonas Weber", "Priya Raman", "Luca Bianchi", "Fatima Zahra Idrissi", "Noah Fischer", "Aiko Tanaka"),
    *("Chidi Okonkwo", "Elena Petrova", "Mateo Vargas", "Hanna Virtanen", "Omar Farouk", "Grace Kim"),
    *("Pavel Novák", "Leila Karimi", "Sam Taylor", "Inês Carvalho", "Bjørn Dahl", "Thandiwe Dube"),
    *("Arjun Mehta", "Zoë Martin", "Diego Rojas", "Nadia Rahman", "Oskar Lund", "Maya Cohen"),
    *("Viktor Horváth", "Amina Diallo", "Ruth Steiner", "Ali Yılmaz", "Clara Dubois", "Ivan Marković"),
)

type Fate = Literal["", "stuck", "silent", "mixed up", "excused"]
# By the place in the list: those whom the page for instructors is to point at.
FATES: dict[int, Fate] = {1: "stuck", 2: "silent", 3: "mixed up", 4: "excused", 17: "silent", 23: "mixed up"}
# What is taken for one another, and by how many.
MIXED_UP = ("401-403", "400-422", "409-412-428", "429-503", "404-410", "405-501")


@dataclass(frozen=True, slots=True)
class Person:
    """``skill``, ``care`` (for dates) and ``sureness`` are from 0 to 1; ``mixes`` are pairs not told apart."""

    name: str
    skill: float
    care: float
    sureness: float
    mixes: tuple[str, ...]
    fate: Fate
    group: str


def cast(count: int, seed: int) -> list[Person]:
    """Return so many learners, for a seed always the same."""
    return [_person(place, seed) for place in range(count)]


def _person(place: int, seed: int) -> Person:
    rng, fate = Random(f"{seed}.person.{place}"), FATES.get(place, "")
    turn, number = divmod(place, len(NAMES))
    mixes = tuple(rng.sample(MIXED_UP, rng.choice((0, 0, 0, 1, 1, 2))))
    return Person(
        name=NAMES[number] + (f" {turn + 1}" if turn else ""),
        skill=rng.uniform(0.65, 0.97),
        care=1.0 if fate == "mixed up" else rng.uniform(0.5, 1.0),
        sureness=rng.uniform(0.2, 0.9),
        mixes=("401-403", *mixes) if fate == "mixed up" else mixes,
        fate=fate,
        group=EVENING if place % 5 == 3 else "",
    )


def open_accounts(names: Sequence[str], *, now: datetime) -> list[Learner]:
    """Return the learners of new accounts, all with the same password, hashed once."""
    hashed = make_password(PASSWORD)
    users = [
        User(username=name, password=hashed, email=f"person-{number}{MAIL}", date_joined=now)
        for number, name in enumerate(names)
    ]
    return [open_account(user=user, guest=None, now=now) for user in users]
