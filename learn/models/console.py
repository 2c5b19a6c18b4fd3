from django.db import models

from learn.models.learner import Learner


class Sending(models.Model):
    """A request sent from the console: once for each form, with what the learner expected, and what came of it."""

    class Certainty(models.IntegerChoices):
        GUESSING = 1, "guessing"
        FAIRLY_SURE = 2, "fairly sure"
        SURE = 3, "sure"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="sendings", db_index=False)
    # From the form: a double click and a replayed form meet here.
    number = models.CharField(max_length=24)
    # What was to be sent, as a digest: another request under the same number is another one.
    digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField()
    challenge = models.SlugField(max_length=60, blank=True)
    # Where the request was expected to stop (an exit, or x- and a box), and the code expected.
    place = models.CharField(max_length=8, blank=True)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    certainty = models.PositiveSmallIntegerField(choices=Certainty, null=True, blank=True)
    # Empty until the lab has answered.
    request_id = models.CharField(max_length=20, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    route = models.CharField(max_length=60, blank=True)
    right = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["learner_id", "sent_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["learner", "number"], name="sending_once")]
        indexes = [models.Index(fields=["learner", "request_id"], name="sending_of_exchange")]

    def __str__(self) -> str:
        return f"{self.request_id or 'a request'} by {self.learner}"

    @property
    def predicted(self) -> bool:
        return bool(self.place) or self.code is not None


class HintOpened(models.Model):
    """A hint of a challenge that a learner has opened; it stays open."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="hints", db_index=False)
    challenge = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["learner_id", "challenge", "number"]
        verbose_name_plural = "hints opened"
        constraints = [models.UniqueConstraint(fields=["learner", "challenge", "number"], name="hint_once")]

    def __str__(self) -> str:
        return f"hint {self.number} of {self.challenge} by {self.learner}"


class SolvedChallenge(models.Model):
    """A challenge that a learner has solved: when first, and the best way (fewest hints, then fewest requests)."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="solved", db_index=False)
    challenge = models.SlugField(max_length=60)
    first_at = models.DateTimeField()
    best_at = models.DateTimeField()
    hints = models.PositiveSmallIntegerField()
    requests = models.PositiveIntegerField()

    class Meta:
        ordering = ["learner_id", "first_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["learner", "challenge"], name="solved_once_per_learner")]

    def __str__(self) -> str:
        return f"{self.challenge} by {self.learner}"

    @property
    def effort(self) -> tuple[int, int]:
        return self.hints, self.requests


class Solving(models.Model):
    """One time that a challenge was solved: the event behind SolvedChallenge."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="solvings", db_index=False)
    challenge = models.SlugField(max_length=60)
    solved_at = models.DateTimeField()
    hints = models.PositiveSmallIntegerField()
    requests = models.PositiveIntegerField()

    class Meta:
        ordering = ["learner_id", "solved_at", "pk"]
        indexes = [models.Index(fields=["learner", "challenge"], name="solvings_of_learner")]

    def __str__(self) -> str:
        return f"{self.challenge} by {self.learner}"


class SharedExchange(models.Model):
    """An exchange that its learner has made public, frozen: its address is all one needs to read it."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="shared")
    token = models.CharField(max_length=24, unique=True)
    request_id = models.CharField(max_length=20)
    record = models.TextField(blank=True)
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["learner_id", "-shared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "request_id"], condition=models.Q(withdrawn_at=None), name="shared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} shared by {self.learner}"
