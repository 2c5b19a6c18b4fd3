"""Section 6: logging in and out, ending sessions, and billing records."""

import pytest


def test_a_login_gives_a_token_that_works(sandbox):
    answer = sandbox.login()
    assert answer.status == 200
    assert (answer.json["tokenType"], answer.json["userId"]) == ("Bearer", "u_42")
    assert answer.json["expiresIn"] > 0
    assert sandbox.get("/orders/ord_9001", answer.json["token"]).status == 200


def test_each_login_gives_a_token_of_its_own(sandbox):
    assert len({sandbox.login().json["token"] for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("asha@example.test", "wrong"),
        ("asha@example.test", ""),
        ("asha@example.test", "battery-staple"),
        ("nobody@example.test", "correct-horse"),
    ],
)
def test_wrong_credentials_are_told_apart_by_nothing(sandbox, email, password):
    answer = sandbox.login(email, password)
    if not password and answer.status == 400:
        return
    assert (answer.status, answer.error) == (401, "invalid_credentials")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="checkout-lab"')
    assert (answer.route, answer.leaf) == ("A-B-C-E-F-H-J-L-M-P-x401-A", "auth/L401")
    assert answer.json["message"] == sandbox.login(password="wrong").json["message"]


def test_a_logout_ends_the_token_that_was_used_and_no_other(sandbox):
    token = sandbox.login().json["token"]
    answer = sandbox.send("POST", "/logout", as_=token)
    assert (answer.status, answer.content) == (204, b"")
    assert sandbox.get("/cart", token).status == 401
    assert sandbox.get("/cart", "customer").status == 200


def test_the_content_of_a_logout_is_not_looked_at(sandbox):
    answer = sandbox.send("POST", "/logout", as_="customer", headers={"Content-Type": "text/plain"}, content=b"bye")
    assert answer.status == 204


def test_a_session_is_ended_once(sandbox):
    assert sandbox.send("DELETE", "/sessions/s_44", as_="other").status == 403
    assert sandbox.send("DELETE", "/sessions/s_44", as_=sandbox.login().json["token"]).status == 204
    assert sandbox.send("DELETE", "/sessions/s_44", as_=sandbox.login().json["token"]).status in (404, 410)


def test_a_billing_record_is_deleted_once(sandbox):
    assert sandbox.send("DELETE", "/billing/records/b_1", as_="admin").status == 204
    assert sandbox.send("DELETE", "/billing/records/b_1", as_="admin").status in (404, 410)
    assert sandbox.send("DELETE", "/billing/records/b_2", as_="admin").status == 204
