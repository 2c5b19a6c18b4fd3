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


class LabTrace(models.Model):
    """The record of one request to a sandbox; the oldest gives its place to the newest."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="traces")
    place = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    request_id = models.CharField(max_length=20)
    record = models.TextField()

    class Meta:
        ordering = ["sandbox", "-number"]
        constraints = [models.UniqueConstraint(fields=["sandbox", "place"], name="trace_once_per_place")]

    def __str__(self) -> str:
        return self.request_id


class Capture(models.Model):
    """Money the payment provider has taken. The same key of the same user never takes it twice."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, related_name="captures")
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
