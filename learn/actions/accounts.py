"""What is stored about someone, all of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from learn.actions.sittings import is_explained
from learn.models import Assignment, Classroom, Exemption, Invitation, Learner, Part, Round, Sitting, User, Vote

# For each model: how its rows leave with an export. A test fails when a model is missing here.
EXPORTED: dict[str, tuple[str, ...]] = {
    "User": ("username", "email", "date_joined", "last_login", "is_staff"),
    "Learner": (
        *("created_at", "seen_at", "comfort", "time_zone", "cards_a_day", "practice_paused", "weeks_shown"),
        "in_class",
    ),
    "LessonProgress": ("lesson", "opened_at", "left_at", "place", "finished_at", "answered"),
    "CheckAnswer": ("question", "version", "lesson", "attempt", "given", "right", "answered_at"),
    "Again": ("what", "day", "done_at"),
    "WalkedEdge": ("graph", "source", "target", "by", "walked_at"),
    "ObtainedCode": ("code", "request", "obtained_at"),
    "Sending": ("sent_at", "challenge", "place", "code", "certainty", "request_id", "status", "route", "right"),
    "HintOpened": ("challenge", "number", "opened_at"),
    "SolvedChallenge": ("challenge", "first_at", "best_at", "hints", "requests"),
    "Solving": ("challenge", "solved_at", "hints", "requests"),
    "SharedExchange": ("token", "request_id", "record", "shared_at", "withdrawn_at"),
    "Sitting": (
        *(
            "kind",
            "about",
            "entries",
            "at",
            "hints",
            "hinted_at",
            "right",
            "asked",
            "part",
            "attempt",
            "explained_from",
            "count",
        ),
        *("begun_at", "ends_at", "finished_at", "answered_at"),
    ),
    "Card": (
        *("pair", "code", "stability", "difficulty", "due", "last_review", "reviews", "lapses", "quick_streak"),
        *("missed", "confident_miss", "first_right_at", "known_at", "seen"),
    ),
    "PracticeAnswer": (
        *("answered_at", "item", "version", "kind", "pair", "code", "given", "right", "chosen", "certainty"),
        *("seconds", "quick_seconds", "hints", "last_hint", "rating", "time_zone", "place"),
    ),
    "PracticeDay": ("day", "answers", "reviews"),
    "Feedback": ("lesson", "kind", "comment", "written_at"),
    "Member": ("classroom", "role", "name", "group", "joined_at", "left_at"),
    "Invitation": ("classroom", "name", "email", "group", "invited_at", "used_at"),
    "Exemption": (
        *("assignment", "group", "reason", "excused", "opens_at", "due_at", "late_until", "extra_attempts"),
        "made_at",
    ),
    "Vote": ("round", "phase", "place", "certainty", "voted_at"),
    "Look": ("classroom", "by_name", "what", "looked_at"),
    "Classroom": (
        *("name", "time_zone", "starts_on", "ends_on", "joining_open", "names_shared", "earlier_work_counts"),
        *("kept_days", "grades_kept", "created_at", "archived_at"),
    ),
    "Assignment": (
        *("classroom", "title", "note", "published_at", "opens_at", "due_at", "late_until", "late_percent"),
        *("attempts", "counts", "feedback", "created_at"),
    ),
    "Part": ("assignment", "kind", "about", "weight", "position"),
    "Round": ("classroom", "scenario", "phase", "begun_at", "sent_at", "closed_at", "record"),
}


# What would tell a mark before the time that an assignment says; until then it leaves as null.
TOLD_LATER: dict[str, frozenset[str]] = {
    "Sitting": frozenset({"right", "entries"}),
    "PracticeAnswer": frozenset({"code", "right", "rating"}),
}


def everything_about(user: User | None, learner: Learner | None, *, now: datetime) -> dict[str, Any]:
    """Return every stored fact about an account, a guest or a visitor (about whom nothing is kept).

    Marks that wait for an assignment's due date are left out until then, and the questions of a sitting that is open.
    """
    stored: dict[str, Any] = {
        "account": _row(user, now) if user else None,
        "learner": _row(learner, now) if learner else None,
    }
    return stored | {name: [_row(row, now) for row in rows(learner)] if learner else [] for name, rows in ROWS.items()}


def _exemptions(learner: Learner) -> QuerySet[Exemption]:
    """Return the exemptions made for a learner, or for a group that the learner is in."""
    place = "assignment__classroom__members"
    of_the_group = Q(**{f"{place}__learner": learner, f"{place}__group": F("group")}) & ~Q(group="")
    found = Exemption.objects.filter(Q(member__learner=learner) | of_the_group)
    return found.select_related("assignment").distinct()


def _taught(learner: Learner) -> QuerySet[Classroom]:
    return Classroom.objects.taught_by(learner)


def _in_taught[Row: (Assignment, Round)](rows: QuerySet[Row], learner: Learner) -> QuerySet[Row]:
    return rows.filter(classroom__in=_taught(learner)).select_related("classroom")


# What an export has, by the name that it goes by there. Of a class taught: what is the instructor's own work.
ROWS: dict[str, Callable[[Learner], QuerySet[Any]]] = {
    "lessons": lambda learner: learner.lessons.all(),
    "answers": lambda learner: learner.answers.all(),
    "walked": lambda learner: learner.walked.all(),
    "done_again": lambda learner: learner.again.all(),
    "obtained": lambda learner: learner.obtained.all(),
    "sent_from_the_console": lambda learner: learner.sendings.all(),
    "hints": lambda learner: learner.hints.all(),
    "solved_challenges": lambda learner: learner.solved.all(),
    "times_solved": lambda learner: learner.solvings.all(),
    "shared_exchanges": lambda learner: learner.shared.all(),
    "sittings": lambda learner: learner.sittings.select_related("part__assignment"),
    "cards": lambda learner: learner.cards.all(),
    "practice_answers": lambda learner: learner.practice_answers.select_related("sitting"),
    "practice_days": lambda learner: learner.practice_days.all(),
    "feedback": lambda learner: learner.feedback.all(),
    "classes": lambda learner: learner.memberships.select_related("classroom"),
    "invitations": lambda learner: Invitation.objects.filter(used_by__learner=learner).select_related("classroom"),
    "exemptions": _exemptions,
    "votes": lambda learner: Vote.objects.filter(member__learner=learner).select_related("round__classroom"),
    "looks_at_your_work": lambda learner: learner.looks.select_related("classroom"),
    "classes_taught": _taught,
    "assignments_given": lambda learner: _in_taught(Assignment.objects.all(), learner),
    "parts_given": lambda learner: Part.objects.filter(assignment__classroom__in=_taught(learner)).select_related(
        "assignment"
    ),
    "rounds_held": lambda learner: _in_taught(Round.objects.all(), learner),
}


def _row(row: Model, now: datetime) -> dict[str, Any]:
    kind = type(row).__name__
    later = TOLD_LATER[kind] if kind in TOLD_LATER and _waits(row, now) else frozenset()
    if isinstance(row, Sitting) and row.finished_at is None:
        later |= {"entries"}
    return {name: None if name in later else _plain(getattr(row, name)) for name in EXPORTED[kind]}


def _waits(row: Model, now: datetime) -> bool:
    """Whether a sitting, or the one that an answer belongs to, is told right or wrong later."""
    sitting = row if isinstance(row, Sitting) else getattr(row, "sitting", None)
    return sitting is not None and not is_explained(sitting, now)


def _plain(value: Any) -> Any:
    """What a row belongs to goes by its name."""
    return str(value) if isinstance(value, Model) else value
