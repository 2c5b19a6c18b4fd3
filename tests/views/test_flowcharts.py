"""The charts at their three addresses."""

import pytest

from learn.domain.flow.diagram import Lit, draw
from learn.library import library
from learn.templatetags.learn import chart_map
from tests.page import Page

CHARTS = list(library().charts)


def test_there_are_eight_charts():
    assert set(CHARTS) == {
        "backend",
        "success",
        "dependency",
        "redirect_cache",
        "bad_request",
        "auth",
        "conflict_limit",
        "rfc9110",
    }


@pytest.mark.parametrize("name", CHARTS)
def test_every_box_is_drawn_and_links_to_what_explains_it(client, library, name):
    page = Page(client.get(f"/flowchart/{name}/"))

    graph = library.charts[name]
    drawn = [e for e in page.elements if e.tag == "a" and "svg" in e.inside]
    boxes = list(page.all("g", cls="node"))
    assert {box.text for box in boxes} == {node.label for node in graph.nodes.values()}
    assert len(drawn) == len(boxes)
    assert all("a" in box.inside for box in boxes)
    assert all(link["href"] for link in drawn)


@pytest.mark.parametrize("name", CHARTS)
def test_links_of_boxes_lead_somewhere(client, name):
    page = Page(client.get(f"/flowchart/{name}/"))

    here = f"/flowchart/{name}/#"
    for href in {e["href"] for e in page.elements if e.tag == "a" and "svg" in e.inside}:
        if href.startswith(here):
            assert href.removeprefix(here) in page.ids
        else:
            assert client.get(href).status_code == 200


@pytest.mark.parametrize("name", CHARTS)
def test_the_chart_stands_beside_the_drawing_in_words(client, library, name):
    page = Page(client.get(f"/flowchart/{name}/"))

    graph = library.charts[name]
    assert page.h1 == graph.title
    assert {f"box-{key}" for key in graph.nodes} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    labels = [b.text.rstrip(":") for b in page.all("b") if b.text.endswith(":")]
    assert len(labels) >= sum(1 for edge in graph.edges if edge.label and not edge.back_to_client)


def test_the_backend_is_at_the_short_address_too(client, library):
    short, long = client.get("/flowchart/"), client.get("/flowchart/backend/")

    assert Page(short).h1 == Page(long).h1 == library.backend.title
    for response in (short, long):
        assert Page(response).one("link", rel="canonical")["href"] == "http://testserver/flowchart/"


@pytest.mark.parametrize("name", CHARTS)
def test_the_json_has_nodes_and_edges_and_nothing_else(client, library, name):
    response = client.get(f"/flowchart/{name}.json")

    graph, lists = library.charts[name], response.json()
    assert response["Content-Type"] == "application/json"
    assert list(lists) == ["nodes", "edges"]
    assert all(list(node) == ["id", "label", "shape"] for node in lists["nodes"])
    assert all(list(edge) == ["from", "to", "label"] for edge in lists["edges"])
    assert {node["id"] for node in lists["nodes"]} == set(graph.nodes)
    assert {node["shape"] for node in lists["nodes"]} <= {"rect", "diamond", "cylinder"}
    assert [(e["from"], e["to"], e["label"]) for e in lists["edges"]] == [
        (edge.source, edge.target, edge.label) for edge in graph.edges
    ]


def test_the_backend_has_20_boxes_27_arrows_and_null_for_no_label(client):
    lists = client.get("/flowchart/backend.json").json()

    assert "".join(node["id"] for node in lists["nodes"]) == "ABCDEFGHIJKLMNOPQRST"
    assert len(lists["edges"]) == 27
    assert {"from": "A", "to": "B", "label": None} in lists["edges"]
    assert {"from": "C", "to": "D", "label": "No"} in lists["edges"]


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "backend"])
def test_charts_of_questions_say_yes_and_no_and_name_their_codes(client, library, name):
    lists = client.get(f"/flowchart/{name}.json").json()

    questions = {node["id"] for node in lists["nodes"] if node["shape"] == "diamond"}
    for edge in lists["edges"]:
        assert edge["label"] in (("Yes", "No") if edge["from"] in questions else (None,))
    leaves = [node for node in lists["nodes"] if node["shape"] == "rect"]
    assert {leaf["label"] for leaf in leaves} <= {str(status) for status in library.registry}


@pytest.mark.parametrize("name", CHARTS)
def test_the_mermaid_text_is_text_with_every_box_and_arrow(client, library, name):
    response = client.get(f"/flowchart/{name}.mmd")

    lines = response.text.splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "flowchart TD"
    assert len(lines) == 1 + len(library.charts[name].edges)
    assert "    A[Client Request] --> B[Load Balancer or Gateway]" in lines or name != "backend"


@pytest.mark.parametrize("ending", ["/", ".json", ".mmd"])
def test_an_unknown_chart_is_not_found_and_says_which_there_are(client, ending):
    response = client.get(f"/flowchart/nosuch{ending}")

    assert response.status_code == 404
    for name in CHARTS:
        assert name in response.text


@pytest.mark.parametrize("ending", [".json", ".mmd"])
def test_anyone_may_keep_the_exports_for_a_while(client, ending):
    response = client.get(f"/flowchart/auth{ending}")

    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies


@pytest.mark.plain
def test_a_picture_is_drawn_once_for_each_path_and_each_use(library):
    backend = library.backend
    paths = [Lit.by_route(backend, route.split()) for route in ("A B C D", "A B C E F G") for _ in range(2)]
    uses = [{}, {"linked": True}, {"pickable": True}]

    pictures = [[chart_map(draw(backend), lit, **use) for use in uses] for lit in paths]

    assert all(one is other for one, other in zip(pictures[0], pictures[1], strict=True))
    assert len({picture for row in pictures for picture in row}) == 6
