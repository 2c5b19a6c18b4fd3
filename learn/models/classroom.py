from typing import Self

from django.db import models
from django.db.models import Q

from learn.models.learner import Learner


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    def taught_by(self, learner: Learner) -> Self:
        return self.filter(members__learner=learner, members__role=Member.Role.INSTRUCTOR, members__left_at=None)

    def attended_by(self, learner: Learner) -> Self:
        return self.filter(members__learner=learner, members__role=Member.Role.LEARNER, members__left_at=None)


class Classroom(models.Model):
    """A class: who teaches it, who learns in it, and how one gets in."""

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # How one joins: by a code of 9 characters or the link that holds it, as long as joining is open.
    code = models.CharField(max_length=9, unique=True)
    joining_open = models.BooleanField(default=True)
    # Whether learners see one another's names, whether work from before joining counts.
    names_shared = models.BooleanField(default=False)
    earlier_work_counts = models.BooleanField(default=False)
    # What happens with class data: how long it is kept after the end, and whether grades stay as pseudonyms.
    kept_days = models.PositiveSmallIntegerField(default=365)
    grades_kept = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    # Raised by each change of its settings: an edit of what somebody else has changed meanwhile is refused.
    version = models.PositiveIntegerField(default=1)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody in a class, as instructor or as learner, with the name used there."""

    class Role(models.TextChoices):
        INSTRUCTOR = "instructor", "Instructor"
        LEARNER = "learner", "Learner"

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="members", db_index=False)
    # Nobody any more for a learner whose account is gone and whose grades the class keeps under a pseudonym.
    learner = models.ForeignKey(
        Learner, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships", db_index=False
    )
    role = models.CharField(max_length=10, choices=Role)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=60, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    # Grades as they stood when the account went, by assignment, as JSON; only where the class keeps them.
    kept_grades = models.TextField(blank=True)

    class Meta:
        ordering = ["classroom_id", "role", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["classroom", "learner"], name="member_once_per_class"),
        ]
        indexes = [models.Index(fields=["learner", "role"], name="classes_of_learner")]

    def __str__(self) -> str:
        return f"{self.name} in {self.classroom}"

    @property
    def is_instructor(self) -> bool:
        return self.role == self.Role.INSTRUCTOR


class Invitation(models.Model):
    """A place in a class that waits for somebody on the roster; its link is good once."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    group = models.CharField(max_length=60, blank=True)
    token = models.CharField(max_length=32, unique=True)
    invited_at = models.DateTimeField()
    used_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["classroom_id", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "email"],
                condition=~Q(email="") & Q(used_at=None, withdrawn_at=None),
                name="invited_once_per_class",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, invited to {self.classroom}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None


class Look(models.Model):
    """An instructor's look into a learner's work; the learner can see it."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at_learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="looks", db_index=False)
    what = models.CharField(max_length=200)
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["-looked_at", "-pk"]
        indexes = [models.Index(fields=["at_learner", "-looked_at"], name="looks_at_learner")]

    def __str__(self) -> str:
        return f"{self.by_name} looked at {self.what}"


class Round(models.Model):
    """Peer instruction: one scenario for the whole class, predicted, discussed, predicted again, then really sent."""

    class Phase(models.TextChoices):
        FIRST = "first", "First prediction"
        DISCUSS = "discuss", "Discussion"
        SECOND = "second", "Second prediction"
        SENT = "sent", "Sent"

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="rounds")
    # The generated scenario, from which request and state are made anew.
    scenario = models.CharField(max_length=80)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.FIRST)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The exchange as it really went, once it has been sent.
    record = models.TextField(blank=True)
    # Raised by each step and vote, so that an open page knows whether anything is new.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["classroom_id", "-begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["classroom"], condition=Q(closed_at=None), name="one_round_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"round of {self.classroom}, {self.begun_at:%Y-%m-%d}"


class Vote(models.Model):
    """What one learner predicts in a phase of a round; it may be changed as long as the phase lasts."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="votes", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="votes")
    phase = models.CharField(max_length=8)
    place = models.CharField(max_length=8)
    certainty = models.PositiveSmallIntegerField()
    voted_at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "phase", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "member", "phase"], name="vote_once_per_phase")]

    def __str__(self) -> str:
        return f"{self.place} in {self.round}"
