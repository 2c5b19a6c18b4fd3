import json
from typing import Any

from django.db import models

from learn.models.classroom import Classroom, Member


class Assignment(models.Model):
    """Work for a class: its parts, when it is open, and how it counts. Grades are computed from what was done."""

    class Counts(models.TextChoices):
        BEST = "best", "the best attempt"
        LAST = "last", "the last attempt"
        FIRST = "first", "the first attempt"
        MEAN = "mean", "the mean of all attempts"

    class Feedback(models.TextChoices):
        AT_ONCE = "at_once", "at once"
        AFTER_DUE = "after_due", "after it is due"

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="assignments")
    title = models.CharField(max_length=120)
    note = models.TextField(max_length=2000, blank=True)
    # Learners see it from then on; a draft without a moment is seen by instructors alone.
    published_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    late_until = models.DateTimeField(null=True, blank=True)
    # What late work is worth, in percent.
    late_percent = models.PositiveSmallIntegerField(default=50)
    # How many attempts at its quizzes; none for as many as wished.
    attempts = models.PositiveSmallIntegerField(null=True, blank=True)
    counts = models.CharField(max_length=5, choices=Counts, default=Counts.BEST)
    feedback = models.CharField(max_length=9, choices=Feedback, default=Feedback.AT_ONCE)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["classroom_id", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """One thing to do in an assignment. ``about`` says which, as JSON: see ``learn.domain.teach.parts``."""

    class Kind(models.TextChoices):
        LESSON = "lesson", "Lesson"
        QUIZ = "quiz", "Quiz"
        CHALLENGE = "challenge", "Lab challenge"
        REVIEW = "review", "Review days"
        DIAGRAM = "diagram", "Share of the diagram"

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=9, choices=Kind)
    about = models.TextField()
    weight = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["assignment_id", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.assignment}"

    @property
    def wanted(self) -> dict[str, Any]:
        """What is to be done, as ``learn.domain.teach.parts`` reads it."""
        return dict(json.loads(self.about))


class Exemption(models.Model):
    """Other dates for one member or a group, or none of it at all, with the reason that they are shown."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="exemptions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="exemptions")
    group = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)
    excused = models.BooleanField(default=False)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    late_until = models.DateTimeField(null=True, blank=True)
    # Beyond those that the assignment gives.
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["assignment_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member=None, group__gt="") | models.Q(member__isnull=False, group=""),
                name="for_a_member_or_a_group",
            ),
            models.UniqueConstraint(
                fields=["assignment", "member"], condition=models.Q(member__isnull=False), name="exempted_once"
            ),
            models.UniqueConstraint(
                fields=["assignment", "group"], condition=~models.Q(group=""), name="group_exempted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.group} in {self.assignment}"
