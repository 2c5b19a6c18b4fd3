"""Answers as the tests of memory give them: right, wrong, quick, with help."""

from datetime import UTC, datetime, timedelta

import fsrs

from learn.domain.practice.memory import Answered, CardKey, replay

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = CardKey("401-403", 403)
PACKAGE = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def answer(at=NOW, *, right=True, certainty=2, seconds=30.0, hints=0, last_hint=False, zone="UTC"):
    return Answered(right, certainty, seconds, hints, last_hint, quick_seconds=10.0, at=at, timezone_name=zone)


def miss(at=NOW, **facts):
    return answer(at, right=False, **facts)


def quick(at=NOW, **facts):
    return answer(at, certainty=3, seconds=4.0, **facts)


def helped(at=NOW):
    return quick(at, hints=1)


def shown(at=NOW):
    return quick(at, last_hint=True)


def remembered(*answers):
    return replay((KEY, one) for one in answers)[KEY]


def by_package(*reviews):
    card = fsrs.Card(card_id=1, due=NOW)
    for rating, at in reviews:
        card, _ = PACKAGE.review_card(card, fsrs.Rating(rating), at)
    return card
