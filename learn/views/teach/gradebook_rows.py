"""Lines of the gradebook: which learners are asked for, in which order, and their grades in short."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from learn.actions.grades import Book, Cell
from learn.domain.teach.grading import rounded, total
from learn.domain.teach.seeing import is_low, marked
from learn.models import Assignment, Member
from learn.views.teach.naming import Names

TEXT_LENGTH = 60
# A cell's address: the numbers of learner and assignment, in few characters.
SHOWN, HIDDEN = ".", "-"
CELL = re.compile(r"([0-9a-f]{1,15})([.-])([0-9a-f]{1,15})", re.ASCII)
SORT = re.compile(r"(-?)(name|group|total|a[0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """Which learners are asked for, in which order. ``sort`` is name, group, total, or ``a`` with an assignment."""

    sort: str = "name"
    down: bool = False
    group: str = ""
    text: str = ""
    attention: bool = False
    hidden: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        """Return what the address asks for; what it says wrongly is as if it said nothing."""
        sort = SORT.fullmatch(query.get("sort", ""))
        return cls(
            sort[2] if sort else "name",
            bool(sort and sort[1]),
            query.get("group", ""),
            query.get("q", "").strip()[:TEXT_LENGTH],
            query.get("attention") == "1",
            query.get("names") == "hidden",
        )

    @property
    def by_grades(self) -> bool:
        """Whether all grades are needed to say who comes first, or who comes at all."""
        return self.attention or self.sort not in ("name", "group")

    def takes(self, member: Member, name: str) -> bool:
        """Whether a learner is among those asked for; ``name`` is what the page calls them."""
        return (not self.group or member.group == self.group) and self.text.casefold() in name.casefold()

    def address(self, **changes: Any) -> str:
        """Return the query of an address that asks for the same but for these changes."""
        asked = replace(self, **changes)
        sort = f"{'-' if asked.down else ''}{asked.sort}"
        given = {
            "sort": "" if sort == "name" else sort,
            "group": asked.group,
            "q": asked.text,
            "attention": "1" if asked.attention else "",
            "names": "hidden" if asked.hidden else "",
        }
        return f"?{urlencode({name: value for name, value in given.items() if value})}"

    def sorting(self, sort: str) -> tuple[str, str]:
        """Return the address that sorts by a column, and how the column is sorted now."""
        now = ("descending" if self.down else "ascending") if self.sort == sort else ""
        return self.address(sort=sort, down=now == "ascending"), now


@dataclass(frozen=True)
class Row:
    """A learner's line in the gradebook."""

    member: Member
    name: str
    cells: list[Cell]
    # Between the two numbers of a cell's address: whether names stay hidden beyond it.
    between: str

    @property
    def total(self) -> float | None:
        return total(cell.grade for cell in self.cells)

    @property
    def shown_total(self) -> str:
        return "" if self.total is None else str(rounded(self.total))

    @property
    def marks(self) -> list[tuple[str, str, bool]]:
        """Each cell's short address, the grade in short, and whether it is low."""
        start = f"{self.member.pk:x}{self.between}"
        return [(f"{start}{cell.assignment.pk:x}", marked(cell.grade), is_low(cell.grade)) for cell in self.cells]


def rows_of(book: Book, members: Sequence[Member], names: Names) -> list[Row]:
    return [Row(member, names(member), book.row(member), HIDDEN if names.hidden else SHOWN) for member in members]


def sorted_members(members: Sequence[Member], asked: Asked, names: Names) -> list[Member]:
    """Return members by name or group, by name where grades are to decide. Hidden names sort by number."""

    def key(member: Member) -> tuple[Any, ...]:
        own = (member.pk,) if names.hidden else (member.name.casefold(), member.pk)
        return (member.group.casefold(), *own) if asked.sort == "group" else own

    down = asked.down and asked.sort in ("name", "group")
    return sorted((member for member in members if asked.takes(member, names(member))), key=key, reverse=down)


def sorted_rows(rows: list[Row], asked: Asked, assignments: Sequence[Assignment]) -> list[Row]:
    """Return rows by a grade, those without one last; as they are where they are sorted by something else."""
    columns = {f"a{assignment.pk}": place for place, assignment in enumerate(assignments)}
    if asked.sort != "total" and asked.sort not in columns:
        return rows

    def percent(row: Row) -> float | None:
        return row.total if asked.sort == "total" else row.cells[columns[asked.sort]].grade.percent

    known = [row for row in rows if percent(row) is not None]
    known.sort(key=lambda row: percent(row) or 0, reverse=asked.down)
    return known + [row for row in rows if percent(row) is None]
