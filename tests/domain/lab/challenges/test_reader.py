"""Challenges as the file has them, and every mistake told at its line."""

import re

import pytest

from learn.domain.content import ContentError
from learn.domain.lab.challenges.reader import read_challenges

FIRST = """\
[[challenge]]
slug = "two-refusals"
title = "Refused twice"
tier = 1
codes = [401, 403]
brief = "Be refused twice."
clauses = [
  { says = "One got 401", path = "/orders/ord_9002", status = 401 },
  { says = "Another got 403", status = 403, after = 0 },
  { says = "All used GET", every = { method = "GET" } },
]
hints = ["Look.", "Think.", "curl -i $LAB/orders/ord_9002"]
solution = [{ send = "GET /orders/ord_9002" }, { send = "GET /orders/{0.json/id}", as = "customer" }]
near_misses = [
  { why = "expired", send = [{ send = "GET /orders/ord_9002", as = "expired" }] },
  { why = "own", send = [{ send = "GET /orders/ord_9001", as = "customer" }] },
]
after = "Both come before the order is looked for."
"""
MORE = """\
rfc = "9110 s15.5.2"
route = "A-B-C-E-F-H-I-A"
others = ["With a token that ran out."]
"""


@pytest.fixture
def read(tmp_path, library):
    path = tmp_path / "refusals.toml"

    def challenges(text):
        path.write_text(text)
        return read_challenges(path, library.registry, library.backend)

    return challenges


def test_a_challenge_is_read(read):
    (challenge,) = read(FIRST + MORE)

    assert (challenge.slug, challenge.tier, challenge.codes) == ("two-refusals", 1, (401, 403))
    assert [clause.says for clause in challenge.clauses] == ["One got 401", "Another got 403", "All used GET"]
    assert [clause.refers_to for clause in challenge.clauses] == [set(), {0}, set()]
    assert [step.caller for step in challenge.solution] == ["none", "customer"]
    assert [miss.why for miss in challenge.near_misses] == ["expired", "own"]
    assert (challenge.route, challenge.others) == ("A-B-C-E-F-H-I-A", ("With a token that ran out.",))
    assert challenge.reference.text == "RFC 9110, 15.5.2"


def test_what_may_be_left_out(read):
    (challenge,) = read(FIRST)

    assert (challenge.route, challenge.others, challenge.reference) == ("", (), None)


def test_a_step_has_all_its_parts(read):
    step = (
        '{ send = "PATCH /a", as = "admin", body = "{}", headers = { X = "{0.ETag}" }, type = "", '
        'wait = 1.5, fault = "payments=slow", times = 6 }'
    )
    (challenge,) = read(FIRST.replace('"GET /orders/ord_9002" }, {', f'"GET /a" }}, {step}, {{', 1))

    read_step = challenge.solution[1]
    assert (read_step.method, read_step.target, read_step.caller, read_step.body) == ("PATCH", "/a", "admin", "{}")
    assert (read_step.headers, read_step.media_type) == ((("X", "{0.ETag}"),), "")
    assert (read_step.wait, read_step.fault, read_step.times) == (1.5, "payments=slow", 6)


def test_a_mistake_is_told_at_the_line_of_the_slug(read):
    second = FIRST.replace("two-refusals", "other").replace("tier = 1", "tier = 5")

    with pytest.raises(ContentError) as error:
        read(FIRST + "\n" + second)

    assert error.value.line == len(FIRST.splitlines()) + 3
    assert error.value.problem == "challenge 'other': 'tier' must be a whole number from 1 to 4, not 5"


def test_no_slug_stands_twice(read):
    with pytest.raises(ContentError, match="another challenge has the same slug"):
        read(FIRST + "\n" + FIRST)


FIELDS = [
    ("tier = 1", "tier = 1\nteir = 1", "nothing reads 'teir'"),
    ("tier = 1", "", "it has no 'tier'"),
    ("tier = 1", "tier = true", "'tier' must be a whole number"),
    ("two-refusals", "Two refusals", "a slug is lower-case words"),
    ('title = "Refused twice"', "title = 3", "'title' must be text"),
    ("[401, 403]", "[401, 499]", "499 is not a registered code"),
    ("[401, 403]", "[]", "'codes' must be a list of 1 or more"),
    ('"Think.", ', "", "there are exactly 3 hints, not 2"),
    ('"Think."', "3", "each hint must be text"),
    (
        '  { why = "own", send = [{ send = "GET /orders/ord_9001", as = "customer" }] },\n',
        "",
        "'near_misses' must be a",
    ),
    ('why = "own", ', "", "'why' of a near miss must be text"),
    ('after = "Both', 'rfc = "Section 9"\nafter = "Both', "'rfc' is a section such as 9110 s15.5.2"),
    ('after = "Both', 'others = [1]\nafter = "Both', "each of 'others' must be text"),
    *[
        ('after = "Both', f'route = "{route}"\nafter = "Both', problem)
        for route, problem in [
            ("A-B-C-Z-A", "the diagram has no box 'Z'"),
            ("A-B-D-A", "no arrow leads from 'B' to 'D'"),
            ("A-B-C-E-A", "a route ends with a box that answers, not with 'E'"),
            ("B-C-D-A", "a route begins and ends with A"),
            ("A-B-C-D", "a route begins and ends with A"),
            ("A-A", "a route begins and ends with A"),
            ("A-B-x499-A", "499 is not a registered code"),
            ("A-B-x308-C-D-A", "the diagram has no box 'x308'"),
            ("A B C D A", "a route begins and ends with A"),
        ]
    ],
]
CLAUSE = '{ says = "Another got 403", status = 403, after = 0 }'
CLAUSES = [
    ("statsu = 403", "nothing reads 'statsu'"),
    ("", "it has no conditions"),
    ("status = 499", "499 is not a registered code"),
    ('status = "403"', "'403' is not a registered code"),
    ("status_in = []", "'status_in' must be a list"),
    ("status_in = [200, 299]", "299 is not a registered code"),
    ('method = "get"', "'method' is written in capitals"),
    ('path = "orders"', "'path' is an address below /api/v1"),
    ('path = "/orders?limit=1"', "without a query"),
    ('path_in = "/orders"', "'path_in' must be a list"),
    ('as = "expired"', "'as' is one of customer, other, support, admin, none"),
    ('sent = "stock"', "'sent' must be a table"),
    ("sent = { stock = 5 }", "is found by a JSON pointer"),
    ('json = { "/at" = 2026-11-22 }', "JSON has no dates"),
    ("header = { ETag = 5 }", "'ETag' in 'header' is text, true or false"),
    ('header = { "E Tag" = true }', "'E Tag' is not the name of a header field"),
    ('request_header = { authorization = "Bearer x" }', "isn't recorded; ask with 'as'"),
    ('visited = "Z"', "the diagram has no box 'Z'"),
    ('visited = ["M", 5]', "the diagram has no box 5"),
    ('stopped = "I"', "no request stops at 'I'"),
    ('route = "A-B-Z-A"', "the diagram has no box 'Z'"),
    ('leaf = "L403"', "such as auth/L403"),
    ('leaf = "auth/L499"', "such as auth/L403"),
    ("after = 1", "'after' is the number of an earlier clause"),
    ("after = 7", "'after' is the number of an earlier clause"),
    ("after = -1", "'after' is the number of an earlier clause"),
    ("after = true", "'after' is the number of an earlier clause"),
    ("waited = 1", "'waited' is the number of an earlier clause"),
    ("of = 1, status = 403", "'of' is the number of an earlier clause"),
    ("of = 0", "it has no conditions"),
    ('carries = { header = "A", from = 1, its = "B" }', "'from' is the number of an earlier clause"),
    ('carries = { header = "A", from = 0 }', "None is not the name of a header field"),
    ('carries = { header = "A", form = 0, its = "B" }', "nothing reads 'form'"),
    ('follows = { clause = 1, header = "Location" }', "'clause' is the number of an earlier clause"),
    ("follows = 0", "'follows' must be a table"),
    ("same = { clause = 0 }", "'same' compares one of"),
    ('same = { clause = 0, path = true, sent = "/a" }', "'same' compares one of"),
    ("same = { clause = 0, path = false }", "'path' in 'same' is one of True"),
    ('same = { clause = 0, sent = "a" }', "is found by a JSON pointer"),
    ('same = { clause = 2, json = "/a" }', "'clause' is the number of an earlier clause"),
    ("every = {}", "'every' has no conditions"),
    ("every = { after = 0 }", "nothing reads 'after'"),
    ('none = { method = "GET" }, status = 403', "a clause with 'none': nothing reads 'status'"),
    ("requests_at_most = 0", "'requests_at_most' must be a whole number from 1 to 50"),
    ("state = {}", "'state' must be a table"),
    ('state = { "orders" = 1 }', "is found by a JSON pointer"),
    ('captures = { order = "ord_1" }', "'count' must be a whole number"),
    ("captures = { count = 1 }", "'order' must be text"),
]
STEP = '{ send = "GET /orders/{0.json/id}", as = "customer" }'
STEPS = [
    ('{ snd = "GET /a" }', "nothing reads 'snd'"),
    ("{ }", "'send' must be text"),
    ('{ send = "/orders" }', "'send' is a method and an address"),
    ('{ send = "GET orders" }', "'send' is a method and an address"),
    ('{ send = "GET /a", as = "boss" }', "'as' is one of customer, other, support, admin, expired, none"),
    ('{ send = "GET /a", fault = "payments=gone" }', "'fault' is one of payments=ok"),
    ('{ send = "GET /a", body = { a = 1 } }', "'body' must be text"),
    ('{ send = "GET /a", headers = "a: b" }', "'headers' must be a table"),
    ('{ send = "GET /a", headers = { A = 1 } }', "'A' in 'headers' must be text"),
    ('{ send = "GET /a", headers = { "A b" = "c" } }', "'A b' is not the name of a header field"),
    ('{ send = "GET /a", wait = -1 }', "'wait' is a number of seconds"),
    ('{ send = "GET /a", wait = true }', "'wait' is a number of seconds"),
    ('{ send = "GET /a", times = 0 }', "'times' must be a whole number from 1 to 50"),
    ('{ send = "GET /a", times = 50 }', "the solution sends more than 50 requests"),
    ('{ send = "GET /{1.ETag}" }', "an answer that isn't there yet; there are 1 before"),
    ('{ send = "GET /a", body = "{-2.ETag}" }', "an answer that isn't there yet"),
    ('{ send = "GET /a", headers = { A = "{0.}" } }', "begins no reference"),
]


@pytest.mark.parametrize(("old", "new", "problem"), FIELDS)
def test_a_mistake_in_a_challenge_is_told(read, old, new, problem):
    assert old in FIRST
    with pytest.raises(ContentError, match=re.escape(problem)):
        read(FIRST.replace(old, new))


@pytest.mark.parametrize(("conditions", "problem"), CLAUSES)
def test_a_mistake_in_a_clause_is_told(read, conditions, problem):
    wrong = f'{{ says = "Wrong"{conditions and ", "}{conditions} }}'
    with pytest.raises(ContentError, match=f"clause 1: .*{re.escape(problem)}"):
        read(FIRST.replace(CLAUSE, wrong))


@pytest.mark.parametrize(("step", "problem"), STEPS)
def test_a_mistake_in_a_step_is_told(read, step, problem):
    with pytest.raises(ContentError, match=re.escape(problem)):
        read(FIRST.replace(STEP, step))


def test_a_clause_about_everything_finds_no_exchange_to_refer_to(read):
    with pytest.raises(ContentError, match="clause 3: 'after': clause 2 isn't about one exchange"):
        read(FIRST.replace('"GET" } },\n]', '"GET" } },\n  { says = "Late", after = 2 },\n]'))


def test_there_are_seven_clauses_at_most(read):
    with pytest.raises(ContentError, match="at most 7 clauses, not 10"):
        read(FIRST.replace("clauses = [\n", "clauses = [\n" + f"  {CLAUSE.replace(', after = 0', '')},\n" * 7))


@pytest.mark.parametrize("text", ["challenge = 3", "challenge = [1]", 'chalenge = "x"', "[[challenge]]\n"])
def test_a_file_of_another_shape_is_told(read, text):
    with pytest.raises(ContentError):
        read(text)


def test_a_file_without_challenges_has_none(read):
    assert read("") == []


@pytest.mark.parametrize("route", ["A-B-C-E-F-H-J-L-M-P-R-T-Q-A", "A-B-x308-A", "A-B-C-E-F-H-J-L-M-P-R-T-x422-A"])
def test_routes_that_the_lab_takes_can_be_asked_for(read, route):
    (challenge,) = read(FIRST + f'route = "{route}"\n')

    assert challenge.route == route
