"""The figures of the progress page: what is drawn is what is counted."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from learn.domain.pictures import BAR_HEIGHT, DEPTHS, WEEKS, Share, calendar, day_bars

SUNDAY = date(2026, 11, 22)
WEEK = [SUNDAY + timedelta(days=number) for number in range(7)]


@pytest.mark.parametrize("today", WEEK)
def test_the_calendar_has_every_day_of_its_weeks_until_today(today):
    shown = calendar({}, today)
    days = [cell.day for cell in shown.cells]

    assert days[0].weekday() == 0
    assert days[-1] == today
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert len(days) == (WEEKS - 1) * 7 + today.weekday() + 1


@pytest.mark.parametrize("today", WEEK)
def test_a_column_is_a_week_and_a_row_is_a_weekday(today):
    shown = calendar({}, today)
    columns: dict[int, list[date]] = {}
    rows: dict[int, set[int]] = {}
    for cell in shown.cells:
        columns.setdefault(cell.x, []).append(cell.day)
        rows.setdefault(cell.y, set()).add(cell.day.weekday())

    assert len(columns) == WEEKS
    assert all(len({day.isocalendar()[:2] for day in days}) == 1 for days in columns.values())
    assert sorted(rows) == [y for y, weekdays in sorted(rows.items(), key=lambda row: min(row[1]))]
    assert all(len(weekdays) == 1 for weekdays in rows.values())


def test_nothing_of_the_calendar_overlaps_or_runs_out_of_it():
    shown = calendar({}, SUNDAY)

    assert len({(cell.x, cell.y) for cell in shown.cells}) == len(shown.cells)
    assert all(cell.x + shown.size <= shown.width and cell.y + shown.size <= shown.height for cell in shown.cells)
    steps = sorted({cell.x for cell in shown.cells})
    assert all(b - a > shown.size for a, b in pairwise(steps))


@pytest.mark.parametrize(
    ("count", "depth"), [(0, 0), (1, 1), (4, 1), (5, 2), (9, 2), (10, 3), (19, 3), (20, 4), (500, 4)]
)
def test_a_day_is_drawn_darker_the_more_it_saw(count, depth):
    shown = calendar({SUNDAY: count}, SUNDAY)

    assert shown.cells[-1].depth == depth


def test_the_legend_says_each_depth_with_its_counts():
    words = dict(calendar({}, SUNDAY).legend)

    assert list(words) == list(range(len(DEPTHS) + 1))
    for depth, least in enumerate(DEPTHS, start=1):
        assert words[depth].startswith(f"{least} ")


def test_the_table_of_weeks_says_what_the_cells_show():
    answers = {SUNDAY - timedelta(days=number): number % 5 for number in range(400)}

    shown = calendar(answers, SUNDAY)

    told = {day: count for week in shown.weeks for day, count in week.days}
    assert told == {cell.day: cell.count for cell in shown.cells if cell.depth}
    assert shown.answers == sum(week.answers for week in shown.weeks) == sum(told.values())
    assert shown.practised == len(told)
    assert [week.monday for week in shown.weeks] == sorted((week.monday for week in shown.weeks), reverse=True)
    assert all(week.monday <= day <= week.monday + timedelta(days=6) for week in shown.weeks for day, _ in week.days)


def test_days_before_and_after_the_calendar_dont_count():
    first = calendar({}, SUNDAY).cells[0].day
    outside = {first - timedelta(days=1): 3, SUNDAY + timedelta(days=1): 4}

    assert (calendar(outside, SUNDAY).answers, calendar(outside, SUNDAY).weeks) == (0, [])


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 1, 1), date(2028, 2, 29), *WEEK])
def test_a_month_is_named_above_the_week_it_begins_in(today):
    shown = calendar({}, today)
    column = {cell.day: cell.x for cell in shown.cells}

    for x, begins in shown.months:
        assert begins.day == 1
        assert column[begins] == x
    assert 5 <= len(shown.months) <= 7


def test_bars_are_as_high_as_their_counts():
    counts = [(SUNDAY + timedelta(days=number), count) for number, count in enumerate([20, 10, 5, 0, 1])]

    shown = day_bars(counts)

    assert [(bar.day, bar.count) for bar in shown.bars] == counts
    assert [bar.height for bar in shown.bars] == [BAR_HEIGHT, BAR_HEIGHT // 2, BAR_HEIGHT // 4, 0, 4]
    assert shown.total == 36


@pytest.mark.parametrize("most", [1, 7, 20, 10_000])
def test_every_bar_stands_on_the_line_and_is_seen_if_it_counts(most):
    shown = day_bars([(day, count) for day, count in zip(WEEK, [most, 1, 0, 1, most, 0, 1], strict=True)])

    assert all(bar.y + bar.height == shown.base for bar in shown.bars)
    assert [bar.height > 0 for bar in shown.bars] == [bar.count > 0 for bar in shown.bars]
    assert all(bar.y >= 12 and bar.x >= 0 and bar.x + shown.bar_width <= shown.width for bar in shown.bars)


def test_days_without_reviews_are_drawn_without_bars():
    assert [bar.height for bar in day_bars([(day, 0) for day in WEEK]).bars] == [0] * 7


@pytest.mark.parametrize(("right", "count", "percent"), [(0, 0, None), (0, 3, 0), (1, 3, 33), (2, 3, 67), (3, 3, 100)])
def test_a_share_of_nothing_is_no_share(right, count, percent):
    assert Share(right, count).percent == percent


def test_shares_add_up():
    assert Share(1, 2) + Share(3, 5) == Share(4, 7)
