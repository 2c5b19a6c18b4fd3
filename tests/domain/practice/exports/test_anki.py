"""The deck, read back by Anki itself."""

import unicodedata
from dataclasses import replace
from zipfile import ZipFile

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from learn.domain.practice.exports.anki import NOTE_TYPE, anki_deck
from learn.domain.practice.exports.anki_package import Card, write_package
from tests.domain.practice.exports.conftest import as_seen
from tests.domain.practice.exports.hostile import PROSE, WIRE
from tests.domain.practice.exports.shown import seen, shown
from tests.domain.practice.samples import SAMPLES

MADE_AT = 1_795_000_000
HOUR = 3600


@pytest.fixture
def anki(tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


@pytest.fixture
def bring(anki, tmp_path):
    """Write questions as a deck and import it; say what Anki did: how many are new, changed, as they were."""

    def bring(items, made_at=MADE_AT):
        path = tmp_path / "statusline.apkg"
        anki_deck(items, path, made_at)
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        log = anki.import_anki_package(request).log
        assert not [*log.conflicting, *log.missing_notetype, *log.missing_deck, *log.empty_first_field]
        return len(log.new), len(log.updated), len(log.duplicate)

    return bring


def notes(anki):
    return {note["Question"]: note for note in map(anki.get_note, anki.find_notes(""))}


def composed(text):
    """Return a text as Anki keeps it."""
    return unicodedata.normalize("NFC", text)


def test_each_question_is_a_note_with_a_card(anki, bring, items):
    assert bring(items) == (len(items), 0, 0)

    assert anki.note_count() == anki.card_count() == len(items)
    assert {*notes(anki)} == {item.id for item in items}
    assert anki.fix_integrity()[1]


def test_the_front_asks_and_the_back_tells(anki, bring, items):
    bring(items)

    found = notes(anki)
    for item in items:
        note = found[item.id]
        front, back = shown(note["Front"]), note["Back"]
        assert front.texts[0] == composed(as_seen(item.stem))
        assert len(front.pres) == bool(item.exchange)
        for part in [*item.answers, *item.steps, *item.matches, *item.points, *item.rules]:
            assert composed(as_seen(part.why)) in seen(back)
        for answer in item.answers:
            assert composed(as_seen(answer.when)) in seen(back)
        assert item.reference.text in seen(note["Reference"])
        assert item.reference.url in note["Reference"]


def test_what_is_to_be_chosen_from_stands_on_the_front_and_the_solution_does_not(anki, bring, items):
    bring(items)

    found = notes(anki)
    for item in items:
        front = shown(found[item.id]["Front"]).texts
        offered = {as_seen(answer.text) for answer in (*item.steps, *item.rights)}
        if item.kind in ("one", "several"):
            offered = {as_seen(answer.text) for answer in item.answers}
        assert {composed(text) for text in offered} <= {*front}
        if item.steps:
            assert front[-len(item.steps) :] != [composed(as_seen(step.text)) for step in item.steps]
        assert not {as_seen(answer.why) for answer in item.answers} & {*front}


def test_decks_are_pairs_and_tags_are_codes_and_kinds(anki, bring, items):
    bring(items)

    found = notes(anki)
    for item in items:
        (card,) = found[item.id].cards()
        assert anki.decks.name(card.did) == f"Statusline::{item.pair or 'mixed'}"
        tags = {*(f"code::{code}" for code in item.codes), f"kind::{item.kind}"}
        assert {*found[item.id].tags} == tags


def test_new_cards_come_in_the_order_given(anki, bring, samples):
    bring([*samples.values()])

    cards = sorted(map(anki.get_card, anki.find_cards("")), key=lambda card: card.due)
    assert [card.note()["Question"] for card in cards] == [item.id for item in samples.values()]


def test_the_answer_is_shown_below_the_question(anki, bring, samples):
    bring([samples["code"]])

    (card,) = map(anki.get_card, anki.find_cards(""))
    assert "What is right?" in card.question()
    assert "No right." not in card.question()
    assert "What is right?" in card.answer()
    assert "No right." in card.answer()
    assert "RFC 9110, 15.5.4" in card.answer()


def test_importing_again_adds_nothing(anki, bring, items):
    bring(items)

    assert bring(items) == (0, 0, len(items))
    assert anki.note_count() == anki.card_count() == len(items)


def test_a_newer_deck_updates_what_was_imported_and_keeps_how_it_was_learned(anki, bring, samples):
    bring([*samples.values()])
    anki.db.execute("update cards set type = 2, queue = 2, ivl = 30, reps = 4")
    reworded = replace(samples["code"], version=2, stem="What is right now?")

    new, updated, _ = bring([*({**samples, "code": reworded}).values()], MADE_AT + HOUR)

    assert (new, updated) == (0, len(samples))
    assert anki.card_count() == len(samples)
    assert seen(notes(anki)["door-code"]["Front"]) == "What is right now?"
    assert {card.ivl for card in map(anki.get_card, anki.find_cards(""))} == {30}


def test_an_older_deck_takes_nothing_back(anki, bring, samples):
    bring([replace(samples["code"], stem="What is right now?")])

    assert bring([samples["code"]], MADE_AT - HOUR) == (0, 0, 1)
    assert seen(notes(anki)["door-code"]["Front"]) == "What is right now?"


def test_a_question_that_is_new_joins_the_others(anki, bring, samples):
    bring([samples["code"]])

    assert bring([samples["code"], samples["box"]], MADE_AT + HOUR)[0] == 1
    assert {*notes(anki)} == {"door-code", "door-box"}


def test_the_same_questions_and_time_give_the_same_bytes(tmp_path, items):
    for name, made_at in (("a", MADE_AT), ("b", MADE_AT), ("c", MADE_AT + HOUR)):
        anki_deck(items, tmp_path / name, made_at)
    first, second, later = ((tmp_path / name).read_bytes() for name in "abc")

    assert first == second != later
    # A zip's times are in steps of two seconds, so that two writings in a row may have the same.
    assert {member.date_time for member in ZipFile(tmp_path / "a").infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_newer_deck_brings_a_newer_look(anki, tmp_path):
    for made_at, style in ((MADE_AT, ".card { color: red }"), (MADE_AT + HOUR, ".card { color: blue }")):
        path = tmp_path / "statusline.apkg"
        card = Card("statusline:x", "Statusline::mixed", ("front", "back", "reference", "x"), ())
        write_package(path, replace(NOTE_TYPE, style=style), [card], "Statusline", made_at)
        options = ImportAnkiPackageOptions()
        anki.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))

    (note,) = notes(anki).values()
    assert note.note_type()["css"] == ".card { color: blue }"


def test_notes_keep_their_ids_in_whatever_company(anki, bring, tmp_path, samples):
    bring([*samples.values()])
    before = {name: (note.id, note.guid) for name, note in notes(anki).items()}
    anki.remove_notes([number for number, _ in before.values()])

    bring([replace(samples["code"], stem="Other words")], MADE_AT + HOUR)

    note = notes(anki)["door-code"]
    assert (note.id, note.guid) == before["door-code"]


@pytest.mark.parametrize("kind", SAMPLES)
def test_hostile_text_is_only_text(anki, bring, hostile, kind):
    bring([hostile[kind]])

    (note,) = notes(anki).values()
    front = shown(note["Front"])
    assert front.texts[0] == composed(f"{PROSE} stem")
    assert composed(WIRE) in front.pres[0]
    shown(note["Back"])
    (card,) = map(anki.get_card, anki.find_cards(""))
    assert not card.question_av_tags()
    assert not card.answer_av_tags()
    assert "<script" not in card.answer()


def test_no_questions_are_an_empty_deck(anki, bring):
    assert bring([]) == (0, 0, 0)
