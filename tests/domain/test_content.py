import re
from pathlib import Path

import pytest

from learn.domain.content import (
    ContentError,
    ContentErrors,
    line_of,
    parse_toml,
    read_text,
    read_toml,
    refuse_unknown,
    require,
    require_each,
)

PATH = Path("codes.toml")
KINDS = {"code": int, "phrase": str, "refs": list, "retry": dict, "final": bool}
WHOLE = {"code": 404, "phrase": "Not Found", "refs": [], "retry": {}, "final": True}


def test_toml_is_read_as_its_fields(tmp_path):
    path = tmp_path / "codes.toml"
    path.write_text('phrase = "Not Found"\n')

    assert read_toml(path) == {"phrase": "Not Found"}


def test_broken_toml_is_told_at_its_line():
    with pytest.raises(ContentError, match=r"^codes\.toml:3: not TOML: Expected '=' after a key") as told:
        parse_toml("a = 1\nb = 2\nc c\n", PATH)

    assert (told.value.path, told.value.line) == (PATH, 3)


def test_lines_are_counted_from_where_the_text_stands_in_its_file():
    with pytest.raises(ContentError, match=r"^codes\.toml:12: not TOML"):
        parse_toml("a = 1\nb b\n", PATH, first_line=11)


def test_missing_file_is_told_by_name(tmp_path):
    with pytest.raises(ContentError, match=r"codes\.toml:1: there is no such file$"):
        read_toml(tmp_path / "codes.toml")


def test_file_that_is_not_text_is_told_by_name(tmp_path):
    path = tmp_path / "codes.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(ContentError, match=r"codes\.toml:1: not UTF-8: invalid start byte$"):
        read_text(path)


@pytest.mark.parametrize(
    ("needle", "line"), [("code = 404", 2), ("ask", 1), ("nowhere", 1), ("code = 4", 2)], ids=lambda value: str(value)
)
def test_line_that_begins_with_the_words_comes_before_one_that_has_them(needle, line):
    text = "confused_with = { code = 404, ask = 1 }\ncode = 404\ncode = 405\n"

    assert line_of(text, needle) == line


def test_whole_table_passes():
    require(WHOLE, KINDS, PATH, 1, "a code")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("code", "404", "a code: 'code' must be a whole number, not '404'"),
        ("code", True, "a code: 'code' must be a whole number, not True"),
        ("phrase", 404, "a code: 'phrase' must be text, not 404"),
        ("phrase", "", "a code: 'phrase' is empty"),
        ("refs", "9110", "a code: 'refs' must be a list, not '9110'"),
        ("retry", [], "a code: 'retry' must be a table, not []"),
        ("final", 1, "a code: 'final' must be true or false, not 1"),
    ],
)
def test_field_of_another_type_is_refused(name, value, problem):
    with pytest.raises(ContentError, match=f"^{re.escape(f'codes.toml:7: {problem}')}$"):
        require({**WHOLE, name: value}, KINDS, PATH, 7, "a code")


@pytest.mark.parametrize("name", KINDS)
def test_missing_field_is_named(name):
    fields = {key: value for key, value in WHOLE.items() if key != name}

    with pytest.raises(ContentError, match=f"a code has no '{name}'"):
        require(fields, KINDS, PATH, 7, "a code")


@pytest.mark.parametrize("value", ["401", [401], {}, True, 4.01], ids=repr)
def test_value_in_a_list_has_its_type_too(value):
    with pytest.raises(ContentError, match=r"codes\.toml:4: a code: each of 'codes' must be a whole number, not "):
        require_each({"codes": [403, value]}, {"codes": int}, PATH, 4, "a code")


def test_field_that_nothing_reads_is_refused_with_those_that_are():
    with pytest.raises(ContentError, match="a lesson: nothing reads 'minuts'; known are minutes, title"):
        refuse_unknown(["title", "minuts"], ["title", "minutes"], PATH, 1, "a lesson")


def test_several_mistakes_are_told_one_a_line():
    errors = ContentErrors([ContentError(PATH, 1, "one"), ContentError(PATH, 2, "two")])

    assert str(errors) == "codes.toml:1: one\ncodes.toml:2: two"
