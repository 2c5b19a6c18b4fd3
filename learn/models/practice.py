from datetime import date, datetime
from typing import Self

from django.db import connections, models, router

from learn.models.learner import Learner


class Sitting(models.Model):
    """Questions that a learner has begun to answer, in their order, and how far they have come."""

    class Kind(models.TextChoices):
        REVIEW = "review", "Today's review"
        LESSON = "lesson", "Questions of a lesson"
        PAIR = "pair", "A pair"
        INTERVIEW = "interview", "Interview set"
        MIXED = "mixed", "Mixed"
        MOCK = "mock", "Mock interview"
        MISSES = "misses", "What I keep getting wrong"
        ASSIGNED = "assigned", "Assigned quiz"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="sittings")
    kind = models.CharField(max_length=10, choices=Kind)
    # The lesson or the pair; for a mixed one "scenarios" where all are made by the generator.
    about = models.SlugField(max_length=80, blank=True)
    # The entries as learn.domain.practice.sitting writes them; how many are answered stands in ``at`` too.
    entries = models.TextField()
    at = models.PositiveSmallIntegerField(default=0)
    # Hints opened at the question that is next, and when the last one was.
    hints = models.PositiveSmallIntegerField(default=0)
    hinted_at = models.DateTimeField(null=True, blank=True)
    # Of the answers so far: how many were right, not counting what came back after a miss; and of how many.
    right = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    # The part of an assignment that it is an attempt at, which one, and from when on its answers are explained.
    part = models.ForeignKey("learn.Part", on_delete=models.SET_NULL, null=True, blank=True, related_name="sittings")
    attempt = models.PositiveSmallIntegerField(default=1)
    explained_from = models.DateTimeField(null=True, blank=True)
    count = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    # When a timed one is over, and when any was finished.
    ends_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # The moment of the last answer.
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["learner_id", "-begun_at"]
        constraints = [
            # A double click, a second tab and another device all go on with the same one.
            models.UniqueConstraint(
                fields=["learner", "kind", "about"], condition=models.Q(finished_at=None), name="one_sitting_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.learner}"

    def is_over(self, now: datetime) -> bool:
        """Whether nothing can be answered any more: finished, or its time is up."""
        return self.finished_at is not None or (self.ends_at is not None and now >= self.ends_at)


class Card(models.Model):
    """What a learner remembers of one code within one pair: the memory model's own figures, as columns."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="cards", db_index=False)
    pair = models.SlugField(max_length=40)
    code = models.PositiveSmallIntegerField()
    stability = models.FloatField()
    difficulty = models.FloatField()
    due = models.DateTimeField()
    last_review = models.DateTimeField()
    reviews = models.PositiveIntegerField()
    lapses = models.PositiveIntegerField()
    quick_streak = models.PositiveIntegerField()
    # Whether the day of the last review saw a miss; and whether an answer was wrong though sure, and no right one has
    # come on a later day.
    missed = models.BooleanField()
    confident_miss = models.BooleanField(default=False)
    # For what is known: the first right answer, and the last right one in a mixed set with no miss since.
    first_right_at = models.DateTimeField(null=True, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    # How often each of its questions was seen, as JSON.
    seen = models.TextField(default="{}")

    class Meta:
        ordering = ["learner_id", "pair", "code"]
        constraints = [models.UniqueConstraint(fields=["learner", "pair", "code"], name="card_once_per_learner")]

    def __str__(self) -> str:
        return f"{self.code} in {self.pair} of {self.learner}"


class PracticeAnswerQuerySet(models.QuerySet["PracticeAnswer"]):
    def explained(self, now: datetime) -> Self:
        """Leave out what an assigned quiz tells right or wrong only later."""
        return self.exclude(sitting__in=Sitting.objects.filter(explained_from__gt=now))


class PracticeAnswer(models.Model):
    """One answer, for good: the log from which every card can be made anew. Nothing in it is ever changed."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="practice_answers", db_index=False)
    sitting = models.ForeignKey(
        Sitting, on_delete=models.CASCADE, null=True, blank=True, related_name="answers", db_index=False
    )
    place = models.PositiveSmallIntegerField()
    # The question with its version, or "lab" for a code obtained there.
    item = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    pair = models.SlugField(max_length=40, blank=True)
    code = models.PositiveSmallIntegerField()
    given = models.TextField(blank=True)
    right = models.BooleanField()
    # The code chosen, where one was.
    chosen = models.PositiveSmallIntegerField(null=True, blank=True)
    certainty = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.FloatField()
    quick_seconds = models.FloatField()
    hints = models.PositiveSmallIntegerField(default=0)
    last_hint = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=60)
    answered_at = models.DateTimeField()

    objects = PracticeAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["learner_id", "answered_at", "pk"]
        constraints = [
            # A double submit and a replayed form meet here.
            models.UniqueConstraint(fields=["sitting", "place"], name="answered_once_per_place"),
        ]
        indexes = [
            models.Index(fields=["learner", "answered_at"], name="log_of_learner"),
            models.Index(fields=["learner", "code", "chosen"], name="confusions_of_learner"),
            models.Index(fields=["learner", "item"], name="answers_to_question"),
        ]

    def __str__(self) -> str:
        return f"{self.item} by {self.learner}"


class PracticeDayQuerySet(models.QuerySet["PracticeDay"]):
    def add(self, learner: int, day: date, *, answers: int, reviews: int) -> None:
        """Add to a learner's day, begun where there is none, in one statement whoever else adds to it."""
        with connections[router.db_for_write(self.model)].cursor() as cursor:
            cursor.execute(
                "INSERT INTO learn_practiceday (learner_id, day, answers, reviews) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (learner_id, day) DO UPDATE SET answers = learn_practiceday.answers + excluded.answers, "
                "reviews = learn_practiceday.reviews + excluded.reviews",
                [learner, day.isoformat(), answers, reviews],
            )


class PracticeDay(models.Model):
    """A learner's day with practice in it, and how many answers and first reviews of a card it saw."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="practice_days", db_index=False)
    day = models.DateField()
    answers = models.PositiveIntegerField(default=0)
    reviews = models.PositiveIntegerField(default=0)

    objects = PracticeDayQuerySet.as_manager()

    class Meta:
        ordering = ["learner_id", "day"]
        constraints = [models.UniqueConstraint(fields=["learner", "day"], name="day_once_per_learner")]

    def __str__(self) -> str:
        return f"{self.day} of {self.learner}"
