"""Generated questions and the running lab agree: each scenario, sent to a sandbox in its state, ends as is said.

As on the site: the shop is stored in a sandbox, and the request is answered there.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learn.actions import lab as running
from learn.domain.lab.engine import Lab, answered, begin, walk
from learn.domain.lab.run import ProviderCall
from learn.domain.lab.shop import read_shop
from learn.domain.lab.trace import read_trace
from learn.domain.library import read_library
from learn.domain.practice.generator import Scenario, generate, scenario
from learn.domain.practice.generator.ending import counter
from learn.models import Sandbox

COUNT = 10_000
CONTENT = Path(__file__).resolve().parents[2] / "learn" / "content"

pytestmark = pytest.mark.django_db(databases="__all__")


def scenarios(lab: Lab, sandbox: str, step: int = 1) -> Iterator[tuple[str, Scenario]]:
    for seed in range(0, COUNT, step):
        item_id = f"gen:v1:{seed}"
        yield item_id, scenario(item_id, lab, sandbox=sandbox)


@pytest.mark.plain
def test_ten_thousand_scenarios_end_in_a_fresh_lab_as_they_are_told(library):
    """The lab here shares nothing with the generator's: its charts are read anew, and its state from stored text."""
    held = read_library(CONTENT)
    fresh = Lab(held.charts, held.registry)
    for item_id, told in scenarios(Lab(library.charts, library.registry), "/lab/here"):
        run = begin(told.request, read_shop(told.shop.as_text()), now=told.now, fresh=counter())
        taken = walk(run, fresh)
        if isinstance(taken, ProviderCall):
            answered(run, read_shop(run.shop.as_text()), told.outcome)
            taken = walk(run, fresh)
        trace = read_trace(run, taken, fresh.charts, "req_0000000000")
        assert (trace.status, trace.route_text) == (told.trace.status, told.trace.route_text), item_id


def test_scenarios_end_in_a_sandbox_as_they_are_told(library):
    """Every tenth of the ten thousand goes through the database, as a learner's request does."""
    now = datetime.fromtimestamp(scenario("gen:v1:0", Lab(library.charts, library.registry)).now, UTC)
    sandbox = Sandbox.objects.create(id="of-the-generator", shop="", created_at=now, touched_at=now)
    seen = set()
    for item_id, told in scenarios(running.lab(), f"/lab/{sandbox.pk}", step=10):
        Sandbox.objects.filter(pk=sandbox.pk).update(shop=told.shop.as_text())
        clock = lambda: datetime.fromtimestamp(told.now, UTC)  # noqa: B023, E731
        sent, _ = running.answer(sandbox.pk, told.request, clock=clock, ask=lambda call, **_: told.outcome)  # noqa: B023
        assert (sent.status, sent.trace.route) == (told.trace.status, told.trace.route), item_id
        seen.add(sent.trace.route[-2:])
    assert len(seen) > 20


def test_a_question_and_its_scenario_name_the_same_code(library):
    lab = Lab(library.charts, library.registry)
    for seed in range(0, COUNT, 40):
        item = generate(seed, lab, library.pairs)
        assert scenario(item.id, lab).trace.status == item.codes[0]
