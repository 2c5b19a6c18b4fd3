"""What nobody sends by accident: never a 500 but the contract's, and an answer within seconds."""

import json
import time
from contextlib import suppress

import pytest

from tests.lab.conftest import open_sandbox
from tests.lab.outcomes import ADDRESSES
from tests.lab.wire import Closed, chunked, mug_order, request_bytes

JSON = {"Content-Type": "application/json"}
SOON_SECONDS = 3.0
OWN = (400, 404, 405, 408, 411, 413, 414, 417, 431)


def fields_of(sandbox, *more, as_="customer"):
    return [("Host", sandbox.site.authority), *sandbox.fields(as_), *more]


def refused(answer, *statuses):
    assert answer.status in (statuses or OWN), answer
    return True


def alive(sandbox):
    return sandbox.get("/products/sku_123").status == 200


def test_ten_megabytes_are_turned_away(sandbox):
    started = time.monotonic()
    head = request_bytes(
        "POST",
        sandbox.url("/orders"),
        fields_of(sandbox, ("Content-Type", "application/json"), ("Content-Length", str(10_000_000))),
        None,
    )
    answer = sandbox.site.exchange_alone([head, *[b" " * 65536] * 152, b" " * (10_000_000 - 152 * 65536)])
    assert refused(answer, 413)
    assert time.monotonic() - started < SOON_SECONDS
    assert alive(sandbox)


def test_chunks_without_end_are_turned_away(sandbox):
    def endless():
        yield request_bytes("POST", sandbox.url("/orders"), fields, None)
        for _ in range(20_000):
            yield b"400\r\n" + b" " * 1024 + b"\r\n"

    fields = fields_of(sandbox, ("Content-Type", "application/json"), ("Transfer-Encoding", "chunked"))
    started = time.monotonic()
    assert refused(sandbox.site.exchange_alone(endless()), 400, 413)
    assert time.monotonic() - started < SOON_SECONDS
    assert alive(sandbox)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_chunked_content_is_read_like_any_other(sandbox, size):
    text = json.dumps(mug_order()).encode()
    parts = [text[start : start + size] for start in range(0, len(text), size)]
    fields = fields_of(sandbox, ("Content-Type", "application/json"), ("Transfer-Encoding", "chunked"))
    data = request_bytes("POST", sandbox.url("/orders"), fields, chunked(*parts))
    first = sandbox.site.exchange(data)
    assert (first.status, first.json["items"]) == (201, mug_order()["items"])
    assert sandbox.site.exchange(data).status == 201


def test_chunked_content_comes_in_bits_with_extensions_and_trailers(sandbox):
    text = json.dumps(mug_order()).encode()
    fields = fields_of(sandbox, ("Content-Type", "application/json"), ("Transfer-Encoding", "chunked"))
    head = request_bytes("POST", sandbox.url("/orders"), [*fields, ("Connection", "close")], None)
    body = b"%x;name=value\r\n%s\r\n0\r\nX-Trailer: 1\r\n\r\n" % (len(text), text)
    answer = sandbox.site.exchange_alone([head, *[body[at : at + 5] for at in range(0, len(body), 5)]])
    assert refused(answer, 201, 400)


@pytest.mark.parametrize("body", [b"zz\r\n\r\n", b"5\r\nab\r\n0\r\n\r\n", b"-1\r\n\r\n", b"ffffffffffffffffff\r\n"])
def test_broken_chunks_are_a_bad_request(sandbox, body):
    fields = fields_of(sandbox, ("Content-Type", "application/json"), ("Transfer-Encoding", "chunked"))
    connection = sandbox.site.connect(patience=5)
    try:
        connection.send(request_bytes("POST", sandbox.url("/orders"), fields, body))
        connection.socket.shutdown(1)
        assert refused(connection.read(), 400, 413)
    except Closed:
        pass  # Hanging up is an answer to framing that can't be read.
    finally:
        connection.close()
    assert alive(sandbox)


def test_content_that_ends_too_soon_does_no_harm(sandbox):
    fields = fields_of(sandbox, ("Content-Type", "application/json"), ("Content-Length", "500"))
    connection = sandbox.site.connect(patience=5)
    try:
        connection.send(request_bytes("POST", sandbox.url("/orders"), fields, None) + b'{"userId"')
        connection.socket.shutdown(1)
        assert refused(connection.read(), 400, 408)
    except Closed:
        pass
    finally:
        connection.close()
    assert alive(sandbox)
    assert sandbox.order_ids("customer") == {"ord_9001", "ord_9003"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_refused_request_does_not_spoil_the_next_on_its_connection(sandbox, method):
    content = b'GET /evil HTTP/1.1\r\nHost: x\r\n\r\n{"a": 1}'
    connection = sandbox.site.connect()
    try:
        first = request_bytes(method, sandbox.url("/nowhere"), fields_of(sandbox), content)
        assert connection.send(first)
        assert connection.read(method).status == 404
        if connection.usable():
            connection.send(request_bytes("GET", sandbox.url("/cart"), fields_of(sandbox), None))
            assert connection.read().status == 200
    finally:
        connection.close()


@pytest.mark.parametrize("transfer", [False, True])
def test_content_nobody_reads_does_not_spoil_the_next_request(sandbox, transfer):
    framing = [("Transfer-Encoding", "chunked")] if transfer else []
    content = chunked(b"x" * 900) if transfer else b"x" * 900
    connection = sandbox.site.connect()
    try:
        target = sandbox.url("/cart/items/item_7")
        assert connection.send(request_bytes("DELETE", target, fields_of(sandbox, *framing), content))
        assert connection.read().status == 204
        if connection.usable():
            connection.send(request_bytes("GET", sandbox.url("/cart"), fields_of(sandbox), None))
            assert connection.read().status == 200
    finally:
        connection.close()


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 8000 + b"]" * 8000,
        b'{"a":' * 2500 + b"1" + b"}" * 2500,
        b'{"items": ' + b"[" * 8000 + b"]" * 8000 + b"}",
        b"[" * 16000,
        b'{"items": [' + b"{}," * 4000 + b"{}]}",
    ],
)
def test_deep_or_long_json_is_a_bad_request(sandbox, content):
    assert len(content) <= 16384
    assert refused(sandbox.send("POST", "/orders", as_="customer", headers=JSON, content=content), 400)


@pytest.mark.parametrize(
    "content",
    [
        b'{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": ' + b"9" * 6000 + b"}]}",
        b'{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1e999}]}',
        b'{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": -0}]}',
        b'{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1E2}]}',
        b'{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}], "note": "\\ud800"}',
        b'{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}], "note": "\\u0000"}',
        b'{"userId": "\\ud800", "items": [{"sku": "\\udfff", "quantity": 1}]}',
        b'{"\\ud800": 1}',
        b'{"": 1}',
        b'{"__proto__": {}, "userId": "u_42"}',
    ],
)
def test_odd_values_are_a_bad_request(sandbox, content):
    answer = sandbox.send("POST", "/orders", as_="customer", headers=JSON, content=content)
    assert refused(answer, 400, 422)
    assert sandbox.trace(answer)["response"]["status"] == answer.status


@pytest.mark.parametrize("value", ["\\ud800", "\\u0000", "x\\u0000y", "\\ufffe", "x" * 9000])
@pytest.mark.parametrize(
    ("target", "member"), [("/login", "password"), ("/login", "email"), ("/payments/charge", "orderId")]
)
def test_odd_texts_break_nothing(sandbox, target, member, value):
    texts = {
        "/login": {"email": "a@b.test", "password": "x"},
        "/payments/charge": {"orderId": "x", "method": "card_ok"},
    }
    content = json.dumps({**texts[target], member: "VALUE"}).replace("VALUE", value).encode()
    headers = {**JSON, "Idempotency-Key": "k-1"}
    answer = sandbox.send("POST", target, as_="customer", headers=headers, content=content)
    assert refused(answer, 400, 401, 422)


@pytest.mark.parametrize("size", [5000, 64 * 1024])
def test_a_huge_header_is_turned_away(sandbox, size):
    try:
        assert refused(sandbox.site.exchange_alone(huge(sandbox, size)), 400, 431)
    except Closed:
        assert size > 32 * 1024
    assert alive(sandbox)


def huge(sandbox, size):
    return request_bytes("GET", sandbox.url("/cart"), fields_of(sandbox, ("X-Big", "x" * size)), None)


def test_many_headers_are_turned_away(sandbox):
    many = [(f"X-{number}", "x" * 30) for number in range(1000)]
    data = request_bytes("GET", sandbox.url("/cart"), fields_of(sandbox, *many), None)
    assert refused(sandbox.site.exchange_alone(data), 400, 431)
    assert alive(sandbox)


@pytest.mark.parametrize(
    "target",
    [
        "/products/%00",
        "/products/sku_123%00",
        "/products/%ff",
        "/products/%c3%28",
        "/products/%zz",
        "/products/%",
        "/products/sku%2F123",
        "/products/%2e%2e",
        "/products/..",
        "/products/../orders",
        "/products/./sku_123",
        "/products//sku_123",
        "//products/sku_123",
        "/products/sku_123;v=1",
        "/products/sku_123%20",
        "/products/%0d%0aX-Evil:%201",
        "/products/a?b=%00&c=%ff",
        "/products/sku_123%3Fq",
        "/products/%F0%9F%8D%B5",
        "/orders/ord_9001%00/cancel",
        "/orders/%ed%a0%80",
        "/products/" + "%2e%2e%2f" * 50,
        "/images/..%2f..%2fmanage.py",
        "/images/%2e%2e/%2e%2e/settings.py",
        "/products/'%20OR%201=1--",
        "/orders/ord_9001'%22%3E%3Cscript%3E",
        "/reports/jobs/%00",
        "/users/%00",
        "/sessions/%00",
        "/inventory/%00",
        "/inventory/%ff",
    ],
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_odd_paths_break_nothing(sandbox, method, target):
    answer = sandbox.send(method, target, as_="admin")
    assert answer.status < 500, answer
    assert not any(name.lower() == "x-evil" for name, _ in answer.fields)
    assert alive(sandbox)


@pytest.mark.parametrize(
    "query",
    [
        "limit=%00",
        "limit=%ff",
        "limit=1&limit=2",
        "limit[]=1",
        "status=%00",
        "status=%ed%a0%80",
        "&&&=",
        "%=%",
        "limit=%D9%A3",
        "limit=+5",
        "limit=1_0",
    ],
)
def test_odd_queries_break_nothing(sandbox, query):
    assert refused(sandbox.get(f"/orders?{query}", "customer"), 200, 400)


@pytest.mark.parametrize(
    "sandbox_path", ["/lab", "/lab/", "/lab//", "/lab/%00", "/lab/%ff/api/v1/orders", "/lab/../lab", "/lab/a/b/c/d"]
)
def test_odd_addresses_beside_a_sandbox_break_nothing(site, sandbox_path):
    assert site.send("GET", sandbox_path).status < 500


def test_a_target_in_absolute_form_breaks_nothing(sandbox):
    target = f"http://{sandbox.site.authority}{sandbox.url('/products/sku_123')}"
    data = request_bytes("GET", target, [("Host", sandbox.site.authority)], None)
    assert sandbox.site.exchange_alone(data).status < 500


@pytest.mark.parametrize(
    ("method", "target"), [("OPTIONS", "*"), ("GET", "*"), ("CONNECT", "example.test:443"), ("GET", "nonsense")]
)
def test_targets_of_other_forms_break_nothing(sandbox, method, target):
    try:
        answer = sandbox.site.exchange_alone(
            request_bytes(method, target, [("Host", sandbox.site.authority)], None), method
        )
        assert answer.status < 500 or answer.status == 501
    except Closed:
        pass
    assert alive(sandbox)


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "Authorization",
        "Content-Type",
        "If-None-Match",
        "If-Match",
        "If-Modified-Since",
        "Idempotency-Key",
        "Lab-Fault",
        "Prefer",
        "Content-Encoding",
        "Content-Length",
        "Transfer-Encoding",
        "Host",
        "X-Anything",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_field_sent_twice_breaks_nothing(sandbox, method, name):
    values = {"Content-Length": ("2", "3"), "Transfer-Encoding": ("chunked", "chunked"), "Host": ("a", "b")}
    first, second = values.get(name, ("one", "two"))
    fields = [*fields_of(sandbox), (name, first), (name, second), ("Connection", "close")]
    if name == "Host":
        fields = fields[1:]
    content = b"{}" if name == "Content-Length" else b""
    answer = sandbox.site.exchange_alone(request_bytes(method, sandbox.url("/orders"), fields, None) + content)
    assert answer.status < 500, answer


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "Content-Type",
        "If-None-Match",
        "If-Match",
        "If-Modified-Since",
        "Idempotency-Key",
        "Lab-Fault",
        "Prefer",
        "Authorization",
        "Accept-Language",
        "Range",
        "Origin",
        "Cookie",
        "X-Forwarded-For",
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "",
        ",",
        ";",
        "=",
        '"',
        '"unclosed',
        "\\",
        ";q=",
        "*/*;q=2",
        "a/b;q=x",
        "é",
        "\xff\xfe",
        "W/",
        "0",
        "," * 500,
        ";" * 500,
        "a" * 3900,
        "Mon, 99 Foo 99999 99:99:99 GMT",
        "application/json;q=1;q=0",
        "\t x \t",
        "x=y=z",
        "bytes=0-",
    ],
)
def test_odd_field_values_break_nothing(sandbox_for_all, name, value):
    for method, target, json_ in (("GET", "/products/sku_123", None), ("POST", "/orders/ord_none/cancel", {})):
        answer = sandbox_for_all.send(method, target, as_="customer", headers={name: value}, json=json_)
        assert answer.status < 500, answer


@pytest.fixture(scope="module")
def sandbox_for_all(site):
    return open_sandbox(site)


@pytest.mark.parametrize("value", ["a\x00b", "a\x01b", "a\x7fb", "a\rb"])
def test_control_characters_in_a_field_are_refused_or_harmless(sandbox, value):
    data = request_bytes("GET", sandbox.url("/cart"), fields_of(sandbox, ("X-Odd", value)), None)
    with suppress(Closed):
        assert sandbox.site.exchange_alone(data).status < 500
    assert alive(sandbox)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"GET\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET  /  HTTP/1.1\r\n\r\n",
    ],
)
def test_lines_that_are_no_request_break_nothing(sandbox, line):
    connection = sandbox.site.connect(patience=5)
    try:
        connection.send(line)
        connection.socket.shutdown(1)
        assert connection.read().status in (400, 404, 405, 505, 501)
    except Closed:
        pass
    finally:
        connection.close()
    assert alive(sandbox)


@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/nowhere", "{B}", "{B}/faults", "{B}/traces", "{B}/reset", "{B}/provider/ledger"]
)
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_every_address_stands_every_method(sandbox, method, address):
    if method in ("TRACE", "CONNECT"):
        expected = {400, 404, 405, 501}
    elif method == "BREW":
        expected = {405, 501}
    else:
        expected = {200, 204, 403, 404, 405}
    answer = sandbox.send(method, address, as_="admin", alone=True)
    assert answer.status in expected, answer
    if method == "HEAD":
        assert (answer.content, answer.surplus) == (b"", b"")


@pytest.mark.parametrize("address", [address for address in ADDRESSES if not address.startswith("{B}")])
def test_trace_never_echoes(sandbox, address):
    answer = sandbox.send("TRACE", address, as_="admin", headers={"X-Secret": "abracadabra"})
    assert answer.status == 405
    assert b"abracadabra" not in answer.content


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"{}", b"[]", b"null", b"\x00" * 100])
def test_every_address_stands_any_content(sandbox, address, content):
    for method in sorted(ADDRESSES[address] - {"HEAD"}):
        for as_ in ("customer", "admin"):
            headers = {"Content-Type": "application/json", "Idempotency-Key": "k-1"}
            answer = sandbox.send(method, address, as_=as_, headers=headers, content=content)
            assert answer.status < 500, answer
