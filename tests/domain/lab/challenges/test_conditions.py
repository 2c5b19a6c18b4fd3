"""Every condition on one exchange, met and not met, and what is said of it."""

import pytest

from learn.domain.lab.challenges import conditions
from learn.domain.lab.challenges.read_clauses import ClauseReader
from tests.domain.lab.challenges.exchanges import BASE, Clauses, exchange

STALE = exchange(
    "PATCH",
    "/inventory/sku_123",
    412,
    user="u_1",
    headers={"If-Match": '"v2"', "Content-Type": "application/json", "Authorization": "(redacted)"},
    sent={"stock": 5, "flag": True, "none": None, "a/b": {"~": [1, 2.0]}},
    fields={"Content-Type": "application/json", "Location": f"{BASE}/api/v1/orders/ord_1", "Vary": "Accept"},
    json={"error": "precondition_failed", "currentVersion": 3, "list": [{"id": 7}]},
    route="A-B-C-E-F-H-J-L-M-N-A",
    leaf="conflict_limit/L412",
)
MET_AND_NOT = [
    ("method", "PATCH", "GET"),
    ("path", "/inventory/sku_123", "/inventory/sku_12"),
    ("path_in", ["/a", "/inventory/sku_123"], ["/a", "/b"]),
    ("path_starts", "/inventory/", "/orders/"),
    ("as", "admin", "customer"),
    ("sent", {"/stock": 5}, {"/stock": 6}),
    ("sent", {"/stock": "*"}, {"/version": "*"}),
    ("sent", {"/flag": True}, {"/stock": True}),
    ("sent", {"/a~1b/~0/0": 1}, {"/a~1b/~0/1": 2}),
    ("sent", {"/a~1b/~0": [1, 2.0]}, {"/a~1b/~0": [1]}),
    ("request_header", {"if-match": '"v2"'}, {"If-Match": '"v3"'}),
    ("request_header", {"If-Match": True}, {"If-None-Match": True}),
    ("request_header", {"If-None-Match": False}, {"If-Match": False}),
    ("request_header", {"Authorization": True}, {"Authorization": False}),
    ("status", 412, 409),
    ("status_in", [409, 412], [200, 201]),
    ("header", {"location": "/orders/ord_1"}, {"Location": "/orders/ord_2"}),
    ("header", {"Location": f"{BASE}/api/v1/orders/ord_1"}, {"Location": "/lab/other/api/v1/orders/ord_1"}),
    ("header", {"Vary": True}, {"ETag": True}),
    ("header", {"ETag": False}, {"Vary": False}),
    ("json", {"/error": "precondition_failed"}, {"/error": "conflict"}),
    ("json", {"/list/0/id": 7}, {"/list/1/id": 7}),
    ("json", {"/currentVersion": 3}, {"/currentVersion": 3.0}),
    ("visited", "M", "P"),
    ("visited", ["H", "M"], ["H", "P"]),
    ("avoided", "P", "M"),
    ("avoided", ["P", "Q"], ["P", "M"]),
    ("stopped", "M", "L"),
    ("route", "A-B-C-E-F-H-J-L-M-N-A", "A-B-C-E-F-H-J-L-M-O-A"),
    ("leaf", "conflict_limit/L412", "conflict_limit/L409"),
]


@pytest.mark.parametrize(("name", "met", "not_met"), MET_AND_NOT)
def test_a_condition_is_met_or_not(library, name, met, not_met):
    assert Clauses(library, {name: met}).met(STALE) == [True]
    assert Clauses(library, {name: not_met}).met(STALE) == [False]


@pytest.mark.parametrize(("name", "met", "not_met"), MET_AND_NOT)
def test_what_is_missing_is_told_in_words(library, name, met, not_met):
    (state,) = Clauses(library, {name: not_met}).over(STALE).clauses

    assert state.expected
    nothing_there = name in conditions.ADDRESS
    assert state.actual.startswith("no request to " if nothing_there else "PATCH /inventory/sku_123 got 412 ")
    assert state.request_id == ""


def test_every_condition_is_tried_here():
    assert {name for name, _, _ in MET_AND_NOT} == set(conditions.KEYS)


@pytest.mark.parametrize(
    ("clause", "expected", "actual"),
    [
        ({"path": "/inventory/sku_123", "status": 409}, "status 409", ""),
        ({"as": "customer"}, "customer as the caller", "; admin as the caller"),
        ({"as": "none"}, "no caller known", "; admin as the caller"),
        ({"sent": {"/stock": 6}}, "/stock 6 in the request", "; /stock is 5 in the request"),
        ({"sent": {"/version": "*"}}, "/version in the request", "; there is no /version in the request"),
        (
            {"request_header": {"If-None-Match": True}},
            "If-None-Match in the request",
            "; no If-None-Match in the request",
        ),
        ({"header": {"Vary": False}}, "no Vary in the response", "; Vary: Accept in the response"),
        ({"json": {"/error": "x"}}, '/error "x" in the response', '; /error is "precondition_failed" in the response'),
        ({"stopped": "H"}, "a stop at H", "; a stop at M"),
        ({"visited": ["P", "R"]}, "a route through P and R", "; the route was A-B-C-E-F-H-J-L-M-N-A"),
        ({"status": 200, "method": "GET"}, "status 200, method GET", ""),
    ],
)
def test_words_for_what_was_expected_and_what_came(library, clause, expected, actual):
    (state,) = Clauses(library, clause).over(STALE).clauses

    assert (state.expected, state.actual) == (
        expected,
        f"PATCH /inventory/sku_123 got 412 Precondition Failed{actual}",
    )


@pytest.mark.parametrize(
    ("who", "user"),
    [("customer", "u_42"), ("other", "u_77"), ("support", "u_55"), ("admin", "u_1"), ("none", "")],
)
def test_a_caller_is_the_owner_of_the_token(library, who, user):
    clauses = Clauses(library, {"as": who})

    owners = ["u_42", "u_77", "u_55", "u_1", "", "u_new"]
    assert [owner for owner in owners if clauses.met(exchange(user=owner)) == [True]] == [user]


@pytest.mark.parametrize(
    ("sent_to", "path"),
    [
        ("/orders/ord_9001", "/orders/ord_9001"),
        ("/orders/ord_9001?limit=1#x", "/orders/ord_9001"),
        ("/orders/ord%5F9001", "/orders/ord_9001"),
        ("/orders%2Ford_9001", "/orders%2Ford_9001"),
        ("/orders/", "/orders/"),
        ("/shop/account", "/shop/account"),
        ("/api/v0/orders", "/api/v0/orders"),
        ("/api/beta/orders", "/api/beta/orders"),
        ("/lab/SB/api/v1x/orders", "/api/v1x/orders"),
    ],
)
def test_addresses_are_told_below_the_api(library, sent_to, path):
    assert Clauses(library, {"path": path}).met(exchange(path=sent_to)) == [True]


@pytest.mark.parametrize(("route", "box"), [("A-B-x308-A", "B"), ("A-B-C-D-A", "C"), ("A-B-C-E-F-H-J-x304-A", "J")])
def test_a_request_stops_at_the_box_before_the_exit(library, route, box):
    assert Clauses(library, {"stopped": box}).met(exchange(route=route)) == [True]


def test_fields_on_several_lines_are_one_list(library):
    twice = exchange()
    twice = twice.__class__(**{**vars(twice), "headers": (("Accept", "a"), ("accept", "b"))})

    assert Clauses(library, {"request_header": {"Accept": "a, b"}}).met(twice) == [True]


HOSTILE = [
    "{",
    "[" * 100_000,
    "1" * 10_000,
    "NaN",
    '"\\ud800"',
    "null",
    '{"stock": ' + "[" * 900 + "]" * 900 + "}",
    "\x00\ufffd",
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_malformed_content_meets_nothing_and_breaks_nothing(library, content):
    strange = exchange("GET\udcff", "/orders/\udcff%ff%", 299, sent=content, json=content, route="A", leaf="/")
    own = [{"sent": {"/stock": 5}}, {"json": {"/stock/0": "*"}}, {"stopped": "M"}, {"as": "admin"}]
    clauses = Clauses(library, {"method": "GET"}, *own, {"same": {"clause": 1, "json": "/a"}})

    verdict = clauses.over(strange)

    assert not verdict.solved
    assert not any(clause.met for clause in verdict.clauses[:3] if content != HOSTILE[6])
    for clause in verdict.clauses:
        assert len(clause.actual.encode()) < 2000


def test_what_strangers_sent_is_cut_before_it_is_shown(library):
    (state,) = Clauses(library, {"sent": {"/a": 1}}).over(exchange(sent={"a": "x" * 5000})).clauses

    assert len(state.actual) < 250


def test_a_condition_reads_the_same_in_the_order_of_the_file(library):
    reader = ClauseReader(library.registry, library.backend)

    assert [c.about for c in reader.conditions({"status": 200, "method": "GET"})] == ["status", "method"]
