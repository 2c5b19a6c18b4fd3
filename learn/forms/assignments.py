"""Assignments as instructors fill them in: the work's own fields, its parts, the moment of publishing."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from learn.domain.library import Library
from learn.domain.teach.local_time import from_local, to_local
from learn.domain.teach.parts import Wanted, read_wanted
from learn.forms.classes import NameField
from learn.models import Assignment, Part

NOT_A_MOMENT = "Give a day and a time, such as 2026-11-27T23:59."
WEIGHT_AT_MOST = 100
ASKED_OF = {"review": ("days", "of"), "diagram": ("percent", "by")}
DATES = ("opens_at", "due_at", "late_until")


class MomentField(forms.Field):
    """A day and a time on the clocks of ``zone``, kept in UTC."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"})
    zone: tzinfo = ZoneInfo("UTC")

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            local = datetime.fromisoformat(text[:32])
        except ValueError:
            raise ValidationError(NOT_A_MOMENT) from None
        if local.tzinfo is not None or not 2000 <= local.year < 2200:
            raise ValidationError(NOT_A_MOMENT)
        try:
            return from_local(local.replace(second=0, microsecond=0), self.zone)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return to_local(value, self.zone) if isinstance(value, datetime) else value


class InZone(forms.Form):
    """A form whose moments are typed on the clocks of a class."""

    def __init__(self, *args: Any, zone: tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = zone

    def check_order(self, cleaned: dict[str, Any]) -> None:
        opens_at, due_at, late_until = (cleaned.get(name) for name in DATES)
        if opens_at and due_at and opens_at >= due_at:
            self.add_error("due_at", "It is due before it opens. Give a later moment, or let it open earlier.")
        if due_at and late_until and late_until <= due_at:
            self.add_error("late_until", "Late work is taken after the due date. Give a later moment, or none.")


class AssignmentForm(InZone):
    """An assignment's own fields."""

    title = NameField(label="Title", max_length=120)
    note = forms.CharField(
        label="A note for learners (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opens_at = MomentField(label="Opens", required=False, help_text="Empty: as soon as it is published.")
    due_at = MomentField(label="Due", required=False, help_text="Empty: never due.")
    late_until = MomentField(
        label="Late work until", required=False, help_text="Empty: nothing is taken after the due date."
    )
    late_percent = forms.IntegerField(label="Late work is worth, in percent", min_value=0, max_value=100, initial=50)
    attempts = forms.IntegerField(
        label="Attempts at each quiz", min_value=1, max_value=50, required=False, help_text="Empty: as many as wished."
    )
    counts = forms.ChoiceField(label="Of several attempts, what counts", choices=Assignment.Counts, initial="best")
    feedback = forms.ChoiceField(
        label="Learners see what is right", choices=Assignment.Feedback, initial=Assignment.Feedback.AT_ONCE
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_order(cleaned)
        if cleaned.get("late_until") and not cleaned.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", "Nothing is late without a due date. Give one, or leave out late work.")
        after_due = cleaned.get("feedback") == Assignment.Feedback.AFTER_DUE
        if after_due and not cleaned.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", "Feedback after the due date needs one. Give it, or tell learners at once.")
        return cleaned


class PublishForm(InZone):
    """From when on learners see an assignment."""

    at = MomentField(label="From", required=False, help_text="Empty: now.")


def read_version(sent: QueryDict) -> int:
    """Return the version that a form was made for; 0, which none has, where it says no number."""
    text = sent.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def read_parts(sent: QueryDict, library: Library) -> list[tuple[str, Wanted]]:
    """Return the parts that a form asks to add, each with its kind. Raises ValueError saying what would be right."""
    kind = sent.get("kind", "")
    if kind in (Part.Kind.LESSON, Part.Kind.CHALLENGE):
        slugs = sent.getlist(kind)
        if not slugs:
            raise ValueError(f"Choose at least one {'lesson' if kind == Part.Kind.LESSON else 'challenge'}.")
        return [(kind, read_wanted(kind, {kind: slug}, library)) for slug in dict.fromkeys(slugs)]
    return [(kind, read_wanted(kind, _about(kind, sent), library))]


def _about(kind: str, sent: QueryDict) -> dict[str, Any]:
    if kind != Part.Kind.QUIZ:
        return {name: sent.get(name, "") for name in ASKED_OF.get(kind, ())}
    match sent.get("questions", ""):
        case "set":
            return {"set": sent.get("set", "interview")}
        case "pair":
            return {"pair": sent.get("pair", ""), "count": sent.get("count", "")}
    return {"boxes": sent.getlist("boxes"), "count": sent.get("count", "")}


def read_weights(sent: QueryDict, parts: Sequence[Part]) -> dict[int, int]:
    """Return the weights typed for parts, by their numbers. Raises ValueError for what isn't a weight."""
    weights = {}
    for part in parts:
        text = sent.get(f"weight-{part.pk}", str(part.weight)).strip()
        if not text.isascii() or not text.isdigit() or int(text[:9]) > WEIGHT_AT_MOST:
            raise ValueError(f"A weight is a whole number from 0 to {WEIGHT_AT_MOST}; “{text[:20]}” isn't.")
        weights[part.pk] = int(text[:9])
    return weights
