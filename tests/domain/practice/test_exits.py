"""Who picks an exit of the map means the question before it."""

import pytest

from learn.actions.lab import lab
from learn.domain.practice.generator import generate


@pytest.mark.parametrize(
    ("item", "exits"),
    [
        ("conflict-shelf", {"N": True, "O": False}),
        ("limit-sixth", {"N": False, "O": True}),
        ("pick-report", {"I": True}),
        ("p-429-503-till", {"S": True}),
        ("p-moved-job", {"K": False}),
        ("p-boxes-put-reports", {"G": False}),
    ],
)
def test_an_exit_counts_as_the_box_before_it_if_it_has_the_code(library, marked, item, exits):
    for key, right in exits.items():
        marking = marked(library.items[item], key)
        assert marking.right == right
        assert (marking.given == library.items[item].right) == right
        assert marking.given.why.startswith(library.items[item].right.text) or right


def test_an_exit_after_a_near_miss_has_its_reason(library, marked):
    item = library.items["conflict-shelf"]

    assert marked(item, "K").given == next(answer for answer in item.answers if answer.key == "J")


def test_an_exit_of_a_made_up_question_counts_only_with_its_code(library, marked):
    makes = (generate(seed, lab(), library.pairs, boxes=["M"], kinds=["box"]) for seed in range(0, 400, 20))
    seen = set()
    for item in makes:
        seen.add(item.codes[0])
        assert [marked(item, key).right for key in "NO"] == [item.codes[0] == 409, item.codes[0] == 429]
    assert {409, 412, 429} <= seen
