"""What Moodle's XML says, read by the standard library."""

from xml.etree import ElementTree

import pytest

from learn.domain.practice.exports.moodle import moodle_xml
from tests.domain.practice.exports.conftest import as_seen
from tests.domain.practice.exports.hostile import PROSE, UNFIT, WIRE, poisoned
from tests.domain.practice.exports.shown import seen, shown
from tests.domain.practice.samples import SAMPLES

TYPES = {
    **{"one": "multichoice", "several": "multichoice", "code": "shortanswer", "box": "multichoice"},
    **{"order": "matching", "match": "matching", "line": "multichoice", "mend": "essay", "free": "essay"},
}
# The shares that Moodle knows for answers, of which a right one has any and a wrong one any below zero, or none.
KNOWN = {0, 5, 10, 11.11111, 12.5, 14.28571, 16.66667, 20, 25, 30, 33.33333, 40, 50, 60, 66.66667, 70, 75, 80, 100}


def quiz(items):
    return ElementTree.fromstring(moodle_xml(items).encode())


def texts(element, path):
    return [found.text or "" for found in element.findall(f"{path}/text")]


def text(element, path):
    (found,) = texts(element, path)
    return found


@pytest.fixture(scope="module")
def read(items):
    return {question.findtext("idnumber"): question for question in quiz(items).findall("question[idnumber]")}


def of_kind(items, read, *kinds):
    return [(item, read[item.id]) for item in items if item.kind in kinds]


def test_all_questions_are_there_once_below_the_category_of_their_pair(items):
    found, category = {}, ""
    for question in quiz(items):
        if question.get("type") == "category":
            category = text(question, "category")
        else:
            assert question.findtext("idnumber") not in found
            found[question.findtext("idnumber")] = category

    assert found == {item.id: f"$course$/top/Statusline/{item.pair or 'mixed'}" for item in items}


def test_each_has_its_type_name_stem_exchange_and_tags(items, read):
    for item in items:
        question = read[item.id]
        assert question.get("type") == TYPES[item.kind]
        assert text(question, "name") == item.id
        assert question.find("questiontext").get("format") == "html"
        assert shown(text(question, "questiontext")).texts[0] == as_seen(item.stem)
        assert len(shown(text(question, "questiontext")).pres) == bool(item.exchange)
        assert texts(question, "tags/tag") == [item.kind, *map(str, item.codes)]


def test_choices_say_which_is_right_and_why(items, read):
    for item, question in of_kind(items, read, "one", "box", "several"):
        assert question.findtext("single") == str(item.kind != "several").lower()
        answers = question.findall("answer")
        for answer, said in zip(item.answers, answers, strict=True):
            assert seen(text(said, ".")).endswith(as_seen(answer.text))
            assert (float(said.get("fraction")) > 0) is answer.right
            assert as_seen(answer.why) in seen(text(said, "feedback"))
            assert as_seen(answer.when) in seen(text(said, "feedback"))


def test_shares_are_such_as_moodle_knows_and_the_right_ones_earn_everything(items, read):
    for item, question in of_kind(items, read, "one", "box", "several", "line", "code"):
        shares = [float(answer.get("fraction")) for answer in question.findall("answer")]
        assert {abs(share) for share in shares} <= KNOWN
        best = sum(share for share in shares if share > 0) if item.kind == "several" else max(shares)
        assert best == pytest.approx(100, abs=0.001)


def test_one_wrong_tick_among_several_costs_everything(items, read):
    for _, question in of_kind(items, read, "several"):
        shares = [float(answer.get("fraction")) for answer in question.findall("answer")]
        assert sum(share for share in shares if share > 0) + max(share for share in shares if share < 0) <= 0


def test_codes_that_are_accepted_are_accepted(items, read):
    for item, question in of_kind(items, read, "code"):
        shares = {text(answer, "."): answer.get("fraction") for answer in question.findall("answer")}
        assert shares == {answer.key: "100" if answer.right else "0" for answer in item.answers}


def test_steps_match_their_places_and_partners_each_other(items, read):
    for item, question in of_kind(items, read, "order", "match"):
        couples = [(seen(text(part, ".")), text(part, "answer")) for part in question.findall("subquestion")]
        places = [(as_seen(step.text), str(at)) for at, step in enumerate(item.steps, start=1)]
        partners = [(as_seen(match.left), as_seen(match.right)) for match in item.matches]
        assert couples == places + partners


def test_lines_stand_in_their_order(items, read):
    for item, question in of_kind(items, read, "line"):
        numbers = [text(answer, ".").split(":")[0].removeprefix("Line ") for answer in question.findall("answer")]
        assert numbers == [str(at) for at, line in enumerate(item.lines, start=1) if line.strip()]
        assert question.findtext("shuffleanswers") == "false"
        right = [answer for answer in question.findall("answer") if answer.get("fraction") == "100"]
        assert [text(answer, ".").split(":")[0] for answer in right] == [f"Line {item.right.key}"]


def test_a_response_to_mend_is_there_to_edit_and_its_rules_to_grade_by(items, read):
    for item, question in of_kind(items, read, "mend"):
        assert text(question, "responsetemplate") == item.flawed
        assert question.findtext("responseformat") == "monospaced"
        assert item.model in shown(text(question, "generalfeedback")).pres
        assert "of which all are asked for" in seen(text(question, "graderinfo"))
        for rule in item.rules:
            assert as_seen(rule.says) in seen(text(question, "graderinfo"))


def test_key_points_are_there_to_grade_by(items, read):
    for item, question in of_kind(items, read, "free"):
        assert as_seen(item.model.split("\n")[0]) in shown(text(question, "generalfeedback")).texts
        enough = "all" if item.enough == len(item.points) else item.enough
        assert f"of which {enough} are asked for" in seen(text(question, "graderinfo"))
        for point in item.points:
            assert as_seen(point.text) in seen(text(question, "graderinfo"))


def test_the_general_feedback_says_where_to_read_on(items, read):
    for item in items:
        assert shown(text(read[item.id], "generalfeedback")).texts[-1] == item.reference.text


@pytest.mark.parametrize("kind", SAMPLES)
def test_hostile_text_is_only_text(hostile, kind):
    (question,) = quiz([hostile[kind]]).findall("question[idnumber]")

    page = shown(text(question, "questiontext"))
    assert page.texts[0] == f"{PROSE} stem"
    assert WIRE in page.pres[0]
    assert len(page.pres) == 1
    for element in question.iter():
        if element.get("format") == "html" and element.find("text") is not None:
            shown(text(element, "."))
    assert not any(char in said for said in question.itertext() for char in UNFIT)


def test_hostile_answers_are_what_they_were(hostile):
    (question,) = quiz([hostile["match"]]).findall("question[idnumber]")

    for part, match in zip(question.findall("subquestion"), hostile["match"].matches, strict=True):
        assert seen(text(part, ".")) == f"{PROSE} left{match.key}"
        assert text(part, "answer") == f"{PROSE} right{match.key}"


@pytest.mark.parametrize("prose", ["<", "&", "]]>", "<![CDATA[", "&lt; <!-- -->", "x\r\ny", "\x85 \x9b", "‮"])
def test_any_text_is_well_formed(samples, prose):
    assert len(quiz([poisoned(item, prose, prose) for item in samples.values()]).findall("question[idnumber]")) == 9


def test_no_questions_are_an_empty_quiz():
    assert [*quiz([])] == []
