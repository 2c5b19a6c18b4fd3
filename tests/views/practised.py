"""What practice leaves behind, for tests of pages that tell of it."""

from datetime import timedelta

from learn.models import Card, PracticeAnswer, Sending
from tests.conftest import NOW
from tests.page import Page


def card(learner, pair, code, *, days=0, stability=10.0, **fields):
    at = NOW - timedelta(days=days)
    figures = {"difficulty": 5, "reviews": 1, "lapses": 0, "quick_streak": 0, "missed": False}
    due = at + timedelta(days=max(1, round(stability)))
    stored = {"stability": stability, "due": due, "last_review": at, **figures, **fields}
    return Card.objects.create(learner=learner, pair=pair, code=code, **stored)


def answer(learner, code, chosen, **fields):
    stored = {
        "place": 0,
        "item": "gone",
        "version": 1,
        "kind": "mixed",
        "pair": "403-404",
        "right": code == chosen,
        "seconds": 3,
        "quick_seconds": 5,
        "rating": 3,
        "answered_at": NOW,
    }
    return PracticeAnswer(learner=learner, code=code, chosen=chosen, **(stored | fields))


def store(*answers):
    PracticeAnswer.objects.bulk_create(answers)


def predicted(learner, number, certainty, right):
    facts = {"status": 200, "place": "Q", "certainty": certainty, "right": right}
    return Sending(learner=learner, number=f"n-{number}", request_id=f"req_{number}", sent_at=NOW, **facts)


def shown(browser):
    return Page(browser.get("/progress/"))


def part(browser, name):
    return shown(browser).one("section", aria_labelledby=name).text
