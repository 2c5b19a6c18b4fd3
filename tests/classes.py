"""Classes for tests: opened, filled, given work."""

import json
from typing import Any

from learn.models import Assignment, Classroom, Member, Part, User
from tests.conftest import NOW

CODE = "ABCDEF23"


def open_class_of(user: User, name: str = "HTTP in practice", **fields: Any) -> Classroom:
    """Return a class that ``user`` teaches."""
    number = Classroom.objects.count()
    made = {"code": f"{CODE}{chr(ord('A') + number)}", "created_at": NOW, "time_zone": "Europe/Berlin"} | fields
    classroom = Classroom.objects.create(name=name, **made)
    put_in(classroom, user, role=Member.Role.INSTRUCTOR)
    return classroom


def put_in(classroom: Classroom, user: User, name: str = "", **fields: Any) -> Member:
    """Return the place of ``user`` in the class, as a learner unless ``role`` says otherwise."""
    made = {"role": Member.Role.LEARNER, "joined_at": NOW} | fields
    learner = user.learner
    learner.in_class = True
    learner.save(update_fields=["in_class"])
    return Member.objects.create(classroom=classroom, learner=learner, name=name or user.username, **made)


def assign(classroom: Classroom, *parts: tuple[str, dict[str, Any]], **fields: Any) -> Assignment:
    """Return a published assignment with these parts: kind and what is wanted."""
    made = {"title": "Week 1", "published_at": NOW, "created_at": NOW} | fields
    assignment = Assignment.objects.create(classroom=classroom, **made)
    for position, (kind, about) in enumerate(parts):
        Part.objects.create(assignment=assignment, kind=kind, about=json.dumps(about), position=position)
    return assignment
