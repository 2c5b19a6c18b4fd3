"""The registry: the table, its filter, a page for each code, and what a code that isn't one answers."""

import pytest

from learn.library import library
from tests.page import Page

HTMX = {"HX-Request": "true"}
CODES = [status.code for status in library().registry]


def tiles(response):
    return [int(a["href"].split("/")[2]) for a in Page(response).all("a", cls="tile")]


def test_the_table_has_all_64_codes_by_class(client):
    response = client.get("/codes/")

    assert tiles(response) == CODES
    assert len(CODES) == 64
    assert len(list(Page(response).all("section", cls="class-section"))) == 5


def test_unused_and_lapsed_codes_are_marked(client):
    marks = {a.text[:3]: a.text for a in Page(client.get("/codes/")).all("a", cls="tile")}

    assert marks["306"].endswith("unused")
    assert marks["418"].endswith("unused")
    assert marks["104"].endswith("lapsed")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=409", [409]),
        ("q=Too+Many", [429]),
        ("q=gateway&class=5", [502, 504]),
        ("class=1", [100, 101, 102, 103, 104]),
        ("q=teapot", []),
        ("q=%00", []),
    ],
)
def test_the_filter_finds_by_number_name_and_class(client, query, found):
    response = client.get(f"/codes/?{query}")

    assert response.status_code == 200
    assert set(found) <= set(tiles(response))
    assert len(tiles(response)) < 20
    assert f"{len(tiles(response))} of 64 codes" in response.text


def test_a_filter_that_finds_nothing_offers_the_whole_table(client):
    response = client.get("/codes/?q=nosuchword")

    assert tiles(response) == []
    assert "show all" in response.text


@pytest.mark.parametrize("given", ["6", "0", "-1", "x", "4.0", "٤"])
def test_a_class_there_isnt_is_left_out_of_the_filter(client, given):
    assert len(tiles(client.get("/codes/", {"class": given}))) == 64


def test_typing_gets_the_table_alone_and_keeps_what_was_typed_on_the_page(client):
    fragment = client.get("/codes/?q=gateway", headers=HTMX)

    assert "<html" not in fragment.text
    assert tiles(fragment) == tiles(client.get("/codes/?q=gateway"))
    assert Page(client.get("/codes/?q=gate<b>way")).typed("q") == "gate<b>way"


def test_the_filtered_table_names_the_whole_one_as_its_address(client):
    assert Page(client.get("/codes/?q=4")).one("link", rel="canonical")["href"] == "http://testserver/codes/"


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_its_page(client, library, code):
    response = client.get(f"/codes/{code}/")

    page, status = Page(response), library.registry[code]
    assert response.status_code == 200
    assert page.h1 == f"{code} {status.phrase}"
    assert status.url in page.links
    facts = [dt.text for dt in page.all("dt")]
    for name in ("Defined in", "Required headers", "Content", "Cacheable by default", "What the client does next"):
        assert name in facts
    for neighbour in status.neighbours:
        assert f"/codes/{neighbour.code}/" in page.links
    for lesson in library.lessons_about(code):
        assert f"/lessons/{lesson.slug}/" in page.links
    for graph, node in library.boxes_of(code):
        assert f"/flowchart/{graph.name}/#box-{node.id}" in page.links


def test_429_tells_what_it_must_carry_and_what_the_client_does(client):
    page = Page(client.get("/codes/429/"))

    assert "Retry-After" in page.text
    assert "RFC 6585" in page.text


def test_codes_lead_to_each_other_from_the_first_to_the_last(client):
    seen, url = [], f"/codes/{CODES[0]}/"
    while url:
        seen.append(int(url.split("/")[2]))
        url = next((a["href"] for a in Page(client.get(url)).all("a", rel="next")), "")

    assert seen == CODES


@pytest.mark.parametrize(
    ("asked", "near"),
    [("999", 599), ("0409", 409), ("٤٠٩", 409), ("4090", 409), ("419", 418), ("99", 100), ("000", 100)],
)
def test_a_code_there_isnt_is_not_found_and_the_nearest_are_offered(client, asked, near):
    response = client.get(f"/codes/{asked}/")

    assert response.status_code == 404
    assert f"No code {asked} is registered." in response.text
    offered = tiles(response)
    assert offered
    assert all(code in CODES for code in offered)
    assert min(abs(code - near) for code in offered) < 90
    if near in CODES:
        assert near in offered


@pytest.mark.parametrize(
    "asked", ["abc", "0999", "²³", "1_0", "-409", "+409", " 409", "4e2", "40", "9" * 5000, "<b>", "%00", "４０９"]
)
def test_junk_in_place_of_a_code_is_not_found(client, asked):
    response = client.get(f"/codes/{asked}/")

    assert response.status_code == 404
    assert tiles(response)
    assert "<b></h1>" not in response.text
    assert len(response.content) < 40_000


def test_slashes_are_added_as_everywhere(client):
    assert client.get("/codes/409").status_code == 301
