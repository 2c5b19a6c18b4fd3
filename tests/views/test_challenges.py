"""Challenges in the page: begun, solved, solved better, and helped with hints."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from learn.domain.hints import PAUSE_SECONDS
from learn.domain.lab.challenges.steps import as_curl_lines
from learn.models import Exchange, HintOpened, LabTrace, Learner, Sandbox, Sending, SharedExchange, SolvedChallenge
from tests.conftest import NOW, PASSWORD
from tests.page import Page
from tests.views.console import HTMX, ORDER, PRODUCT, SEND, by_curl, forms, offers, sandbox_of, send, sent, typed

pytestmark = pytest.mark.django_db(databases="__all__")
LIST = "/lab/challenges/"
FIRST = "/lab/challenges/first-answer/"
OTHER = "/lab/challenges/two-refusals/"
BENS = "/api/v1/orders/ord_9002"


def arm(browser, path=FIRST, **fields):
    response = browser.post(path, fields)
    assert (response.status_code, response.url) == (303, f"{path}#request")


def met(browser, path=FIRST):
    """Return for each clause on the page whether it is met."""
    return [
        "met" in item.classes for item in Page(browser.get(path)).all("li") if "clause-" in item.attrs.get("id", "")
    ]


def best(slug="first-answer"):
    row = SolvedChallenge.objects.get(challenge=slug)
    return row.hints, row.requests


# Finding one


def test_every_challenge_is_listed_in_its_tier(client, library):
    page = Page(client.get(LIST))

    assert len(library.challenges) >= 30
    assert f"0 of {len(library.challenges)} solved." in page.text
    for slug, challenge in library.challenges.items():
        assert challenge.title in page.links[f"{LIST}{slug}/"]
    assert len(list(page.all("h2", id="tier-4"))) == 1


def test_every_challenge_has_its_page_without_its_solution(client, library):
    in_every_page = unescape(client.get("/lab/").text)
    for slug, challenge in library.challenges.items():
        response = client.get(f"{LIST}{slug}/")
        text, shown = unescape(response.text), Page(response).text
        assert response.status_code == 200
        assert challenge.title in shown
        assert all(clause.says in shown for clause in challenge.clauses)
        assert challenge.after not in text
        lines = [line for line in as_curl_lines(challenge.solution) if line not in in_every_page]
        assert not [line for line in lines if line in text], slug
        assert not [hint for hint in challenge.hints if hint in text], slug
        if challenge.route:
            assert challenge.route in shown


@pytest.mark.parametrize("act", ["get", "post"])
def test_an_unknown_challenge_is_404(client, act):
    for path in ("/lab/challenges/nothing/", "/lab/challenges/nothing/hints/"):
        if not (act == "get" and path.endswith("hints/")):
            assert getattr(client, act)(path).status_code == 404
    assert not Learner.objects.exists()


def test_looking_begins_nothing(client):
    response = client.get(FIRST)

    assert "Begin, and everything you send from then on counts." in response.text
    assert not response.cookies and not Sandbox.objects.exists()


# Begun


def test_beginning_makes_a_guest_and_a_sandbox(client):
    arm(client)

    sandbox = Sandbox.objects.get()
    assert (sandbox.challenge, sandbox.learner, sandbox.requests) == ("first-answer", Learner.objects.get().pk, 0)
    assert "It counts: everything you send now" in client.get(FIRST).text


def test_without_beginning_nothing_counts(client):
    send(client, challenge="first-answer")

    assert met(client) == [False, False]
    assert not SolvedChallenge.objects.exists()


def test_only_what_is_sent_afterwards_counts(client):
    sent(client)
    by_curl(client)
    arm(client)
    assert met(client) == [False, False]
    sent(client, ORDER)
    assert met(client) == [False, False]

    sent(client, challenge="first-answer")

    assert met(client) == [True, True]
    assert best() == (0, 2)


def test_beginning_again_in_between_changes_nothing(client):
    arm(client)
    sent(client, ORDER)
    arm(client)
    sent(client)

    assert best() == (0, 2)


def test_beginning_another_ends_this_one(client):
    arm(client)
    arm(client, OTHER)
    sent(client)

    assert not SolvedChallenge.objects.exists()
    assert met(client) == [False, False]
    assert "It counts" not in client.get(FIRST).text and "It counts" in client.get(OTHER).text
    sent(client, BENS)
    sent(client, BENS, caller="customer")
    assert best("two-refusals")[0] == 0


def test_what_counts_instead_is_named(client):
    arm(client, OTHER)

    page = Page(client.get(FIRST))

    state = page.one("p", id="challenge-state")
    assert "This challenge isn't looked at now" in state.text
    assert OTHER in page.links


def test_a_fresh_copy_of_the_data_is_a_wish(client):
    client.post("/own-sandbox/", {"database": "down"})
    sent(client)
    client.post("/own-sandbox/", {"database": "down"})

    arm(client, reset="1")

    assert sandbox_of(client).requests == 0
    assert '"database": "down"' not in sandbox_of(client).shop.replace('":"', '": "')
    sent(client)
    assert best() == (0, 1)


def test_a_reset_keeps_the_challenge_and_counts_from_the_beginning(client):
    arm(client, OTHER)
    sent(client, BENS)
    assert met(client, OTHER) == [True, False, True]
    response = client.post("/own-sandbox/", {"reset": "1", "challenge": "two-refusals"})

    assert response.url == OTHER
    assert "It counts" in client.get(OTHER).text
    assert not any(met(client, OTHER))
    sent(client, BENS)
    sent(client, BENS, caller="customer")
    assert best("two-refusals") == (0, 2)


# Solved


def test_a_challenge_solved_in_the_page_shows_what_it_teaches(client, library):
    challenge = library.challenges["first-answer"]
    arm(client)
    response = send(client, challenge="first-answer", place="D", certainty="2")

    assert response.url.startswith(f"{FIRST}?shown=req_")
    page = client.get(response.url)
    text = unescape(page.text)
    assert "Solved." in Page(page).text and "solved" in {pill.text for pill in Page(page).all("span", cls="pill")}
    assert challenge.after.split(":")[0] in text
    assert all(line in text for line in as_curl_lines(challenge.solution))
    assert challenge.reference.url in text
    assert "Best: 1 request, 0 hints." in Page(page).text
    assert "Begin again" in Page(page).text
    assert page.text.count("predicted something else") == 1


def test_a_challenge_solved_from_a_terminal_is_solved_in_the_page(client):
    arm(client)
    by_curl(client)

    assert met(client) == [True, True]
    assert "What it teaches" in client.get(FIRST).text
    assert best() == (0, 1)
    listed = client.get(LIST).text
    assert f"1 of {len(Page(client.get(LIST)).links)} solved." not in listed
    assert "1 of " in listed and '<span class="pill done">solved</span>' in listed


def test_the_log_has_the_first_time_and_the_best_way(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    arm(client)
    sent(client, ORDER)
    sent(client, ORDER)
    sent(client)
    first = SolvedChallenge.objects.get()
    assert (first.first_at, first.best_at, best()) == (NOW, NOW, (0, 3))

    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    arm(client)
    assert met(client) == [False, False]
    sent(client)
    again = SolvedChallenge.objects.get()
    assert (again.first_at, again.best_at, best()) == (NOW, NOW + timedelta(hours=1), (0, 1))

    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    arm(client)
    sent(client, ORDER)
    sent(client)
    worse = SolvedChallenge.objects.get()
    assert (worse.best_at, best()) == (NOW + timedelta(hours=1), (0, 1))


def test_what_is_sent_after_solving_adds_nothing(client):
    arm(client)
    sent(client)
    sent(client, ORDER)
    sent(client)

    assert best() == (0, 1)
    assert met(client) == [True, True]


def test_a_solved_challenge_stays_solved_after_a_reset_and_without_a_sandbox(client):
    arm(client)
    sent(client)
    client.post("/own-sandbox/", {"reset": "1"})
    assert "What it teaches" in client.get(FIRST).text
    Client().delete(f"/lab/{sandbox_of(client).pk}")

    page = client.get(FIRST)
    assert "What it teaches" in page.text and "Begin again" in page.text


def test_what_one_has_solved_isnt_solved_for_others(client):
    arm(client)
    sent(client)
    other = Client()
    sent(other)

    for browser in (other, Client()):
        assert "What it teaches" not in browser.get(FIRST).text
        assert "pill done" not in browser.get(LIST).text


def test_the_list_is_asked_for_again_with_its_validator(client):
    arm(client)
    before = client.get(LIST)
    assert client.get(LIST, headers={"If-None-Match": before["ETag"]}).status_code == 304
    by_curl(client)

    assert client.get(LIST, headers={"If-None-Match": before["ETag"]}).status_code == 200


# Around the console


def test_sending_for_a_challenge_stays_on_its_page(client):
    arm(client, OTHER)
    page = Page(client.get(send(client, ORDER, challenge="two-refusals").url))

    assert page.h1 == "Refused twice, for two reasons"
    sending = [form for form in forms(page) if form["action"] == SEND]
    assert sending and all(form["challenge"] == "two-refusals" for form in sending)
    applied = client.post(SEND, {name: value for name, value in offers(page)[0].items() if name != "action"})
    assert applied.url.startswith(f"{OTHER}?shown=")


def test_with_htmx_only_the_work_comes(client):
    arm(client)
    response = client.post(SEND, typed(ORDER, challenge="first-answer"), headers=HTMX)

    assert response.status_code == 200
    assert "<html" not in response.text and "<h1" not in response.text


def test_what_cant_be_sent_comes_with_the_challenge_around_it(client):
    response = client.post(SEND, typed("no slash", challenge="two-refusals"))

    assert response.status_code == 422
    assert Page(response).h1 == "Refused twice, for two reasons"
    draft = client.post("/lab/draft/", typed(challenge="two-refusals"))
    assert Page(draft).h1 == "Refused twice, for two reasons"


def test_an_exchange_opens_beside_the_challenge_if_it_is_ones_own(client):
    request_id = sent(client)

    assert client.get(f"{FIRST}?shown={request_id}").status_code == 200
    assert Client().get(f"{FIRST}?shown={request_id}").status_code == 404
    assert client.get(f"{FIRST}?shown=req_0000000000").status_code == 404


# Hints


def ask(browser, number, path=FIRST):
    return browser.post(f"{path}hints/", {"number": str(number)})


def test_hints_come_one_by_one_with_a_pause(client, library, time_machine):
    hints = library.challenges["first-answer"].hints
    for number in (1, 2, 3):
        time_machine.move_to(NOW + timedelta(seconds=PAUSE_SECONDS * number), tick=False)
        response = ask(client, number)
        assert (response.status_code, response.url) == (303, f"{FIRST}#hints")
        shown = [item.text for item in Page(client.get(FIRST)).all("li", cls="hint")]
        assert len(shown) == number
    assert shown[2].replace(" ", "") == hints[2].replace(" ", "").replace("`", "")
    assert not Page(client.get(FIRST)).has("button", name="number")


def test_the_next_hint_waits(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    ask(client, 1)
    time_machine.move_to(NOW + timedelta(seconds=PAUSE_SECONDS - 1.5), tick=False)

    early = ask(client, 2)

    assert (early.status_code, early["Retry-After"]) == (429, "2")
    assert HintOpened.objects.count() == 1
    time_machine.move_to(NOW + timedelta(seconds=PAUSE_SECONDS), tick=False)
    assert ask(client, 2).status_code == 303


def test_opening_a_hint_again_changes_nothing_and_never_waits(client):
    ask(client, 1)

    assert ask(client, 1).status_code == 303
    assert HintOpened.objects.count() == 1


@pytest.mark.parametrize("number", [0, 2, 3, 4, 9999, "99999999999999999999"])
def test_a_hint_out_of_order_is_409(client, number):
    assert ask(client, number).status_code == 409
    assert not HintOpened.objects.exists()


@pytest.mark.parametrize("number", ["", "one", "-1", "1.0", "²", " 1", "\0"])
def test_a_hint_that_is_no_number_is_422(client, number):
    assert ask(client, number).status_code == 422
    assert not Learner.objects.exists()


def test_hints_count_against_the_best_way_and_are_ones_own(client):
    ask(client, 1)
    arm(client)
    sent(client)

    assert best() == (1, 1)
    assert not list(Page(Client().get(FIRST)).all("li", cls="hint"))


def test_a_hint_of_one_challenge_isnt_one_of_another(client):
    ask(client, 1)

    assert ask(client, 2, OTHER).status_code == 409
    assert ask(client, 1, OTHER).status_code == 303


# Accounts


def test_a_guests_solved_challenges_become_the_accounts(client, ada):
    ask(client, 1)
    arm(client)
    sent(client)
    client.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD})
    client.post("/account/add-work/", {"choice": "add"})

    solved = SolvedChallenge.objects.get()
    assert (solved.learner, solved.hints, solved.requests) == (ada.learner, 1, 1)
    assert HintOpened.objects.get().learner == ada.learner
    assert "What it teaches" in client.get(FIRST).text
    assert met(client) == [True, True]


def test_signing_up_keeps_a_guests_solved_challenges(client):
    arm(client)
    sent(client)
    client.post(
        "/account/sign-up/",
        {"username": "Gwen", "password1": "a long sentence of words", "password2": "a long sentence of words"},
    )

    assert "What it teaches" in client.get(FIRST).text


def test_everything_done_in_the_lab_leaves_with_an_export_and_goes_with_a_deletion(client):
    ask(client, 1)
    arm(client)
    request_id = sent(client, place="Q", code="200", certainty="3")
    by_curl(client, ORDER, Authorization="Bearer tok_customer")
    client.post(f"/lab/exchanges/{request_id}/share/")

    stored = client.get("/account/export/").json()
    client.post("/account/delete/")

    assert [row["right"] for row in stored["sent_from_the_console"]] == [True]
    assert [row["number"] for row in stored["hints"]] == [1]
    assert [row["requests"] for row in stored["solved_challenges"]] == [1]
    assert [row["request_id"] for row in stored["shared_exchanges"]] == [request_id]
    assert [(row["method"], row["status"], row["challenge"]) for row in stored["exchanges"]] == [
        ("GET", 200, "first-answer"), ("GET", 200, "first-answer"),
    ]  # fmt: skip
    assert stored["exchanges"][0]["target"] == PRODUCT
    assert "tok_customer" not in str(stored)
    for model in (Exchange, LabTrace, Sending, SharedExchange, HintOpened, SolvedChallenge, Learner):
        assert not model.objects.exists(), model
    assert Sandbox.objects.get().challenge == ""
    assert Sandbox.objects.get().learner is None
