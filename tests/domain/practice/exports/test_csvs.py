import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from learn.domain.practice.exports.csvs import FIELDS, answers_csv, questions_csv
from learn.domain.practice.exports.jsons import answers_json
from tests.domain.practice.exports.conftest import as_seen
from tests.domain.practice.exports.hostile import PROSE, poisoned
from tests.domain.practice.samples import SAMPLES

NOON = datetime(2026, 11, 22, 13, 0, tzinfo=timezone(timedelta(hours=1)))
ROWS = [
    {"question": "door-code", "given": "=1+1", "right": False, "score": -2, "answered_at": NOON, "of_no_concern": "x"},
    {"question": "door-free", "given": "two\nlines, \"quoted\" {ü}", "right": True, "score": 1, "answered_at": None},
]  # fmt: skip
KEPT = ("question", "given", "right", "score", "answered_at")


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def unguarded(text):
    return text.removeprefix("'")


@pytest.fixture(scope="module")
def rows(items):
    return dict(zip((item.id for item in items), read(questions_csv(items)), strict=True))


def test_each_question_has_a_row_with_all_fields(items, rows):
    assert tuple(rows[items[0].id]) == FIELDS
    for item in items:
        row = rows[item.id]
        assert (row["id"], row["version"], row["kind"], row["pair"]) == (
            item.id,
            str(item.version),
            item.kind,
            item.pair,
        )
        assert row["codes"] == " ".join(map(str, item.codes))
        assert row["boxes"] == " ".join(item.boxes)
        assert unguarded(row["stem"]) == as_seen(item.stem)
        assert row["rfc"].startswith(item.reference.text)
        assert row["rfc"].endswith(item.reference.url)


def test_each_right_answer_and_its_reason_is_there(items, rows):
    for item in items:
        row = rows[item.id]
        parts = [*item.steps, *item.points, *(answer for answer in item.answers if answer.right), *item.matches]
        for part in [*parts, *item.rules]:
            assert as_seen(part.why) in row["why"]
        if not item.model:
            said = [as_seen(f"{m.left}: {m.right}") for m in item.matches]
            said += [as_seen(answer.text) for answer in parts if answer not in item.matches]
            assert all(text in row["right answer"] for text in said)
        else:
            assert as_seen(item.model.split("\n\n")[0]) in row["right answer"]


def test_each_near_miss_is_there_with_when_it_would_be_right(items, rows):
    for item in items:
        wrong = [answer for answer in item.answers if not answer.right]
        lines = rows[item.id]["near misses"].split("\n") if wrong else []
        for line, answer in zip(lines, wrong, strict=True):
            assert as_seen(answer.text) in line
            assert as_seen(answer.why) in line
            assert as_seen(answer.when) in line


def test_steps_are_numbered(samples):
    (row,) = read(questions_csv([samples["order"]]))

    assert row["right answer"].split("\n")[0] == "1. Who asks?"
    assert row["why"].split("\n")[0] == "First of all."


def test_exchanges_keep_their_lines(samples):
    (row,) = read(questions_csv([samples["line"]]))

    assert tuple(row["exchange"].split("\n")) == samples["line"].lines


@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
@pytest.mark.parametrize("kind", SAMPLES)
def test_no_cell_is_a_formula(samples, kind, begins):
    text = f'{begins}HYPERLINK("x")'
    for value in read(questions_csv([poisoned(samples[kind], text, text)]))[0].values():
        assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("kind", SAMPLES)
def test_hostile_text_stays_in_its_cell(hostile, kind):
    (row,) = read(questions_csv([hostile[kind]]))

    assert (row["id"], row["stem"]) == (hostile[kind].id, f"{PROSE} stem")
    assert None not in row


def test_a_byte_order_mark_comes_when_asked_for(samples):
    assert questions_csv(samples.values(), bom=True) == "\ufeff" + questions_csv(samples.values())
    assert answers_csv(ROWS, KEPT, bom=True) == "\ufeff" + answers_csv(ROWS, KEPT)


def test_own_answers_have_the_fields_asked_for_in_their_order():
    assert [*read(answers_csv(ROWS, KEPT))[0].items()] == [
        ("question", "door-code"),
        ("given", "'=1+1"),
        ("right", "false"),
        ("score", "-2"),
        ("answered_at", "2026-11-22T12:00:00Z"),
    ]
    assert read(answers_csv(ROWS, KEPT))[1]["given"] == ROWS[1]["given"]
    assert read(answers_csv(ROWS, KEPT))[1]["answered_at"] == ""


def test_own_answers_as_json_are_what_they_were_with_times_in_utc():
    first, second = json.loads(answers_json(ROWS, KEPT))

    assert [*first] == [*second] == [*KEPT]
    assert first == {**{field: ROWS[0][field] for field in KEPT}, "answered_at": "2026-11-22T12:00:00Z"}
    assert second == ROWS[1]


def test_json_can_be_sent_whatever_was_typed():
    text = answers_json([{"given": "\x00\ud800</script>"}], ["given"])

    assert json.loads(text.encode()) == [{"given": "\x00\ud800</script>"}]


@pytest.mark.parametrize("write", [answers_csv, answers_json])
def test_a_time_without_a_zone_and_a_row_without_a_field_are_refused(write):
    with pytest.raises(ValueError, match="which zone"):
        write([{"at": datetime(2026, 11, 22)}], ["at"])
    with pytest.raises(KeyError):
        write([{"at": datetime(2026, 11, 22, tzinfo=UTC)}], ["right"])


def test_no_answers_are_a_header_alone():
    assert answers_csv([], KEPT) == '"question","given","right","score","answered_at"\r\n'
    assert json.loads(answers_json([], KEPT)) == []
