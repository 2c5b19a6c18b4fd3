import re

import pytest
from django.conf import settings

from learn.domain.content import ContentError
from learn.domain.flow.charts import read_chart

CHARTS = settings.CONTENT_DIR / "charts"


@pytest.fixture
def broken(tmp_path, library):
    """Read a copy of a chart with one piece of text replaced, and return what is said about it."""

    def read(name, old, new):
        text = (CHARTS / name).read_text()
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1))
        with pytest.raises(ContentError) as told:
            read_chart(path, library.registry)
        return told.value, path.read_text().splitlines()

    return read


def test_drawing_keeps_ids_labels_shapes_and_arrows(library):
    backend = library.backend

    assert (backend.name, backend.kind, backend.start) == ("backend", "mirror", "A")
    assert "".join(backend.nodes) == "ABCDEFGHIJKLMNOPQRST"
    assert len(backend.edges) == 27
    assert {n.id for n in backend.nodes.values() if n.shape == "diamond"} == set("CFHJMR")
    assert [n.id for n in backend.nodes.values() if n.shape == "cylinder"] == ["P"]


def test_questions_become_diamonds_with_two_answers(library):
    auth = library.charts["auth"]

    assert auth["a1"].shape == "diamond"
    assert [(edge.label, edge.target) for edge in auth.edges_from("a1")] == [("Yes", "L511"), ("No", "a2")]
    assert auth["L401"].label == "401 Unauthorized"
    assert auth["L401"].codes == (401,)


def test_interim_answers_are_passed_through(library):
    full = library.charts["rfc9110"]

    assert (full["i100"].label, full["i100"].role, full["i100"].codes) == ("100 Continue", "step", ())
    assert [edge.target for edge in full.edges_from("i100")] == ["n53"]


def test_stages_hold_each_question_of_the_whole_journey_once(library):
    full = library.charts["rfc9110"]
    staged = [key for _, keys in full.stages for key in keys]

    assert staged == [node.id for node in full.questions]


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "problem"),
    [
        ("auth.toml", 'start = "a1"\n', "", None, "the chart has no 'start'"),
        ("auth.toml", 'to = "a2"\n', "", "[questions.a1.no]", "question 'a1', No has no 'to'"),
        (
            "auth.toml",
            'to = "a2"\n',
            'to = "a9"\n',
            "[questions.a1]",
            "arrow 'a1' to 'a9' leads to or from a node that isn't there",
        ),
        ("auth.toml", 'to = "a3"\n', 'to = "a1"\n', "[leaves.L401]", "node 'L401' can't be reached from 'a1'"),
        ("auth.toml", "code = 401\n", "code = 499\n", "code = 499", "leaf 'L401' has unknown code 499"),
        ("auth.toml", "[leaves.L511]\ncode = 511\n", "[leaves.L511]\n", "[leaves.L511]", "leaf 'L511' has no 'code'"),
        ("auth.toml", 'basis = "rfc"\n', "", "[questions.a1]", "question 'a1' has no 'basis'"),
        ("backend.toml", 'shape = "cylinder"\n', "", 'id = "P"', "box 'P' has no 'shape'"),
        ("backend.toml", 'to = "B"\n', "", 'from = "A"', "arrow 'A' to None has no 'to'"),
        (
            "backend.toml",
            'label = "Rate Limited"\n',
            'label = "Conflict"\n',
            'id = "M"',
            "question 'M' has the same answer twice",
        ),
        ("backend.toml", "codes = [401]\n", "codes = []\n", 'id = "D"', "leaf 'D' has no code"),
        ("rfc9110.toml", 'next = "n53"\n', "", "[interim.i100]", "interim 'i100' has no 'next'"),
    ],
)
def test_mistake_is_told_with_file_and_line(broken, name, old, new, at, problem):
    told, lines = broken(name, old, new)

    assert told.problem == problem
    assert told.path.name == name
    assert told.line == (lines.index(at) + 1 if at else 1)


@pytest.mark.parametrize("part", ["means", "example"])
def test_question_of_the_drawing_needs_words_for_a_beginner(broken, part):
    found = re.search(r'id = "C"\n(?:.+\n)*?means = .*\n', (CHARTS / "backend.toml").read_text())
    assert found
    means = found[0].splitlines()[-1]
    old, new = (
        (means, 'means = ""') if part == "means" else ('example = "GET /orders/ord_9001 with tok_expired', 'why = "')
    )
    told, _ = broken("backend.toml", old, new)

    assert "means" in told.problem
