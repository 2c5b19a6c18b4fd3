"""Several questions at once."""

from dataclasses import replace
from itertools import combinations

from learn.domain.practice.generator import alike, generate_several


def test_no_two_of_a_sitting_are_alike(lab, library):
    for seed in range(40):
        sitting = generate_several(seed, 20, lab, library.pairs)
        assert len(sitting) == 20
        assert not any(alike(one, other) for one, other in combinations(sitting, 2)), seed


def test_no_two_are_alike_where_one_box_is_chosen(lab, library):
    sitting = generate_several(3, 10, lab, library.pairs, boxes=["T"])
    assert not any(alike(one, other) for one, other in combinations(sitting, 2))
    assert 3 <= len(sitting) <= 10


def test_a_sitting_is_the_same_for_the_same_seed(lab, library):
    assert generate_several(9, 5, lab, library.pairs) == generate_several(9, 5, lab, library.pairs)
    assert generate_several(9, 5, lab, library.pairs) != generate_several(10, 5, lab, library.pairs)


def test_a_sitting_keeps_to_the_kinds_chosen(lab, library):
    assert {item.kind for item in generate_several(1, 8, lab, library.pairs, kinds=["box"])} == {"box"}


def test_other_numbers_don_t_make_another_question(make):
    item = next(item for item in map(make, range(500)) if "Order ord_9" in item.stem)
    renumbered = replace(item, id="gen:v1:x", stem=item.stem.replace("Order ord_9", "Order ord_8"))
    assert alike(item, renumbered)


def test_another_state_makes_another_question(make):
    item = next(item for item in map(make, range(500)) if "waits for payment" in item.stem)
    assert not alike(item, replace(item, stem=item.stem.replace("waits for payment", "has been paid")))


def test_the_kind_alone_makes_no_other_question(make):
    item = next(item for item in map(make, range(500)) if item.kind == "code")
    asked = item.stem.replace("Which code comes back?", "At which box of the map is the answer decided?")
    assert alike(item, replace(item, kind="box", stem=asked))
