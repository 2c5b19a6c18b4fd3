"""Section 10: each code comes about by honest means, and each arrow of the diagram is taken."""

import pytest

from learn.library import library
from tests.lab.outcomes import OUTCOMES
from tests.lab.wire import request_bytes

CODES = [
    *(200, 201, 202, 204, 301, 302, 303, 304, 307, 308),
    *(400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 414, 415, 422, 428, 429, 431),
    *(500, 501, 502, 503, 504),
]


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_list_comes_about(seen, code):
    ways = [outcome for outcome in OUTCOMES if outcome.status == code]
    assert ways
    assert {seen(outcome).answer.status for outcome in ways} == {code}


def test_no_other_code_is_in_the_list():
    assert {outcome.status for outcome in OUTCOMES} == set(CODES)


def test_every_arrow_of_the_diagram_is_taken(seen):
    taken = set()
    for outcome in OUTCOMES:
        it = seen(outcome)
        taken |= {tuple(edge) for edge in it.sandbox.trace(it.answer)["edges"]}
    assert {(edge.source, edge.target) for edge in library().charts["backend"].edges} - taken == set()


def test_every_box_of_the_diagram_is_visited(seen):
    visited = {node for outcome in OUTCOMES for node in str(seen(outcome).answer.route).split("-")}
    assert set(library().charts["backend"].nodes) - visited == set()


@pytest.mark.parametrize("code", [200, 404, 418, 500, 503])
def test_nothing_answers_with_a_code_because_it_was_asked_for(sandbox, code):
    headers = {"X-Status": str(code), "Prefer": f"code={code}, status={code}", "X-HTTP-Method-Override": "DELETE"}
    answer = sandbox.send("GET", f"/orders/ord_missing?status={code}&code={code}", as_="customer", headers=headers)
    assert answer.status == 404
    assert sandbox.send("GET", f"/status/{code}").status == 404


def test_a_client_that_waits_for_a_go_ahead_gets_its_answer(sandbox):
    fields = [("Host", sandbox.site.authority), *sandbox.fields("customer"), ("Content-Type", "application/json")]
    content = b'{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}'
    data = request_bytes("POST", sandbox.url("/orders"), [*fields, ("Expect", "100-continue")], content)
    answer = sandbox.site.exchange_alone(data)
    assert answer.status == 201
    assert set(answer.interim) <= {100}
