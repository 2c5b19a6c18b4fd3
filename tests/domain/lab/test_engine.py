import json
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learn.domain.lab.answers import answers, options_answers
from learn.domain.lab.boxes import BOXES, ONWARD
from learn.domain.lab.boxes.gateway import METHODS
from learn.domain.lab.engine import walk
from learn.domain.lab.operations import OPERATIONS, find
from learn.domain.lab.request import Request
from learn.domain.lab.run import ProviderCall
from learn.domain.lab.shop import FAULTS, read_shop
from learn.domain.lab.trace import trace_from
from tests.domain.lab.bench import BASE, Bench, make_request
from tests.domain.lab.cases import CASES, CHARGE, CONTENTS, FIELDS, KEY, LOGIN, MUGS, PARTS, WHO, line, order


def numbered(cases):
    return [pytest.param(case, id=f"{number} {case}") for number, case in enumerate(cases, start=1)]


# ------------------------------------------------------------------------------------ outcome, route, leaf (section 9)


@pytest.mark.parametrize("case", numbered(CASES))
def test_outcome_has_its_code_route_and_leaf(bench, case):
    sent = case.send(bench)

    assert (sent.status, sent.route, sent.leaf) == (case.status, case.route, case.leaf)
    assert sent.error == case.error
    assert (sent.headers["Lab-Route"], sent.headers["Lab-Leaf"]) == (case.route, case.leaf)
    trace = sent.answer.trace
    assert f"{trace.graph}/{trace.leaf}" == (case.charted or case.leaf)


@pytest.mark.parametrize("case", numbered([case for case in CASES if case.error]))
def test_error_says_its_code_and_its_request(bench, case):
    sent = case.send(bench)

    assert sent.headers["Cache-Control"] == "no-store"
    if sent.headers["Content-Type"] == "application/json":
        assert (sent.json["error"], sent.json["requestId"]) == (case.error, sent.headers["Lab-Request-Id"])
        assert sent.json["message"]
    assert int(sent.headers["Content-Length"]) == len(sent.answer.content)


def test_codes_of_the_contract_are_all_obtained():
    wanted = {200, 201, 202, 204, 301, 302, 303, 304, 307, 308, *range(400, 411), *range(412, 416)} - {402, 407, 408}
    assert {case.status for case in CASES} == wanted | {422, 428, 429, 431, 500, 501, 502, 503, 504}


# ------------------------------------------------------------------------------------ chart, route, trace, words


def test_each_arrow_of_the_diagram_is_taken_by_some_request(library, lab):
    taken: set[tuple[str, str]] = set()
    for case in CASES:
        taken |= set(case.send(Bench(lab)).answer.trace.edges)

    assert {(edge.source, edge.target) for edge in library.backend.edges} <= taken


def test_boxes_hold_every_check_and_only_boxes_of_the_diagram(library):
    backend = library.backend

    assert BOXES.keys() <= backend.nodes.keys()
    assert ONWARD.keys() == {node.id for node in backend.questions}
    for box, answer in ONWARD.items():
        assert backend.answered(backend[box], answer)


def test_answers_of_the_trace_lead_to_its_leaf(library, sent):
    for each in sent:
        trace = each.answer.trace
        chart = library.charts[trace.graph]
        reached = chart.walk_by(trace.answers)
        assert reached.at.id == trace.leaf, str(each)
        assert each.status in reached.at.codes, str(each)
        assert {edge.source for edge in reached.answered} == trace.answers.keys(), str(each)


def test_header_trace_route_and_wizard_agree(library, sent):
    backend = library.backend
    for each in sent:
        trace = each.answer.trace
        walked = backend.walk_by({step["node"]: step["answer"] for step in trace.steps if "answer" in step})
        boxes = tuple(node.id for node in walked.nodes)
        if trace.route[-2].startswith("x"):
            assert trace.route[-2] == f"x{each.status}", str(each)
            assert boxes[: len(trace.route) - 2] == trace.route[:-2], str(each)
        else:
            assert (*boxes, "A") == trace.route, str(each)
            assert walked.finished, str(each)
        assert each.headers["Lab-Route"] == "-".join(trace.route)


def test_trace_has_an_edge_for_each_step_of_the_route(library, sent):
    drawn = {(edge.source, edge.target) for edge in library.backend.edges}
    for each in sent:
        trace = each.answer.trace
        assert len(trace.edges) == len(trace.route) - 1
        assert [target for _, target in trace.edges] == list(trace.route[1:])
        assert all(edge in drawn for edge in trace.edges if "x" not in edge[0] + edge[1]), str(each)
        assert [step["node"] for step in trace.steps] == [box for box in trace.route[:-1] if "x" not in box]


def test_success_lights_the_arrow_from_the_database_to_the_response(bench):
    trace = bench.send("GET", "/products/sku_123").answer.trace

    assert trace.edges[-3:] == (("R", "T"), ("P", "Q"), ("Q", "A"))


def test_undrawn_exit_says_why_at_the_box_where_it_leaves(bench):
    steps = bench.send("GET", "/orders/ord_corrupt", "customer").answer.trace.steps

    assert steps[-1] == {"node": "L", "because": "something broke here; it isn't your request's fault"}


def test_refusal_says_why_at_the_question_before_its_exit(bench):
    steps = bench.send("GET", "/orders/ord_9001", "other").answer.trace.steps

    assert steps[-2] == {"node": "H", "answer": "no", "because": "this order is somebody else's"}
    assert steps[-1] == {"node": "I"}


def test_hidden_order_is_told_like_a_missing_one_but_for_its_trace(bench):
    hidden = bench.send("GET", "/orders/ord_hidden", "customer")
    missing = bench.send("GET", "/orders/ord_missing", "customer")

    own = {"Lab-Request-Id", "Link", "Content-Length"}
    assert {k: v for k, v in hidden.headers.items() if k not in own} == {
        k: v for k, v in missing.headers.items() if k not in own
    }
    assert hidden.json["message"].replace("ord_hidden", "ord_missing") == missing.json["message"]
    assert (hidden.answer.trace.graph, missing.answer.trace.graph) == ("auth", "bad_request")


def test_trace_keeps_no_token(bench):
    trace = bench.send("GET", "/orders", "customer").answer.trace

    assert "tok_customer" not in trace.as_text()
    assert trace.as_json()["request"]["headers"]["Authorization"] == "(redacted)"


def test_trace_and_shop_come_back_from_their_texts_as_they_were(sent):
    for each in sent[:: len(sent) // 200]:
        trace = each.answer.trace
        assert trace_from(trace.as_text()).as_json() == trace.as_json()
        assert read_shop(each.run.shop.as_text()) == each.run.shop


# ------------------------------------------------------------------------------------ the order of checks (section 4)

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


def test_rate_limit_comes_before_state_conflicts(bench):
    too_many = order(items=[line("sku_200", 3)])

    assert [bench.send("POST", "/orders", "customer", too_many).status for _ in range(9)] == [409] * 8 + [429]


def test_conditions_are_not_looked_at_on_what_would_fail_anyway(bench):
    fields = {"If-None-Match": "*"}

    assert bench.send("GET", "/orders/ord_missing", "customer", headers=fields).status == 404
    assert bench.send("GET", "/orders/ord_9001", "other", headers=fields).status == 403
    assert bench.send("GET", "/orders/ord_corrupt", "customer", headers=fields).status == 500


# ------------------------------------------------------------------------------------ answers


def test_head_is_get_without_content(sent, lab):
    for case in (case for case in CASES if case.method == "GET"):
        get = case.send(Bench(lab))
        bench = Bench(lab)
        case.before(bench)
        head = bench.send("HEAD", case.path, case.token, content=case.content, headers=case.headers)
        assert head.answer.content == b""
        assert (head.status, head.headers) == (get.status, get.headers), str(case)


def test_204_and_304_have_no_content_type_and_no_length(sent):
    for each in (each for each in sent if each.status in (204, 304)):
        assert not {"Content-Type", "Content-Length"} & each.headers.keys(), str(each)
        assert each.answer.content == b""


def test_fields_that_belong_to_a_code_are_there(sent):
    wanted = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After", 201: "Location"}
    wanted |= dict.fromkeys((301, 302, 303, 307, 308), "Location")
    for each in sent:
        assert wanted.get(each.status, "Lab-Route") in each.headers, str(each)
        assert len({name.lower() for name, _ in each.answer.fields}) == len(each.answer.fields), str(each)


def test_304_repeats_the_fields_of_its_200(bench):
    for path, token in (("/products/sku_123", ""), ("/orders/ord_9001", "customer"), ("/inventory/sku_123", "other")):
        ok = bench.send("GET", path, token)
        again = bench.send("GET", path, token, headers={"If-None-Match": ok.headers["ETag"]})
        assert again.status == 304
        for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
            assert again.headers.get(name) == ok.headers.get(name)


def test_error_comes_as_problem_details_where_accept_names_them(bench):
    fields = {"Accept": "*/*, application/problem+json"}
    sent = bench.send("GET", "/orders/ord_missing", "customer", headers=fields)

    assert sent.headers["Content-Type"] == "application/problem+json"
    assert sent.json["type"].endswith("/problems/not_found")
    assert (sent.json["title"], sent.json["status"]) == ("Not Found", 404)
    assert sent.json["instance"] == f"{BASE}/traces/{sent.headers['Lab-Request-Id']}"
    assert "message" not in sent.json


def test_prefer_explain_adds_the_path_in_words(bench):
    sent = bench.send("GET", "/orders/ord_9001", "other", headers={"Prefer": "explain"})
    plain = bench.send("GET", "/orders/ord_9001", "other")

    assert sent.headers["Preference-Applied"] == "explain"
    assert sent.json["path"].endswith("Because: this order is somebody else's.")
    assert "path" not in plain.json


def test_words_never_end_in_two_full_stops(sent):
    told = [each.json["path"] for each in sent if "Preference-Applied" in each.headers and each.answer.content]

    assert told
    assert not [path for path in told if path.endswith("..")]


def test_content_that_is_no_object_is_pointed_at_as_a_whole(bench):
    assert bench.send("POST", "/orders", "customer", [1]).json["details"][0]["pointer"] == ""


# ------------------------------------------------------------------------------------ keys, charges, limits


def test_finished_success_is_repeated_under_its_key_and_nothing_happens_again(bench):
    first = bench.send("POST", "/orders", "customer", MUGS, headers=KEY)
    count = len(bench.shop.orders)
    second = bench.send("POST", "/orders", "customer", {"items": MUGS["items"], "userId": "u_42"}, headers=KEY)

    assert (second.status, second.answer.content) == (201, first.answer.content)
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(bench.shop.orders) == count


def test_replays_are_not_counted(bench):
    for _ in range(20):
        assert bench.send("POST", "/orders", "customer", MUGS, headers=KEY).status == 201
    assert [bench.send("POST", "/orders", "customer", MUGS).status for _ in range(8)] == [201] * 7 + [429]


def test_failure_is_not_remembered(bench):
    bad = order(items=[line("sku_200", 3)])

    assert bench.send("POST", "/orders", "customer", bad, headers=KEY).status == 409
    assert bench.send("POST", "/orders", "customer", MUGS, headers=KEY).status == 201


def test_key_belongs_to_its_user_and_operation(bench):
    assert bench.send("POST", "/orders", "customer", MUGS, headers=KEY).status == 201
    assert bench.send("POST", "/orders", "other", order(userId="u_77"), headers=KEY).status == 201
    assert bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY).status == 200


def test_walk_waits_for_the_provider_and_goes_on_from_there(bench):
    run = bench.begin(make_request("POST", "/payments/charge", "customer", CHARGE, headers=KEY))
    call = walk(run, bench.lab)

    assert isinstance(call, ProviderCall)
    assert (call.key, call.user_id, call.order_id, call.amount) == ("k-1", "u_42", "ord_9001", 4998)
    assert [charge["key"] for charge in bench.shop.running] == ["k-1"]


def test_charge_that_timed_out_is_repeated_with_the_same_key(bench):
    late = bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY, outcome="timeout")
    again = bench.send("POST", "/payments/charge", "customer", CHARGE, headers=KEY)

    assert (late.status, again.status) == (504, 200)
    assert bench.shop.orders["ord_9001"]["status"] == "paid"
    assert len(bench.shop.orders["ord_9001"]["payments"]) == 1
    assert bench.shop.running == []


def test_charge_whose_process_died_stops_running_after_five_seconds(bench):
    walk(bench.begin(make_request("POST", "/payments/charge", "customer", CHARGE, headers=KEY)), bench.lab)

    def charge(key: str) -> str:
        return bench.send("POST", "/payments/charge", "customer", CHARGE, headers={"Idempotency-Key": key}).error

    assert (charge("k-1"), charge("k-2")) == ("idempotency_in_progress", "payment_in_progress")
    bench.now += 4.9
    assert charge("k-2") == "payment_in_progress"
    bench.now += 0.1
    assert charge("k-2") == ""


def test_key_of_a_charge_whose_process_died_may_take_other_content_after_five_seconds(bench):
    walk(bench.begin(make_request("POST", "/payments/charge", "customer", CHARGE, headers=KEY)), bench.lab)
    other = {**CHARGE, "method": "card_declined"}

    assert bench.send("POST", "/payments/charge", "customer", other, headers=KEY).error == "idempotency_key_reused"
    bench.now += 5
    assert bench.send("POST", "/payments/charge", "customer", other, headers=KEY).error == "card_declined"


@pytest.mark.parametrize("seconds", [0.0, 0.5, 9.0, 9.99])
def test_limit_ends_after_its_window_and_says_when(bench, seconds):
    for _ in range(5):
        bench.send("POST", "/login", "", LOGIN)
    bench.now += seconds
    refused = bench.send("POST", "/login", "", LOGIN)
    wait = int(refused.headers["Retry-After"])

    assert refused.status == 429
    assert 1 <= wait <= 10
    bench.now += wait
    assert bench.send("POST", "/login", "", LOGIN).status == 200


def test_requests_that_do_not_reach_the_limit_are_not_counted(bench):
    for _ in range(20):
        bench.send("POST", "/login", "", {"email": "a"})

    assert bench.send("POST", "/login", "", LOGIN).status == 200


def test_database_that_is_down_changes_nothing(bench):
    before = bench.shop.as_text()
    for method, path, who, value in (
        ("PATCH", "/inventory/sku_123", "admin", {"stock": 1, "version": 3}),
        ("DELETE", "/cart/items/item_7", "customer", None),
        ("POST", "/reports", "support", {"type": "orders"}),
        ("POST", "/payments/charge", "customer", CHARGE),
    ):
        fields = {"Lab-Fault": "database=down", **KEY}
        assert bench.send(method, path, who, value, headers=fields).status == 503
    assert bench.shop.as_text() == before


def test_fault_of_the_request_wins_over_the_switch(bench):
    bench.shop.faults["app"] = "crash"

    assert bench.send("GET", "/cart", "customer").status == 500
    assert bench.send("GET", "/cart", "customer", headers={"Lab-Fault": "app=ok"}).status == 200


def test_each_success_raises_the_version_by_one(bench):
    for version in range(3, 8):
        sent = bench.send("PATCH", "/inventory/sku_123", "admin", {"stock": version, "version": version})
        assert sent.json == {"sku": "sku_123", "stock": version, "version": version + 1}
        assert sent.headers["ETag"] == f'"sku_123-v{version + 1}"'


# ------------------------------------------------------------------------------------ anything at all

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
