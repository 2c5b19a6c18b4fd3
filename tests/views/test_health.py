"""Whether the process answers, and whether the database does."""

import pytest
from django.db import OperationalError, connection


def away(execute, sql, params, many, context):
    raise OperationalError("away")


def test_the_process_answers_without_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_site_is_ready_when_the_database_answers(client):
    response = client.get("/readyz")

    assert (response.status_code, response.text) == (200, "ready\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_the_site_isnt_ready_without_its_database_and_is_again_with_it(client, gwen):
    for browser in (client, gwen):
        with connection.execute_wrapper(away):
            response = browser.get("/readyz")
            assert browser.get("/healthz").status_code == 200
        assert (response.status_code, response.text) == (503, "database unavailable\n")
        assert response["Retry-After"] == "5"

        assert browser.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405
