from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

SEEN_AGAIN_AFTER = timedelta(days=1)


class LearnerQuerySet(models.QuerySet["Learner"]):
    def guests(self) -> Self:
        return self.filter(user=None)

    def idle_since(self, moment: datetime) -> Self:
        return self.filter(seen_at__lt=moment)


class Learner(models.Model):
    """Someone who learns: a guest known by the browser's signed cookie alone, or the owner of an account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="learner"
    )
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    # Reading comfort as kept with an account; a browser keeps its own in a cookie.
    comfort = models.CharField(max_length=120, blank=True)
    # How practice is wished: where days begin and end, how many cards a day, whether it rests, whether weeks are shown.
    time_zone = models.CharField(max_length=60, blank=True)
    cards_a_day = models.PositiveSmallIntegerField(default=20)
    practice_paused = models.BooleanField(default=False)
    weeks_shown = models.BooleanField(default=True)
    # Whether there is a class whose dates are worth looking for; and the secret address of the calendar of them.
    in_class = models.BooleanField(default=False)
    calendar_token = models.CharField(max_length=32, blank=True, db_index=True)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.user.get_username() if self.user else f"guest {self.pk}"

    @property
    def is_guest(self) -> bool:
        return self.user_id is None

    def see(self, now: datetime) -> bool:
        """Note that the learner is here; True where that was news. Once a day is enough."""
        if now - self.seen_at < SEEN_AGAIN_AFTER:
            return False
        self.seen_at = now
        self.save(update_fields=["seen_at"])
        return True
