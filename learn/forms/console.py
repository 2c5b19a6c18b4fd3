"""What the console's form sends beside the request itself."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from learn.domain.lab.predict import CERTAINTIES, Expected, find_place
from learn.library import library

NUMBER = re.compile(r"[A-Za-z0-9_-]{10,24}")
NO_NUMBER = "the form carries no number by which it is sent only once: press Send again"
NO_CODE = "pick a registered code"
HOW_SURE = f"say how sure you are: {', '.join(CERTAINTIES.values())}"


class SendingForm(forms.Form):
    """The form's own number, the challenge it is sent for, and what the learner expects."""

    number = forms.CharField(error_messages={"required": NO_NUMBER})
    challenge = forms.CharField(required=False)
    place = forms.CharField(required=False)
    code = forms.IntegerField(required=False, error_messages={"invalid": NO_CODE})
    certainty = forms.TypedChoiceField(
        coerce=int,
        choices=[(str(key), words) for key, words in CERTAINTIES.items()],
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": HOW_SURE},
    )

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        if not NUMBER.fullmatch(number):
            raise ValidationError(NO_NUMBER)
        return number

    def clean_challenge(self) -> str:
        slug = str(self.cleaned_data["challenge"])
        if slug and slug not in library().challenges:
            raise ValidationError("there is no challenge with this name")
        return slug

    def clean_place(self) -> str:
        key = str(self.cleaned_data["place"])
        try:
            return find_place(key, library().backend).key if key else ""
        except LookupError:
            raise ValidationError("pick a box of the map") from None

    def clean_code(self) -> int | None:
        code: int | None = self.cleaned_data["code"]
        if code is not None and code not in library().registry:
            raise ValidationError(NO_CODE)
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        expects = bool(cleaned.get("place")) or cleaned.get("code") is not None
        if expects and cleaned.get("certainty") is None and "certainty" not in self.errors:
            self.add_error("certainty", HOW_SURE)
        return cleaned

    @property
    def said(self) -> tuple[str | int | None, ...]:
        """The prediction as it was typed; how sure counts only where something is expected."""
        place, code = self.cleaned_data["place"], self.cleaned_data["code"]
        return (place, code, self.cleaned_data["certainty"]) if self.expected else ()

    @property
    def expected(self) -> Expected | None:
        """What the learner expects, where anything was said."""
        place, code = self.cleaned_data["place"], self.cleaned_data["code"]
        if not place and code is None:
            return None
        shown = find_place(place, library().backend) if place else None
        return Expected(shown, code, self.cleaned_data["certainty"])
