"""What is kept of learning: lessons opened and left, checks answered, paths walked."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from learn.actions import learning
from learn.actions.learning import AnsweredElsewhere, answer_check, note_lab_work, read_lesson, walk_edges
from learn.domain.lab.trace import Trace
from learn.domain.practice.marking import mark
from learn.models import Again, Learner
from tests.actions.histories import ITEMS, keep, sitting_of
from tests.actions.together import Together, at_once
from tests.conftest import NOW

DAY = timedelta(days=1)
TRACE = Trace("req_0123456789", "GET", "/orders", (), "", 200, (), (), (), "backend", "L200", {}, "Q")


@pytest.fixture
def lesson(library):
    return library.lessons["401-or-403"]


@pytest.fixture
def give(library, guest, lesson):
    def give(check, given, *, attempt=1, now=NOW):
        marking = mark(library.items[check], given, library.registry, library.backend)
        return answer_check(guest, lesson, marking, attempt=attempt, now=now)

    return give


def test_reading_again_moves_the_place_but_not_the_opening(guest, lesson):
    read_lesson(guest, lesson, place="a", now=NOW)
    read_lesson(guest, lesson, place="b", now=NOW + DAY)

    progress = guest.lessons.get()
    assert (progress.opened_at, progress.left_at, progress.place) == (NOW, NOW + DAY, "b")


def test_an_opening_without_a_place_keeps_the_last_one(guest, lesson):
    read_lesson(guest, lesson, place="a", now=NOW)
    read_lesson(guest, lesson, place="", now=NOW)

    assert guest.lessons.get().place == "a"


@pytest.mark.parametrize(("later", "seen"), [(DAY, DAY), (DAY - timedelta(seconds=1), timedelta())])
def test_a_learner_is_seen_once_a_day(guest, lesson, later, seen):
    read_lesson(guest, lesson, place="", now=NOW + later)

    assert Learner.objects.get().seen_at == NOW + seen


def test_an_answer_is_stored_with_the_version_it_answered(give, library):
    stored = give("door-support", "401")

    assert (stored.version, stored.given, stored.right, stored.lesson) == (
        library.items["door-support"].version,
        "401",
        False,
        "401-or-403",
    )


def test_the_same_answer_to_the_same_attempt_changes_nothing(give, guest):
    first = give("door-support", "403")
    again = give("door-support", "403", now=NOW + DAY)

    assert again == first
    assert guest.answers.get().answered_at == NOW
    assert guest.lessons.get().left_at == NOW


def test_another_answer_to_the_same_attempt_is_told_which_stands(give, guest):
    give("door-support", "403")

    with pytest.raises(AnsweredElsewhere, match="attempt 1 at door-support was answered before") as refused:
        give("door-support", "401")

    assert refused.value.answer == guest.answers.get()
    assert guest.answers.get().given == "403"


def test_two_learners_answer_the_same_attempt(give, guest, ada, library, lesson):
    give("door-support", "403")
    marking = mark(library.items["door-support"], "401", library.registry, library.backend)

    answer_check(ada.learner, lesson, marking, attempt=1, now=NOW)

    assert (guest.answers.get().given, ada.learner.answers.get().given) == ("403", "401")


def test_an_answer_opens_its_lesson_and_is_its_place(give, guest):
    give("door-support", "403")

    assert guest.lessons.get().place == "check-door-support"


def test_the_last_check_finishes_the_lesson_at_that_time(give, guest, lesson, library):
    for days, check in enumerate(lesson.checks):
        assert guest.lessons.filter(finished_at=None).exists() or days == 0
        give(check, library.items[check].right.key, now=NOW + days * DAY)

    assert guest.lessons.get().finished_at == NOW + (len(lesson.checks) - 1) * DAY


def test_arrows_are_stored_once_and_by_chart(guest, library):
    edges = library.backend.edges[:3]
    walk_edges(guest, [("backend", edge) for edge in edges], now=NOW)
    walk_edges(guest, [("backend", edge) for edge in edges] + [("auth", edges[0])], now=NOW + DAY)

    assert guest.walked.count() == 4
    assert guest.walked.filter(graph="backend", walked_at=NOW).count() == 3
    assert Learner.objects.get().seen_at == NOW + DAY


# Done again


def in_class(learner):
    learner.in_class = True
    learner.save()
    return learner


def again(learner):
    return list(learner.again.order_by("what", "done_at").values_list("what", "done_at"))


def test_a_finished_lesson_read_again_is_noted_once_a_day(give, guest, lesson, library):
    in_class(guest)
    for check in lesson.checks:
        give(check, library.items[check].right.key)
        assert again(guest) == []
    moments = [NOW + timedelta(minutes=1), NOW + timedelta(minutes=9), NOW + DAY, NOW + DAY + timedelta(minutes=1)]
    for moment in moments:
        read_lesson(guest, lesson, place="", now=moment)

    slug = f"lesson:{lesson.slug}"
    assert again(guest) == [(slug, moments[0]), (slug, moments[2])]


def test_a_lesson_left_in_the_middle_is_not_done_again(guest, lesson):
    in_class(guest)
    for days in range(3):
        read_lesson(guest, lesson, place="", now=NOW + days * DAY)

    assert again(guest) == []


@pytest.mark.parametrize("by", ["wizard", "lab"])
def test_an_arrow_walked_again_is_noted_once_a_day(guest, library, by):
    in_class(guest)
    edges = library.backend.edges[:3]

    def walk(count, now):
        if by == "wizard":
            walk_edges(guest, [("backend", edge) for edge in edges[:count]] + [("auth", edges[0])], now=now)
        else:
            note_lab_work(guest.pk, replace(TRACE, edges=tuple((e.source, e.target) for e in edges[:count])), now=now)

    walk(2, NOW)
    assert again(guest) == []
    walk(3, NOW + timedelta(minutes=1))
    walk(2, NOW + timedelta(minutes=2))
    walk(1, NOW + DAY)

    first, second = (f"{by}:{edge.source}-{edge.target}" for edge in edges[:2])
    later = NOW + timedelta(minutes=1)
    assert again(guest) == [(first, later), (first, NOW + DAY), (second, later)]


def test_of_who_is_in_no_class_nothing_is_noted(guest, lesson, library):
    for days in range(2):
        read_lesson(guest, lesson, place="", now=NOW + days * DAY, finished=True)
        walk_edges(guest, [("backend", library.backend.edges[0])], now=NOW + days * DAY)

    assert not Again.objects.exists()


def test_what_another_does_is_not_done_again(guest, ada, library):
    in_class(guest)
    walk_edges(in_class(ada.learner), [("backend", library.backend.edges[0])], now=NOW)
    walk_edges(guest, [("backend", library.backend.edges[0])], now=NOW + DAY)

    assert not Again.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_code_obtained_by_two_requests_at_once_is_reviewed_once(monkeypatch):
    learner = Learner.objects.create(created_at=NOW, seen_at=NOW)
    item = next(item for item in ITEMS if item.pair)
    keep(sitting_of(learner, item.id), learner, NOW)
    obtained = replace(TRACE, status=item.codes[0])
    later = NOW + timedelta(days=2)
    monkeypatch.setattr(learning, "review_by_lab", Together(learning.review_by_lab))

    at_once(*[partial(note_lab_work, learner.pk, obtained, now=later)] * 2)

    assert learner.practice_answers.filter(kind="lab").count() == learner.obtained.count() == 1
