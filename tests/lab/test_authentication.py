"""Section 4, node C: who is calling."""

import pytest

from tests.lab.outcomes import ADDRESSES, NOT_AUTHENTICATED, OPEN, PROTECTED

CHALLENGE = 'Bearer realm="checkout-lab"'
INVALID_TOKEN = 'Bearer realm="checkout-lab", error="invalid_token"'


def method_for(address):
    return next(name for name in ("GET", "POST", "PUT", "PATCH", "DELETE") if name in ADDRESSES[address])


@pytest.mark.parametrize("address", PROTECTED)
def test_a_protected_address_needs_a_token(sandbox, address):
    answer = sandbox.send(method_for(address), address)
    assert (answer.status, answer.error) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == CHALLENGE
    assert (answer.route, answer.leaf) == (NOT_AUTHENTICATED, "auth/L401")


@pytest.mark.parametrize("address", PROTECTED)
def test_a_protected_address_refuses_an_expired_token(sandbox, address):
    answer = sandbox.send(method_for(address), address, as_="expired")
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, INVALID_TOKEN)
    assert answer.route == NOT_AUTHENTICATED


@pytest.mark.parametrize(
    "credentials",
    [
        "Basic YTpi",
        "Digest a=b",
        "Bearer",
        "Bearer ",
        "tok_customer",
        "Bearertok_customer",
        "Bearer tok_customer tok_customer",
        "",
    ],
)
def test_anything_but_exactly_one_bearer_token_is_no_token(sandbox, credentials):
    answer = sandbox.get("/cart", Authorization=credentials)
    assert (answer.status, answer.error) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == CHALLENGE


@pytest.mark.parametrize("token", ["tok_nobody", "TOK_CUSTOMER", "tok_customer1", "x" * 3000, "~+/="])
def test_an_unknown_token_is_invalid(sandbox, token):
    answer = sandbox.get("/cart", token)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, INVALID_TOKEN)


def test_a_token_that_logged_out_is_invalid(sandbox):
    assert sandbox.send("POST", "/logout", as_="customer").status == 204
    answer = sandbox.get("/cart", "customer")
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, INVALID_TOKEN)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_named_in_any_case(sandbox, scheme):
    assert sandbox.get("/cart", Authorization=f"{scheme} tok_customer").status == 200


def test_two_authorization_fields_are_not_one_token(sandbox):
    twice = [("Authorization", "Bearer tok_customer"), ("Authorization", "Bearer tok_customer")]
    assert sandbox.send("GET", "/cart", headers=twice).status in (400, 401)


@pytest.mark.parametrize("address", sorted(OPEN - {"/login", "{B}/shop/maintenance"}))
@pytest.mark.parametrize("credentials", ["Bearer tok_nobody", "Bearer tok_expired", "Basic YTpi", "Bearer"])
def test_on_open_addresses_a_bad_token_does_no_harm(sandbox, address, credentials):
    assert sandbox.get(address, Authorization=credentials).status == 200


def test_a_login_with_a_bad_token_does_no_harm(sandbox):
    credentials = {"email": "asha@example.test", "password": "correct-horse"}
    assert sandbox.send("POST", "/login", as_="tok_nobody", json=credentials).status == 200


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("as_", [None, "tok_nobody", "customer"])
def test_an_address_that_is_not_there_is_open_to_everyone(sandbox, method, as_):
    assert sandbox.send(method, "/nowhere", as_=as_).status == 404


@pytest.mark.parametrize("as_", [None, "expired", "tok_nobody"])
def test_the_account_page_sends_strangers_to_the_login_page(sandbox, as_):
    answer = sandbox.get("{B}/shop/account", as_)
    assert answer.status == 302
    assert answer.headers["Location"].startswith(f"{sandbox.base}/shop/login?next=")
    assert (answer.route, answer.leaf) == ("A-B-C-x302-A", "redirect_cache/L302")


@pytest.mark.parametrize(
    ("method", "target", "headers"),
    [
        ("GET", "/cart", {"Lab-Fault": "tea=cold"}),
        ("DELETE", "/orders", {}),
        ("TRACE", "/orders", {}),
        ("GET", "/orders", {"Accept": "text/csv"}),
        ("POST", "/orders", {}),
        ("GET", "/orders?limit=0", {}),
        ("GET", "/orders/ord_missing", {}),
        ("GET", "/orders/ord_purged", {}),
        ("DELETE", "/billing/records/b_1", {}),
    ],
)
def test_who_is_calling_is_asked_before_anything_is_validated(sandbox, method, target, headers):
    assert sandbox.send(method, target, headers=headers).status == 401
