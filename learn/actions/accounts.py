"""What is stored about someone, all of it."""

from typing import Any

from django.db.models import Model

from learn.models import Learner, User

# For each model: how its rows leave with an export. A test fails when a model is missing here.
EXPORTED: dict[str, tuple[str, ...]] = {
    "User": ("username", "email", "date_joined", "last_login", "is_staff"),
    "Learner": ("created_at", "seen_at", "comfort"),
    "LessonProgress": ("lesson", "opened_at", "left_at", "place", "finished_at", "answered"),
    "CheckAnswer": ("question", "version", "lesson", "attempt", "given", "right", "answered_at"),
    "WalkedEdge": ("graph", "source", "target", "by", "walked_at"),
    "ObtainedCode": ("code", "request", "obtained_at"),
    "Feedback": ("lesson", "kind", "comment", "written_at"),
}


def everything_about(user: User | None, learner: Learner | None) -> dict[str, Any]:
    """Return every stored fact about an account, a guest or a visitor (about whom nothing is kept)."""
    return {
        "account": _row(user) if user else None,
        "learner": _row(learner) if learner else None,
        "lessons": [_row(row) for row in learner.lessons.all()] if learner else [],
        "answers": [_row(row) for row in learner.answers.all()] if learner else [],
        "walked": [_row(row) for row in learner.walked.all()] if learner else [],
        "obtained": [_row(row) for row in learner.obtained.all()] if learner else [],
        "feedback": [_row(row) for row in learner.feedback.all()] if learner else [],
    }


def _row(row: Model) -> dict[str, Any]:
    return {name: getattr(row, name) for name in EXPORTED[type(row).__name__]}
