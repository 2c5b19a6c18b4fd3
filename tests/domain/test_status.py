import re

import pytest
from django.conf import settings

from learn.domain.content import ContentError
from learn.domain.status import CLASS_NAMES, CONTENT_RULES, RETRY_ADVICE, read_registry

CODES = settings.CONTENT_DIR / "codes.toml"


def test_registry_has_its_64_entries_in_order(library):
    codes = [status.code for status in library.registry]

    assert len(library.registry) == 64
    assert codes == sorted(codes)
    assert {status.digit for status in library.registry} == set(CLASS_NAMES)


def test_each_code_has_words_for_all_its_facts(library):
    for status in library.registry:
        assert str(status) == f"{status.code} {status.phrase}"
        assert status.class_name in CLASS_NAMES.values()
        assert status.retry_advice in RETRY_ADVICE.values()
        assert status.content_advice in CONTENT_RULES.values()
        assert status.url.startswith("https://"), status


def test_codes_out_of_use_are_marked(library):
    marks = {status.code: status.mark for status in library.registry if status.mark}

    assert marks[104] == "lapsed"
    assert {code for code, mark in marks.items() if mark == "unused"} == {306, 418}
    assert marks[305] == "deprecated"
    assert not {200, 404, 503} & marks.keys()


def test_number_that_is_not_registered_is_not_in_the_registry(library):
    assert 404 in library.registry
    for other in (0, 99, 299, 999, -404, "404", None, [404]):
        assert other not in library.registry


def test_every_word_has_to_match_number_name_or_meaning(library):
    matching = library.registry.matching

    assert [status.code for status in matching(text="404 FOUND")] == [404]
    assert 404 in [status.code for status in matching(text="40")]
    assert matching(text="found teapot") == []
    assert matching(text="  ") == list(library.registry)


@pytest.mark.parametrize("digit", CLASS_NAMES)
def test_a_class_holds_its_own_codes_only(library, digit):
    found = library.registry.matching(digit=digit)

    assert found == [status for status in library.registry if status.code // 100 == digit]


def test_class_and_text_narrow_together(library):
    assert {status.code for status in library.registry.matching(digit=5, text="gateway")} == {502, 504}


@pytest.mark.parametrize("code", [999, 0, 499, 600, 99, 1000, 440])
def test_unknown_number_is_offered_four_near_ones_in_order(library, code):
    near = [status.code for status in library.registry.nearest(code)]

    assert len(set(near)) == 4
    assert near == sorted(near)


def test_near_means_alike_to_read_or_close_by(library):
    assert 409 in {status.code for status in library.registry.nearest(499)}
    assert 511 in {status.code for status in library.registry.nearest(512)}


@pytest.mark.parametrize(
    ("old", "new", "needle", "problem"),
    [
        ('phrase = "Expectation Failed"', "phrase = 5", "code = 417", "a code: 'phrase' must be text, not 5"),
        ('phrase = "Gone"\n', "", "code = 410", "a code has no 'phrase'"),
        ('tier = "core"\n', "", "code = 200", "code 200 has no 'tier'"),
        ('policy = "reauthenticate"', 'policy = "again"', "code = 401", "'again' is not a retry policy"),
        ('rule = "required"', 'rule = "maybe"', "", "'maybe' is not a content rule"),
        ("code = 417, ask", "code = 499, ask", "code = 100", "100 is confused with unknown code 499"),
    ],
)
def test_mistake_is_told_at_the_line_of_its_code(tmp_path, old, new, needle, problem):
    text = CODES.read_text()
    assert old in text
    path = tmp_path / "codes.toml"
    path.write_text(text.replace(old, new, 1))
    lines = path.read_text().splitlines()
    line = r"\d+" if not needle else str(lines.index(needle) + 1)

    with pytest.raises(ContentError, match=rf"codes\.toml:{line}: {re.escape(problem)}"):
        read_registry(path)


def test_file_without_codes_is_refused(tmp_path):
    path = tmp_path / "codes.toml"
    path.write_text("")

    with pytest.raises(ContentError, match=r"codes\.toml:1: the registry has no 'code'"):
        read_registry(path)
