"""Search over lessons, codes and boxes: a page, and with htmx its results as one types."""

import pytest

from tests.page import Page

HTMX = {"HX-Request": "true"}


def results(response):
    page = Page(response)
    return {a["href"]: a.text for a in page.all("a") if "li" in a.inside and "nav" not in a.inside}


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("409", "/codes/409/"),
        ("conflict", "/codes/409/"),
        ("TOO many", "/codes/429/"),
        ("401 or 403", "/lessons/401-or-403/"),
        ("database", "/flowchart/backend/#box-P"),
        ("mugs", "/lessons/400-bad-request/"),
    ],
)
def test_lessons_codes_and_boxes_are_found(client, words, address):
    response = client.get("/search/", {"q": words})

    assert response.status_code == 200
    assert address in results(response)


def test_every_result_leads_somewhere(client):
    for words in ("request", "database", "cache", "4"):
        for address in results(client.get("/search/", {"q": words})):
            path, _, anchor = address.partition("#")
            response = client.get(path)
            assert response.status_code == 200
            assert not anchor or anchor in Page(response).ids


def test_nothing_found_says_what_to_try(client):
    response = client.get("/search/", {"q": "xyzzy"})

    assert results(response) == {}
    assert "Nothing has all the words of “xyzzy”." in response.text


@pytest.mark.parametrize("words", ["", "   "])
def test_an_empty_search_is_the_empty_page(client, words):
    response = client.get("/search/", {"q": words})

    assert response.status_code == 200
    assert results(response) == {}
    assert "Nothing has" not in response.text


def test_typing_gets_the_results_alone(client):
    fragment = client.get("/search/?q=409", headers=HTMX)

    assert "<html" not in fragment.text
    assert results(fragment) == results(client.get("/search/?q=409"))
    assert "HX-Request" in fragment["Vary"]


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"><b>', "\x00", "%", "a" * 5000, "ß", "\\", "'"])
def test_whatever_is_typed_is_only_text(client, words):
    response = client.get("/search/", {"q": words})

    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert Page(response).typed("q") == words[:80]


def test_a_result_is_shown_without_its_markup(client):
    found = client.get("/search/", {"q": "authenticated"}).text

    assert "<p>Is it clear who is calling – or does this address need no login?</p>" in found
    assert "`" not in client.get("/search/", {"q": "WWW-Authenticate"}, headers={"hx-request": "true"}).text
