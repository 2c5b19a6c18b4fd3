"""Section 6: reading stock, and changing it under a condition."""

import pytest

from tests.lab.outcomes import CONFLICT


def tag_of(sandbox):
    return sandbox.get("/inventory/sku_123", "admin").headers["ETag"]


def test_stock_is_changed_under_the_current_tag(sandbox):
    tag = tag_of(sandbox)
    answer = sandbox.patch_stock(7, {"If-Match": tag})
    assert (answer.status, answer.json) == (200, {"sku": "sku_123", "stock": 7, "version": 4})
    assert answer.headers["ETag"] != tag
    read = sandbox.get("/inventory/sku_123", "admin")
    assert (read.json, read.headers["ETag"]) == (answer.json, answer.headers["ETag"])


def test_stock_is_changed_under_the_current_version(sandbox):
    assert sandbox.patch_stock(7, version=3).json == {"sku": "sku_123", "stock": 7, "version": 4}


def test_every_success_raises_the_version_by_one(sandbox):
    versions = [sandbox.patch_stock(stock, version=stock).json["version"] for stock in (3, 4, 5)]
    assert versions == [4, 5, 6]


@pytest.mark.parametrize("stock", [0, 1, 100_000])
def test_the_ends_of_the_range_are_in_it(sandbox, stock):
    assert sandbox.patch_stock(stock, version=3).json["stock"] == stock


@pytest.mark.parametrize("form", ["{tag}", "*", '"other", {tag}', '{tag},"other"', '"a", W/"b" , {tag}'])
def test_a_condition_that_holds_lets_the_change_through(sandbox, form):
    assert sandbox.patch_stock(7, {"If-Match": form.format(tag=tag_of(sandbox))}).status == 200


@pytest.mark.parametrize("form", ['"other"', "W/{tag}", '"a", "b"', 'W/"a", W/{tag}', '""'])
def test_a_condition_that_fails_stops_it(sandbox, form):
    answer = sandbox.patch_stock(7, {"If-Match": form.format(tag=tag_of(sandbox))})
    assert (answer.status, answer.error, answer.json["currentVersion"]) == (412, "precondition_failed", 3)
    assert (answer.route, answer.leaf) == (CONFLICT, "conflict_limit/L412")
    assert sandbox.get("/inventory/sku_123", "admin").json["stock"] == 40


def test_a_tag_is_stale_after_a_change(sandbox):
    tag = tag_of(sandbox)
    assert sandbox.patch_stock(7, {"If-Match": tag}).status == 200
    assert sandbox.patch_stock(8, {"If-Match": tag}).status == 412


@pytest.mark.parametrize("version", [1, 2, 4, 1000, 2**31 + 1])
def test_another_version_in_the_content_is_a_conflict(sandbox, version):
    answer = sandbox.patch_stock(7, version=version)
    assert (answer.status, answer.error) == (409, "inventory_version_conflict")
    assert answer.json["currentVersion"] == 3
    assert (answer.route, answer.leaf) == (CONFLICT, "conflict_limit/L409")


def test_the_right_tag_does_not_excuse_a_stale_version(sandbox):
    assert sandbox.patch_stock(7, {"If-Match": tag_of(sandbox)}, version=2).status == 409


def test_a_stale_tag_is_not_excused_by_the_right_version(sandbox):
    assert sandbox.patch_stock(7, {"If-Match": '"other"'}, version=3).status == 412


def test_stock_that_has_not_changed_is_not_sent_again(sandbox):
    answer = sandbox.get("/inventory/sku_123", "customer", If_None_Match=tag_of(sandbox))
    assert (answer.status, answer.content) == (304, b"")


def test_a_product_shows_its_stock_and_its_tags_change_with_it(sandbox):
    before = {kind: sandbox.get("/products/sku_123", Accept=kind).headers["ETag"] for kind in KINDS}
    sandbox.patch_stock(7, version=3)
    after = {kind: sandbox.get("/products/sku_123", Accept=kind).headers["ETag"] for kind in KINDS}
    assert len({*before.values(), *after.values()}) == 4
    product = sandbox.get("/products/sku_123").json
    assert (product["stock"], product["version"]) == (7, 4)


KINDS = ("application/json", "text/html")
