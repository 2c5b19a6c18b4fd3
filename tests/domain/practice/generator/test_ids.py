"""A generated question is known by its id: the same id gives the same question, everywhere and for ever."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from learn.domain.practice.generator import decided_at, is_question, regenerate, scenario
from learn.domain.practice.generator.generate import SEEDS

ROOT = Path(__file__).resolve().parents[4]
# A question that comes out otherwise is another one: then ``v1`` in the ids has to become ``v2``.
# The reasons aren't part of it, for they have the texts of the chart's boxes, which may be mended.
GOLDEN = {
    "gen:v1:0": "9ac28f1c34a481c0",
    "gen:v1:1": "ab313c42d8e0f711",
    "gen:v1:2": "d03f6bf151bdc083",
    "gen:v1:2026": "36ff242b27d8d0d5",
    "gen:v1:9223372036854775807": "ecb09ab09ed8e1bc",
    "gen:v1:7:C-H": "891dfb3c3d9b5bde",
    "gen:v1:8:M": "e4de78f1bc9f35f2",
    "gen:v1:9:Q": "b0638ae07a7ceaae",
}


def digest(item):
    (message,) = item.exchange.messages
    asked = [item.id, item.kind, item.codes, item.boxes, item.stem, message.first, message.fields, message.content]
    told = [*asked, [(answer.key, answer.right, answer.when) for answer in item.answers]]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@pytest.mark.parametrize("item_id", GOLDEN)
def test_a_question_never_changes(item_id, lab, library):
    assert digest(regenerate(item_id, lab, library.pairs)) == GOLDEN[item_id]


def test_questions_come_back_by_their_ids(generated, lab, library):
    for item in generated[::25]:
        assert regenerate(item.id, lab, library.pairs) == item


def test_where_a_question_is_decided_is_known_without_making_it(generated, lab):
    for item in generated[::25]:
        assert is_question(item.id, lab)
        assert (decided_at(item.id),) == item.boxes


@pytest.mark.parametrize("item_id", ["", "door-expired", "gen:v2:1", "gen:v1:-1", f"gen:v1:{SEEDS}", "gen:v1:7:H-C"])
def test_what_is_no_id_is_no_question(item_id, lab):
    assert not is_question(item_id, lab)


def test_another_process_makes_the_same_questions(make):
    program = (
        "from pathlib import Path\n"
        "from learn.domain.lab.engine import Lab\n"
        "from learn.domain.library import read_library\n"
        "from learn.domain.practice.generator import generate\n"
        "held = read_library(Path('learn/content'))\n"
        "lab = Lab(held.charts, held.registry)\n"
        "print([generate(seed, lab, held.pairs) for seed in range(40)])\n"
    )
    run = [sys.executable, "-c", program]
    told = subprocess.run(run, cwd=ROOT, env={"PYTHONHASHSEED": "4711"}, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str([make(seed) for seed in range(40)])


@pytest.mark.parametrize(
    "item_id",
    [
        "",
        "door-support",
        "gen:v1:",
        "gen:v1:-1",
        "gen:v1:01",
        "gen:v1:1 ",
        "gen:v1:1\n",
        "gen:v1:١",
        "gen:v2:1",
        "gen:v1:1:",
        "gen:v1:1:Z",
        "gen:v1:1:A",
        "gen:v1:1:H-C",
        "gen:v1:1:C-C",
        "gen:v1:1:D",
        f"gen:v1:{SEEDS}",
    ],
)
def test_what_is_no_id_is_not_found(item_id, lab, library):
    with pytest.raises(LookupError):
        regenerate(item_id, lab, library.pairs)
    with pytest.raises(LookupError):
        scenario(item_id, lab)


@pytest.mark.parametrize("seed", [0, SEEDS - 1])
def test_the_first_and_the_last_seed_work(seed, make):
    assert make(seed).id == f"gen:v1:{seed}"


@pytest.mark.parametrize("seed", [-1, SEEDS])
def test_other_seeds_are_refused(seed, make):
    with pytest.raises(ValueError, match="a seed is 0 to"):
        make(seed)


def test_chosen_boxes_stand_in_the_id(make, lab, library):
    item = make(5, boxes=["H", "C"])
    assert item.id == "gen:v1:5:C-H"
    assert regenerate(item.id, lab, library.pairs) == item


@pytest.mark.parametrize("box", "BCFHJLMPQRT")
def test_a_chosen_box_decides(box, make):
    assert {make(seed, boxes=[box]).boxes for seed in range(30)} == {(box,)}


@pytest.mark.parametrize(
    ("exit_", "question"), [("D", "C"), ("G", "F"), ("I", "H"), ("K", "J"), ("O", "M"), ("S", "R")]
)
def test_an_exit_stands_for_its_question(exit_, question, make):
    assert make(7, boxes=[exit_]) == make(7, boxes=[question])


def test_where_nothing_is_decided_nothing_is_asked(make):
    with pytest.raises(ValueError, match="no request is decided at A"):
        make(1, boxes=["A"])


def test_a_box_that_the_chart_lacks_is_refused(make):
    with pytest.raises(ValueError, match="no box 'Z'"):
        make(1, boxes=["Z"])


@pytest.mark.parametrize("kind", ["code", "box", "one"])
def test_a_chosen_kind_is_asked(kind, make, lab, library):
    for seed in range(30):
        item = make(seed, kinds=[kind])
        assert item.kind == kind
        assert regenerate(item.id, lab, library.pairs) == item


def test_a_success_is_not_asked_for_by_box(make):
    with pytest.raises(ValueError, match="no question of kind box"):
        make(1, boxes=["Q"], kinds=["box"])
