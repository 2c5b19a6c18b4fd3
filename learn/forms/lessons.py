from django import forms


class CheckForm(forms.Form):
    """An answer to a check: what was given, at which attempt, to which version of the question."""

    given = forms.CharField(max_length=40, error_messages={"required": "Give an answer first."})
    attempt = forms.IntegerField(min_value=1, max_value=10_000)
    version = forms.IntegerField(min_value=1, max_value=100_000)

    @property
    def first_problem(self) -> str:
        name, errors = next(iter(self.errors.items()))
        return str(errors[0]) if name == "given" else "The form is incomplete. Reload the page and answer again."


class MistakeForm(forms.Form):
    """A mistake found in a lesson."""

    comment = forms.CharField(
        label="What is wrong, and what would be right?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
