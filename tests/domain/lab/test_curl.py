"""A draft as a line for a terminal, and lines from a terminal as drafts."""

import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.domain.lab.curl import as_curl, read_curl
from learn.domain.lab.curl_options import FILES, IGNORED, IGNORED_SHORT, LONG, READ, SKIPPED
from learn.domain.lab.draft import Draft, DraftProblem
from tests.domain.lab.bench import BASE
from tests.domain.lab.drafts import ORIGIN, drafts

CART = f"{ORIGIN}{BASE}/api/v1/cart"
FORM = ("Content-Type", "application/x-www-form-urlencoded")
JSON = ("Content-Type", "application/json")


def line(method="GET", target="/api/v1/cart", *headers, content=""):
    return as_curl(Draft(method, target, headers, content), ORIGIN, BASE)


def read(text):
    return read_curl(text, base=BASE, origin=ORIGIN)


def refused(text):
    with pytest.raises(DraftProblem) as problem:
        read(text)
    assert list(problem.value.problems) == ["curl"]
    return problem.value.message


# --------------------------------------------------------------------------------------------------- as a line


@pytest.mark.parametrize(
    ("draft", "printed"),
    [
        (Draft("GET", "/api/v1/cart"), f"curl -i {CART}"),
        (Draft("HEAD", "/api/v1/cart"), f"curl -i --head {CART}"),
        (Draft("DELETE", "/api/v1/cart"), f"curl -i -X DELETE {CART}"),
        (Draft("get", "/api/v1/cart"), f"curl -i -X get {CART}"),
        (Draft("POST", "/api/v1/cart"), f"curl -i -X POST {CART}"),
        (Draft("POST", "/api/v1/cart", (JSON,), "{}"),
         f"curl -i {CART} -H 'Content-Type: application/json' --data-raw '{{}}'"),
        (Draft("PATCH", "/api/v1/cart", (), "a"), f"curl -i -X PATCH {CART} -H Content-Type: --data-raw a"),
        (Draft("GET", "/api/v1/cart", (), "a"), f"curl -i -X GET {CART} -H Content-Type: --data-raw a"),
        (Draft("HEAD", "/api/v1/cart", (), "a"),
         f"curl -i -X HEAD --max-time 5 {CART} -H Content-Type: --data-raw a"),
        (Draft("GET", "/api/v1/cart?x=1&y"), f"curl -i '{CART}?x=1&y'"),
        (Draft("GET", "/api/v1/../cart"), f"curl -i --path-as-is {ORIGIN}{BASE}/api/v1/../cart"),
        (Draft("GET", "/api/v1/%2E%2e"), f"curl -i --path-as-is {ORIGIN}{BASE}/api/v1/%2E%2e"),
        (Draft("GET", "/api/v1/..x/a.b"), f"curl -i {ORIGIN}{BASE}/api/v1/..x/a.b"),
        (Draft("GET", "/api/v1/cart?../"), f"curl -i '{CART}?../'"),
        (Draft("GET", "/api/v1/cart?[1]"), f"curl -i -g '{CART}?[1]'"),
        (Draft("GET", "/api/v1/cart", (("X-Empty", ""), ("X", "it's"))),
         f"curl -i {CART} -H 'X-Empty;' -H 'X: it'\"'\"'s'"),
    ],
)  # fmt: skip
def test_a_draft_is_printed_with_what_it_needs_and_no_more(draft, printed):
    assert as_curl(draft, ORIGIN, BASE) == printed


FAKE = f"""#!{sys.executable}
import json, os, sys
sys.stdout.write(json.dumps([os.fsencode(word).decode() for word in sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """Run a line in a shell whose curl tells its arguments."""
    directory = tmp_path_factory.mktemp("bin")
    fake = directory / "curl"
    fake.write_text(FAKE)
    fake.chmod(0o755)
    variables = {
        **os.environ,
        "PATH": f"{directory}:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "LAB": "wrong",
        "PYTHONUTF8": "1",
    }

    def run(text):
        done = subprocess.run(["sh", "-c", text], env=variables, capture_output=True, check=True, cwd=directory)
        assert not done.stderr
        return json.loads(done.stdout)

    return run


HOSTILE = "$(touch x) `id` ${LAB} $LAB ~ * ? ! # ; & | < > \\ \" ' '' \\' '\"'\"' ^ % é"


@pytest.mark.parametrize("text", [HOSTILE, "-o x", "--data", "@/etc/passwd", "a\nb\n", "\t \x01", "'", "\\", "日本 ü"])
def test_a_shell_hands_curl_the_very_text(shell, text):
    field = text.strip().replace("\n", " ").replace("\x01", "").encode("latin-1", "replace").decode("latin-1")
    words = shell(line("POST", "/api/v1/cart?a='b'&$LAB", ("X", field), content=text))

    assert words[words.index("--data-raw") + 1] == text
    assert f"X: {field}" in words or (not field and "X;" in words)
    assert f"{CART}?a='b'&$LAB" in words


@settings(max_examples=25, deadline=None)
@given(draft=drafts())
def test_a_shell_takes_each_line_apart_as_it_was_meant(shell, draft):
    words = shell(as_curl(draft, ORIGIN, BASE))

    assert f"{ORIGIN}{BASE}{draft.target}" in words
    fields = [word for option, word in pairwise(words) if option == "-H" and word != "Content-Type:"]
    assert fields == [f"{name}: {value}" if value else f"{name};" for name, value in draft.headers]
    assert not draft.content or words[-2:] == ["--data-raw", draft.content]


# ------------------------------------------------------------------------------------------------- and back again


@given(drafts())
def test_what_is_printed_is_read_back(draft):
    assert read(as_curl(draft, ORIGIN, BASE)) == draft


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("curl $LAB/cart", Draft("GET", "/api/v1/cart")),
        ('curl "${LAB}/cart?x=1"', Draft("GET", "/api/v1/cart?x=1")),
        ("curl ${LAB%/api/v1}/shop/login", Draft("GET", "/shop/login")),
        (f"$ curl {CART}", Draft("GET", "/api/v1/cart")),
        (f"curl.exe {CART}", Draft("GET", "/api/v1/cart")),
        (f"  curl {CART}  \n", Draft("GET", "/api/v1/cart")),
        ("curl lab.example:8000/lab/SB/api/v1/cart", Draft("GET", "/api/v1/cart")),
        ("curl /orders", Draft("GET", "/api/v1/orders")),
        ("curl --url $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl --url=$LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl $LAB/cart | jq .", Draft("GET", "/api/v1/cart")),
        ("curl $LAB/cart # my cart", Draft("GET", "/api/v1/cart")),
        ("curl -XPOST $LAB/logout", Draft("POST", "/api/v1/logout")),
        ("curl -sSi -X 'DELETE' $LAB/cart", Draft("DELETE", "/api/v1/cart")),
        ("curl -sSiXPUT $LAB/cart", Draft("PUT", "/api/v1/cart")),
        ("curl --request=PUT $LAB/cart", Draft("PUT", "/api/v1/cart")),
        ("curl -I $LAB/cart", Draft("HEAD", "/api/v1/cart")),
        ("curl -sI $LAB/cart", Draft("HEAD", "/api/v1/cart")),
        ("curl -I -X GET $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl -HA:b -H'C:  d ' $LAB/cart", Draft("GET", "/api/v1/cart", (("A", "b"), ("C", "d")))),
        ("curl -H 'A;' -H 'Host:' $LAB/cart", Draft("GET", "/api/v1/cart", (("A", ""),))),
        ("curl -d a=1 $LAB/x", Draft("POST", "/x".replace("/x", "/api/v1/x"), (FORM,), "a=1")),
        ("curl -d a=1 --data b -da -d c=2 $LAB/x", Draft("POST", "/api/v1/x", (FORM,), "a=1&b&a&c=2")),
        ("curl -d '' $LAB/x", Draft("POST", "/api/v1/x", (FORM,))),
        ("curl --data-raw @x $LAB/x", Draft("POST", "/api/v1/x", (FORM,), "@x")),
        ("curl --data-binary $'a\\nb' $LAB/x", Draft("POST", "/api/v1/x", (FORM,), "a\nb")),
        ("curl --data-urlencode 'a=b c' --data-urlencode 'é' $LAB/x",
         Draft("POST", "/api/v1/x", (FORM,), "a=b+c&%C3%A9")),
        ("curl -X PATCH -d {} -H 'content-type: application/json' $LAB/x",
         Draft("PATCH", "/api/v1/x", (("content-type", "application/json"),), "{}")),
        ("curl -d x -H 'Content-Type:' $LAB/x", Draft("POST", "/api/v1/x", (), "x")),
        ("curl --json '{}' $LAB/x", Draft("POST", "/api/v1/x", (JSON, ("Accept", "application/json")), "{}")),
        ("curl --json '{' --json '}' -H 'Accept: */*' $LAB/x",
         Draft("POST", "/api/v1/x", (JSON, ("Accept", "*/*")), "{}")),
        ("curl -G -d a=1 -d b $LAB/cart", Draft("GET", "/api/v1/cart?a=1&b")),
        ("curl --get -d a=1 '$LAB/cart?z'", Draft("GET", "/api/v1/cart?z&a=1")),
        ("curl -G -I -d a=1 $LAB/cart", Draft("HEAD", "/api/v1/cart?a=1")),
        ("curl -u me:pw $LAB/cart", Draft("GET", "/api/v1/cart", (("Authorization", "Basic bWU6cHc="),))),
        ("curl --oauth2-bearer t $LAB/cart", Draft("GET", "/api/v1/cart", (("Authorization", "Bearer t"),))),
        ("curl -b a=1 -A me -e you $LAB/cart",
         Draft("GET", "/api/v1/cart", (("Cookie", "a=1"), ("User-Agent", "me"), ("Referer", "you")))),
        ("curl -b a=1 -b 'b=2; c=3' --cookie d=4 $LAB/cart",
         Draft("GET", "/api/v1/cart", (("Cookie", "a=1; b=2; c=3; d=4"),))),
        ("curl -A '' -e '' $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl -A me -A '' $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl -A '' -H 'User-Agent: you' $LAB/cart", Draft("GET", "/api/v1/cart", (("User-Agent", "you"),))),
        ("/usr/bin/curl $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("$ ./curl.exe $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl -i -- $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl -d '$(x) `y` $Z' $LAB/x", Draft("POST", "/api/v1/x", (FORM,), "$(x) `y` $Z")),
        ('curl -d "\\$Z \\`y\\` $ 5$" -H A:\\$B $LAB/x',
         Draft("POST", "/api/v1/x", (FORM, ("A", "$B")), "$Z `y` $ 5$")),
        ('curl ^"http://lab.example:8000/lab/SB/api/v1/x?a=$b^"', Draft("GET", "/api/v1/x?a=$b")),
        ("curl -A me -H 'user-agent: you' $LAB/cart", Draft("GET", "/api/v1/cart", (("user-agent", "you"),))),
        ("curl -o /dev/null -w '%{http_code}\\n' --max-time 3 -m3 $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl -L -k -s -S -v -i -f -g --compressed --http1.1 $LAB/cart", Draft("GET", "/api/v1/cart")),
        ("curl $LAB/products/../orders/./ord_1/%2e%2E", Draft("GET", "/api/v1/orders/")),
        ("curl http://lab.example:8000/lab/SB/api/v1/../v1/x?a=/../b", Draft("GET", "/api/v1/x?a=/../b")),
        ("curl --path-as-is $LAB/products/../orders", Draft("GET", "/api/v1/products/../orders")),
        ("curl -g '$LAB/products/{sku_123,sku_200}'", Draft("GET", "/api/v1/products/{sku_123,sku_200}")),
        ("curl -X POST \\\n  -H 'A: b' \\\n  $LAB/x", Draft("POST", "/api/v1/x", (("A", "b"),))),
        ("curl -X POST \\\r\n  $LAB/x", Draft("POST", "/api/v1/x")),
        ('curl -X POST ^\n  -H "A: b" ^\r\n  $LAB/x', Draft("POST", "/api/v1/x", (("A", "b"),))),
        ('curl ^"http://lab.example:8000/lab/SB/api/v1/x?a=1^&b^" ^\r\n  -H ^"A: ^\\^"b^\\^"^"',
         Draft("GET", "/api/v1/x?a=1&b", (("A", '"b"'),))),
        ('curl -d "{\\"a\\": \\$b}" $LAB/x', Draft("POST", "/api/v1/x", (FORM,), '{"a": $b}')),
        ("curl -d '{\"a\": '\\''b'\\''}' $LAB/x", Draft("POST", "/api/v1/x", (FORM,), "{\"a\": 'b'}")),
        ("curl -d $'it\\'s \\u0021 \\xc3\\xa9 \\101 \\t\\\\' $LAB/x",
         Draft("POST", "/api/v1/x", (FORM,), "it's ! é A \t\\")),
        ("curl -d $'\\xe9' $LAB/x", Draft("POST", "/api/v1/x", (FORM,), "é")),
        ('curl -d "a\\\nb" $LAB/x', Draft("POST", "/api/v1/x", (FORM,), "ab")),
        ("curl -d a\\ b $LAB/x", Draft("POST", "/api/v1/x", (FORM,), "a b")),
        ("curl -H 'Content-Length: 3' -H 'A: b' $LAB/x", Draft("GET", "/api/v1/x", (("A", "b"),))),
    ],
)  # fmt: skip
def test_what_people_paste_is_read_as_curl_reads_it(text, draft):
    assert read(text) == draft


def test_fields_of_framing_are_told_in_a_pasted_line_too():
    assert read("curl -H 'Content-Length: 3' $LAB/x").dropped == ("Content-Length",)


@pytest.mark.parametrize("name", sorted(SKIPPED))
def test_options_about_anything_else_are_skipped_with_their_argument(name):
    assert read(f"curl --{name} value $LAB/cart") == Draft("GET", "/api/v1/cart")
    assert read(f"curl --{name}=value $LAB/cart") == Draft("GET", "/api/v1/cart")


@pytest.mark.parametrize(
    "option", [*(f"--{name}" for name in sorted(IGNORED)), *(f"-{c}" for c in sorted(IGNORED_SHORT))]
)
def test_options_that_change_nothing_are_ignored(option):
    assert read(f"curl {option} $LAB/cart") == Draft("GET", "/api/v1/cart")


def test_each_option_is_in_one_table_and_each_letter_stands_for_one_that_is():
    tables = [READ, FILES, SKIPPED, IGNORED, {"head", "get"}]

    assert sum(map(len, tables)) == len(frozenset().union(*tables))
    assert set(LONG.values()) <= frozenset().union(*tables)
    assert not set(LONG) & IGNORED_SHORT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "begins with the word curl"),
        ("wget http://x", "begins with the word curl"),
        ("curl", "no address"),
        ("curl -i", "no address"),
        ("curl $LAB/a $LAB/b", "one request at a time"),
        ("curl http://evil.example/api/v1/cart", "only your own sandbox"),
        ("curl evil.example/lab/SB/x", "only your own sandbox"),
        (f"curl http://lab.example:8000@evil.example{BASE}/x", "only your own sandbox"),
        ("curl $LAB/a -d @file", "reads a file"),
        ("curl $LAB/a --data-binary @-", "reads a file"),
        ("curl $LAB/a --data-urlencode name@file", "reads a file"),
        ("curl $LAB/a --json @x", "reads a file"),
        ("curl $LAB/a -H @x", "reads a file"),
        ("curl $LAB/a -b jar.txt", "reads a file"),
        ("curl $LAB/a -F a=b", "forms or files"),
        ("curl $LAB/a -T x", "forms or files"),
        ("curl $LAB/a --upload-file=x", "forms or files"),
        ("curl -K config", "forms or files"),
        ("curl $LAB/a --frobnicate", "--frobnicate isn't understood"),
        ("curl $LAB/a -n", "-n isn't understood"),
        ("curl $LAB/a -X", "without its argument"),
        ("curl $LAB/a -H nonsense", "no header field"),
        ("curl $LAB/a -H 'A_B: c'", "underscore"),
        ("curl $LAB/a -H $'A: b\\nC: d'", "control character"),
        ("curl $LAB/a -X 'G T'", "one word"),
        ("curl $LAB/a -I -d x", "either --head or content"),
        ("curl '$LAB/a", "single quote stays open"),
        ('curl "$LAB/a', "double quote stays open"),
        ("curl -d $'abc", "$' stays open"),
        ("curl $LAB/a?b=1&c=2", "quotes"),
        ("curl $LAB/a > x", "redirects"),
        ("curl $LAB/a; rm x", "quotes"),
        ("curl -- $LAB/a -i", "two addresses"),
        ("curl -i \\ \n $LAB/a", "a space stands behind the backslash at a line's end"),
        ("curl -i \\\t\r\n $LAB/a", "a space stands behind the backslash at a line's end"),
        ("curl $LAB/a \\ ", "a space stands behind the backslash at a line's end"),
        ('curl $LAB/a -H "X: $(date)"', "in the place of $(date): write out what"),
        ("curl $LAB/$(date)", "in the place of $(date)"),
        ("curl $LAB/`date`", "in the place of `date`"),
        ('curl $LAB/a -d "`date`"', "in the place of `date`"),
        ("curl $LAB/a -H Authorization:$TOKEN", "in the place of $TOKEN"),
        ('curl $LAB/a -H "Authorization: Bearer ${TOKEN}"', "in the place of ${TOKEN}"),
        ("curl $LABEL/a", "in the place of $LABEL"),
        ("curl $LAB/a -d $1", "in the place of $1"),
        ("curl -d $'\\U00110000' $LAB/a", "no character"),
        ("curl '$LAB/products/{sku_123,sku_200}'", "for several requests: add -g"),
        ("curl '$LAB/products/sku[1-3]'", "for several requests: add -g"),
        ("curl -d $'\\ud800' $LAB/a", "no character of the number D800"),
        ("curl $'--\\uD800' $LAB/a", "no character of the number D800"),
        ("curl $'-\\uDFFF' $LAB/a", "no character of the number DFFF"),
        ("curl -H $'a_\\uD800: x' $LAB/a", "no character of the number D800"),
    ],
)
def test_a_line_that_cannot_be_sent_from_here_is_refused(text, said):
    assert said in refused(text)


PIECES = [
    "curl",
    " ",
    "-d",
    "-H",
    "'",
    '"',
    "\\",
    "\n",
    "^",
    "$'",
    "$LAB/x",
    "-X",
    "--json",
    "=",
    "@",
    "A: b",
    "\\x",
    "é",
    "-",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join).map("curl ".__add__)))
def test_any_text_is_a_draft_or_a_problem(text):
    try:
        draft = read(text)
    except DraftProblem as problem:
        assert list(problem.problems) == ["curl"]
    else:
        assert draft.target.startswith("/")
