import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.practice.marking import NotAnAnswer, mark
from learn.library import library as site_library

ITEMS = list(site_library().items.values())
FIRST = {kind: next(item for item in ITEMS if item.kind == kind) for kind in ("one", "code", "box")}


def marked(item, given_answer):
    held = site_library()
    return mark(item, given_answer, held.registry, held.backend)


def test_every_written_answer_of_every_item_gets_its_own_reason():
    for item in ITEMS:
        for answer in item.answers:
            marking = marked(item, f" {answer.key}\n")
            assert marking.given == answer
            assert marking.right == answer.right
            assert {answer.key, *(other.key for other in marking.others)} == {each.key for each in item.answers}
            assert answer.why


def test_right_answers_stand_first_among_the_others():
    for item in ITEMS:
        for answer in item.answers:
            rights = [other.right for other in marked(item, answer.key).others]
            assert rights == sorted(rights, reverse=True)


def test_every_unforeseen_code_and_box_is_wrong_with_a_reason_from_the_facts(library):
    for item in ITEMS:
        if item.kind == "one":
            continue
        foreseen = {answer.key for answer in item.answers}
        possible = [str(status.code) for status in library.registry] if item.kind == "code" else library.backend.nodes
        for key in set(possible) - foreseen:
            marking = marked(item, key)
            assert not marking.right
            assert marking.given.key == key
            assert marking.given.why.strip(" :") not in ("", "That is another place")
            assert len(marking.others) == len(item.answers)


def test_number_without_a_code_is_told_apart_from_a_wrong_code(library):
    for item in ITEMS:
        if item.kind == "code":
            with pytest.raises(
                NotAnAnswer, match=r"^No code 499 is registered\. Type one that is, such as 200\.$"
            ) as told:
                marked(item, "499")
            assert int(str(told.value)[-4:-1]) in library.registry


@pytest.mark.parametrize(
    ("kind", "junk", "sentence"),
    [
        ("code", "", "Type a status code: three digits, such as 404."),
        ("code", "4o4", "Type a status code: three digits, such as 404."),
        ("code", "4040", "Type a status code: three digits, such as 404."),
        ("code", "-40", "Type a status code: three digits, such as 404."),
        ("code", "٤٠٤", "Type a status code: three digits, such as 404."),
        ("code", "000", "No code 000 is registered. Type one that is, such as "),
        ("box", "", "Pick a box of the diagram."),
        ("box", "AA", "Pick a box of the diagram."),
        ("box", "404", "Pick a box of the diagram."),
        ("one", "", "Pick one of the three answers."),
        ("one", "4", "Pick one of the three answers."),
        ("one", "right", "Pick one of the three answers."),
    ],
)
def test_junk_is_told_what_would_be_an_answer(kind, junk, sentence):
    with pytest.raises(NotAnAnswer) as told:
        marked(FIRST[kind], junk)

    assert str(told.value).startswith(sentence)


@given(st.sampled_from(list(FIRST.values())), st.text(max_size=6) | st.integers(0, 999).map(str))
def test_anything_sent_is_marked_or_explained(item, sent):
    try:
        assert marked(item, sent).given.why
    except NotAnAnswer as told:
        assert str(told).endswith(".")
