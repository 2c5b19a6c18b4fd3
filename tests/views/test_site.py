"""The pages around the lessons, and what machines are told of all of them."""

import json
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from learn.domain.comfort import SETTINGS
from learn.library import library
from learn.models import Learner
from tests.addresses import address
from tests.conftest import NOW, PASSWORD
from tests.page import Page

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
DARK = {"theme": "dark", "size": "xl"}


def public_pages():
    held = library()
    names = ("home", "course", "codes", "wizards", "series", "privacy", "search", "comfort", "progress", "sign_in")
    pages = [reverse(name) for name in names]
    pages += [f"/lessons/{lesson.slug}/" for lesson in held.order]
    pages += [f"/codes/{status.code}/" for status in held.registry]
    for name in held.charts:
        pages += [f"/flowchart/{name}/", f"/wizard/{name}/"]
    return pages


# Pages


def test_home_promises_and_shows_where_to_start(client, library):
    page = Page(client.get("/"))

    assert page.one("a", cls="primary")["href"] == f"/lessons/{library.order[0].slug}/"
    assert page.links["/wizard/backend/"]
    assert {f"/codes/{s.code}/" for s in library.registry if s.taught} <= set(page.links)
    assert page.has("svg", cls="map")


def test_home_goes_on_where_a_guest_left(gwen, guest, library):
    lesson = library.order[3]
    guest.lessons.create(lesson=lesson.slug, opened_at=NOW, left_at=NOW, place=lesson.headings[0].anchor)

    link = Page(gwen.get("/")).one("a", cls="primary")

    assert link.text == f"Continue: {lesson.title}"
    assert link["href"].endswith(f"#{lesson.headings[0].anchor}")


def test_the_series_names_its_parts_and_the_guides_it_belongs_to(client, library):
    page = Page(client.get("/series/"))

    assert "Part 3 of 5" in page.text
    assert library.course.source.author in page.text
    for link in library.course.related:
        assert link.title in page.text


def test_privacy_names_the_cookies_and_how_to_get_rid_of_everything(client):
    page = Page(client.get("/privacy/"))

    for words in ("session", "comfort", "90 days", "one-way hash"):
        assert words in page.text
    assert {"/account/export/", "/account/delete/"} <= set(page.links)


@pytest.mark.parametrize("path", public_pages())
def test_every_public_page_has_a_title_a_description_and_one_address(client, path):
    response = client.get(path)

    page = Page(response)
    assert response.status_code == 200
    assert page.title.endswith(" · Statusline")
    assert len(page.title) > len(" · Statusline") + 3
    assert 30 <= len(page.meta["description"]) <= 320
    assert page.meta["og:title"] and page.meta["og:description"] and page.meta["og:image"].endswith("share.png")
    canonical = page.one("link", rel="canonical")["href"]
    assert canonical == f"http://testserver{path}" or path == "/flowchart/backend/"
    assert len(list(page.all("h1"))) == 1
    assert page.one("html")["lang"] == "en"
    assert page.status_line.startswith("HTTP/1.1 200 OK")


def test_titles_of_public_pages_tell_them_apart(client):
    titles = [Page(client.get(path)).title for path in public_pages() if not path.startswith("/wizard/")]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    "path", ["/", "/codes/409/", "/nothing-here/", "/account/reset-password/", "/account/sign-in/"]
)
def test_the_footer_says_what_the_response_says(client, path):
    response = client.get(path)

    line = Page(response).status_line
    assert line.startswith(f"HTTP/1.1 {response.status_code} ")
    assert f"Cache-Control: {response['Cache-Control']} " in line
    assert ("ETag" in line) is response.has_header("ETag")
    assert response.get("ETag", "") in line


# What machines read


@pytest.mark.parametrize("path", ["/lessons/", "/series/", *(f"/lessons/{lesson.slug}/" for lesson in library().order)])
def test_structured_data_is_json_about_this_page(client, path):
    data = json.loads(Page(client.get(path)).one("script", type="application/ld+json").text)

    assert data["@context"] == "https://schema.org"
    assert data["url"] == f"http://testserver{path}"
    assert data["name"]


def test_a_lesson_credits_the_article_it_is_based_on(client, library):
    response = client.get("/lessons/401-or-403/")

    data = json.loads(Page(response).one("script", type="application/ld+json").text)
    assert data["isBasedOn"]["author"]["name"] == library.course.source.author
    assert data["isPartOf"]["@type"] == "Course"
    assert data["timeRequired"].startswith("PT")


def test_the_sitemap_lists_every_public_page_by_its_canonical_address(client, library):
    response = client.get("/sitemap.xml")

    entries = ElementTree.fromstring(response.content).findall(f"{SITEMAP}url")
    places = [entry.findtext(f"{SITEMAP}loc").removeprefix("http://testserver") for entry in entries]
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(places) == len(set(places))
    assert {f"/lessons/{slug}/" for slug in library.lessons} <= set(places)
    assert {f"/codes/{status.code}/" for status in library.registry} <= set(places)
    assert {f"/lab/challenges/{slug}/" for slug in library.challenges} | {"/lab/", "/practice/"} <= set(places)
    assert {"/", "/lessons/", "/codes/", "/flowchart/", "/wizard/", "/series/", "/privacy/"} <= set(places)
    for place in places:
        assert Page(client.get(place)).one("link", rel="canonical")["href"] == f"http://testserver{place}"
    dated = [
        entry.findtext(f"{SITEMAP}lastmod") for entry in entries if "/lessons/4" in entry.findtext(f"{SITEMAP}loc")
    ]
    assert all(dated)


def test_robots_are_shown_the_sitemap_and_kept_from_accounts(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /account/" in response.text
    assert "Sitemap: http://testserver/sitemap.xml" in response.text


def test_the_feed_has_an_entry_for_each_lesson(client, library):
    response = client.get("/feed.atom")

    feed = ElementTree.fromstring(response.content)
    entries = feed.findall(f"{ATOM}entry")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert {entry.findtext(f"{ATOM}title") for entry in entries} == {lesson.title for lesson in library.order}
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    updated = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]
    assert all(client.get(link).status_code == 200 for link in links)


def test_pages_lead_feed_readers_to_the_feed(client):
    assert Page(client.get("/")).one("link", type="application/atom+xml")["href"] == "/feed.atom"


# Reading comfort


def test_comfort_works_without_account_statement_or_script(client):
    response = client.post("/comfort/", DARK | {"next": "/codes/409/"})

    assert (response.status_code, response.url) == (303, "/codes/409/")
    cookie = client.cookies["comfort"]
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["samesite"] == "Lax"
    assert "session" not in client.cookies
    html = Page(client.get("/codes/409/")).one("html")
    assert (html["data-theme"], html["data-size"], html["data-face"]) == ("dark", "xl", "sans")


def test_the_form_shows_what_was_chosen(client):
    client.post("/comfort/", DARK)

    page = Page(client.get("/comfort/"))

    chosen = {i["name"]: i["value"] for i in page.all("input", type="radio") if "checked" in i.attrs}
    assert chosen == {"theme": "dark", "size": "xl"} | {
        name: next(iter(values)) for name, (_, values) in SETTINGS.items() if name not in DARK
    }


def test_back_to_the_defaults_takes_the_cookie_away(client):
    client.post("/comfort/", DARK)
    client.post("/comfort/", DARK | {"reset": "1"})

    assert client.cookies["comfort"]["max-age"] == 0
    assert Page(client.get("/")).one("html")["data-theme"] == "system"


def test_comfort_is_kept_with_an_account_and_comes_along_to_another_browser(client, strict_client, ada):
    client.force_login(ada)
    client.post("/comfort/", DARK)
    assert Learner.objects.get(user=ada).comfort == "theme=dark&size=xl"
    client.cookies.clear()

    client.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD})

    assert Page(client.get("/")).one("html")["data-theme"] == "dark"


def test_a_guests_comfort_is_kept_in_the_browser_alone(gwen, guest):
    gwen.post("/comfort/", DARK)

    guest.refresh_from_db()
    assert guest.comfort == ""


@pytest.mark.parametrize("cookie", ["theme=pink", "nonsense", "theme=dark&theme=dark", '"><script>', "=" * 500])
def test_a_cookie_someone_wrote_is_read_with_care(client, cookie):
    client.cookies["comfort"] = cookie

    response = client.get("/")

    assert response.status_code == 200
    assert "<script>" not in response.text
    assert Page(response).one("html")["data-theme"] in ("system", "dark")


# Where ?next= leads

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "\x01//evil.example",
    "https:///evil.example",
    "http://testserver@evil.example/",
    "evil.example",
]


@pytest.mark.parametrize("given", ELSEWHERE)
@pytest.mark.parametrize("name", ["comfort", "sign_in", "sign_up", "add_work"])
def test_next_never_leaves_the_site(client, gwen, ada, guest, name, given):
    guest.lessons.create(lesson="401-or-403", opened_at=NOW, left_at=NOW)
    fields = {"next": given, "choice": "leave"}
    if name == "sign_in":
        guest.lessons.all().delete()
        fields |= {"username": "Ada", "password": PASSWORD}
    if name == "sign_up":
        fields |= {"username": "Zoë", "password1": PASSWORD, "password2": PASSWORD}
    if name == "add_work":
        gwen.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD})

    shown = client.get(address(name), {"next": given})
    sent = client.post(address(name), fields)

    assert Page(shown).typed("next") in ("/", "/progress/")
    assert given not in Page(shown).links
    assert sent.status_code == 303
    assert sent.url in ("/", "/progress/")


@pytest.mark.parametrize("given", ["/codes/?q=a&class=4", "/lessons/401-or-403/#check-door-key", "/wizard/auth/?a1=no"])
def test_next_leads_back_to_where_one_was(client, ada, given):
    response = client.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD, "next": given})

    assert response.url == given


def test_next_survives_the_offer_to_add_work(gwen, ada, guest):
    guest.lessons.create(lesson="401-or-403", opened_at=NOW, left_at=NOW)
    given = "/codes/?q=a&class=4"

    offered = gwen.post("/account/sign-in/", {"username": "Ada", "password": PASSWORD, "next": given})

    assert Page(gwen.get(offered.url)).typed("next") == given
