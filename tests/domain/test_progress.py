from datetime import UTC, datetime, timedelta

import pytest

from learn.domain.practice.memory import Answered, CardKey, recall, review
from learn.domain.progress import Chance, chances_today, codes_met, share_walked

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def memory_from(at, right=True, zone="UTC"):
    facts = {"certainty": 2, "seconds": 9, "hints": 0, "last_hint": False, "quick_seconds": 5, "timezone_name": zone}
    return review(None, Answered(right=right, at=at, **facts))[0]


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


def test_practice_counts_as_answered_too(library):
    rows = {
        row.status.code: row for row in codes_met(library, opened=(), answered_right=(), walked=(), practised=[412])
    }

    assert {code for code, row in rows.items() if row.answered} == {412}


def test_of_several_cards_the_least_likely_counts():
    cards = {CardKey("401-403", 403): memory_from(NOW), CardKey("403-404", 403): memory_from(NOW - timedelta(days=30))}

    chances = chances_today(cards, NOW, "UTC")

    assert list(chances) == [403]
    assert chances[403].recall == pytest.approx(recall(cards[CardKey("403-404", 403)], NOW))
    assert chances_today(dict(reversed(cards.items())), NOW, "UTC") == chances


def test_a_code_is_due_when_any_of_its_cards_is():
    due, later = memory_from(NOW - timedelta(days=30)), memory_from(NOW)

    assert chances_today({CardKey("a", 403): due, CardKey("b", 403): later}, NOW, "UTC")[403].due
    assert not chances_today({CardKey("b", 403): later}, NOW, "UTC")[403].due


def test_the_chance_is_the_same_all_day_and_falls_overnight():
    cards = {CardKey("401-403", 403): memory_from(datetime(2026, 11, 19, 22, 30, tzinfo=UTC), zone=BERLIN)}
    begins = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # 4:00 in Berlin

    hours = [chances_today(cards, begins + timedelta(hours=hour), BERLIN)[403].recall for hour in range(24)]

    assert len({*hours}) == 1
    assert chances_today(cards, begins - timedelta(hours=1), BERLIN)[403].recall > hours[0]
    assert chances_today(cards, begins + timedelta(hours=24), BERLIN)[403].recall < hours[0]


def test_what_was_reviewed_today_is_sure():
    assert chances_today({CardKey("401-403", 403): memory_from(NOW)}, NOW, "UTC")[403].percent == 100


@pytest.mark.parametrize("percent", range(101))
def test_the_fill_is_within_five_of_the_number(percent):
    chance = Chance(percent / 100, due=False)

    assert chance.percent == percent
    assert 1 <= chance.tenths <= 10
    assert abs(10 * chance.tenths - percent) <= 5 or chance.tenths == 1


def test_a_chance_is_said_in_place_of_how_the_code_was_met(library):
    chances = {403: Chance(0.84, due=False), 404: Chance(0.5, due=True)}
    met = codes_met(library, opened=["401-or-403"], answered_right=(), walked=(), chances=chances)
    rows = {row.status.code: row.words for row in met}

    assert (rows[401], rows[403], rows[404]) == ("read", "84 %", "50 %, due")
