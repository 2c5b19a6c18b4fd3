"""Challenges for who has nothing but a terminal: the list, one of them, beginning it, solving it."""

import pytest
from django.test import Client

from learn.models import Learner, Sandbox, SolvedChallenge

pytestmark = pytest.mark.django_db(databases="__all__")
CUSTOMER = {"Authorization": "Bearer tok_customer"}
TEXT = {"Accept": "text/plain"}


@pytest.fixture
def base(client):
    return client.post("/lab/sandboxes").headers["Location"]


def state(client, base, slug="first-answer"):
    return client.get(f"{base}/challenges/{slug}").json()


def arm(client, base, slug="first-answer"):
    return client.post(f"{base}/challenges/{slug}")


def test_the_list_has_every_challenge_as_json(client, base, library):
    response = client.get(f"{base}/challenges")

    rows = response.json()["challenges"]
    assert response.headers["Content-Type"] == "application/json"
    assert [row["slug"] for row in rows] == list(library.challenges)
    first = library.challenges["first-answer"]
    assert rows[list(library.challenges).index("first-answer")] == {
        "slug": "first-answer", "title": first.title, "tier": 1, "codes": [200], "armed": False, "solved": False,
    }  # fmt: skip


def test_the_list_is_text_to_who_wants_text(client, base, library):
    response = client.get(f"{base}/challenges", headers=TEXT)

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Vary"] == "Accept"
    for slug, challenge in library.challenges.items():
        (line,) = [line for line in response.text.splitlines() if f" {slug} " in line]
        assert challenge.title in line and f"tier {challenge.tier}" in line
    assert f"GET {base}/challenges/<slug>" in response.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json, text/plain;q=0.5", "application/json"),
        ("text/*", "text/plain"),
        ("text/plain, application/json;q=0.9", "text/plain"),
        ("image/png", "application/json"),
    ],
)
def test_what_is_preferred_is_answered(client, base, accept, kind):
    headers = {"Accept": accept} if accept else {}
    for path in ("/challenges", "/challenges/first-answer"):
        response = client.get(f"{base}{path}", headers=headers)
        assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (200, kind)


def test_one_challenge_tells_each_clause_and_not_its_solution(client, base, library):
    for slug, challenge in library.challenges.items():
        shown = state(client, base, slug)
        assert (shown["brief"], shown["requests"]) == (challenge.brief, 0)
        assert [clause["says"] for clause in shown["clauses"]] == [clause.says for clause in challenge.clauses]
        assert shown.get("route", "") == challenge.route
        text = client.get(f"{base}/challenges/{slug}", headers=TEXT).text
        assert challenge.title in text and challenge.brief in text
        assert "not armed: POST to this address, then send" in text
        assert challenge.after not in text and challenge.hints[2] not in text
        if challenge.route:
            assert f"Path: {challenge.route}\n" in text


def test_a_challenge_is_armed_by_post_and_solved_by_requests(client, base):
    client.get(f"{base}/api/v1/products/sku_123")
    armed = arm(client, base).json()
    assert (armed["armed"], armed["solved"], armed["requests"]) == (True, False, 0)
    assert not any(clause["met"] for clause in armed["clauses"])

    client.get(f"{base}/api/v1/orders/ord_9001")
    before = state(client, base)
    client.get(f"{base}/api/v1/products/sku_123")
    after = state(client, base)

    assert (before["requests"], before["solved"]) == (1, False)
    assert before["clauses"][0]["expected"] and before["clauses"][0]["actual"]
    assert (after["armed"], after["solved"], after["requests"]) == (False, True, 2)
    assert all(clause["met"] for clause in after["clauses"])


def test_the_text_has_a_box_for_each_clause(client, base):
    arm(client, base, "two-refusals")
    client.get(f"{base}/api/v1/orders/ord_9002")
    before = client.get(f"{base}/challenges/two-refusals", headers=TEXT).text
    client.get(f"{base}/api/v1/orders/ord_9002", headers=CUSTOMER)
    after = client.get(f"{base}/challenges/two-refusals", headers=TEXT).text

    assert "[x] A request for ord_9002 got 401" in before and "[ ] Another got 403" in before
    assert "expected: status 403; so far: GET /orders/ord_9002 got 401 Unauthorized" in before
    assert "armed: what you send counts" in before
    assert after.count("[x]") == 3 and "[ ]" not in after
    assert after.rstrip().endswith("solved")


def test_the_list_marks_what_is_armed_and_what_is_solved(client, base):
    arm(client, base)
    client.get(f"{base}/api/v1/products/sku_123")
    arm(client, base, "two-refusals")

    lines = client.get(f"{base}/challenges", headers=TEXT).text.splitlines()
    rows = {row["slug"]: row for row in client.get(f"{base}/challenges").json()["challenges"]}

    assert [line.split()[0] for line in lines if " first-answer " in line or " two-refusals " in line] == [
        "solved", "armed",
    ]  # fmt: skip
    assert [slug for slug, row in rows.items() if row["armed"]] == ["two-refusals"]
    assert [slug for slug, row in rows.items() if row["solved"]] == ["first-answer"]


def test_what_is_asked_about_challenges_doesnt_count_as_a_request(client, base):
    arm(client, base)
    for path in ("/challenges", "/challenges/first-answer", "/history", "/traces"):
        client.get(f"{base}{path}")

    assert state(client, base)["requests"] == 0
    assert client.get(base).json()["requests"] == 0


def test_arming_twice_goes_on_and_arming_a_solved_one_begins_anew(client, base):
    arm(client, base)
    client.get(f"{base}/api/v1/orders/ord_9001")
    assert arm(client, base).json()["requests"] == 1
    client.get(f"{base}/api/v1/products/sku_123")
    again = arm(client, base).json()

    assert (again["armed"], again["solved"], again["requests"]) == (True, True, 0)
    assert not any(clause["met"] for clause in again["clauses"])


def test_arming_another_disarms_this_one(client, base):
    arm(client, base)
    arm(client, base, "two-refusals")
    client.get(f"{base}/api/v1/products/sku_123")

    assert (state(client, base)["armed"], state(client, base)["solved"]) == (False, False)


def test_a_reset_keeps_it_armed_and_counts_anew(client, base):
    arm(client, base)
    client.get(f"{base}/api/v1/orders/ord_9001")
    client.post(f"{base}/reset")

    assert (state(client, base)["armed"], state(client, base)["requests"]) == (True, 0)
    client.get(f"{base}/api/v1/products/sku_123")
    assert (state(client, base)["solved"], state(client, base)["requests"]) == (True, 1)


def test_a_solved_one_is_remembered_after_a_reset_and_counts_no_more(client, base):
    arm(client, base)
    client.get(f"{base}/api/v1/products/sku_123")
    client.post(f"{base}/reset")

    shown = state(client, base)
    assert (shown["armed"], shown["solved"], shown["requests"]) == (False, True, 0)


def test_nobodys_sandbox_solves_for_nobody(client, base):
    arm(client, base)
    client.get(f"{base}/api/v1/products/sku_123")

    assert not SolvedChallenge.objects.exists() and not Learner.objects.exists()


def test_anothers_sandbox_isnt_armed_along(client, base):
    other = client.post("/lab/sandboxes").headers["Location"]
    arm(client, base)
    client.get(f"{other}/api/v1/products/sku_123")

    assert not state(client, base)["solved"]
    assert not state(client, other)["armed"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("slug", ["nothing", "First-Answer", "first-answer%20", "%3Cscript%3E"])
def test_an_unknown_challenge_is_404_in_the_labs_own_shape(client, base, method, slug):
    response = getattr(client, method)(f"{base}/challenges/{slug}")

    assert (response.status_code, response.json()["error"]) == (404, "unknown_challenge")
    assert Sandbox.objects.get().challenge == ""


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("post", "/challenges", "GET, HEAD, OPTIONS"),
        ("put", "/challenges/first-answer", "GET, HEAD, POST, OPTIONS"),
        ("delete", "/challenges/first-answer", "GET, HEAD, POST, OPTIONS"),
        ("patch", "/history", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_405_with_allow(client, base, method, path, allow):
    response = getattr(client, method)(f"{base}{path}")

    assert (response.status_code, response.headers["Allow"]) == (405, allow)
    assert client.options(f"{base}{path}").headers["Allow"] == allow


def test_head_is_get_without_content(client, base):
    for path in ("/challenges", "/challenges/first-answer"):
        get, head = client.get(f"{base}{path}"), client.head(f"{base}{path}")
        assert head.content == b""
        for name in ("Content-Type", "Content-Length", "Vary", "Cache-Control"):
            assert head.headers[name] == get.headers[name]


def test_a_deleted_sandbox_is_410_and_an_unknown_one_404(client, base):
    client.delete(base)
    for path in ("/challenges", "/challenges/first-answer", "/history"):
        assert client.get(f"{base}{path}").status_code == 410
        assert client.get(f"/lab/{'x' * 32}{path}").status_code == 404
    assert arm(client, base).status_code == 410
    assert arm(client, f"/lab/{'x' * 32}").status_code == 404


def test_no_cookie_is_set_or_read(client, base):
    client.cookies["guest"] = "whoever"
    for response in (arm(client, base), client.get(f"{base}/challenges")):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"] == "no-store"


def test_a_token_of_a_form_isnt_needed(base):
    assert Client(enforce_csrf_checks=True).post(f"{base}/challenges/first-answer").status_code == 200
