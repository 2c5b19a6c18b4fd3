from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm, PasswordChangeForm, SetPasswordForm

from learn.models import User

NOT_TOGETHER = "This name and password don't match. Check both for typos; capitals matter in the password."

NAME_TAKEN = "This name is taken. Choose another, or sign in."


class SignUpForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """A name and a password; an e-mail address only for those who want to reset the password by mail."""

    email = forms.EmailField(
        label="E-mail address (optional)",
        required=False,
        max_length=254,
        help_text="Only used to reset a forgotten password.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    class Meta:
        model = User
        fields = ("username", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        self.fields["username"].help_text = "Shown to you in the header. Any name you like, up to 60 characters."
        self.fields["username"].widget.attrs.update(autocomplete="username", autofocus=False)
        self.order_fields(["username", "password1", "password2", "email"])

    def clean_username(self) -> str:
        name = str(User.normalize_username(self.cleaned_data["username"]))
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(NAME_TAKEN, code="unique")
        return name


class SignInForm(AuthenticationForm):
    """A name and a password."""

    error_messages = {"invalid_login": NOT_TOGETHER, "inactive": NOT_TOGETHER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        self.fields["username"].widget.attrs.update(autofocus=False)


class EmailForm(forms.ModelForm):  # type: ignore[type-arg]
    """The address that a password reset is sent to."""

    class Meta:
        model = User
        fields = ("email",)
        labels = {"email": "E-mail address"}
        help_texts = {"email": "Only used to reset a forgotten password. Leave it empty to keep none."}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}


class DeleteAccountForm(forms.Form):
    """The password again, so that nobody else at this screen deletes the account."""

    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError("That isn't your password. Nothing was deleted.")
        return password


__all__ = [
    "DeleteAccountForm",
    "EmailForm",
    "PasswordChangeForm",
    "SetPasswordForm",
    "SignInForm",
    "SignUpForm",
]
