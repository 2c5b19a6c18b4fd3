"""What someone has practised: sittings, cards, answers, days."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils import timezone

from learn.models import Card, PracticeAnswer, Sitting
from learn.models.keyed import Keyed

SITTING = Keyed(Sitting, "pk", "learner_id")


def sitting_of(learner: int | None, number: int) -> Sitting:
    """Return a sitting of the learner's own. Raises Http404 for another's and a missing one alike."""
    sitting = SITTING.find(number, learner) if learner else None
    if sitting is None:
        raise Http404("You have no sitting with this number. Practice shows those you can go on with.")
    return sitting


def open_sittings_of(learner: int | None) -> list[Sitting]:
    """Return the learner's sittings that can be gone on with, the newest first."""
    if learner is None:
        return []
    return list(Sitting.objects.filter(learner=learner, finished_at=None).select_related("part__assignment"))


def cards_of(learner: int | None) -> list[Card]:
    """Return the learner's cards."""
    return list(Card.objects.filter(learner=learner)) if learner else []


def practice_answers_of(learner: int | None) -> list[PracticeAnswer]:
    """Return the learner's last answers, newest first, 100 at most."""
    if learner is None:
        return []
    answers = PracticeAnswer.objects.filter(learner=learner).explained(timezone.now()).order_by("-answered_at", "-pk")
    return list(answers[:100])


def all_practice_answers_of(learner: int, fields: Sequence[str]) -> list[dict[str, Any]]:
    """Return these fields of every answer of the learner's that is explained by now, oldest first."""
    answers = PracticeAnswer.objects.filter(learner=learner).explained(timezone.now())
    return list(answers.order_by("answered_at", "pk").values(*fields))
