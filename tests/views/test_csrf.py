"""Forms sent from elsewhere are refused, at every address that changes something."""

from contextlib import contextmanager
from itertools import product

import pytest
from django.db import transaction
from django.middleware.csrf import _mask_cipher_secret
from django.test import Client

from tests.addresses import NOT_HTML, address, names, of_class
from tests.conftest import PASSWORD
from tests.page import Page

pytestmark = pytest.mark.django_db(databases="__all__")
SIGN_IN = "/account/sign-in/"


def takes_post(name):
    """Found by trying: whatever doesn't answer 405 to a browser whose forms aren't checked."""
    return Client().post(address(name)).status_code != 405


@contextmanager
def undone():
    """Take back what is written here: the next form finds all as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def token_for(browser, path=SIGN_IN):
    return Page(browser.get(path)).token


def signed_in(browser):
    sent = {"username": "Ada", "password": PASSWORD, "csrfmiddlewaretoken": token_for(browser)}
    assert browser.post(SIGN_IN, sent).status_code == 303
    return browser


WRONG = {
    "none": {},
    "empty": {"csrfmiddlewaretoken": ""},
    "short": {"csrfmiddlewaretoken": "abc"},
    "signs": {"csrfmiddlewaretoken": "\x00" * 64},
    "another": {"csrfmiddlewaretoken": _mask_cipher_secret("x" * 32)},
}


def test_a_form_without_its_token_is_refused(strict_client, gwen, ada, at_work):
    as_ada = signed_in(Client(enforce_csrf_checks=True))
    as_guest = Client(enforce_csrf_checks=True)
    as_guest.cookies["guest"] = gwen.cookies["guest"].value
    for name in names():
        wrongs = WRONG if takes_post(name) else {"none": {}}
        for browser, (wrong, fields) in product((strict_client, as_guest, as_ada), wrongs.items()):
            response = browser.post(address(name, at_work), fields)
            assert response.status_code == 403, (name, wrong)
            assert "The form was opened before you signed in or out" in response.text


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://testserver.evil.example", "https://testserver", "http://testserver:81"],
)
def test_a_form_from_another_site_is_refused_even_with_a_token(strict_client, origin):
    sent = {"csrfmiddlewaretoken": token_for(strict_client)}

    for name in names():
        response = strict_client.post(address(name), sent, headers={"Origin": origin})
        assert response.status_code == 403, name


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver"}], ids=["no-origin", "own-origin"])
def test_a_visitors_form_works_with_the_pages_token_and_without_any_cookie(headers):
    for name in names():
        browser = Client(enforce_csrf_checks=True)
        token = token_for(browser)
        assert not browser.cookies

        response = browser.post(address(name), {"csrfmiddlewaretoken": token}, headers=headers)

        assert response.status_code == Client().post(address(name)).status_code, name


def test_some_addresses_take_a_post():
    some = {"check", "feedback", "walked", "sign_in", "sign_up", "comfort", "begin", "practice_settings", "answer"}
    assert some <= {n for n in names() if takes_post(n)}


def test_an_accounts_form_works_with_its_own_token(ada, at_work):
    browser, unchecked = signed_in(Client(enforce_csrf_checks=True)), Client()
    unchecked.force_login(ada)
    token = token_for(browser, "/comfort/")

    for name in names():
        if name != "sign_out":
            path = address(name, at_work)
            with undone():
                expected = unchecked.post(path).status_code
            with undone():
                assert browser.post(path, {"csrfmiddlewaretoken": token}).status_code == expected, name
    assert browser.post(address("sign_out"), {"csrfmiddlewaretoken": token}).status_code == 303


def test_every_form_about_a_class_has_its_token(ada, ben, at_work):
    found = 0
    for name, user in product(of_class(1), (ada, ben)):
        browser = Client()
        browser.force_login(user)
        response = browser.get(address(name, at_work))
        if response.status_code == 200 and name not in NOT_HTML:
            page = Page(response)
            posts = [form for form in page.all("form") if form.attrs.get("method") == "post"]
            assert len(posts) == len(list(page.all("input", name="csrfmiddlewaretoken"))), name
            found += len(posts)
    assert found > 20


def test_every_form_of_every_page_has_its_token(gwen, ada):
    for browser in (Client(), gwen, signed_in(Client(enforce_csrf_checks=True))):
        paths = [
            "/lessons/401-or-403/",
            "/wizard/backend/?C=no",
            SIGN_IN,
            "/account/sign-up/",
            "/comfort/",
            "/practice/",
        ]
        begun = browser.post(
            "/practice/begin/", {"kind": "mixed", "csrfmiddlewaretoken": token_for(browser, "/comfort/")}
        )
        for path in (*paths, begun.url):
            page = Page(browser.get(path))
            posts = [form for form in page.all("form") if form.attrs.get("method") == "post"]
            tokens = list(page.all("input", name="csrfmiddlewaretoken"))
            assert len(posts) == len(tokens) > 0


def test_signing_in_brings_a_secret_of_ones_own(strict_client, ada):
    visitors = token_for(strict_client)
    signed_in(strict_client)

    assert strict_client.post("/comfort/", {"csrfmiddlewaretoken": visitors}).status_code == 403
    assert (
        strict_client.post("/comfort/", {"csrfmiddlewaretoken": token_for(strict_client, "/comfort/")}).status_code
        == 303
    )


def test_one_accounts_token_is_no_use_to_another(ada, ben):
    as_ada, as_ben = signed_in(Client(enforce_csrf_checks=True)), Client(enforce_csrf_checks=True)
    sent = {"username": ben.username, "password": PASSWORD, "csrfmiddlewaretoken": token_for(as_ben)}
    as_ben.post(SIGN_IN, sent)

    assert as_ben.post("/comfort/", {"csrfmiddlewaretoken": token_for(as_ada, "/comfort/")}).status_code == 403


def test_the_script_sends_the_token_that_the_page_holds(strict_client):
    page = Page(strict_client.get("/lessons/401-or-403/"))
    token = next(e["data-token"] for e in page.elements if "data-reading" in e.attrs)

    response = strict_client.post("/lessons/401-or-403/reading/", {"csrfmiddlewaretoken": token})

    assert response.status_code == 204


def test_the_token_in_a_fragment_works(strict_client):
    headers = {"HX-Request": "true"}
    url = "/lessons/401-or-403/checks/door-support/"
    token = token_for(strict_client, "/lessons/401-or-403/")
    fragment = strict_client.post(url, {"csrfmiddlewaretoken": token}, headers=headers)

    sent = {"csrfmiddlewaretoken": Page(fragment).token, "given": "403", "attempt": 1, "version": 1}
    assert strict_client.post(url, sent, headers=headers).status_code == 200
