"""An assignment as its learner does it, in a browser of the tests."""

from typing import Any

from django.test import Client

from learn.models import Assignment


def page_of(made: Assignment) -> str:
    """Return a learner's address of an assignment."""
    return f"/classes/{made.classroom_id}/assignments/{made.pk}/"


def begin(bens: Client, made: Assignment) -> Any:
    """Begin an attempt at the only part; return the answer."""
    return bens.post(page_of(made), {"part": made.parts.get().pk})


def begun(bens: Client, made: Assignment) -> str:
    """Begin an attempt; return the sitting's address."""
    response = begin(bens, made)
    assert response.status_code == 303, response.text
    return str(response.url)
