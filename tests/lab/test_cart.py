"""Section 6: the cart, and its items under ids that the client chooses."""

import pytest

ITEM = {"sku": "sku_123", "quantity": 2}


def put(sandbox, item, headers=None, as_="customer", **changes):
    return sandbox.send("PUT", f"/cart/items/{item}", as_=as_, headers=headers, json={**ITEM, **changes})


def items(sandbox, as_="customer"):
    return [(item["itemId"], item["sku"], item["quantity"]) for item in sandbox.get("/cart", as_).json["items"]]


def test_a_new_item_is_created_where_it_was_put(sandbox):
    answer = put(sandbox, "item_9")
    assert (answer.status, answer.json) == (201, {"itemId": "item_9", **ITEM})
    assert answer.headers["Location"] == f"{sandbox.api}/cart/items/item_9"


def test_an_item_is_replaced_in_its_place(sandbox):
    answer = put(sandbox, "item_7", quantity=9)
    assert (answer.status, answer.content) == (204, b"")
    assert items(sandbox) == [("item_7", "sku_123", 9), ("item_8", "sku_200", 1)]


def test_items_stay_in_the_order_they_were_first_put_in(sandbox):
    put(sandbox, "item_z")
    put(sandbox, "item_a")
    put(sandbox, "item_7", sku="sku_200")
    put(sandbox, "item_z", quantity=1)
    assert [item for item, _, _ in items(sandbox)] == ["item_7", "item_8", "item_z", "item_a"]


@pytest.mark.parametrize("item", ["item_1", "item_aZ09", "item_" + "x" * 20])
def test_letters_and_digits_make_an_id(sandbox, item):
    assert put(sandbox, item).status == 201


@pytest.mark.parametrize(
    "item", ["item_", "item_a-b", "item_" + "x" * 21, "thing_1", "item_a%20b", "item_%C3%A9", "ITEM_1"]
)
def test_nothing_else_does(sandbox, item):
    answer = put(sandbox, item)
    assert (answer.status, answer.route) == (400, "A-B-C-E-F-G-A")


def test_an_unknown_sku_cannot_be_put_in(sandbox):
    answer = put(sandbox, "item_9", sku="sku_777")
    assert (answer.status, answer.error) == (422, "unknown_sku")


@pytest.mark.parametrize(
    ("item", "headers", "status"),
    [
        ("item_7", {"If-None-Match": "*"}, 412),
        ("item_9", {"If-None-Match": "*"}, 201),
        ("item_9", {"If-Match": "*"}, 412),
        ("item_9", {"If-Match": '"any"'}, 412),
        ("item_7", {"If-Match": "*"}, 204),
    ],
)
def test_conditions_guard_an_item(sandbox, item, headers, status):
    before = items(sandbox)
    answer = put(sandbox, item, headers, quantity=5)
    assert answer.status == status
    if status == 412:
        assert (answer.error, answer.leaf) == ("precondition_failed", "conflict_limit/L412")
        assert items(sandbox) == before


def test_an_item_is_taken_out_once(sandbox):
    taken = sandbox.send("DELETE", "/cart/items/item_7", as_="customer")
    assert (taken.status, taken.content) == (204, b"")
    assert items(sandbox) == [("item_8", "sku_200", 1)]
    assert sandbox.send("DELETE", "/cart/items/item_7", as_="customer").status == 404


def test_an_item_of_another_cart_is_not_in_the_own(sandbox):
    assert sandbox.send("DELETE", "/cart/items/item_7", as_="other").status == 404
    assert len(items(sandbox)) == 2


def test_carts_do_not_share_ids(sandbox):
    assert put(sandbox, "item_7", as_="other").status == 201
    assert items(sandbox, "other") == [("item_7", "sku_123", 2)]
    assert items(sandbox)[0] == ("item_7", "sku_123", 1)


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"sku": 1}'])
def test_the_content_of_a_delete_is_ignored(sandbox, content):
    headers = {"Content-Type": "application/json"}
    answer = sandbox.send("DELETE", "/cart/items/item_7", as_="customer", headers=headers, content=content)
    assert answer.status == 204
