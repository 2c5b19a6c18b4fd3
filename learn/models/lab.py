from datetime import datetime, timedelta
from typing import Self

from django.db import models

IDLE = timedelta(hours=24)
TRACES_KEPT = 50


class SandboxQuerySet(models.QuerySet["Sandbox"]):
    def idle_since(self, moment: datetime) -> Self:
        return self.filter(touched_at__lt=moment)


class Sandbox(models.Model):
    """One learner's copy of the lab's shop. Knowing the id is what gives access; it lives in the lab's database."""

    id = models.CharField(primary_key=True, max_length=40)
    # The learner whose requests these are, in the site's database; nobody for one made from a terminal.
    learner = models.BigIntegerField(null=True, blank=True, db_index=True)
    shop = models.TextField()
    requests = models.PositiveIntegerField(default=0)
    # How often it was reset: what the provider took before doesn't count any more.
    epoch = models.PositiveIntegerField(default=0)
    # What has been copied to the learner's own log already, as words between spaces.
    proved = models.TextField(blank=True)
    # The challenge that counts at the moment: armed after so many requests, and solved by which of them (0: not yet).
    challenge = models.SlugField(max_length=60, blank=True)
    armed_at = models.DateTimeField(null=True, blank=True)
    armed_from = models.PositiveIntegerField(default=0)
    solved_by = models.PositiveIntegerField(default=0)
    # Every challenge solved here, as words between spaces.
    solved = models.TextField(blank=True)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SandboxQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "sandboxes"

    def __str__(self) -> str:
        return f"sandbox of {self.learner or 'nobody'} since {self.created_at:%Y-%m-%d}"

    def is_gone(self, now: datetime) -> bool:
        return self.deleted_at is not None or now - self.touched_at >= IDLE

    @property
    def expires_at(self) -> datetime:
        return self.touched_at + IDLE

    def arm(self, challenge: str, now: datetime) -> None:
        """Let a challenge count from here on. What was armed before counts no more."""
        self.challenge, self.armed_at, self.armed_from, self.solved_by = challenge, now, self.requests, 0
        self.touched_at = now
        self.save(update_fields=["challenge", "armed_at", "armed_from", "solved_by", "touched_at"])

    def begin_challenge_anew(self) -> None:
        """After a reset nothing has been sent; a challenge that was solved needs arming again."""
        self.armed_from = 0
        if self.solved_by:
            self.challenge, self.solved_by = "", 0

    @property
    def solved_here(self) -> set[str]:
        return set(self.solved.split())


class LabTrace(models.Model):
    """The record of one request to a sandbox; the oldest gives its place to the newest."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="traces", db_index=False)
    place = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    request_id = models.CharField(max_length=20)
    record = models.TextField()

    class Meta:
        ordering = ["sandbox_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["sandbox", "place"], name="trace_once_per_place")]

    def __str__(self) -> str:
        return self.request_id


class Exchange(models.Model):
    """One request of a learner, in short, for good: the traces are only the last ones. In the lab's database."""

    learner = models.BigIntegerField()
    sandbox = models.CharField(max_length=40)
    request_id = models.CharField(max_length=20)
    sent_at = models.DateTimeField()
    method = models.CharField(max_length=32)
    target = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    route = models.CharField(max_length=60)
    challenge = models.SlugField(max_length=60, blank=True)

    class Meta:
        ordering = ["learner", "sent_at", "pk"]
        indexes = [models.Index(fields=["learner", "sent_at"], name="exchanges_of_learner")]

    def __str__(self) -> str:
        return f"{self.method} {self.target}: {self.status}"


class Capture(models.Model):
    """Money the payment provider has taken. The same key of the same user never takes it twice."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="captures", db_index=False)
    epoch = models.PositiveIntegerField()
    user = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    order = models.CharField(max_length=60)
    amount = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sandbox", "epoch", "user", "key"], name="capture_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for {self.order}"
