"""What has been learnt so far, and what comes next."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from learn.access import answers_of, learner_of, obtained_by, progress_of, taken_by, walked_by
from learn.domain.flow.diagram import Lit, draw
from learn.domain.progress import codes_met, share_walked
from learn.library import library
from learn.views.lessons import next_lesson
from learn.views.pages import LearnRequest, versioned


@require_safe
def progress(request: LearnRequest) -> HttpResponse:
    learner = learner_of(request)
    lessons = progress_of(learner)
    answers = answers_of(learner)
    walked = walked_by(learner)
    obtained = obtained_by(learner)
    taken = taken_by(learner)
    state = (
        tuple((p.lesson, p.place, p.finished_at is not None) for p in lessons),
        tuple((a.question, a.right) for a in answers),
        tuple(sorted(walked)),
    )

    def context() -> dict[str, Any]:
        held = library()
        answered = {a.question for a in answers}
        right = {a.question for a in answers if a.right}
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
            "obtained": [(held.registry[row.code], row) for row in obtained],
            "taken": share_walked(held.backend, {(held.backend.name, *way) for way in taken}),
            "shares": [share_walked(graph, walked) for graph in held.charts.values()],
            "drawing": draw(held.backend),
            "lit": Lit(frozenset(end for way in backend for end in way), frozenset(backend)),
        }

    return versioned(request, "progress/progress.html", context, version=state)
