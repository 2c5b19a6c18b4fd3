"""Section 4, node F: whether the server can read and accept what was sent, check by check."""

import json
from typing import Any

import pytest

from tests.lab.outcomes import ADDRESSES, INVALID
from tests.lab.wire import chunked, mug_order, request_bytes

JSON = {"Content-Type": "application/json"}
ORDER = json.dumps(mug_order()).encode()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")
NEEDS_CONTENT = [
    ("POST", "/orders", "customer"),
    ("POST", "/payments/charge", "customer"),
    ("POST", "/payments/verify", "customer"),
    ("PATCH", "/inventory/sku_123", "admin"),
    ("PUT", "/cart/items/item_7", "customer"),
    ("POST", "/login", None),
    ("POST", "/reports", "support"),
    ("PATCH", "/users/u_42", "customer"),
    ("PUT", "/preferences/u_42", "customer"),
]
EACH = pytest.mark.parametrize(("method", "target", "as_"), NEEDS_CONTENT)


def post(sandbox, content, headers=JSON, as_="customer"):
    return sandbox.send("POST", "/orders", as_=as_, headers=headers, content=content)


def refused(answer, status, error=None):
    assert (answer.status, answer.route, answer.leaf) == (status, INVALID, f"bad_request/L{status}"), answer
    assert error is None or answer.error == error
    return True


# 2: the method


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_method_that_is_not_offered_is_told_the_others(sandbox, address):
    for method in METHODS:
        if method not in ADDRESSES[address]:
            answer = sandbox.send(method, address, as_="admin")
            assert refused(answer, 405)
            assert {name.strip() for name in answer.headers["Allow"].split(",")} == ADDRESSES[address] | {"OPTIONS"}


# 3: Accept


@pytest.mark.parametrize("accept", [
    "application/json", "Application/JSON", "*/*", "application/*", "text/html, */*;q=0.1", "application/json;q=0.001",
    "application/*;q=0, application/json", "*/*;q=0, application/*;q=0.2", "text/csv, application/json;q=0.5",
    "application/json ; q=1.0",
])  # fmt: skip
def test_an_accept_that_allows_json_is_served(sandbox, accept):
    assert sandbox.get("/cart", "customer", Accept=accept).status == 200


@pytest.mark.parametrize("accept", [
    "text/csv", "text/html", "text/*", "application/json;q=0", "*/*;q=0", "application/json;q=0, */*",
    "application/*;q=0, */*", "application/json;q=0.000, application/*", "application/xml, image/png",
    "application/problem+json",
])  # fmt: skip
def test_an_accept_that_rules_json_out_is_not_acceptable(sandbox, accept):
    answer = sandbox.get("/cart", "customer", Accept=accept)
    assert refused(answer, 406)
    assert answer.json["available"] == ["application/json"]


def test_no_accept_at_all_is_served(sandbox):
    assert sandbox.get("/cart", "customer").status == 200


def test_two_accept_fields_are_one_list(sandbox):
    headers = [("Accept", "text/csv"), ("Accept", "application/json")]
    assert sandbox.send("GET", "/cart", as_="customer", headers=headers).status == 200


def test_products_offer_two_formats(sandbox):
    answer = sandbox.get("/products/sku_123", Accept="text/csv")
    assert refused(answer, 406)
    assert set(answer.json["available"]) == {"application/json", "text/html"}


def test_pages_offer_html_alone(sandbox):
    answer = sandbox.get("{B}/shop/login", Accept="application/json")
    assert refused(answer, 406)
    assert answer.json["available"] == ["text/html"]


@pytest.mark.parametrize(
    ("method", "target", "json", "status"),
    [
        ("DELETE", "/cart/items/item_7", None, 204),
        ("DELETE", "/sessions/s_44", None, 204),
        ("POST", "/logout", None, 204),
        ("POST", "/orders/ord_9001/cancel", None, 406),
        ("POST", "/orders", mug_order(), 406),
    ],
)
def test_accept_is_not_asked_where_nothing_is_sent(sandbox, method, target, json, status):
    assert sandbox.send(method, target, as_="customer", headers={"Accept": "text/csv"}, json=json).status == status


# 4: the content as a whole


@EACH
@pytest.mark.parametrize("content", [None, b""])
def test_where_content_is_expected_none_is_a_bad_request(sandbox, method, target, as_, content):
    assert refused(sandbox.send(method, target, as_=as_, content=content), 400, "body_required")


def test_chunked_content_without_a_byte_is_none(sandbox):
    fields = [("Host", sandbox.site.authority), *sandbox.fields("customer", JSON), ("Transfer-Encoding", "chunked")]
    data = request_bytes("POST", sandbox.url("/orders"), fields, chunked())
    assert refused(sandbox.site.exchange(data), 400, "body_required")


@EACH
def test_coded_content_is_unsupported(sandbox, method, target, as_):
    answer = sandbox.send(method, target, as_=as_, headers={"Content-Encoding": "gzip"}, json={})
    assert refused(answer, 415)
    assert answer.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("coding", ["identity", "IDENTITY"])
def test_content_coded_as_itself_is_read(sandbox, coding):
    assert post(sandbox, ORDER, {**JSON, "Content-Encoding": coding}).status == 201


@EACH
@pytest.mark.parametrize("type_", [
    None, "text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonp",
    "application/json; charset=iso-8859-1", "application/json; charset=utf-16", "json",
])  # fmt: skip
def test_content_of_another_type_is_unsupported(sandbox, method, target, as_, type_):
    answer = sandbox.send(method, target, as_=as_, headers={"Content-Type": type_} if type_ else {}, content=b"{}")
    assert refused(answer, 415)
    if method == "PATCH":
        assert answer.headers["Accept-Patch"] == "application/merge-patch+json, application/json"
    else:
        assert answer.headers["Accept"] == "application/json"


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_only_a_patch_is_a_merge_patch(sandbox, method):
    target = "/orders" if method == "POST" else "/cart/items/item_7"
    headers = {"Content-Type": "application/merge-patch+json"}
    assert refused(sandbox.send(method, target, as_="customer", headers=headers, content=b"{}"), 415)


@pytest.mark.parametrize("type_", [
    "application/json", "Application/JSON", "application/json; charset=utf-8", 'application/json;charset="UTF-8"',
    "application/json ; Charset=Utf-8",
])  # fmt: skip
def test_json_is_named_in_any_case_and_may_say_that_it_is_utf_8(sandbox, type_):
    assert post(sandbox, ORDER, {"Content-Type": type_}).status == 201


@pytest.mark.parametrize(
    "type_", ["application/json", "application/merge-patch+json", "APPLICATION/Merge-Patch+JSON; charset=UTF-8"]
)
def test_a_patch_is_json_or_a_merge_patch(sandbox, type_):
    assert sandbox.patch_stock(5, {"Content-Type": type_}, version=3).status == 200


@pytest.mark.parametrize("content", [
    b"{", b"}", b"{'a': 1}", b"nope", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}', b"NaN", b'{"a": 1,}',
    b"\xff\xfe", b'{"note": "\xe9"}', '{"a": 1}'.encode("utf-16"), b'{"a": "\x00"}', b"{} {}", b" ", b'{"a": 01}',
])  # fmt: skip
def test_what_is_not_json_in_utf_8_is_malformed(sandbox, content):
    assert refused(post(sandbox, content), 400, "malformed_json")


@EACH
def test_broken_json_is_malformed_everywhere(sandbox, method, target, as_):
    type_ = "application/merge-patch+json" if method == "PATCH" else "application/json"
    answer = sandbox.send(method, target, as_=as_, headers={"Content-Type": type_}, content=b'{"a": ')
    assert refused(answer, 400, "malformed_json")


@pytest.mark.parametrize("content", [b"[]", b"null", b"true", b"3", b'"text"', b"[{}]"])
def test_json_that_is_not_an_object_is_invalid(sandbox, content):
    assert refused(post(sandbox, content), 400, "invalid_request")


# 5: the fields, told by pointer


def pointers(answer):
    assert refused(answer, 400, "invalid_request")
    assert all(problem["message"] for problem in answer.json["details"])
    return {problem["pointer"] for problem in answer.json["details"]}


ITEM = {"sku": "sku_123", "quantity": 1}
NOT_A_QUANTITY: list[Any] = [0, -1, 1001, 2.0, 1.5, "2", True, False, None, [], {}, 10**400]
NOT_A_STOCK: list[Any] = [-1, 100001, 2.0, "4", True, None, []]
NOT_A_VERSION: list[Any] = [0, -1, 3.0, "3", True]
NOT_A_NAME: list[Any] = ["", "x" * 61, 5, True, []]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"items": []}, "/items"),
        ({"items": [ITEM] * 21}, "/items"),
        ({"items": {}}, "/items"),
        ({"items": "sku_123"}, "/items"),
        ({"items": None}, "/items"),
        ({"items": [3]}, "/items/0"),
        ({"items": [ITEM, None]}, "/items/1"),
        ({"userId": 42}, "/userId"),
        ({"userId": None}, "/userId"),
        ({"userId": ["u_42"]}, "/userId"),
        ({"note": 5}, "/note"),
        ({"note": "x" * 201}, "/note"),
        ({"note": "bell\u0007"}, "/note"),
        ({"note": "nul\u0000"}, "/note"),
        ({"extra": 1}, "/extra"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"items": [{"sku": "sku_123"}]}, "/items/0/quantity"),
        ({"items": [{"quantity": 1}]}, "/items/0/sku"),
        ({"items": [{**ITEM, "sku": 123}]}, "/items/0/sku"),
        ({"items": [{**ITEM, "colour": "red"}]}, "/items/0/colour"),
        *[({"items": [{**ITEM, "quantity": quantity}]}, "/items/0/quantity") for quantity in NOT_A_QUANTITY],
    ],
)
def test_a_wrong_field_of_an_order_is_pointed_at(sandbox, changes, pointer):
    assert pointer in pointers(sandbox.order(**changes))


@pytest.mark.parametrize(
    ("content", "pointer"),
    [({"items": [ITEM]}, "/userId"), ({"userId": "u_42"}, "/items")],
)
def test_a_missing_field_is_pointed_at_where_it_should_be(sandbox, content, pointer):
    assert pointers(sandbox.send("POST", "/orders", as_="customer", json=content)) == {pointer}


@pytest.mark.parametrize("quantity", [0, -1, -1000])
def test_a_quantity_of_nothing_is_told_in_the_words_of_the_article(sandbox, quantity):
    answer = sandbox.order(items=[{**ITEM, "quantity": quantity}])
    assert answer.json["message"] == "quantity must be greater than 0"


@pytest.mark.parametrize(
    "note",
    [
        None,
        "",
        "x",
        "x" * 200,
        "é" * 200,
        "こんにちは Ωмир",
        "می\u200cخواهم",
        "👩\u200d👧",
        "<script>alert(1)</script>",
    ],
)
def test_a_note_is_printable_in_any_script(sandbox, note):
    answer = sandbox.order(note=note)
    assert (answer.status, answer.json["note"]) == (201, note)


@pytest.mark.parametrize(
    ("method", "target", "as_", "content", "pointer"),
    [
        ("POST", "/payments/charge", "customer", {"method": "card_ok"}, "/orderId"),
        ("POST", "/payments/charge", "customer", {"orderId": "ord_9001"}, "/method"),
        ("POST", "/payments/charge", "customer", {"orderId": 9001, "method": "card_ok"}, "/orderId"),
        ("POST", "/payments/charge", "customer", {"orderId": "ord_9001", "method": "cash"}, "/method"),
        ("POST", "/payments/charge", "customer", {"orderId": "ord_9001", "method": "card_ok", "tip": 1}, "/tip"),
        ("POST", "/payments/verify", "customer", {}, "/paymentId"),
        ("POST", "/payments/verify", "customer", {"paymentId": 1}, "/paymentId"),
        *[
            ("PATCH", "/inventory/sku_123", "admin", {"stock": stock, "version": 3}, "/stock")
            for stock in NOT_A_STOCK
        ],
        *[
            ("PATCH", "/inventory/sku_123", "admin", {"stock": 4, "version": version}, "/version")
            for version in NOT_A_VERSION
        ],
        ("PATCH", "/inventory/sku_123", "admin", {"version": 3}, "/stock"),
        ("PATCH", "/inventory/sku_123", "admin", {"stock": 4, "version": 3, "name": "Mug"}, "/name"),
        ("PUT", "/cart/items/item_7", "customer", {"quantity": 1}, "/sku"),
        ("PUT", "/cart/items/item_7", "customer", {"sku": "sku_123"}, "/quantity"),
        *[
            ("PUT", "/cart/items/item_7", "customer", {"sku": "sku_123", "quantity": quantity}, "/quantity")
            for quantity in (0, -1, 2.0, "2", True, None)
        ],
        ("PUT", "/cart/items/item_7", "customer", {"sku": "sku_123", "quantity": 1, "gift": True}, "/gift"),
        ("POST", "/login", None, {"password": "correct-horse"}, "/email"),
        ("POST", "/login", None, {"email": "asha@example.test"}, "/password"),
        ("POST", "/login", None, {"email": "asha@example.test", "password": 1}, "/password"),
        ("POST", "/login", None, {"email": [], "password": "x"}, "/email"),
        ("POST", "/login", None, {"email": "a@b.test", "password": "x", "remember": True}, "/remember"),
        ("POST", "/reports", "support", {}, "/type"),
        ("POST", "/reports", "support", {"type": "sales"}, "/type"),
        ("POST", "/reports", "support", {"type": ["orders"]}, "/type"),
        ("POST", "/reports", "support", {"type": "orders", "since": 1}, "/since"),
        *[
            ("PATCH", "/users/u_42", "customer", {"displayName": name}, "/displayName")
            for name in NOT_A_NAME
        ],
        ("PATCH", "/users/u_42", "customer", {"role": "admin"}, "/role"),
        *[
            ("PUT", "/preferences/u_42", "customer", {"newsletter": value}, "/newsletter")
            for value in ("true", 1, 0, None)
        ],
        ("PUT", "/preferences/u_42", "customer", {}, "/newsletter"),
        ("PUT", "/preferences/u_42", "customer", {"newsletter": True, "theme": "dark"}, "/theme"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_pointed_at(sandbox, method, target, as_, content, pointer):
    headers = {"Idempotency-Key": "k-1"} if target.endswith("charge") else {}
    answer = sandbox.send(method, target, as_=as_, headers=headers, json=content)
    assert pointer in pointers(answer)


# 6: the query


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=51",
        "limit=-1",
        "limit=abc",
        "limit=1.5",
        "limit=",
        "limit=99999999999999999999",
        "status=lost",
        "status=",
    ],
)
def test_a_wrong_query_value_is_an_invalid_parameter(sandbox, query):
    assert refused(sandbox.get(f"/orders?{query}", "customer"), 400, "invalid_parameter")


# 8: conditions


@pytest.mark.parametrize("as_", ["admin", "customer"])
def test_a_change_of_stock_needs_a_condition(sandbox, as_):
    assert refused(sandbox.patch_stock(5, as_=as_), 428)


# 9: meaning


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ([{"sku": "sku_777", "quantity": 1}], "unknown_sku"),
        ([ITEM, {"sku": "sku_777", "quantity": 1}], "unknown_sku"),
        ([ITEM, ITEM], "duplicate_sku"),
        ([ITEM, {"sku": "sku_200", "quantity": 1}, {**ITEM, "quantity": 2}], "duplicate_sku"),
    ],
)
def test_an_order_that_makes_no_sense_cannot_be_processed(sandbox, items, error):
    assert refused(sandbox.order(items=items), 422, error)


def test_an_unknown_order_cannot_be_paid(sandbox):
    assert refused(sandbox.charge(orderId="ord_missing"), 422, "unknown_order")


# The order of the checks: each request fails two, and is answered by the earlier one.


def test_a_bad_fault_comes_before_the_method(sandbox):
    answer = sandbox.send("DELETE", "/orders", as_="customer", headers={"Lab-Fault": "tea=cold"})
    assert refused(answer, 400, "unknown_fault")


def test_the_method_comes_before_accept(sandbox):
    assert refused(sandbox.send("PUT", "/orders", as_="customer", headers={"Accept": "text/csv"}), 405)


def test_accept_comes_before_the_content(sandbox):
    assert refused(sandbox.send("POST", "/orders", as_="customer", headers={"Accept": "text/csv"}), 406)


def test_absent_content_comes_before_its_coding(sandbox):
    answer = post(sandbox, b"", {"Content-Encoding": "gzip", "Content-Type": "text/plain"})
    assert refused(answer, 400, "body_required")


def test_the_coding_comes_before_the_type(sandbox):
    answer = post(sandbox, b"{", {"Content-Encoding": "gzip", "Content-Type": "text/plain"})
    assert refused(answer, 415)
    assert answer.headers["Accept-Encoding"] == "identity"


def test_the_type_comes_before_the_syntax(sandbox):
    assert refused(post(sandbox, b"{", {"Content-Type": "text/plain"}), 415)


def test_the_syntax_comes_before_the_fields(sandbox):
    assert refused(post(sandbox, b'{"extra": NaN}'), 400, "malformed_json")


@pytest.mark.parametrize("key", [None, "not a key!"])
def test_the_fields_come_before_the_key(sandbox, key):
    assert refused(sandbox.charge(key, method="cash"), 400, "invalid_request")


def test_the_fields_come_before_the_condition(sandbox):
    assert refused(sandbox.patch_stock(-1), 400, "invalid_request")


@pytest.mark.parametrize(("key", "error"), [(None, "idempotency_key_required"), ("a b", "invalid_idempotency_key")])
def test_the_key_comes_before_the_meaning(sandbox, key, error):
    assert refused(sandbox.charge(key, orderId="ord_missing"), 400, error)


def test_a_key_used_for_other_content_comes_before_the_meaning(sandbox):
    key = {"Idempotency-Key": "k-1"}
    sandbox.order(headers=key)
    answer = sandbox.order(headers=key, items=[{"sku": "sku_777", "quantity": 1}])
    assert refused(answer, 422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("method", "target", "as_", "json", "headers", "status"),
    [
        ("DELETE", "/orders/ord_9001", "other", None, {}, 405),
        ("GET", "/orders/ord_9001", "other", None, {"Accept": "text/csv"}, 406),
        ("GET", "/orders/ord_9001", "other", None, {"Lab-Fault": "x=y"}, 400),
        ("POST", "/orders", "support", mug_order(quantity=0), {}, 400),
        ("POST", "/orders", "support", {"userId": "u_42", "items": [{"sku": "sku_777", "quantity": 1}]}, {}, 422),
        ("PATCH", "/inventory/sku_123", "customer", {"stock": 1}, {}, 428),
        ("POST", "/payments/charge", "other", {"orderId": "ord_9001", "method": "card_ok"}, {}, 400),
        ("POST", "/reports", "customer", {"type": "sales"}, {}, 400),
    ],
)
def test_input_comes_before_permission(sandbox, method, target, as_, json, headers, status):
    assert refused(sandbox.send(method, target, as_=as_, json=json, headers=headers), status)


@pytest.mark.parametrize(
    ("method", "target", "as_", "headers", "status"),
    [
        ("DELETE", "/orders/ord_missing", "customer", {}, 405),
        ("GET", "/orders/ord_missing", "customer", {"Accept": "text/csv"}, 406),
        ("GET", "/orders/ord_purged", "customer", {"Accept": "text/csv"}, 406),
        ("GET", "/products/blue-mug-2019", None, {"Accept": "text/csv"}, 406),
    ],
)
def test_input_comes_before_existence(sandbox, method, target, as_, headers, status):
    assert refused(sandbox.send(method, target, as_=as_, headers=headers), status)
