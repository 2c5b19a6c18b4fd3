"""What came with an answer: how sure somebody was, with which help, how long it took, and the code chosen."""

from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from learn.actions.practice import Given
from learn.domain.practice.items import Item
from learn.domain.practice.marking import chosen_code
from learn.domain.practice.marks import Marking
from learn.forms.practice import AnswerForm
from learn.views.questions import ASKED, QUICK_SECONDS, SECONDS_AT_MOST, hints_for


def given_with(form: AnswerForm, item: Item, marking: Marking, hints: int) -> Given:
    """Return an answer as it is to be kept; ``hints`` are how many were open."""
    return Given(
        place=form.cleaned_data["place"],
        marking=marking,
        certainty=form.cleaned_data["certainty"],
        seconds=_seconds(form.cleaned_data["asked"]),
        quick_seconds=QUICK_SECONDS[item.kind],
        hints=hints,
        last_hint=hints >= len(hints_for(item)) > 0,
        chosen=chosen_code(marking),
    )


def _seconds(asked: str) -> float:
    """Return how long the answer took, as the form's own stamp says."""
    try:
        stamp = TimestampSigner(salt=ASKED).unsign(asked, max_age=SECONDS_AT_MOST)
    except BadSignature:
        return float(SECONDS_AT_MOST)
    return max(0.0, timezone.now().timestamp() - float(stamp))
