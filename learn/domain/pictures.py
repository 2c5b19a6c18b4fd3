"""Figures of the progress page as places and sizes, and the same in numbers. Templates draw them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 26
DAY_STEP, DAY_SIZE = 13, 11
CALENDAR_LEFT, CALENDAR_TOP = 30, 16
# From how many answers a day is drawn one step darker, and what each step stands for.
DEPTHS = (1, 5, 10, 20)
DEPTH_WORDS = ("none", "1 to 4", "5 to 9", "10 to 19", "20 or more")

BAR_STEP, BAR_WIDTH = 26, 18
BAR_TOP, BAR_HEIGHT = 16, 84


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar. ``depth`` is from 0 (nothing) to 4."""

    day: date
    count: int
    x: int
    y: int

    @property
    def depth(self) -> int:
        return sum(self.count >= least for least in DEPTHS)


@dataclass(frozen=True, slots=True)
class Week:
    """A week with practice in it: its Monday, and the days with how many answers each saw."""

    monday: date
    days: tuple[tuple[date, int], ...]

    @property
    def answers(self) -> int:
        return sum(count for _, count in self.days)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The last weeks, a column each, Monday on top; ``months`` are labels with their places."""

    cells: tuple[DayCell, ...]
    months: tuple[tuple[int, date], ...]
    weekdays: tuple[tuple[int, str], ...]
    width: int
    height: int

    @property
    def size(self) -> int:
        """The side of a day's square."""
        return DAY_SIZE

    @property
    def practised(self) -> int:
        """How many of the days drawn saw an answer."""
        return sum(cell.count > 0 for cell in self.cells)

    @property
    def answers(self) -> int:
        return sum(cell.count for cell in self.cells)

    @property
    def weeks(self) -> list[Week]:
        """The weeks with practice in them, the newest first: what is drawn, as rows of a table."""
        by_monday: dict[date, list[tuple[date, int]]] = {}
        for cell in self.cells:
            if cell.count:
                by_monday.setdefault(_monday(cell.day), []).append((cell.day, cell.count))
        return [Week(monday, tuple(days)) for monday, days in sorted(by_monday.items(), reverse=True)]

    @property
    def legend(self) -> list[tuple[int, str]]:
        return list(enumerate(DEPTH_WORDS))


def calendar(answers: Mapping[date, int], today: date, *, weeks: int = WEEKS) -> Calendar:
    """Return the calendar of the weeks that end with today's; ``answers`` counts by day. Days to come aren't drawn."""
    first = _monday(today) - timedelta(weeks=weeks - 1)
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    cells = tuple(DayCell(day, answers.get(day, 0), *_place((day - first).days // 7, day.weekday())) for day in days)
    return Calendar(
        cells=cells,
        months=tuple(_months(first, weeks)),
        weekdays=tuple((_place(0, row)[1] + DAY_SIZE - 2, name) for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"))),
        width=CALENDAR_LEFT + weeks * DAY_STEP,
        height=CALENDAR_TOP + 7 * DAY_STEP,
    )


def _place(column: int, row: int) -> tuple[int, int]:
    return CALENDAR_LEFT + column * DAY_STEP, CALENDAR_TOP + row * DAY_STEP


def _months(first: date, weeks: int) -> Iterable[tuple[int, date]]:
    """Yield a label above each column in which a month begins; none so late that it would run out of the drawing."""
    for column in range(weeks - 1):
        monday = first + timedelta(weeks=column)
        begins = next((day for day in _week(monday) if day.day == 1), None)
        if begins is not None:
            yield _place(column, 0)[0], begins


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that stands on the base line; ``middle`` is where its labels go."""

    day: date
    count: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + BAR_WIDTH // 2


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each day, as high as its count beside the highest."""

    bars: tuple[Bar, ...]
    width: int
    base: int

    @property
    def bar_width(self) -> int:
        return BAR_WIDTH

    @property
    def height(self) -> int:
        """With two lines of labels below the base line."""
        return self.base + 32

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


def day_bars(counts: Sequence[tuple[date, int]]) -> Bars:
    """Return the bars of days with their counts, in order. A count that isn't 0 is seen, however small."""
    most = max((count for _, count in counts), default=0) or 1
    base = BAR_TOP + BAR_HEIGHT
    bars = []
    for place, (day, count) in enumerate(counts):
        height = max(2, round(BAR_HEIGHT * count / most)) if count else 0
        bars.append(Bar(day, count, place * BAR_STEP + (BAR_STEP - BAR_WIDTH) // 2, base - height, height))
    return Bars(tuple(bars), len(counts) * BAR_STEP, base)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some answers were right."""

    right: int
    count: int

    @property
    def percent(self) -> int | None:
        """The share from 0 to 100, which is the length of its bar too; None where there is nothing to share."""
        return round(100 * self.right / self.count) if self.count else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.count + other.count)
