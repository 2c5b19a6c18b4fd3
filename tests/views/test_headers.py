"""Fields that protect readers, and pages that keep to them."""

import re
from itertools import product

import pytest

from tests.addresses import address, names, of_class, page_names, readable_names
from tests.page import Page

pytestmark = pytest.mark.django_db(databases="__all__")
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
EVERY_KIND = ["/", "/nothing/", "/codes/999/", "/wizard/backend/?C=maybe", "/account/add-work/", "/account/", "/codes"]


@pytest.mark.parametrize("path", sorted({*EVERY_KIND, *map(address, names())}))
def test_every_response_is_protected(client, path):
    assert_protected(client.get(path))
    assert_protected(client.post(path))


def test_every_response_about_a_class_is_protected(cast, at_work):
    for name, person in product(of_class(1), ("ada", "ben")):
        assert_protected(cast[person].get(address(name, at_work)))


def assert_protected(response):
    policy = response["Content-Security-Policy"]
    assert set(policy.split("; ")) == CSP
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response
    assert "Server" not in response
    assert "X-Powered-By" not in response


def pages_of(cast, made):
    for browser in cast.values():
        for name in page_names():
            response = browser.get(address(name, made))
            if response.status_code < 300:
                yield name, response
        for path in EVERY_KIND:
            response = browser.get(path)
            if "Location" not in response:
                yield path, response


def test_no_page_has_script_or_style_in_it_or_asks_another_host(cast, at_work):
    for name, response in pages_of(cast, at_work):
        for element in Page(response).elements:
            assert element.tag != "style", name
            assert "style" not in element.attrs, (name, element)
            assert not [attr for attr in element.attrs if attr.startswith("on")], (name, element)
            assert not element.attrs.get("href", "").startswith(("javascript:", "data:")), name
            if element.tag == "script" and element.attrs.get("type") != "application/ld+json":
                assert element["src"].startswith("/static/")
                assert not element.text
            if element.tag in ("script", "img", "iframe", "source", "video"):
                assert not element.attrs.get("src", "").startswith(("http", "//")), name
            if element.tag == "link" and element["rel"] != "canonical":
                assert element["href"].startswith("/"), name
            if element.tag == "form":
                assert element.attrs.get("action", "/").startswith("/"), name


@pytest.mark.parametrize("slug", ["what-a-status-code-is", "checkout-and-inventory", "six-mistakes", "what-next"])
def test_no_lesson_brings_any(client, slug):
    text = client.get(f"/lessons/{slug}/").text

    assert not re.search(r"<[a-z][^>]*\s(?:style|on[a-z]+)=", text)
    assert "<style" not in text


def test_names_of_people_and_what_they_type_is_only_text(client, ada):
    ada.username = "<script>alert(1)</script>"
    ada.save()
    client.force_login(ada)

    for path in ("/", "/progress/", "/account/", "/lessons/401-or-403/", "/account/delete/"):
        assert "<script>alert" not in client.get(path).text


def test_structured_data_cant_end_its_script(client):
    text = client.get("/lessons/401-or-403/").text

    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1]
    assert not set("<>&") & set(inside)


@pytest.mark.parametrize("given", ["abcdefgh", "3f0c-12.A_b", "x" * 64])
def test_a_sane_request_id_is_given_back(client, given):
    assert client.get("/healthz", headers={"X-Request-Id": given})["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space!", "line\tbreak", "\xe9" * 10])
def test_another_request_id_is_replaced(client, given):
    replaced = client.get("/healthz", headers={"X-Request-Id": given})["X-Request-Id"]

    assert re.fullmatch(r"[0-9a-f]{16}", replaced)
    assert client.get("/healthz")["X-Request-Id"] != replaced


@pytest.mark.parametrize("name", readable_names())
def test_every_response_says_what_it_cost(client, name):
    timing = client.get(address(name))["Server-Timing"]

    assert re.fullmatch(r'app;dur=\d+\.\d, db;desc="\d+"', timing)


def test_the_guests_cookie_is_kept_from_scripts_and_other_sites(client):
    client.post("/lessons/401-or-403/reading/")

    cookie = client.cookies["guest"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["path"] == "/" and not cookie["domain"]
    assert cookie["max-age"] == 90 * 24 * 60 * 60
