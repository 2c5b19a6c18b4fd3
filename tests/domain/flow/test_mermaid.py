"""The export, read again by a small reader of Mermaid that knows nothing of ours."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from learn.domain.flow.graph import Edge, Graph, Node
from learn.domain.flow.mermaid import as_lists, mermaid

ARTICLE = Path(__file__).parents[2] / "data" / "backend.mmd"
NAMES = sorted(path.stem for path in (settings.CONTENT_DIR / "charts").glob("*.toml"))

BOX = r"(\w+)(?:\[\((?P<{0}c>.+?)\)\]|\[(?P<{0}r>.+?)\]|\{{(?P<{0}d>.+?)\}})?"
ARROW = re.compile(rf"    {BOX.format('s')} -->(?:\|([^|]+)\|)? {BOX.format('t')}")
SHAPES = {"c": "cylinder", "r": "rect", "d": "diamond"}


def read(text):
    """Return the boxes as (id, label, shape) and the arrows as (from, to, label), in order."""
    first, *lines = text.splitlines()
    assert first == "flowchart TD"
    boxes, arrows = [], []
    for line in lines:
        found = ARROW.fullmatch(line)
        assert found, line
        for end, key in (("s", found[1]), ("t", found[6])):
            boxes += [
                (key, found[end + kind].strip('"').replace("#quot;", '"'), shape)
                for kind, shape in SHAPES.items()
                if found[end + kind]
            ]
        arrows.append((found[1], found[6], found[5]))
    return boxes, arrows


def test_backend_is_the_diagram_of_the_article(library):
    text = mermaid(library.backend)

    assert read(text) == read(ARTICLE.read_text())
    assert text == ARTICLE.read_text()


@pytest.mark.parametrize("name", NAMES)
def test_export_says_each_box_once_and_each_arrow_in_order(library, name):
    graph = library.charts[name]

    boxes, arrows = read(mermaid(graph))

    assert sorted(boxes) == sorted((n.id, n.label, n.shape) for n in graph.nodes.values())
    assert arrows == [(e.source, e.target, e.label) for e in graph.edges]


@pytest.mark.parametrize("name", NAMES)
def test_lists_say_the_same_as_the_text(library, name):
    graph = library.charts[name]
    lists = as_lists(graph)

    boxes, arrows = read(mermaid(graph))

    assert sorted((n["id"], n["label"], n["shape"]) for n in lists["nodes"]) == sorted(boxes)
    assert [(e["from"], e["to"], e["label"]) for e in lists["edges"]] == arrows


@pytest.mark.parametrize("name", [name for name in NAMES if name != "backend"])
def test_question_charts_have_yes_and_no_and_leaves_by_code_and_name(library, name):
    lists = as_lists(library.charts[name])
    names = {str(status) for status in library.registry}

    assert {edge["label"] for edge in lists["edges"]} <= {"Yes", "No", None}
    for node in lists["nodes"]:
        assert node["shape"] == "diamond" or (node["shape"] == "rect" and node["label"] in names), node


def test_signs_that_mermaid_reads_are_put_in_quotes():
    nodes = {
        "a": Node("a", 'Is it (really) "so"?', "diamond", "question"),
        "b": Node("b", "A | B", "rect", "terminal", (200,)),
    }
    graph = Graph("odd", "Odd", "refinement", "a", nodes, (Edge("a", "b", "Yes"),))

    assert mermaid(graph) == 'flowchart TD\n    a{"Is it (really) #quot;so#quot;?"} -->|Yes| b["A | B"]\n'
