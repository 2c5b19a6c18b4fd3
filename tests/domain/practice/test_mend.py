"""Responses that a learner edits: each rule kept and broken, and texts that are no response."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.lessons.exchange import read_exchange
from learn.domain.practice.kinds.mend import printed, read_response
from learn.domain.practice.marking import NotAnAnswer
from learn.domain.practice.rules import Rule, members

KEPT = [
    "HTTP/1.1 405 Method Not Allowed",
    "Allow: POST, get",
    "Cache-Control: no-store",
    'ETag: "v1"',
    "X-Mark: 1",
    "",
]
BROKEN = [
    "HTTP/1.1 200 OK",
    "Allow: POST",
    "Cache-Control: no-store, private",
    'ETag: "v10"',
    "Content-Length: 2",
    "\n{}",
]
GIVEN = ["200 OK", "Allow: POST", "Cache-Control: no-store, private", 'ETag: "v10"', "content-length: 2", "content"]


@pytest.mark.parametrize("kept", [*product((True, False), repeat=6)])
def test_each_rule_is_kept_or_broken_by_itself(sample, marked, kept):
    lines = [KEPT[at] if is_kept else BROKEN[at] for at, is_kept in enumerate(kept)]

    marking = marked(sample("mend"), "\n".join(lines))

    assert [part.right for part in marking.parts] == list(kept)
    assert marking.right == all(kept)
    assert [part.given for part in marking.parts if not part.right] == [
        told for told, is_kept in zip(GIVEN, kept, strict=True) if not is_kept
    ]


def test_rules_of_fields_that_are_missing_are_broken(sample, marked):
    marking = marked(sample("mend"), "HTTP/1.0 501")

    assert [part.right for part in marking.parts] == [True, False, False, False, True, True]
    assert [part.given for part in marking.parts][1:4] == ["no Allow", "no Cache-Control", "no ETag"]
    assert marking.given.text == "HTTP/1.0 501"
    assert marking.given.why == "The response breaks 3 of 6 rules."


@pytest.mark.parametrize(
    ("rule", "kept", "broken"),
    [
        ({"statuses": (204,)}, ["HTTP/1.1 204 No Content", "HTTP/1.1 204"], ["HTTP/1.1 200 OK", "HTTP/1.1 999 x"]),
        ({"header": "Allow"}, ["Allow: GET", "allow: GET", "ALLOW:x"], ["Allow:", "Allowed: GET"]),
        (
            {"header": "Allow", "has": ("GET", "HEAD")},
            ["Allow: HEAD,GET", "Allow: get\nallow: head", "Allow: , GET ,, HEAD,PUT"],
            ["Allow: GET HEAD", 'Allow: "GET, HEAD"', "Allow: GET, HEADS", "Allow: GET;HEAD"],
        ),
        ({"header": "Age", "equals": "5"}, ["Age: 5", "age:5  "], ["Age: 05", "Age: 5\nAge: 5", "Age: 5, 5"]),
        ({"header": "Age", "like": r"\d+"}, ["Age: 12"], ["Age: 12 s", "Age:", "Age: a", "Age: 1\nAge: 2"]),
        ({"header": "Age", "like": ".*"}, ["Age: 12", "Age:"], ["Aged: 12"]),
        ({"no_header": "Age"}, ["Aged: 1"], ["Age: 1", "AGE:"]),
        ({"no_content": True}, ["A: 1", "A: 1\n\n  "], ["A: 1\n\n{}", "A: 1\n\nx: y"]),
    ],
)
def test_rule_looks_at_the_response_as_http_does(rule, kept, broken):
    held = Rule("says", "why", "expected", **rule)
    for text, is_kept in [*((text, True) for text in kept), *((text, False) for text in broken)]:
        text = text if text.startswith("HTTP/") else f"HTTP/1.1 200 OK\n{text}"
        assert held.kept_by(read_response(text)) == is_kept, text
        assert held.found_in(read_response(text))


REVALIDATED = 'HTTP/1.1 200 OK\nETag: "v7"\nCache-Control: '
NOT_FOUND = "HTTP/1.1 404 Not Found\nContent-Type: text/html\nCache-Control: "
SLOW_DOWN = "HTTP/1.1 429 Too Many Requests\nCache-Control: no-store\nRetry-After: "


@pytest.mark.parametrize(
    ("item", "head", "kept", "broken"),
    [
        (
            "iv-4-b",
            REVALIDATED,
            ["private, no-cache", "No-Cache,PRIVATE", "private, max-age=0, must-revalidate",
             "must-revalidate,max-age=0,private"],
            ["private, no-cache, No-Store", "no-cache", "private", "private, max-age=0",
             "private, max-age=01, must-revalidate"],
        ),
        (
            "p-404-410-friendly",
            NOT_FOUND,
            ["no-store", "public, No-Cache", "max-age=0", "max-age=0, s-maxage=0", "no-store, s-maxage=9"],
            ["max-age=01234567", "s-maxage=9999, max-age=0", "max-age=0, s-maxage=9999", "public", "s-maxage=0"],
        ),
        ("p-429-503-prices", SLOW_DOWN, ["20"], ["٢٠", "2٠", "²"]),
    ],
)  # fmt: skip
def test_rules_of_the_site_take_what_http_takes(library, marked, item, head, kept, broken):
    for value in kept + broken:
        assert marked(library.items[item], head + value).right == (value in kept), value


def test_members_of_a_list_are_parted_by_commas_outside_quotes():
    assert members('Bearer realm="a, b", Basic x="\\", c" , ,') == ['Bearer realm="a, b"', 'Basic x="\\", c"']
    assert members("") == members(" , ,") == []


def test_members_of_hostile_lists_are_found_in_time():
    for text in ('"' * 4000, '"\\' * 2000, "," * 4000, 'a"' * 2000, '"a,' * 1300):
        assert isinstance(members(text), list)


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 405 No\r\nAllow: GET\r\n\r\n{}\r\n",
        "\n\nHTTP/1.1 405 No\nAllow:GET\n\n{}\n\n",
        "  \nHTTP/1.1 405 No  \nAllow:  \t GET \n\n\n{}",
    ],
)
def test_responses_that_are_equal_are_kept_alike(sample, marked, text):
    assert marked(sample("mend"), text).canonical == "HTTP/1.1 405 No\nAllow: GET\n\n{}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the response: a status line such as HTTP/1.1 200 OK, then its header fields."),
        (" \r\n\n", "Write the response: "),
        ("HTTP/1.1", "Line 1 is not a status line."),
        ("405 Method Not Allowed", "Line 1 is not a status line."),
        ("HTTP/1.1 ٤٠٥ No", "Line 1 is not a status line."),
        ("HTTP/2 405", "Line 1 is not a status line."),
        ("GET / HTTP/1.1\nHost: x", "Line 1 is not a status line."),
        ("Allow: GET\nHTTP/1.1 405 No", "Line 1 is not a status line."),
        ("HTTP/1.1 405 No\nAllow GET", "Line 2 is not a header field. Write it as Name: value;"),
        ("HTTP/1.1 405 No\nAllow: GET\n{}", "Line 3 is not a header field."),
        ("HTTP/1.1 405 No\nAl low: GET", "Line 2 is not a header field."),
        ("HTTP/1.1 405 No\nAllow: GET\n and more", "Line 3 is not a header field."),
        ("HTTP/1.1 405 No\n\nHTTP/1.1 200 OK", "Line 3 begins another message. Leave the one response."),
        ("HTTP/1.1 405 No\nA: 1\nGET / HTTP/1.1", "Line 3 begins another message."),
        ("HTTP/1.1 405 No\nA: \0", "Line 2 has a character that no response can have."),
        ("HTTP/1.1 405 No\nA: \ud800x", "Line 2 has a character"),
        ("HTTP/1.1 405 No\nA: 1\rB: 2", "Line 2 has a character"),
        ("HTTP/1.1 405 No\n\n\x1b[2J", "Line 3 has a character"),
        ("HTTP/1.1 405 No\nA: " + "x" * 4000, "That is too long. Leave a response of 4,000 characters at most."),
        ("HTTP/1.1 405 No" + "\nA:1" * 900, "That is too long."),
        ("\n" * 5000 + "x" * 1_000_000, "That is too long."),
    ],
)
def test_text_that_is_no_response_is_told_at_its_line(sample, marked, text, sentence):
    with pytest.raises(NotAnAnswer) as told:
        marked(sample("mend"), text)

    assert str(told.value).startswith(sentence)
    assert str(told.value).endswith(".")
    assert len(str(told.value)) < 200


def test_response_is_as_long_as_it_may_be_and_no_longer(sample, marked):
    text = "HTTP/1.1 405 No\nA: "
    fits = text + "x" * (4000 - len(text))

    assert marked(sample("mend"), fits.replace("\n", "\r\n")).canonical == fits
    with pytest.raises(NotAnAnswer, match=r"^That is too long"):
        marked(sample("mend"), fits + "x")


@given(st.lists(st.text("HTP/1. 405:\tAa\r\n\"',{}", max_size=20), max_size=6))
def test_any_response_that_is_read_reads_the_same_from_its_kept_form(lines):
    try:
        response = read_response("\n".join(["HTTP/1.1 405 No", *lines]))
    except NotAnAnswer:
        return
    kept = printed(response)
    assert printed(read_response(kept)) == kept
    assert read_exchange(kept).messages[0].fields == read_response(kept).fields
