"""The pair of codes that is assigned to those who mix it up."""

from django import forms
from django.core.exceptions import ValidationError

from learn.domain.practice.pairs import Pair
from learn.library import library


class PairForm(forms.Form):
    """A pair by its slug, and the last assignment that the page knew: the same form sent twice makes one draft."""

    pair = forms.CharField(max_length=40)
    after = forms.IntegerField(min_value=0, max_value=2**62, required=False)

    def clean_pair(self) -> Pair:
        found = library().pairs.get(str(self.cleaned_data["pair"]))
        if found is None:
            raise ValidationError("There is no such pair.")
        return found
