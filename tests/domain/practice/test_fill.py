from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from learn.domain.practice.memory import CardKey, Memory
from learn.domain.practice.plan import Planned
from learn.domain.practice.sitting import MIXED_SETS, Entry, Sitting, card_of, fill, of_plan, often_missed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Question:
    id: str
    pair: str = ""
    codes: tuple[int, ...] = (404,)
    kind: str = "code"
    interview: int | None = None


PAIRS = {"401-403": (401, 403), "400-422": (400, 422), "409-412-428": (409, 412, 428), "429-503": (429, 503)}
ITEMS = [
    *(
        Question(f"{pair}-{code}-{number}", pair, (code, 500))
        for pair, codes in PAIRS.items()
        for code in codes
        for number in range(4)
    ),
    *(Question(f"order-{number}", kind="order") for number in range(6)),
    *(Question(f"iv-{n}-{k}", "401-403", (401,), "one", n) for n in range(6, 0, -1) for k in "abc"),
    *(Question(f"iv-{n}-free", "429-503", (429,), "free", n) for n in range(1, 7)),
]
BY_ID = {item.id: item for item in ITEMS}


def asked(kind, **facts):
    return [BY_ID[entry.surface] for entry in fill(kind, ITEMS, **{"seed": "s"} | facts).entries]


def test_lesson_has_its_questions_in_order():
    assert [entry.surface for entry in fill("lesson", ITEMS[:5], seed="s").entries] == [item.id for item in ITEMS[:5]]


def test_pair_has_its_codes_in_turn():
    items = asked("pair", pair="409-412-428", size=6)

    assert {item.pair for item in items} == {"409-412-428"}
    assert Counter(item.codes[0] for item in items) == {409: 2, 412: 2, 428: 2}
    assert all(before.codes[0] != after.codes[0] for before, after in pairwise(items))


def test_interview_asks_each_free_answer_before_its_probes():
    items = asked("interview")

    assert [item.interview for item in items] == [number for number in range(1, 7) for _ in range(4)]
    assert [place for place, item in enumerate(items) if item.kind == "free"] == [0, 4, 8, 12, 16, 20]


@pytest.mark.parametrize("seed", "abcdefgh")
def test_mixed_set_has_as_many_of_each_pair_and_none_twice_in_a_row(seed):
    items = asked("mixed", seed=seed, size=15)

    assert Counter(item.pair for item in items) == dict.fromkeys([*PAIRS, ""], 3)
    assert all(before.pair != after.pair for before, after in pairwise(items))


@pytest.mark.parametrize("seed", "abcdefgh")
def test_mock_interview_has_four_free_answers_and_eight_others(seed):
    items = asked("mock", seed=seed)

    assert [item.kind == "free" for item in items] == [True, False, False] * 4
    assert Counter(item.pair for item in items) == dict.fromkeys(["401-403", "400-422", "409-412-428", ""], 2) | {
        "429-503": 4
    }
    assert len({item.id for item in items}) == 12


def test_mock_interview_makes_do_with_fewer_free_answers():
    items = [item for item in ITEMS if item.kind != "free" or item.interview == 1]

    assert len(fill("mock", items, seed="s").entries) == 9


@pytest.mark.parametrize("kind", ["pair", "mixed", "misses"])
def test_free_answers_wait_for_the_interview(kind):
    items = asked(kind, pair="429-503", missed=[CardKey("429-503", 429)], size=99)

    assert items
    assert all(item.kind != "free" for item in items)


def test_misses_ask_for_the_worst_first_and_for_each_before_any_twice():
    worst, bad = CardKey("401-403", 403), CardKey("400-422", 400)

    assert [card_of(item) for item in asked("misses", missed=[worst, bad], size=1)] == [worst]
    assert [card_of(item) for item in asked("misses", missed=[worst, bad], size=2)] == [worst, bad]
    assert [card_of(item) for item in asked("misses", missed=[worst, bad], size=5)] == [worst, bad, worst, bad, worst]
    assert [card_of(item) for item in asked("misses", missed=[worst])] == [worst] * 3


def test_no_misses_no_questions():
    assert fill("misses", ITEMS, seed="s").is_finished


def test_review_is_filled_from_the_plan():
    planned = [Planned(CardKey("401-403", 403), "door", "due")]

    assert of_plan(planned) == Sitting((Entry("door", CardKey("401-403", 403)),), kind="review")
    with pytest.raises(ValueError, match="plan"):
        fill("review", ITEMS, seed="s")


@pytest.mark.parametrize("kind", ["pair", "mixed", "mock", "misses"])
def test_seed_decides_the_order(kind):
    missed = [CardKey(pair, codes[0]) for pair, codes in PAIRS.items()]

    def filled(seed):
        return fill(kind, ITEMS, seed=seed, pair="401-403", missed=missed)

    assert filled("a") == filled("a")
    assert len({filled(str(seed)) for seed in range(10)}) > 5


def test_entry_names_the_card_that_its_answer_schedules():
    assert fill("lesson", [Question("q", "401-403", (403, 401)), Question("r")], seed="s").entries == (
        Entry("q", CardKey("401-403", 403)),
        Entry("r", None),
    )


def test_mixed_sets_are_those_that_do_not_keep_to_one_matter():
    assert sorted(MIXED_SETS) == ["misses", "mixed", "mock", "review"]


def test_often_missed_puts_confident_misses_first_then_lapses():
    def lapsed(lapses):
        return Memory(1.0, 5.0, NOW, NOW, reviews=9, lapses=lapses, quick_streak=0)

    cards = {CardKey("pair", code): lapsed(lapses) for code, lapses in enumerate([1, 4, 0, 2, 0])}
    confident = [CardKey("pair", 4), CardKey("pair", 3), CardKey("pair", 9)]

    assert [key.code for key in often_missed(cards, confident)] == [3, 4, 1, 0]
