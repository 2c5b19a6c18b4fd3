"""Section 3, over one answer of each kind."""

import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest

from tests.lab.outcomes import ADDRESSES, ERRORS, OUTCOMES

EVERY = pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
EVERY_ERROR = pytest.mark.parametrize("outcome", ERRORS, ids=str)
READS = [outcome for outcome in OUTCOMES if outcome.method == "GET" and outcome.name != "a finished job"]
PROBLEM = "application/problem+json"


@EVERY
def test_every_answer_has_the_lab_fields_once(seen, outcome):
    it = seen(outcome)
    names = [name.lower() for name, _ in it.answer.fields]
    for name in ("date", "cache-control", "lab-request-id", "lab-route", "lab-leaf", "link"):
        assert names.count(name) == 1, name
    request_id = it.answer.headers["Lab-Request-Id"]
    assert re.fullmatch(r"req_[0-9a-fA-F]{10}", request_id)
    assert it.answer.headers["Link"] == f'<{it.sandbox.base}/traces/{request_id}>; rel="describedby"'
    parsedate_to_datetime(it.answer.headers["Date"])


@EVERY
def test_every_answer_has_the_reason_phrase_of_its_status(seen, outcome):
    answer = seen(outcome).answer
    assert answer.version == "HTTP/1.1"
    expected = {413: {"Content Too Large", "Request Entity Too Large", "Payload Too Large"}}
    expected[414] = {"URI Too Long", "Request-URI Too Long"}
    expected[422] = {"Unprocessable Content", "Unprocessable Entity"}
    assert answer.reason in expected.get(answer.status, {HTTPStatus(answer.status).phrase})


@EVERY
def test_content_comes_with_its_type_length_and_vary(seen, outcome):
    answer = seen(outcome).answer
    if answer.content:
        assert answer.headers["Content-Type"]
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert "accept" in answer.headers["Vary"].lower().replace(" ", "").split(",")


@pytest.mark.parametrize("outcome", [o for o in OUTCOMES if o.status in (204, 304)], ids=str)
def test_204_and_304_have_no_content_and_do_not_speak_of_any(seen, outcome):
    it = seen(outcome)
    for name in ("Content-Type", "Content-Length", "Transfer-Encoding"):
        assert name not in it.answer.headers


@pytest.mark.parametrize("target", ["/orders", "/products/sku_123"])
def test_no_byte_follows_a_204(sandbox, target):
    answer = sandbox.send("OPTIONS", target, alone=True)
    assert (answer.status, answer.surplus) == (204, b"")


def test_no_byte_follows_a_304(sandbox):
    answer = sandbox.send("GET", "/products/sku_123", headers={"If-None-Match": "*"}, alone=True)
    assert (answer.status, answer.surplus) == (304, b"")


@pytest.mark.parametrize(("target", "as_"), [("/products/sku_123", None), ("/orders/ord_9001", "customer")])
def test_a_304_repeats_the_validators_of_its_200(sandbox, target, as_):
    full = sandbox.get(target, as_)
    again = sandbox.get(target, as_, If_None_Match=full.headers["ETag"])
    assert again.status == 304
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
        assert again.headers.get(name) == full.headers.get(name)


@EVERY
def test_cache_control_follows_the_status(seen, outcome):
    answer = seen(outcome).answer
    assert answer.headers["Cache-Control"] == expected_cache_control(outcome, answer)


def expected_cache_control(outcome, answer):
    if answer.status in (200, 201, 304):
        if outcome.target.startswith("/products/"):
            return "public, no-cache"
        return "private, no-cache" if "ETag" in answer.headers else "no-store"
    return "max-age=60" if answer.status in (301, 308) else "no-store"


@EVERY
def test_nothing_sets_a_cookie_or_can_become_a_document_of_the_site(seen, outcome):
    answer = seen(outcome).answer
    assert "Set-Cookie" not in answer.headers
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("outcome", [o for o in OUTCOMES if o.status in (201, 202, 301, 302, 303, 307, 308)], ids=str)
def test_a_location_is_an_absolute_path_in_the_sandbox(seen, outcome):
    it = seen(outcome)
    assert it.answer.headers["Location"].startswith(it.sandbox.base + "/")


@pytest.mark.parametrize(
    ("status", "field"), [(401, "WWW-Authenticate"), (405, "Allow"), (429, "Retry-After"), (503, "Retry-After")]
)
def test_some_errors_say_how_to_go_on(seen, status, field):
    for outcome in OUTCOMES:
        if outcome.status == status:
            assert field in seen(outcome).answer.headers, outcome


@EVERY_ERROR
def test_an_error_has_the_shape_of_the_article(seen, outcome):
    answer = seen(outcome).answer
    assert answer.headers["Content-Type"].partition(";")[0] == "application/json"
    assert re.fullmatch(r"[a-z0-9_]+", answer.json["error"])
    assert answer.json["message"]
    assert answer.json["requestId"] == answer.headers["Lab-Request-Id"]
    if outcome.error:
        assert answer.json["error"] == outcome.error


@EVERY_ERROR
def test_an_error_comes_as_problem_details_to_those_who_name_them(seen, sandbox, outcome):
    if outcome.status == 504:
        pytest.skip("takes a second; the others say it")
    plain = seen(outcome).answer.json
    accept = "text/csv, application/problem+json" if outcome.status == 406 else "*/*, application/problem+json;q=0.5"
    answer = outcome.provoke(sandbox, {"Accept": accept})
    problem = answer.json
    assert answer.status == outcome.status
    assert answer.headers["Content-Type"].partition(";")[0] == PROBLEM
    assert urlsplit(problem["type"]).scheme in ("http", "https")
    assert problem["type"].endswith(f"/problems/{problem['error']}")
    assert problem["title"]
    assert problem["status"] == answer.status
    assert problem["detail"]
    assert problem["instance"] == f"{sandbox.base}/traces/{problem['requestId']}"
    assert problem["requestId"] == answer.headers["Lab-Request-Id"]
    assert "message" not in problem
    assert set(problem) >= set(plain) - {"message"}
    assert problem["error"] == plain["error"]


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/*", "application/json", "*/*, application/problem+json;q=0", "*/*, application/problem+xml"],
)
def test_no_wildcard_asks_for_problem_details(sandbox, accept):
    answer = sandbox.get("/orders/ord_missing", "customer", Accept=accept)
    assert answer.status == 404
    assert answer.headers["Content-Type"].partition(";")[0] == "application/json"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [("*/*, Application/Problem+JSON", True), ("application/problem+json;q=0.001, application/json", True)],
)
def test_problem_details_are_named_in_any_case_and_with_any_weight(sandbox, accept, wanted):
    answer = sandbox.get("/orders/ord_missing", "customer", Accept=accept)
    assert (answer.headers["Content-Type"].partition(";")[0] == PROBLEM) is wanted


@pytest.mark.parametrize(
    ("method", "target", "as_", "headers", "status"),
    [
        ("GET", "/orders", None, {}, 401),
        ("GET", "/nowhere", None, {}, 404),
        ("PUT", "/orders", "customer", {}, 405),
        ("GET", "/cart", "customer", {"Lab-Fault": "tea=cold"}, 400),
        ("BREW", "/cart", "customer", {}, 501),
        ("GET", "/cart", "customer", {"Lab-Fault": "gateway=maintenance"}, 503),
        ("DELETE", "/cart/items/item_none", "customer", {}, 404),
        ("DELETE", "/billing/records/b_1", "customer", {}, 403),
    ],
)
@pytest.mark.parametrize("accept", ["text/csv", "image/*;q=0.5", "application/json;q=0"])
def test_an_error_is_never_replaced_by_406(sandbox, method, target, as_, headers, status, accept):
    answer = sandbox.send(method, target, as_=as_, headers={**headers, "Accept": accept})
    assert answer.status == status
    assert answer.headers["Content-Type"].partition(";")[0] == "application/json"
    assert answer.error


def test_each_problem_type_leads_to_a_page_that_explains_it(seen, site):
    codes = sorted({seen(outcome).answer.json["error"] for outcome in ERRORS})
    assert {code: site.send("GET", f"/problems/{code}").status for code in codes} == dict.fromkeys(codes, 200)


@pytest.mark.parametrize("outcome", READS, ids=str)
def test_head_is_get_without_content(sandbox, outcome):
    ready = outcome.prepared(sandbox)
    get, head = (
        sandbox.send(method, ready.target, as_=ready.as_, headers=ready.headers, alone=True)
        for method in ("GET", "HEAD")
    )
    assert head.status == get.status
    assert (head.content, head.surplus) == (b"", b"")
    assert comparable(head) == comparable(get)


def comparable(answer):
    varying = {"date", "lab-request-id", "link", "server-timing"}
    return {name.lower(): value for name, value in answer.fields if name.lower() not in varying}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("as_", [None, "customer"])
def test_options_need_no_token(sandbox, address, as_):
    answer = sandbox.send("OPTIONS", address, as_=as_)
    assert answer.status == 204
    assert allowed(answer) == ADDRESSES[address] | {"OPTIONS"}
    assert answer.route == "A-B-x204-A"


def test_options_of_the_inventory_say_what_a_patch_may_be(sandbox):
    answer = sandbox.send("OPTIONS", "/inventory/sku_123")
    assert answer.headers["Accept-Patch"] == "application/merge-patch+json, application/json"


def test_options_of_an_address_that_is_not_there_find_nothing(sandbox):
    assert sandbox.send("OPTIONS", "/nowhere").status == 404


def allowed(answer):
    return {name.strip() for name in answer.headers["Allow"].split(",")}


@pytest.mark.parametrize(
    ("method", "target", "as_", "json", "status"),
    [
        ("GET", "/orders/ord_none", "customer", None, 404),
        ("GET", "/products/sku_777", None, None, 404),
        ("DELETE", "/cart/items/item_none", "customer", None, 404),
        ("POST", "/orders", "customer", {"userId": "u_42", "items": [{"sku": "sku_777", "quantity": 1}]}, 422),
        ("PUT", "/cart/items/item_9", "customer", {"sku": "sku_777", "quantity": 1}, 422),
    ],
)
def test_a_missing_id_is_404_in_the_address_and_422_in_the_content(sandbox, method, target, as_, json, status):
    assert sandbox.send(method, target, as_=as_, json=json).status == status


@pytest.mark.parametrize("target", ["/products/sku_123?colour=red", "/orders?colour=red", "/cart?limit=-5"])
def test_unknown_query_parameters_are_ignored(sandbox, target):
    assert sandbox.get(target, "customer").status == 200


@pytest.mark.parametrize(
    "target", ["/Products/sku_123", "/products/SKU_123", "/ORDERS", "{B}/API/v1/orders", "{B}/api/V1/orders"]
)
def test_paths_are_case_sensitive(sandbox, target):
    assert sandbox.get(target, "customer").status == 404


def test_prefer_explain_adds_the_path_in_words(sandbox):
    answer = sandbox.get("/orders/ord_missing", "customer", Prefer="explain")
    assert answer.status == 404
    assert answer.headers["Preference-Applied"] == "explain"
    assert isinstance(answer.json["path"], str)
    assert answer.json["path"]


def test_without_prefer_there_is_no_path(sandbox):
    answer = sandbox.get("/orders/ord_missing", "customer")
    assert "Preference-Applied" not in answer.headers
    assert "path" not in answer.json


def test_the_openapi_document_names_the_operations(site):
    answer = site.send("GET", "/lab/openapi.json")
    assert answer.status == 200
    assert answer.json["openapi"].startswith("3.1")
    assert any(path.endswith("/payments/charge") for path in answer.json["paths"])
