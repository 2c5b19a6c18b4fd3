"""How an account is found for a session."""

from django.contrib.auth.backends import ModelBackend

from learn.models import User
from learn.models.keyed import Keyed

USER = Keyed(User, "pk", beside="learner")


class AccountBackend(ModelBackend):
    """Django's own, with the learner fetched beside the user."""

    def get_user(self, user_id: int) -> User | None:
        user = USER.find(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
