"""Two who do the same thing at the same moment, each with a database connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import connections


class Together[**P, R]:
    """A function after which two wait for one another; one who is kept waiting elsewhere is left behind."""

    def __init__(self, before: Callable[P, R]) -> None:
        self.before, self.both = before, Barrier(2)

    def __call__(self, *args: P.args, **named: P.kwargs) -> R:
        found = self.before(*args, **named)
        with suppress(BrokenBarrierError):
            self.both.wait(0.3)
        return found


def at_once(*changes: Callable[[], Any]) -> list[Any]:
    """Return what each of these gives, all of them begun at once."""

    def run(change: Callable[[], Any]) -> Any:
        try:
            return change()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(run, changes))
