import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.lessons.exchange import ExchangeError, read_exchange

REQUEST = "GET /orders HTTP/1.1\nHost: …"
RESPONSE = "HTTP/1.1 404 Not Found\nContent-Type: application/json"


def test_request_and_response_are_read_with_fields_and_content():
    exchange = read_exchange(f'{REQUEST}\n\n{RESPONSE}\n\n{{"error": "…"}}\n')

    request, response = exchange.messages
    assert (request.is_request, request.digit, request.content) == (True, 0, "")
    assert request.fields == (("Host", "…"),)
    assert (response.is_request, response.status, response.digit) == (False, 404, 4)
    assert response.fields == (("Content-Type", "application/json"),)
    assert response.content == '{"error": "…"}'


def test_one_message_alone_is_an_exchange():
    assert [m.is_request for m in read_exchange(REQUEST).messages] == [True]
    assert [m.is_request for m in read_exchange(RESPONSE).messages] == [False]


def test_content_keeps_its_own_empty_lines():
    assert read_exchange("POST / HTTP/1.1\nA: b\n\n{\n\n}\n\n").messages[0].content == "{\n\n}"


def test_status_line_needs_no_phrase_and_a_field_no_value():
    (message,) = read_exchange("HTTP/1.0 299\nX-Empty:").messages

    assert (message.status, message.fields) == (299, (("X-Empty", ""),))


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "an exchange begins with a request line or a status line"),
        ("\nGET / HTTP/1.1", 1, "an exchange begins with a request line or a status line"),
        ("GET /", 1, "an exchange begins with"),
        ("GET / HTTP/2", 1, "an exchange begins with"),
        ("get / HTTP/1.1", 1, "an exchange begins with"),
        ("HTTP/1.1 20 OK", 1, "an exchange begins with"),
        ("GET / HTTP/1.1\nHost", 2, "'Host' is not a header field; is an empty line missing?"),
        ("GET / HTTP/1.1\nHost : x", 2, "'Host : x' is not a header field"),
        ('GET / HTTP/1.1\nHost: x\n{"a": 1}', 3, "is not a header field; is an empty line missing?"),
        (f"{REQUEST}\n\n{RESPONSE}\nbroken", 6, "'broken' is not a header field"),
    ],
)
def test_mistake_is_told_with_its_line(text, line, problem):
    with pytest.raises(ExchangeError) as told:
        read_exchange(text)

    assert told.value.line == line
    assert problem in str(told.value)


LINES = st.sampled_from([*REQUEST.split("\n"), *RESPONSE.split("\n"), "", " ", "{", "x", ": ", "HTTP/1.1 000", "A:b"])


@given(st.text() | st.lists(LINES | st.text(max_size=8), max_size=12).map("\n".join))
def test_any_text_is_an_exchange_or_is_told_a_line_of_it(text):
    try:
        exchange = read_exchange(text)
    except ExchangeError as error:
        assert 1 <= error.line <= text.count("\n") + 1
        assert str(error)
    else:
        assert all(message.first in text for message in exchange.messages)


NAMES = st.from_regex(r"[A-Za-z][A-Za-z-]{0,8}", fullmatch=True)
VALUES = st.from_regex(r"[!-~]{0,12}", fullmatch=True)


@given(st.lists(st.tuples(NAMES, VALUES)), st.integers(100, 599))
def test_printed_fields_are_read_back_in_order(fields, status):
    text = "\n".join([f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in fields), "", "content"])

    (message,) = read_exchange(text).messages

    assert (message.status, message.fields, message.content) == (status, tuple(fields), "content")
