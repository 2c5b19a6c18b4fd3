"""What readers say of a lesson."""

from datetime import datetime

from learn.actions.writing import action
from learn.models import Feedback, Learner


@action
def say_whether_helpful(learner: Learner, lesson: str, *, helpful: bool, now: datetime) -> Feedback:
    """Keep one opinion a learner and lesson; a later one takes the place of an earlier."""
    kind = Feedback.Kind.HELPFUL if helpful else Feedback.Kind.NOT_HELPFUL
    opinions = Feedback.objects.filter(learner=learner, lesson=lesson).exclude(kind=Feedback.Kind.MISTAKE)
    opinion = opinions.first() or Feedback(learner=learner, lesson=lesson)
    opinion.kind = kind
    opinion.written_at = now
    opinion.save()
    return opinion


@action
def report_mistake(learner: Learner, lesson: str, comment: str, *, now: datetime) -> Feedback:
    """Keep a report; the same words again change nothing."""
    report, _ = Feedback.objects.get_or_create(
        learner=learner,
        lesson=lesson,
        kind=Feedback.Kind.MISTAKE,
        comment=comment,
        defaults={"written_at": now},
    )
    return report
