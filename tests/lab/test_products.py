"""Section 6: products in two formats, their validators, their old addresses, and images."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest


def http_date(moment):
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/html", "text/html"),
        ("text/*", "text/html"),
        ("text/html, application/json;q=0.9", "text/html"),
        ("text/html;q=0.5, application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json;q=0, */*", "text/html"),
        ("application/json;q=0.2, */*;q=0.1", "application/json"),
        ("text/html;q=0.3, */*;q=0.9", "application/json"),
    ],
)
def test_a_product_comes_in_the_preferred_format(sandbox, accept, kind):
    answer = sandbox.get("/products/sku_123", **({"Accept": accept} if accept else {}))
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, kind)
    assert "Blue mug" in answer.text


def test_the_two_formats_have_strong_tags_of_their_own(sandbox):
    tags = {sandbox.get("/products/sku_123", Accept=kind).headers["ETag"] for kind in ("application/json", "text/html")}
    assert len(tags) == 2
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


def test_tags_stay_while_nothing_changes(sandbox):
    assert len({sandbox.get("/products/sku_123").headers["ETag"] for _ in range(3)}) == 1


@pytest.mark.parametrize("kind", ["application/json", "text/html"])
@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', "*", 'W/"a",{tag} , "b"'])
def test_a_product_that_has_not_changed_is_not_sent_again(sandbox, kind, form):
    tag = sandbox.get("/products/sku_123", Accept=kind).headers["ETag"]
    answer = sandbox.get("/products/sku_123", Accept=kind, If_None_Match=form.format(tag=tag))
    assert (answer.status, answer.headers["ETag"]) == (304, tag)
    assert (answer.route, answer.leaf) == ("A-B-C-E-F-H-J-x304-A", "redirect_cache/L304")


@pytest.mark.parametrize("form", ['"other"', 'W/"other"', '"a", "b"'])
def test_a_product_under_another_tag_is_sent(sandbox, form):
    assert sandbox.get("/products/sku_123", If_None_Match=form).status == 200


def test_the_tag_of_one_format_does_not_speak_for_the_other(sandbox):
    tag = sandbox.get("/products/sku_123", Accept="text/html").headers["ETag"]
    assert sandbox.get("/products/sku_123", Accept="application/json", If_None_Match=tag).status == 200


def test_a_product_says_when_it_was_changed_last(sandbox):
    answer = sandbox.get("/products/sku_123")
    changed = parsedate_to_datetime(answer.headers["Last-Modified"])
    assert answer.headers["Last-Modified"] == http_date(changed.astimezone(UTC))
    assert changed <= parsedate_to_datetime(answer.headers["Date"])


@pytest.mark.parametrize(("seconds", "status"), [(0, 304), (1, 304), (-1, 200), (-86400, 200)])
def test_a_date_is_compared_where_there_is_no_tag(sandbox, seconds, status):
    changed = parsedate_to_datetime(sandbox.get("/products/sku_123").headers["Last-Modified"])
    since = http_date(changed.astimezone(UTC) + timedelta(seconds=seconds))
    assert sandbox.get("/products/sku_123", If_Modified_Since=since).status == status


@pytest.mark.parametrize("format_", ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"])
def test_the_older_forms_of_a_date_are_understood(sandbox, format_):
    since = datetime.now(UTC).strftime(format_)
    assert sandbox.get("/products/sku_123", If_Modified_Since=since).status == 304


@pytest.mark.parametrize(
    "since",
    ["yesterday", "", "2090-01-01", "Sun, 99 Jan 2090 00:00:00 GMT", "Sun, 01 Foo 2090 00:00:00 GMT", "4102444800"],
)
def test_an_invalid_date_is_ignored(sandbox, since):
    assert sandbox.get("/products/sku_123", If_Modified_Since=since).status == 200


def test_a_tag_silences_the_date(sandbox):
    since = http_date(datetime.now(UTC))
    assert sandbox.get("/products/sku_123", If_None_Match='"other"', If_Modified_Since=since).status == 200


@pytest.mark.parametrize(
    ("slug", "status", "age"), [("blue-mug-2019", 301, "max-age=60"), ("featured", 302, "no-store")]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_slug_leads_to_the_product(sandbox, method, slug, status, age):
    answer = sandbox.send(method, f"/products/{slug}")
    assert (answer.status, answer.headers["Location"]) == (status, f"{sandbox.api}/products/sku_123")
    assert answer.headers["Cache-Control"] == age
    assert (answer.route, answer.leaf) == (f"A-B-C-E-F-H-J-x{status}-A", f"redirect_cache/L{status}")


@pytest.mark.parametrize("accept", [None, "*/*", "image/png"])
def test_the_logo_is_an_image(sandbox, accept):
    answer = sandbox.get("/images/logo.png", **({"Accept": accept} if accept else {}))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
