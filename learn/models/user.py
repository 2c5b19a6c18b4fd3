from typing import TYPE_CHECKING, ClassVar
from unicodedata import category

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    from learn.models.learner import Learner

NAME_LENGTH = 60


def validate_name(name: str) -> None:
    """Take any name people have, apostrophes and spaces too, but nothing that can't be seen."""
    if name != " ".join(name.split()) or any(category(sign)[0] == "C" for sign in name):
        raise ValidationError("A name has no spaces at its ends, no double spaces and no invisible signs.")


class AccountManager(UserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its name, capitals or not; an exact match comes first."""
        named = list(self.filter(username__iexact=username)[:2])
        exact = [user for user in named if user.username == username]
        if not named:
            raise self.model.DoesNotExist
        return (exact or named)[0]


class User(AbstractUser):
    """An account: a name and a password, and an e-mail address for those who want to reset it by mail."""

    username = models.CharField(
        "name",
        max_length=NAME_LENGTH,
        unique=True,
        validators=[validate_name],
        error_messages={"unique": "This name is taken. Choose another, or sign in."},
    )
    email = models.EmailField("e-mail address", blank=True)

    learner: "Learner"

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta(AbstractUser.Meta):
        pass
