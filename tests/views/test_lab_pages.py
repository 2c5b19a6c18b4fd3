"""The lab for people: one's own sandbox, what its requests prove, traces as pages, errors explained."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.actions.sandboxes import forget_idle_sandboxes
from learn.models import LabTrace, ObtainedCode, Sandbox, WalkedEdge
from tests.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db(databases="__all__")
CUSTOMER = {"Authorization": "Bearer tok_customer"}


def own_sandbox(client: Client) -> Sandbox:
    assert client.post("/own-sandbox/").status_code == 303
    sandbox = Sandbox.objects.order_by("-created_at").first()
    assert sandbox is not None
    return sandbox


def test_a_visitor_has_no_sandbox_and_looking_makes_none(client):
    page = client.get("/lab/")

    assert "You have no sandbox yet" in page.text
    assert not Sandbox.objects.exists()
    assert not page.cookies


def test_a_guest_finds_the_same_sandbox_again(client):
    sandbox = own_sandbox(client)
    client.post("/own-sandbox/")

    assert Sandbox.objects.count() == 1
    assert f"/lab/{sandbox.pk}/api/v1" in client.get("/lab/").text
    assert f"/lab/{sandbox.pk}" not in Client().get("/lab/").text


def test_what_requests_prove_outlives_a_reset(client):
    sandbox = own_sandbox(client)
    answer = client.get(f"/lab/{sandbox.pk}/api/v1/orders/ord_9002", headers=CUSTOMER)
    assert answer.status_code == 403
    client.get(f"/lab/{sandbox.pk}/api/v1/orders/ord_9002", headers=CUSTOMER)

    client.post("/own-sandbox/", {"reset": "1"})

    assert not LabTrace.objects.exists()
    assert [row.code for row in ObtainedCode.objects.all()] == [403]
    taken = set(WalkedEdge.objects.filter(by="lab").values_list("source", "target"))
    assert taken == {("A", "B"), ("B", "C"), ("C", "E"), ("E", "F"), ("F", "H"), ("H", "I"), ("I", "A")}
    page = client.get("/progress/").text
    assert "Codes you made a server answer" in page
    assert "Forbidden" in page


def test_a_request_that_proves_nothing_new_writes_nothing_new_to_the_log(client):
    sandbox = own_sandbox(client)
    client.get(f"/lab/{sandbox.pk}/api/v1/products/sku_123")
    before = list(WalkedEdge.objects.values_list("walked_at")) + list(ObtainedCode.objects.values_list("pk"))

    client.get(f"/lab/{sandbox.pk}/api/v1/products/sku_123")

    assert before == list(WalkedEdge.objects.values_list("walked_at")) + list(ObtainedCode.objects.values_list("pk"))


def test_a_guests_proofs_become_the_accounts(client, ada):
    sandbox = own_sandbox(client)
    client.get(f"/lab/{sandbox.pk}/api/v1/products/sku_123")
    client.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD})

    client.post("/account/add-work/", {"choice": "add"})

    assert [row.learner.user for row in ObtainedCode.objects.all()] == [ada]


def test_a_trace_is_json_to_a_program_and_a_page_to_a_browser(client):
    sandbox = own_sandbox(client)
    answer = client.get(f"/lab/{sandbox.pk}/api/v1/orders/ord_hidden", headers=CUSTOMER)
    address = re.search("<(.*)>", answer.headers["Link"])[1]

    assert client.get(address).json()["leaf"]["leaf"] == "L404"
    page = client.get(address, headers={"Accept": "text/html,*/*;q=0.8"})

    assert page.headers["Content-Type"].startswith("text/html")
    assert page.headers["Content-Security-Policy"].startswith("sandbox")
    assert "404</span> Not Found" in page.text
    assert "A-B-C-E-F-H-J-K-A" in page.text
    assert "tok_customer" not in page.text
    assert "<script" not in page.text


def test_what_a_stranger_writes_is_escaped_on_a_trace_page(client):
    sandbox = own_sandbox(client)
    answer = client.get(f"/lab/{sandbox.pk}/api/v1/<script>alert(1)</script>", headers={"X-Odd": "<script>2</script>"})
    address = re.search("<(.*)>", answer.headers["Link"])[1]

    assert "<script>" not in client.get(address, headers={"Accept": "text/html"}).text


def test_no_answer_of_the_lab_sets_a_cookie_or_reads_one(client):
    sandbox = own_sandbox(client)

    answer = client.get(f"/lab/{sandbox.pk}/api/v1/orders/ord_9001")

    assert answer.status_code == 401
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_sandbox_idle_for_a_day_is_gone(client):
    sandbox = own_sandbox(client)
    later = sandbox.touched_at + timedelta(hours=24, seconds=1)

    with time_machine.travel(later, tick=False):
        assert client.get(f"/lab/{sandbox.pk}").status_code == 410
        assert client.get(f"/lab/{sandbox.pk}/api/v1/products/sku_123").status_code == 410
        assert "You have no sandbox yet" in client.get("/lab/").text
        assert forget_idle_sandboxes(now=later) == 1
    assert Sandbox.objects.get(pk=sandbox.pk).shop == ""


def test_the_two_hundred_and_first_order_finds_the_sandbox_full(client):
    sandbox = own_sandbox(client)
    address = f"/lab/{sandbox.pk}/api/v1/orders"
    order = {"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}
    statuses = []
    for number in range(200):
        with time_machine.travel(NOW.replace(year=2027) + timedelta(seconds=10 * number), tick=False):
            Sandbox.objects.update(touched_at=NOW.replace(year=2027) + timedelta(seconds=10 * number))
            statuses.append(client.post(address, order, content_type="application/json", headers=CUSTOMER).status_code)
    assert statuses[:195] == [201] * 195
    assert statuses[195:] == [409] * 5


@pytest.mark.parametrize("path", ["/lab/docs/", "/problems/", "/problems/forbidden"])
def test_the_labs_pages_answer(client, path):
    assert client.get(path).status_code == 200


def test_every_operation_stands_in_the_documentation(client):
    document = client.get("/lab/openapi.json").json()
    page = client.get("/lab/docs/").text

    for path, item in document["paths"].items():
        for method in item:
            if method in ("get", "post", "put", "patch", "delete"):
                assert f"{method.upper()} {path}" in page


def test_an_unknown_error_is_our_404(client):
    assert client.get("/problems/no_such_error").status_code == 404


def test_every_kind_of_error_type_leads_to_its_page(client):
    sandbox = own_sandbox(client)
    headers = {"Accept": "application/json, application/problem+json"}
    answer = client.get(f"/lab/{sandbox.pk}/api/v1/orders", headers=headers)

    address = "/" + answer.json()["type"].split("/", 3)[3]

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_read_costs_five_statements_and_a_write_eight_at_most(client):
    sandbox = own_sandbox(client)
    api = f"/lab/{sandbox.pk}/api/v1"
    client.get(f"{api}/orders/ord_9001", headers=CUSTOMER)
    order = {"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}
    client.post(f"{api}/orders", order, content_type="application/json", headers=CUSTOMER)

    with CaptureQueriesContext(connections[settings.LAB_ALIAS]) as read:
        client.get(f"{api}/orders/ord_9001", headers=CUSTOMER)
    with CaptureQueriesContext(connections[settings.LAB_ALIAS]) as written:
        client.post(f"{api}/orders", order, content_type="application/json", headers=CUSTOMER)

    assert len([each for each in read if each["sql"] != "COMMIT"]) <= 5
    assert len(written) <= 8


def test_a_guests_sandbox_becomes_the_accounts_with_the_work(client, ada):
    sandbox = own_sandbox(client)
    client.get(f"/lab/{sandbox.pk}/api/v1/products/sku_123")
    client.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD})
    client.post("/account/add-work/", {"choice": "add"})

    assert f"/lab/{sandbox.pk}/api/v1" in client.get("/lab/").text


def test_requests_to_the_lab_leave_with_an_export_and_go_with_a_deletion(client):
    sandbox = own_sandbox(client)
    client.get(f"/lab/{sandbox.pk}/api/v1/orders/ord_9001", headers=CUSTOMER)

    stored = client.get("/account/export/").json()["sandboxes"]
    client.post("/account/delete/")

    assert stored[0]["requests"][0]["request"]["method"] == "GET"
    assert "tok_customer" not in str(stored)
    assert client.get(f"/lab/{sandbox.pk}").status_code == 410
    assert not LabTrace.objects.exists()
