"""What has been learnt so far, what is still known, and what comes next."""

from datetime import date, tzinfo
from functools import cache
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.access import answers_behind, learner_id_of, learner_of, practice_answers_of
from learn.actions.planning import plan_review
from learn.domain.flow.diagram import Lit, draw
from learn.domain.lab.compare import below_sandbox
from learn.domain.mixups import calibrated, matrix
from learn.domain.pictures import calendar, day_bars
from learn.domain.practice.memory import zone
from learn.domain.practice.plan import forecast, weeks_in_a_row
from learn.domain.progress import chances_today, codes_met, share_walked
from learn.domain.status import Status
from learn.library import library
from learn.models import ObtainedCode, WalkedEdge
from learn.views.due import due_of
from learn.views.kept import Kept
from learn.views.knowing import pairs_known
from learn.views.lessons import next_lesson
from learn.views.pages import LearnRequest, versioned
from learn.views.questions import CERTAINTIES, Told, told


@require_safe
def progress(request: LearnRequest) -> HttpResponse:
    """Everything there is to say of what somebody has learnt and still knows."""
    now = timezone.now()

    @cache
    def kept() -> Kept:
        learner = learner_of(request)
        return Kept.of(learner, learner_id_of(request), now)

    due = due_of(request)

    # A request from a terminal changes what is shown, so a guest's cookie doesn't say it all.
    return versioned(
        request,
        "progress/progress.html",
        lambda: _context(kept()) | {"due": due()},
        version=lambda: (*kept().version, due()),
        stamped=False,
    )


def _context(kept: Kept) -> dict[str, Any]:
    return _todo(kept) | _codes(kept) | _practice(kept) | _chart(kept) | _lessons(kept)


def _todo(kept: Kept) -> dict[str, Any]:
    planned = plan_review(kept.learner, kept.cards, now=kept.now)
    return {
        "today": kept.today,
        "next": next_lesson(kept.lessons),
        "paused": kept.learner is not None and kept.learner.practice_paused,
        "due_count": sum(plan.why != "new" for plan in planned),
        "new_count": sum(plan.why == "new" for plan in planned),
    }


def _codes(kept: Kept) -> dict[str, Any]:
    held = library()
    opened = [p.lesson for p in kept.lessons]
    chances = chances_today(kept.memories, kept.now, kept.time_zone)
    met = codes_met(
        held,
        opened=opened,
        answered_right={question for question, right in kept.checks if right},
        walked=kept.walked(WalkedEdge.By.WIZARD),
        practised={answers.correct for answers in kept.answers if answers.right},
        chances=chances,
    )
    obtained = {row.code for row in kept.obtained}
    return {
        "codes": [code for code in met if code.status.taught or code.steps or code.chance],
        "met_count": sum(1 for code in met if code.steps or code.chance),
        "recalled": len(chances),
        "pairs": pairs_known(kept.cards, opened=opened, obtained=obtained, today=kept.today, zone=kept.time_zone),
        "obtained": [(held.registry[row.code], *_first_time(row, kept.time_zone)) for row in kept.obtained],
    }


def _first_time(row: ObtainedCode, zone_name: str) -> tuple[date, str]:
    """Return the day, where the learner was, on which a code was first obtained, and the request that did it."""
    method, _, target = row.request.partition(" ")
    return row.obtained_at.astimezone(zone(zone_name)).date(), f"{method} {below_sandbox(target)}"


def _practice(kept: Kept) -> dict[str, Any]:
    held = library()
    mixups = matrix(kept.answers, {status.code for status in held.registry})
    shown = calendar(kept.days, kept.today)
    weeks = weeks_in_a_row(kept.days, kept.today) if kept.learner and kept.learner.weeks_shown else 0
    sureness = calibrated(kept.answers, kept.predictions)
    return {
        "matrix": mixups,
        "matrix_codes": [held.registry[code] for code in mixups.codes],
        "matrix_rows": [
            (held.registry[correct], [(held.registry[cell.chosen], cell.times) for cell in cells])
            for correct, cells in mixups.rows
        ],
        "mistakes": [_named(*mistake) for mistake in mixups.mistakes[:3]],
        "left_out": [held.registry[code] for code in mixups.left_out],
        "mistakes_left_out": [_named(*mistake) for mistake in mixups.mistakes_left_out],
        "sureness": [(words, row) for (_, words), row in zip(CERTAINTIES, sureness, strict=True)],
        "judged": sum(row.together.count for row in sureness),
        "calendar": shown,
        "weeks": weeks,
        "bars": day_bars(forecast(kept.memories, kept.now, kept.time_zone)) if kept.cards else None,
        "cards_a_day": kept.learner.cards_a_day if kept.learner else 0,
    }


def _named(correct: int, chosen: int, count: int) -> tuple[Status, Status, int]:
    registry = library().registry
    return registry[correct], registry[chosen], count


def _chart(kept: Kept) -> dict[str, Any]:
    held = library()
    backend = held.backend
    by_wizard, by_lab = kept.walked(WalkedEdge.By.WIZARD), kept.walked(WalkedEdge.By.LAB)
    lab, wizard = ({(a, b) for name, a, b in walked if name == backend.name} for walked in (by_lab, by_wizard))
    lit = Lit(
        frozenset(box for way in lab for box in way),
        frozenset(lab),
        ghost_nodes=frozenset(box for way in wizard - lab for box in way),
        ghost_edges=frozenset(wizard - lab),
    )
    ways = [(edge.source, edge.target) for edge in backend.edges if not edge.back_to_client]
    return {
        "taken": share_walked(backend, by_lab),
        "shares": [share_walked(graph, by_wizard) for graph in held.charts.values()],
        "drawing": draw(backend),
        "lit": lit,
        "ways": [(backend[a], backend[b], (a, b) in lab, (a, b) in wizard) for a, b in ways],
    }


def _lessons(kept: Kept) -> dict[str, Any]:
    held = library()
    asked = {check for lesson in held.order for check in lesson.checks}
    by_lesson = {p.lesson: p for p in kept.lessons}
    return {
        "lessons": [(lesson, by_lesson.get(lesson.slug)) for lesson in held.order],
        "finished": sum(1 for p in kept.lessons if p.finished_at and p.lesson in held.lessons),
        "answered": len({question for question, _ in kept.checks} & asked),
        "right": len({question for question, right in kept.checks if right} & asked),
        "questions": len(asked),
        "solved": len(kept.solved),
        "challenges": len(held.challenges),
    }


@require_safe
def answers(request: LearnRequest) -> HttpResponse:
    """The answers behind a cell of the matrix (``code`` was right, ``chosen`` was chosen); without one, the last."""
    cell = [request.GET.get(name, "") for name in ("code", "chosen")]
    correct, chosen = (_code(text) for text in cell)
    if any(cell) and (correct is None or chosen is None):
        raise Http404("A cell has two registered codes, the right one and the one chosen. Your progress has them all.")

    @cache
    def found() -> list[Told]:
        learner = learner_id_of(request)
        if correct is None or chosen is None:
            return [told(answer) for answer in practice_answers_of(learner)]
        return [told(answer) for answer in answers_behind(learner, correct.code, chosen.code)]

    def context() -> dict[str, Any]:
        learner = learner_of(request)
        local = zone(learner.time_zone if learner else "")
        rows = [_row(seen, local) for seen in found()]
        return {"answers": rows, "correct": correct, "chosen": chosen}

    def version() -> tuple[Any, ...]:
        learner = learner_of(request)
        return (learner.time_zone if learner else "", [seen.answer.pk for seen in found()])

    return versioned(request, "progress/answers.html", context, version=version, stamped=False)


def _code(text: str) -> Status | None:
    return library().registry.get(int(text)) if len(text) == 3 and text.isascii() and text.isdecimal() else None


def _row(seen: Told, local: tzinfo) -> tuple[Told, date, Status | None, Status | None]:
    """Return an answer with the learner's date of it, the code it is filed under, and the one chosen."""
    registry = library().registry
    day = seen.answer.answered_at.astimezone(local).date()
    return seen, day, registry.get(seen.answer.code), registry.get(seen.answer.chosen)
