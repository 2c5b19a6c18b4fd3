"""What practice adds to the progress page: recall, pairs, mix-ups and certainty."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from learn.models import Sending
from tests.conftest import NOW
from tests.page import Page
from tests.views.practised import answer, card, part, predicted, shown, store

STATES = ("new", "met", "practised", "known", "durable", "proven in the lab")


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def tiles(page):
    return {tile.text[:3]: tile for tile in page.all("a", cls="tile")}


# Codes


def test_a_tiles_fill_is_its_number(gwen, guest):
    card(guest, "401-403", 401, days=0)
    card(guest, "401-403", 403, days=30, stability=2.0)
    card(guest, "404-410", 410, days=9)

    for tile in (tile for tile in tiles(shown(gwen)).values() if "%" in tile.text):
        percent = int(re.search(r"(\d+) %", tile.text)[1])
        tenths = [int(name.removeprefix("recall-")) for name in tile.classes if name.startswith("recall-")]
        assert tenths == [(percent + 5) // 10], tile.text
    assert len([tile for tile in tiles(shown(gwen)).values() if "%" in tile.text]) == 3


def test_a_codes_chance_is_said_with_its_name(gwen, guest):
    card(guest, "401-403", 403, days=10)

    assert tiles(shown(gwen))["403"].text == "403 Forbidden: 90 %, due"


def test_a_code_that_is_only_met_has_no_number(gwen, guest):
    guest.lessons.create(lesson="401-or-403", opened_at=NOW, left_at=NOW)

    tile = tiles(shown(gwen))["401"]

    assert tile.text == "401 Unauthorized: read"
    assert "met" in tile.classes


# Pairs


def test_a_pair_climbs_and_falls_in_neutral_words(gwen, guest):
    def state():
        return next(li.text for li in shown(gwen).all("li", cls="pair-known") if "401 Unauthorized or 403" in li.text)

    assert " new " in state()
    guest.lessons.create(lesson="401-or-403", opened_at=NOW, left_at=NOW)
    assert " met " in state()
    first = [card(guest, "401-403", code) for code in (401, 403)]
    assert " practised " in state()
    guest.cards.update(first_right_at=NOW - timedelta(days=2), known_at=NOW)
    assert " known " in state()
    guest.cards.update(first_right_at=NOW - timedelta(days=7))
    assert " durable " in state() and "401 Unauthorized, 403 Forbidden" in state()
    for code in (401, 403):
        guest.obtained.create(code=code, request="GET /api/v1/orders", obtained_at=NOW)
    assert " proven in the lab " in state()
    guest.cards.filter(pk=first[1].pk).update(known_at=None, missed=True, due=NOW + timedelta(days=1))
    assert " practised " in state()
    assert "403 Forbidden slipped last time; it comes back on 23 Nov." in state()


# Mix-ups


def test_practice_says_the_same_of_every_pair_as_progress(gwen, guest, library):
    guest.lessons.create(lesson="401-or-403", opened_at=NOW, left_at=NOW)
    proven = {"first_right_at": NOW - timedelta(days=9), "known_at": NOW}
    for code in (404, 410):
        card(guest, "404-410", code, **proven)
        guest.obtained.create(code=code, request="GET /x", obtained_at=NOW)
    card(guest, "429-503", 503)

    known = [f"{li.text} " for li in shown(gwen).all("li", cls="pair-known")]
    told = [next(word for word in STATES if f" {word} " in text) for text in known]
    buttons = [button.text for button in Page(gwen.get("/practice/")).all("button", cls="pair-button")]

    assert [text.endswith(word) for text, word in zip(buttons, told, strict=True)] == [True] * len(library.pairs)
    assert {"new", "met", "practised", "proven in the lab"} == {*told}


def test_each_cell_says_itself_and_opens_its_answers(gwen, guest):
    store(*[answer(guest, 404, 403)] * 3, *[answer(guest, 404, 404)] * 2)

    cells = {cell["href"]: cell for cell in shown(gwen).all("a", cls="cell")}

    wrong, right = (cells[f"/progress/answers/?code=404&chosen={chosen}"] for chosen in (403, 404))
    assert wrong.text == "✗ 3 times 403 Forbidden, where 404 Not Found was right"
    assert right.text == "2 times 404 Not Found, where 404 Not Found was right"
    assert ("wrong" in wrong.classes, "wrong" in right.classes) == (True, False)
    assert len(cells) == 2
    assert "you chose 403 Forbidden where 404 Not Found was right, 3 times." in part(gwen, "matrix")


def test_what_the_table_has_no_room_for_is_said(gwen, guest, library):
    codes = [status.code for status in library.registry if status.digit == 4]
    store(*[answer(guest, a, b) for a, b in pairwise(codes)])

    page = shown(gwen)
    table = page.one("table", cls="matrix")
    told = {href for href in page.links if href.startswith("/progress/answers/?")}

    assert len(list(page.all("a", cls="cell"))) == 11
    assert len(told) == len(codes) - 1
    assert table.text.count("where") == 11
    assert "Left out of the table" in page.text


def test_every_cell_opens_as_many_answers_as_it_says(gwen, guest):
    store(
        answer(guest, 404, 403),
        answer(guest, 409, 409),
        answer(guest, 412, 409, right=False),
        answer(guest, 412, 412, right=True),
        answer(guest, 400, 422, right=True),
        answer(guest, 422, 422),
        answer(guest, 422, None, right=True),
        answer(guest, 403, 403, kind="lab", item="lab"),
    )

    cells = {cell["href"]: int(re.search(r"\d+", cell.text)[0]) for cell in shown(gwen).all("a", cls="cell")}

    assert cells == {
        "/progress/answers/?code=404&chosen=403": 1,
        "/progress/answers/?code=409&chosen=409": 1,
        "/progress/answers/?code=412&chosen=409": 1,
        "/progress/answers/?code=412&chosen=412": 1,
        "/progress/answers/?code=422&chosen=422": 2,
    }
    for href, count in cells.items():
        assert f"{count} answer" in Page(gwen.get(href)).text, href


# Certainty


def test_certainty_is_told_with_its_counts_from_practice_and_lab(gwen, guest):
    store(*[answer(guest, 404, 404, certainty=3)] * 3, answer(guest, 404, 403, certainty=3), answer(guest, 404, 403))
    Sending.objects.bulk_create([predicted(guest, 1, 3, False), predicted(guest, 2, 1, None)])

    rows = [row.text for row in shown(gwen).all("tr") if row.text.startswith(("guessing", "fairly sure", "sure"))]

    assert rows[0].count("no answers yet") == rows[1].count("no answers yet") == 3
    assert rows[2] == "sure 3 of 4 right (75 %) 0 of 1 right (0 %) 3 of 5 right (60 %)"


def test_the_bar_of_a_share_is_its_percentage(gwen, guest):
    store(*[answer(guest, 404, 404, certainty=2)] * 2, answer(guest, 404, 403, certainty=2))

    page = shown(gwen)
    told = re.findall(r"\((\d+) %\)", page.one("section", aria_labelledby="sureness").text)

    assert told == ["67", "67"]
    assert [bar["width"] for bar in page.all("rect", cls="part")] == told
