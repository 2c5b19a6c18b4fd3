"""A class at a glance: who needs help now and with what, what is due next, the round that is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.access import Seat, learners_of, round_on, taught
from learn.access.seeing import Scope, pair_answers_in, published_in, requests_in, scope_from
from learn.actions.grades import Book, gradebook
from learn.domain.practice.generator.targets import ASKED, deciding
from learn.domain.teach.dates import state
from learn.domain.teach.seeing import LOOK_BACK, Need, missed_pairs, silent, stopping_boxes
from learn.library import library
from learn.models import Assignment, Member, Part
from learn.views.pages import LearnRequest, render
from learn.views.teach.common import for_accounts
from learn.views.teach.naming import Names, note_named

DUE_SHOWN = 5
NEEDS_HELP = "what you need help with"
TROUBLES = ("pair", "box", "silence")


@dataclass(frozen=True)
class Told:
    """A learner who needs help, with what in words, and where their work is."""

    name: str
    words: str
    address: str


@require_safe
@for_accounts
def overview(request: LearnRequest, number: int) -> HttpResponse:
    """The instructor's first page of a class."""
    seat, now = taught(request, number), timezone.now()
    members = list(learners_of(seat.classroom))
    names = Names(request, members)
    assignments = published_in(seat.classroom, now)
    book = gradebook(seat.classroom, members, assignments, now=now)
    scope = scope_from(seat.classroom, _parts_of(book))
    needs = _needs(book, scope, now)
    troubled = {need.learner for need in needs}
    note_named(request, seat, names, [one for one in members if one.learner_id in troubled], NEEDS_HELP)
    context = {
        "classroom": seat.classroom,
        "learners": len(members),
        "names": names,
        "needs": _told(seat, needs, scope, members, names),
        "due": due_next(assignments, now),
        "published": len(assignments),
        "round": round_on(seat.classroom),
        "boxes": [library().backend[box] for box in deciding(ASKED, library().backend)],
    }
    return render(request, "teach/classroom.html", context)


def _parts_of(book: Book) -> list[Part]:
    """Return the parts of a book's assignments, each knowing its assignment without another statement."""
    found = []
    for setup in book.setups:
        for part, _ in setup.parts:
            part.assignment = setup.assignment
            found.append(part)
    return found


def _needs(book: Book, scope: Scope, now: datetime) -> list[Need]:
    """Return who needs help now; nobody in a class that is over."""
    if book.classroom.archived_at is not None:
        return []
    requests, last_sent = requests_in(scope, book.members, after=now - LOOK_BACK)
    solved = {(learner, slug) for learner, own in book.evidence.items() for slug, at in own.challenges.items() if at}
    missed = missed_pairs(pair_answers_in(scope, after=now - LOOK_BACK))
    worked = dict(last_sent)
    for learner in book.evidence:
        last = _last_work(book, learner)
        if last is not None:
            worked[learner] = max(last, worked.get(learner, last))
    return [*missed, *stopping_boxes(requests, solved, library().backend), *silent(_open_since(book), worked, now)]


def _last_work(book: Book, learner: int) -> datetime | None:
    """Return when a learner last did something of what is assigned."""
    own = book.evidence.get(learner)
    if own is None:
        return None
    moments = [
        *(at for both in own.lessons.values() for at in both),
        *(at for solved in own.challenges.values() for at in solved),
        *(sat.at for attempts in own.quizzes.values() for sat in attempts),
        *own.opened,
        *(at for walked in own.walked.values() for _, at in walked),
        *(at for again in own.again.values() for at in again),
        *(datetime.combine(day, datetime.max.time(), book.zone) for day in own.days),
    ]
    return max((at for at in moments if at is not None), default=None)


def _open_since(book: Book) -> dict[int, datetime]:
    """Return since when each learner has had work that can be handed in and isn't done."""
    found: dict[int, datetime] = {}
    for member in book.members:
        if member.learner_id is None:
            continue
        begun = [
            max(filter(None, (rules.dates.opens_at, setup.assignment.published_at, member.joined_at)))
            for setup in book.setups
            if not (rules := setup.rules_of(member)).excused
            and state(rules, book.now) in ("open", "late")
            and book.cell(member, setup).grade.state in ("in progress", "missing")
        ]
        if begun:
            found[member.learner_id] = min(begun)
    return found


def _told(
    seat: Seat, needs: Sequence[Need], scope: Scope, members: Sequence[Member], names: Names
) -> list[tuple[str, list[Told]]]:
    """Return needs in words, by what is the matter, those that are the most first."""
    of_learner = {member.learner_id: member for member in members}
    found: dict[str, list[Told]] = {trouble: [] for trouble in TROUBLES}
    for need in sorted(needs, key=lambda need: -need.times):
        member = of_learner.get(need.learner)
        if member is not None:
            address = f"{_address_of(seat, need, member, scope)}{names.query}"
            found[need.trouble].append(Told(names(member), _words(need), address))
    return [(trouble, told) for trouble, told in found.items() if told]


def _words(need: Need) -> str:
    held = library()
    if need.trouble == "pair":
        title = held.pairs[need.about].title if need.about in held.pairs else need.about
        return f"{need.times} misses on {title}"
    if need.trouble == "box":
        return f"{need.times} requests stopped at “{held.backend[need.about].label}”"
    return f"nothing for {need.times} days"


def _address_of(seat: Seat, need: Need, member: Member, scope: Scope) -> str:
    """Return where the work is that a need is about."""
    where: Any = need.where
    if need.trouble == "box":
        challenges = [part for part in scope.parts if part.kind == Part.Kind.CHALLENGE]
        where = next((part.assignment_id for part in challenges if part.wanted["challenge"] == need.where), "")
    if not where:
        return reverse("member_work", args=[seat.classroom.pk, member.pk])
    return reverse("work", args=[seat.classroom.pk, member.pk, where])


def due_next(assignments: Sequence[Assignment], now: datetime) -> list[Assignment]:
    """Return what is due next, the nearest first."""
    due = [assignment for assignment in assignments if assignment.due_at is not None and assignment.due_at >= now]
    return sorted(due, key=lambda assignment: (assignment.due_at or now, assignment.pk))[:DUE_SHOWN]
