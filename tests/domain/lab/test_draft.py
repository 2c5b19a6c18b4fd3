"""What a learner types: understood where it can be, else refused with what would be right."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.lab.draft import Draft, DraftProblem, draft_of, draft_of_exchange, faults, read_draft
from learn.domain.lab.operations import OPERATIONS
from learn.domain.lab.shop import FAULTS, TOKENS
from learn.domain.lessons.exchange import CALLERS, read_exchange
from tests.domain.lab.bench import BASE, Bench
from tests.domain.lab.drafts import ORIGIN, TCHAR, drafts

TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~"


def typed(method="GET", target="/api/v1/orders", headers="", content="", **more):
    return read_draft(method, target, headers, content, base=BASE, origin=ORIGIN, **more)


def refused(**given):
    with pytest.raises(DraftProblem) as problem:
        typed(**given)
    return problem.value.problems


# ----------------------------------------------------------------------------------------------------- method


@pytest.mark.parametrize("method", ["GET", "get", "BREW", "M-SEARCH", TOKEN_CHARACTERS, "A" * 32])
def test_a_method_is_any_token_and_kept_as_typed(method):
    assert typed(method=method).method == method


@pytest.mark.parametrize(
    ("method", "said"),
    [("", "such as GET"), ("A" * 33, "at most 32"), ("G T", "one word"), ("GÉT", "one word"), ("GET/", "one word")],
)
def test_a_method_that_is_no_token_is_refused(method, said):
    assert said in refused(method=method)["method"]


@pytest.mark.parametrize("character", [chr(n) for n in range(256) if chr(n) not in TCHAR])
def test_each_character_outside_of_a_token_is_refused(character):
    assert refused(method=f"G{character}T").keys() == {"method"}


# ----------------------------------------------------------------------------------------------------- target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("/api/v1/orders", "/api/v1/orders"),
        ("  /api/v1/orders\n", "/api/v1/orders"),
        ("/orders/ord_9001", "/api/v1/orders/ord_9001"),
        ("/orders?limit=3", "/api/v1/orders?limit=3"),
        ("/orders/", "/api/v1/orders/"),
        ("/ordersx", "/ordersx"),
        ("/Orders", "/Orders"),
        ("/teapots/1", "/teapots/1"),
        ("/api/v0/orders", "/api/v0/orders"),
        ("/shop/account", "/shop/account"),
        ("/faults", "/faults"),
        ("/reset", "/reset"),
        ("/provider/ledger", "/provider/ledger"),
        ("/traces/req_1", "/traces/req_1"),
        ("/challenges", "/challenges"),
        ("/", "/"),
        ("$LAB/orders", "/api/v1/orders"),
        ("${LAB}/orders?x", "/api/v1/orders?x"),
        ("$LAB", "/api/v1"),
        ("${LAB%/api/v1}/shop/login", "/shop/login"),
        (f"{BASE}/api/v1/orders", "/api/v1/orders"),
        (f"{BASE}/orders", "/api/v1/orders"),
        (BASE, "/"),
        (f"{BASE}?a", "/?a"),
        (f"{ORIGIN}{BASE}/api/v1/orders", "/api/v1/orders"),
        (f"{ORIGIN.upper()}{BASE}/shop/login", "/shop/login"),
        ("/api/v1/../x/./%2e%2e/a%2Fb//c", "/api/v1/../x/./%2e%2e/a%2Fb//c"),
        ("/api/v1/a?b=[c]&d={e}|f\\", "/api/v1/a?b=[c]&d={e}|f\\"),
        ("/api/v1/lab/x", "/api/v1/lab/x"),
        ("/laboratory", "/laboratory"),
    ],
)
def test_a_target_is_understood(text, target):
    assert typed(target=text).target == target


@pytest.mark.parametrize("segment", sorted({o.path.split("/")[3] for o in OPERATIONS if o.path.startswith("/api/")}))
def test_each_operation_can_be_written_short(segment):
    assert typed(target=f"/{segment}/x").target == f"/api/v1/{segment}/x"


@pytest.mark.parametrize(
    "text",
    [
        "http://evil.example/api/v1/orders",
        "https://evil.example",
        f"{ORIGIN}/api/v1/orders",
        f"{ORIGIN}{BASE}x/api/v1/orders",
        f"{ORIGIN}x{BASE}/api/v1/orders",
        f"http://evil.example{BASE}/api/v1/orders",
        f"http://lab.example:8000@evil.example{BASE}/x",
        f"//lab.example:8000{BASE}/api/v1/orders",
        "//evil.example/x",
        f"{BASE}//evil.example/x",
        f"{BASE}x/api/v1/orders",
        f"{BASE}/lab/other/x",
        "/lab/another/api/v1/orders",
        "/lab/sandboxes",
        "/lab",
        "/lab?x",
    ],
)
def test_nothing_but_the_own_sandbox_can_be_named(text):
    assert "only your own sandbox can be reached" in refused(target=text)["target"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "begins with a slash"),
        ("orders", "begins with a slash"),
        ("*", "begins with a slash"),
        ("$LABEL/orders", "begins with a slash"),
        ("/api/v1/orders?note=two mugs", "a space can't stand in a path or query: percent-encode it, "),
        ("/api/v1/orders?note=two mugs", "/api/v1/orders?note=two%20mugs"),
        ("/products/Müller%20", "/products/M%C3%BCller%20"),
        ("/a\r\nb", "%0D%0A"),
        ("/a\0", "%00"),
        ("/" + chr(0xDC80), "percent-encode it"),
        ("/" + "x" * 300 + "é", "it, %C3%A9"),
        ("/orders#top", "%23"),
        ("/" + "x" * 8000, "at most 8000 characters; these have 8001"),
    ],
)
def test_a_target_that_cannot_be_sent_is_refused_with_what_can(text, said):
    assert said in refused(target=text)["target"]


def test_a_target_has_at_most_8000_characters():
    assert len(typed(target="/" + "x" * 7999).target) == 8000
    # What is added to a short path counts, too.
    assert "8001" in refused(target="/orders/" + "x" * (8001 - len("/api/v1/orders/")))["target"]


@given(st.text())
def test_any_text_is_a_target_below_the_sandbox_or_a_problem_with_it(text):
    try:
        target = typed(target=text).target
    except DraftProblem as problem:
        assert set(problem.problems) == {"target"}
    else:
        assert target.startswith("/")
        assert not target.startswith("//")
        assert all("!" <= character <= "~" for character in target)
        assert typed(target=target).target == target


# ----------------------------------------------------------------------------------------------------- fields


def test_fields_are_read_line_by_line():
    text = 'If-Match: "a"\r\n\r\nX-Empty:\n  \nX-Tab:\ta\tb \nhost:x:1\n'

    assert typed(headers=text).headers == (("If-Match", '"a"'), ("X-Empty", ""), ("X-Tab", "a\tb"), ("host", "x:1"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A: b\nnonsense", "line 2"),
        ("My_Field: x", "write My-Field"),
        ("Name : x", "at once the colon"),
        (" folded: x", "no field name"),
        (": x", "no field name"),
        ("Näme: x", "no field name"),
        ("A: b\0", "control character"),
        ("A: b\rC: d", "control character"),
        ("A: \x7f", "control character"),
        ("A: 日本", "Latin-1"),
        ('If-Match: "…"', "put the current value there"),
        ("\n".join(f"X-{n}: y" for n in range(101)), "at most 100"),
        ("A: " + "x" * 70000, "at most 65536"),
    ],
)
def test_a_field_that_cannot_be_sent_is_refused(text, said):
    problems = refused(headers=text)

    assert said in problems["headers"]
    assert len(problems) == 1


def test_a_hundred_fields_and_every_printable_character_are_fine():
    text = "\n".join(f"X-{n}: {chr(0x80 + n)}" for n in range(100))

    assert len(typed(headers=text).headers) == 100


@pytest.mark.parametrize(
    "name",
    ["Content-Length", "transfer-encoding", "Connection", "Keep-Alive", "TE", "Trailer", "UPGRADE", "Expect",
     "Proxy-Authorization", "proxy-connection"],
)  # fmt: skip
def test_fields_of_framing_and_connection_are_dropped_and_told(name):
    draft = typed(headers=f"A: 1\n{name}: x\nB: 2")

    assert draft.headers == (("A", "1"), ("B", "2"))
    assert draft.dropped == (name,)


def test_nothing_is_sent_that_is_not_typed():
    assert typed(method="POST", content="{}").headers == ()


@pytest.mark.parametrize("caller", sorted(TOKENS))
def test_a_caller_sends_a_token(caller):
    assert typed(caller=caller).headers == (("Authorization", f"Bearer {TOKENS[caller]}"),)


@pytest.mark.parametrize("caller", ["", "none"])
def test_nobody_sends_none(caller):
    assert typed(caller=caller).headers == ()


def test_a_typed_authorization_wins_over_the_caller_and_a_typed_fault_over_the_switch():
    draft = typed(headers="authorization: Basic x\nlab-fault: app=ok", caller="admin", fault="app=crash")

    assert draft.headers == (("authorization", "Basic x"), ("lab-fault", "app=ok"))


@pytest.mark.parametrize("fault", [f"{name}={value}" for name, values in FAULTS.items() for value in values])
def test_a_fault_is_a_field(fault):
    assert fault in faults()
    assert typed(fault=fault).headers == (("Lab-Fault", fault),)


def test_a_caller_or_fault_nobody_knows_is_refused():
    assert "support" in refused(caller="root")["caller"]
    assert "payments=slow" in refused(fault="tea=cold")["fault"]


# ---------------------------------------------------------------------------------------------------- content


def test_line_ends_of_a_text_box_become_plain():
    assert typed(content='{\r\n"a": 1\r\n}').content == '{\n"a": 1\n}'


@pytest.mark.parametrize(
    ("content", "said"),
    [("a\0", "NUL"), ("\ud800", "UTF-8"), ("ü" * 32769, "at most 65536 bytes; this has 65538")],
)
def test_content_that_cannot_be_sent_is_refused(content, said):
    assert said in refused(content=content)["content"]


def test_content_has_at_most_64_kib():
    assert len(typed(content="ü" * 32768).content) == 32768


def test_the_first_problem_of_each_field_is_told_at_once():
    problems = refused(method="", target="x", headers="y", content="\0", caller="z", fault="q")

    assert list(problems) == ["method", "target", "headers", "content", "caller", "fault"]
    assert all(text and not text.endswith(".") for text in problems.values())


# ------------------------------------------------------------------------------------------- the console's form


@given(drafts())
def test_a_form_makes_the_draft_again(draft):
    form = draft.form()
    again = typed(form.pop("method"), form.pop("target"), form.pop("headers"), form.pop("content"), **form)

    assert (again.method, again.target, again.content) == (draft.method, draft.target, draft.content)
    assert sorted(again.headers) == sorted(draft.headers)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("fault", ["", *faults()])
def test_a_form_shows_who_calls_and_what_fails(caller, fault):
    form = typed(headers="X: y", caller=caller, fault=fault).form()

    assert (form["caller"], form["fault"], form["headers"]) == (caller, fault, "X: y")


@pytest.mark.parametrize("value", ["Bearer tok_nobody", "bearer tok_admin", "Basic x", ""])
def test_a_token_of_nobody_stays_among_the_fields(value):
    form = typed(headers=f"Authorization: {value}").form()

    assert (form["caller"], form["headers"]) == ("", f"Authorization: {value}")


def test_two_tokens_stay_among_the_fields():
    text = "Authorization: Bearer tok_admin\nAuthorization: Bearer tok_admin"

    assert typed(headers=text).form()["headers"] == text


def test_a_request_goes_to_the_host_that_was_typed_or_else_to_the_given_one():
    assert typed(headers="host: typed").as_request(BASE, "given").headers == (("host", "typed"),)
    assert typed().as_request(BASE, "given").header("Host") == "given"
    assert typed().as_request(BASE).headers == ()


def test_a_request_is_below_the_sandbox():
    request = typed("POST", "/orders?x", content="ü").as_request(BASE)

    assert (request.target, request.base, request.content) == (f"{BASE}/api/v1/orders?x", BASE, "ü".encode())


# --------------------------------------------------------------------------------------- from what was sent before


def traced(lab, draft):
    return Bench(lab).put(draft.as_request(BASE, "lab.example")).answer.trace


@pytest.mark.parametrize("caller", CALLERS)
def test_a_trace_gives_the_draft_back_with_its_caller(lab, caller):
    draft = typed("GET", "/cart?x=1", "Accept: application/json", caller=caller)

    assert draft_of(traced(lab, draft), BASE) == draft


@pytest.mark.parametrize("target", ["/products/sku_123", "/products/sku_123/", "/orders?" + "x" * 3000])
def test_a_trace_knows_the_casts_token_though_nobody_had_looked_at_it(lab, target):
    draft = typed(target=target, caller="admin")

    assert draft_of(traced(lab, draft), BASE) == draft


@pytest.mark.parametrize("value", ["Bearer tok_nobody", "Basic x"])
def test_a_token_of_nobody_in_the_cast_stays_out(lab, value):
    draft = typed(target="/products/sku_123", headers=f"Authorization: {value}")

    assert draft_of(traced(lab, draft), BASE).headers == ()


def test_an_unknown_token_becomes_the_expired_one(lab):
    draft = typed(target="/cart", headers="Authorization: Bearer tok_nobody")

    assert draft_of(traced(lab, draft), BASE).form()["caller"] == "expired"


def test_another_401_leaves_the_token_out(lab):
    draft = typed(target="/cart", headers="Authorization: Basic x")

    assert draft_of(traced(lab, draft), BASE).form()["caller"] == "none"


def test_framing_host_and_cookies_of_a_trace_are_left_out(lab):
    trace = traced(lab, typed(target="/cart", caller="customer"))
    more = (("Host", "x"), ("Content-Length", "3"), ("Connection", "close"), ("Cookie", "(redacted)"), ("X", "y"))

    draft = draft_of(replace(trace, headers=trace.headers + more), BASE)

    assert draft.headers == (("Authorization", "Bearer tok_customer"), ("X", "y"))


PRINTED = """PATCH /api/v1/inventory/sku_123 HTTP/1.1
Host: …
Authorization: Bearer tok_admin
Content-Type: application/json

{"stock": 3}

HTTP/1.1 428 Precondition Required
"""


def test_a_printed_exchange_gives_its_request():
    draft = draft_of_exchange(read_exchange(PRINTED).messages[0], "admin")

    assert draft == Draft(
        "PATCH",
        "/api/v1/inventory/sku_123",
        (("Authorization", "Bearer tok_admin"), ("Content-Type", "application/json")),
        '{"stock": 3}',
    )


def test_a_caller_who_is_not_printed_is_added():
    message = read_exchange("GET /api/v1/cart HTTP/1.1\nHost: …\n").messages[0]

    assert draft_of_exchange(message, "other").form()["caller"] == "other"
    assert draft_of_exchange(message, "none").headers == ()


def test_every_exchange_that_the_lessons_send_can_be_put_into_the_console(library):
    found = [exchange for lesson in library.lessons.values() for exchange in lesson.exchanges if exchange.caller]

    assert len(found) > 20
    for exchange in found:
        for message in exchange.messages:
            if message.is_request:
                form = draft_of_exchange(message, exchange.caller).form()
                form["headers"] = form["headers"].replace('"…"', '"x"')
                typed(form.pop("method"), form.pop("target"), form.pop("headers"), form.pop("content"), **form)
