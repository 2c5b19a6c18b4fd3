from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from learn.domain.practice.knowing import Attempt, Confusion, PairState, pair_state, pair_states
from learn.domain.practice.memory import CardKey
from learn.domain.practice.sitting import MIXED_SETS

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
PAIR, CODES = "401-403", (401, 403)
WEEK = timedelta(days=7)
KINDS = ["review", "lesson", "pair", "interview", "mixed", "mock", "misses"]
MET, PRACTISED, KNOWN, DURABLE, PROVEN = PairState


def attempt(code, right=True, kind="mixed", at=NOW, pair=PAIR):
    return Attempt(CardKey(pair, code), right, kind, at)


def both(at=NOW, **facts):
    return [attempt(code, at=at, **facts) for code in CODES]


# Told anew, from the words of the rule, to hold the state against


def last_miss(log, code):
    return max((place for place, one in enumerate(log) if one.card.code == code and not one.right), default=-1)


def is_known(log, code):
    return any(
        one.card.code == code and one.right and one.kind == "mixed" and place > last_miss(log, code)
        for place, one in enumerate(log)
    )


def is_durable(log, code):
    rights = [(place, one) for place, one in enumerate(log) if one.card.code == code and one.right]
    return any(
        one.kind == "mixed" and place > last_miss(log, code) and one.at >= rights[0][1].at + WEEK
        for place, one in rights
    )


def expected(log, obtained):
    if not log:
        return MET
    if not all(is_known(log, code) for code in CODES):
        return PRACTISED
    if not all(is_durable(log, code) for code in CODES):
        return KNOWN
    return PROVEN if all(code in obtained for code in CODES) else DURABLE


ANSWERS = list(product(CODES, [(True, "mixed"), (True, "pair"), (False, "mixed"), (False, "pair")]))


@pytest.mark.parametrize("length", range(5))
@pytest.mark.parametrize("gap", [timedelta(hours=1), timedelta(days=3), WEEK])
def test_state_follows_from_every_short_history(length, gap):
    for chosen in product(ANSWERS, repeat=length):
        log = [attempt(code, right, kind, NOW + place * gap) for place, (code, (right, kind)) in enumerate(chosen)]
        for obtained in [(), (401,), CODES]:
            assert pair_state(CODES, log, obtained=obtained) is expected(log, obtained), chosen


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_mixed_set_makes_a_pair_known(kind):
    assert pair_state(CODES, both(kind=kind)) is (KNOWN if kind in MIXED_SETS else PRACTISED)


@pytest.mark.parametrize("codes", [(409, 412, 428), (500, 502, 503, 504)])
def test_one_code_short_is_not_known(codes):
    log = [attempt(code) for code in codes]

    assert pair_state(codes, log) is KNOWN
    for place in range(len(codes)):
        assert pair_state(codes, log[:place] + log[place + 1 :]) is PRACTISED


@pytest.mark.parametrize(("wait", "state"), [(WEEK - timedelta(seconds=1), KNOWN), (WEEK, DURABLE)])
@pytest.mark.parametrize("first", ["pair", "mixed", "lesson"])
def test_durable_after_seven_days(wait, state, first):
    assert pair_state(CODES, both(kind=first) + both(at=NOW + wait)) is state


def test_durable_needs_every_code_again():
    assert pair_state(CODES, [*both(), attempt(401, at=NOW + WEEK)]) is KNOWN


@pytest.mark.parametrize(("obtained", "state"), [((), DURABLE), ((401, 404), DURABLE), ((404, 403, 401), PROVEN)])
def test_proven_needs_the_lab_for_every_code(obtained, state):
    assert pair_state(CODES, both() + both(at=NOW + WEEK), obtained=obtained) is state


def test_lab_alone_proves_nothing():
    assert pair_state(CODES, both(), obtained=CODES) is KNOWN


@pytest.mark.parametrize("kind", KINDS)
def test_miss_makes_a_pair_fall_until_it_is_right_again_in_a_mixed_set(kind):
    log = both() + both(at=NOW + WEEK)
    missed = [*log, attempt(403, False, kind, NOW + 8 * timedelta(days=1))]
    alone = [*missed, attempt(403, True, "pair", NOW + 9 * timedelta(days=1))]
    mixed = [*alone, attempt(403, True, "review", NOW + 10 * timedelta(days=1))]

    states = [pair_state(CODES, history, obtained=CODES) for history in (log, missed, alone, mixed)]
    assert states == [PROVEN, PRACTISED, PRACTISED, PROVEN]


def test_states_are_kept_apart_by_pair():
    pairs = {"401-403": (401, 403), "403-404": (403, 404), "404-410": (404, 410), "429-503": (429, 503)}
    log = [*both(), attempt(403, pair="403-404"), attempt(1, pair="left-out")]

    assert pair_states(pairs, iter(log), met=["404-410", "401-403"]) == {
        "401-403": KNOWN,
        "403-404": PRACTISED,
        "404-410": MET,
    }


def test_states_rise_in_order():
    assert sorted(PairState) == [MET, PRACTISED, KNOWN, DURABLE, PROVEN]


# How sure, how right


def test_confusion_counts_by_correct_and_chosen_code():
    matrix = Confusion({(403, 401): 2, (401, 401): 1, (401, 404): 1, (403, 403): 1})

    assert matrix.chosen == [401, 403, 404]
    assert matrix.rows == [(401, [1, 0, 1]), (403, [2, 1, 0])]
    assert matrix.mistaken == [(403, 401, 2), (401, 404, 1)]


def test_equal_mistakes_stand_in_order_of_their_codes():
    matrix = Confusion({(503, 429): 1, (401, 403): 1})

    assert matrix.mistaken == [(401, 403, 1), (503, 429, 1)]
