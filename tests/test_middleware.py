"""Whose word counts for the client's address; what is logged of a request; what never reaches Django."""

import logging
from ipaddress import ip_network

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.wsgi import application
from learn.limits import count_failed_sign_in
from learn.middleware.observe import RequestIdFilter
from learn.middleware.proxies import ProxiesMiddleware

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.fixture
def believed(settings):
    """The client's address and scheme, as the site believes them."""
    settings.TRUSTED_PROXIES = PROXIES
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    seen = {}

    def answer(request):
        seen.update(address=request.META["REMOTE_ADDR"], scheme=request.scheme, meta=request.META)
        return HttpResponse()

    def believed(peer, **fields):
        ProxiesMiddleware(answer)(RequestFactory().get("/", REMOTE_ADDR=peer, headers=fields))
        assert "HTTP_X_FORWARDED_FOR" not in seen["meta"]
        return seen["address"], seen["scheme"]

    return believed


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 10.1.1.1", "203.0.113.7"),
        ("1.1.1.1,203.0.113.7 , 10.1.1.1,10.2.2.2", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("203.0.113.7, fd00::1", "203.0.113.7"),
        ("", "10.0.0.5"),
        ("unknown", "10.0.0.5"),
        ("203.0.113.7, junk", "10.0.0.5"),
        ("203.0.113.7, junk, 10.1.1.1", "10.1.1.1"),
        ("10.1.1.1", "10.1.1.1"),
        ("203.0.113.7:1234", "10.0.0.5"),
    ],
)
def test_a_trusted_proxy_is_believed_as_far_as_its_own_word_goes(believed, forwarded, client):
    assert believed("10.0.0.5", **{"X-Forwarded-For": forwarded})[0] == client


@pytest.mark.parametrize("peer", ["192.0.2.1", "2001:db8::1", "", "unix:"])
def test_anybody_else_is_not_believed(believed, peer):
    fields = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}

    assert believed(peer, **fields) == (peer, "http")


def test_a_trusted_proxys_scheme_is_believed(believed):
    assert believed("10.0.0.5", **{"X-Forwarded-Proto": "https"})[1] == "https"
    assert believed("10.0.0.5", **{"X-Forwarded-Proto": "http"})[1] == "http"


def test_without_proxies_nobody_is_believed(believed, settings):
    settings.TRUSTED_PROXIES = []

    assert believed("10.0.0.5", **{"X-Forwarded-For": "203.0.113.7"})[0] == "10.0.0.5"


@pytest.mark.parametrize(("trusted", "status"), [(True, 429), (False, 422)])
def test_failures_behind_a_proxy_count_for_the_client(client, db, settings, trusted, status):
    settings.TRUSTED_PROXIES = PROXIES if trusted else []
    for number in range(100):
        count_failed_sign_in(f"pupil {number}", "203.0.113.7")

    response = client.post(
        "/account/sign-in/",
        {"username": "Ada", "password": "wrong"},
        REMOTE_ADDR="10.0.0.5",
        headers={"X-Forwarded-For": "203.0.113.7"},
    )

    assert response.status_code == status


# What is observed


def test_a_line_is_logged_for_each_request_with_its_id_and_cost(client, caplog):
    caplog.handler.addFilter(RequestIdFilter())
    with caplog.at_level(logging.INFO, logger="learn.request"):
        response = client.get("/codes/409/?q=secret", headers={"X-Request-Id": "my-request-1"})

    (record,) = [record for record in caplog.records if record.name == "learn.request"]
    assert record.getMessage().startswith("GET /codes/409/ 200 ")
    assert record.getMessage().endswith(" 0 statements")
    assert record.request_id == response["X-Request-Id"] == "my-request-1"
    assert "secret" not in record.getMessage()


@pytest.mark.parametrize("path", ["/lab/{}/x", "/calendar/{}.ics", "/invited/{}/", "/account/reset-password/Mw/{}/"])
def test_no_line_has_an_address_that_is_a_secret(path):
    secret = "Zk3" * 13
    record = logging.LogRecord("learn.request", logging.INFO, "", 0, "%s %s", ("GET", path.format(secret)), None)

    assert RequestIdFilter().filter(record)

    assert secret not in record.getMessage() and path.partition("{")[0] in record.getMessage()


def test_lines_outside_a_request_have_no_id():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)

    assert RequestIdFilter().filter(record)
    assert record.request_id == "-"


def test_a_failed_request_has_its_id_too(client):
    response = client.get("/nothing/", headers={"X-Request-Id": "my-request-1"})

    assert response["X-Request-Id"] == "my-request-1"


@pytest.mark.django_db
def test_statements_are_counted(client):
    assert 'desc="1"' in client.get("/readyz")["Server-Timing"]


def test_no_content_has_no_length(client, db):
    response = client.post("/lessons/401-or-403/reading/")

    assert response.status_code == 204
    assert "Content-Length" not in response


# Before Django


def call(**environ):
    started = {}

    def start_response(status, headers):
        started.update(status=status, headers=dict(headers))

    request = RequestFactory().get("/healthz").environ
    request.pop("HTTP_HOST", None)
    content = b"".join(application(request | environ, start_response))
    return started["status"], started["headers"], content


def test_http_1_1_without_host_is_refused():
    status, headers, content = call(SERVER_PROTOCOL="HTTP/1.1")

    assert status == "400 Bad Request"
    assert b"needs a Host field" in content
    assert headers["Content-Length"] == str(len(content))
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


def test_http_1_1_with_host_and_http_1_0_without_are_answered(db):
    assert call(SERVER_PROTOCOL="HTTP/1.1", HTTP_HOST="testserver")[0] == "200 OK"
    assert call(SERVER_PROTOCOL="HTTP/1.0")[0] == "200 OK"


def test_a_content_type_that_cannot_be_read_is_refused(db):
    status, _, content = call(SERVER_PROTOCOL="HTTP/1.1", HTTP_HOST="testserver", CONTENT_TYPE="a/b; c=" + "x" * 12_000)

    assert status == "400 Bad Request"
    assert b"Content-Type" in content
