"""One opinion a learner and lesson, and any number of reports."""

from datetime import timedelta

from learn.actions.feedback import report_mistake, say_whether_helpful
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


def test_a_later_opinion_takes_the_place_of_an_earlier(guest):
    first = say_whether_helpful(guest, "401-or-403", helpful=True, now=NOW)
    second = say_whether_helpful(guest, "401-or-403", helpful=False, now=LATER)

    assert first.pk == second.pk
    assert (guest.feedback.get().kind, guest.feedback.get().written_at) == ("not-helpful", LATER)


def test_each_lesson_and_each_learner_has_an_opinion_of_its_own(guest, ada):
    say_whether_helpful(guest, "401-or-403", helpful=True, now=NOW)
    say_whether_helpful(guest, "six-mistakes", helpful=True, now=NOW)
    say_whether_helpful(ada.learner, "401-or-403", helpful=False, now=NOW)

    assert guest.feedback.count() == 2
    assert ada.learner.feedback.count() == 1


def test_an_opinion_doesnt_replace_a_report(guest):
    report_mistake(guest, "401-or-403", "A typo", now=NOW)
    say_whether_helpful(guest, "401-or-403", helpful=True, now=NOW)

    assert guest.feedback.count() == 2


def test_the_same_report_again_is_the_first(guest):
    first = report_mistake(guest, "401-or-403", "A typo", now=NOW)
    again = report_mistake(guest, "401-or-403", "A typo", now=LATER)
    other = report_mistake(guest, "401-or-403", "Another typo", now=LATER)

    assert first == again != other
    assert guest.feedback.get(pk=first.pk).written_at == NOW
