"""Section 8: fixed windows of ten seconds, waited out once for all tests."""

import time

import pytest

from tests.lab.conftest import open_sandbox
from tests.lab.outcomes import LIMITED


@pytest.mark.parametrize("passwords", [["correct-horse"] * 6, ["wrong"] * 6, ["wrong", "correct-horse"] * 3])
def test_the_sixth_login_is_one_too_many(sandbox, passwords):
    answers = [sandbox.login(password=password) for password in passwords]
    assert 429 not in [answer.status for answer in answers[:5]]
    refused_in_time(answers[5])


def refused_in_time(answer):
    assert (answer.status, answer.route, answer.leaf) == (429, LIMITED, "conflict_limit/L429")
    assert answer.headers["Retry-After"].isdigit()
    assert 1 <= int(answer.headers["Retry-After"]) <= 10


def test_logins_are_counted_for_the_whole_sandbox(sandbox):
    for email in ("asha@example.test", "ben@example.test", "nobody@example.test") * 2:
        last = sandbox.login(email, "wrong")
    assert last.status == 429


def test_the_ninth_order_is_one_too_many(sandbox):
    answers = [sandbox.order() for _ in range(9)]
    assert [answer.status for answer in answers] == [201] * 8 + [429]
    refused_in_time(answers[8])
    assert len(sandbox.order_ids("customer")) == 10


def test_orders_are_counted_for_each_user(sandbox):
    for _ in range(9):
        sandbox.order("customer")
    assert sandbox.order("other").status == 201
    assert sandbox.order("admin").status == 201


def test_the_orders_of_a_user_are_counted_over_all_tokens(sandbox):
    for _ in range(8):
        sandbox.order("customer")
    assert sandbox.order(sandbox.login().json["token"]).status == 429


def test_limits_are_counted_for_each_sandbox(sandbox, another):
    for _ in range(9):
        sandbox.order()
        sandbox.login()
    assert another.order().status == 201
    assert another.login().status == 200


@pytest.mark.parametrize(
    "request_",
    [
        {"as_": "expired"},
        {"items": []},
        {"items": [{"sku": "sku_777", "quantity": 1}]},
        {"userId": "u_77"},
        {"headers": {"Lab-Fault": "app=crash"}},
        {"headers": {"Lab-Fault": "gateway=maintenance"}},
        {"headers": {"Accept": "text/csv"}},
    ],
    ids=str,
)
def test_an_order_that_does_not_reach_box_m_is_not_counted(sandbox, request_):
    for _ in range(9):
        assert sandbox.order(**request_).status != 429
    assert sandbox.order().status == 201


@pytest.mark.parametrize(
    "request_",
    [{"items": [{"sku": "sku_200", "quantity": 3}]}, {"headers": {"Lab-Fault": "database=down"}}],
    ids=str,
)
def test_an_order_that_reaches_box_m_is_counted_whatever_comes_of_it(sandbox, request_):
    for _ in range(8):
        assert sandbox.order(**request_).status in (409, 503)
    assert sandbox.order().status == 429


@pytest.mark.parametrize("json", [{}, {"email": "asha@example.test"}, {"email": 1, "password": "x"}])
def test_a_malformed_login_is_not_counted(sandbox, json):
    for _ in range(7):
        assert sandbox.send("POST", "/login", json=json).status == 400
    assert sandbox.login().status == 200


def test_nothing_else_is_limited(sandbox):
    assert {sandbox.get("/products/sku_123").status for _ in range(30)} == {200}
    assert {sandbox.get("/orders", "customer").status for _ in range(30)} == {200}


def test_a_reset_opens_the_window_anew(sandbox):
    for _ in range(9):
        sandbox.order()
    sandbox.reset()
    assert sandbox.order().status == 201


@pytest.fixture(scope="module")
def waited(site):
    """Both limits reached, knocked at again meanwhile, and waited out from the first refusal."""
    sandbox = open_sandbox(site)
    login = [sandbox.login() for _ in range(6)][-1]
    order = [sandbox.order() for _ in range(9)][-1]
    refused_at = time.monotonic()
    told = {"login": int(login.headers["Retry-After"]), "order": int(order.headers["Retry-After"])}
    time.sleep(4)
    meanwhile = {"login": sandbox.login(), "order": sandbox.order()}
    time.sleep(max(0.0, refused_at + max(told.values()) + 0.05 - time.monotonic()))
    return told, meanwhile, {"login": sandbox.login(), "order": sandbox.order()}


@pytest.mark.parametrize(("kind", "status"), [("login", 200), ("order", 201)])
def test_after_the_time_told_the_next_one_is_served_though_others_knocked(waited, kind, status):
    _, meanwhile, after = waited
    assert meanwhile[kind].status == 429
    assert after[kind].status == status


@pytest.mark.parametrize("kind", ["login", "order"])
def test_refused_requests_do_not_lengthen_the_window(waited, kind):
    told, meanwhile, _ = waited
    assert 1 <= int(meanwhile[kind].headers["Retry-After"]) <= told[kind] - 3
