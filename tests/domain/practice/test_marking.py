"""Each kind of question, marked for every answer that there is."""

import json
from itertools import chain, combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.practice.marking import NotAnAnswer, mark
from learn.library import library as site_library

ITEMS = list(site_library().items.values())
FIRST = {kind: next(item for item in ITEMS if item.kind == kind) for kind in ("one", "code", "box")}
BY_KIND = {item.kind: item for item in ITEMS}


def marked_here(item, given_answer):
    held = site_library()
    return mark(item, given_answer, held.registry, held.backend)


def subsets(keys):
    return chain.from_iterable(combinations(keys, size) for size in range(1, len(keys) + 1))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_right_answer_of_every_item_is_marked_right_in_all_its_parts(item):
    marking = marked_here(item, item.right.key)

    assert marking.right
    assert all(part.right for part in marking.parts)
    assert (marking.canonical, marking.given.text) == (item.right.key, item.right.text)


def test_every_written_answer_of_every_item_gets_its_own_reason():
    for item in ITEMS:
        if item.kind == "several":
            continue
        for answer in item.answers:
            marking = marked_here(item, f" {answer.key}\n")
            assert marking.given == answer
            assert {answer.key, *(other.key for other in marking.others)} == {each.key for each in item.answers}
            rights = [other.right for other in marking.others]
            assert rights == sorted(rights, reverse=True)


def test_every_unforeseen_code_and_box_is_wrong_with_a_reason_from_the_facts(library):
    for item in ITEMS:
        if item.kind not in ("code", "box"):
            continue
        foreseen = {answer.key for answer in item.answers}
        possible = [str(status.code) for status in library.registry] if item.kind == "code" else library.backend.nodes
        # An exit stands for the box before it, which may be foreseen.
        boxes = foreseen & library.backend.nodes.keys()
        exits = {edge.target for box in boxes for edge in library.backend.edges_from(box)}
        for key in set(possible) - foreseen - exits:
            marking = marked_here(item, key)
            assert not marking.right
            assert marking.given.key == key
            assert marking.given.why.strip(" :") not in ("", "That is another place")
            assert len(marking.others) == len(item.answers)


def test_number_without_a_code_is_told_apart_from_a_wrong_code(library):
    with pytest.raises(NotAnAnswer, match=r"^No code 499 is registered\. Type one that is, such as 200\.$") as told:
        marked_here(FIRST["code"], "499")

    assert int(str(told.value)[-4:-1]) in library.registry


def test_several_is_right_for_exactly_the_right_options(sample, marked):
    item = sample("several")
    for chosen in subsets("1234"):
        marking = marked(item, ",".join(chosen))
        assert marking.right == (chosen == ("1", "3"))
        assert marking.canonical == ",".join(chosen)
        assert [part.given for part in marking.parts] == ["chosen" if key in chosen else "left out" for key in "1234"]
        assert [part.expected for part in marking.parts] == ["chosen", "left out", "chosen", "left out"]
        assert [part.right for part in marking.parts] == [(key in chosen) == (key in "13") for key in "1234"]


@pytest.mark.parametrize("sent", ["3,1", "1,3,1,3", " 3 , 1 "])
def test_several_is_the_same_in_any_order_and_however_often(sample, marked, sent):
    assert marked(sample("several"), sent) == marked(sample("several"), "1,3")


def test_order_is_right_for_the_one_order(sample, marked):
    item = sample("order")
    for keys in permutations("1234"):
        marking = marked(item, ",".join(keys))
        assert marking.right == (keys == tuple("1234"))
        assert marking.canonical == ",".join(keys)
        assert [part.expected for part in marking.parts] == [step.text for step in item.steps]
        assert [part.given for part in marking.parts] == [item.steps[int(key) - 1].text for key in keys]
        assert [part.right for part in marking.parts] == [key == own for key, own in zip(keys, "1234", strict=True)]


def test_match_is_right_where_each_has_its_own_partner(sample, marked):
    item = sample("match")
    for rights in permutations("1234"):
        couples = [f"{left}:{right}" for left, right in zip("1234", rights, strict=True)]
        marking = marked(item, ",".join(couples))
        assert marking == marked(item, ",".join(reversed(couples)))
        assert marking.right == (rights == tuple("1234"))
        assert marking.canonical == ",".join(couples)
        assert [part.text for part in marking.parts] == ["405", "401", "201", "503"]
        assert [part.given for part in marking.parts] == [item.matches[int(key) - 1].right for key in rights]
        assert [part.right for part in marking.parts] == [key == own for key, own in zip(rights, "1234", strict=True)]


def test_every_line_is_an_answer_and_one_is_right(sample, marked):
    item = sample("line")

    markings = [marked(item, str(number)) for number in range(1, 7)]

    assert [marking.right for marking in markings] == [False, False, False, False, True, False]
    assert [marking.canonical for marking in markings] == list("123456")
    assert markings[3].given.when == "no resource knows POST"
    assert markings[2].given.why == "HTTP asks for an empty line there."
    assert markings[5].given.text == "Line 6: `Cache-Control: no-store`"
    assert marked(item, "005") == markings[4]


def said(points, text="Because."):
    return json.dumps({"text": text, "points": list(points)})


def test_free_answer_is_right_with_enough_points_ticked(sample, marked):
    item = sample("free")
    for points in [(), *subsets("123")]:
        marking = marked(item, said(points))
        assert marking.right == (len(points) >= 2)
        assert [part.right for part in marking.parts] == [key in points for key in "123"]
        assert [part.given for part in marking.parts] == ["ticked" if key in points else "not ticked" for key in "123"]
        assert marking.given.text == "Because."


def test_free_answers_that_are_equal_are_kept_alike(sample, marked):
    item = sample("free")

    one = marked(item, said("3113", "Ö is\r\nfine.  "))

    assert one.canonical == '{"text":"Ö is\\nfine.","points":["1","3"]}'
    assert one == marked(item, said("13", "Ö is\nfine."))


@pytest.mark.parametrize("sent", [said("12", "a" * 5000), said("12", "\U0001f600" * 5000)])
def test_free_answer_may_be_long(sample, marked, sent):
    assert marked(sample("free"), sent).right


@pytest.mark.parametrize(
    ("kind", "most", "right", "wrong"),
    [
        ("several", "options", "All 4 options are as they should be.", ("1", "1 of the 4 options is not as it should")),
        ("order", "places", "All 4 places are as they should be.", ("2,1,3,4", "2 of the 4 places are not as they")),
        ("match", "pairs", "All 4 pairs are as they should be.", ("1:2,2:1,3:4,4:3", "None of the 4 pairs is as it")),
    ],
)
def test_reason_of_an_answer_in_parts_counts_them(sample, marked, kind, most, right, wrong):
    item = sample(kind)

    assert marked(item, item.right.key).given.why == right
    assert marked(item, wrong[0]).given.why.startswith(wrong[1])


JUNK = ["", " ", "\0", "\ud800", "9" * 5000, "1;3", "1 3", "1,,3", "1,", ",", "0", "-1", "1.0", "١", "²", "null", "{}"]


@pytest.mark.parametrize(
    ("kind", "junk", "sentence"),
    [
        ("code", [*JUNK, "4o4", "4040", "-40", "٤٠٤"], "Type a status code: three digits, such as 404."),
        ("box", [*JUNK, "AA", "404"], "Pick a box of the diagram."),
        ("one", [*JUNK, "4", "right"], "Pick one of the three answers."),
        ("several", [*JUNK, "5", "1,5", "1,2,3,4,5"], "Choose one or more of the 4 options."),
        (
            "order",
            [*JUNK, "1,2,3", "1,2,3,3", "1,2,3,4,4", "1,2,3,5", "1;2;3;4", "1,2,3,4,", "1," * 4000],
            "Put all 4 steps into order, each in one place.",
        ),
        (
            "match",
            [*JUNK, "1:1", "1:1,2:2,3:3", "1:1,2:2,3:3,4:3", "1:1,2:2,3:3,3:4", "1:1,2:2,3:3,4:4,4:4",
             "1:1,2:2,3:3,4:5", "1-1,2-2,3-3,4-4", "1:1;2:2;3:3;4:4", "1:1:1,2:2,3:3,4:4"],
            "Give each of the 4 on the left a partner of its own on the right.",
        ),
        ("line", ["", "x", "\0", "-1", "1.0", "١", "²", "9999", "9" * 5000, "5,5"], "Pick a line: a number from 1 to"),
        ("line", ["0", "7", "999"], "The exchange has no line "),
        ("free", [*JUNK, "[]", "[" * 100_000, "1" * 5000, '{"text": 1, "points": []}', '{"text": "x"}', "NaN",
                  '{"text": "x", "points": "1"}', '{"text": "x", "points": [1]}', '{"text": "x", "points": [["1"]]}',
                  '{"text": "x", "points": [], "more": 1}', said("12", "a" * 70_000)],
         "Say your answer in at most 5,000 characters, then tick"),
        ("free", [said("4"), said(["1", ""]), said(["1,2"]), said(["\0"])], "Tick the points that you said, of the 3"),
        ("free", [said("12", ""), said("12", " \n\t")], "Say your answer first, in a sentence or two;"),
        ("free", [said("12", "a" * 5001)], "That is too long. Say it in 5,000 characters at most."),
        ("free", [said("12", "a\0"), said("12", "\ud800"), said("12", "\x1b[0m")], "The text has a character that"),
    ],
)  # fmt: skip
def test_junk_is_told_what_would_be_an_answer(sample, marked, kind, junk, sentence):
    item = sample(kind)
    for sent in junk:
        with pytest.raises(NotAnAnswer) as told:
            marked(item, sent)
        assert str(told.value).startswith(sentence), sent
        assert str(told.value).endswith(".")
        assert len(str(told.value)) < 200


ANY = st.text(max_size=30) | st.integers(0, 999).map(str) | st.text('123456,: {}"\n', max_size=30)


@given(st.sampled_from(list(BY_KIND.values())), ANY)
def test_anything_sent_is_explained_or_marked_and_marks_the_same_again(item, sent):
    try:
        marking = marked_here(item, sent)
    except NotAnAnswer as told:
        assert str(told).endswith(".")
        return
    assert marking.given.why
    assert marked_here(item, marking.canonical) == marking
    marking.canonical.encode()
