from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations, product

import pytest

from learn.domain.practice.memory import Answered, CardKey, Memory, recall, review
from learn.domain.practice.plan import (
    Planned,
    due_cards,
    interleave,
    is_returning,
    todays_review,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAIRS = ["401-403", "403-404", "400-422", "404-410", "405-501"]


def memory(*, due=NOW, stability=5.0, last_review=None):
    return Memory(stability, 5.0, due, last_review or due - 5 * DAY, reviews=1, lapses=0, quick_streak=0)


def keys(count):
    """So many cards, in turn of five pairs."""
    return [CardKey(PAIRS[number % 5], 400 + number) for number in range(count)]


def surfaces_of(cards, each=2):
    return {card: [f"{card.pair}-{card.code}-{number}" for number in range(each)] for card in cards}


def plan(cards, *, surfaces=None, new_order=(), seen=None, seed="s", done_today=0, **facts):
    return todays_review(
        cards,
        surfaces or surfaces_of([*cards, *new_order]),
        now=NOW,
        timezone_name="UTC",
        done_today=done_today,
        seen=seen or {},
        new_order=new_order,
        seed=seed,
        **facts,
    )


# What is due


def test_due_is_what_falls_due_until_the_day_ends():
    ends = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    tonight, tomorrow = keys(2)
    cards = {tonight: memory(due=ends - timedelta(seconds=1)), tomorrow: memory(due=ends)}

    assert due_cards(cards, NOW, "UTC") == [tonight]
    assert due_cards(cards, NOW, "America/New_York") == [tonight, tomorrow]


def test_most_likely_to_be_forgotten_comes_first():
    cards = {
        key: memory(stability=stability, last_review=NOW - days * DAY)
        for key, (stability, days) in zip(keys(4), [(50, 60), (2, 9), (9, 10), (1, 30)], strict=True)
    }
    chances = [recall(cards[key], NOW) for key in due_cards(cards, NOW, "UTC")]

    assert chances == sorted(chances)
    assert due_cards(cards, NOW, "UTC")[0].code == 403


def test_mistake_comes_back_tomorrow():
    missed, _ = review(None, Answered(False, 3, 5.0, 0, False, 10.0, NOW))
    cards = {keys(1)[0]: missed}

    assert due_cards(cards, NOW, "UTC") == []
    assert due_cards(cards, NOW.replace(hour=4) + DAY, "UTC") == keys(1)


# Today's review


def test_confident_misses_come_first_then_due_then_new():
    five = keys(5)
    cards = {five[0]: memory(stability=1), five[1]: memory(stability=2), five[2]: memory(stability=300)}
    planned = plan(cards, confident_misses=[five[2]], new_order=[five[4], five[3]])

    assert [(one.card, one.why) for one in planned] == [
        (five[2], "missed"),
        (five[0], "due"),
        (five[1], "due"),
        (five[4], "new"),
        (five[3], "new"),
    ]


def test_new_ones_never_come_before_what_is_due_though_pairs_are_interleaved():
    one, other = PAIRS[:2]
    cards = {CardKey(one, code): memory(stability=code - 399) for code in (400, 401, 402)}
    planned = plan(cards, confident_misses=[CardKey(one, 402)], new_order=[CardKey(one, 403), CardKey(other, 404)])

    assert [(planned.card.code, planned.why) for planned in planned] == [
        (402, "missed"),
        (400, "due"),
        (401, "due"),
        (404, "new"),
        (403, "new"),
    ]


def test_a_group_does_not_begin_with_the_pair_before_it_where_it_can_be_avoided():
    one, other = PAIRS[:2]
    cards = {CardKey(one, 400): memory(), CardKey(one, 401): memory(stability=1), CardKey(other, 402): memory()}
    planned = plan(cards, confident_misses=[CardKey(one, 400)])

    assert [planned.card.code for planned in planned] == [400, 402, 401]


def test_confident_miss_waits_until_it_is_due():
    key = keys(1)[0]

    assert plan({key: memory(due=NOW + DAY)}, confident_misses=[key]) == []


@pytest.mark.parametrize(("done", "left"), [(0, 20), (1, 19), (19, 1), (20, 0), (25, 0)])
def test_twenty_a_day_new_ones_included(done, left):
    cards = {key: memory() for key in keys(12)}

    assert len(plan(cards, done_today=done, new_order=keys(30))) == left


def test_due_cards_leave_room_for_new_ones_only_up_to_the_cap():
    cards = {key: memory() for key in keys(4)}
    planned = plan(cards, cap=5, new_order=keys(12))

    assert sorted(one.why for one in planned) == ["due"] * 4 + ["new"]
    assert planned[[one.why for one in planned].index("new")].card == keys(5)[4]


def test_card_that_is_not_due_is_not_new_either():
    key = keys(1)[0]

    assert plan({key: memory(due=NOW + DAY)}, new_order=[key]) == []


def test_pause_gives_nothing():
    assert plan({key: memory() for key in keys(3)}, paused=True, new_order=keys(9)) == []


@pytest.mark.parametrize(("done", "left"), [(0, 10), (4, 6), (10, 0)])
def test_returning_learner_gets_ten(done, left):
    assert len(plan({key: memory() for key in keys(30)}, returning=True, done_today=done)) == left


@pytest.mark.parametrize("gap", [timedelta(days=7), timedelta(days=7, seconds=1)])
@pytest.mark.parametrize("due", [20, 21])
def test_restart_is_offered_after_an_absence_with_too_much_due(gap, due):
    cards = {key: memory(last_review=NOW - gap - number * DAY) for number, key in enumerate(keys(due))}

    assert is_returning(cards, NOW, "UTC") is (due == 21 and gap > timedelta(days=7))


def test_nobody_returns_who_never_came():
    assert not is_returning({}, NOW, "UTC", cap=0)


def test_restart_keeps_to_a_smaller_cap():
    assert len(plan({key: memory() for key in keys(30)}, returning=True, cap=5)) == 5


def test_surface_seen_least_is_asked():
    key = keys(1)[0]
    for counts in permutations([0, 1, 2]):
        seen = dict(zip("abc", counts, strict=True))
        planned = plan({key: memory()}, surfaces={key: ["a", "b", "c"]}, seen=seen)

        assert [seen[one.surface] for one in planned] == [0]


def test_seed_decides_between_surfaces_seen_equally():
    key = keys(1)[0]
    asked = [plan({key: memory()}, surfaces={key: ["a", "b"]}, seed=str(number))[0].surface for number in range(30)]

    assert {*asked} == {"a", "b"}
    assert asked == [
        plan({key: memory()}, surfaces={key: ["a", "b"]}, seed=str(number))[0].surface for number in range(30)
    ]


def test_no_surface_comes_twice():
    first, second, third = keys(3)
    surfaces = {first: ["a"], second: ["a", "b"], third: ["a"]}
    planned = plan({first: memory(stability=1), second: memory(stability=2), third: memory()}, surfaces=surfaces)

    assert planned == [Planned(first, "a", "due"), Planned(second, "b", "due")]


def test_card_without_a_surface_takes_no_place():
    first, second = keys(2)
    planned = plan({first: memory(stability=1), second: memory()}, surfaces={second: ["b"]}, cap=1)

    assert [one.card for one in planned] == [second]


def test_same_pair_does_not_stand_twice_in_a_row():
    cards = {CardKey(pair, code): memory() for pair in PAIRS[:3] for code in range(400, 404)}
    planned = plan(cards)

    assert len(planned) == 12
    assert all(before.card.pair != after.card.pair for before, after in pairwise(planned))


def neighbours(groups):
    return sum(before == after for before, after in pairwise(groups))


@pytest.mark.parametrize("length", range(8))
def test_interleaving_leaves_as_few_neighbours_as_can_be(length):
    fewest = {}
    for groups in product("abc", repeat=length):
        kept = "".join(sorted(groups))
        if kept not in fewest:
            fewest[kept] = min(neighbours(order) for order in permutations(groups))
        woven = interleave(groups, str)

        assert sorted(woven) == sorted(groups)
        assert neighbours(woven) == fewest[kept], groups


def test_interleaving_leaves_an_order_without_neighbours_alone():
    for groups in product("abc", repeat=6):
        if not neighbours(groups):
            assert interleave(groups, str) == list(groups)


def test_what_cannot_be_parted_comes_last():
    assert interleave("aaab", str) == list("abaa")
