"""Section 4, node B: what the gateway turns away by itself, and in which order."""

import json

import pytest

from tests.lab.outcomes import ADDRESSES
from tests.lab.wire import chunked, mug_order, request_bytes

JSON = {"Content-Type": "application/json"}
BIG = b" " * 16385
HUGE = {"X-Big": "x" * 4200}


def target_of(sandbox, length, target="/products/sku_123"):
    start = sandbox.url(target) + "?q="
    return start + "x" * (length - len(start))


def test_a_target_of_2048_bytes_is_read(sandbox):
    assert sandbox.get(target_of(sandbox, 2048)).status == 200


@pytest.mark.parametrize("length", [2049, 4000, 6000])
def test_a_longer_target_is_too_long(sandbox, length):
    answer = sandbox.get(target_of(sandbox, length))
    assert (answer.status, answer.route, answer.leaf) == (414, "A-B-x414-A", "bad_request/L414")


def test_a_target_is_measured_as_it_was_sent(sandbox):
    assert sandbox.get("/products/" + "%61" * 680).status == 414


def test_a_header_line_below_4096_bytes_is_read(sandbox):
    assert sandbox.get("/products/sku_123", X_Big="x" * 4060).status == 200


@pytest.mark.parametrize("length", [4100, 6000, 7000])
def test_a_longer_header_line_is_too_large(sandbox, length):
    answer = sandbox.get("/products/sku_123", X_Big="x" * length)
    assert (answer.status, answer.route, answer.leaf) == (431, "A-B-x431-A", "bad_request/L431")


@pytest.mark.parametrize(("lines", "status"), [(3, 200), (4, 431)])
def test_all_header_lines_together_have_a_limit(sandbox, lines, status):
    headers = {f"X-Big-{number}": "x" * 3400 for number in range(lines)}
    assert sandbox.send("GET", "/products/sku_123", headers=headers).status == status


@pytest.mark.parametrize("method", ["BREW", "PROPFIND", "LINK", "QUERY"])
def test_a_method_nobody_knows_is_not_implemented(sandbox, method):
    answer = sandbox.send(method, "/products/sku_123")
    assert (answer.status, answer.route, answer.leaf) == (501, "A-B-x501-A", "rfc9110/L501")


@pytest.mark.parametrize("method", ["get", "Get", "brew"])
def test_methods_are_case_sensitive(sandbox, method):
    assert sandbox.send(method, "/products/sku_123").status in (400, 501)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_known_methods_pass_the_gateway(sandbox, method):
    assert sandbox.send(method, "/orders/ord_9001", as_="customer").status != 501


@pytest.mark.parametrize("target", ["/products/sku_123", "/orders", "/nowhere"])
def test_in_maintenance_the_api_is_unavailable(sandbox, target):
    sandbox.set_faults(gateway="maintenance")
    answer = sandbox.get(target)
    assert (answer.status, answer.headers["Retry-After"], answer.route) == (503, "30", "A-B-x503-A")
    assert answer.leaf == "dependency/L503"


@pytest.mark.parametrize("target", ["{B}/shop/login", "{B}/shop/account"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_in_maintenance_pages_lead_to_the_maintenance_page(sandbox, method, target):
    sandbox.set_faults(gateway="maintenance")
    answer = sandbox.send(method, target)
    assert (answer.status, answer.headers["Location"]) == (302, f"{sandbox.base}/shop/maintenance")
    assert (answer.route, answer.leaf) == ("A-B-x302-A", "redirect_cache/L302")


def test_the_maintenance_page_is_itself_unavailable(sandbox):
    sandbox.set_faults(gateway="maintenance")
    answer = sandbox.get("{B}/shop/maintenance")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["Content-Type"].startswith("text/html")


def padded(length):
    text = json.dumps(mug_order()).encode()
    return text + b" " * (length - len(text))


def test_content_of_16384_bytes_is_read(sandbox):
    assert sandbox.send("POST", "/orders", as_="customer", headers=JSON, content=padded(16384)).status == 201


@pytest.mark.parametrize("length", [16385, 70_000, 200_000, 262_144])
def test_bigger_content_is_too_large_and_the_answer_arrives(sandbox, length):
    answer = sandbox.send("POST", "/orders", as_="customer", headers=JSON, content=padded(length))
    assert (answer.status, answer.route, answer.leaf) == (413, "A-B-x413-A", "bad_request/L413")
    assert answer.error


def test_chunked_content_is_measured_too(sandbox):
    fields = [("Host", sandbox.site.authority), *sandbox.fields("customer", JSON), ("Transfer-Encoding", "chunked")]
    for length, status in ((16384, 201), (16385, 413)):
        content = chunked(*[padded(length)[start : start + 1000] for start in range(0, length, 1000)])
        data = request_bytes("POST", sandbox.url("/orders"), fields, content)
        assert sandbox.site.exchange_alone(data).status == status


def test_a_delete_with_big_content_is_too_large(sandbox):
    assert sandbox.send("DELETE", "/cart/items/item_7", as_="customer", content=BIG).status == 413


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "target", ["/orders/", "/orders/ord_9001/", "/orders/?limit=1&status=paid", "/nowhere/", "{B}/shop/login/"]
)
def test_a_trailing_slash_is_taken_away_for_good(sandbox, method, target):
    answer = sandbox.send(method, target, as_="customer")
    path, mark, query = sandbox.url(target).partition("?")
    assert (answer.status, answer.headers["Location"]) == (308, path.rstrip("/") + mark + query)
    assert (answer.route, answer.leaf) == ("A-B-x308-A", "redirect_cache/L308")


@pytest.mark.parametrize(("version", "status"), [("v0", 308), ("beta", 307)])
@pytest.mark.parametrize("rest", ["orders", "orders/ord_9001?x=1&y=%20", "products/sku_123", "nowhere"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_old_versions_lead_to_the_new_one(sandbox, version, status, rest, method):
    answer = sandbox.send(method, f"{{B}}/api/{version}/{rest}")
    assert (answer.status, answer.headers["Location"]) == (status, f"{sandbox.api}/{rest}")
    assert (answer.route, answer.leaf) == (f"A-B-x{status}-A", f"redirect_cache/L{status}")


def test_options_of_a_known_address_are_answered_by_the_gateway(sandbox):
    answer = sandbox.send("OPTIONS", "/orders")
    assert (answer.status, answer.route, answer.leaf) == (204, "A-B-x204-A", "success/L204")


# Each request fails two checks that stand next to each other, and is answered by the earlier one.


def test_the_target_is_measured_before_the_header(sandbox):
    assert sandbox.send("GET", target_of(sandbox, 2100), headers=HUGE).status == 414


def test_the_header_is_measured_before_the_method_is_looked_at(sandbox):
    assert sandbox.send("BREW", "/products/sku_123", headers=HUGE).status == 431


def test_the_method_is_looked_at_before_maintenance(sandbox):
    assert sandbox.send("BREW", "/products/sku_123", headers={"Lab-Fault": "gateway=maintenance"}).status == 501


def test_maintenance_comes_before_the_size_of_the_content(sandbox):
    sandbox.set_faults(gateway="maintenance")
    assert sandbox.send("POST", "/orders", as_="customer", headers=JSON, content=BIG).status == 503


def test_the_size_of_the_content_comes_before_the_trailing_slash(sandbox):
    assert sandbox.send("POST", "/orders/", as_="customer", headers=JSON, content=BIG).status == 413


def test_the_trailing_slash_comes_before_the_old_version(sandbox):
    answer = sandbox.get("{B}/api/beta/orders/")
    assert (answer.status, answer.headers["Location"]) == (308, f"{sandbox.base}/api/beta/orders")


@pytest.mark.parametrize(("version", "status"), [("v0", 308), ("beta", 307)])
def test_the_old_version_comes_before_options(sandbox, version, status):
    assert sandbox.send("OPTIONS", f"{{B}}/api/{version}/orders").status == status


@pytest.mark.parametrize(
    ("method", "target", "headers", "content", "status"),
    [
        ("BREW", "/orders", {}, None, 501),
        ("GET", "/orders", HUGE, None, 431),
        ("GET", "/orders", {"Lab-Fault": "gateway=maintenance"}, None, 503),
        ("POST", "/orders", JSON, BIG, 413),
        ("GET", "/orders/", {}, None, 308),
        ("GET", "{B}/api/beta/orders", {}, None, 307),
        ("OPTIONS", "/orders", {}, None, 204),
    ],
)
def test_the_gateway_asks_nobody_who_they_are(sandbox, method, target, headers, content, status):
    assert sandbox.send(method, target, headers=headers, content=content).status == status


def test_every_known_address_is_a_known_address(sandbox):
    assert {sandbox.send("OPTIONS", address).status for address in ADDRESSES} == {204}
