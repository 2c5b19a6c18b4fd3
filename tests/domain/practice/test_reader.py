"""Mistakes in a file of questions, each told at its line."""

import re

import pytest

from tests.domain.practice.samples import BOX, CODE, FREE, LINE, MATCH, MEND, ONE, ORDER, SAMPLES, SEVERAL
from tests.domain.practice.told import line_of, told

COMMON = [
    ("version = 1\n", "", 1, "question 'door-code' has no 'version'"),
    ("version = 1\n", "version = 0\n", 3, "the first version is 1"),
    ("version = 1\n", "version = true\n", 3, "'version' must be a whole number, not True"),
    (
        'kind = "code"',
        'kind = "quiz"',
        4,
        "kind is one of one, code, box, several, order, match, line, mend, free, not",
    ),
    ('kind = "code"', "kind = 1", 4, "'kind' must be text, not 1"),
    ('"door-code"', '"Door code"', 2, "an id is lower-case words and hyphens, 60 characters at most"),
    ('"door-code"', f'"{"a" * 61}"', 2, "an id is lower-case words and hyphens, 60 characters at most"),
    ('id = "door-code"\n', "", 1, "question None has no 'id'"),
    ("codes = [403]", "codes = [499]", 5, "499 is not a registered code"),
    ("codes = [403]", "codes = [[403]]", 5, "each of 'codes' must be a whole number, not [403]"),
    ("codes = [403]", "codes = []", 5, "a question is about one code at least, the main one first"),
    ('["H"]', '["Z"]', 6, "the diagram has no box 'Z'"),
    ('["H"]', '"H"', 6, "'boxes' must be a list, not 'H'"),
    ('rfc = "9110 s15.5.4"\n', "", 1, "has no 'rfc'"),
    ('"What is right?"', '"  "', 8, "'stem' is empty"),
    ("stem =", "colour = 1\nstem =", 8, "nothing reads 'colour'"),
    ("stem =", 'option = "x"\nstem =', 8, "nothing reads 'option'"),
    ("stem =", 'pair = "401-404"\nstem =', 8, "no pair is called '401-404'; known are 401-403, "),
    ("stem =", 'pair = "404-410"\nstem =', 8, "its first code, 403, does not belong to pair 404-410"),
    ("stem =", "pair = 401\nstem =", 8, "'pair' must be text, not 401"),
    ("stem =", "interview = 0\nstem =", 8, "'interview' is 1 to 6, not 0"),
    ("stem =", "interview = 7\nstem =", 8, "'interview' is 1 to 6, not 7"),
    ("stem =", 'exchange = "GET /"\nstem =', 8, "exchange, line 1: an exchange begins with"),
    (
        "stem =",
        'exchange = """\n\nGET / HTTP/1.1\nHost\n"""\nstem =',
        11,
        "exchange, line 2: 'Host' is not a header field",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "problem"), COMMON)
def test_mistake_of_any_question_is_told_at_its_line(read, old, new, line, problem):
    assert old in CODE

    error = told(read, CODE.replace(old, new, 1))

    assert problem in str(error)
    assert (error.path.name, error.line) == ("door.toml", line)


# The text, what is replaced by what, where the mistake begins (a line, and which of those that begin so), what is told.
OF_KINDS = [
    (CODE, "right = 403\n", "", ("[[question]]", 1), "has no 'right'"),
    (CODE, 'right = 403\nwhy = "No right."', "right = 403", ("[[question]]", 1), "has no 'why'"),
    (CODE, "right = 403", "right = 499", ("right", 1), "499 is not a registered code"),
    (CODE, "right = 403", "right = 401", ("[[question]]", 1), "the same answer stands there twice"),
    (CODE, "codes = [403]", "codes = [401, 403]", ("codes", 1), "the right code, 403, comes first in 'codes'"),
    (
        ONE,
        'text = "Log in"',
        'text = "403 Forbidden"',
        ("codes", 1),
        "the right option's code, 403, comes first in 'codes'",
    ),
    (CODE, "code = 401\n", "", ("[[question.near]]", 1), "near 1 has no 'code'"),
    (CODE, "code = 401\n", "code = 499\n", ("code =", 1), "near 1: 499 is not a registered code"),
    (CODE, 'when = "the token is missing"\n', "", ("[[question.near]]", 1), "near 1 has no 'when'"),
    (CODE, 'why = "Known."\n', "", ("[[question.near]]", 1), "near 1 has no 'why'"),
    (CODE, 'why = "Known."\n', "why = 5\n", ("why", 2), "near 1: 'why' must be text, not 5"),
    (CODE, 'when = "the token', 'box = "C"\nwhen = "the token', ("box =", 1), "near 1: nothing reads 'box'"),
    (CODE, CODE[CODE.index("\n[[question.near]]") :], "", ("[[question]]", 1), "a produced answer needs near misses"),
    (BOX, 'right = "H"', 'right = "Z"', ("right", 1), "the diagram has no box 'Z'"),
    (
        BOX,
        '"401-is-permission"',
        '"Not a slug"',
        ("misconception", 1),
        "a misconception is lower-case words and hyphens",
    ),
    (ONE, "right = true\n", "", ("[[question.option]]", 1), "option 1 has no 'when'"),
    (ONE, "right = true\n", 'right = "yes"\n', ("right", 1), "option 1: 'right' must be true or false, not 'yes'"),
    (ONE, 'text = "Wait"', 'text = "Wait"\nright = true', ("[[question]]", 1), "has three options, and one of them is"),
    (ONE, 'misconception = "retry-fixes-4xx"\n', "", ("[[question.option]]", 2), "option 2 has no 'misconception'"),
    (ONE, 'text = "Wait"\n', "", ("[[question.option]]", 2), "option 2 has no 'text'"),
    (ONE, 'text = "Wait"\n', 'text = "ask "\n', ("[[question]]", 1), "two options say the same"),
    (ONE, ONE[ONE.rindex("[[question.option]]") :], "", ("[[question]]", 1), "it has 3 of [[question.option]], not 2"),
    (SEVERAL, "right = true\n", "", ("[[question.option]]", 1), "option 1 has no 'when'"),
    (SEVERAL, SEVERAL[SEVERAL.index("[[question.option]]", 300) :], "", ("[[question]]", 1), "it has 3 to 5 of [["),
    (ORDER, '"May they?"', '"who  ASKS?"', ("[[question]]", 1), "two steps say the same"),
    (ORDER, 'why = "At last."\n', "", ("[[question.step]]", 4), "step 4 has no 'why'"),
    (ORDER, 'why = "At last."\n', 'why = "At last."\nwhen = "x"\n', ("when", 1), "step 4: nothing reads 'when'"),
    (MATCH, '"Location"', '"allow"', ("[[question]]", 1), "the same stands on the right twice"),
    (MATCH, 'left = "201"', 'left = "401"', ("[[question]]", 1), "the same stands on the left twice"),
    (MATCH, 'left = "201"', "left = 201", ("left", 3), "match 3: 'left' must be text, not 201"),
    (LINE, LINE[LINE.index("exchange =") : LINE.index("right =")], "", ("[[question]]", 1), "it has no 'exchange'"),
    (LINE, "right = 5", "right = 7", ("right", 1), "the exchange has 6 lines, and 7 is none of them with text on it"),
    (LINE, "right = 5", "right = 3", ("right", 1), "the exchange has 6 lines, and 3 is none of them with text on it"),
    (LINE, "right = 5", "right = 4", ("[[question]]", 1), "the same line stands there twice"),
    (LINE, "line = 4", "line = 0", ("line", 2), "near 2: the exchange has 6 lines, and 0 is none of them"),
    (LINE, LINE[LINE.rindex("[[") :], "", ("[[question]]", 1), "it has 2 to 3 of [[question.near]], not 1"),
    (LINE, "Allow: GET, HEAD", "Allow: POST", ("mended", 1), "'mended' is the exchange as it was"),
    (LINE, "Allow: GET, HEAD", "Allow GET", ("Allow GET", 1), "mended, line 5: 'Allow GET' is not a header field"),
    (MEND, "DELETE /api/v1/orders HTTP/1.1\nHost: …\n\n", "", ("exchange", 1), "is a request and the response to mend"),
    (
        MEND,
        "status = [405, 501]\n",
        "",
        ("[[question.rule]]", 1),
        "a rule has exactly one of status, header, no_header",
    ),
    (
        MEND,
        "status = [405, 501]",
        'status = 405\nheader = "Allow"',
        ("[[question.rule]]", 1),
        "a rule has exactly one of",
    ),
    (MEND, "status = [405, 501]", "status = 499", ("status", 1), "rule 1: 499 is not a registered code"),
    (MEND, "status = [405, 501]", "status = []", ("status", 1), "'status' names no code"),
    (MEND, "status = [405, 501]", 'header = "Allow"', ("[[question]]", 1), "no rule names a 'status', so any would do"),
    (MEND, "status = [405, 501]", "status = 404", ("model", 1), "the model breaks the rule 'The code says that"),
    (MEND, 'has = ["GET", "post"]', 'has = ["GET, POST"]', ("has", 1), "'has' is a list of single members"),
    (MEND, 'has = ["GET", "post"]', "has = []", ("has", 1), "'has' is a list of single members"),
    (
        MEND,
        'equals = "no-store"',
        'equals = "no-store"\nlike = "x"',
        ("equals", 1),
        "at most one of has, equals and like",
    ),
    (
        MEND,
        'no_header = "content-length"',
        'no_header = "a b"',
        ("no_header", 1),
        "'a b' can't be the name of a header",
    ),
    (
        MEND,
        'no_header = "content-length"',
        'no_header = "X"\nequals = "x"',
        ("equals", 2),
        "at most one of has, equals",
    ),
    (MEND, "like = '\"v\\d\"'", "like = '('", ("like", 1), "'like' is not a regular expression: "),
    (MEND, "no_content = true", "no_content = false", ("no_content", 1), "'no_content' is true or left out"),
    (MEND, "Allow: GET, HEAD, POST", "Allow", ("Allow", 1), "model: Line 2 is not a header field."),
    (MEND, "HTTP/1.1 405 Method Not Allowed", "405", ("405", 1), "model: Line 1 is not a status line."),
    (FREE, "enough = 2", "enough = 0", ("enough", 1), "'enough' is 1 to 3, the number of points, not 0"),
    (FREE, "enough = 2", "enough = 4", ("enough", 1), "'enough' is 1 to 3, the number of points, not 4"),
    (FREE, '"Alarms count it."', '"Caches obey it."', ("[[question]]", 1), "two points say the same"),
    (FREE, FREE[FREE.rindex("[[") :], "", ("[[question]]", 1), "it has 3 to 6 of [[question.point]], not 2"),
]


@pytest.mark.parametrize(("text", "old", "new", "place", "problem"), OF_KINDS)
def test_mistake_of_a_kind_is_told_at_its_line(read, text, old, new, place, problem):
    assert old in text
    broken = text.replace(old, new, 1)

    error = told(read, broken)

    assert problem in str(error)
    assert error.line == line_of(broken, *place)


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_kind_reads_a_field_of_another(read, kind):
    others = {"option", "right", "near", "step", "match", "mended", "rule", "model", "point", "enough"}
    unread = {
        name for name in others if f"\n{name} =" not in SAMPLES[kind] and f"question.{name}]" not in SAMPLES[kind]
    }
    for name in unread:
        error = told(read, SAMPLES[kind].replace("stem =", f"{name} = 1\nstem =", 1))
        assert re.search(rf"nothing reads '{name}'", str(error)), (name, str(error))
        assert error.line == 8


@pytest.mark.parametrize("words", [59, 161])
def test_model_answer_is_neither_short_nor_long(read, words):
    before, _, rest = FREE.partition('model = """\n')
    text = before + 'model = """\n' + "word " * words + rest[rest.index('\n"""') :]

    error = told(read, text)

    assert f"a model answer has 60 to 160 words, not {words}" in str(error)
    assert error.line == line_of(text, "model")


def test_response_that_is_right_already_is_not_to_be_mended(read):
    model = MEND[MEND.index('model = """\n') + 12 : MEND.index('"""\n\n[[')]
    flawed = MEND[MEND.index("HTTP/1.1 404") : MEND.index('"""\nmodel')]

    error = told(read, MEND.replace(flawed, model, 1))

    assert "the response of the exchange breaks no rule: nothing is to be mended" in str(error)
    assert error.line == line_of(MEND, "exchange")


@pytest.mark.parametrize("right", [(), ("Allow", "A redirect")])
def test_several_has_right_options_and_wrong_ones(read, right):
    text = SEVERAL if right else SEVERAL.replace("right = true\n", 'when = "never"\nmisconception = "none"\n')
    for name in right:
        text = text.replace(f'text = "{name}"', f'text = "{name}"\nright = true')

    assert "one or more of the options are right, and not all of them" in str(told(read, text))
