"""The confusable codes, and what may be said of them."""

import shutil
from itertools import combinations

import pytest
from django.conf import settings

from learn.domain.content import ContentError, ContentErrors
from learn.domain.library import read_library
from learn.domain.practice.pairs import read_pairs
from tests.domain.practice.samples import ORDER

SLUGS = [
    "401-403",
    "403-404",
    "400-422",
    "404-410",
    "409-412-428",
    "405-501",
    "406-415",
    "200-201-202-204",
    "301-302-303-307-308",
    "304-200",
    "429-503",
    "500-502-503-504",
    "413-414-431",
]
PAIR = """\
[[pair]]
slug = "401-403"
codes = [401, 403]
title = "401 or 403"
question = "Would another login help?"
tell = "If it would, 401."
lesson = "401-or-403"
rfc = "9110 s15.5.2"
"""


def test_there_are_thirteen_pairs(library):
    assert list(library.pairs) == SLUGS
    assert {slug: pair.slug for slug, pair in library.pairs.items()} == dict(zip(SLUGS, SLUGS, strict=True))


def test_every_pair_says_what_tells_its_codes_apart(library):
    for pair in library.pairs.values():
        assert pair.question.endswith("?") and pair.question.count("?") == 1
        assert all(str(code) in pair.title for code in pair.codes), pair.slug
        assert all(f"{{{code}}}" in pair.tell for code in pair.codes), pair.slug
        assert pair.reference.url
        assert pair.lesson in library.lessons


def test_lesson_of_a_pair_is_about_it_where_any_is(library):
    for pair in library.pairs.values():
        about = {lesson.slug for lesson in library.order if pair.slug in lesson.pairs}
        assert pair.lesson in about or not about, pair.slug


def test_two_pairs_share_one_code_at_most(library):
    for one, other in combinations(library.pairs.values(), 2):
        assert len({*one.codes} & {*other.codes}) <= 1, (one.slug, other.slug)


def test_questions_of_a_pair_are_about_a_code_of_it(library):
    for item in library.items.values():
        assert not item.pair or item.codes[0] in library.pairs[item.pair].codes, item.id


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (PAIR.replace("[401, 403]", "[401, 499]"), 3, "499 is not a registered code"),
        (PAIR.replace("[401, 403]", "[401]"), 3, "a pair has two or more codes, each once"),
        (PAIR.replace("[401, 403]", "[401, 401]"), 3, "a pair has two or more codes, each once"),
        (PAIR.replace("[401, 403]", "[403, 401]"), 2, "a slug is the codes in their order, joined by hyphens"),
        (PAIR.replace("tell =", "tells ="), 6, "nothing reads 'tells'"),
        (PAIR.replace('rfc = "9110 s15.5.2"\n', ""), 1, "has no 'rfc'"),
        (PAIR.replace('title = "401 or 403"', 'title = ""'), 4, "'title' is empty"),
        (PAIR + PAIR, 10, "it stands there twice"),
    ],
)
def test_mistake_is_told_at_its_line(tmp_path, library, text, line, problem):
    path = tmp_path / "pairs.toml"
    path.write_text(text)

    with pytest.raises(ContentError) as told:
        read_pairs(path, library.registry)

    assert problem in told.value.problem
    assert told.value.line == line


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "problem"),
    [
        ("pairs.toml", 'lesson = "401-or-403"', 'lesson = "401-and-403"', 10, "there is no lesson '401-and-403'"),
        ("lessons/401-or-403.md", '"403-404"]', '"403-405"]', 6, "no pair is called '403-405'"),
        ("questions/401-or-403.toml", 'pair = "401-403"', 'pair = "401-404"', 8, "no pair is called '401-404'"),
        (
            "questions/401-or-403.toml",
            'pair = "401-403"',
            'pair = "403-404"',
            8,
            "its first code, 401, does not belong",
        ),
    ],
)
def test_pairs_are_held_against_lessons_and_questions(tmp_path, name, old, new, line, problem):
    root = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentErrors) as told:
        read_library(root)

    assert [(error.path, error.line) for error in told.value.errors] == [(path, line)]
    assert problem in str(told.value)


def test_library_without_its_pairs_is_told_so(tmp_path):
    root = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    (root / "pairs.toml").unlink()

    with pytest.raises(ContentErrors, match=r"pairs\.toml:1: there is no such file"):
        read_library(root)


def test_lesson_asks_no_question_that_its_page_cannot_show(tmp_path):
    root = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    (root / "questions" / "more.toml").write_text(ORDER)
    path = root / "lessons" / "401-or-403.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(":::check door-key", ":::check door-order", 1), encoding="utf-8")
    line = text.split("\n").index(":::check door-key") + 1

    with pytest.raises(ContentErrors) as told:
        read_library(root)

    (error,) = told.value.errors
    assert (error.path, error.line) == (path, line)
    assert error.problem == "a lesson asks questions of kind one, code, box; 'door-order' is of kind order"
