import pytest

from learn.domain.progress import codes_met, share_walked


def met(library, *, opened=(), answered_right=(), walked=()):
    found = codes_met(library, opened=opened, answered_right=answered_right, walked=walked)
    return {row.status.code: row for row in found}


def test_newcomer_has_met_nothing(library):
    rows = met(library)

    assert list(rows) == [status.code for status in library.registry]
    assert {(row.steps, row.words) for row in rows.values()} == {(0, "not met yet")}


def test_opened_lesson_counts_as_read_for_its_codes_only(library):
    rows = met(library, opened=["401-or-403"])

    assert {code for code, row in rows.items() if row.read} == {401, 403}
    assert rows[401].words == "read"


def test_right_answer_counts_for_the_codes_of_its_question(library):
    for item in library.items.values():
        rows = met(library, answered_right=[item.id])
        assert {code for code, row in rows.items() if row.answered} == set(item.codes)


def test_code_is_reached_where_a_leaf_has_it_alone(library):
    rows = met(library, walked=[("backend", "C", "D"), ("backend", "P", "Q"), ("success", "s3", "L204")])

    assert {code for code, row in rows.items() if row.reached} == {401, 204}


def test_three_ways_to_meet_a_code_add_up(library):
    rows = met(library, opened=["401-or-403"], answered_right=["door-support"], walked=[("backend", "H", "I")])

    assert (rows[403].steps, rows[403].words) == (3, "read, answered, reached")


def test_events_about_content_that_is_gone_count_for_nothing(library):
    walked = [("old-chart", "A", "B"), ("backend", "A", "ZZ")]

    rows = met(library, opened=["old-lesson"], answered_right=["old-question"], walked=walked)

    assert not any(row.steps for row in rows.values())
    assert share_walked(library.backend, walked).arrows == 0


def test_each_arrow_counts_once_and_only_in_its_own_chart(library):
    walked = [("backend", "A", "B"), ("backend", "A", "B"), ("backend", "B", "C"), ("auth", "a1", "a2")]

    share = share_walked(library.backend, walked)

    assert (share.arrows, share.boxes) == (2, 3)
    assert (share.all_arrows, share.all_boxes) == (19, 20)
    assert share.percent == 10


@pytest.mark.parametrize("name", ["backend", "success", "auth", "rfc9110"])
def test_all_walks_together_are_the_whole_chart(library, name):
    graph = library.charts[name]
    walked = {(name, edge.source, edge.target) for edge in graph.edges if not edge.back_to_client}

    share = share_walked(graph, walked)

    assert (share.percent, share.boxes, share.arrows) == (100, share.all_boxes, share.all_arrows)


def test_way_back_to_the_client_does_not_count(library):
    assert share_walked(library.backend, [("backend", "D", "A")]).arrows == 0
