"""Which questions are asked: every kind of sitting has some, and each can be found again."""

from datetime import timedelta

import pytest

from learn.actions.planning import (
    NothingToAsk,
    find_question,
    is_there,
    plan_review,
    plan_sitting,
    returns_after_absence,
    scenarios,
    surfaces,
)
from learn.actions.practice import keep_wishes
from learn.domain.practice.memory import CardKey
from learn.domain.practice.sitting import as_json, from_json
from learn.library import library
from learn.models import Card
from tests.actions.histories import ITEMS, keep, sitting_of
from tests.conftest import NOW
from tests.views.practised import answer, store

DAY = timedelta(days=1)
SETS = [
    *[("review", ""), ("review", "restart"), ("mixed", ""), ("mixed", "scenarios"), ("interview", ""), ("mock", "")],
    *[("pair", slug) for slug in library().pairs],
    *[("lesson", lesson.slug) for lesson in library().order],
]


def plan(learner, kind, about="", seed="x"):
    cards = list(learner.cards.all()) if learner else []
    return plan_sitting(learner, cards, kind, about, now=NOW, seed=seed)


def review(learner, now=NOW, **more):
    return plan_review(learner, list(learner.cards.all()), now=now, **more)


@pytest.mark.parametrize(("kind", "about"), SETS)
@pytest.mark.parametrize("known", [True, False], ids=["guest", "visitor"])
def test_every_set_has_questions_that_can_be_found_and_none_twice(guest, kind, about, known):
    planned = plan(guest if known else None, kind, about)

    assert planned.entries
    assert [find_question(entry.surface).id for entry in planned.entries] == [e.surface for e in planned.entries]
    assert len({entry.surface for entry in planned.entries}) == len(planned.entries)
    assert from_json(as_json(planned)) == planned


def test_a_set_is_the_same_for_the_same_seed_and_another_for_another(guest):
    for kind, about in (("mixed", ""), ("mixed", "scenarios"), ("mock", ""), ("pair", "401-403")):
        assert plan(guest, kind, about) == plan(guest, kind, about)
        assert plan(guest, kind, about) != plan(guest, kind, about, seed="y")


def test_scenarios_are_all_made_up_and_a_mix_may_have_some(guest):
    assert all(entry.surface.startswith("gen:") for entry in plan(guest, "mixed", "scenarios").entries)
    mixed = [entry.surface for seed in range(10) for entry in plan(guest, "mixed", seed=str(seed)).entries]
    assert any(surface.startswith("gen:") for surface in mixed)
    assert len({item.stem + str(item.exchange) for item in scenarios("x", 10)}) == 10


def test_nothing_wrong_yet_leaves_nothing_to_ask(guest):
    with pytest.raises(NothingToAsk):
        plan(guest, "misses")


def test_what_went_wrong_most_comes_first(guest):
    first, second, third = [item for item in ITEMS if item.pair in ("401-403", "429-503", "405-501")][:3]
    for number, item in enumerate((first, second, third)):
        for days in range(number):
            now = NOW - (10 - days) * DAY
            keep(sitting_of(guest, item.id, about=f"{number}-{days}", now=now), guest, now, right=False)
    assert {entry.card for entry in plan(guest, "misses").entries} == {
        CardKey(item.pair, item.codes[0]) for item in (second, third)
    }


@pytest.mark.parametrize(("cap", "count"), [(1, 1), (5, 5), (20, 20), (200, 200)])
def test_a_day_brings_at_most_the_cap(guest, cap, count):
    keep_wishes(guest, {"cards_a_day": cap})
    with_questions = sum(bool(found) for found in surfaces(library()).values())

    assert len(review(guest)) == min(count, with_questions)


def test_what_was_reviewed_today_is_taken_off_the_cap(guest):
    keep_wishes(guest, {"cards_a_day": 3})
    for planned in review(guest)[:2]:
        guest.practice_days.update_or_create(day=NOW.date(), defaults={"reviews": 2, "answers": 9})
        assert planned.why == "new"

    assert len(review(guest)) == 1
    assert len(review(guest, now=NOW + DAY)) == 3


def test_paused_practice_brings_nothing(guest):
    keep_wishes(guest, {"practice_paused": True})

    assert review(guest) == []


def test_of_a_card_the_question_seen_least_is_asked(guest):
    key, found = next((key, found) for key, found in surfaces(library()).items() if len(found) > 2)
    Card.objects.create(
        learner=guest, pair=key.pair, code=key.code, stability=5, difficulty=5, due=NOW, last_review=NOW - 5 * DAY,
        reviews=3, lapses=0, quick_streak=0, missed=False, seen=str(dict.fromkeys(found[1:], 2)).replace("'", '"'),
    )  # fmt: skip

    assert review(guest)[0].surface == found[0]


@pytest.mark.parametrize(("days", "due", "offered"), [(8, 25, True), (6, 25, False), (8, 20, False), (30, 0, False)])
def test_ten_are_offered_after_a_week_away_with_more_due_than_a_day_takes(guest, days, due, offered):
    for key in list(surfaces(library()))[:due]:
        Card.objects.create(
            learner=guest, pair=key.pair, code=key.code, stability=5, difficulty=5, due=NOW - DAY,
            last_review=NOW - days * DAY, reviews=1, lapses=0, quick_streak=0, missed=False,
        )  # fmt: skip
    cards = list(guest.cards.all())

    assert returns_after_absence(guest, cards, now=NOW) is offered
    assert len(plan_review(guest, cards, now=NOW, restart=True)) == 10


@pytest.mark.parametrize("gone", ["", "nothing", "gen:", "gen:v1:", "gen:v0:1", "gen:v1:1:Z", f"gen:v1:{2**63}"])
def test_what_isnt_a_question_isnt_there(gone):
    assert not is_there(gone)
    with pytest.raises(LookupError):
        find_question(gone)


def test_what_was_said_in_ones_own_words_ends_todays_review_again_outside_the_cap(guest):
    free = next(item for item in library().items.values() if item.kind == "free")
    store(answer(guest, free.codes[0], None, item=free.id, answered_at=NOW - 3 * DAY))
    guest.cards_a_day = 2

    assert review(guest, NOW - DAY)[-1].why == "new"
    planned = review(guest)
    assert (len(planned), planned[-1].surface, planned[-1].why) == (3, free.id, "again")
    assert plan(guest, "review").entries[-1].surface == free.id
    store(answer(guest, free.codes[0], None, item=free.id, answered_at=NOW))
    assert [one.why for one in review(guest)] == ["new", "new"]
    guest.practice_paused = True
    assert review(guest, NOW + 10 * DAY) == []
