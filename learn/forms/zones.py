"""A time zone by its name."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError

# Names that computers have for a clock that nobody has set, and for their own.
NOWHERE = {"Factory", "localtime"}


def is_zone(name: str) -> None:
    if name not in available_timezones() - NOWHERE:
        raise ValidationError("No time zone has this name. They look like Europe/Berlin or America/New_York.")


class ZoneField(forms.CharField):
    """The name of a time zone of the IANA database."""

    default_validators = [is_zone]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)
