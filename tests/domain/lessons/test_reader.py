import re
from datetime import date

import pytest

from learn.domain.content import ContentError
from learn.domain.lessons.markup import renderer
from learn.domain.lessons.reader import Directive, Print, Prose, read_lesson

FRONT = """\
+++
title = "Not found"
summary = "A summary of some sixty characters, so that search results can show it."
codes = [404]
boxes = ["J", "K"]
pairs = []
minutes = 4
verified = 2026-11-22
takeaways = ["One.", "Two."]
+++
"""
BODY = """
The order is **missing**.

## What `404` means and {410}

```http lab=customer title="No such order"
GET /api/v1/orders/ord_missing HTTP/1.1
Host: …

HTTP/1.1 404 Not Found
```

:::check missing-foreign
:::

More about it.

```sh
# not a heading
```

:::map backend lit="A B" also="A"
:::
"""


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "not-found.md"

    def read(text=FRONT + BODY):
        path.write_text(text)
        return read_lesson(path)

    return read


def test_front_matter_is_read(lesson):
    read = lesson()

    assert (read.slug, read.title, read.minutes, read.verified) == ("not-found", "Not found", 4, date(2026, 11, 22))
    assert (read.codes, read.boxes, read.pairs, read.takeaways) == ((404,), ("J", "K"), (), ("One.", "Two."))


def test_body_is_read_as_blocks_in_order(lesson):
    read = lesson()

    assert [type(block) for block in read.blocks] == [Prose, Print, Directive, Prose, Directive]
    assert read.checks == ("missing-foreign",)
    assert [exchange.caller for exchange in read.exchanges] == ["customer"]
    (drawn,) = read.directives("map")
    assert (drawn.argument, drawn.options) == ("backend", {"lit": "A B", "also": "A"})


def test_each_block_knows_its_line(lesson):
    read, lines = lesson(), (FRONT + BODY).splitlines()

    starts = ["The order is **missing**.", "```http lab=customer", ":::check", "More about it.", ":::map"]
    assert [lines[block.line - 1][: len(start)] for block, start in zip(read.blocks, starts, strict=True)] == starts


def test_places_to_go_on_are_sections_and_checks(lesson):
    assert lesson().anchors() == {"what-404-means-and-410", "check-missing-foreign"}


def test_comment_in_a_code_block_is_no_heading(lesson):
    assert [heading.text for heading in lesson().headings] == ["What 404 means and 410"]


def test_every_section_of_the_course_can_be_linked_to(library):
    for lesson in library.order:
        text = "\n\n".join(block.text for block in lesson.blocks if isinstance(block, Prose))
        html = renderer(library.registry).render(text)
        ids = re.findall(r'<h[23] id="([^"]+)"', html)
        assert len(set(ids)) == len(ids), lesson.slug
        assert {heading.anchor for heading in lesson.headings} <= set(ids), lesson.slug


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("+++\ntitle", "title", 1, "expected front matter between two +++ lines"),
        ("\n+++\n", "\n", 1, "front matter has no closing +++ line"),
        ("minutes = 4\n", "", 1, "front matter has no 'minutes'"),
        ("minutes = 4\n", "minutes = 4\nminuts = 5\n", 1, "front matter: nothing reads 'minuts'; known are "),
        ("minutes = 4", 'minutes = "4"', 1, "front matter: 'minutes' must be a whole number, not '4'"),
        ("minutes = 4", "minutes = 40", 7, "a lesson takes 1 to 15 minutes, not 40"),
        ("minutes = 4", "minutes 4", 7, "not TOML: Expected '=' after a key"),
        ("codes = [404]", 'codes = ["404"]', 4, "front matter: each of 'codes' must be a whole number, not '404'"),
        ('["J", "K"]', '[["J"]]', 5, "front matter: each of 'boxes' must be text, not ['J']"),
        ("2026-11-22", '"yesterday"', 8, "front matter: 'verified' must be a date such as 2026-11-22"),
        ('["One.", "Two."]', '["One."]', 9, "a lesson has two to five takeaways"),
        (
            "A summary of some sixty characters, so that search results can show it.",
            "Short.",
            3,
            "a summary has 40 to 180",
        ),
        ("## What", "# What", 14, "headings are ## or ###; the title is the page's #"),
        ("More about it.", "## What 404 means and 410", 26, "two sections are called 'What 404 means and 410'"),
        ("lab=customer ", "", 16, "an exchange names its caller (lab=customer) or says why not (illustration=…)"),
        (
            "lab=customer",
            "lab=nobody",
            16,
            "lab=nobody is nobody; callers are customer, other, support, admin, expired, none",
        ),
        (' title="No such order"', "", 16, "the exchange has no title"),
        ("lab=customer", "lab=customer colour=red", 16, "the exchange: nothing reads 'colour'"),
        ("Host: …", "Host", 18, "'Host' is not a header field"),
        ("HTTP/1.1 404 Not Found\n```", "HTTP/1.1 404 Not Found", 16, "is never closed by ```"),
        (":::check missing-foreign\n:::", ":::check missing-foreign", 23, "is never closed by :::"),
        (":::check missing-foreign\n", ":::check missing-foreign\ntext\n", 24, "nothing stands inside a check"),
        (":::check missing-foreign", ":::chekc missing-foreign", 23, "no directive is called 'chekc'; known are "),
        ('also="A"', 'aslo="A"', 32, "map: nothing reads 'aslo'"),
        (":::check missing-foreign", ":::check", 23, "check needs a name, as in docs/content.md"),
        ('also="A"\n:::', 'also="A"', 32, "is never closed by :::"),
    ],
)
def test_mistake_is_told_with_file_and_line(lesson, old, new, line, problem):
    text = FRONT + BODY
    assert old in text
    broken = text.replace(old, new, 1)

    with pytest.raises(ContentError) as told:
        lesson(broken)

    assert told.value.path.name == "not-found.md"
    assert problem in told.value.problem
    assert told.value.line == line, told.value


def test_name_of_the_file_is_an_address(tmp_path):
    path = tmp_path / "Not Found.md"
    path.write_text(FRONT + BODY)

    with pytest.raises(ContentError, match=r"Not Found\.md:1: a file name is lower-case words and hyphens"):
        read_lesson(path)
