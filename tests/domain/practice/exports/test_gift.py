"""What GIFT says, to a reader that doesn't know its writer."""

import pytest

from learn.domain.practice.exports.gift import escaped, gift
from tests.domain.practice.exports.conftest import as_seen
from tests.domain.practice.exports.gift_reader import read_gift
from tests.domain.practice.exports.hostile import PROSE, WIRE
from tests.domain.practice.exports.shown import seen, shown
from tests.domain.practice.samples import SAMPLES

KINDS = {
    **{"one": "choice", "several": "choice", "code": "short", "box": "choice", "order": "matching"},
    **{"match": "matching", "line": "choice", "mend": "essay", "free": "essay"},
}


@pytest.fixture(scope="module")
def read(items):
    return {question.name: question for question in read_gift(gift(items))}


def test_all_questions_are_there_once(items):
    assert sorted(question.name for question in read_gift(gift(items))) == sorted(item.id for item in items)


def test_each_has_its_stem_kind_category_and_tags(items, read):
    for item in items:
        question = read[item.id]
        assert shown(question.html).texts[0] == as_seen(item.stem)
        assert question.kind == KINDS[item.kind]
        assert question.category == f"$course$/top/Statusline/{item.pair or 'mixed'}"
        assert question.comments == [
            f"// [id:{item.id}]" + "".join(f" [tag:{tag}]" for tag in (item.kind, *item.codes))
        ]


def test_an_exchange_stands_below_the_stem_as_it_is_sent(items, read):
    for item in items:
        pres = shown(read[item.id].html).pres
        assert len(pres) == bool(item.exchange)
        if item.exchange and not item.lines:
            assert all(message.first in pres[0].split("\n") for message in item.exchange.messages)


def test_choices_say_which_is_right_and_why(items, read):
    for item in items:
        if item.kind not in ("one", "several", "box"):
            continue
        question = read[item.id]
        assert question.single is (item.kind != "several")
        name = "{0.key}: {0.text}" if item.kind == "box" else "{0.text}"
        expected = {as_seen(name.format(answer)): answer for answer in item.answers}
        assert {seen(option.text) for option in question.options} == {*expected}
        for option in question.options:
            answer = expected[seen(option.text)]
            assert (option.weight > 0) is answer.right
            assert as_seen(answer.why) in seen(option.feedback)
            assert as_seen(answer.when) in seen(option.feedback)


def test_ticking_all_of_several_earns_nothing_and_the_right_ones_everything(items, read):
    for item in items:
        if item.kind == "several":
            weights = [option.weight for option in read[item.id].options]
            assert sum(weight for weight in weights if weight > 0) == pytest.approx(100, abs=0.001)
            assert sum(weights) <= 0


def test_codes_that_are_accepted_are_accepted(items, read):
    for item in items:
        if item.kind == "code":
            options = {option.text: option for option in read[item.id].options}
            assert {*options} == {answer.key for answer in item.answers}
            for answer in item.answers:
                assert options[answer.key].weight == (100 if answer.right else 0)
                assert as_seen(answer.why) in seen(options[answer.key].feedback)


def test_steps_match_their_places(items, read):
    for item in items:
        if item.kind == "order":
            couples = [(seen(left), right) for left, right in read[item.id].couples]
            assert couples == [(as_seen(step.text), str(at)) for at, step in enumerate(item.steps, start=1)]


def test_partners_match(items, read):
    for item in items:
        if item.kind == "match":
            couples = [(seen(left), right) for left, right in read[item.id].couples]
            assert couples == [(as_seen(match.left), as_seen(match.right)) for match in item.matches]


def test_every_line_with_text_can_be_chosen_and_one_is_right(items, read):
    for item in items:
        if item.kind == "line":
            question = read[item.id]
            numbers = [option.text.split(":")[0].removeprefix("Line ") for option in question.options]
            assert numbers == [str(at) for at, line in enumerate(item.lines, start=1) if line.strip()]
            assert [text.split(":")[0] for text in question.right] == [f"Line {item.right.key}"]


def test_the_model_is_in_the_general_feedback(items, read):
    for item in items:
        if item.kind == "mend":
            assert item.model in shown(read[item.id].general).pres
        if item.kind == "free":
            assert as_seen(item.model.split("\n")[0]) in shown(read[item.id].general).texts
        for part in item.points:
            assert as_seen(part.text) in seen(read[item.id].general)


def test_the_general_feedback_says_where_to_read_on(items, read):
    for item in items:
        page = shown(read[item.id].general)
        assert page.texts[-1] == item.reference.text
        assert page.links == ([item.reference.url] if item.reference.url else [])


@pytest.mark.parametrize("kind", SAMPLES)
def test_hostile_text_is_only_text(hostile, kind):
    (question,) = read_gift(gift([hostile[kind]]))
    item = hostile[kind]

    assert (question.name, question.kind) == (item.id, KINDS[kind])
    page = shown(question.html)
    assert page.texts[0] == f"{PROSE} stem"
    assert WIRE in page.pres[0]
    assert len(page.pres) == 1
    assert question.general
    for option in question.options:
        # What is matched with is plain text to Moodle.
        shown(option.text.split("->")[0])
        shown(option.feedback)


@pytest.mark.parametrize("kind", ["one", "several", "box"])
def test_hostile_options_are_what_they_were(hostile, kind):
    (question,) = read_gift(gift([hostile[kind]]))

    for option, answer in zip(question.options, hostile[kind].answers, strict=True):
        assert seen(option.text).endswith(f"{PROSE} answer{answer.key}")
        assert (option.weight > 0) is answer.right
        assert f"{PROSE} why{answer.key}" in seen(option.feedback)


def test_hostile_partners_are_what_they_were(hostile):
    (question,) = read_gift(gift([hostile["match"]]))

    for (left, right), match in zip(question.couples, hostile["match"].matches, strict=True):
        assert seen(left) == f"{PROSE} left{match.key}"
        assert right == f"{PROSE} right{match.key}"


@pytest.mark.parametrize(
    ("text", "written"),
    [("a = b", r"a \= b"), ("~#{}:", r"\~\#\{\}\:"), ("\\", "\\\\"), ("\\n", "\\\\n"), ("a\nb", r"a\nb")],
)
def test_commands_are_escaped(text, written):
    assert escaped(text) == written


def test_no_questions_are_no_text():
    assert gift([]).strip() == ""
