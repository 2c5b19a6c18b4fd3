"""The wizard asks a chart's questions one by one; its whole state is its address."""

import re
from urllib.parse import parse_qs, parse_qsl

import pytest

from learn.domain.flow.wizard import NARROW
from learn.library import library
from learn.models import Learner, WalkedEdge
from tests.conftest import NOW
from tests.page import Page

HTMX = {"HX-Request": "true"}
CHARTS = list(library().charts)


def open_wizard(client, name, query="", *, drawing=True):
    response = client.get(f"/wizard/{name}/{'?' if query else ''}{query}")
    assert response.status_code == 200
    return Page(response, drawing=drawing)


def choices(page):
    """The answers on offer: their labels and queries."""
    return [(a.text, a["href"].removeprefix("?")) for a in page.all("a", cls="choice")]


def narrower(page):
    return [a["href"].removeprefix("?") for a in page.all("a") if a.text.startswith("Narrow it down")]


def difference(query, after):
    """What an answer's link adds to the address: the question and the answer."""
    (added,) = set(parse_qsl(after)) - set(parse_qsl(query))
    return added


# Walking


@pytest.mark.parametrize("name", CHARTS)
def test_every_arrow_can_be_followed_from_the_start(client, library, name):
    taken, reached, waiting = set(), set(), [""]
    while waiting:
        query = waiting.pop()
        page = open_wizard(client, name, query, drawing=False)
        entered = dict(parse_qsl(query)).get(NARROW, name)
        chart = library.charts[entered]
        offered = choices(page)
        if not offered:
            assert page.h1 in {node.label for node in chart.terminals}
            reached.add((entered, page.h1))
            waiting += narrower(page) if entered == name else []
            continue
        asked = {difference(query, after)[0] for _, after in offered}
        assert len(asked) == 1
        question = asked.pop()
        assert page.h1 == chart[question].label
        assert {label for label, _ in offered} == {edge.label for edge in chart.edges_from(question)}
        for _, after in offered:
            step = (entered, *difference(query, after))
            if step not in taken:
                taken.add(step)
                waiting.append(after)

    followed = {entered for entered, _, _ in taken}
    assert taken == {
        (graph, edge.source, edge.answer)
        for graph in followed
        for edge in library.charts[graph].edges
        if edge.label is not None
    }
    assert reached == {(graph, node.label) for graph in followed for node in library.charts[graph].terminals}
    if name == "backend":
        assert followed == set(CHARTS) - {"rfc9110"}


def test_the_list_of_wizards_begins_with_the_backend(client):
    page = Page(client.get("/wizard/"))

    links = [a["href"] for a in page.all("a", cls="choice")]
    assert links == [f"/wizard/{name}/" for name in CHARTS]
    assert "start here" in next(page.all("a", cls="choice")).text


def test_the_first_page_asks_the_diagrams_first_question_with_examples(client, library):
    page = open_wizard(client, "backend")

    assert page.h1 == library.backend["C"].label
    assert [label for label, _ in choices(page)] == ["Yes", "No"]
    assert len(list(page.all("p", cls="example"))) == 2
    assert "Client Request Load Balancer or Gateway" in page.one("ol", cls="passed").text


def test_answers_are_named_by_the_arrows_labels(client):
    page = open_wizard(client, "backend", "C=yes&F=yes&H=yes&J=yes")

    assert [label for label, _ in choices(page)] == ["Conflict", "Rate Limited", "Success"]


def test_the_database_comes_before_the_failed_dependency_and_done(client, library):
    page = open_wizard(client, "backend", "C=yes&F=yes&H=yes&J=yes&M=success")

    passed = page.one("ol", cls="passed").text
    order = [library.backend[box].label for box in "ABCEFHJLMPR"]
    places = [passed.index(label) for label in order]
    assert places == sorted(places)
    assert page.h1 == library.backend["R"].label


def test_the_codes_still_possible_shrink(client):
    def possible(query):
        words = [h.text for h in open_wizard(client, "backend", query).all("h2", id="possible")]
        return int(words[0].split()[0])

    counts = [possible(query) for query in ("", "C=yes", "C=yes&F=yes", "C=yes&F=yes&H=yes")]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == 4


def test_the_map_lights_the_way(client):
    before, after = open_wizard(client, "backend"), open_wizard(client, "backend", "C=yes&F=no")

    def lit(page):
        return sum(1 for g in page.all("g", cls="node") if {"on", "now"} & set(g.classes))

    assert lit(before) == 3
    assert lit(after) == 6


# At a code


def test_at_a_code_the_heading_is_the_code(client, library):
    page = open_wizard(client, "backend", "C=yes&F=yes&H=yes&J=yes&M=conflict")

    assert page.h1 == "409 Conflict"
    status = library.registry[409]
    for neighbour in status.neighbours:
        assert f"/codes/{neighbour.code}/" in page.links
    assert "Why not its neighbours" in page.text
    assert "Headers it must carry" in page.text
    assert "What the client does next" in page.text
    assert any(f"/lessons/{lesson.slug}/" in page.links for lesson in library.lessons_about(409))


@pytest.mark.parametrize(
    ("name", "query", "heading"),
    [
        ("backend", "C=no", "401 Unauthorized"),
        ("backend", "C=yes&F=no", "400 Bad Request"),
        ("backend", "C=yes&F=yes&H=no", "403 Forbidden"),
        ("backend", "C=yes&F=yes&H=yes&J=no", "404 Not Found"),
        ("backend", "C=yes&F=yes&H=yes&J=yes&M=rate-limited", "429 Too Many Requests"),
        ("backend", "C=yes&F=yes&H=yes&J=yes&M=success&R=yes", "502 503 504"),
        ("backend", "C=yes&F=yes&H=yes&J=yes&M=success&R=no", "200 201 204 Response"),
    ],
)
def test_every_answer_of_the_drawing_offers_to_narrow_it_down(client, name, query, heading):
    page = open_wizard(client, name, query)

    assert page.h1 == heading
    assert narrower(page)
    for finer in narrower(page):
        assert NARROW in parse_qs(finer)
        assert choices(open_wizard(client, name, finer))


def test_success_also_narrows_down_to_redirects(client):
    page = open_wizard(client, "backend", "C=yes&F=yes&H=yes&J=yes&M=success&R=no")

    assert [parse_qs(query)[NARROW] for query in narrower(page)] == [["success"], ["redirect_cache"]]


def test_a_box_of_several_codes_is_a_sound_answer(client):
    page = open_wizard(client, "backend", "C=yes&F=yes&H=yes&J=yes&M=success&R=yes")

    assert "sound answer" in page.text
    for code in (502, 503, 504):
        assert f"/codes/{code}/" in page.links


def test_the_answer_can_be_shared(client):
    address = "/wizard/backend/?C=yes&F=no"
    page = Page(client.get(address))

    link = next(a for a in page.all("a") if "data-copy" in a.attrs)
    assert link["href"] == address
    assert link["data-copy"] == f"http://testserver{address}"
    assert page.one("link", rel="canonical")["href"] == "http://testserver/wizard/backend/"


# Changing one's mind


def test_an_earlier_answer_can_be_changed_without_starting_over(client):
    page = open_wizard(client, "backend", "C=yes&F=yes&H=no")

    changes = {a["aria-label"]: a["href"] for a in page.all("a", cls="change")}
    assert len(changes) == 3
    changed = next(href for label, href in changes.items() if label.startswith("Input"))
    after = open_wizard(client, "backend", changed.removeprefix("?"))
    assert after.h1 == "400 Bad Request"
    back = next(a["href"] for a in after.all("a", cls="change") if a["aria-label"].startswith("Input"))
    assert open_wizard(client, "backend", back.removeprefix("?")).h1 == "403 Forbidden"


def test_back_and_start_over(client):
    page = open_wizard(client, "backend", "C=yes&F=yes")

    moves = {a.text: a["href"] for a in page.all("a", cls="quiet") if a.text in ("Back one question", "Start over")}
    assert moves == {"Back one question": "/wizard/backend/?C=yes", "Start over": "/wizard/backend/"}
    first = {a.text for a in open_wizard(client, "backend").all("a")}
    assert not first & {"Back one question", "Start over"}


def test_back_from_a_finer_chart_leads_out_of_it(client):
    page = open_wizard(client, "backend", "C=no&narrow=auth")

    back = next(a["href"] for a in page.all("a") if a.text == "Back one question")
    assert open_wizard(client, "backend", back.partition("?")[2]).h1 == "401 Unauthorized"


# Answers the chart doesn't have


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("C=maybe", ["no, yes"]),
        ("C=", ["no, yes"]),
        ("C=Yes", ["no, yes"]),
        ("C=yes&F=yes&H=yes&J=yes&M=yes", ["conflict, rate-limited, success"]),
        ("C=no&narrow=nosuch", ["auth", "bad_request", "conflict_limit", "dependency", "redirect_cache", "success"]),
        ("C=yes&narrow=auth", ["leave out narrow"]),
        ("C=<script>alert(1)</script>", ["<script>alert(1)</script>", "no, yes"]),
    ],
)
def test_an_answer_the_chart_lacks_is_a_bad_request_that_names_its_answers(client, query, named):
    response = client.get(f"/wizard/backend/?{query}")

    assert response.status_code == 400
    text = Page(response).text
    for words in named:
        assert words in text
    assert "<script>alert" not in response.text
    assert "/wizard/backend/" in Page(response).links


def test_a_chart_without_finer_ones_says_so(client):
    assert "it has none" in client.get("/wizard/auth/?narrow=success").text


def test_what_isnt_a_question_is_left_alone(client):
    assert open_wizard(client, "backend", "utm_source=mail&C=no").h1 == "401 Unauthorized"


@pytest.mark.parametrize("path", ["/wizard/nosuch/", "/wizard/Backend/"])
def test_an_unknown_wizard_is_not_found(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "conflict_limit" in response.text


# With htmx


def test_htmx_gets_the_step_alone_with_its_title(client):
    response = client.get("/wizard/backend/?C=no", headers=HTMX)

    assert "<html" not in response.text
    assert Page(response).title.startswith("401 Unauthorized")
    assert "HX-Request" in response["Vary"]
    assert Page(response).one("h1")["data-focus"] == ""


@pytest.mark.parametrize("header", ["HX-History-Restore-Request", "HX-Boosted"])
def test_going_back_in_history_gets_the_whole_page(client, header):
    response = client.get("/wizard/backend/?C=no", headers={**HTMX, header: "true"})

    assert "<html" in response.text


def test_page_and_step_have_validators_of_their_own(client):
    page, step = client.get("/wizard/backend/?C=no"), client.get("/wizard/backend/?C=no", headers=HTMX)

    assert page["ETag"] != step["ETag"]


# Keeping the way


def keep(client, name, query, **fields):
    return client.post(f"/wizard/{name}/walked/", {"query": query} | fields)


def test_the_way_walked_is_stored_once(gwen, guest):
    for _ in range(2):
        response = keep(gwen, "backend", "C=yes&F=no")
        assert (response.status_code, response.url) == (303, "/wizard/backend/?C=yes&F=no")

    walked = set(guest.walked.values_list("graph", "source", "target"))
    assert walked == {("backend", *way) for way in ("AB", "BC", "CE", "EF", "FG")}
    assert guest.walked.count() == 5


@pytest.mark.parametrize("in_class", [False, True])
def test_who_learns_in_a_class_is_asked_for_a_known_way_once_a_day(client, ada, in_class, time_machine):
    Learner.objects.update(in_class=in_class)
    client.force_login(ada)

    def asks():
        (query,) = re.findall(r'data-query="([^"]*)"', client.get("/wizard/backend/?C=yes").text)
        return query == "C=yes"

    assert asks()
    time_machine.move_to(NOW, tick=False)
    keep(client, "backend", "C=yes")
    assert asks() is in_class
    keep(client, "backend", "C=yes")
    assert not asks()
    time_machine.shift(86_400)
    assert asks() is in_class


def test_the_way_through_a_finer_chart_is_stored_with_its_name(gwen, guest, library):
    start = library.charts["auth"].start
    keep(gwen, "backend", f"C=no&narrow=auth&{start}=no")

    assert set(guest.walked.values_list("graph", flat=True)) == {"backend", "auth"}
    assert guest.walked.filter(graph="auth", source=start).count() == 1


@pytest.mark.django_db
def test_a_visitor_who_keeps_a_way_becomes_a_guest_and_the_script_gets_no_content(client):
    response = keep(client, "auth", f"{library().charts['auth'].start}=yes", quiet="1")

    assert response.status_code == 204
    assert "guest" in client.cookies
    assert WalkedEdge.objects.get().learner == Learner.objects.get()


def test_nothing_walked_is_nothing_stored(client):
    assert keep(client, "auth", "").status_code == 303
    assert not client.cookies


@pytest.mark.parametrize("query", ["C=maybe", "narrow=nosuch"])
def test_a_way_that_cant_be_walked_is_a_bad_request(client, query):
    response = keep(client, "backend", query)

    assert response.status_code == 400
    assert not client.cookies


def test_the_form_without_script_keeps_the_way_of_the_page(client):
    page = open_wizard(client, "backend", "C=yes&F=no")

    form = page.one("form", action="/wizard/backend/walked/")
    assert form["method"] == "post"
    assert page.typed("query") == "C=yes&F=no"
