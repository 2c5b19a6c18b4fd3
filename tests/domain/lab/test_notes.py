"""Notes on a response: the linter's that hold here, and the duties of a code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.domain.lab.notes import LEFT_OUT, ORDER, notes
from tests.domain.lab.cases import CASES
from tests.domain.lab.drafts import names, values

EVERY = (
    ("Cache-Control", "no-store"),
    ("Lab-Request-Id", "req_0123456789"),
    ("Link", '</lab/SB/traces/req_0123456789>; rel="describedby"'),
    ("Content-Security-Policy", "sandbox"),
    ("X-Content-Type-Options", "nosniff"),
)
WITH_CONTENT = (("Content-Type", "application/json"), ("Content-Length", "2"), ("Vary", "Accept"))


def noted(status, *fields, method="GET", content=b"", target="/lab/SB/api/v1/cart"):
    return notes(method, target, status, "Phrase", (*EVERY, *fields), content)


def about(found, field):
    return [note for note in found if note.field == field]


DUTIES = [
    (401, "WWW-Authenticate", 'Bearer realm="x"', "bad"),
    (405, "Allow", "PUT, DELETE", "bad"),
    *((status, "Location", "/lab/SB/x", "bad") for status in (301, 302, 303, 307, 308)),
    (201, "Location", "/lab/SB/x", "warn"),
    (429, "Retry-After", "3", "warn"),
    (503, "Retry-After", "30", "warn"),
]


@pytest.mark.parametrize(("status", "field", "value", "level"), DUTIES)
def test_a_code_without_its_field_gets_a_note_and_with_it_none(status, field, value, level):
    assert [note.level for note in about(noted(status), field)] == [level]
    assert not [note for note in about(noted(status, (field, value)), field) if note.level in ("bad", "warn")]


@pytest.mark.parametrize("status", [200, 202, 204, 304, 400, 403, 404, 409, 500])
def test_other_codes_owe_none_of_these_fields(status):
    due = {field for _, field, _, _ in DUTIES}

    assert not [note for note in noted(status) if note.field in due]


@pytest.mark.parametrize(("status", "level"), [(204, "bad"), (304, "warn")])
def test_an_answer_without_content_tells_no_length_and_no_type(status, level):
    found = noted(status, *WITH_CONTENT)

    assert [note.level for note in about(found, "Content-Length")] == [level]
    assert [note.level for note in about(found, "Content-Type")] == ["warn"]


def test_a_location_on_202_gets_its_note():
    found = noted(202, *WITH_CONTENT, ("Location", "/lab/SB/x"), method="POST", content=b"{}")

    assert (found[0].field, found[0].level) == ("Location", "warn")
    assert "meaning" in found[0].summary


@pytest.mark.parametrize("status", [200, 202])
def test_a_retry_after_on_success_is_told_to_be_a_habit(status):
    assert "habit" in about(noted(status, ("Retry-After", "1")), "Retry-After")[0].detail


def test_a_field_that_the_linter_knows_to_be_broken_gets_a_note():
    found = noted(200, ("Last-Modified", "yesterday"))

    assert {note.field for note in found if note.level == "bad"} == {"Last-Modified"}


def test_what_every_answer_has_is_not_worth_a_note():
    found = noted(200, *WITH_CONTENT, ("Date", "Sun, 22 Nov 2026 12:00:00 GMT"), content=b"{}")

    assert {note.field for note in found} <= {"Cache-Control"}


def test_fields_for_requests_in_a_415_are_no_mistake():
    found = noted(415, *WITH_CONTENT, ("Accept", "application/json"), ("Accept-Encoding", "identity"), content=b"{}")

    assert not [note for note in found if note.level == "bad"]


def test_a_long_address_is_no_mistake_of_the_answer():
    assert not [n for n in noted(414, *WITH_CONTENT, content=b"{}", target="/x" * 2000) if n.level == "bad"]


def test_an_answer_to_head_may_tell_the_length_of_a_get():
    assert not [note for note in noted(200, *WITH_CONTENT, method="HEAD") if note.level == "bad"]


def test_the_worst_come_first_and_there_are_eight_at_most():
    broken = [(name, "\x01?") for name in ("ETag", "Last-Modified", "Expires", "Age", "Allow", "Vary", "Accept-Ranges")]
    found = noted(204, *WITH_CONTENT, ("Retry-After", "x"), *broken, ("Location", "h ttp"), content=b"{}")

    levels = [ORDER.index(note.level) for note in found]
    assert len(found) == 8
    assert levels == sorted(levels)
    assert found[0].level == "bad"


def test_notes_are_plain_text():
    for status in (200, 202, 204, 301, 304, 401, 415):
        for note in noted(status, *WITH_CONTENT, ("Location", "/x"), ("Retry-After", "1"), content=b"{}"):
            assert note.summary
            assert not {"<p>", "<code>", "</", "`", "&amp;", "\n"} & {note.summary, note.detail}
            assert "<" not in note.summary + note.detail


def test_nothing_bad_is_said_of_any_answer_of_the_lab(sent):
    for each in sent[: len(CASES)]:
        answer = each.answer
        found = notes(
            each.request.method, each.request.target, answer.status, answer.phrase, answer.fields, answer.content
        )
        assert not [note for note in found if note.level == "bad"], each


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([200, 201, 204, 206, 301, 304, 401, 405, 406, 412, 416, 429, 500]),
    st.lists(st.tuples(names, values), max_size=5).map(tuple),
    st.binary(max_size=40),
    st.text(max_size=20),
)
def test_any_answer_can_be_looked_at(status, fields, content, target):
    found = notes("GET", f"/{target}", status, "", fields, content)

    assert len(found) <= 8


def test_each_note_that_is_left_out_exists():
    import httplint
    from httplint.note import Note

    assert httplint
    waiting, known = [Note], set()
    while waiting:
        kind = waiting.pop()
        known.add(kind.__name__)
        waiting += kind.__subclasses__()
    assert set(LEFT_OUT) <= known
