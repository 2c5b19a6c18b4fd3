"""One user action, one transaction; on SQLite one writer at a time."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any

from django.db import OperationalError, connection, transaction

# SQLite's own wait starves some writers under load; a queue before it doesn't.
WAIT_SECONDS = 4.0
_thread_lock = Lock()


@contextmanager
def one_writer() -> Iterator[None]:
    """Hold the turn to write. Raises OperationalError after ``WAIT_SECONDS`` without one."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    if not _thread_lock.acquire(timeout=WAIT_SECONDS):
        raise OperationalError("database is locked: no turn to write came")
    try:
        with _process_lock():
            yield
    finally:
        _thread_lock.release()


@contextmanager
def _process_lock() -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
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
                sleep(0.005)
        yield


def action[**P, R](change: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction, and a writer that waits its turn."""

    @wraps(change)
    def one_transaction(*args: Any, **kwargs: Any) -> R:
        with one_writer(), transaction.atomic():
            return change(*args, **kwargs)

    return one_transaction
