"""What someone's progress is told from, counted by the database: for one answer as for a million."""

from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from learn.domain.mixups import Alike
from learn.models import CheckAnswer, PracticeAnswer, PracticeDay, Sending, WalkedEdge

ANSWERS_SHOWN = 100


def checks_of(learner: int | None) -> set[tuple[str, bool]]:
    """Return the questions answered in lessons, each with whether it was right: twice where it was right and wrong."""
    if learner is None:
        return set()
    return set(CheckAnswer.objects.filter(learner=learner).order_by().values_list("question", "right").distinct())


def walks_of(learner: int | None) -> set[tuple[str, str, str, str]]:
    """Return the arrows that the learner has followed: by the wizard or the lab, chart, source, target."""
    if learner is None:
        return set()
    walked = WalkedEdge.objects.filter(learner=learner).order_by()
    return set(walked.values_list("by", "graph", "source", "target"))


def day_counts_of(learner: int | None) -> dict[date, int]:
    """Return how many answers each of the learner's days with practice saw."""
    return dict(PracticeDay.objects.filter(learner=learner).values_list("day", "answers")) if learner else {}


def counted_answers_of(learner: int | None) -> list[Alike]:
    """Return the learner's practice answers, counted by what was right, what was chosen, how surely and how well."""
    if learner is None:
        return []
    answers = PracticeAnswer.objects.filter(learner=learner).explained(timezone.now()).exclude(kind="lab").order_by()
    counted = answers.values("code", "chosen", "certainty", "right").annotate(times=Count("pk"))
    rows = counted.values_list("code", "chosen", "certainty", "right", "times")
    return sorted((Alike(*row) for row in rows), key=repr)


def counted_predictions_of(learner: int | None) -> list[tuple[int, bool, int]]:
    """Return the learner's predictions for the lab that came out: certainty, whether right, how many."""
    if learner is None:
        return []
    sendings = Sending.objects.filter(learner=learner).exclude(certainty=None).exclude(right=None).order_by()
    rows = sendings.values("certainty", "right").annotate(times=Count("pk")).values_list("certainty", "right", "times")
    return sorted((certainty or 0, bool(right), times) for certainty, right, times in rows)


def answers_behind(learner: int | None, correct: int, chosen: int) -> list[PracticeAnswer]:
    """Return the answers that a cell of the matrix counts, newest first, 100 at most."""
    if learner is None:
        return []
    meant = Q(code=correct, right=False) if correct != chosen else Q(code=correct) | Q(right=True)
    answers = PracticeAnswer.objects.filter(learner=learner, chosen=chosen).explained(timezone.now())
    found = answers.exclude(kind="lab").filter(meant)
    return list(found.order_by("-answered_at", "-pk")[:ANSWERS_SHOWN])
