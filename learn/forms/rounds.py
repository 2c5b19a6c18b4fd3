"""What is predicted in a round, and what a new one is to be about."""

from django import forms
from django.core.exceptions import ValidationError

from learn.domain.lab.predict import CERTAINTIES, find_place
from learn.library import library

PICK = "Pick the box where it stops."


class VoteForm(forms.Form):
    """A prediction: the place, how sure, and the phase that the form was shown in."""

    phase = forms.CharField(max_length=8)
    place = forms.CharField(max_length=8, error_messages={"required": PICK, "max_length": PICK})
    certainty = forms.TypedChoiceField(
        coerce=int,
        choices=[(str(key), words) for key, words in CERTAINTIES.items()],
        error_messages={"required": "Say how sure you are.", "invalid_choice": "Say how sure you are."},
    )

    def clean_place(self) -> str:
        try:
            return find_place(str(self.cleaned_data["place"]), library().backend).key
        except LookupError:
            raise ValidationError(PICK) from None

    @property
    def problem(self) -> str:
        """What is to be mended first."""
        wrong = [name for name in ("place", "certainty", "phase") if name in self.errors]
        return str(self.errors[wrong[0]][0]) if wrong else ""


class RoundForm(forms.Form):
    """The box that a scenario is to stop at; empty for any."""

    box = forms.CharField(max_length=4, required=False)
