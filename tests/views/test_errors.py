"""What readers see when something is wrong: the status, what would be right, and the way there on the map."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from learn.models import Feedback, User
from learn.views.errors import ROUTES
from tests.addresses import address
from tests.conftest import PASSWORD
from tests.page import Page

SIGN_IN = "/account/sign-in/"
MISTAKE = {"comment": "The date is wrong & “so” on."}
FEEDBACK = "/lessons/401-or-403/feedback/"


def failing(problem):
    """Every statement fails, as when the database is locked, full or away."""

    def fail(execute, sql, params, many, context):
        raise problem

    return connection.execute_wrapper(fail)


def away():
    return failing(OperationalError("the database is away"))


def too_many_failures(client):
    for _ in range(10):
        client.post(SIGN_IN, {"username": "Ada", "password": "wrong"})
    return client.post(SIGN_IN, {"username": "Ada", "password": "wrong"})


def broken(client):
    client.raise_request_exception = False
    with failing(RuntimeError("a bug")):
        return client.get("/progress/")


def unavailable(client):
    client.raise_request_exception = False
    with away():
        return client.post(FEEDBACK, MISTAKE)


WAYS = {
    400: lambda client: client.get("/wizard/backend/?C=maybe"),
    403: lambda client: client.get("/account/add-work/"),
    404: lambda client: client.get("/nothing/here/"),
    405: lambda client: client.post("/codes/409/"),
    413: lambda client: client.post(FEEDBACK, {"comment": "x" * 300_000}),
    429: too_many_failures,
    500: broken,
    503: unavailable,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", WAYS)
def test_an_error_shows_its_status_its_words_and_its_way_on_the_map(gwen, library, status):
    response = WAYS[status](gwen)

    page, known = Page(response), library.registry[status]
    assert response.status_code == status
    assert page.h1 == f"{status} {known.phrase}"
    assert page.one("span", cls="wire").text == f"HTTP/1.1 {status}"
    assert page.status_line.startswith(f"HTTP/1.1 {status} {known.phrase}")
    assert len(page.one("p", cls="lead").text) > 20
    lit = [g.text for g in page.all("g", cls="node") if {"on", "now"} & set(g.classes)]
    route = [library.backend[box] for box in ROUTES[status].split()]
    assert sorted(lit) == sorted(node.label for node in route)
    assert " → ".join(node.label for node in route) in page.one("figcaption").text
    assert f"/codes/{status}/" in page.links
    assert page.meta["robots"] == "noindex"
    assert not page.has("link", rel="canonical")
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_a_status_that_the_drawing_lacks_is_said_to_leave_elsewhere(client):
    assert "elsewhere: 405 Method Not Allowed" in Page(client.post("/codes/409/")).text
    assert "elsewhere" not in Page(client.get("/nothing/")).one("figcaption").text


@pytest.mark.parametrize("path", ["/", "/codes/", "/lessons/401-or-403/", "/flowchart/backend.json", "/healthz"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_a_method_an_address_doesnt_have_is_refused_with_those_it_has(client, path, method):
    response = getattr(client, method)(path)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert f"not for {method.upper()}. It answers GET, HEAD." in Page(response).text


@pytest.mark.parametrize("name", ["reading", "feedback", "check", "walked", "sign_out"])
def test_what_only_takes_a_post_says_so(client, name):
    response = client.get(address(name))

    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("name", ["sign_in", "sign_up", "comfort", "delete_account"])
def test_forms_take_get_head_and_post(client, name):
    response = client.delete(address(name))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.django_db
def test_a_stale_form_is_a_conflict_in_the_header_and_the_words(client):
    response = client.post("/lessons/401-or-403/checks/door-key/", {"given": "1", "attempt": 1, "version": 9})

    page = Page(response)
    assert response.status_code == 409
    assert page.one("span", cls="wire").text == "HTTP/1.1 409"
    assert page.status_line.startswith("HTTP/1.1 409 Conflict")


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/lessons/%00/",
        "/%ff%fe/",
        "/flowchart/%00.json",
        "/wizard/%F0%9F%A6%8A/",
        "/codes/%0d%0a/",
        "/" + "a" * 8000,
    ],
)
def test_strange_addresses_are_not_found(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert Page(response).h1 == "404 Not Found"


def test_more_fields_than_the_site_reads_are_a_bad_request(client):
    response = client.post(SIGN_IN, {f"field{number}": "x" for number in range(10_000)})

    assert response.status_code == 400
    assert "more fields than this site reads" in response.text


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=é", "multipart/form-data; boundary="]
)
def test_a_form_that_cant_be_read_is_a_bad_request(client, kind):
    assert client.post(SIGN_IN, b"--x\r\n", content_type=kind).status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "a b", "x" * 300, "testserver@evil.example"])
@pytest.mark.parametrize("path", ["/", "/nothing/", SIGN_IN])
def test_a_host_that_isnt_ours_is_a_bad_request(client, gwen, host, path):
    for browser in (Client(), gwen):
        response = browser.get(path, headers={"host": host})
        assert response.status_code == 400
        assert "evil.example" not in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["\x00" * 32, "x" * 5000, "é" * 32, "' OR 1=1", "a" * 32])
def test_a_session_cookie_someone_wrote_is_a_visitors(client, cookie):
    client.cookies["session"] = cookie

    assert client.get("/progress/").status_code == 200
    assert "Sign in" in client.get("/lessons/").text


# The database is away

READABLE = ["/", "/lessons/", "/lessons/401-or-403/", "/codes/", "/codes/409/", "/flowchart/", "/wizard/backend/?C=no"]
READABLE += ["/search/?q=409", "/series/", "/privacy/", "/progress/", "/comfort/", "/flowchart/auth.json", "/feed.atom"]
READABLE += ["/account/sign-in/", "/account/sign-up/", "/sitemap.xml", "/healthz"]


@pytest.mark.parametrize("path", READABLE)
@pytest.mark.parametrize(
    "problem", [OperationalError("away"), InterfaceError("connection closed")], ids=["away", "closed"]
)
def test_what_can_be_read_is_read_by_everybody(gwen, ada, path, problem):
    by_ada = Client()
    by_ada.force_login(ada)
    for browser in (Client(), gwen, by_ada):
        with failing(problem):
            response = browser.get(path)
        assert response.status_code == 200
        assert not response.cookies
        if browser is by_ada and "html" in response["Content-Type"]:
            assert "The database doesn't answer at the moment, so your progress can't be shown." in response.text


def test_a_page_read_meanwhile_isnt_taken_for_ones_own_later(gwen, guest):
    gwen.post("/lessons/401-or-403/checks/door-support/", {"given": "403", "attempt": 1, "version": 1})
    with away():
        meanwhile = gwen.get("/lessons/401-or-403/")

    later = gwen.get("/lessons/401-or-403/", headers={"If-None-Match": meanwhile.get("ETag", "*-")})

    assert later.status_code == 200
    assert "You answered" in later.text
    assert "You answered" not in meanwhile.text


def test_an_unknown_address_is_still_not_found(gwen):
    with away():
        assert gwen.get("/nothing/").status_code == 404
        assert gwen.get("/codes/999/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "path", ["/account/", "/account/export/", "/account/delete/", "/account/password/", "/account/add-work/"]
)
def test_what_is_about_oneself_cant_be_read_meanwhile(gwen, ada, path):
    by_ada = Client()
    by_ada.force_login(ada)
    # A guest's cookie says that there is no account; everything else has to be looked up.
    for browser in [by_ada] + [gwen] * (path in ("/account/export/", "/account/delete/")):
        with away():
            response = browser.get(path)
        assert response.status_code == 503
        assert response["Retry-After"] == "5"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("problem", [OperationalError("database is locked"), InterfaceError("connection closed")])
def test_what_was_typed_is_still_in_the_form_and_can_be_sent_again(problem):
    for browser in (Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)):
        token = Page(browser.get("/lessons/401-or-403/")).token
        with failing(problem):
            refused = browser.post(FEEDBACK, MISTAKE | {"csrfmiddlewaretoken": token})

        page = Page(refused)
        assert (refused.status_code, refused["Retry-After"]) == (503, "5")
        assert page.typed("comment") == MISTAKE["comment"]
        assert "What you typed is still here." in page.text
        form = page.one("form", action=FEEDBACK)
        sent = {i["name"]: i["value"] for i in page.all("input", _type="hidden")} | {"comment": page.typed("comment")}
        assert form["method"] == "post"
        assert browser.post(form["action"], sent).status_code == 200

    assert set(Feedback.objects.values_list("comment", flat=True)) == {MISTAKE["comment"]}


@pytest.mark.django_db(transaction=True)
def test_a_guest_and_an_account_send_again_too(ada, strict_client):
    token = Page(strict_client.get(SIGN_IN)).token
    strict_client.post(SIGN_IN, {"username": "Ada", "password": PASSWORD, "csrfmiddlewaretoken": token})
    token = Page(strict_client.get("/lessons/401-or-403/")).token
    strict_client.raise_request_exception = False
    with away():
        refused = strict_client.post(FEEDBACK, MISTAKE | {"csrfmiddlewaretoken": token})

    page = Page(refused)
    assert refused.status_code == 503
    sent = {"comment": page.typed("comment"), "csrfmiddlewaretoken": page.token}
    assert strict_client.post(FEEDBACK, sent).status_code == 200
    assert Feedback.objects.get().learner == ada.learner


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/account/sign-up/", {"username": "Noor", "password1": PASSWORD, "password2": PASSWORD}),
        (SIGN_IN, {"username": "Noor", "password": PASSWORD}),
        ("/account/password/", {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}),
    ],
)
def test_a_password_is_never_sent_back(gwen, path, fields):
    for browser in (Client(), gwen):
        browser.raise_request_exception = False
        with away():
            response = browser.post(path, fields)
        if response.status_code != 503:  # a visitor has no password to change
            continue
        assert PASSWORD not in response.text
        assert "username" not in fields or Page(response).typed("username") == "Noor"

    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_site_is_well_again_at_once(gwen, guest):
    gwen.raise_request_exception = False
    with away():
        assert gwen.post(FEEDBACK, MISTAKE).status_code == 503

    assert gwen.post(FEEDBACK, MISTAKE).status_code == 200
    assert guest.feedback.count() == 1
