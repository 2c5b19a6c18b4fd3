"""Pages are asked for again with their validator, and what may be kept where is said right."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.models import Look
from tests.addresses import address, of_class, readable_names
from tests.conftest import NOW
from tests.page import Page
from tests.views.at_work import NAMING

pytestmark = pytest.mark.django_db(databases="__all__")
HTMX = {"HX-Request": "true"}
LESSON = "/lessons/401-or-403/"
VERSIONED = [
    "/",
    "/lessons/",
    LESSON,
    "/codes/",
    "/codes/409/",
    "/codes/?q=409&class=4",
    "/flowchart/",
    "/flowchart/auth/",
    "/wizard/",
    "/wizard/backend/?C=no",
    "/progress/",
    "/series/",
    "/privacy/",
]
# What an open page of a class asks for again and again, by its validator.
LIVE = ("class_map_live", "round_live", "class_round_live")
# Where a fragment is answered too.
IN_PARTS = ("/codes/", "/wizard/backend/", "/search/", "/comfort/")


def fields(response, *names):
    return {name: response.get(name) for name in names}


def test_an_unchanged_page_is_304_without_content(cast):
    for path, browser in product(VERSIONED, cast.values()):
        first = browser.get(path)
        again = browser.get(path, headers={"If-None-Match": first["ETag"]})

        assert first["ETag"].startswith('W/"')
        assert (again.status_code, again.content) == (304, b"")
        assert "Content-Length" not in again
        assert "Content-Type" not in again or not again.content
        same = ("ETag", "Cache-Control", "Vary")
        assert fields(again, *same) == fields(first, *same)
        assert browser.get(path)["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{etag}", 304),
        ('"other", {etag}, "more"', 304),
        ("*", 304),
        ("{strong}", 304),
        ('W/"other"', 200),
        ("", 200),
        ("nonsense", 200),
        ('"' + "x" * 4000 + '"', 200),
    ],
)
def test_validators_are_compared_weakly(client, sent, status):
    etag = client.get(LESSON)["ETag"]
    given = sent.format(etag=etag, strong=etag.removeprefix("W/"))

    assert client.get(LESSON, headers={"If-None-Match": given}).status_code == status
    assert client.head(LESSON, headers={"If-None-Match": given}).status_code == status


def test_pages_are_public_for_visitors_and_private_for_everybody_known(cast):
    for path, (name, browser) in product(VERSIONED, cast.items()):
        response = browser.get(path)
        assert response["Cache-Control"] == ("public, no-cache" if name == "visitor" else "private, no-cache")
        assert Page(response).status_line.count(f"Cache-Control: {response['Cache-Control']}") == 1
        vary = {part.strip() for part in response["Vary"].split(",")}
        wanted = {"Accept-Encoding", "Cookie"} | ({"HX-Request"} if path.partition("?")[0] in IN_PARTS else set())
        assert vary == wanted


@pytest.mark.parametrize("path", ["/codes/", "/wizard/backend/?C=no", "/search/?q=4", "/comfort/"])
def test_page_and_fragment_are_kept_apart(client, path):
    page, part = client.get(path), client.get(path, headers=HTMX)

    for response in (page, part):
        assert {"HX-Request", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
    assert "ETag" not in page or page["ETag"] != part["ETag"]


def test_a_page_with_comfort_is_private_and_another(client):
    plain = client.get(LESSON)
    client.post("/comfort/", {"theme": "dark"})

    dark = client.get(LESSON, headers={"If-None-Match": plain["ETag"]})

    assert dark.status_code == 200
    assert dark["Cache-Control"] == "private, no-cache"
    client.post("/comfort/", {"theme": "dark", "size": "l"})
    assert client.get(LESSON, headers={"If-None-Match": dark["ETag"]}).status_code == 200


def test_everybodys_page_is_their_own(cast):
    for path in VERSIONED:
        assert len({browser.get(path)["ETag"] for browser in cast.values()}) == len(cast), path


def test_nobodys_name_is_on_anothers_page(cast):
    for path, _, (name, browser) in product(VERSIONED, ("made", "from memory"), cast.items()):
        text = next(Page(browser.get(path)).all("header", cls="site-header")).text
        assert ("Sign in" in text) is (name in ("visitor", "guest")), path
        for person, shown in (("ada", "Ada"), ("ben", "Ben O'Neill"), ("staff", "Sam")):
            assert (shown in text) is (person == name), path


def test_what_one_does_changes_ones_pages(gwen, guest, time_machine):
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    steps = [
        (f"{LESSON}reading/", {}),
        (f"{LESSON}reading/", {"place": "without-a-badge"}),
        (f"{LESSON}checks/door-support/", {"given": "401", "attempt": 1, "version": 1}),
        (f"{LESSON}checks/door-support/", {"given": "403", "attempt": 2, "version": 1}),
    ]
    for path, sent in steps:
        before = gwen.get(LESSON)
        gwen.post(path, sent)
        assert gwen.get(LESSON, headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_walking_changes_progress(gwen):
    before = gwen.get("/progress/")
    gwen.post("/wizard/backend/walked/", {"query": "C=no"})

    assert gwen.get("/progress/", headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_signing_out_doesnt_leave_ones_page_valid(client, ada):
    client.force_login(ada)
    mine = client.get("/progress/")
    client.post("/account/sign-out/")

    assert client.get("/progress/", headers={"If-None-Match": mine["ETag"]}).status_code == 200


def test_a_message_is_shown_once_and_never_kept(client, ada):
    client.force_login(ada)
    before = client.get("/account/")
    client.post("/account/", {"email": "new@example.test"})

    shown = client.get("/lessons/")
    after = client.get("/lessons/")

    assert "has been saved" in shown.text
    assert shown["Cache-Control"] == "private, no-store"
    assert "ETag" not in shown
    assert "has been saved" not in after.text
    assert before.status_code == 200


@pytest.mark.parametrize("path", ["/account/", "/account/password/", "/account/delete/", "/account/export/"])
def test_what_is_about_a_person_is_never_stored(client, ada, path):
    client.force_login(ada)

    assert_never_stored(client.get(path))


def test_work_to_add_to_an_account_is_never_stored(gwen, ada):
    gwen.post(f"{LESSON}reading/")
    gwen.force_login(ada)

    assert_never_stored(gwen.get("/account/add-work/"))


def test_what_is_about_a_class_is_never_stored(cast, at_work):
    read = set()
    for name, person in product(of_class(1), ("ada", "ben")):
        response = cast[person].get(address(name, at_work))
        if response.status_code == 200 and name in LIVE:
            assert response["Cache-Control"] == "private, no-cache"
        elif response.status_code == 200:
            assert_never_stored(response)
            read.add(name)
    assert read >= {*NAMING, "class", "assigned", "class_round"}


def assert_never_stored(response):
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]
    assert "ETag" not in response


# Encodings


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_pages_are_sent_as_small_as_the_browser_takes_them(client, accepted, encoding):
    response = client.get(LESSON, headers={"Accept-Encoding": accepted})

    assert response.get("Content-Encoding") == encoding
    assert response["ETag"] == client.get(LESSON)["ETag"]
    assert "Accept-Encoding" in response["Vary"]
    assert int(response["Content-Length"]) == len(response.content)


# Everything that is read


def test_head_is_get_without_content(cast, at_work):
    varying = ("X-Request-Id", "Server-Timing", "Expires")
    for name, browser in product(readable_names(), cast.values()):
        get, head = browser.get(address(name, at_work)), browser.head(address(name, at_work))
        assert head.content == b"", name
        assert head.status_code == get.status_code
        shown, answered = dict(head.items()), dict(get.items())
        for field in varying:
            shown.pop(field, None), answered.pop(field, None)
        if "ETag" not in get:  # the token is masked anew, and compresses as it likes
            shown.pop("Content-Length", None), answered.pop("Content-Length", None)
        assert shown == answered


@pytest.mark.parametrize("name", readable_names())
def test_a_visitor_gets_no_cookie_by_reading(name):
    visitor = Client()

    response = visitor.get(address(name))

    assert not response.cookies
    assert "Set-Cookie" not in response


def written_by(ask, path):
    with CaptureQueriesContext(connection) as statements:
        response = ask(path)
    assert response.status_code < 500
    return [s["sql"] for s in statements if s["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_reading_never_writes_but_that_an_instructor_looked(cast, at_work):
    noted = set()
    for name, (person, browser) in product(readable_names(), cast.items()):
        path = address(name, at_work)
        Look.objects.all().delete()  # a look is noted once for pages that show the same
        assert not written_by(browser.head, path), name
        written = written_by(browser.get, path)
        if written:
            noted.add((person, name))
            assert [sql.startswith('INSERT INTO "learn_look"') for sql in written] == [True], (name, written)

    assert noted == {("ada", name) for name in NAMING}
