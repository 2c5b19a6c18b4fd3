import re

import pytest

from learn.domain.content import ContentError
from learn.domain.lessons.fine_print import read_fine_print, read_reference

ENTRY = """\
[[fine_print]]
id = "FP01"
where = "Quick Definition"
claim = "One code."
verdict = "incomplete"
weight = 2
fine_print = "Several answers."
topic = "How many answers"
says = "Several."
refs = ["9110 s15"]
codes = [100, 103]
"""


@pytest.mark.parametrize(
    ("ref", "text", "url"),
    [
        ("9110 s15.5.4", "RFC 9110, 15.5.4", "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.4"),
        ("6585 s4 (429)", "RFC 6585, 4 (429)", "https://www.rfc-editor.org/rfc/rfc6585.html#section-4"),
        ("9205", "RFC 9205", "https://www.rfc-editor.org/rfc/rfc9205.html"),
        ("draft-ietf-x-07", "draft-ietf-x-07", "https://datatracker.ietf.org/doc/draft-ietf-x-07/"),
        ("the article", "the article", ""),
    ],
)
def test_reference_becomes_text_and_address(ref, text, url):
    reference = read_reference(ref)

    assert (reference.text, reference.url) == (text, url)


def test_every_entry_has_its_reasons(library):
    for entry in library.fine_print.values():
        assert entry.weight in (1, 2, 3)
        # What the article says in two ways needs no RFC to be seen.
        assert entry.references or entry.verdict == "inconsistent", entry.id
        assert all(code in library.registry for code in entry.codes), entry.id


def test_what_is_shown_stands_without_the_source(library):
    labels = {node.label for node in library.backend.nodes.values()}
    for entry in library.fine_print.values():
        shown = f"{entry.topic} {entry.text}"
        assert not re.search(r"\barticle\b|\bas printed\b|\b[A-T]->|\bnode [A-T]\b", shown), entry.id
        assert set(re.findall(r'"([^"]+)"', re.sub(r"`[^`]*`", "", shown))) <= labels, entry.id
        assert " - " not in shown, entry.id
        assert not re.search(r"[{`]", entry.topic), f"{entry.id}: a summary is plain text"


def test_summary_names_each_code_it_speaks_of(library):
    for entry in library.fine_print.values():
        for code in re.findall(r"\b[1-5]\d\d\b", entry.topic):
            assert library.registry[int(code)].phrase in entry.topic, (entry.id, code)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (ENTRY + ENTRY, 2, "two entries are called FP01"),
        (ENTRY.replace("weight = 2", "weight = 4"), 2, "weight is 1, 2 or 3, not 4"),
        (ENTRY.replace('claim = "One code."\n', ""), 2, "fine print has no 'claim'"),
        (ENTRY.replace('says = "Several."\n', ""), 2, "fine print has no 'says'"),
        (ENTRY.replace("[100, 103]", '["100"]'), 2, "fine print: each of 'codes' must be a whole number, not '100'"),
        (ENTRY.replace("where =", "where"), 3, "not TOML"),
        ("", 1, "the fine print has no 'fine_print'"),
    ],
    ids=["twice", "weight", "missing", "unsaid", "type", "toml", "empty"],
)
def test_mistake_is_told_with_file_and_line(tmp_path, text, line, problem):
    path = tmp_path / "fine_print.toml"
    path.write_text(text)

    with pytest.raises(ContentError, match=rf"fine_print\.toml:{line}: {re.escape(problem)}"):
        read_fine_print(path)
