"""M, and a report that isn't made yet: waiting for what passes by itself."""

from collections.abc import Iterator
from math import ceil

from learn.domain.lab.changes.change import Step, Tried
from learn.domain.lab.changes.edits import waited
from learn.domain.lab.operations.reports import JOB_SECONDS
from learn.domain.lab.shop import RUNNING_SECONDS


def next_window(tried: Tried) -> Iterator[Step]:
    """The seconds of Retry-After."""
    yield waited(tried, int(dict(tried.refusal.fields)["Retry-After"]))


def charge_over(tried: Tried) -> Iterator[Step]:
    """Until no charge of this order, or with this key, counts as running."""
    run = tried.run
    order_id = run.params.get("orderId") or run.value["orderId"]
    left = [
        charge["started"] + RUNNING_SECONDS - run.now
        for charge in run.shop.running
        if charge["orderId"] == order_id or (charge["userId"], charge["key"]) == (run.user_id, run.key)
    ]
    left = [seconds for seconds in left if seconds > 0]
    if left:
        yield waited(tried, max(1, ceil(max(left))))


def report_made(tried: Tried) -> Iterator[Step]:
    """Yield the same request, sent once the report that it asks for is made."""
    run = tried.run
    for job in run.shop.jobs.values():
        left = job["started"] + JOB_SECONDS - run.now
        if job["reportId"] == run.params.get("reportId") and job["type"] != "broken" and left > 0:
            yield waited(tried, max(1, ceil(left)))
