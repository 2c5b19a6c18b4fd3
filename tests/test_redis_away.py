"""A shared cache that doesn't answer: what can be read is read, the rest says when to come back."""

import http.client
from urllib.parse import urlencode

import pytest

from tests.serving import free_port, served

# The servers started here have a SQLite database of their own.
pytestmark = pytest.mark.plain


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, with a Redis that nobody listens for."""
    directory = tmp_path_factory.mktemp("away")
    with served(directory, CACHE_URL=f"redis://127.0.0.1:{free_port()}/0", WEB_CONCURRENCY="1") as running:
        yield running


def ask(site, method, path, body=None, cookie=""):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    headers = {"Cookie": cookie} | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
    connection.request(method, path, urlencode(body) if body else None, headers)
    response = connection.getresponse()
    return response, response.read().decode()


@pytest.mark.parametrize("path", ["/", "/lessons/401-or-403/", "/codes/409/", "/wizard/backend/?C=no"])
@pytest.mark.parametrize("cookie", ["", f"session={'a' * 32}"], ids=["visitor", "signed in"])
def test_pages_are_read_all_the_same(site, path, cookie):
    response, _ = ask(site, "GET", path, cookie=cookie)

    assert response.status == 200


def test_signing_in_says_when_to_come_back(site):
    _, page = ask(site, "GET", "/account/sign-in/")
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"csrfmiddlewaretoken": token, "username": "Ada", "password": "correct horse battery"}

    response, text = ask(site, "POST", "/account/sign-in/", form)

    assert response.status == 503
    assert response.getheader("Retry-After") == "5"
    assert "correct horse" not in text
