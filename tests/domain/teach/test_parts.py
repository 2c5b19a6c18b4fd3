import json

import pytest

from learn.domain.teach.parts import (
    ChallengeWanted,
    DiagramWanted,
    LessonWanted,
    QuizWanted,
    ReviewWanted,
    as_about,
    from_about,
    read_wanted,
    words,
)
from learn.models import Part

GOOD = [
    ("lesson", {"lesson": "401-or-403"}, LessonWanted("401-or-403"), "Lesson: 401 or 403"),
    ("lesson", {"lesson": "six-mistakes"}, LessonWanted("six-mistakes"), "Lesson: Six mistakes, each repaired"),
    ("challenge", {"challenge": "first-answer"}, ChallengeWanted("first-answer"), "Lab challenge: A first 200"),
    ("quiz", {"set": "interview"}, QuizWanted(set="interview"), "Quiz: the interview questions"),
    (
        "quiz",
        {"pair": "401-403", "count": 8},
        QuizWanted(pair="401-403", count=8),
        "Quiz: 8 questions of 401 Unauthorized or 403 Forbidden",
    ),
    (
        "quiz",
        {"boxes": ["C", "F", "M"], "count": 6},
        QuizWanted(boxes=("C", "F", "M"), count=6),
        "Quiz: 6 generated questions at “Authenticated?”, “Input Valid?” and “Write Conflict or Limit Hit?”",
    ),
    (
        "quiz",
        {"boxes": ["F"], "count": 1},
        QuizWanted(boxes=("F",), count=1),
        "Quiz: 1 generated question at “Input Valid?”",
    ),
    (
        "quiz",
        {"boxes": [], "count": 40},
        QuizWanted(count=40),
        "Quiz: 40 generated questions from the whole diagram",
    ),
    ("review", {"days": 4, "of": 7}, ReviewWanted(4, 7), "Review on 4 of 7 days"),
    ("review", {"days": 28, "of": 28}, ReviewWanted(28, 28), "Review on 28 of 28 days"),
    (
        "diagram",
        {"percent": 60, "by": "lab"},
        DiagramWanted(60, "lab"),
        "60 % of the diagram by requests to the lab",
    ),
    (
        "diagram",
        {"percent": 100, "by": "wizard"},
        DiagramWanted(100, "wizard"),
        "100 % of the diagram in the wizard",
    ),
]


@pytest.mark.parametrize(("kind", "about", "wanted", "told"), GOOD)
def test_part_is_read_told_and_written_back(library, kind, about, wanted, told):
    assert read_wanted(kind, about, library) == wanted
    assert words(wanted, library) == told
    assert from_about(kind, json.loads(json.dumps(as_about(wanted)))) == wanted


def test_every_kind_of_part_can_be_read():
    assert {kind for kind, *_ in GOOD} == {*Part.Kind.values}


BAD = [
    ("essay", {}, "A part is one of lesson, challenge, quiz, review, diagram"),
    ("lesson", {}, "Say which lesson is meant"),
    ("lesson", {"lesson": 7}, "Say which lesson is meant"),
    ("lesson", {"lesson": "nowhere"}, "There is no lesson 'nowhere'. There are: .*401-or-403"),
    ("lesson", {"lesson": "401-or-403", "by": "lab"}, "can't have 'by'"),
    ("challenge", {"challenge": "nothing"}, "There is no challenge 'nothing'. There are: first-answer"),
    ("quiz", {}, "one of three: a set, a pair, or generated ones"),
    ("quiz", {"set": "interview", "pair": "401-403"}, "one of three"),
    ("quiz", {"pair": "401-403", "boxes": [], "count": 3}, "one of three"),
    ("quiz", {"set": "hard"}, "There is no set 'hard'. There is: interview"),
    ("quiz", {"set": "interview", "count": 3}, "asked whole"),
    ("quiz", {"pair": "1-2", "count": 3}, "There is no pair '1-2'. There are: 401-403"),
    ("quiz", {"boxes": ["X"], "count": 3}, "No request is decided at box 'X'. Boxes with questions: B, C, F,"),
    ("quiz", {"boxes": ["F", "A"], "count": 3}, "No request is decided at box 'A'"),
    ("quiz", {"boxes": "FM", "count": 3}, "a list of letters"),
    ("quiz", {"boxes": [1], "count": 3}, "a list of letters"),
    *(("quiz", {"pair": "401-403", "count": count}, "from 1 to 40") for count in (0, 41, -1, True, 2.5, "", "x", None)),
    *(("review", {"days": 1, "of": of}, "look back: a whole number from 1 to 28") for of in (0, 29, None)),
    *(("review", {"days": days, "of": 7}, "with review: a whole number from 1 to 7") for days in (0, 8)),
    *(("diagram", {"percent": percent, "by": "lab"}, "from 1 to 100") for percent in (0, 101)),
    ("diagram", {"percent": 60, "by": "foot"}, "by lab or by wizard, not by 'foot'"),
    ("diagram", {"percent": 60}, "by lab or by wizard"),
]


@pytest.mark.parametrize(("kind", "about", "told"), BAD)
def test_what_cannot_be_wanted_is_refused_with_what_would_be_right(library, kind, about, told):
    with pytest.raises(ValueError, match=told):
        read_wanted(kind, about, library)


def test_numbers_of_a_form_are_digits(library):
    assert read_wanted("review", {"days": "4", "of": "7"}, library) == ReviewWanted(4, 7)


def test_boxes_are_those_that_decide_each_once_in_the_order_of_the_diagram(library):
    about = {"boxes": ["N", "M", "G", "F"], "count": 2}

    assert read_wanted("quiz", about, library) == QuizWanted(boxes=("F", "M"), count=2)


@pytest.mark.parametrize(
    ("kind", "about", "told"),
    [
        ("lesson", {"lesson": "gone"}, "Lesson: gone"),
        ("challenge", {"challenge": "gone"}, "Lab challenge: gone"),
        ("quiz", {"pair": "1-2", "count": 2}, "Quiz: 2 questions of 1-2"),
        ("quiz", {"boxes": ["Ö"], "count": 2}, "Quiz: 2 generated questions at Ö"),
    ],
)
def test_stored_part_outlives_its_content(library, kind, about, told):
    assert words(from_about(kind, about), library) == told
