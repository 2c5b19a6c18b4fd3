"""How a request ends, and that header, trace, drawing and words tell the same."""

import pytest

from learn.domain.lab.boxes import BOXES, ONWARD
from learn.domain.lab.shop import read_shop
from learn.domain.lab.trace import trace_from
from tests.domain.lab.bench import Bench
from tests.domain.lab.cases import CASES


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
