"""The one order of checks there is (contract, section 4)."""

from itertools import combinations

from tests.domain.lab.bench import Bench
from tests.domain.lab.cases import MUGS, line, order

FAULTY = [
    (414, {"path": "/orders?" + "x" * 2048}),
    (431, {"headers": {"X-Big": "x" * 5000}}),
    (501, {"method": "BREW"}),
    (503, {"headers": {"Lab-Fault": "gateway=maintenance"}}),
    (413, {"content": b"x" * 20000}),
    (401, {"token": ""}),
    (400, {"headers": {"Lab-Fault": "tea=cold"}}),
    (405, {"method": "PUT"}),
    (406, {"headers": {"Accept": "text/csv"}}),
    (415, {"headers": {"Content-Encoding": "gzip"}}),
    (400, {"headers": {"Idempotency-Key": "not a key"}}),
    (422, {"json": order(items=[line("sku_0")])}),
    (403, {"token": "support"}),
    (500, {"headers": {"Lab-Fault": "app=crash"}}),
    (503, {"headers": {"Lab-Fault": "database=down"}}),
]


def both(one, other):
    """Return a request with both faults, or None where one request can't have them."""
    clashing = (one.keys() & other.keys()) - {"headers"}
    fields = one.get("headers", {}), other.get("headers", {})
    if clashing or fields[0].keys() & fields[1].keys() or {"json", "content"} <= one.keys() | other.keys():
        return None
    asked = {"method": "POST", "path": "/orders", "token": "customer", "json": MUGS} | one | other
    asked["headers"] = {**fields[0], **fields[1]}
    if "content" in asked:
        asked.pop("json")
    return asked


def test_of_two_faults_the_earlier_check_decides(lab):
    pairs = [
        (status, asked)
        for (status, one), (_, other) in combinations(FAULTY, 2)
        if (asked := both(one, other)) is not None
    ]
    assert len(pairs) > 75
    for status, asked in pairs:
        assert Bench(lab).send(**asked).status == status, asked


F_IN_ORDER = [
    ("unknown_fault", {"Lab-Fault": "x"}, None),
    ("not_acceptable", {"Accept": "text/csv"}, None),
    ("body_required", {}, b""),
    ("unsupported_media_type", {"Content-Type": "text/plain"}, b"{"),
    ("malformed_json", {}, b"{"),
    ("invalid_request", {}, b'{"stock": true}'),
    ("precondition_required", {}, b'{"stock": 1}'),
]


def test_checks_of_the_input_come_in_their_order(bench):
    headers = {name: value for _, fields, _ in F_IN_ORDER for name, value in fields.items()}
    content = b""
    for error, fields, next_content in F_IN_ORDER:
        content = next_content if next_content is not None else content
        sent = bench.send("PATCH", "/inventory/sku_123", "admin", content=content, headers=headers)
        assert sent.error == error
        for name in fields:
            del headers[name]


def test_413_comes_before_a_redirection_and_a_redirection_before_401(bench):
    assert bench.send("POST", "/orders/", content=b"x" * 20000).status == 413
    assert bench.send("GET", "/orders/").status == 308
    assert bench.send("OPTIONS", "/orders/").status == 308


def test_412_comes_before_409(bench):
    stale = {"stock": 1, "version": 1}

    assert bench.send("PATCH", "/inventory/sku_123", "admin", stale, headers={"If-Match": '"x"'}).status == 412
    assert bench.send("PATCH", "/inventory/sku_123", "admin", stale, headers={"If-Match": "*"}).status == 409


def test_a_weak_tag_of_the_current_version_is_refused_for_being_weak(bench):
    def told(tag):
        content = {"stock": 1, "version": 3}
        answer = bench.send("PATCH", "/inventory/sku_123", "admin", content, headers={"If-Match": tag})
        return answer.status, answer.json["message"]

    assert told('W/"sku_123-v3"')[1].startswith("If-Match compares strongly")
    assert told('W/"sku_123-v2"') == (412, "If-Match names another version than the current one")


def test_rate_limit_comes_before_state_conflicts(bench):
    too_many = order(items=[line("sku_200", 3)])

    assert [bench.send("POST", "/orders", "customer", too_many).status for _ in range(9)] == [409] * 8 + [429]


def test_conditions_are_not_looked_at_on_what_would_fail_anyway(bench):
    fields = {"If-None-Match": "*"}

    assert bench.send("GET", "/orders/ord_missing", "customer", headers=fields).status == 404
    assert bench.send("GET", "/orders/ord_hidden", "customer", headers=fields).status == 404
    assert bench.send("GET", "/orders/ord_9001", "other", headers=fields).status == 403
    assert bench.send("GET", "/orders/ord_corrupt", "customer", headers=fields).status == 500
