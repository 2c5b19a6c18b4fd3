from django.db import models

from learn.models.learner import Learner


class LessonProgress(models.Model):
    """A lesson that a learner has opened: where it was left, and when its last check was answered."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="lessons", db_index=False)
    lesson = models.SlugField(max_length=80)
    opened_at = models.DateTimeField()
    left_at = models.DateTimeField()
    # The section or check to go on from, as an anchor of the page.
    place = models.SlugField(max_length=120, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # How many answers its checks were given: says whether a page that shows them is still true.
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["learner_id", "opened_at"]
        verbose_name_plural = "lesson progress"
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson"], name="lesson_once_per_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} by {self.learner}"


class CheckAnswer(models.Model):
    """One attempt at a question, as it was answered, with the version of the question it answered."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    lesson = models.SlugField(max_length=80)
    attempt = models.PositiveIntegerField()
    given = models.CharField(max_length=40)
    right = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["learner_id", "answered_at", "pk"]
        constraints = [
            # A double click, a replayed form and a second tab all meet here.
            models.UniqueConstraint(fields=["learner", "question", "attempt"], name="attempt_once"),
        ]
        indexes = [models.Index(fields=["learner", "lesson"], name="answers_of_lesson")]

    def __str__(self) -> str:
        return f"{self.question} #{self.attempt} by {self.learner}"


class WalkedEdge(models.Model):
    """An arrow of a chart that a learner has followed, in the wizard or by a request to the lab."""

    class By(models.TextChoices):
        WIZARD = "wizard", "Wizard"
        LAB = "lab", "Lab"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="walked", db_index=False)
    graph = models.SlugField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    by = models.CharField(max_length=6, choices=By, default=By.WIZARD)
    walked_at = models.DateTimeField()

    class Meta:
        ordering = ["learner_id", "graph", "source", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "by", "graph", "source", "target"], name="edge_once_per_learner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.graph}: {self.source} to {self.target} by {self.learner}"


class Again(models.Model):
    """Something done before and done again: the first time of each day, for classes where earlier work doesn't count.

    ``what`` is ``lesson:`` and a slug, or ``wizard:`` or ``lab:`` and an arrow of the backend diagram, such as C-F.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="again", db_index=False)
    what = models.CharField(max_length=100)
    # In UTC.
    day = models.DateField()
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["learner_id", "done_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["learner", "what", "day"], name="again_once_a_day")]

    def __str__(self) -> str:
        return f"{self.what} again by {self.learner}"


class ObtainedCode(models.Model):
    """A code that a learner has made the lab's server answer, with the request that did it first."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="obtained", db_index=False)
    code = models.PositiveSmallIntegerField()
    request = models.CharField(max_length=200)
    obtained_at = models.DateTimeField()

    class Meta:
        ordering = ["learner_id", "code"]
        constraints = [models.UniqueConstraint(fields=["learner", "code"], name="code_once_per_learner")]

    def __str__(self) -> str:
        return f"{self.code} by {self.learner}"
