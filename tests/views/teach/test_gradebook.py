"""The gradebook as a page and as files that say the same."""

import csv
import io
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import clevercsv
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from learn.library import library
from learn.models import Invitation, Look, Member, Part
from tests.classes import assign, put_in
from tests.conftest import NOW
from tests.page import Page
from tests.views.teach.made import LONG_AGO, browser_of, finished, learners_in

pytestmark = pytest.mark.usefixtures("clock")
AWKWARD = ["O'Brien & sons", "<script>alert(1)</script>", '=HYPERLINK("http://x")', "נועה \u200f", "@sum", "-5", "+1"]
LESSONS = [lesson.slug for lesson in library().order]
PAGE_BYTES = 80_000


def lesson_of(classroom, number=0, **fields):
    made = {"title": f"Week {number + 1}", "opens_at": LONG_AGO, "published_at": LONG_AGO} | fields
    return assign(classroom, ("lesson", {"lesson": LESSONS[number]}), **made)


def book_of(browser, classroom, query=""):
    return Page(browser.get(f"/teach/{classroom.pk}/gradebook/{query}"))


class Table(HTMLParser):
    """The rows of a table's body as texts. Ends of rows and cells may be left out, as HTML has it."""

    def __init__(self, response):
        super().__init__()
        self.rows = []
        self.feed(response.text.partition("<tbody>")[2].partition("</table>")[0])

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows:
            self.rows[-1][-1] += data.strip("\n")


def names_in(page):
    return [element.text for element in page.all("bdi") if "table" in element.inside]


def read(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def statements(browser, path):
    """Count what a page costs when the look at it is noted, and again when it was noted before."""
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connections["default"]) as asked:
            response = browser.get(path)
        assert response.status_code == 200
        counts.append(len([one for one in asked if "django_session" not in one["sql"]]))
    return tuple(counts)


def classmates(classroom):
    """Three learners, two assignments: one is done, late and missing; the other is done by nobody and open."""
    week = lesson_of(classroom, due_at=NOW - timedelta(days=2), late_until=NOW, late_percent=50)
    lesson_of(classroom, 1, due_at=NOW + timedelta(days=2))
    in_time, late, never = learners_in(classroom, 3)
    finished(in_time, LESSONS[0], NOW - timedelta(days=3))
    finished(late, LESSONS[0], NOW - timedelta(days=1))
    for member, name in ((in_time, "Cleo"), (late, "Bo"), (never, "Ann")):
        member.name, member.group = name, "Blue" if name == "Bo" else "Red"
        member.save()
    return week


def test_an_empty_class_says_so(teaching, classroom):
    page = book_of(teaching, classroom)

    assert "Nobody learns in this class yet" in page.text
    assert not page.has("table")


def test_each_cell_is_a_mark_that_leads_to_the_work(teaching, classroom):
    week = classmates(classroom)
    member = Member.objects.get(name="Bo")
    page = book_of(teaching, classroom)

    cell = page.one("a", href=f"{member.pk:x}.{week.pk:x}")

    assert cell.text == "50 L"
    short = teaching.get(f"/teach/{classroom.pk}/gradebook/{cell['href']}")
    assert short.url == f"/teach/{classroom.pk}/members/{member.pk}/assignments/{week.pk}/"


def test_each_mark_is_told_in_words(teaching, classroom):
    classmates(classroom)
    page = book_of(teaching, classroom)
    told = {element["data-sign"]: element.text for element in page.all("span") if "data-sign" in element.attrs}

    rows = Table(teaching.get(f"/teach/{classroom.pk}/gradebook/")).rows
    marks = {text.split()[-1] for row in rows for text in row[3:]}

    assert {mark for mark in marks if not mark.isdigit()} == {"L", "–", "…"} <= set(told)
    assert (told["L"], told["–"], told["…"], told["E"]) == ("late", "missing", "in progress", "excused")


def test_what_is_under_half_is_bold(teaching, classroom):
    lesson_of(classroom, due_at=NOW - timedelta(days=2), late_until=NOW, late_percent=49)
    (late,) = learners_in(classroom, 1)
    finished(late, LESSONS[0], NOW - timedelta(days=1))

    assert "49 L" in [element.text for element in book_of(teaching, classroom).all("b") if "td" in element.inside]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Ann", "Bo", "Cleo"]),
        ("-name", ["Cleo", "Bo", "Ann"]),
        ("group", ["Bo", "Ann", "Cleo"]),
        ("-group", ["Cleo", "Ann", "Bo"]),
        ("total", ["Ann", "Bo", "Cleo"]),
        ("-total", ["Cleo", "Bo", "Ann"]),
        ("first", ["Ann", "Bo", "Cleo"]),
        ("-first", ["Cleo", "Bo", "Ann"]),
        ("a999999", ["Ann", "Bo", "Cleo"]),
        ("-a999999", ["Ann", "Bo", "Cleo"]),
        ("nonsense", ["Ann", "Bo", "Cleo"]),
    ],
)
def test_sorting(teaching, classroom, sort, names):
    week = classmates(classroom)

    page = book_of(teaching, classroom, f"?sort={sort.replace('first', f'a{week.pk}')}")

    assert names_in(page) == names


def test_a_heading_sorts_and_says_how_it_is_sorted(teaching, classroom):
    classmates(classroom)
    page = book_of(teaching, classroom, "?group=Red")
    address = next(href for href, text in page.links.items() if text == "Total")

    again = book_of(teaching, classroom, address)

    assert names_in(again) == ["Ann", "Cleo"]
    assert [th.attrs.get("aria-sort") for th in again.all("th", scope="col")] == [None, None, "ascending", None, None]
    assert "-total" in next(href for href, text in again.links.items() if text == "Total")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?group=Blue", ["Bo"]),
        ("?q=c", ["Cleo"]),
        ("?q=%20AN%20", ["Ann"]),
        ("?group=Blue&q=ann", []),
        ("?attention=1", ["Ann"]),
        ("?attention=1&sort=-name", ["Ann"]),
        ("?attention=yes", ["Ann", "Bo", "Cleo"]),
    ],
)
def test_filtering(teaching, classroom, query, names):
    classmates(classroom)

    assert names_in(book_of(teaching, classroom, query)) == names


def test_hidden_names_are_numbers_everywhere_and_tell_nothing_by_their_order(teaching, classroom):
    week = classmates(classroom)
    response = teaching.get(f"/teach/{classroom.pk}/gradebook/?names=hidden")
    page = Page(response)

    assert names_in(page) == ["Learner 1", "Learner 2", "Learner 3"]
    assert not {"Ann", "Cleo"} & set(response.text.split())
    cell = page.one("a", href=f"{Member.objects.get(name='Bo').pk:x}-{week.pk:x}")
    onward = teaching.get(f"/teach/{classroom.pk}/gradebook/{cell['href']}").url
    work = Page(teaching.get(onward))
    assert "Learner 2" in work.h1 and "Bo" not in work.text
    assert read(teaching.get(f"/teach/{classroom.pk}/gradebook.csv?names=hidden"))[1][0] == "Learner 1"


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_are_names(teaching, classroom, ben, name):
    put_in(classroom, ben, name)
    lesson_of(classroom)
    response = teaching.get(f"/teach/{classroom.pk}/gradebook/")
    assert names_in(Page(response)) == [name.strip()]
    assert "<script>alert" not in response.text

    stored = read(teaching.get(f"/teach/{classroom.pk}/gradebook.csv"))[1][0]

    assert stored.removeprefix("'") == name
    assert stored.startswith("'") == (name[0] in "=+-@")


@pytest.mark.parametrize("query", ["", "?sort=-total", "?group=Red&sort=-name", "?attention=1", "?q=o"])
def test_the_file_equals_the_screen(teaching, classroom, query):
    classmates(classroom)
    screen = Table(teaching.get(f"/teach/{classroom.pk}/gradebook/{query}")).rows

    rows = read(teaching.get(f"/teach/{classroom.pk}/gradebook.csv{query}"))

    assert rows[0] == ["Learner", "Group", "Total", "Week 1", "Week 2"]
    assert rows[1:] == screen


@pytest.mark.parametrize("query", ["", "?bom=1", "?shape=canvas"])
def test_python_and_a_spreadsheet_reader_read_the_same(teaching, classroom, ben, query):
    classmates(classroom)
    put_in(classroom, ben, 'O"Neill; =1+1, ünï')
    content = teaching.get(f"/teach/{classroom.pk}/gradebook.csv{query}").content
    assert content.startswith(b"\xef\xbb\xbf") == ("bom" in query)
    text = content.decode("utf-8-sig")

    dialect = clevercsv.Sniffer().sniff(text)

    assert dialect.delimiter == ","
    assert list(clevercsv.reader(io.StringIO(text, newline=""), dialect)) == list(
        csv.reader(io.StringIO(text, newline=""))
    )


def test_canvas_gets_its_columns_points_and_plain_numbers(teaching, classroom):
    week = classmates(classroom)
    ann = Member.objects.get(name="Ann")
    excused = Member.objects.get(name="Cleo")
    week.exemptions.create(member=excused, excused=True, reason="ill", made_at=NOW)
    Invitation.objects.create(
        classroom=classroom, name="Ann", email="ann@example.test", token="t", invited_at=NOW, used_by=ann, used_at=NOW
    )
    lesson_of(classroom, 2, title="Week 1", published_at=NOW)

    rows = read(teaching.get(f"/teach/{classroom.pk}/gradebook.csv?shape=canvas"))

    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Week 1", "Week 2", "Week 1 2"]
    assert rows[1] == ["    Points Possible", "", "", "", "", "100", "100", "100"]
    assert rows[2] == ["Ann", "", "", "ann@example.test", "Red", "0", "", ""]
    assert rows[3] == ["Bo", "", "", "", "Blue", "50", "", ""]
    assert rows[4] == ["Cleo", "", "", "", "Red", "EX", "", ""]


def test_fifty_learners_a_page(teaching, classroom):
    learners_in(classroom, 101)
    lesson_of(classroom)

    pages = [names_in(book_of(teaching, classroom, f"?page={number}")) for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [50, 50, 1]
    whole = [row[0] for row in read(teaching.get(f"/teach/{classroom.pk}/gradebook.csv"))[1:]]
    assert [name for page in pages for name in page] == whole


def test_a_cell_that_isnt_one_is_missing(teaching, classroom):
    for cell in ("1", "1.", "g.1", "1.1.1", "1_1", "-1.1", f"{'f' * 16}.1", f"{'f' * 15}.1"):
        response = teaching.get(f"/teach/{classroom.pk}/gradebook/{cell}")
        if response.status_code == 302:
            response = teaching.get(response.url)
        assert response.status_code == 404, cell


@pytest.mark.parametrize("query", ["", "?sort=-total&attention=1", "?names=hidden"])
def test_a_page_of_fifty_by_forty_is_light(teaching, classroom, query):
    """With numbers as they are after years, and every kind of cell."""
    first = lesson_of(classroom, 0, id=4_000, due_at=NOW - timedelta(days=3), title="Choosing a code, first part")
    for number in range(39):
        due = NOW + timedelta(days=number - 30)
        lesson_of(classroom, number % len(LESSONS), id=4_001 + number, title=f"Week {number} of the course", due_at=due)
    members = learners_in(classroom, 55)
    for number, member in enumerate(members):
        Member.objects.filter(pk=member.pk).update(id=60_000 + number)
        finished(member, LESSONS[number % 7], NOW - timedelta(days=29))
    assert first.pk == 4_000

    response = teaching.get(f"/teach/{classroom.pk}/gradebook/{query}")

    assert [len(row) for row in Table(response).rows] == [42] * 50
    assert len(response.content) <= PAGE_BYTES


def test_three_hundred_by_forty_cost_nine_statements_and_ten_by_forty_too(teaching, classroom):
    for number in range(40):
        kinds: list[tuple[str, dict[str, Any]]] = [
            ("lesson", {"lesson": LESSONS[0]}),
            ("challenge", {"challenge": "first-answer"}),
        ]
        kinds += [("quiz", {"pair": "401-403", "count": 4}), ("review", {"days": 2, "of": 7})]
        kinds += [("diagram", {"percent": 50, "by": "wizard"})]
        assign(classroom, kinds[number % 5], title=f"Week {number}")
    learners_in(classroom, 10)
    queries = ("", "?sort=-total", "?sort=group&q=learner", "?attention=1")
    few = [statements(teaching, f"/teach/{classroom.pk}/gradebook/{query}") for query in queries]
    learners_in(classroom, 290)
    Look.objects.all().delete()

    assert [statements(teaching, f"/teach/{classroom.pk}/gradebook/{query}") for query in queries] == few
    assert max(again for _, again in few) <= 9


def test_a_thousand_learners_cost_as_many_statements_as_ten(teaching, classroom):
    lesson_of(classroom)
    learners_in(classroom, 10)
    ten = statements(teaching, f"/teach/{classroom.pk}/gradebook/?sort=total")
    learners_in(classroom, 990)

    assert statements(teaching, f"/teach/{classroom.pk}/gradebook/?sort=total") == ten


def test_drafts_and_what_is_scheduled_arent_in_it(teaching, classroom):
    learners_in(classroom, 1)
    lesson_of(classroom, title="A draft", published_at=None)
    lesson_of(classroom, title="Tomorrow", published_at=NOW + timedelta(days=1))

    assert "Nothing is published yet" in book_of(teaching, classroom).text


def test_who_has_left_isnt_in_it_and_a_pseudonym_is(teaching, classroom):
    week = lesson_of(classroom)
    here, gone = learners_in(classroom, 2)
    Member.objects.filter(pk=gone.pk).update(left_at=NOW)
    kept = f'{{"{week.pk}": [80.0, "done"]}}'
    Member.objects.filter(pk=here.pk).update(learner=None, name="Former learner 1", kept_grades=kept)

    assert Table(teaching.get(f"/teach/{classroom.pk}/gradebook/")).rows == [["Former learner 1", "80", "80"]]


@pytest.mark.parametrize("path", ["gradebook/", "gradebook.csv", "gradebook/1.1"])
def test_it_is_for_those_who_teach_the_class(classroom, ben, sam, gwen, path):
    put_in(classroom, ben)
    address = f"/teach/{classroom.pk}/{path}"

    assert browser_of(ben).get(address).status_code == 403
    assert browser_of(sam).get(address).status_code == 404
    assert gwen.get(address).status_code == 302


def test_the_files_arent_kept_by_browsers(teaching, classroom):
    response = teaching.get(f"/teach/{classroom.pk}/gradebook.csv")

    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]


def test_nothing_but_the_look_is_written_by_reading_it(teaching, classroom):
    classmates(classroom)
    with CaptureQueriesContext(connections["default"]) as asked:
        teaching.get(f"/teach/{classroom.pk}/gradebook/")
        teaching.get(f"/teach/{classroom.pk}/gradebook.csv")

    written = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql.split()[2] for sql in written] == ['"learn_look"']
    assert Part.objects.count() == 2


def test_with_names_hidden_no_file_and_no_search_tells_who_it_is(teaching, classroom):
    (member,) = learners_in(classroom, 1, name="Benjamin")
    Invitation.objects.create(classroom=classroom, email="ben@x.example", used_by=member, token="t", invited_at=NOW)
    lesson_of(classroom)
    file = f"/teach/{classroom.pk}/gradebook.csv?shape=canvas"

    assert "ben@x.example" in teaching.get(file).text
    assert "ben@x.example" not in teaching.get(f"{file}&names=hidden").text
    assert "Learner 1" not in book_of(teaching, classroom, "?names=hidden&q=benj").text
    assert "Learner 1" in book_of(teaching, classroom, "?names=hidden&q=learner+1").text


@pytest.mark.parametrize(
    ("ask", "path", "noted"),
    [
        ("get", "/", ["Ann", "Bo", "Cleo"]),
        ("get", ".csv", ["Ann", "Bo", "Cleo"]),
        ("get", "/?attention=1", ["Ann"]),
        ("get", "/?names=hidden", []),
        ("head", "/", []),
    ],
)
def test_whose_grades_are_read_beside_a_name_is_told_once(teaching, classroom, ask, path, noted):
    classmates(classroom)
    for _ in range(2):
        assert getattr(teaching, ask)(f"/teach/{classroom.pk}/gradebook{path}").status_code == 200

    names = dict(Member.objects.values_list("learner", "name"))
    looks = Look.objects.filter(by_name="Ada", what="your grades in the gradebook", looked_at=NOW)
    assert sorted(names[look.at_learner_id] for look in looks) == noted
