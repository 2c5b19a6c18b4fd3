"""Limits that protect the site, in every process together: failed sign-ins, join codes that open
nothing, invitations by mail, and sandboxes made without a visit.
"""

from functools import cache
from math import ceil
from time import time
from unicodedata import normalize

from django.conf import settings
from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

FAILED_FOR_ACCOUNT = RateLimitItemPerMinute(10, 5, "failed-sign-in-account")
# A class sits behind one address.
FAILED_FOR_ADDRESS = RateLimitItemPerMinute(100, 5, "failed-sign-in-address")
FAILED_JOIN = RateLimitItemPerMinute(10, 10, "failed-join")
FAILED_JOIN_FOR_ADDRESS = RateLimitItemPerMinute(100, 10, "failed-join-address")
MAILED_INVITATIONS = RateLimitItemPerDay(1000, 1, "mailed-invitations")
SANDBOXES = RateLimitItemPerMinute(settings.LAB_SANDBOXES_PER_10_MINUTES, 10, "sandboxes")


@cache
def limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(settings.LIMITS_STORAGE_URL))


def _keys(name: str, address: str) -> list[tuple[RateLimitItemPerMinute, str]]:
    account = normalize("NFKC", name).casefold()
    return [(FAILED_FOR_ACCOUNT, account), (FAILED_FOR_ADDRESS, address)]


def sign_in_wait_seconds(name: str, address: str) -> int:
    """Return how long sign-ins with this name or from this address have to wait; 0 for not at all."""
    return _wait_seconds(_keys(name, address))


def _wait_seconds(keys: list[tuple[RateLimitItemPerMinute, str]]) -> int:
    waits = [0]
    for limit, key in keys:
        if not limiter().test(limit, key):
            waits.append(max(1, ceil(limiter().get_window_stats(limit, key).reset_time - time())))
    return max(waits)


def count_failed_sign_in(name: str, address: str) -> None:
    for limit, key in _keys(name, address):
        limiter().hit(limit, key)


def _join_keys(account: int | None, address: str) -> list[tuple[RateLimitItemPerMinute, str]]:
    """Who has an account is counted by it; many who have sit behind one address."""
    who = f"account {account}" if account is not None else f"address {address}"
    return [(FAILED_JOIN, who), (FAILED_JOIN_FOR_ADDRESS, address)]


def join_wait_seconds(account: int | None, address: str) -> int:
    """Return how long join codes of this learner, or else from this address, have to wait; 0 for not at all."""
    return _wait_seconds(_join_keys(account, address))


def count_failed_join(account: int | None, address: str) -> None:
    for limit, key in _join_keys(account, address):
        limiter().hit(limit, key)


def may_mail_invitation(account: int) -> bool:
    """Count an invitation sent by mail; False where a learner has sent as many as a day allows."""
    return limiter().hit(MAILED_INVITATIONS, str(account))


def sandbox_wait_seconds(address: str) -> int:
    """Count a new sandbox; return how long the address has to wait for one instead, 0 where it needn't."""
    if limiter().hit(SANDBOXES, address):
        return 0
    return max(1, ceil(limiter().get_window_stats(SANDBOXES, address).reset_time - time()))
