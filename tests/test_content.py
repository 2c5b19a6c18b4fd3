"""The content that is shipped: whole, true to its sources, and in our own words."""

import re
import shutil
import tomllib
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from learn.domain.practice.marking import mark
from tests.article import EXAMPLES, HEADINGS

pytestmark = pytest.mark.plain

CONTENT = settings.CONTENT_DIR
SHARED = settings.BASE_DIR.parent / "shared"
HTTP, ARTICLE = SHARED / "http", SHARED / "article.txt"
ROWS = HEADINGS + EXAMPLES
WORDS_IN_A_ROW = 9
PRODUCED_SHARE = 0.5
# At these kinds of questions the answer is chosen; at all others the learner makes it.
CHOOSING = ("one", "several")

facts = pytest.mark.skipif(not HTTP.is_dir(), reason="the facts are compared where ../shared/http exists")
article = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is compared where ../shared/article.txt exists")


def toml(name):
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def facts_of(name):
    return yaml.safe_load((HTTP / name).read_text(encoding="utf-8"))


def test_shipped_content_has_no_problems():
    call_command("check", stdout=StringIO())


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("codes.toml", 'phrase = "Not Found"\n', "", "a code has no 'phrase'"),
        ("fine_print.toml", "weight = 2", "weight = 9", "weight is 1, 2 or 3, not 9"),
        ("fine_print.toml", "{103} Early", "{199} Early", "{199} is not a registered code"),
        ("course.toml", '"five-classes"', '"six-classes"', "there is no lesson 'six-classes'"),
        ("references.toml", 'title = "MDN: 201 Created"\n', "", "a link has no 'title'"),
        ("charts/backend.toml", 'to = "B"', 'to = "Z"', "arrow 'A' to 'Z' leads to or from a node that isn't there"),
        (
            "charts/backend.toml",
            'refine = "success"',
            'refine = "succes"',
            "box 'Q' is refined by unknown chart 'succes'",
        ),
        ("charts/auth.toml", "code = 401", "code = 499", "leaf 'L401' has unknown code 499"),
        ("lessons/401-or-403.md", "codes = [401, 403]", "codes = [401, 499]", "499 is not a registered code"),
        ("lessons/401-or-403.md", '["C", "D", "H", "I"]', '["C", "Z"]', "the diagram has no box 'Z'"),
        ("lessons/401-or-403.md", "- {401} says", "- {499} says", "{499} is not a registered code"),
        ("lessons/401-or-403.md", ":::check door-key", ":::check door-kee", "no question is called 'door-kee'"),
        (
            "lessons/401-or-403.md",
            ":::check door-key",
            ":::check door-loop",
            "a lesson asks at least 2 different checks",
        ),
        ("lessons/401-or-403.md", ":::fine-print FP35", ":::fine-print FP99", "no fine print is called 'FP99'"),
        ("lessons/401-or-403.md", ":::map backend", ":::map frontend", "no chart is called 'frontend'"),
        ("lessons/401-or-403.md", 'lit="A B C D"', 'lit="A B Z"', "the chart has no box 'Z'"),
        ("lessons/401-or-403.md", "HTTP/1.1 403 Forbidden", "HTTP/1.1 499 Forbidden", "499 is not a registered code"),
        (
            "questions/401-or-403.toml",
            "right = 403",
            "right = 499",
            "question 'door-support': 499 is not a registered code",
        ),
        ("questions/what-next.toml", '"next-same-key"', '"basics-ben"', "question 'basics-ben' also stands in"),
    ],
)
def test_broken_file_fails_the_check_with_file_line_and_problem(tmp_path, settings, name, old, new, problem):
    settings.CONTENT_DIR = shutil.copytree(CONTENT, tmp_path / "content")
    path = settings.CONTENT_DIR / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SystemCheckError) as told:
        call_command("check", stdout=StringIO())

    assert re.search(rf"{re.escape(str(path))}:\d+: {re.escape(problem)}", str(told.value)), told.value


@facts
def test_codes_are_those_of_the_facts():
    assert toml("codes.toml")["code"] == facts_of("status_codes.yaml")["codes"]


@facts
def test_fine_print_is_that_of_the_facts():
    ours = toml("fine_print.toml")["fine_print"]
    for entry in ours:
        for added in ("topic", "says"):
            entry.pop(added)

    assert ours == facts_of("fine_print.yaml")["items"]


@facts
def test_charts_are_those_of_the_facts():
    names = {path.stem for path in (CONTENT / "charts").glob("*.toml")}

    assert names == set(facts_of("flowcharts.yaml")["graphs"])


@facts
@pytest.mark.parametrize("name", sorted(path.stem for path in (CONTENT / "charts").glob("*.toml")))
def test_chart_has_every_field_of_the_facts(name):
    ours, theirs = toml(f"charts/{name}.toml"), facts_of("flowcharts.yaml")["graphs"][name]
    asked = theirs.pop("plain_questions", {})
    theirs.pop("node_style", None)

    assert {node["id"]: node["asks"] for node in ours.get("nodes", []) if "asks" in node} == asked
    for added, parts in (
        ("means", ours.get("nodes", [])),
        ("asks", ours.get("nodes", [])),
        ("example", ours.get("edges", [])),
    ):
        for part in parts:
            part.pop(added, None)
    for question in ours.get("questions", {}).values():
        question.pop("means")
        for answer in ("yes", "no"):
            question[answer] = [question[answer]["to"], question[answer]["why"]]
    ours.pop("resume", None)
    for chart in (ours, theirs):
        chart["note"] = chart.get("note", "").strip()

    assert ours == theirs


def test_fine_print_stands_where_its_weight_says(library):
    stands = Counter(block.argument for lesson in library.order for block in lesson.directives("fine-print"))
    for entry in library.fine_print.values():
        if entry.weight in (1, 2):
            assert stands[entry.id] == 1, entry.id
        else:
            assert stands[entry.id] or any(entry in library.fine_print_about(code) for code in entry.codes), entry.id


def test_lessons_ask_at_least_two_checks_and_each_question_once(library):
    asked = [check for lesson in library.order for check in lesson.checks]

    assert all(len(lesson.checks) >= 2 for lesson in library.order)
    of_lessons = [item.id for item in library.items.values() if item.source.stem in library.lessons]
    assert sorted(asked) == sorted(of_lessons)


def test_half_of_the_questions_of_each_lesson_of_practice_and_of_all_are_produced(library):
    practice = tuple(item.id for item in library.items.values() if item.source.stem not in library.lessons)
    for ids in [lesson.checks for lesson in library.order] + [practice, tuple(library.items)]:
        produced = [name for name in ids if library.items[name].kind not in CHOOSING]
        assert len(produced) >= PRODUCED_SHARE * len(ids), ids


def test_wrong_answers_say_why_and_when_they_would_be_right(library):
    for item in library.items.values():
        for answer in item.answers:
            assert answer.why, (item.id, answer.key)
            assert answer.right or answer.when, (item.id, answer.key)


def test_what_is_mended_keeps_all_rules_and_what_was_sent_breaks_one(library):
    for item in library.items.values():
        if item.kind == "mend":
            assert mark(item, item.model, library.registry, library.backend).right, item.id
            assert not mark(item, item.flawed, library.registry, library.backend).right, item.id


def text_for(slug):
    """Return a lesson with its questions; the last one also shows the references."""
    names = [f"lessons/{slug}.md", f"questions/{slug}.toml"] + ["references.toml"] * (slug == "what-next")
    return "\n".join((CONTENT / name).read_text(encoding="utf-8") for name in names)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.heading.splitlines()[0]}")
def test_part_of_the_article_has_its_lesson(row):
    text = text_for(row.lesson)

    assert not [words for words in row.words if words not in text]


@article
def test_table_has_every_heading_and_example_of_the_article():
    text = ARTICLE.read_text(encoding="utf-8")

    assert not [row.heading for row in ROWS if row.heading not in text]
    # A heading of the article is a short line of its own that ends without a stop.
    known = " ".join(row.heading for row in ROWS)
    numbered = re.findall(r"^\d\. .+(?:\?|[a-z0-9])$", text, flags=re.M)
    codes = re.findall(r"^\d{3} [A-Z][A-Za-z ]+$|^\dxx .+: .+$", text, flags=re.M)
    assert not [line for line in numbered + codes if line[:40] not in known]


def words_of(text):
    """Return the words with the lines they stand on; what stands between them doesn't count."""
    lines = enumerate(text.lower().splitlines(), start=1)
    return [(word, number) for number, line in lines for word in re.findall(r"[a-z0-9]+", line)]


def prose_files():
    patterns = [
        "learn/**/*.md",
        "learn/**/*.toml",
        "learn/**/*.py",
        "templates/**/*.*",
        "docs/**/*.md",
        "static/js/*.js",
        "*.md",
    ]
    found = {path for pattern in patterns for path in settings.BASE_DIR.glob(pattern)}
    return sorted(path for path in found if "migrations" not in path.parts)


def prose_of(path):
    """Return the text without the titles and addresses of what others wrote: those are theirs."""
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r'^(?:title|url) = "(.*)"$', (CONTENT / "references.toml").read_text("utf-8"), flags=re.M):
        text = text.replace(link, "0title0")
    return text


@article
def test_nine_words_in_a_row_are_never_the_article_s():
    theirs = [word for word, _ in words_of(ARTICLE.read_text(encoding="utf-8"))]
    runs = {tuple(theirs[at : at + WORDS_IN_A_ROW]) for at in range(len(theirs) - WORDS_IN_A_ROW + 1)}
    copied = []
    for path in prose_files():
        ours = words_of(prose_of(path))
        for at in range(len(ours) - WORDS_IN_A_ROW + 1):
            run = tuple(word for word, _ in ours[at : at + WORDS_IN_A_ROW])
            if run in runs:
                copied.append(f"{path}:{ours[at][1]}: {' '.join(run)}")

    assert not copied


def test_files_of_prose_are_found():
    names = {path.name for path in prose_files()}

    assert {"401-or-403.md", "401-or-403.toml", "auth.toml", "base.html", "content.md"} <= names
    assert Path(CONTENT / "references.toml") in prose_files()
