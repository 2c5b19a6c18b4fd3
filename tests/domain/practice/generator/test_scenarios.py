"""What is behind a generated question: a request and a shop that end as the question says."""

import pytest

from learn.domain.lab.engine import begin, walk
from learn.domain.lab.request import Request
from learn.domain.lab.shop import read_shop
from learn.domain.practice.generator import scenario
from learn.domain.practice.generator.ending import counter


@pytest.fixture(scope="module")
def scenarios(generated, lab):
    return [(item, scenario(item.id, lab)) for item in generated[::10]]


def test_a_scenario_ends_as_its_question_says(scenarios, library):
    for item, behind in scenarios:
        last = [box for box in behind.trace.route[:-1] if box in library.backend.nodes][-1]
        refused = behind.trace.status >= 300 or "x204" in behind.trace.route
        exit_ = library.backend[last].role == "terminal"
        box = behind.trace.route[-3] if refused and exit_ else last
        assert (behind.trace.status, box) == (item.codes[0], item.boxes[0]), item.id


def test_the_exchange_is_the_request(scenarios):
    for item, behind in scenarios:
        (message,) = item.exchange.messages
        method, target, _ = message.first.split(" ")
        assert method == behind.request.method
        assert behind.request.target.startswith("/lab/SB" + target.split("…")[0]), item.id
        assert [name for name, _ in message.fields] == [name for name, _ in behind.request.headers], item.id
        sent = behind.request.content.decode()
        assert sent.rstrip(" ") == message.content.split(" … and ")[0], item.id


def test_the_state_survives_being_stored(scenarios):
    for item, behind in scenarios:
        assert read_shop(behind.shop.as_text()) == behind.shop, item.id


def test_the_provider_is_asked_where_an_outcome_is_told(scenarios, lab):
    for item, behind in scenarios:
        run = begin(behind.request, read_shop(behind.shop.as_text()), now=behind.now, fresh=counter())
        walk(run, lab)
        assert (run.call is not None) == (behind.outcome is not None), item.id


def test_a_scenario_goes_to_the_sandbox_it_is_made_for(lab):
    assert scenario("gen:v1:1", lab, sandbox="/lab/mine").request.base == "/lab/mine"
    assert scenario("gen:v1:1", lab, sandbox="/lab/mine").request.target.startswith("/lab/mine/")


def test_the_shop_is_the_same_in_every_sandbox(scenarios, lab):
    for item, behind in scenarios[:200]:
        text = scenario(item.id, lab, sandbox="/lab/mine").shop.as_text()
        assert text.replace("/lab/mine", "/lab/SB") == behind.shop.as_text()


def test_what_fails_says_so_in_one_place_only(scenarios):
    """Every header is legible to the lab: one line each."""
    for item, behind in scenarios:
        request: Request = behind.request
        assert all("\n" not in value and value for _, value in request.headers), item.id
