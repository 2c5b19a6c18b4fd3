import re
from itertools import islice
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.flow.wizard import UnknownAnswer, read_state
from learn.library import library as site_library

NAMES = sorted(path.stem for path in (settings.CONTENT_DIR / "charts").glob("*.toml"))
CHARTS = site_library().charts
# The whole journey has 22,365 ends; every 23rd is walked here, and all of them in test_graph.
STEP = {"rfc9110": 23}


def read(name, query):
    return read_state(CHARTS, name, dict(parse_qsl(query, strict_parsing=bool(query))))


def answers_of(walk):
    return {edge.source: edge.answer for edge in walk.answered}


def complete(name):
    return islice(CHARTS[name].walks(), 0, None, STEP.get(name, 1))


def same(one, other):
    return (one.graph, one.answers, one.walk, one.finer, one.finer_walk) == (
        other.graph,
        other.answers,
        other.walk,
        other.finer,
        other.finer_walk,
    )


@pytest.mark.parametrize("name", NAMES)
def test_address_of_every_walk_leads_back_to_it(name):
    for walk in complete(name):
        state = read_state(CHARTS, name, answers_of(walk))
        assert state.walk == walk
        assert state.finished
        assert state.codes == sorted(walk.at.codes)
        assert same(read(name, state.query), state)


@pytest.mark.parametrize("name", NAMES)
def test_each_link_of_each_question_takes_its_arrow(name):
    for walk in islice(complete(name), 40):
        given: dict[str, str] = {}
        for edge in walk.answered:
            state = read_state(CHARTS, name, given)
            assert state.at.id == edge.source
            assert state.code is None
            for choice in state.choices():
                assert not choice.taken
                assert choice.edge in read(name, choice.query).walk.edges
            given[edge.source] = edge.answer


@pytest.mark.parametrize("name", NAMES)
def test_back_goes_one_question_up_until_the_first(name):
    for walk in islice(complete(name), 40):
        state = read_state(CHARTS, name, answers_of(walk))
        for edge in reversed(walk.answered):
            assert state.back is not None
            state = read(name, state.back)
            assert state.at.id == edge.source
        assert state.back is None


@pytest.mark.parametrize("name", NAMES)
def test_any_given_answer_can_be_changed_and_changed_back(name):
    for walk in islice(complete(name), 3 if name in STEP else None):
        state = read_state(CHARTS, name, answers_of(walk))
        for passed in state.passed():
            for choice in passed.choices:
                changed = read(name, choice.query)
                assert choice.edge in changed.walk.edges
                assert choice.taken == (choice.edge in walk.edges)
                (again,) = [
                    c.query
                    for step in changed.passed()
                    if step.node == passed.node
                    for c in step.choices
                    if c.edge in walk.edges
                ]
                assert read(name, again).walk == walk


def test_boxes_that_ask_nothing_are_passed_through_and_shown():
    state = read("backend", "C=yes")

    assert [(step.node.id, step.label, len(step.choices)) for step in state.passed()] == [
        ("A", "", 0),
        ("B", "", 0),
        ("C", "Yes", 2),
        ("E", "", 0),
    ]


def test_yes_is_offered_first():
    assert [choice.edge.label for choice in read("backend", "").choices()] == ["Yes", "No"]
    assert [choice.edge.label for choice in read("auth", "").choices()] == ["Yes", "No"]


def test_codes_still_possible_shrink_with_each_answer():
    for name in NAMES:
        for walk in islice(complete(name), 40):
            given: dict[str, str] = {}
            before = set(read_state(CHARTS, name, {}).codes)
            for edge in walk.answered:
                given[edge.source] = edge.answer
                now = set(read_state(CHARTS, name, given).codes)
                assert now <= before
                before = now


def narrowed():
    """Every end of the drawing with every finer chart on offer there."""
    for walk in CHARTS["backend"].walks():
        for name, query in read_state(CHARTS, "backend", answers_of(walk)).narrower():
            yield walk, name, query


def test_each_end_of_the_drawing_offers_its_finer_chart():
    offers: dict[str, set[str]] = {}
    for walk, name, _ in narrowed():
        offers.setdefault(walk.at.id, set()).add(name)

    assert {end: names - {"redirect_cache"} for end, names in offers.items()} == {
        node.id: {node.refine} for node in CHARTS["backend"].terminals
    }
    assert [end for end, names in offers.items() if "redirect_cache" in names] == ["Q"]


def test_going_on_leads_to_one_code_by_every_walk_of_the_finer_chart():
    for walk, name, query in narrowed():
        entered = read("backend", query)
        assert (entered.walk, entered.now.name, entered.at.id) == (walk, name, CHARTS[name].start)
        assert entered.narrower() == []
        for finer in CHARTS[name].walks():
            state = read_state(CHARTS, "backend", {**dict(parse_qsl(query)), **answers_of(finer)})
            assert state.code == finer.at.codes[0]
            assert state.finer_walk == finer
            assert same(read("backend", state.query), state)


def test_back_from_the_finer_chart_returns_to_the_box():
    for walk, _, query in narrowed():
        state = read("backend", query)
        assert state.back is not None
        left = read("backend", state.back)
        assert (left.finer, left.walk) == (None, walk)


def test_finer_answer_can_be_taken_back_or_changed_inside_the_finer_chart():
    state = read("backend", "C=no&narrow=auth&a1=no&a2=yes")

    assert state.code == 407
    assert state.back is not None
    assert read("backend", state.back).at.id == "a2"
    last = state.passed()[-1]
    assert [read("backend", choice.query).now.name for choice in last.choices] == ["auth", "auth"]


def test_changed_answer_of_the_drawing_leaves_the_finer_chart():
    state = read("backend", "C=no&narrow=auth&a1=yes")
    login = next(step for step in state.passed() if step.node.id == "C")

    changed = read("backend", next(choice.query for choice in login.choices if choice.edge.label == "Yes"))

    assert changed.finer is None
    assert changed.at.id == "F"


def test_box_that_bundles_codes_is_a_sound_answer_by_itself():
    state = read("backend", "C=yes&F=yes&H=yes&J=yes&M=success&R=no")

    assert (state.finished, state.code, state.codes) == (True, None, [200, 201, 204])


def test_parameters_that_name_no_question_are_left_alone():
    state = read("backend", "utm_source=mail&C=no")

    assert state.code == 401
    assert state.query == "C=no"


@pytest.mark.parametrize("name", NAMES)
def test_unknown_answer_is_told_with_the_answers_there_are(name):
    for question in CHARTS[name].questions:
        known = ", ".join(edge.answer for edge in CHARTS[name].edges_from(question.id))
        problem = f"“{question.label}” ({question.id}) has no answer 'perhaps'; it has {known}"
        with pytest.raises(UnknownAnswer, match=f"^{re.escape(problem)}$"):
            read_state(CHARTS, name, {question.id: "perhaps"})


@pytest.mark.parametrize(
    ("name", "query", "problem"),
    [
        ("backend", "C=no&narrow=teapot", "has no finer chart 'teapot'; it has auth, bad_request, "),
        ("auth", "narrow=success", "has no finer chart 'success'; it has none"),
        ("backend", "C=no&narrow=success", "the answers don't lead to a box that “Which success?” tells apart"),
        ("backend", "narrow=auth", "the answers don't lead to a box that “Who refuses, and why?” tells apart"),
        ("backend", "C=no&narrow=auth&a1=maybe", "(a1) has no answer 'maybe'; it has yes, no"),
    ],
)
def test_finer_chart_that_is_not_on_offer_is_refused(name, query, problem):
    with pytest.raises(UnknownAnswer, match=re.escape(problem)):
        read(name, query)


WORDS = [
    "yes",
    "no",
    "conflict",
    "rate-limited",
    "success",
    "",
    "Yes",
    "auth",
    "bad_request",
    "redirect_cache",
    "dependency",
]


@given(
    st.sampled_from(NAMES),
    st.dictionaries(
        st.sampled_from([*CHARTS["backend"].nodes, "narrow", "a1", "s1", "b1", "r1", "x"]) | st.text(),
        st.sampled_from(WORDS) | st.text(),
    ),
)
def test_any_query_gives_a_state_or_an_explanation(name, query):
    try:
        state = read_state(CHARTS, name, query)
    except UnknownAnswer as problem:
        assert "it has" in str(problem) or "leave out narrow" in str(problem)
        return
    assert same(read(name, state.query), state)
    assert state.codes
