import re
from itertools import combinations, pairwise

import pytest
from django.conf import settings

from learn.domain.flow.diagram import Lit, draw, sentence, spine

NAMES = sorted(path.stem for path in (settings.CONTENT_DIR / "charts").glob("*.toml"))
PIXELS_A_CHARACTER = 7
NUMBER = re.compile(r"([MHV])(-?\d+)(?:,(-?\d+))?")


@pytest.fixture(params=NAMES)
def drawing(request, library):
    return draw(library.charts[request.param])


def corners(path):
    """Return the points of a path of straight lines."""
    x = y = 0
    for kind, first, second in NUMBER.findall(path):
        x, y = (int(first), int(second)) if kind == "M" else (int(first), y) if kind == "H" else (x, int(first))
        yield x, y


def test_every_node_is_drawn_and_a_leaf_once_beside_each_question(drawing):
    graph = drawing.graph
    drawn = [(box.source, box.node.id) for box in drawing.boxes]

    assert {key for _, key in drawn} == graph.nodes.keys()
    assert len(set(drawn)) == len(drawn)
    for node in graph.terminals:
        assert {s for s, key in drawn if key == node.id} == {e.source for e in graph.edges if e.target == node.id}


def test_every_arrow_is_drawn_once(drawing):
    drawn = [arrow.edge for arrow in drawing.arrows] + [rail.edge for rail in drawing.rails]

    assert sorted(map(str, drawn)) == sorted(map(str, drawing.graph.edges))
    assert bool(drawing.shared_rail) == bool(drawing.rails)


def test_no_two_boxes_overlap(drawing):
    for one, other in combinations(drawing.boxes, 2):
        beside = one.right <= other.left or other.right <= one.left
        assert beside or one.bottom <= other.top or other.bottom <= one.top, (one.node.id, other.node.id)


def test_each_box_of_the_spine_is_above_all_it_leads_to(drawing):
    middle = {box.node.id: box.y for box in drawing.boxes if not box.source}
    assert list(middle) == [node.id for node in spine(drawing.graph)]
    for edge in drawing.graph.edges:
        if not edge.back_to_client and edge.target in middle:
            assert middle[edge.source] < middle[edge.target], edge


def test_each_exit_stands_right_of_its_question_and_not_above_it(drawing):
    boxes = {box.node.id: box for box in drawing.boxes if not box.source}
    for box in drawing.boxes:
        if box.source:
            assert box.left > boxes[box.source].right
            assert box.y >= boxes[box.source].y


def test_everything_lies_inside_the_picture(drawing):
    left, right = drawing.left, drawing.left + drawing.width
    for box in drawing.boxes:
        assert left <= box.left < box.right <= right, box
        assert 0 <= box.top < box.bottom <= drawing.height, box
    paths = [arrow.path for arrow in drawing.arrows] + [rail.path for rail in drawing.rails] + [drawing.shared_rail]
    for x, y in (point for path in paths for point in corners(path)):
        assert left <= x <= right
        assert 0 <= y <= drawing.height
    for arrow in drawing.arrows:
        assert left <= arrow.label_x <= right
        assert 0 <= arrow.label_y <= drawing.height


def test_text_fits_its_box(drawing):
    for box in drawing.boxes:
        assert " ".join(text for _, text in box.lines) == box.node.label
        for y, text in box.lines:
            assert len(text) * PIXELS_A_CHARACTER <= box.width, text
            assert box.top < y < box.bottom, text


def test_arrows_start_and_end_at_their_boxes(drawing):
    boxes = {(box.source, box.node.id): box for box in drawing.boxes}
    for arrow in drawing.arrows:
        points = list(corners(arrow.path))
        source = boxes["", arrow.edge.source]
        target = boxes.get((arrow.edge.source, arrow.edge.target)) or boxes["", arrow.edge.target]
        for (x, y), box in ((points[0], source), (points[-1], target)):
            assert box.left - 1 <= x <= box.right + 1, arrow
            assert box.top - 1 <= y <= box.bottom + 1, arrow


def test_no_arrow_runs_through_a_box_that_it_does_not_touch(drawing):
    for arrow in drawing.arrows:
        points = list(corners(arrow.path))
        for box in drawing.boxes:
            if box.node.id in (arrow.edge.source, arrow.edge.target):
                continue
            for (x1, y1), (x2, y2) in pairwise(points):
                apart = max(x1, x2) <= box.left or min(x1, x2) >= box.right
                assert apart or max(y1, y2) <= box.top or min(y1, y2) >= box.bottom, (arrow.edge, box.node.id)


def test_arrows_that_share_a_lane_never_meet(drawing):
    lanes: dict[int, list[tuple[int, int]]] = {}
    for arrow in drawing.arrows:
        if arrow.anchor == "end":
            points = list(corners(arrow.path))
            lanes.setdefault(points[1][0], []).append((points[1][1], points[2][1]))
    for taken in lanes.values():
        for one, other in combinations(sorted(taken), 2):
            assert one[1] <= other[0]


def test_outline_closes_for_each_form(drawing):
    for box in drawing.boxes:
        assert box.outline.startswith(f"M{box.left},")
        assert "z" in box.outline


def test_digit_is_the_class_of_a_leaf_and_0_elsewhere(drawing):
    for box in drawing.boxes:
        assert box.digit == (box.node.codes[0] // 100 if box.node.role == "terminal" else 0)


def test_picture_is_worked_out_once(library):
    assert draw(library.backend) is draw(library.backend)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "rfc9110"])
def test_walk_lights_its_own_boxes_and_arrows_and_one_place(library, name):
    graph = library.charts[name]
    drawing = draw(graph)
    for walk in graph.walks():
        lit = Lit.by_walk(walk)
        states = {(box.source, box.node.id): lit.box(box) for box in drawing.boxes}
        assert [key for (_, key), state in states.items() if state == "now"] == [walk.at.id]
        assert {key for (_, key), state in states.items() if state} == {node.id for node in walk.nodes}
        assert {arrow.edge for arrow in drawing.arrows if lit.arrow(arrow)} == set(walk.edges)
        assert [rail.edge.source for rail in drawing.rails if lit.rail(rail)] == ([walk.at.id] if drawing.rails else [])


def test_unfinished_walk_lights_no_way_back(library):
    lit = Lit.by_walk(library.backend.walk_by({"C": "yes"}))

    assert lit.now == "F"
    assert not any(lit.rail(rail) for rail in draw(library.backend).rails)


def test_route_of_a_lesson_lights_what_a_walk_would(library):
    for walk in library.backend.walks():
        lit, route = Lit.by_walk(walk), Lit.by_route(library.backend, [node.id for node in walk.nodes])
        assert (route.nodes, route.edges, route.now) == (lit.nodes, lit.edges, lit.now)


def test_route_without_boxes_lights_nothing(library):
    assert Lit.by_route(library.backend, []) == Lit(frozenset(), frozenset())


def test_path_is_told_in_words(library):
    backend = library.backend

    assert sentence(backend.walk_by({})) == ""
    assert sentence(backend.walk_by({"C": "yes"})) == "Authenticated? Yes."
    assert (
        sentence(backend.walk_by({"C": "yes", "F": "no"}))
        == "Authenticated? Yes. Input Valid? No. Stopped at 400 Bad Request."
    )
