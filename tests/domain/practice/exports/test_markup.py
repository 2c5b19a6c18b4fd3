import pytest

from learn.domain.practice.exports.markup import clean, inline, paragraphs, plain, preformatted
from learn.domain.practice.exports.texts import Reason


@pytest.mark.parametrize(
    ("text", "html", "said"),
    [
        ("Send `If-Match`", "Send <code>If-Match</code>", "Send If-Match"),
        ("It is {409}.", "It is 409.", "It is 409."),
        ("`{409}` is JSON", "<code>{409}</code> is JSON", "{409} is JSON"),
        ("*very* **much**", "<em>very</em> <strong>much</strong>", "very much"),
        ("see [the lesson](/lessons/x/)", "see the lesson", "see the lesson"),
        ("see [it](javascript:alert)", "see &#91;it](javascript:alert)", "see [it](javascript:alert)"),
        ("<b>a</b> & \"b\" 'c'", "&lt;b&gt;a&lt;/b&gt; &amp; \"b\" 'c'", "<b>a</b> & \"b\" 'c'"),
        ("`<b>`", "<code>&lt;b&gt;</code>", "<b>"),
        ("1. x", "1. x", "1. x"),
        ("# x", "# x", "# x"),
        (" x ", "x", "x"),
        ("", "", ""),
    ],
)
def test_content_as_html_and_as_text(text, html, said):
    assert inline(text) == html
    assert plain(text) == said


def test_lines_of_a_text_stay_lines():
    assert plain("a\nb\n\nc") == "a\nb\n\nc"


def test_paragraphs_are_parted_by_empty_lines():
    assert paragraphs("\na\n \nb\r\n\r\nc\n") == "<p>a</p><p>b</p><p>c</p>"


def test_preformatted_text_is_escaped_and_nothing_else():
    assert preformatted("a  `b` {409}\n\n</pre><b>") == "<pre>a  `b` {409}\n\n&lt;/pre&gt;&lt;b&gt;</pre>"


@pytest.mark.parametrize("char", [*map(chr, range(32)), "\x7f", "\x9f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_left_out(char):
    assert clean(f"a{char}b") == {"\t": "a\tb", "\n": "a\nb", "\r": "a\nb"}.get(char, "ab")


@pytest.mark.parametrize("text", ["ü ‮ ‏ 🙂 \U0010ffff", "a\u00a0b\u2028c"])
def test_other_text_is_kept(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("", "No."),
        ("it rains", "No. This would be right when it rains."),
        ("it rains. ", "No. This would be right when it rains."),
        ("it is 1 a.m.", "No. This would be right when it is 1 a.m."),
    ],
)
def test_a_reason_says_when_the_answer_would_be_right(when, told):
    assert Reason("x", "No.", when).told == told
