"""What is told, in the words that a learner reads."""

import json

import pytest

from learn.domain.lab.changes import smallest_changes
from learn.domain.lab.engine import begin, look
from learn.domain.lab.request import Request
from tests.domain.lab.bench import Bench, make_request, path_of
from tests.domain.lab.cases import CHARGE, KEY, LOGIN, MUGS, full_cart, job, line, order, repeated, running, weather

SAMPLE = 'Send the content {"userId":"u_42","items":[{"sku":"sku_123","quantity":1}]}'


@pytest.fixture
def options(bench):
    def options(*what, most=3, **how):
        request = make_request(*what, **how)
        return smallest_changes(request, bench.shop, bench.lab, now=bench.now, fresh=bench.fresh, most=most).options

    return options


@pytest.fixture
def told(options):
    def told(*what, **how):
        return [[edit.says for edit in change.edits] for change in options(*what, **how)]

    return told


# ------------------------------------------------------------------------------------ looking


@pytest.mark.parametrize(
    "what", [("POST", "/orders", "customer", MUGS), ("POST", "/payments/charge", "customer", CHARGE)]
)
def test_looking_ends_at_the_database_and_does_nothing_there(bench, what):
    before = bench.shop.as_text()
    run = begin(make_request(*what, headers=KEY), bench.shop, now=bench.now, fresh=bench.fresh)
    walk = look(run, bench.lab)

    assert (walk.at.id, run.refusal, run.reply, run.call) == ("P", None, None, None)
    bench.shop.limits.clear()
    assert bench.shop.as_text() == before


# ------------------------------------------------------------------------------------ callers


def test_callers_who_get_furthest_come_first(told):
    said = told("DELETE", "/billing/records/b_1", "expired", most=4)
    assert said[0] == ["Send the token of admin"]
    assert [sorted(words) for words in said[1:]] == [
        [f"Send the token of {who}"] for who in ("customer", "other", "support")
    ]


def test_logged_out_callers_are_not_offered(bench, told):
    bench.send("POST", "/logout", "customer")
    bench.send("POST", "/logout", "other")

    assert told("GET", "/cart") == [["Send the token of support"], ["Send the token of admin"]]


def test_token_got_by_logging_in_stands_for_a_lost_one(bench, told):
    bench.send("POST", "/logout", "customer")
    bench.send("POST", "/login", "", LOGIN)

    assert ["Send the token that u_42 got by logging in"] in told("GET", "/cart")


def test_owner_of_the_cart_is_offered_for_an_item_of_another(told):
    assert told("DELETE", "/cart/items/item_7", "other") == [["Send the token of customer"]]


# ------------------------------------------------------------------------------------ content


def test_every_problem_of_the_content_is_an_edit(told):
    content = order(items=[line(quantity=2.4), line("sku_200", -1)], colour="blue")

    assert told("POST", "/orders", "customer", content) == [
        ["Remove colour", "Set quantity in entry 1 of items to 2", "Set quantity in entry 2 of items to 1"]
    ]


def test_content_with_more_problems_is_replaced(told):
    assert told("POST", "/orders", "customer", {"a": 1, "b": 2, "c": 3}) == [[SAMPLE]]
    assert told("POST", "/orders", "customer", order(items=[line(f"sku_{n}") for n in range(20)])) == [[SAMPLE]]


def test_missing_field_gets_the_callers_own_value(told):
    assert told("POST", "/orders", "other", {"items": [line()]}) == [['Add userId: "u_77"']]


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("x" * 201, "Shorten note to 200 characters"),
        ("a\0b", "Take what can't be printed out of note"),
        (7, 'Set note to ""'),
    ],
)
def test_optional_field_is_mended_or_removed(told, note, says):
    assert told("POST", "/orders", "customer", order(note=note)) == [[says], ["Remove note"]]


@pytest.mark.parametrize(
    ("stock", "nearest"), [(-5, 0), (100_001, 100_000), ("7", 7), (2.6, 3), (True, 41), ("many", 41), (None, 41)]
)
def test_number_becomes_the_nearest_allowed_one(options, stock, nearest):
    first = options("PATCH", "/inventory/sku_123", "admin", {"stock": stock, "version": 3})[0]

    assert [edit.says for edit in first.edits] == [f"Set stock to {nearest}"]
    assert json.loads(first.request.content) == {"stock": nearest, "version": 3}


@pytest.mark.parametrize(("given", "indent"), [(None, None), (2, 2), ("\t", "\t")])
def test_changed_content_keeps_its_indentation(options, given, indent):
    content = json.dumps(order(note="für Ömer", items=[line(quantity=0)]), indent=given).encode()
    changed = options("POST", "/orders", "customer", content=content)[0].request.content
    expected = order(note="für Ömer", items=[line(quantity=1)])
    separators = (",", ":") if indent is None else None

    assert changed.decode() == json.dumps(expected, indent=indent, ensure_ascii=False, separators=separators)


def test_changed_copy_leaves_out_the_length_and_keeps_the_rest(options):
    headers = {"content-length": "9", "X-Own": "1", "authorization": "Bearer tok_expired", "Accept": "*/*"}
    first = options("GET", "/orders", headers=headers)[0]

    assert first.request.headers == (
        ("Host", "lab.test"),
        ("X-Own", "1"),
        ("Authorization", "Bearer tok_customer"),
        ("Accept", "*/*"),
    )


def test_quantity_is_what_is_left_and_another_product_where_nothing_is(bench, told):
    assert told("POST", "/orders", "customer", order(items=[line("sku_200", 5)])) == [["Set quantity to 2"]]
    bench.shop.products["sku_200"]["stock"] = 0
    assert told("POST", "/orders", "customer", order(items=[line("sku_200", 5)])) == [['Set sku to "sku_123"']]


# ------------------------------------------------------------------------------------ addresses, fields


def test_redirects_in_a_row_are_one_edit(told):
    assert told("GET", "/api/v0/products/blue-mug-2019/?x=1") == [["Send it to /api/v1/products/blue-mug-2019?x=1"]]


def test_misspelt_address_and_missing_caller_are_two_edits(told):
    assert told("GET", "/order/ord_9001")[0] == ["Send it to /api/v1/orders/ord_9001", "Send the token of customer"]


def test_misspelt_address_of_a_missing_thing_is_one_edit(told):
    assert told("GET", "/order/ord_77", "customer")[0] == ["Send it to /api/v1/orders/ord_9001"]


@pytest.mark.parametrize(
    "path", ["/", "/faults/", "/traces/", "/challenges/", "/nope/", "//", "/api/", "/api/v1/nope/"]
)
def test_a_redirect_that_leads_to_no_operation_isnt_followed(bench, options, path):
    request = Request("GET", f"/lab/SB{path}", (("Host", "lab.test"),), b"", "/lab/SB")
    found = smallest_changes(request, bench.shop, bench.lab, now=bench.now, fresh=bench.fresh)

    assert found.stopped == "B" and found.options
    assert all(path_of(change.request) for change in found.options)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "POST", "DELETE", "TRACE"])
def test_an_address_to_read_needs_less_than_one_to_write(told, method):
    said = told(method, "/nope")

    assert {len(edits) for edits in said} == {2}
    assert ["Send it to /api/v1/images/logo.png", "Use GET"] in said


@pytest.mark.parametrize("sku", ["nope", "sku_999", "sku_123"])
def test_content_has_the_version_of_the_product_that_is_offered(told, sku):
    assert told("PATCH", f"/inventory/{sku}", "admin")[0] == [
        'Send the content {"stock":41,"version":3}',
        "Send Content-Type: application/merge-patch+json",
    ]


def test_any_own_order_is_one_that_is_known(bench, told):
    bench.shop.orders["ord_9001"]["status"] = "cancelled"
    del bench.shop.orders["ord_corrupt"]

    assert told("POST", "/payments/charge", "customer", {**CHARGE, "orderId": "ord_0"}, headers=KEY)[0] == [
        'Set orderId to "ord_9001"'
    ]


@pytest.mark.parametrize(
    ("what", "empty"),
    [
        (("GET", "/reports/rep_0", "support"), "jobs"),
        (("GET", "/reports/jobs/job_0", "support"), "jobs"),
        (("DELETE", "/sessions/s_0", "customer"), "sessions"),
        (("DELETE", "/billing/records/b_0", "admin"), "billing"),
    ],
)
def test_where_nothing_of_the_kind_exists_another_address_is_offered(bench, options, what, empty):
    getattr(bench.shop, empty).clear()
    found = options(*what)

    assert found
    for change in found:
        assert "address" in {edit.kind for edit in change.edits}
        assert bench.put(change.request).status < 300


def test_options_to_a_known_address_is_answered_at_the_gateway(options):
    first = options("OPTIONS", "/order")[0]

    assert (first.reaches, first.leaves, first.request.target) == ("B", 204, "/lab/SB/api/v1/orders")


def test_item_of_a_full_cart_takes_an_address_that_is_there(bench, told):
    full_cart(bench)
    assert told("PUT", "/cart/items/item_9", "customer", line())[0] == ["Send it to /api/v1/cart/items/item_7"]


def test_other_parameters_stay_as_they_were_sent(options):
    targets = [change.request.target for change in options("GET", "/orders?a=%20b&limit=0&status=paid&c", "customer")]

    assert targets == [
        "/lab/SB/api/v1/orders?a=%20b&status=paid&c&limit=1",
        "/lab/SB/api/v1/orders?a=%20b&status=paid&c",
    ]


def test_four_edits_are_found(told):
    assert told("GET", "/payments/charge", "customer") == [
        [
            "Use POST",
            'Send the content {"orderId":"ord_9001","method":"card_ok"}',
            "Send Content-Type: application/json",
            "Send Idempotency-Key: key-0000000001",
        ]
    ]


def test_two_large_fields_are_both_left_out(told):
    headers = {"X-A": "x" * 5000, "X-B.": "x" * 4500}
    assert told("GET", "/products/sku_123", headers=headers) == [["Leave out X-A", 'Leave out "X-B."']]


# ------------------------------------------------------------------------------------ waiting, weather


@pytest.mark.parametrize(("passed", "wait"), [(0, 10), (3, 7), (9.5, 1)])
def test_wait_for_the_next_window_is_exact(bench, options, passed, wait):
    repeated(5, "POST", "/login", "", LOGIN)(bench)
    bench.now += passed
    (change,) = options("POST", "/login", "", LOGIN)

    assert (change.wait_seconds, change.reaches) == (wait, "P")
    assert change.edits[0].says == f"Wait {wait} second{'' if wait == 1 else 's'}"
    assert bench.shop.limits["POST /api/v1/login everybody"][1] == 5


def test_charge_that_runs_counts_for_five_seconds(bench, told):
    running("k-2")(bench)
    bench.now += 3.5
    assert told("POST", "/payments/charge", "customer", CHARGE, headers=KEY) == [["Wait 2 seconds"]]


def test_report_that_is_being_made_is_waited_for(bench, told):
    job("orders", 0.5)(bench)
    assert told("GET", "/reports/rep_0000000002", "support") == [["Wait 2 seconds"]]


def test_own_fault_is_left_out_or_made_good(options):
    found = options("POST", "/payments/charge", "customer", CHARGE, headers={**KEY, "Lab-Fault": "payments=slow"})

    assert [change.edits[0].says for change in found] == ["Leave out Lab-Fault", "Send Lab-Fault: payments=ok"]
    assert {(change.edits[0].kind, change.reaches, change.walk.at.id) for change in found} == {("weather", "R", "P")}


def test_one_field_cannot_mend_two_switches(bench, told):
    weather(database="down", payments="down")(bench)

    assert told("POST", "/payments/charge", "customer", CHARGE, headers=KEY) == []
    assert told("GET", "/orders", "customer") == [["Send Lab-Fault: database=ok"]]


def test_replayed_charge_fears_no_provider(bench, told):
    bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY)
    weather(payments="down")(bench)

    assert told("POST", "/payments/charge", "customer", CHARGE, headers=KEY) == []


@pytest.mark.parametrize("most", [1, 2, 4])
def test_no_more_options_than_asked_for(told, most):
    assert len(told("GET", "/orders", most=most)) == most


def test_shop_of_another_time_is_looked_at_as_it_stands(lab):
    bench = Bench(lab)
    bench.send("PATCH", "/inventory/sku_123", "admin", {"stock": 5, "version": 3})
    request = make_request("PATCH", "/inventory/sku_123", "admin", {"stock": 6, "version": 3})
    found = smallest_changes(request, bench.shop, lab, now=bench.now, fresh=bench.fresh)

    assert (found.stopped, [change.edits[0].says for change in found.options]) == ("M", ["Set version to 4"])
