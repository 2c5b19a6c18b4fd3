"""Two exchanges side by side."""

from dataclasses import replace

import pytest

from learn.domain.lab.compare import below_sandbox, differences, parting
from tests.domain.lab.cases import MUGS


def told(left, right):
    return {difference.what: (difference.left, difference.right) for difference in differences(left, right)}


@pytest.fixture
def order(bench):
    return bench.send("GET", "/orders/ord_9001", "customer").answer.trace


def test_the_same_request_twice_differs_in_nothing(bench, order):
    again = bench.send("GET", "/orders/ord_9001", "customer").answer.trace

    assert again.request_id != order.request_id
    assert told(order, again) == {}


def test_another_caller_is_told_with_all_that_follows(bench, library, order):
    stranger = bench.send("GET", "/orders/ord_9001", "other").answer.trace

    found = told(order, stranger)

    assert found["Caller"] == ("u_42", "u_77")
    assert found["Status"] == ("200", "403")
    assert found["Route"] == (order.route_text, "A-B-C-E-F-H-I-A")
    assert found["Response field ETag"] == (dict(order.response_fields)["ETag"], "")
    assert "Target" not in found
    assert parting(order, stranger, library.backend).id == "H"


def test_differences_come_in_the_order_of_the_wire(bench, order):
    other = bench.send("PATCH", "/inventory/sku_123", "admin", {"stock": 5}).answer.trace

    found = list(told(order, other))

    kinds = ["Method", "Target", "Request field", "Request content", "Caller", "Status", "Response", "Route"]
    places = [next(n for n, kind in enumerate(kinds) if what.startswith(kind)) for what in found]
    assert places == sorted(places)
    assert set(places) == set(range(len(kinds)))


def test_a_caller_who_isnt_known_is_called_so(bench, order):
    nobody = bench.send("GET", "/orders/ord_9001").answer.trace

    assert told(nobody, order)["Caller"] == ("nobody known", "u_42")


@pytest.mark.parametrize("accept", ["application/json", "application/problem+json"])
def test_two_equal_errors_differ_in_nothing(bench, accept):
    first, second = (bench.send("GET", "/cart", headers={"Accept": accept}).answer.trace for _ in range(2))

    assert first.response_content != second.response_content
    assert told(first, second) == {}


def test_ids_that_an_answer_makes_are_no_news_but_those_asked_for_are(bench):
    orders = [bench.send("POST", "/orders", "customer", MUGS).answer.trace for _ in range(2)]
    assert told(*orders) == {}

    named = [dict(trace.response_fields)["Location"].rpartition("/")[2] for trace in orders]
    assert "Response content" in told(
        *(bench.send("GET", f"/orders/{name}", "customer").answer.trace for name in named)
    )


def test_two_tokens_are_told_though_nobody_looked_at_them(bench):
    first, second, none = (
        bench.send("GET", "/products/sku_123", who).answer.trace for who in ("customer", "expired", "")
    )

    assert told(first, second) == {"Caller's token": ("that of customer", "that of expired")}
    assert told(first, none)["Caller's token"] == ("that of customer", "")
    assert told(replace(first, caller=""), second)["Caller's token"] == ("another one", "that of expired")


def test_names_of_fields_are_compared_without_their_case(order):
    shouted = replace(order, response_fields=tuple((name.upper(), value) for name, value in order.response_fields))

    assert told(order, shouted) == {}


def test_the_same_order_in_two_sandboxes_is_the_same_target(order):
    elsewhere = replace(order, target=order.target.replace("/lab/SB/", "/lab/ANOTHER/"))

    assert told(order, elsewhere) == {}


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("/lab/SB/api/v1/orders?limit=1", "/api/v1/orders?limit=1"),
        ("/lab/SB/", "/"),
        ("/lab/SB", "/lab/SB"),
        ("/labour/SB/api", "/labour/SB/api"),
        ("/lab/SB//orders", "//orders"),
    ],
)
def test_a_target_is_shown_below_its_sandbox(target, shown):
    assert below_sandbox(target) == shown


def test_paths_part_exactly_where_they_differ(sent, library):
    traces = list({each.route: each.answer.trace for each in sent}.values())
    for left in traces:
        for right in traces:
            parted = parting(left, right, library.backend)
            if left.route == right.route:
                assert parted is None
                continue
            here = left.route.index(parted.id)
            assert left.route[: here + 1] == right.route[: here + 1]
            assert left.route[here + 1] != right.route[here + 1]
