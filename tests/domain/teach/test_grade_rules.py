"""What holds of grades whatever was done and whatever the rules are."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from learn.domain.teach.dates import Exempted, is_due, rules_for
from learn.domain.teach.grading import grade, part_score, total
from tests.domain.teach.samples import HOUR, OPENS, any_rules, attempts_one_by_one, moments

RULES_OF_COUNTING = ("best", "last", "first", "mean")
parts_done = st.lists(st.tuples(st.integers(1, 5), attempts_one_by_one()), min_size=1, max_size=4)
counted_froms = st.none() | moments


def graded(parts, rules, now, counted_from=None):
    scores = [(weight, part_score(done, rules, counted_from=counted_from)) for weight, done in parts]
    return grade(scores, rules, now)


def done_until(parts, now):
    return [(weight, [attempt for attempt in done if attempt.at <= now]) for weight, done in parts]


def with_later_due(rules, wait):
    exempted = rules_for(rules, Exempted(due_at=rules.dates.due_at + wait), None)
    return replace(rules, dates=exempted.dates)


@given(parts_done, any_rules(("best", "first")), moments, st.integers(0, 200), counted_froms)
def test_moving_the_due_date_later_never_lowers_a_grade(parts, rules, now, hours, counted_from):
    if rules.dates.due_at is None:
        return
    parts = done_until(parts, now)
    before = graded(parts, rules, now, counted_from).percent
    after = graded(parts, with_later_due(rules, hours * HOUR), now, counted_from).percent

    assert before is None or after is None or after >= before - 1e-9
    assert before in (None, 0) or after is not None


@given(parts_done, any_rules(), moments, st.integers(0, 200))
def test_moving_the_due_date_later_never_lowers_what_was_handed_in_before(parts, rules, now, hours):
    """By the last attempt or the mean of all, one that was too late to count may count then, and count badly."""
    last_at = rules.dates.last_at
    if last_at is None:
        return
    parts = done_until(parts, last_at)
    before = graded(parts, rules, now).percent
    after = graded(parts, with_later_due(rules, hours * HOUR), now).percent

    assert before is None or after is None or after >= before - 1e-9


@given(parts_done, any_rules(), moments)
def test_late_work_at_a_hundred_percent_is_worth_the_same_as_in_time(parts, rules, now):
    late = replace(rules, late_percent=100)
    in_time = replace(late, dates=replace(rules.dates, due_at=rules.dates.last_at, late_until=None))
    scores = [[part_score(done, each, counted_from=None).score for _, done in parts] for each in (late, in_time)]

    assert scores[0] == scores[1]


@given(parts_done, any_rules(), moments, st.booleans())
def test_excused_never_counts(parts, rules, now, by_group):
    exempted = Exempted(excused=True)
    excused = graded(parts, rules_for(rules, *((None, exempted) if by_group else (exempted, None))), now)
    others = [graded([part], rules, now) for part in parts]

    assert (excused.percent, excused.state) == (None, "excused")
    assert total([*others, excused]) == total(others)


@given(attempts_one_by_one(), any_rules(("best",)), st.integers(1, 5), counted_froms)
def test_more_attempts_never_lower_the_best(done, rules, extra, counted_from):
    fewer = part_score(done, rules, counted_from=counted_from).score
    more = part_score(done, rules_for(rules, Exempted(extra_attempts=extra), None), counted_from=counted_from).score

    assert (more or 0) >= (fewer or 0)
    assert fewer is None or more is not None


@given(parts_done, any_rules(), moments, counted_froms, st.randoms())
def test_order_of_rows_does_not_matter(parts, rules, now, counted_from, random):
    turned = [(weight, random.sample(done, len(done))) for weight, done in random.sample(parts, len(parts))]
    expected, found = (graded(each, rules, now, counted_from) for each in (parts, turned))

    assert found.state == expected.state
    assert found.percent == expected.percent or abs(found.percent - expected.percent) < 1e-9


@given(parts_done, any_rules(), moments, counted_froms)
def test_percent_is_from_0_to_100(parts, rules, now, counted_from):
    percent = graded(parts, rules, now, counted_from).percent

    assert percent is None or 0 <= percent <= 100


@given(any_rules(), st.integers(1, 4), moments)
def test_nothing_done_is_nothing_before_it_is_due_and_0_after(rules, parts, now):
    opened = rules.dates.opens_at is None or now >= rules.dates.opens_at
    expected = 0 if opened and is_due(rules.dates, now) else None

    assert graded([(1, [])] * parts, rules, now).percent == expected


@given(any_rules(), moments, moments, moments, moments)
def test_own_exemption_beats_that_of_the_group_date_by_date(rules, opens_at, due_at, group_due_at, group_late_until):
    own = Exempted(opens_at=opens_at, due_at=due_at, reason="own")
    of_group = Exempted(due_at=group_due_at, late_until=group_late_until, reason="group")
    found = rules_for(rules, own, of_group)

    assert (found.dates.opens_at, found.dates.due_at) == (opens_at, due_at)
    assert found.dates.late_until == max(due_at, group_late_until)
    assert found.reasons == ("own", "group")


@given(attempts_one_by_one(), any_rules(), st.integers(1, 72))
def test_attempts_after_the_last_moment_change_nothing(done, rules, hours):
    last_at = rules.dates.last_at
    if last_at is None:
        return
    in_time = [attempt for attempt in done if attempt.at <= last_at]
    begun_at = max([OPENS, last_at, *(attempt.at for attempt in done)]) + timedelta(hours=hours)
    too_late = done[:0] if not done else [done[0]._replace(at=begun_at + HOUR, begun_at=begun_at, score=1.0)]

    assert part_score([*in_time, *too_late], rules, counted_from=None) == part_score(in_time, rules, counted_from=None)
