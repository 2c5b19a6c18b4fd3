"""Moments, attempts and rules as the tests of grades need them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from learn.domain.teach.dates import Dates, Rules
from learn.domain.teach.grading import Attempt

ZONE = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
OPENS = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 9, 22, 59, tzinfo=UTC)
LATE = DUE + 2 * DAY
DATES = Dates(OPENS, DUE, LATE)
RULES = Rules(DATES)
AFTER = LATE + DAY


def attempt(score, at=DUE - DAY, begun_at=None):
    return Attempt(at, score, begun_at)


scores = st.integers(0, 8).map(lambda right: right / 8)
# Close enough to the dates that each of them is often met to the minute, from before it opens until after it closes.
moments = st.one_of(
    st.sampled_from([OPENS, DUE, DUE + timedelta(minutes=1), LATE, LATE + timedelta(minutes=1)]),
    st.integers(-48, 14 * 24).map(lambda hours: OPENS + hours * HOUR),
)


@st.composite
def attempts_one_by_one(draw, most=5):
    """Attempts as somebody can make them: each is over before the next begins."""
    times = sorted(draw(st.lists(moments, max_size=2 * most)))
    pairs = zip(times[::2], times[1::2], strict=False)
    return [Attempt(at, draw(scores), begun_at) for begun_at, at in pairs]


@st.composite
def any_rules(draw, counts=("best", "last", "first", "mean")):
    due_at = draw(st.none() | moments)
    late_until = None if due_at is None else draw(st.none() | moments.map(lambda at: max(at, due_at)))
    return Rules(
        Dates(draw(st.none() | st.just(OPENS)), due_at, late_until),
        late_percent=draw(st.integers(0, 100)),
        attempts=draw(st.none() | st.integers(1, 4)),
        counts=draw(st.sampled_from(counts)),
    )
