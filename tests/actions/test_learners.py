"""Guests and accounts begin, are kept, joined and forgotten."""

from datetime import timedelta

import pytest
from django.conf import settings

from learn.actions.feedback import report_mistake, say_whether_helpful
from learn.actions.learners import (
    delete_account,
    forget_guest,
    forget_idle_guests,
    has_work,
    join_work,
    keep_comfort,
    learner_for_account,
    open_account,
    start_guest,
)
from learn.actions.learning import read_lesson, walk_edges
from learn.domain.comfort import Comfort
from learn.models import CheckAnswer, Feedback, Learner, User
from tests.conftest import NOW

DAY = timedelta(days=1)
LESSON = "401-or-403"


def store(learner, question, attempt, given="1", at=NOW):
    return CheckAnswer.objects.create(
        learner=learner,
        question=question,
        version=1,
        lesson=LESSON,
        attempt=attempt,
        given=given,
        right=True,
        answered_at=at,
    )


def join(guest, account, checks=()):
    join_work(guest=guest, account=account, checks={LESSON: checks})


# Forgetting


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("idle", "forgotten"), [(settings.GUEST_DAYS * DAY, 0), (settings.GUEST_DAYS * DAY + DAY / 24, 1)]
)
def test_a_guest_is_forgotten_after_90_idle_days(idle, forgotten):
    start_guest(now=NOW)

    assert forget_idle_guests(now=NOW + idle) == forgotten
    assert Learner.objects.count() == 1 - forgotten


def test_an_idle_account_is_never_forgotten(ada):
    assert forget_idle_guests(now=NOW + 10_000 * DAY) == 0
    assert Learner.objects.get() == ada.learner


@pytest.mark.django_db
def test_a_new_guest_makes_room_but_doesnt_clean_the_whole_house():
    Learner.objects.bulk_create(Learner(created_at=NOW, seen_at=NOW) for _ in range(50))

    start_guest(now=NOW + 91 * DAY)

    assert Learner.objects.count() == 50 - 20 + 1
    assert forget_idle_guests(now=NOW + 91 * DAY) == 30


def test_forgetting_a_guest_never_takes_an_account(guest, ada):
    forget_guest(ada.learner)
    forget_guest(guest)

    assert Learner.objects.get() == ada.learner


# Accounts


def test_a_guests_learner_becomes_the_accounts(guest):
    user = User(username="Gwen")

    learner = open_account(user=user, guest=guest, now=NOW + DAY)

    assert learner == guest
    assert (learner.user, learner.created_at, learner.seen_at) == (user, NOW, NOW + DAY)


def test_anothers_learner_never_becomes_an_accounts(ada):
    learner = open_account(user=User(username="Noor"), guest=ada.learner, now=NOW)

    assert learner != ada.learner
    assert Learner.objects.get(user=ada)


@pytest.mark.django_db
def test_an_account_made_by_a_command_gets_one_learner():
    boss = User.objects.create_superuser("Boss")

    assert learner_for_account(boss, now=NOW) == learner_for_account(boss, now=NOW + DAY)


def test_comfort_is_kept_as_short_text(ada):
    keep_comfort(ada.learner, Comfort(theme="dark"))

    assert Learner.objects.get(user=ada).comfort == "theme=dark"


def test_a_deleted_account_leaves_only_feedback_without_a_name(ada, library):
    read_lesson(ada.learner, library.lessons[LESSON], place="", now=NOW)
    report_mistake(ada.learner, LESSON, "A typo", now=NOW)

    delete_account(ada)

    assert not Learner.objects.exists()
    assert (Feedback.objects.get().learner, Feedback.objects.get().comment) == (None, "A typo")


# Joining


def test_there_is_work_after_the_first_thing_done(guest, library):
    assert not has_work(guest)

    read_lesson(guest, library.lessons[LESSON], place="", now=NOW)

    assert has_work(guest)


def test_a_guest_who_joins_is_gone_with_nothing_lost(guest, ada, library):
    read_lesson(guest, library.lessons[LESSON], place="without-a-badge", now=NOW)
    store(guest, "door-key", 1)
    walk_edges(guest, [("backend", edge) for edge in library.backend.edges[:3]], now=NOW)
    say_whether_helpful(guest, LESSON, helpful=True, now=NOW)

    join(guest, ada.learner)

    assert Learner.objects.get() == ada.learner
    assert ada.learner.lessons.get().place == "without-a-badge"
    assert ada.learner.answers.get().question == "door-key"
    assert ada.learner.walked.count() == 3
    assert ada.learner.feedback.count() == 1


def test_of_a_lesson_both_opened_the_first_opening_and_the_last_place_stay(guest, ada, library):
    lesson = library.lessons[LESSON]
    read_lesson(guest, lesson, place="without-a-badge", now=NOW)
    read_lesson(ada.learner, lesson, place="", now=NOW + DAY)
    read_lesson(guest, lesson, place="check-door-key", now=NOW + 2 * DAY)

    join(guest, ada.learner)

    progress = ada.learner.lessons.get()
    assert (progress.opened_at, progress.left_at, progress.place) == (NOW, NOW + 2 * DAY, "check-door-key")


@pytest.mark.parametrize(
    ("theirs", "mine", "first"), [(1, None, 1), (None, 2, 2), (2, 1, 1), (1, 2, 1), (None, None, None)]
)
def test_a_lesson_was_finished_when_it_was_first_finished(guest, ada, library, theirs, mine, first):
    for learner, days in ((guest, theirs), (ada.learner, mine)):
        read_lesson(learner, library.lessons[LESSON], place="", now=NOW)
        progress = learner.lessons.get()
        progress.finished_at = NOW + days * DAY if days else None
        progress.save()

    join(guest, ada.learner)

    assert ada.learner.lessons.get().finished_at == (NOW + first * DAY if first else None)


def test_attempts_of_the_guest_come_after_the_accounts_own(guest, ada):
    store(ada.learner, "door-key", 1, "403")
    store(ada.learner, "door-key", 4, "404")
    store(guest, "door-key", 1, "400")
    store(guest, "door-key", 2, "401")
    store(guest, "door-support", 3, "403")

    join(guest, ada.learner)

    rows = ada.learner.answers.order_by("question", "attempt").values_list("question", "attempt", "given")
    assert list(rows) == [
        ("door-key", 1, "403"),
        ("door-key", 4, "404"),
        ("door-key", 5, "400"),
        ("door-key", 6, "401"),
        ("door-support", 1, "403"),
    ]


def test_a_lesson_finished_only_by_both_together_is_finished_with_the_last_answer(guest, ada, library):
    for learner in (guest, ada.learner):
        read_lesson(learner, library.lessons[LESSON], place="", now=NOW)
    store(guest, "one", 1, at=NOW + 2 * DAY)
    store(ada.learner, "two", 1, at=NOW + DAY)
    store(ada.learner, "two", 2, at=NOW + 5 * DAY)

    join(guest, ada.learner, checks=("one", "two"))

    assert ada.learner.lessons.get().finished_at == NOW + 2 * DAY


def test_a_lesson_with_a_check_left_isnt_finished(guest, ada, library):
    read_lesson(guest, library.lessons[LESSON], place="", now=NOW)
    store(guest, "one", 1)

    join(guest, ada.learner, checks=("one", "two"))

    assert ada.learner.lessons.get().finished_at is None


def test_arrows_both_followed_count_once(guest, ada, library):
    edges = [("backend", edge) for edge in library.backend.edges]
    walk_edges(ada.learner, edges[:4], now=NOW)
    walk_edges(guest, edges[2:7], now=NOW)

    join(guest, ada.learner)

    assert ada.learner.walked.count() == 7


@pytest.mark.parametrize(("guest_days", "kind"), [(1, "helpful"), (-1, "not-helpful")])
def test_the_later_of_two_opinions_stays(guest, ada, guest_days, kind):
    say_whether_helpful(ada.learner, LESSON, helpful=False, now=NOW)
    say_whether_helpful(guest, LESSON, helpful=True, now=NOW + guest_days * DAY)

    join(guest, ada.learner)

    assert [row.kind for row in Feedback.objects.all()] == [kind]


def test_reports_are_kept_once_for_each_wording(guest, ada):
    for learner in (ada.learner, guest):
        report_mistake(learner, LESSON, "A typo", now=NOW)
    report_mistake(guest, LESSON, "Another", now=NOW)

    join(guest, ada.learner)

    assert sorted(ada.learner.feedback.values_list("comment", flat=True)) == ["A typo", "Another"]


def test_joining_twice_changes_nothing(guest, ada):
    store(guest, "door-key", 1)
    stale = Learner.objects.get(pk=guest.pk)
    join(guest, ada.learner)
    join(stale, ada.learner)

    assert ada.learner.answers.count() == 1


def test_an_account_is_never_joined_as_if_it_were_a_guest(ada, ben):
    store(ben.learner, "door-key", 1)
    join(ben.learner, ada.learner)

    assert ben.learner.answers.count() == 1
    assert Learner.objects.count() == 2
