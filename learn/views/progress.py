"""What has been learnt so far, and what comes next."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from learn.access import answers_of, learner_id_of, obtained_by, progress_of, taken_by, walked_by
from learn.domain.flow.diagram import Lit, draw
from learn.domain.progress import codes_met, share_walked
from learn.library import library
from learn.models import CheckAnswer, LessonProgress, ObtainedCode
from learn.views.lessons import next_lesson, state_of
from learn.views.pages import LearnRequest, versioned


@dataclass(frozen=True)
class Kept:
    """Everything that is kept of someone's learning."""

    lessons: list[LessonProgress]
    answers: list[CheckAnswer]
    walked: set[tuple[str, str, str]]
    obtained: list[ObtainedCode]
    taken: set[tuple[str, str]]

    @classmethod
    def of(cls, learner: int | None) -> "Kept":
        return cls(
            progress_of(learner), answers_of(learner), walked_by(learner), obtained_by(learner), taken_by(learner)
        )

    @property
    def version(self) -> tuple[Any, ...]:
        return (
            state_of(self.lessons),
            tuple((a.question, a.right) for a in self.answers),
            tuple(sorted(self.walked)),
            tuple(row.code for row in self.obtained),
            tuple(sorted(self.taken)),
        )


@require_safe
def progress(request: LearnRequest) -> HttpResponse:
    @cache
    def kept() -> Kept:
        return Kept.of(learner_id_of(request))

    # A request from a terminal changes what is shown, so a guest's cookie doesn't say it all.
    return versioned(
        request, "progress/progress.html", lambda: _context(kept()), version=lambda: kept().version, stamped=False
    )


def _context(kept: Kept) -> dict[str, Any]:
    held = library()
    lessons, walked = kept.lessons, kept.walked
    answered = {a.question for a in kept.answers}
    right = {a.question for a in kept.answers if a.right}
    met = codes_met(held, opened=[p.lesson for p in lessons], answered_right=right, walked=walked)
    backend = {(source, target) for name, source, target in walked if name == held.backend.name}
    by_lesson = {p.lesson: p for p in lessons}
    return {
        "next": next_lesson(lessons),
        "codes": [code for code in met if code.status.taught or code.steps],
        "met_count": sum(1 for code in met if code.steps),
        "lessons": [(lesson, by_lesson.get(lesson.slug)) for lesson in held.order],
        "finished": sum(1 for p in lessons if p.finished_at and p.lesson in held.lessons),
        "answered": len(answered & held.items.keys()),
        "right": len(right & held.items.keys()),
        "questions": len(held.items),
        "obtained": [(held.registry[row.code], row) for row in kept.obtained],
        "taken": share_walked(held.backend, {(held.backend.name, *way) for way in kept.taken}),
        "shares": [share_walked(graph, walked) for graph in held.charts.values()],
        "drawing": draw(held.backend),
        "lit": Lit(frozenset(end for way in backend for end in way), frozenset(backend)),
    }
