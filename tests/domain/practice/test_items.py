import re

import pytest

from learn.domain.content import ContentError
from learn.domain.practice.items import OPTION_COUNT, read_items

CODE = """\
[[question]]
id = "door-support"
version = 1
kind = "code"
codes = [403]
boxes = ["H"]
rfc = "9110 s15.5.4"
stem = "Which code?"
right = 403
why = "No right."

[[question.near]]
code = 401
why = "Known."
when = "the token is missing"
"""
ONE = """\
[[question]]
id = "door-loop"
version = 1
kind = "one"
codes = [401]
boxes = []
rfc = "9110 s15.5.2"
stem = "What next?"
exchange = "GET / HTTP/1.1"

[[question.option]]
text = "Log in"
right = true
why = "It says so."

[[question.option]]
text = "Wait"
why = "No."
when = "the answer is 503"
misconception = "retry-fixes-4xx"

[[question.option]]
text = "Ask"
why = "No."
when = "the answer is 403"
misconception = "401-is-permission"
"""


@pytest.fixture
def read(tmp_path, library):
    path = tmp_path / "door.toml"

    def items(text):
        path.write_text(text)
        return read_items(path, library.registry, library.backend)

    return items


def test_produced_answers_are_the_right_one_and_its_near_misses(read):
    (item,) = read(CODE)

    assert (item.right.key, item.right.text) == ("403", "403 Forbidden")
    assert [(answer.key, answer.right, answer.when) for answer in item.answers] == [
        ("403", True, ""),
        ("401", False, "the token is missing"),
    ]


def test_other_defensible_answer_is_right_too(read):
    (item,) = read(CODE + '[[question.also]]\ncode = 404\nwhy = "Hidden."\n')

    assert [answer.key for answer in item.answers if answer.right] == ["403", "404"]
    assert item.right.key == "403"


def test_options_are_numbered_and_carry_their_exchange(read):
    (item,) = read(ONE)

    assert [answer.key for answer in item.answers] == ["1", "2", "3"]
    assert item.exchange is not None
    assert item.exchange.messages[0].first == "GET / HTTP/1.1"


def test_every_item_has_one_first_right_answer_and_a_reason_for_each(library):
    for item in library.items.values():
        assert item.right == next(answer for answer in item.answers if answer.right)
        assert len({answer.key for answer in item.answers}) == len(item.answers)
        assert all(answer.text and answer.why for answer in item.answers), item.id
        assert item.kind != "one" or len(item.answers) == OPTION_COUNT


def test_order_differs_by_attempt_and_stays_on_reload(library):
    for item in library.items.values():
        orders = [tuple(answer.key for answer in item.shuffled(attempt)) for attempt in range(30)]
        assert orders == [tuple(answer.key for answer in item.shuffled(attempt)) for attempt in range(30)]
        assert {frozenset(order) for order in orders} == {frozenset(answer.key for answer in item.answers)}
        assert len(set(orders)) > 1


def test_right_option_has_no_place_of_its_own(library):
    options = [item for item in library.items.values() if item.kind == "one"]

    places = [item.shuffled(0).index(item.right) for item in options]

    assert set(places) == {0, 1, 2}


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "problem"),
    [
        (CODE, "version = 1\n", "", 2, "a question has no 'version'"),
        (CODE, 'kind = "code"', 'kind = "quiz"', 2, "kind is one of one, code, box, not 'quiz'"),
        (CODE, '"door-support"', '"Door support"', 2, "an id is lower-case words and hyphens, 60 characters at most"),
        (CODE, "codes = [403]", "codes = [499]", 2, "499 is not a registered code"),
        (CODE, "codes = [403]", "codes = [[403]]", 2, "a question: each of 'codes' must be a whole number, not [403]"),
        (CODE, '["H"]', '["Z"]', 2, "the diagram has no box 'Z'"),
        (CODE, "right = 403\n", "", 2, "a produced answer needs 'right' and 'why'"),
        (CODE, "right = 403", "right = 499", 2, "499 is not a registered code"),
        (CODE, "right = 403", "right = 401", 2, "the same answer stands there twice"),
        (CODE, "code = 401\n", "", 2, "an answer has no 'code'"),
        (CODE, 'when = "the token is missing"\n', "", 2, "a wrong answer doesn't say when it would be right ('when')"),
        (CODE, 'why = "Known."\n', "", 2, "an answer has no 'why'"),
        (CODE, CODE[CODE.index("\n[[question.near]]") :], "", 2, "a produced answer needs near misses"),
        (CODE, "stem =", "colour = 1\nstem =", 2, "question 'door-support': nothing reads 'colour'"),
        (ONE, "right = true\n", "", 2, "one of three has three options, and one of them is right"),
        (ONE, 'misconception = "retry-fixes-4xx"\n', "", 2, "wrong option 'Wait' names no misconception"),
        (ONE, 'text = "Wait"\n', "", 2, "an answer has no 'text'"),
        (ONE, "GET / HTTP/1.1", "GET /", 2, "exchange, line 1: an exchange begins with"),
        (CODE + ONE, '"door-loop"', '"Loop"', 17, "question 'Loop': an id is lower-case"),
    ],
)
def test_mistake_is_told_with_file_and_line(read, text, old, new, line, problem):
    assert old in text

    with pytest.raises(ContentError, match=rf"door\.toml:{line}: .*{re.escape(problem)}"):
        read(text.replace(old, new, 1))
