"""What is expected of a request, against every way that the lab's requests take."""

import pytest

from learn.domain.lab.predict import LAB_CODES, ONLY_AT, Expected, find_place, parted_at, place_of, places, way_to


@pytest.fixture(scope="module")
def backend(library):
    return library.backend


@pytest.fixture(scope="module")
def by_route(sent):
    """One trace for each route and status that occurs."""
    return list({(each.route, each.status): each.answer.trace for each in sent}.values())


def test_every_request_stops_at_a_place_that_can_be_predicted(by_route, backend):
    known = {place.key for place in places(backend)}

    assert {place_of(trace.route, backend).key for trace in by_route} <= known


def test_every_exit_can_be_predicted_and_elsewhere_beside_every_box_before_them(backend):
    found = [(place.key, place.elsewhere) for place in places(backend)]
    exits = [node.id for node in backend.terminals]

    assert sorted(key for key, elsewhere in found if not elsewhere) == sorted(exits)
    beside = {key.removeprefix("x-") for key, elsewhere in found if elsewhere}
    assert beside == set(backend.nodes) - set(exits) - {backend.start}
    assert len({place.key for place in places(backend)}) == len(found)


@pytest.mark.parametrize(
    ("route", "key", "words"),
    [
        ("A-B-C-D-A", "D", "401 Unauthorized"),
        ("A-B-C-E-F-G-A", "G", "400 Bad Request"),
        ("A-B-C-E-F-H-J-L-M-P-R-T-Q-A", "Q", "200 201 204 Response"),
        ("A-B-x308-A", "x-B", "elsewhere, beside Load Balancer or Gateway"),
        ("A-B-C-E-F-H-J-x304-A", "x-J", "elsewhere, beside Resource Exists?"),
        ("A-B-C-E-F-H-J-L-M-P-R-T-x422-A", "x-T", "elsewhere, beside Done"),
    ],
)
def test_a_route_ends_at_an_exit_or_elsewhere_beside_its_last_box(backend, route, key, words):
    place = place_of(route.split("-"), backend)

    assert (place.key, place.words) == (key, words)


@pytest.mark.parametrize("key", ["", "A", "Z", "x-", "x-A", "x-D", "x-Z", "d"])
def test_what_is_no_place_isnt_found(backend, key):
    with pytest.raises(LookupError):
        find_place(key, backend)


def test_the_way_to_a_place_leads_from_the_client_to_its_box(backend):
    for place in places(backend):
        way = way_to(place, backend)
        assert (way[0], way[-1]) == (backend.start, place.node.id)


def test_a_prediction_is_right_where_all_that_was_said_came_true(by_route, backend):
    for trace in by_route:
        stopped = place_of(trace.route, backend)
        for place in (None, *places(backend)):
            for code in (None, trace.status, 200 if trace.status != 200 else 201):
                true = (place is None or place == stopped) and code in (None, trace.status)
                assert Expected(place, code, 1).is_right(trace, backend) is true


def test_two_ways_part_at_the_last_box_of_both_and_not_where_they_end_alike(by_route, backend):
    for trace in by_route:
        stopped = place_of(trace.route, backend)
        for place in places(backend):
            parted = parted_at(Expected(place, None, 2), trace, backend)
            if place == stopped:
                assert parted is None
                continue
            way, real = way_to(place, backend), trace.route
            common = way.index(parted.id)
            assert real[: common + 1] == way[: common + 1]
            assert way[common + 1 : common + 2] != real[common + 1 : common + 2]


def test_a_code_alone_is_looked_for_at_the_exit_that_has_it(by_route, backend):
    (refused,) = [trace for trace in by_route if trace.route_text == "A-B-C-D-A"][:1]

    assert parted_at(Expected(None, 404, 1), refused, backend).id == "C"
    assert parted_at(Expected(None, 401, 1), refused, backend) is None
    # No exit of the drawing has these, but the second is given at one place only.
    assert parted_at(Expected(None, 302, 1), refused, backend) is None
    assert parted_at(Expected(None, 301, 1), refused, backend).id == "C"


def test_a_code_that_no_exit_has_is_looked_for_where_alone_it_is_given(sent, backend):
    at: dict[int, set[str]] = {}
    for each in sent:
        at.setdefault(each.status, set()).add(place_of(each.answer.trace.route, backend).key)
    named = {code for node in backend.terminals for code in node.codes}
    alone = {code: keys for code, keys in at.items() if code not in named and len(keys) == 1}

    assert {code: key for code, keys in alone.items() for key in keys} == ONLY_AT


def test_every_code_that_the_lab_gives_can_be_predicted(by_route, library):
    assert set(LAB_CODES) == {trace.status for trace in by_route}
    assert all(code in library.registry for code in LAB_CODES)
