"""The gradebook: learners by assignments, as a page and as files that say the same."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.access import Seat, graded_in, taught
from learn.access.seeing import addresses_in, published_in
from learn.actions.grades import Cell, gradebook
from learn.domain.spreadsheet import table
from learn.domain.teach.grading import COUNTING, rounded
from learn.domain.teach.seeing import MARKS, needs_attention
from learn.models import Assignment, Member
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts, page_of
from learn.views.teach.gradebook_rows import CELL, HIDDEN, Asked, Row, rows_of, sorted_members, sorted_rows
from learn.views.teach.naming import Names, note_named

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
GRADES = "your grades in the gradebook"


@dataclass(frozen=True)
class Shown:
    """The gradebook as it was asked for: all rows that fit, or those of one page."""

    assignments: list[Assignment]
    everyone: list[Member]
    rows: list[Row]
    page: Page[Any] | None


def _shown(seat: Seat, request: LearnRequest, asked: Asked, *, whole: bool) -> Shown:
    """Return the rows asked for, their look noted. Grades are computed for those alone who are shown, or to sort."""
    now, classroom = timezone.now(), seat.classroom
    everyone = list(graded_in(classroom))
    names = Names(request, everyone)
    members = sorted_members(everyone, asked, names)
    assignments = published_in(classroom, now)
    page = None if asked.by_grades or whole else page_of(members, request.GET.get("page"))
    wanted = members if page is None else list(page.object_list)
    rows = rows_of(gradebook(classroom, wanted, assignments, now=now), wanted, names)
    if asked.attention:
        rows = [row for row in rows if needs_attention(cell.grade for cell in row.cells)]
    rows = sorted_rows(rows, asked, assignments)
    if page is None and not whole:
        page = page_of(rows, request.GET.get("page"))
        rows = list(page.object_list)
    if assignments:
        note_named(request, seat, names, [row.member for row in rows], GRADES)
    return Shown(assignments, everyone, rows, page)


@require_safe
@for_accounts
def gradebook_page(request: LearnRequest, number: int) -> HttpResponse:
    """The class's learners by its assignments, fifty learners a page."""
    seat = taught(request, number)
    asked = Asked.read(request.GET)
    shown = _shown(seat, request, asked, whole=False)
    context = {
        "classroom": seat.classroom,
        "asked": asked,
        "shown": shown,
        "columns": [(one, *asked.sorting(f"a{one.pk}")) for one in shown.assignments],
        "by": {column: asked.sorting(column) for column in ("name", "group", "total")},
        "groups": sorted({member.group for member in shown.everyone if member.group}, key=str.casefold),
        "first": shown.page.start_index() if shown.page else 0,
        "again": asked.address(),
        "other_names": asked.address(hidden=not asked.hidden),
        "signs": [(MARKS[state], state) for state in MARKS if MARKS[state]],
    }
    return render(request, "teach/gradebook.html", context)


@require_safe
@for_accounts
def gradebook_cell(request: LearnRequest, number: int, cell: str) -> HttpResponse:
    """The short address of a cell: with it, a page of two thousand cells stays light."""
    taught(request, number)
    read = CELL.fullmatch(cell)
    if read is None:
        raise Http404("The gradebook has no such cell.")
    onward = reverse("work", args=[number, int(read[1], 16), int(read[3], 16)])
    return HttpResponseRedirect(f"{onward}?names=hidden" if read[2] == HIDDEN else onward)


@require_safe
@for_accounts
def gradebook_csv(request: LearnRequest, number: int) -> HttpResponse:
    """The gradebook as a file: the rows and values of the page, of all its pages; or in Canvas's shape."""
    seat = taught(request, number)
    asked = Asked.read(request.GET)
    shown = _shown(seat, request, asked, whole=True)
    bom = request.GET.get("bom") == "1"
    canvas = request.GET.get("shape") == "canvas"
    text = (
        _as_canvas({} if asked.hidden else addresses_in(seat.classroom), shown, bom=bom)
        if canvas
        else _as_shown(shown, bom=bom)
    )
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"gradebook-{number}{'-canvas' if canvas else ''}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _as_shown(shown: Shown, *, bom: bool) -> str:
    header = ["Learner", "Group", "Total", *(assignment.title for assignment in shown.assignments)]
    rows = [[row.name, row.member.group, row.shown_total, *(text for _, text, _ in row.marks)] for row in shown.rows]
    return table(header, rows, bom=bom)


def _as_canvas(invited: dict[int, str], shown: Shown, *, bom: bool) -> str:
    """Return what Canvas's gradebook imports: percent of what counts, EX for excused, nothing for what is open.

    Canvas knows learners by ids that are its own; what we have is the address they were ``invited`` at.
    """
    titles = _each_once([assignment.title for assignment in shown.assignments])
    points: list[Any] = [POINTS, "", "", "", "", *(100 for _ in titles)]
    rows = [
        [row.name, "", "", invited.get(row.member.pk, ""), row.member.group, *(_for_canvas(cell) for cell in row.cells)]
        for row in shown.rows
    ]
    return table([*CANVAS, *titles], [points, *rows], bom=bom)


def _each_once(titles: list[str]) -> list[str]:
    """Return titles of which no two are the same: Canvas would take them for one assignment."""
    found: list[str] = []
    for title in titles:
        times = 1
        while (name := title if times == 1 else f"{title} {times}") in found:
            times += 1
        found.append(name)
    return found


def _for_canvas(cell: Cell) -> object:
    if cell.grade.state == "excused":
        return "EX"
    if cell.grade.percent is None or cell.grade.state not in COUNTING:
        return ""
    return rounded(cell.grade.percent)
