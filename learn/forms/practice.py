"""Answers to questions of every kind, as forms send them; and how practice is wished."""

import json
from typing import Any

from django import forms
from django.http import QueryDict

from learn.domain.practice.items import Item
from learn.forms.zones import ZoneField
from learn.models import Learner


class AnswerForm(forms.Form):
    """What stands beside the answer itself: which place of the sitting, which question, how sure."""

    place = forms.IntegerField(min_value=0, max_value=1000)
    item = forms.CharField(max_length=80)
    version = forms.IntegerField(min_value=0, max_value=100_000)
    certainty = forms.TypedChoiceField(
        coerce=int, choices=[("1", ""), ("2", ""), ("3", "")], required=False, empty_value=None
    )
    # The next hint, asked for instead of answering.
    hint = forms.IntegerField(min_value=1, max_value=3, required=False)
    asked = forms.CharField(max_length=100, required=False)


def read_given(item: Item, sent: QueryDict) -> str:
    """Return the answer in the form that marking reads. What isn't one is told by marking."""
    match item.kind:
        case "several":
            return ",".join(sorted(set(sent.getlist("given"))))
        case "order":
            return _ordered(item, sent)
        case "match":
            return ",".join(f"{match.key}:{sent.get(f'given-{match.key}', '')}" for match in item.matches)
        case "free":
            points = sorted(set(sent.getlist("points")))
            return json.dumps({"text": sent.get("given", ""), "points": points})
        case _:
            return sent.get("given", "")


def _ordered(item: Item, sent: QueryDict) -> str:
    """Return the steps' keys by the place that each was given."""
    places = {step.key: sent.get(f"given-{step.key}", "") for step in item.steps}
    if sorted(places.values()) != [str(number) for number in range(1, len(item.steps) + 1)]:
        return ""
    return ",".join(sorted(places, key=lambda key: int(places[key])))


def typed_of(sent: QueryDict) -> dict[str, Any]:
    """Return what was typed or picked, so that the form can show it again; ``several`` are all that were ticked."""
    typed = {name: value for name, value in sent.items() if name.startswith(("given", "points", "certainty"))}
    return typed | {"several": sent.getlist("given")}


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How practice is wished."""

    cards_a_day = forms.IntegerField(
        label="Reviews a day at most",
        min_value=1,
        max_value=200,
        error_messages={"min_value": "At least one a day, or pause practice.", "max_value": "At most 200 a day."},
    )
    time_zone = ZoneField(label="Time zone, such as Europe/Berlin", required=False)

    class Meta:
        model = Learner
        fields = ["cards_a_day", "time_zone", "practice_paused", "weeks_shown"]
        labels = {"practice_paused": "Pause reviews", "weeks_shown": "Show weeks in a row"}
