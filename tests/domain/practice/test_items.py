"""What a question is once it is read, and how it is shown."""

from itertools import permutations

import pytest

from learn.domain.practice.kinds.choose import OPTION_COUNT
from tests.domain.practice.samples import CODE, SAMPLES

SEEDS = [*range(60), "a-session", "another"]


def shown(item):
    return item.steps or item.rights or item.answers


def test_produced_answers_are_the_right_one_and_its_near_misses(sample):
    item = sample("code")

    assert (item.right.key, item.right.text) == ("403", "403 Forbidden")
    assert [(answer.key, answer.right, answer.when) for answer in item.answers] == [
        ("403", True, ""),
        ("401", False, "the token is missing"),
    ]


def test_other_defensible_answer_is_right_too(read):
    (item,) = read(CODE + '[[question.also]]\ncode = 404\nwhy = "Hidden."\n')

    assert [answer.key for answer in item.answers if answer.right] == ["403", "404"]
    assert item.right.key == "403"


def test_options_are_numbered_and_carry_their_exchange(sample):
    item = sample("one")

    assert [answer.key for answer in item.answers] == ["1", "2", "3"]
    assert item.exchange.messages[0].first == "GET / HTTP/1.1"


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("one", "1", "Log in"),
        ("code", "403", "403 Forbidden"),
        ("several", "1,3", "WWW-Authenticate; A reason"),
        ("order", "1,2,3,4", "1. Who asks?; 2. Is it readable?; 3. May they?; 4. Is it there?"),
        ("match", "1:1,2:2,3:3,4:4", "405: Allow; 401: WWW-Authenticate; 201: Location; 503: Retry-After"),
        ("line", "5", "Line 5: `Allow: POST`"),
        ("mend", None, "HTTP/1.1 405 Method Not Allowed with Allow, Cache-Control, ETag"),
    ],
)
def test_right_answer_is_told_in_the_form_it_is_given_in(sample, kind, key, text):
    item = sample(kind)

    assert (item.right.key, item.right.text) == (key or item.model, text)


def test_line_is_counted_over_the_whole_exchange_with_its_empty_lines(sample):
    item = sample("line")

    assert item.lines[4] == "Allow: POST"
    assert [bool(line) for line in item.lines] == [True, True, False, True, True, True]
    assert item.mended.messages[1].fields[0] == ("Allow", "GET, HEAD")


def test_response_to_mend_is_the_one_of_the_exchange_with_its_content(sample):
    assert sample("mend").flawed == ("HTTP/1.1 404 Not Found\nContent-Type: application/json\nContent-Length: 2\n\n{}")


def test_a_pattern_is_explained_by_what_the_model_has(sample):
    assert [rule.expected for rule in sample("mend").rules] == [
        "405 Method Not Allowed or 501 Not Implemented",
        "Allow with GET and post",
        "Cache-Control: no-store",
        'such as ETag: "v7"',
        "no content-length",
        "no content",
    ]


def test_pair_and_interview_question_are_kept(read, sample):
    (item,) = read(CODE.replace("rfc =", 'pair = "401-403"\ninterview = 2\nrfc ='))

    assert (item.pair, item.interview) == ("401-403", 2)
    assert (sample("code").pair, sample("code").interview) == ("", None)


def test_every_item_of_the_course_has_reasons_for_all_it_shows(library):
    for item in library.items.values():
        for answer in (*item.answers, *item.steps, *item.rights, *item.points, item.right):
            assert answer.text and answer.why, item.id
            assert answer.right or answer.when, (item.id, answer.key)
        assert all(rule.says and rule.why and rule.expected for rule in item.rules), item.id
        assert len({answer.key for answer in shown(item)}) == len(shown(item))
        assert item.kind != "one" or len(item.answers) == OPTION_COUNT


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_shown_differs_by_seed_and_stays_on_reload(sample, kind):
    item = sample(kind)
    orders = [tuple(answer.key for answer in item.shuffled(seed)) for seed in SEEDS]

    assert orders == [tuple(answer.key for answer in item.shuffled(seed)) for seed in SEEDS]
    assert {frozenset(order) for order in orders} == {frozenset(answer.key for answer in shown(item))}
    assert len(set(orders)) > 1 or kind in ("mend", "free")


def test_steps_are_shown_in_every_order_but_the_right_one(sample):
    item = sample("order")

    orders = {tuple(step.key for step in item.shuffled(seed)) for seed in range(1000)}

    assert orders == {*permutations("1234")} - {tuple("1234")}


def test_right_sides_of_a_match_are_what_is_shuffled(sample):
    item = sample("match")

    assert {right.text for right in item.shuffled(1)} == {"Allow", "WWW-Authenticate", "Location", "Retry-After"}
    assert [item.rights[int(right.key) - 1] for right in item.shuffled(1)] == item.shuffled(1)


def test_right_option_has_no_place_of_its_own(library):
    options = [item for item in library.items.values() if item.kind == "one"]

    places = [item.shuffled(0).index(item.right) for item in options]

    assert set(places) == {0, 1, 2}
