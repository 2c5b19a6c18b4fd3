from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.lab.headers import (
    matches_strongly,
    matches_weakly,
    preferred,
    prefers,
    read_accept,
    read_bearer,
    read_content_type,
    read_date,
    read_entity_tags,
    read_idempotency_key,
    wants_problem,
    write_date,
)

# Anything, and things that look as if they were meant.
PIECES = 'text/|html|*|*/*|;|q=|q=0.5|Q=1|0|,| |\t|"|W/|x|Bearer|bearer|=|charset|utf-8|GMT|Sun|99|:|-|problem+json|\\'
FIELD = st.one_of(
    st.text(),
    st.text(st.characters(max_codepoint=255)),
    st.lists(st.sampled_from([*PIECES.split("|"), "Sun, 06 Nov 1994 08:49:37"]), max_size=12).map("".join),
)

# ------------------------------------------------------------------------------------ Accept (RFC 9110, 12.5.1)

RFC_ACCEPT = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"


@pytest.mark.parametrize(
    ("field", "offered", "best"),
    [
        (None, ("application/json", "text/html"), "application/json"),
        ("", ("application/json",), "application/json"),
        ("audio/*; q=0.2, audio/basic", ("audio/mpeg", "audio/basic"), "audio/basic"),
        ("audio/*; q=0.2, audio/basic", ("audio/mpeg",), "audio/mpeg"),
        ("text/plain; q=0.5, text/html, text/x-dvi; q=0.8, text/x-c", ("text/plain", "text/x-dvi"), "text/x-dvi"),
        ("text/plain; q=0.5, text/html, text/x-dvi; q=0.8, text/x-c", ("text/plain", "text/html"), "text/html"),
        ("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", ("text/plain", "image/jpeg"), "image/jpeg"),
        ("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", ("image/jpeg", "text/html"), "text/html"),
        ("text/html;q=0, */*", ("text/html",), None),
        ("text/html;q=0, */*", ("text/html", "image/png"), "image/png"),
        ("*/*;q=0", ("text/html",), None),
        ("text/csv", ("application/json", "text/html"), None),
        ("APPLICATION/JSON", ("application/json",), "application/json"),
        ("application/*", ("text/html", "application/json"), "application/json"),
        ("text/html;q=0.001", ("text/html",), "text/html"),
        ("application/json, text/html", ("text/html", "application/json"), "text/html"),
        ("nonsense", ("application/json",), "application/json"),
        ("*/html, text/csv", ("text/html",), None),
        (", ,text/html,", ("text/html",), "text/html"),
    ],
)
def test_best_format_is_chosen_by_weight_and_the_most_specific_range(field, offered, best):
    assert preferred(field, offered) == best


def test_ranges_come_with_their_weights():
    assert read_accept(RFC_ACCEPT)[0] == ("text", "*", 0.3)
    assert read_accept("text/html;level=1;q=0.4, */*") == [("text", "html", 0.4), ("*", "*", 1.0)]
    # A weight that isn't one is passed over.
    assert read_accept("text/html;q=2, text/csv;q=0.1234") == [("text", "html", 1.0), ("text", "csv", 1.0)]


@given(field=FIELD)
def test_any_accept_field_can_be_read(field):
    for kind, subtype, weight in read_accept(field):
        assert 0 <= weight <= 1
        assert kind and subtype
    assert preferred(field, ("application/json", "text/html")) in ("application/json", "text/html", None)
    assert wants_problem(field) in (True, False)


@given(field=FIELD)
def test_whoever_takes_everything_is_never_refused(field):
    if field.strip():
        assert preferred(f"*/*, {field}", ("x-nobody/names-this",)) is not None or "*/*" in field


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (None, False),
        ("*/*", False),
        ("application/*", False),
        ("application/json", False),
        ("application/problem+json", True),
        ("text/html, Application/Problem+JSON;q=0.1", True),
        ("application/problem+json;q=0", False),
        ("application/problem+json;q=0.000", False),
    ],
)
def test_problem_details_are_wanted_by_name_only(field, wanted):
    assert wants_problem(field) is wanted


# ------------------------------------------------------------------------------------ entity tags (RFC 9110, 8.8.3)


@pytest.mark.parametrize(
    ("one", "other", "strongly", "weakly"),
    [
        ('W/"1"', "1", False, True),
        ('W/"2"', "1", False, False),
        ('"1"', "1", True, True),
        ('"2"', "1", False, False),
        ("*", "1", True, True),
        (" * ", "1", True, True),
        ('"xyzzy", "r2d2xxxx", "c3piozzzz"', "r2d2xxxx", True, True),
        ('W/"xyzzy", W/"r2d2xxxx", W/"c3piozzzz"', "r2d2xxxx", False, True),
        ('""', "", True, True),
        ("1", "1", False, False),
        ('w/"1"', "1", False, False),
        ('"1', "1", False, False),
        ("", "1", False, False),
        ('nonsense, "1"', "1", True, True),
        ('"a,b"', "a,b", True, True),
        ('"0" "1", "2"', "1", False, False),
    ],
)
def test_tags_are_compared_as_the_table_of_the_rfc_has_it(one, other, strongly, weakly):
    assert matches_strongly(one, f'"{other}"') is strongly
    assert matches_weakly(one, f'"{other}"') is weakly


def test_tags_come_in_their_order():
    assert read_entity_tags('W/"a" ,"b",, "c"') == [(True, "a"), (False, "b"), (False, "c")]
    assert read_entity_tags("*") is None


@given(field=FIELD)
def test_any_list_of_tags_can_be_read(field):
    tags = read_entity_tags(field)
    assert tags is None or all('"' not in text for _, text in tags)
    if matches_strongly(field, '"x"'):
        assert matches_weakly(field, '"x"')


@given(
    texts=st.lists(st.text(st.characters(codec="ascii", exclude_characters='"', min_codepoint=33, max_codepoint=126)))
)
def test_well_formed_tags_are_all_found(texts):
    field = ", ".join(f'W/"{text}"' if len(text) % 2 else f'"{text}"' for text in texts)

    assert read_entity_tags(field) == [(len(text) % 2 == 1, text) for text in texts]


# ------------------------------------------------------------------------------------ dates (RFC 9110, 5.6.7)

RFC_DATE = int(datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    "field",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_three_formats_of_the_rfc_are_one_date(field):
    assert read_date(field) == RFC_DATE


@pytest.mark.parametrize(
    "field",
    [
        "",
        "yesterday",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0100",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 0000 08:49:37 GMT",
        "Sun, 06 Xyz 1994 08:49:37 GMT",
        "0",
    ],
)
def test_what_is_no_http_date_is_none(field):
    assert read_date(field) is None


@given(field=FIELD)
def test_any_date_field_can_be_read(field):
    assert read_date(field) is None or isinstance(read_date(field), int)


@given(seconds=st.integers(0, 4_102_444_800))
def test_date_that_was_written_is_read_again(seconds):
    assert read_date(write_date(seconds)) == seconds


# ------------------------------------------------------------------------------------ tokens and keys


@pytest.mark.parametrize(
    ("field", "token"),
    [
        ("Bearer mF_9.B5f-4.1JqM", "mF_9.B5f-4.1JqM"),
        ("bearer tok", "tok"),
        ("BEARER  tok ", "tok"),
        ("Bearer abc==", "abc=="),
        ("Bearer a=b", None),
        ("Bearer", None),
        ("Bearer ", None),
        ("Bearer one two", None),
        ("Bearer one, Bearer two", None),
        ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", None),
        ("Bearer\ttok", None),
        ("tok", None),
        ("", None),
        (None, None),
    ],
)
def test_bearer_token_is_exactly_one(field, token):
    assert read_bearer(field) == token


@given(field=FIELD)
def test_any_authorization_can_be_read(field):
    token = read_bearer(field)
    assert token is None or (token and " " not in token)


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ('"8e03978e-40d5-43e8-bc93-6894a57f9324"', "8e03978e-40d5-43e8-bc93-6894a57f9324"),
        ("clkyoesmbgybucifusbbtdsbohtyuuwz", "clkyoesmbgybucifusbbtdsbohtyuuwz"),
        (" a_b-C9 ", "a_b-C9"),
        ("x" * 64, "x" * 64),
        ("x" * 65, None),
        ("", None),
        ('""', None),
        ('"abc', None),
        ("a b", None),
        ("a, a", None),
        ("schlüssel", None),
    ],
)
def test_key_is_quoted_or_bare(field, key):
    assert read_idempotency_key(field) == key


@given(field=FIELD)
def test_any_key_field_can_be_read(field):
    key = read_idempotency_key(field)
    assert key is None or (1 <= len(key) <= 64 and key.isascii())


# ------------------------------------------------------------------------------------ content type and Prefer


@pytest.mark.parametrize(
    "field",
    [
        "text/html;charset=utf-8",
        "Text/HTML;Charset=\"utf-8\"",
        'text/html; charset="utf-8"',
        "text/html;charset=UTF-8",
        " text/html ; boundary=x ; charset = utf-8",
    ],
)  # fmt: skip
def test_spellings_of_the_rfc_are_one_type(field):
    assert read_content_type(field) == ("text/html", "utf-8")


def test_type_without_charset_has_none():
    assert read_content_type("application/json") == ("application/json", None)
    assert read_content_type("application/json; version=1") == ("application/json", None)
    assert read_content_type("") == ("", None)


@given(field=FIELD)
def test_any_content_type_can_be_read(field):
    media_type, charset = read_content_type(field)
    assert media_type == media_type.strip()
    assert charset is None or '"' not in charset[:1]


@pytest.mark.parametrize(
    ("field", "named"),
    [
        (None, False),
        ("explain", True),
        ("respond-async, Explain", True),
        ("explain; how=short", True),
        ("explained", False),
        ("return=minimal", False),
    ],
)
def test_wish_is_found_among_preferences(field, named):
    assert prefers(field, "explain") is named


@given(field=FIELD)
def test_any_prefer_field_can_be_read(field):
    assert prefers(field, "explain") in (True, False)
