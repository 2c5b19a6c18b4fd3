"""Two exchanges side by side, and one shared by link."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from learn.models import SharedExchange
from tests.conftest import NOW, PASSWORD
from tests.page import Page
from tests.views.console import ORDER, PRODUCT, by_curl, sandbox_of, send, sent

pytestmark = pytest.mark.django_db(databases="__all__")
LOGIN = {
    "method": "POST",
    "headers": "Content-Type: application/json",
    "content": '{"email": "asha@example.test", "password": "correct-horse"}',
}
EVIL = "<script>alert(1)</script>"


def compare(browser, left, right):
    return browser.get(f"/lab/compare/?left={left}&right={right}")


def share(browser, request_id):
    response = browser.post(f"/lab/exchanges/{request_id}/share/")
    assert response.status_code == 303
    return response.url


# Side by side


def test_two_exchanges_are_told_apart_where_their_paths_part(client):
    refused, read = sent(client, ORDER), sent(client, ORDER, caller="customer")

    page = Page(compare(client, refused, read))

    assert "Their paths parted at Authenticated?" in page.text
    rows = {row.text for row in page.all("th", scope="row")}
    assert {"Caller", "Status", "Route", "Response content", "Request field Authorization"} <= rows
    assert "Target" not in rows
    assert "401 Unauthorized" in page.text and "200 OK" in page.text
    assert [link for link in page.links if f"shown={refused}" in link]


def test_the_same_request_twice_took_the_same_path(client):
    page = Page(compare(client, sent(client), sent(client)))

    assert "They took the same path." in page.text
    assert "Nothing but their ids." in page.text


def test_the_answers_page_offers_the_others_to_compare_with(client):
    first, second = sent(client), sent(client, ORDER)

    page = Page(client.get(f"/lab/?shown={second}"))

    assert page.one("input", name="left")["value"] == second
    assert first in [option.attrs.get("value") for option in page.all("option")]
    assert second not in [option.attrs.get("value") for option in page.all("option")]


def test_one_sent_from_a_terminal_can_be_compared(client):
    from_page = sent(client)
    from_terminal = by_curl(client, PRODUCT, Accept="text/html")["Lab-Request-Id"]

    assert "They took the same path." in compare(client, from_page, from_terminal).text


@pytest.mark.parametrize("missing", ["", "req_0123456789", "%00", "' OR 1=1", "x" * 400])
def test_what_isnt_there_cant_be_compared(client, missing):
    own = sent(client)

    assert compare(client, own, missing).status_code == 404
    assert compare(client, missing, own).status_code == 404
    assert client.get("/lab/compare/").status_code == 404


def test_others_exchanges_cant_be_compared(client):
    other = Client()
    own, theirs = sent(client), sent(other)

    assert compare(client, own, theirs).status_code == 404
    assert compare(client, theirs, theirs).status_code == 404
    assert compare(Client(), own, own).status_code == 404


def test_what_was_sent_is_text_in_the_comparison(client):
    left, right = sent(client, f"/api/v1/x?{EVIL}", headers=f"X-Odd: {EVIL}"), sent(client, content=EVIL)

    assert "<script>alert" not in compare(client, left, right).text


# Sharing


def test_a_shared_exchange_is_public_and_only_ones_own_page_can_take_it_back(client):
    address = share(client, sent(client, ORDER, caller="other"))

    mine, strangers = client.get(address), Client().get(address)

    assert "Stop sharing" in mine.text
    for response in (mine, strangers):
        assert response.status_code == 200
        assert "403" in Page(response).h1
        assert "A-B-C-E-F-H-I-A" in response.text
    assert "Stop sharing" not in strangers.text
    assert not strangers.cookies


def printed(response):
    return " ".join(text.text for text in Page(response).all("pre"))


def test_a_shared_exchange_stays_as_it_was_after_a_reset_and_a_change(client):
    address = share(client, sent(client, "/api/v1/inventory/sku_123", caller="customer"))
    before = printed(client.get(address))
    client.post("/own-sandbox/", {"reset": "1"})
    sent(client, "/api/v1/inventory/sku_123", method="PATCH", caller="admin",
         headers="Content-Type: application/json", content='{"stock": 1, "version": 3}')  # fmt: skip

    assert printed(Client().get(address)) == before
    assert '"stock":40' in before.replace(" ", "")


def test_sharing_twice_gives_one_address(client):
    request_id = sent(client)

    assert share(client, request_id) == share(client, request_id)
    assert SharedExchange.objects.count() == 1
    assert f'href="{share(client, request_id)}"' in client.get(f"/lab/?shown={request_id}").text


def test_nothing_shared_gives_access_to_the_sandbox(client):
    secret_of = [
        sent(client, ORDER, caller="customer"),
        sent(client, "/api/v1/orders", method="POST", caller="customer", headers="Content-Type: application/json",
             content='{"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 1}]}'),
        sent(client, "/api/v1/orders", headers="Accept: application/problem+json"),
        sent(client, "/shop/account"),
        sent(client, PRODUCT + "/"),
        sent(client, "/api/v0/products/sku_123?at=x", headers="Referer: http://testserver/lab/me"),
        sent(client, **LOGIN, target="/api/v1/login"),
    ]  # fmt: skip
    login = re.search(r"&quot;token&quot;:\s*&quot;(\w+)", client.get(f"/lab/?shown={secret_of[-1]}").text)[1]
    sandbox = sandbox_of(client)

    for request_id in secret_of:
        address = share(client, request_id)
        for text in (Client().get(address).text, SharedExchange.objects.get(request_id=request_id).record):
            assert sandbox.pk not in text
            assert sandbox.pk not in text.replace("%2F", "/")
            for secret in (login, "correct-horse", "tok_"):
                assert secret not in text
        assert sandbox.pk not in address


def test_an_address_that_a_terminal_writes_another_way_isnt_shared_either(client):
    sent(client)
    sandbox = sandbox_of(client)
    odd = Client().get(f"/lab/{sandbox.pk}/api/v1/products/sku_123", headers={"X-Mine": f"it is {sandbox.pk}"})

    address = share(client, odd["Lab-Request-Id"])

    assert sandbox.pk not in Client().get(address).text


def test_what_was_sent_is_text_on_a_shared_page(client):
    address = share(
        client,
        sent(client, f"/api/v1/products/{EVIL}?q={EVIL}", method="POST", headers=f"X-Odd: {EVIL}", content=EVIL),
    )

    text = Client().get(address).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_withdrawn_exchange_is_410_to_everybody_and_its_record_is_gone(client):
    address = share(client, sent(client))

    assert client.post(f"{address}withdraw/").status_code == 303

    for browser in (client, Client()):
        response = browser.get(address)
        assert response.status_code == 410
        assert "has taken it back" in response.text
    assert SharedExchange.objects.get().record == ""
    assert client.post(f"{address}withdraw/").status_code in (303, 404)


def test_a_withdrawn_exchange_can_be_shared_again_at_another_address(client):
    request_id = sent(client)
    first = share(client, request_id)
    client.post(f"{first}withdraw/")

    second = share(client, request_id)

    assert second != first
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)


def test_only_who_shared_it_takes_it_back(client, ada, sam):
    address = share(client, sent(client))

    for browser in (Client(), signed_in(ada), signed_in(sam)):
        assert browser.post(f"{address}withdraw/").status_code == 404
    assert client.get(address).status_code == 200


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def test_only_ones_own_exchange_can_be_shared(client):
    own, other = sent(client), Client()
    sent(other)

    assert other.post(f"/lab/exchanges/{own}/share/").status_code == 404
    assert Client().post(f"/lab/exchanges/{own}/share/").status_code == 404
    assert client.post("/lab/exchanges/req_0000000000/share/").status_code == 404
    assert not SharedExchange.objects.exists()


def test_an_address_that_was_never_given_out_is_404(client):
    assert client.get("/shared/nothing-here/").status_code == 404


def test_an_account_that_takes_the_work_over_can_take_it_back(client, ada):
    address = share(client, sent(client))
    client.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD})
    client.post("/account/add-work/", {"choice": "add"})

    assert "Stop sharing" in client.get(address).text
    assert client.post(f"{address}withdraw/").status_code == 303


def test_what_was_shared_goes_with_who_shared_it(client):
    address = share(client, sent(client))

    client.post("/account/delete/")

    assert Client().get(address).status_code == 404
    assert not SharedExchange.objects.exists()


def test_a_shared_exchange_is_dated(client, time_machine):
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)

    address = share(client, sent(client))

    assert "shared on 22 Nov 2026" in Page(Client().get(address)).text
    assert send(client).status_code == 303
