"""Grades that stay in a class when the account they belonged to is gone."""

import json
from collections.abc import Collection, Iterable

from learn.domain.teach.grading import Grade, GradeState

NEVER: GradeState = "not open"
LINE = "The account was deleted. The grade is kept as it was at that moment."


def as_kept(grades: Iterable[tuple[int, Grade]]) -> str:
    """Return grades by the number of their assignment as text."""
    return json.dumps({str(number): list(grade) for number, grade in grades})


def from_kept(text: str, assignment: int) -> Grade:
    """Return the grade kept for an assignment; one that came later was never open for whoever had gone."""
    percent, state = json.loads(text or "{}").get(str(assignment), (None, NEVER))
    return Grade(percent, state)


def pseudonym(taken: Collection[str]) -> str:
    """Return a name that tells nothing, and that isn't taken in the class."""
    number = 1
    while (name := f"Former learner {number}") in taken:
        number += 1
    return name
