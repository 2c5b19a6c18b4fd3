"""Section 9: every answer knows the path it took, and its trace tells the same."""

import json
from itertools import pairwise

import pytest

from learn.library import library
from tests.lab.outcomes import OUTCOMES, SUCCESS

EVERY = pytest.mark.parametrize("outcome", OUTCOMES, ids=str)


@pytest.fixture(scope="module")
def trace_of(seen):
    kept = {}

    def trace_of(outcome):
        if outcome.name not in kept:
            it = seen(outcome)
            kept[outcome.name] = it.sandbox.trace(it.answer)
        return kept[outcome.name]

    return trace_of


def leaves_the_drawing(node):
    return node.startswith("x")


@EVERY
def test_an_outcome_has_its_code_route_and_leaf(seen, outcome):
    answer = seen(outcome).answer
    assert (answer.status, answer.route, answer.leaf) == (outcome.status, outcome.route, outcome.leaf), answer


@EVERY
def test_a_trace_says_what_was_asked_and_answered(seen, trace_of, outcome):
    it, trace = seen(outcome), trace_of(outcome)
    assert trace["requestId"] == it.answer.headers["Lab-Request-Id"]
    assert trace["request"]["method"] == outcome.method
    assert trace["request"]["target"].startswith(it.sandbox.base)
    assert trace["response"]["status"] == it.answer.status


@EVERY
def test_a_trace_has_the_route_of_the_header(seen, trace_of, outcome):
    assert "-".join(trace_of(outcome)["route"]) == seen(outcome).answer.route


@EVERY
def test_edges_are_the_steps_of_the_route(trace_of, outcome):
    trace = trace_of(outcome)
    route = trace["route"]
    steps = [list(step) for step in pairwise(route)]
    expected = [["P", "Q"] if step == ["T", "Q"] else step for step in steps]
    assert [list(edge) for edge in trace["edges"]] == expected


@EVERY
def test_edges_within_the_drawing_are_its_arrows(trace_of, outcome):
    arrows = {(edge.source, edge.target) for edge in library().charts["backend"].edges}
    for source, target in trace_of(outcome)["edges"]:
        if not leaves_the_drawing(source) and not leaves_the_drawing(target):
            assert (source, target) in arrows


@EVERY
def test_steps_visit_the_boxes_of_the_route_and_answer_its_questions(trace_of, outcome):
    chart = library().charts["backend"]
    trace = trace_of(outcome)
    visited = [node for node in trace["route"][:-1] if not leaves_the_drawing(node)]
    told = [step for step in trace["steps"] if not leaves_the_drawing(step["node"])]
    if told[-1]["node"] == "A" and len(told) > 1:
        told = told[:-1]
    assert [step["node"] for step in told] == visited
    for step, following in zip(told, trace["route"][1:], strict=False):
        node = chart[step["node"]]
        if node.role == "question" and not leaves_the_drawing(following):
            answer = step["answer"].lower().replace(" ", "-")
            assert chart.answered(node, answer).target == following


@EVERY
def test_following_the_answers_through_the_named_graph_ends_at_the_leaf(trace_of, outcome):
    leaf = trace_of(outcome)["leaf"]
    assert f"{leaf['graph']}/{leaf['leaf']}" == (outcome.trace_leaf or outcome.leaf)
    walk = library().charts[leaf["graph"]].walk_by(leaf["answers"])
    assert walk.at.id == leaf["leaf"]
    assert walk.at.codes == (outcome.status,)
    assert set(leaf["answers"].values()) <= {"yes", "no"}


def test_a_token_is_never_shown(sandbox):
    answer = sandbox.get("/cart", "tok_customer")
    text = json.dumps(sandbox.trace(answer)["request"]["headers"])
    assert "(redacted)" in text
    assert "tok_customer" not in json.dumps(sandbox.trace(answer))
    page = sandbox.get("{B}/traces/" + answer.headers["Lab-Request-Id"], Accept="text/html")
    assert "tok_customer" not in page.text


@pytest.mark.parametrize("credentials", ["Basic YXNoYTpzZWNyZXQ=", "Bearer tok_secret tok_secret", "tok_secret"])
def test_credentials_that_failed_are_not_shown_either(sandbox, credentials):
    trace = json.dumps(sandbox.trace(sandbox.get("/cart", Authorization=credentials)))
    assert "tok_secret" not in trace
    assert "YXNoYTpzZWNyZXQ=" not in trace


def test_a_trace_keeps_the_target_with_its_query(sandbox):
    trace = sandbox.trace(sandbox.get("/products/sku_123?colour=red&x=%20y"))
    assert trace["request"]["target"] == f"{sandbox.api}/products/sku_123?colour=red&x=%20y"


def test_only_the_trace_reveals_the_hidden_order(sandbox):
    answer = sandbox.get("/orders/ord_hidden", "customer")
    assert (answer.leaf, answer.route) == ("bad_request/L404", "A-B-C-E-F-H-J-K-A")
    leaf = sandbox.trace(answer)["leaf"]
    assert (leaf["graph"], leaf["leaf"]) == ("auth", "L404")


def test_success_is_drawn_from_p_to_q(sandbox):
    answer = sandbox.get("/products/sku_123")
    edges = sandbox.trace(answer)["edges"]
    assert answer.route == SUCCESS
    assert ["P", "Q"] in edges
    assert ["T", "Q"] not in edges


def test_a_head_is_traced_as_a_head(sandbox):
    answer = sandbox.send("HEAD", "/products/sku_123")
    trace = sandbox.trace(answer)
    assert trace["request"]["method"] == "HEAD"


def test_the_link_of_an_answer_leads_to_its_trace(sandbox):
    answer = sandbox.get("/products/sku_123")
    target = answer.headers["Link"].partition(">")[0].removeprefix("<")
    assert sandbox.get(target).json["requestId"] == answer.headers["Lab-Request-Id"]


def test_a_trace_is_a_page_to_a_browser(sandbox):
    answer = sandbox.get("/products/sku_123")
    page = sandbox.get("{B}/traces/" + answer.headers["Lab-Request-Id"], Accept="text/html,*/*;q=0.8")
    assert page.status == 200
    assert page.headers["Content-Type"].startswith("text/html")


def test_what_was_sent_cannot_become_a_script_on_the_page_of_its_trace(sandbox):
    answer = sandbox.send(
        "POST",
        "/orders?q=<script>alert(1)</script>".replace("<", "%3C"),
        as_="customer",
        headers={"X-Note": "<script>alert(2)</script>", "Content-Type": "application/json"},
        content=b"<script>alert(3)</script>",
    )
    page = sandbox.get("{B}/traces/" + answer.headers["Lab-Request-Id"], Accept="text/html")
    assert "<script>alert" not in page.text


def test_the_newest_fifty_traces_are_kept(sandbox):
    first = sandbox.get("/products/sku_123")
    for _ in range(51):
        last = sandbox.get("/products/sku_123")
    assert sandbox.get("{B}/traces/" + first.headers["Lab-Request-Id"]).status == 404
    assert sandbox.get("{B}/traces/" + last.headers["Lab-Request-Id"]).status == 200
