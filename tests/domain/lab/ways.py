"""Every operation asked in every way the bench can think of, right and wrong."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from learn.domain.lab.engine import Lab
from learn.domain.lab.operation import Operation
from learn.domain.lab.operations import OPERATIONS
from tests.domain.lab.bench import Bench, Sent
from tests.domain.lab.cases import CHARGE, DECLINED, KEY, LOGIN, MUGS, job, line, order

PARTS = {
    "orderId": ["ord_9001", "ord_9003", "ord_missing", "ord_purged", "ord_hidden", "ord_corrupt"],
    "sku": ["sku_123", "sku_999", "sku_0", "featured", "blue-mug-2019"],
    "name": ["logo.png", "logo-old.png"],
    "item": ["item_7", "item_99", "seven"],
    "sessionId": ["s_44", "s_0"],
    "userId": ["u_42", "u_0"],
    "recordId": ["b_1", "b_0"],
    "jobId": ["job_0000000001", "job_0"],
    "reportId": ["rep_0000000002", "rep_0"],
}
WHO = ["", "customer", "other", "support", "admin", "expired"]
CONTENTS: list[Any] = [MUGS, order(items=[line("sku_0")]), CHARGE, DECLINED, LOGIN, line()]
CONTENTS += [{"paymentId": "pay_9002"}, {"stock": 5}, {"stock": 5, "version": 3}, {"displayName": "A"}]
CONTENTS += [{"newsletter": True}, {"type": "orders"}]
WEATHERS = ["app=crash", "database=down", "gateway=maintenance", "x=y", "payments=slow"]
WEATHERS += ["payments=malformed", "payments=down"]
FIELDS: list[dict[str, str]] = [
    {},
    KEY,
    {"Accept": "text/csv"},
    {"Accept": "application/problem+json, text/csv", "Prefer": "explain"},
    {"If-Match": '"x"'},
    {"If-None-Match": "*"},
    {"Content-Type": "text/plain"},
    {"X-Big": "x" * 5000},
    *({"Lab-Fault": fault, **KEY} for fault in WEATHERS),
]


def addresses(operation: Operation) -> list[str]:
    """Return addresses of an operation, there and not there."""
    name = operation.path.partition("{")[2].partition("}")[0]
    if not name:
        return [operation.path, operation.path + "?" + "x" * 2048]
    return [operation.path.replace(f"{{{name}}}", part) for part in PARTS[name]]


def contents(operation: Operation) -> list[Any]:
    """Return nothing, something wrong, and what the operation can read."""
    takes = operation.takes
    if takes is None:
        return [None]
    return [None, {"x": 1}, *(content for content in CONTENTS if not list(takes.problems(content)))]


def everything(lab: Lab) -> Iterator[Sent]:
    """Yield the outcome of each operation with each method, address, caller, content and set of fields."""
    for operation in OPERATIONS:
        methods = [operation.method, "OPTIONS"] + (["HEAD"] if operation.method == "GET" else [])
        ways = product(methods, addresses(operation), WHO, contents(operation), FIELDS)
        for method, path, who, json, fields in ways:
            if method != "OPTIONS" or (not who and json is None):
                yield _prepared(lab, operation).send(method, path, who, json, headers=fields)
        for method in methods:
            path = addresses(operation)[0]
            yield _prepared(lab, operation).send(method, path, content=b" " * 20000)
            yield _prepared(lab, operation).send(method, path + "?" + "x" * 2048)


def _prepared(lab: Lab, operation: Operation) -> Bench:
    bench = Bench(lab)
    if "{jobId}" in operation.path:
        job("orders", 1)(bench)
    if "{reportId}" in operation.path:
        job("orders", 2)(bench)
    return bench
