"""One user action, one transaction; on SQLite one writer at a time for each database."""

import fcntl
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connections,
    transaction,
)

# What is raised where the database, or the cache that processes share, is locked, full or away.
AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError)
if settings.LIMITS_STORAGE_URL.startswith("redis"):
    from redis.exceptions import RedisError

    AWAY += (RedisError,)

# SQLite's own wait starves some writers under load; a queue before it doesn't.
WAIT_SECONDS = 4.0
_turns: defaultdict[str, Lock] = defaultdict(Lock)


@contextmanager
def one_writer(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Hold the turn to write. Raises OperationalError after ``WAIT_SECONDS`` without one."""
    connection = connections[alias]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    turn = _turns[alias]
    if not turn.acquire(timeout=WAIT_SECONDS):
        raise OperationalError("database is locked: no turn to write came")
    try:
        with _process_turn(str(connection.settings_dict["NAME"])):
            yield
    finally:
        turn.release()


@contextmanager
def _process_turn(name: str) -> Iterator[None]:
    if ":memory:" in name or "mode=memory" in name:
        yield
        return
    with Path(f"{name}.turn").open("a") as turn:
        deadline = monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > deadline:
                    raise OperationalError("database is locked: another process keeps the turn to write") from None
                sleep(0.002)
        yield


@contextmanager
def writing(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """One transaction of a writer that waits its turn."""
    with one_writer(alias), transaction.atomic(using=alias):
        yield


def action[**P, R](change: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction on the site's database."""

    @wraps(change)
    def one_transaction(*args: Any, **kwargs: Any) -> R:
        with writing():
            return change(*args, **kwargs)

    return one_transaction


def again_if_taken[**P, R](change: Callable[P, R]) -> Callable[P, R]:
    """Make an action that finds taken what only one can have look once more: it then finds what is there."""

    @wraps(change)
    def at_most_twice(*args: Any, **kwargs: Any) -> R:
        try:
            return change(*args, **kwargs)
        except IntegrityError:
            return change(*args, **kwargs)

    return at_most_twice


def forget_broken_connections() -> None:
    """Close connections that failed, so that the next request begins with a fresh one."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            try:
                connection.close()
            except Error:
                connection.connection = None
