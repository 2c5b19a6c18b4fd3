import json

import pytest

from learn.domain.practice.memory import CardKey
from learn.domain.practice.returning import after_answer
from learn.domain.practice.sitting import Entry, Sitting, as_json, from_json


def card(letter):
    """A card for each letter, all within one pair."""
    return CardKey("pair", ord(letter))


def sitting(letters, at=0, **fields):
    """A sitting with a card for each letter; equal letters are surfaces of one card."""
    return Sitting(tuple(Entry(f"{letter}{place}", card(letter)) for place, letter in enumerate(letters)), at, **fields)


# A place in it


def test_right_answer_moves_on():
    assert after_answer(sitting("abc"), True, ["a9"]) == sitting("abc", at=1)


def test_position_counts_answers_and_finishes():
    now = sitting("abc")
    positions = []
    while not now.is_finished:
        positions.append((now.position, now.current.surface))
        now = after_answer(now, True, [])

    assert positions == [((0, 3), "a0"), ((1, 3), "b1"), ((2, 3), "c2")]
    assert (now.position, now.current) == ((3, 3), None)


def test_finished_sitting_takes_no_answer():
    with pytest.raises(ValueError, match="finished"):
        after_answer(sitting("a", at=1), True, [])


# Kinds, and what is stored


@pytest.mark.parametrize("kind", ["review", "lesson", "pair", "interview", "mixed", "mock", "misses"])
def test_only_the_mock_interview_is_timed(kind):
    now = sitting("a", kind=kind)

    assert (now.seconds is not None) == now.feedback_at_end == (kind == "mock")


def test_sitting_survives_json():
    entries = (Entry("a", card("a"), returned=True), Entry("b", None), Entry("c", None, returned=True, of="b"))
    now = Sitting(entries, at=1, kind="misses")

    assert from_json(json.loads(json.dumps(as_json(now)))) == now


def test_sitting_stored_before_a_return_named_what_was_missed_is_read():
    stored = {"kind": "pair", "at": 0, "entries": [["a", ["pair", 404], True], ["b", None, False]]}

    assert from_json(stored).entries == (Entry("a", CardKey("pair", 404), returned=True), Entry("b", None))
