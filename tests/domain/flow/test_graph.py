import pytest
from django.conf import settings

from learn.domain.flow.graph import Edge, Graph, Node, Resume

NAMES = sorted(path.stem for path in (settings.CONTENT_DIR / "charts").glob("*.toml"))
ENUMERATED_AT_MOST = 1_000_000

TEAPOT = Node("418", "418", "rect", "terminal", codes=(418,))
OK = Node("200", "200 OK", "rect", "terminal", codes=(200,))
ASK = Node("pot", "Is the server a teapot?", "diamond", "question")
YES, NO = Edge("pot", "418", "Yes"), Edge("pot", "200", "No")


def graph(nodes, edges, *, resume=None):
    return Graph("tea", "Tea", "refinement", nodes[0].id, {n.id: n for n in nodes}, tuple(edges), resume=resume)


TEA = graph([ASK, TEAPOT, OK], [YES, NO])


def count_of_walks(chart):
    """Count them without walking. The resumed arrow of the drawing isn't a choice, so it counts at its end box."""
    counts: dict[str, int] = {}
    later = (chart.resume.source, chart.resume.target) if chart.resume else None
    for key in [*chart.nodes, *chart.nodes]:
        counts.setdefault(key, 0)
    for _ in chart.nodes:
        for key in chart.nodes:
            ways = [edge.target for edge in chart.edges_from(key) if (edge.source, edge.target) != later]
            if chart.resume and key == chart.resume.at:
                ways = [chart.resume.target]
            counts[key] = sum(counts[way] for way in ways) if ways else 1
    return counts[chart.start]


def test_walk_stops_at_the_first_unanswered_question():
    walk = TEA.walk(lambda question: None)

    assert (walk.edges, walk.at, walk.finished) == ((), ASK, False)


def test_walk_ends_on_the_leaf_of_its_answers():
    assert TEA.walk_by({"pot": "yes"}).at == TEAPOT
    assert TEA.walk_by([("pot", "no")]).at == OK
    assert TEA.walk_by({"pot": "no", "other": "yes"}).answered == (NO,)


def test_answer_that_the_question_lacks_is_refused():
    with pytest.raises(LookupError, match="perhaps"):
        TEA.walk_by({"pot": "perhaps"})


def test_answer_is_the_label_as_an_address_can_carry_it():
    assert Edge("M", "O", "Rate Limited").answer == "rate-limited"
    assert Edge("A", "B").answer == ""


def test_arrow_between_two_boxes_is_found_or_missed_loudly():
    assert TEA.edge("pot", "418") == YES
    with pytest.raises(KeyError):
        TEA.edge("418", "pot")


@pytest.mark.parametrize("name", NAMES)
def test_every_walk_ends_in_a_leaf_and_all_are_enumerated(library, name):
    chart = library.charts[name]
    count = count_of_walks(chart)
    assert count < ENUMERATED_AT_MOST

    ways, arrows, leaves = set(), set(), set()
    for walk in chart.walks():
        assert walk.finished
        assert len(set(walk.nodes)) == len(walk.nodes)
        ways.add(tuple((edge.source, edge.target) for edge in walk.edges))
        arrows.update(walk.edges)
        leaves.add(walk.at)

    assert len(ways) == count
    assert leaves == set(chart.terminals)
    assert arrows == {edge for edge in chart.edges if not edge.back_to_client}


@pytest.mark.parametrize("name", NAMES)
def test_shipped_chart_has_no_problem_and_an_order_that_leads_onward(library, name):
    chart = library.charts[name]
    place = {key: number for number, key in enumerate(chart.order)}

    assert list(chart.problems()) == []
    assert place.keys() == chart.nodes.keys()
    assert all(place[e.source] < place[e.target] for e in chart.edges if not e.back_to_client)


@pytest.mark.parametrize("name", NAMES)
def test_codes_still_possible_are_those_of_the_walks_from_there(library, name):
    chart = library.charts[name]
    possible: dict[str, set[int]] = {key: set() for key in chart.nodes}
    for walk in chart.walks():
        for node in walk.nodes:
            possible[node.id].update(walk.at.codes)

    assert {key: chart.codes_from(key) for key in chart.nodes} == {key: sorted(possible[key]) for key in chart.nodes}


def test_backend_walks_are_the_nine_ends_of_the_drawing(library):
    ways = ["".join(node.id for node in walk.nodes) for walk in library.backend.walks()]

    assert sorted(ways) == sorted(
        ["ABCD", "ABCEFG", "ABCEFHI", "ABCEFHJK", "ABCEFHJLMN", "ABCEFHJLMO", "ABCEFHJLMPRS", "ABCEFHJLMPRTQ"]
    )


def test_only_leaves_of_the_drawing_lead_back_to_the_client(library):
    back = [edge for edge in library.backend.edges if edge.back_to_client]

    assert {edge.target for edge in back} == {"A"}
    assert {edge.source for edge in back} == {node.id for node in library.backend.terminals}


def test_each_leaf_of_the_drawing_is_refined_by_a_chart_that_has_its_codes(library):
    for node in library.backend.terminals:
        finer = library.charts[node.refine]
        assert node.id in finer.refines
        assert set(node.codes) <= set(finer.codes_from(finer.start))


def test_way_on_from_an_end_box_is_the_arrow_left_before():
    box, end = Node("P", "Store", "cylinder", "step"), Node("T", "Done", "rect", "end")
    chart = graph([box, end, OK], [Edge("P", "200"), Edge("P", "T")], resume=Resume("T", "P", "200"))

    assert [node.id for node in chart.walk_by({}).nodes] == ["P", "T", "200"]


@pytest.mark.parametrize(
    ("nodes", "edges", "problem"),
    [
        ([ASK, OK], [YES, NO], "arrow 'pot' to '418' leads to or from a node that isn't there"),
        (
            [ASK, TEAPOT, OK, Node("404", "404", "rect", "terminal", (404,))],
            [YES, NO],
            "node '404' can't be reached from 'pot'",
        ),
        ([ASK, OK], [NO], "question 'pot' needs two labelled answers or more"),
        ([ASK, TEAPOT, OK], [Edge("pot", "418"), NO], "question 'pot' needs two labelled answers or more"),
        ([ASK, TEAPOT, OK], [Edge("pot", "418", "NO"), NO], "question 'pot' has the same answer twice"),
        ([ASK, Node("418", "418", "rect", "terminal"), OK], [YES, NO], "leaf '418' has no code"),
        ([ASK, TEAPOT, OK], [YES, NO, Edge("418", "200")], "leaf '418' leads on to '200'"),
        ([ASK, Node("418", "Brew", "rect", "step"), OK], [YES, NO], "box '418' leads nowhere"),
        ([ASK, OK], [Edge("pot", "pot", "Yes"), NO], "node 'pot' can lead back to itself"),
    ],
    ids=[
        "missing node",
        "orphan",
        "one answer",
        "no label",
        "same label",
        "no code",
        "leaf leads on",
        "dead end",
        "loop",
    ],
)
def test_problem_names_its_node(nodes, edges, problem):
    assert list(graph(nodes, edges).problems()) == [problem]


def test_start_that_is_not_there_is_a_problem():
    chart = Graph("tea", "Tea", "refinement", "cup", {"pot": ASK}, ())

    assert list(chart.problems()) == ["start node 'cup' isn't there"]
