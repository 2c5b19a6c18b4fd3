"""Forms about classes: opening and settings, codes, names, rosters."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from learn.domain.teach.roster import GROUP_LENGTH, NAME_LENGTH, tidy
from learn.forms.zones import ZoneField
from learn.models import Classroom

YEARS = range(2000, 2101)
ZONE_HELP = "The dates and times of the class are shown in it. An example: Europe/Berlin."


class NameField(forms.CharField):
    """A name on one line, without invisible signs that turn the text around them about."""

    def to_python(self, value: Any) -> str:
        return tidy(str(super().to_python(value)))


class DayField(forms.DateField):
    """A day, of a year that a class can be in."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError("The year is between 2000 and 2100.")
        return day


class ClassForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a class is called, and when and where on the clock it takes place."""

    name = NameField(label="Name of the class", max_length=NAME_LENGTH)
    time_zone = ZoneField(label="Time zone", help_text=ZONE_HELP)
    starts_on = DayField(label="First day (optional)", required=False)
    ends_on = DayField(label="Last day (optional)", required=False)

    class Meta:
        model = Classroom
        fields = ["name", "time_zone", "starts_on", "ends_on"]

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or settings.TIME_ZONE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day comes before the first one.")
        return cleaned


class OpenClassForm(ClassForm):
    """A new class, with the name that its learners know its instructor by."""

    taught_as = NameField(label="Your name, as learners see it", max_length=NAME_LENGTH)
    # Left empty, it is the browser's own where that can say it, else the site's.
    time_zone = ZoneField(label="Time zone", required=False, help_text=ZONE_HELP)
    field_order = ["name", "taught_as", "time_zone"]


class ClassSettingsForm(ClassForm):
    """Everything about a class that can be chosen, and the version that was looked at."""

    kept_days = forms.IntegerField(
        label="Days that class data is kept after the last day",
        min_value=0,
        max_value=3650,
        help_text="After that the class forgets who learnt in it. Assignments stay, and learners keep their own work.",
    )
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    class Meta(ClassForm.Meta):
        fields = [
            *ClassForm.Meta.fields,
            *("names_shared", "earlier_work_counts", "grades_kept", "kept_days", "version"),
        ]
        labels = {
            "names_shared": "Learners see one another's names",
            "earlier_work_counts": "Work done before joining counts",
            "grades_kept": "Grades stay, under a pseudonym, when a learner's account is deleted",
        }

    def changes(self) -> dict[str, Any]:
        """Return the settings as sent, without the version they were sent for."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CopyClassForm(forms.Form):
    """A class like another one, from another day on."""

    name = NameField(label="Name of the new class", max_length=NAME_LENGTH)
    starts_on = DayField(label="First day of the new class", help_text="All dates move by as many days.")


class JoinForm(forms.Form):
    """A join code as somebody types it."""

    code = forms.CharField(label="Join code", max_length=40)


class JoiningForm(forms.Form):
    """The name to be known by in a class."""

    name = NameField(label="Your name in this class", max_length=NAME_LENGTH)


class MemberForm(forms.Form):
    """How a member is called, and which group they are in."""

    name = NameField(label="Name in this class", max_length=NAME_LENGTH)
    group = NameField(label="Group (optional)", max_length=GROUP_LENGTH, required=False)


class InstructorForm(forms.Form):
    """The name of an account."""

    account = forms.CharField(label="Name of their account", max_length=60)
