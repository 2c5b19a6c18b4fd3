"""Hints are opened one by one, and each is worth trying out before the next."""

from datetime import datetime
from math import ceil

PAUSE_SECONDS = 10


class HintNotYet(Exception):
    """The next hint can't be opened. ``wait_seconds`` is 0 where waiting doesn't help."""

    def __init__(self, wait_seconds: int = 0) -> None:
        super().__init__("this hint can't be opened yet")
        self.wait_seconds = wait_seconds


def require_pause(last: datetime | None, now: datetime) -> None:
    """Raise HintNotYet where the last hint was opened less than ``PAUSE_SECONDS`` ago; None: there was none."""
    waited = (now - last).total_seconds() if last else PAUSE_SECONDS
    if waited < PAUSE_SECONDS:
        raise HintNotYet(ceil(PAUSE_SECONDS - waited))
