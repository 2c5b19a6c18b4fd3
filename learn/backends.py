"""How an account is found for a session."""

from django.contrib.auth.backends import ModelBackend

from learn.models import User


class AccountBackend(ModelBackend):
    """Django's own, with the learner fetched beside the user."""

    def get_user(self, user_id: int) -> User | None:
        try:
            user = User.objects.select_related("learner").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
