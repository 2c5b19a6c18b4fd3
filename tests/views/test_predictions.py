"""What somebody expects of a request is kept, and held against what happens."""

import pytest

from learn.models import Sending
from tests.page import Page
from tests.views.console import (
    ORDER,
    PRODUCT,
    shown,
)

pytestmark = pytest.mark.django_db(databases="__all__")
PARTED = "The two ways parted at"


@pytest.mark.parametrize(
    ("target", "expected", "right", "told", "parted"),
    [
        (ORDER, {"place": "D"}, True, "As you said.", ""),
        (ORDER, {"code": "401"}, True, "As you said.", ""),
        (ORDER, {"place": "D", "code": "401"}, True, "As you said.", ""),
        (ORDER, {"place": "K"}, False, "You were sure of 404 Not Found. It stopped at 401 Unauthorized",
         "Authenticated?"),
        (ORDER, {"place": "K", "code": "404"}, False, "It stopped at 401 Unauthorized", "Authenticated?"),
        (ORDER, {"place": "D", "code": "403"}, False, "the code at its end was another", ""),
        (ORDER, {"code": "404"}, False, "You were sure of 404 Not Found.", "Authenticated?"),
        (ORDER, {"place": "x-C"}, False, "elsewhere, beside Authenticated?", "Authenticated?"),
        ("/api/v1/products/featured", {"place": "x-J", "code": "302"}, True, "As you said.", ""),
        ("/api/v1/products/featured", {"place": "x-J", "code": "301"}, False, "the code at its end was another", ""),
        ("/api/v1/products/featured", {"place": "Q"}, False,
         "It left the drawing beside “Resource Exists?”, with 302 Found.",
         "Resource Exists?"),
        ("/api/v1/products/featured", {"place": "x-B"}, False,
         "It left the drawing beside “Resource Exists?”, with 302 Found.",
         "Load Balancer or Gateway"),
        (PRODUCT + "/", {"place": "K"}, False,
         "It left the drawing beside “Load Balancer or Gateway”, with 308 Permanent Redirect.",
         "Load Balancer or Gateway"),
        (PRODUCT, {"place": "K"}, False, "It ended in 200 OK.", "Resource Exists?"),
        (PRODUCT, {"place": "S", "code": "503"}, False, "It ended in 200 OK.", "Dependency Failed?"),
    ],
)  # fmt: skip
def test_a_prediction_is_held_against_what_happened(client, target, expected, right, told, parted):
    page = shown(client, target, certainty="3", **expected)

    assert Sending.objects.get().right is right
    assert told in page.text
    assert ("that is the interesting case" in page.text) is not right
    assert (PARTED in page.text) is bool(parted)
    if parted:
        assert f"{PARTED} {parted}" in page.text


@pytest.mark.parametrize(("code", "parted"), [("500", "Authenticated?"), ("308", "Load Balancer or Gateway")])
def test_a_code_with_one_place_parts_at_a_box(client, code, parted):
    assert f"{PARTED} {parted}" in shown(client, ORDER, code=code, certainty="1").text


def test_a_code_that_no_exit_has_isnt_called_the_way_one_expected(client):
    page = shown(client, ORDER, code="301", certainty="1")

    assert "that is the interesting case" in page.text
    assert "The way was the one you expected" not in page.text


@pytest.mark.parametrize(
    ("certainty", "words"),
    [
        ("1", "You guessed 404 Not Found"),
        ("2", "You were fairly sure of 404 Not Found"),
        ("3", "You were sure of 404 Not Found"),
    ],
)
def test_a_prediction_is_stored_with_its_exchange(client, certainty, words):
    page = shown(client, ORDER, place="K", code="404", certainty=certainty)

    stored = Sending.objects.get()
    assert (stored.place, stored.code, stored.certainty) == ("K", 404, int(certainty))
    assert (stored.status, stored.route, stored.right) == (401, "A-B-C-D-A", False)
    assert words in page.text
    again = Page(client.get(f"/lab/?shown={stored.request_id}"))
    assert words in again.text


def test_without_a_prediction_nothing_is_said_of_one(client):
    page = shown(client, certainty="2")

    assert not list(page.all("div", cls="feedback"))
    stored = Sending.objects.get()
    assert (stored.place, stored.code, stored.certainty, stored.right) == ("", None, None, None)


def test_every_place_and_every_code_can_be_chosen_in_the_form(client):
    values = [option.attrs.get("value") for option in Page(client.get("/lab/")).all("option")]

    for place in ("D", "G", "I", "K", "N", "O", "Q", "S", "x-B", "x-J", "x-T"):
        assert place in values
    assert {"200", "304", "409", "504"} <= set(values)
