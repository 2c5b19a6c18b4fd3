"""Anything at all may be sent, and nothing breaks the lab."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from learn.domain.lab.answers import answers, options_answers
from learn.domain.lab.boxes.gateway import METHODS
from learn.domain.lab.operations import OPERATIONS, find
from learn.domain.lab.request import Request
from learn.domain.lab.shop import FAULTS, read_shop
from learn.domain.lab.trace import trace_from
from tests.domain.lab.bench import BASE, Bench, make_request
from tests.domain.lab.cases import order
from tests.domain.lab.ways import CONTENTS, FIELDS, PARTS, WHO

SEGMENTS = sorted({part for operation in OPERATIONS for part in operation.path.split("/")[1:]} - {""})
NAMES = sorted({name for fields in FIELDS for name in fields} | {"Content-Encoding", "If-Modified-Since", "Host"})
LATIN = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40)
VALUES = st.one_of(
    LATIN,
    st.sampled_from([value for fields in FIELDS for value in fields.values()]),
    st.sampled_from([f"Bearer tok_{who}" for who in WHO]),
    st.sampled_from([f"{name}={value}" for name, values in FAULTS.items() for value in values]),
    st.sampled_from(["application/json", "application/merge-patch+json", '"sku_123-v3"', "*", "text/html"]),
)
PART = st.one_of(
    st.sampled_from(SEGMENTS), st.sampled_from([part for parts in PARTS.values() for part in parts]), LATIN
)
KNOWN_ADDRESSES = [
    operation.path.replace(f"{{{name}}}", part)
    for operation in OPERATIONS
    for name, parts in PARTS.items()
    for part in parts
    if "{" not in operation.path or f"{{{name}}}" in operation.path
]
PATHS = st.one_of(
    st.sampled_from(KNOWN_ADDRESSES),
    st.lists(PART, max_size=6).map(lambda parts: "/" + "/".join(parts)),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
)
CONTENT = st.one_of(
    st.binary(max_size=60), JSON.map(lambda value: json.dumps(value).encode()),
    st.sampled_from(CONTENTS).map(lambda value: json.dumps(value).encode()),
)  # fmt: skip
REQUESTS = st.builds(
    lambda method, path, query, headers, content: Request(
        method, BASE + path + query, tuple(headers.items()), content, BASE
    ),
    st.sampled_from([*METHODS, "BREW"]),
    PATHS,
    st.sampled_from(["", "?limit=2", "?limit=x", "?status=paid"]) | LATIN.map(lambda text: f"?{text}"),
    st.dictionaries(st.sampled_from([*NAMES, "Authorization", "Content-Type"]) | st.just("X-Other"), VALUES),
    CONTENT,
)


@given(request_=REQUESTS)
@settings(max_examples=500, deadline=None)
@example(request_=Request("GET", f"{BASE}/api/v1/products/%ff%2f", (("Accept", "*/*;q=0"),), b"", BASE))
@example(request_=make_request("POST", "/login", json={"email": "\ud800", "password": "\ud800"}))
@example(request_=make_request("POST", "/orders", "admin", order(userId="\ud800")))
@example(request_=Request("GET", f"{BASE}//", (), b"", BASE))
def test_no_request_breaks_the_lab(lab, request_):
    bench = Bench(lab)
    sent = bench.put(request_)
    offered, _ = find(request_.segments)
    operation = offered.get(request_.method)
    if request_.path.endswith("/"):
        possible = [307, 308, 413, 414, 431, 501, 503, 302]
    elif operation is not None:
        possible = answers(operation)
    elif request_.method == "OPTIONS" and offered:
        possible = options_answers()
    else:
        possible = [302, 307, 308, 400, 401, 404, 405, 413, 414, 431, 501, 503]

    assert sent.status in possible, str(sent)
    assert sent.route.startswith("A-B-") and sent.route.endswith("-A")
    assert read_shop(bench.shop.as_text()) == bench.shop
    assert trace_from(sent.answer.trace.as_text()).route == sent.answer.trace.route
