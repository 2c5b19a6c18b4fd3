"""What is due, for the pages that a learner starts from: asked for once a page, and part of its version."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from learn.access import Due, due_for, viewer_of


def due_of(request: HttpRequest) -> Callable[[], list[Due]]:
    """Return a question for what is due to whoever looks, which asks the database once."""

    @cache
    def due() -> list[Due]:
        return due_for(viewer_of(request))

    return due
