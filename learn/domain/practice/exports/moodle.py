"""Questions in Moodle's XML. https://docs.moodle.org/en/Moodle_XML_format"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from learn.domain.practice.exports.markup import clean, inline, plain
from learn.domain.practice.exports.quiz import Choice, Essay, Form, Matching, Option, Short, form, percent
from learn.domain.practice.exports.texts import Block, Listing, Words, as_html, asked, by_pair, explained
from learn.domain.practice.items import Item

CATEGORY = "$course$/top/Statusline"
TYPES: dict[type[Form], str] = {Choice: "multichoice", Short: "shortanswer", Matching: "matching", Essay: "essay"}
LINES_TO_WRITE_IN = 15


def moodle_xml(items: Sequence[Item]) -> str:
    """Return the questions as Moodle XML, in categories by pair; each has its id as its name and its ``idnumber``."""
    quiz = Element("quiz")
    for pair, members in by_pair(items).items():
        _text(SubElement(SubElement(quiz, "question", type="category"), "category"), f"{CATEGORY}/{pair}")
        for item in members:
            _question(quiz, item)
    indent(quiz)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(quiz, encoding="unicode")}\n'


def _question(quiz: Element, item: Item) -> None:
    nearest = form(item)
    question = SubElement(quiz, "question", type=TYPES[type(nearest)])
    _text(SubElement(question, "name"), item.id)
    _html(question, "questiontext", as_html(asked(item)))
    _html(question, "generalfeedback", as_html(explained(item, nears=False)))
    _facts(question, defaultgrade=1, hidden=0, idnumber=item.id)
    match nearest:
        case Choice():
            _choice(question, nearest)
        case Short(options):
            _facts(question, usecase=0)
            _answers(question, options, "moodle_auto_format")
        case Matching(couples):
            _matching(question, couples)
        case Essay():
            _essay(question, nearest)
    tags = SubElement(question, "tags")
    for tag in (item.kind, *item.codes):
        _text(SubElement(tags, "tag"), str(tag))


def _choice(question: Element, choice: Choice) -> None:
    _facts(question, single=str(choice.single).lower(), shuffleanswers=str(choice.shuffled).lower())
    _facts(question, answernumbering="abc" if choice.shuffled else "none")
    _answers(question, choice.options, "html")


def _answers(question: Element, options: Sequence[Option], format_: str) -> None:
    for option in options:
        answer = SubElement(question, "answer", fraction=percent(option.share), format=format_)
        _text(answer, inline(option.text) if format_ == "html" else option.text)
        _html(answer, "feedback", inline(option.why))


def _matching(question: Element, couples: Sequence[tuple[str, str]]) -> None:
    _facts(question, shuffleanswers="true")
    for left, right in couples:
        _text(SubElement(_html(question, "subquestion", inline(left)), "answer"), plain(right))


def _essay(question: Element, essay: Essay) -> None:
    # What is edited is HTTP: it keeps its line ends, and nothing turns its quotes into others.
    _facts(question, responseformat="monospaced" if essay.start else "editor", responserequired=1)
    _facts(question, responsefieldlines=LINES_TO_WRITE_IN, attachments=0)
    enough = "all" if essay.enough == len(essay.points) else str(essay.enough)
    graded: list[Block] = [Words(f"Points, of which {enough} are asked for:"), Listing(essay.points)]
    _html(question, "graderinfo", as_html(graded))
    _text(SubElement(question, "responsetemplate", format="plain_text"), essay.start)


def _facts(question: Element, **facts: str | int) -> None:
    for name, value in facts.items():
        SubElement(question, name).text = str(value)


def _html(parent: Element, name: str, html: str) -> Element:
    element = SubElement(parent, name, format="html")
    _text(element, html)
    return element


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = clean(text)
