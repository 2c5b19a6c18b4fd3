"""Every relation between the exchanges of two clauses, met and not met."""

import pytest

from learn.domain.lab.challenges import relations
from tests.domain.lab.challenges.exchanges import BASE, Clauses, exchange

FIRST = {"method": "POST", "status": 429}
TAG = '"abc"'


def first(**changes):
    given = {
        "at": 100.0,
        "headers": {"Idempotency-Key": "k1"},
        "sent": {"orderId": "ord_1", "n": {"a": 1, "b": 2}},
        "json": {"orderId": "ord_1"},
        "fields": {"ETag": TAG, "Retry-After": "10", "Location": f"{BASE}/api/v1/orders/ord_1?x=1"},
    } | changes
    return exchange("POST", "/orders", 429, **given)


def second(path="/orders", **changes):
    return exchange("GET", path, **({"at": 110.0} | changes))


KEY = {"same": {"clause": 0, "request_header": "idempotency-key"}}
SENT, JSON = {"same": {"clause": 0, "sent": "/n"}}, {"same": {"clause": 0, "json": "/orderId"}}
CARRIES = {"carries": {"header": "If-None-Match", "from": 0, "its": "ETag"}}
FOLLOWS = {"follows": {"clause": 0, "header": "Location"}}
MET_AND_NOT = [
    ({"after": 0}, second(), second(at=99.0)),
    ({"waited": 0}, second(), second(at=109.9)),
    (CARRIES, second(headers={"if-none-match": TAG}), second(headers={"If-None-Match": '"abd"'})),
    (CARRIES, second(headers={"If-None-Match": '"x", W/"abc", "y"'}), second(headers={"If-None-Match": '"ab", "c"'})),
    (CARRIES, second(headers={"If-None-Match": "abc"}), second()),
    (CARRIES, second(headers={"If-None-Match": '"x","abc"'}), second(headers={"If-Match": TAG})),
    (CARRIES, second(headers={"If-None-Match": TAG}), second(headers={"If-None-Match": TAG}, at=99.0)),
    (KEY, second(headers={"Idempotency-Key": "k1"}), second(headers={"Idempotency-Key": "k2"})),
    (KEY, second(headers={"Idempotency-Key": "k1"}, at=99.0), second()),
    (SENT, second(sent='{"n": {"b": 2,  "a": 1}}'), second(sent={"n": {"a": 1, "b": 2.0}})),
    (SENT, second(sent={"n": {"a": 1, "b": 2}}), second(sent={"m": 1})),
    (JSON, second(json={"orderId": "ord_1"}), second(json={"orderId": "ord_2"})),
    (JSON, second(json={"orderId": "ord_1"}), second(json="nonsense")),
    ({"same": {"clause": 0, "path": True}}, second("/orders?limit=2"), second("/orders/ord_1")),
    (FOLLOWS, second("/orders/ord_1?x=1"), second("/orders/ord_1")),
    (FOLLOWS, second("/orders/ord_1?x=1"), second("/orders/ord_1?x=1", at=99.0)),
]


@pytest.mark.parametrize(("relation", "met", "not_met"), MET_AND_NOT)
def test_a_relation_holds_or_not(library, relation, met, not_met):
    clauses = Clauses(library, FIRST, {"method": "GET"} | relation)

    assert clauses.met(first(), met) == [True, True]
    assert clauses.met(first(), not_met) == [True, False]


@pytest.mark.parametrize(("relation", "met", "not_met"), MET_AND_NOT)
def test_a_relation_that_fails_is_told_in_words(library, relation, met, not_met):
    _, state = Clauses(library, FIRST, {"method": "GET"} | relation).over(first(), not_met).clauses

    assert "the first condition" in state.expected
    assert state.actual.startswith("GET /orders")
    assert "; " in state.actual


def test_every_relation_is_tried_here():
    tried = [relation for relation, _, _ in MET_AND_NOT]

    assert {name for relation in tried for name in relation} == set(relations.KEYS)
    assert {part for relation in tried for part in relation.get("same", ())} == {"clause", *relations.SAME}


@pytest.mark.parametrize("field", ["", "-1", "1.5", "soon", "9" * 5000, "٣", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_wait_that_is_no_number_of_seconds_is_never_over(library, field):
    clauses = Clauses(library, FIRST, {"method": "GET", "waited": 0})

    assert clauses.met(first(fields={"Retry-After": field}), second(at=1e9)) == [True, False]


@pytest.mark.parametrize("relation", [CARRIES, FOLLOWS, {"waited": 0}])
def test_an_answer_without_the_field_is_related_to_nothing(library, relation):
    clauses = Clauses(library, FIRST, {"method": "GET"} | relation)

    assert clauses.met(first(fields={}), second(headers={"If-None-Match": ""})) == [True, False]


def test_an_exchange_is_not_later_than_itself(library):
    alone = exchange("GET", headers={"If-None-Match": TAG}, fields={"ETag": TAG})

    assert Clauses(library, {"method": "GET"}, CARRIES | {"method": "GET"}).met(alone) == [True, False]
    assert Clauses(library, {"method": "GET"}, {"after": 0}).met(alone) == [True, False]


def test_one_exchange_may_meet_two_clauses_that_are_not_one_after_the_other(library):
    alone = exchange("GET")

    assert Clauses(library, {"method": "GET"}, {"status": 200}).met(alone) == [True, True]
    assert Clauses(library, {"method": "GET"}, {"same": {"clause": 0, "path": True}}).met(alone) == [True, True]


def test_requests_of_one_moment_stay_in_their_order(library):
    clauses = Clauses(library, {"method": "POST"}, {"method": "GET", "after": 0})
    posted, read = exchange("POST", at=5.0), exchange("GET", at=5.0)

    assert clauses.met(posted, read) == [True, True]
    assert clauses.met(read, posted) == [True, False]


@pytest.mark.parametrize(
    ("relation", "other", "expected", "actual"),
    [
        ({"after": 0}, second(at=99.0), "sent after the request of the first condition", "sent too early"),
        (
            {"waited": 0},
            second(at=103.0),
            "sent when the Retry-After of the first condition is over",
            "sent after 3.0 s",
        ),
        (CARRIES, second(), "If-None-Match with the ETag from the first condition", "no If-None-Match in the request"),
        (FOLLOWS, second(), "sent to the Location from the first condition", "the Location there is /orders/ord_1?x=1"),
        (KEY, second(), "the same idempotency-key as in the first condition", "no idempotency-key in the request"),
        (SENT, second(sent={"n": 1}), "the same /n as in the first condition", "/n is 1"),
        (
            {"same": {"clause": 0, "path": True}},
            second("/cart"),
            "the same address as in the first condition",
            "the address there is /orders",
        ),
    ],
)
def test_words_for_relations(library, relation, other, expected, actual):
    _, state = Clauses(library, FIRST, {"method": "GET"} | relation).over(first(), other).clauses

    assert state.expected == expected
    assert state.actual.endswith(f" got 200 OK; {actual}")
