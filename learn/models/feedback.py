from django.db import models

from learn.models.learner import Learner


class Feedback(models.Model):
    """What a reader thinks of a lesson, or a mistake found in it."""

    class Kind(models.TextChoices):
        HELPFUL = "helpful", "Helpful"
        NOT_HELPFUL = "not-helpful", "Not helpful"
        MISTAKE = "mistake", "Mistake"

    learner = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, blank=True, related_name="feedback")
    lesson = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    comment = models.TextField(max_length=2000, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.lesson}"
