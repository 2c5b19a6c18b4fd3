"""What someone has done in lessons, checks and the wizard."""

from collections.abc import Collection, Sequence
from datetime import date

from learn.models import Again, CheckAnswer, LessonProgress, WalkedEdge


def progress_of(learner: int | None) -> list[LessonProgress]:
    """Return the lessons the learner has opened, the one left last first."""
    return list(LessonProgress.objects.filter(learner=learner).order_by("-left_at")) if learner else []


def answers_of(learner: int | None, questions: Sequence[str] | None = None) -> list[CheckAnswer]:
    """Return the learner's answers (to some questions), attempt by attempt."""
    if learner is None:
        return []
    answers = CheckAnswer.objects.filter(learner=learner).order_by("attempt")
    return list(answers if questions is None else answers.filter(question__in=questions))


def lesson_progress_of(learner: int | None, lesson: str) -> LessonProgress | None:
    return LessonProgress.objects.filter(learner=learner, lesson=lesson).first() if learner else None


def has_walked(learner: int | None, edges: Collection[tuple[str, str, str]]) -> bool:
    """Whether the learner has followed every one of these arrows before."""
    return learner is not None and set(edges) <= walked_by(learner)


def has_walked_again(learner: int | None, edges: Collection[tuple[str, str, str]], day: date) -> bool:
    """Whether it is noted of all arrows of the backend diagram among these that they were followed again that day."""
    wanted = {f"wizard:{source}-{target}" for graph, source, target in edges if graph == "backend"}
    noted = Again.objects.filter(learner=learner, day=day, what__startswith="wizard:")
    return not wanted or wanted <= set(noted.values_list("what", flat=True))


def walked_by(learner: int | None) -> set[tuple[str, str, str]]:
    """Return the arrows followed in the wizard: chart, source, target."""
    if learner is None:
        return set()
    walked = WalkedEdge.objects.filter(learner=learner, by=WalkedEdge.By.WIZARD)
    return set(walked.values_list("graph", "source", "target"))
