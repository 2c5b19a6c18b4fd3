"""Who was in a class is forgotten when the class is long over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from learn.actions.classes import fresh_code, open_class
from learn.actions.privacy import forget_old_classes
from learn.management.commands import serve
from learn.models import Classroom, Exemption, Invitation, Learner, Look, Member, Vote
from tests.classes import open_class_of, put_in
from tests.conftest import NOW, make_user
from tests.everything import attend, fill

DAY = timedelta(days=1)


@pytest.fixture
def tess(db):
    return make_user("Tess")


LAST_DAY = date(2026, 11, 20)
# Berlin is an hour ahead of UTC: there the day after the last kept one begins at 23:00.
KEPT_TEN = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(("now", "forgotten"), [(KEPT_TEN - timedelta(seconds=1), 0), (KEPT_TEN, 1)])
@pytest.mark.parametrize(
    "over",
    [
        {"ends_on": LAST_DAY},
        {"archived_at": datetime(2026, 11, 19, 23, 0, tzinfo=UTC)},
        {"archived_at": datetime(2026, 11, 20, 22, 59, tzinfo=UTC)},
        {"ends_on": LAST_DAY, "archived_at": datetime(2026, 10, 1, tzinfo=UTC)},
    ],
    ids=["last day", "archived first thing", "archived last thing", "both"],
)
def test_people_are_forgotten_when_the_last_kept_day_is_over(ada, tess, over, now, forgotten):
    attend(ada, tess, kept_days=10, **over)

    assert forget_old_classes(now=now) == forgotten
    assert Member.objects.filter(role=Member.Role.LEARNER).count() == 1 - forgotten


def test_a_day_that_begins_earlier_elsewhere_is_over_earlier(ada, tess):
    attend(ada, tess, kept_days=10, ends_on=LAST_DAY, time_zone="Pacific/Kiritimati")
    over = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)

    assert forget_old_classes(now=over - timedelta(seconds=1)) == 0
    assert forget_old_classes(now=over) == 1


def test_a_class_kept_for_no_day_is_kept_on_its_last(ada, tess):
    attend(ada, tess, kept_days=0, ends_on=LAST_DAY)

    assert forget_old_classes(now=datetime(2026, 11, 20, 22, 59, tzinfo=UTC)) == 0
    assert forget_old_classes(now=datetime(2026, 11, 20, 23, 0, tzinfo=UTC)) == 1


def test_a_class_without_an_end_is_kept(ada, tess):
    attend(ada, tess)

    assert forget_old_classes(now=NOW + 10_000 * DAY) == 0


def test_what_is_forgotten_are_the_people_and_not_the_work(ada, tess):
    classroom = attend(ada, tess, ends_on=LAST_DAY).classroom
    fill(ada.learner)

    forget_old_classes(now=NOW + 400 * DAY)

    assert [member.learner for member in classroom.members.all()] == [tess.learner]
    for model in (Vote, Look, Invitation, Exemption):
        assert not model.objects.exists()
    assert classroom.assignments.get().parts.count() == 1
    assert ada.learner.lessons.exists()
    assert not Classroom.objects.get().joining_open


def test_who_learns_in_no_other_class_is_in_none(ada, ben, tess):
    attend(ada, tess, ends_on=LAST_DAY)
    put_in(Classroom.objects.get(), ben)
    put_in(open_class_of(tess, "Another"), ben)

    forget_old_classes(now=NOW + 400 * DAY)

    in_class = dict(Learner.objects.values_list("user__username", "in_class"))
    assert (in_class["Ada"], in_class["Ben O'Neill"]) == (False, True)


def test_forgetting_twice_finds_nothing_the_second_time(ada, tess):
    attend(ada, tess, ends_on=LAST_DAY)

    assert [forget_old_classes(now=NOW + 400 * DAY) for _ in range(2)] == [1, 0]


def test_a_few_are_forgotten_at_once(ada, tess):
    for _ in range(7):
        put_in(open_class_of(tess, ends_on=LAST_DAY), ada)

    open_class(
        learner=tess.learner,
        taught_as="Tess",
        name="New",
        time_zone="UTC",
        starts_on=None,
        ends_on=None,
        code=fresh_code(),
        now=NOW + 400 * DAY,
    )

    assert Member.objects.filter(role=Member.Role.LEARNER).count() == 2


def test_the_start_of_the_site_forgets_them_too(ada, tess, monkeypatch, settings, tmp_path):
    attend(ada, tess, ends_on=date(2020, 1, 1))
    settings.STATIC_ROOT = tmp_path
    for name in ("execv", "chdir", "umask"):
        monkeypatch.setattr(serve.os, name, lambda *args: None)

    call_command("serve")

    assert not Member.objects.filter(role=Member.Role.LEARNER).exists()
