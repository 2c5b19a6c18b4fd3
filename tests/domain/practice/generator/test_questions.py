"""Generated questions by the thousand, each held against what a question has to be."""

import re
from collections import defaultdict

import pytest

from learn.domain.lab.predict import LAB_CODES
from learn.domain.lessons.reader import SLUG
from learn.domain.practice.generator.sitting import surface
from learn.domain.practice.generator.targets import ASKED, TARGETS
from learn.domain.practice.marking import mark

# Braces where a name should have been filled in, a missing value, two spaces, a doubled full stop.
UNFINISHED = re.compile(r"[{}]|(?<!-)\bNone\b(?!-)|  |\.\.|\. \.|: \.|^ | $|<|>")


def wrongs(item):
    return [answer for answer in item.answers if not answer.right]


def texts(item):
    yield item.stem
    for answer in item.answers:
        yield from (answer.text, answer.why)
        yield from [] if answer.right else [answer.when]


def test_the_right_answer_is_marked_right_and_each_near_miss_wrong(generated, library):
    for item in generated:
        for answer in item.answers:
            marking = mark(item, answer.key, library.registry, library.backend)
            assert marking.right == (answer is item.right), item.id
            assert marking.given == answer


def test_the_right_answer_stands_there_once_among_different_ones(generated):
    for item in generated:
        assert [answer for answer in item.answers if answer.right] == [item.right]
        assert len({answer.key for answer in item.answers}) == len(item.answers)
        assert len({answer.text for answer in item.answers}) == len(item.answers)


def test_the_right_answer_is_the_code_or_the_box_that_the_question_is_about(generated, library):
    for item in generated:
        told = {"code": str(item.codes[0]), "box": item.boxes[0], "one": str(library.registry[item.codes[0]])}
        assert told[item.kind] == (item.right.text if item.kind == "one" else item.right.key), item.id


def test_there_are_two_near_misses_or_more(generated):
    for item in generated:
        few, many = (2, 2) if item.kind == "one" else (2, 3)
        assert few <= len(wrongs(item)) <= many, item.id


def test_every_text_is_finished(generated):
    for item in generated:
        for text in texts(item):
            assert text.strip(), item.id
            assert not UNFINISHED.search(text), (item.id, text)


def test_each_near_miss_says_why_not_and_when(generated):
    for item in generated:
        for answer in wrongs(item):
            assert answer.why.endswith("."), item.id
            assert answer.when[0].islower() or answer.when[0] in "`IC" or answer.when.startswith("sku_"), answer.when
            assert not answer.when.endswith("."), item.id


def test_each_near_miss_has_a_name_for_what_is_believed(generated):
    for item in generated:
        assert not item.right.misconception
        assert all(SLUG.fullmatch(near.misconception) for near in wrongs(item)), item.id


def test_the_exchange_is_a_request_of_a_readable_size(generated):
    for item in generated:
        (message,) = item.exchange.messages
        assert message.is_request
        assert message.fields[0] == ("Host", "…")
        assert max(len(line) for line in (message.first, message.content, *(v for _, v in message.fields))) < 200


def test_stems_stay_short(generated):
    assert max(len(item.stem.split()) for item in generated) <= 100


def test_the_pair_has_the_right_code(generated, library):
    for item in generated:
        known = [slug for slug, pair in library.pairs.items() if item.codes[0] in pair.codes]
        assert item.pair in (known or [""]), item.id


def test_the_pair_has_a_near_miss_wherever_one_does(generated, library):
    for item in generated:
        shared = {
            slug
            for slug, pair in library.pairs.items()
            if item.codes[0] in pair.codes and {*item.codes[1:]} & {*pair.codes}
        }
        assert not shared or item.pair in shared, item.id


def test_boxes_are_asked_for_where_something_is_decided(generated):
    assert {item.right.key for item in generated if item.kind == "box"} == set(ASKED)


def test_ids_are_short_and_different(generated):
    assert max(len(item.id) for item in generated) <= 60
    assert len({item.id for item in generated}) == len(generated)


@pytest.fixture(scope="module")
def surfaces(generated):
    found = defaultdict(set)
    for item in generated:
        found[item.boxes[0], item.codes[0]].add(surface(item))
    return found


def test_every_outcome_comes_about(surfaces):
    assert set(surfaces) == {(target.box, target.code) for target in TARGETS}


def test_every_code_of_the_lab_comes_about(surfaces):
    assert {code for _, code in surfaces} == set(LAB_CODES)


def test_every_outcome_has_five_surfaces_or_more(surfaces):
    assert {outcome: len(found) for outcome, found in surfaces.items() if len(found) < 5} == {}


def test_all_three_kinds_come_about_as_often(generated):
    for kind in ("code", "box", "one"):
        assert 0.3 < sum(item.kind == kind for item in generated) / len(generated) < 0.37
