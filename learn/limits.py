"""Limits that protect the site, in every process together: failed sign-ins, and sandboxes made without a visit."""

from functools import cache
from math import ceil
from time import time
from unicodedata import normalize

from django.conf import settings
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

FAILED_FOR_ACCOUNT = RateLimitItemPerMinute(10, 5, "failed-sign-in-account")
# A class sits behind one address.
FAILED_FOR_ADDRESS = RateLimitItemPerMinute(100, 5, "failed-sign-in-address")
SANDBOXES = RateLimitItemPerMinute(settings.LAB_SANDBOXES_PER_10_MINUTES, 10, "sandboxes")


@cache
def limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(settings.LIMITS_STORAGE_URL))


def _keys(name: str, address: str) -> list[tuple[RateLimitItemPerMinute, str]]:
    account = normalize("NFKC", name).casefold()
    return [(FAILED_FOR_ACCOUNT, account), (FAILED_FOR_ADDRESS, address)]


def sign_in_wait_seconds(name: str, address: str) -> int:
    """Return how long sign-ins with this name or from this address have to wait; 0 for not at all."""
    waits = [0]
    for limit, key in _keys(name, address):
        if not limiter().test(limit, key):
            waits.append(max(1, ceil(limiter().get_window_stats(limit, key).reset_time - time())))
    return max(waits)


def count_failed_sign_in(name: str, address: str) -> None:
    for limit, key in _keys(name, address):
        limiter().hit(limit, key)


def sandbox_wait_seconds(address: str) -> int:
    """Count a new sandbox; return how long the address has to wait for one instead, 0 where it needn't."""
    if limiter().hit(SANDBOXES, address):
        return 0
    return max(1, ceil(limiter().get_window_stats(SANDBOXES, address).reset_time - time()))
