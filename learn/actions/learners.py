"""Guests and accounts as learners: beginning, keeping, joining, forgetting."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from learn.actions.practice import join_practice
from learn.actions.writing import action
from learn.domain.comfort import Comfort
from learn.models import Feedback, Learner, User

FORGOTTEN_AT_ONCE = 20


@action
def start_guest(*, now: datetime) -> Learner:
    """Return a new guest; a few guests who stayed away too long are forgotten on the way."""
    forget_idle_guests(now=now, limit=FORGOTTEN_AT_ONCE)
    return Learner.objects.create(created_at=now, seen_at=now)


@action
def forget_idle_guests(*, now: datetime, limit: int | None = None) -> int:
    """Delete guests idle for longer than ``settings.GUEST_DAYS``; return how many."""
    idle = Learner.objects.guests().idle_since(now - timedelta(days=settings.GUEST_DAYS))
    ids = list(idle.values_list("pk", flat=True)[:limit])
    if ids:
        Learner.objects.filter(pk__in=ids, user=None).delete()
    return len(ids)


@action
def learner_for_account(user: User, *, now: datetime) -> Learner:
    """Return the account's learner, made where there is none (staff made by a command)."""
    learner, _ = Learner.objects.get_or_create(user=user, defaults={"created_at": now, "seen_at": now})
    return learner


@action
def open_account(*, user: User, guest: Learner | None, now: datetime) -> Learner:
    """Save the new ``user``; what the guest has done becomes the account's."""
    user.save()
    if guest is None or not guest.is_guest:
        return Learner.objects.create(user=user, created_at=now, seen_at=now)
    guest.user = user
    guest.seen_at = now
    guest.save(update_fields=["user", "seen_at"])
    return guest


def has_work(learner: Learner) -> bool:
    """Whether there is anything to keep."""
    read = (learner.lessons, learner.answers, learner.walked, learner.obtained)
    done = (learner.sendings, learner.hints, learner.solved, learner.sittings)
    return any(work.exists() for work in read) or any(work.exists() for work in done)


@action
def join_work(*, guest: Learner, account: Learner, checks: Mapping[str, Collection[str]]) -> None:
    """Move everything the guest did to the account: nothing lost, nothing doubled. The guest is gone after it.

    ``checks`` are the questions of each lesson: one begun by both may be finished only together.
    """
    found = Learner.objects.guests().select_for_update().filter(pk=guest.pk).first()
    if found is None:
        return  # a double click has joined them already
    guest = found
    _join_lessons(guest, account)
    _join_answers(guest, account)
    _finish_lessons(account, checks)
    _move("walked", guest, account, "by", "graph", "source", "target")
    _move("again", guest, account, "what", "day")
    _move("obtained", guest, account, "code")
    _join_lab_work(guest, account)
    join_practice(guest, account)
    _join_feedback(guest, account)
    guest.delete()


def _move(rows: str, guest: Learner, account: Learner, *key: str) -> None:
    """Give the account the guest's rows that it hasn't got itself; rows with the same ``key`` are the same."""
    theirs, known = getattr(guest, rows), set(getattr(account, rows).values_list(*key))
    wanted = [pk for pk, *values in theirs.values_list("pk", *key) if tuple(values) not in known]
    theirs.filter(pk__in=wanted).update(learner=account)


def _join_lessons(guest: Learner, account: Learner) -> None:
    own = {progress.lesson: progress for progress in account.lessons.all()}
    for theirs in guest.lessons.all():
        mine = own.get(theirs.lesson)
        if mine is None:
            theirs.learner = account
            theirs.save(update_fields=["learner"])
            continue
        if theirs.left_at > mine.left_at:
            mine.left_at, mine.place = theirs.left_at, theirs.place
        mine.answered += theirs.answered
        mine.opened_at = min(mine.opened_at, theirs.opened_at)
        finished = [moment for moment in (mine.finished_at, theirs.finished_at) if moment is not None]
        mine.finished_at = min(finished, default=None)
        mine.save()


def _join_answers(guest: Learner, account: Learner) -> None:
    """Append the guest's attempts after the account's own, in the order they were made."""
    last: dict[str, int] = {}
    for question, attempt in account.answers.values_list("question", "attempt"):
        last[question] = max(last.get(question, 0), attempt)
    for answer in guest.answers.order_by("attempt"):
        answer.attempt = last[answer.question] = last.get(answer.question, 0) + 1
        answer.learner = account
        answer.save(update_fields=["learner", "attempt"])


def _finish_lessons(account: Learner, checks: Mapping[str, Collection[str]]) -> None:
    first = dict(account.answers.order_by("-answered_at").values_list("question", "answered_at"))
    for progress in account.lessons.filter(finished_at=None):
        asked = checks.get(progress.lesson, ())
        if asked and all(question in first for question in asked):
            progress.finished_at = max(first[question] for question in asked)
            progress.save(update_fields=["finished_at"])


def _join_lab_work(guest: Learner, account: Learner) -> None:
    """What was sent and shared is the account's now; of challenges solved by both, the first time and the best way."""
    guest.sendings.exclude(number__in=account.sendings.values_list("number", flat=True)).update(learner=account)
    guest.solvings.update(learner=account)
    guest.shared.update(learner=account)
    _move("hints", guest, account, "challenge", "number")
    own = {solved.challenge: solved for solved in account.solved.all()}
    for theirs in guest.solved.all():
        mine = own.get(theirs.challenge)
        if mine is None:
            theirs.learner = account
            theirs.save(update_fields=["learner"])
            continue
        mine.first_at = min(mine.first_at, theirs.first_at)
        if theirs.effort < mine.effort:
            mine.best_at, mine.hints, mine.requests = theirs.best_at, theirs.hints, theirs.requests
        mine.save()


def _join_feedback(guest: Learner, account: Learner) -> None:
    """Keep the later of two opinions on a lesson, and one of two reports in the same words."""
    for theirs in guest.feedback.all():
        mine = account.feedback.filter(lesson=theirs.lesson)
        if theirs.kind == Feedback.Kind.MISTAKE:
            mine = mine.filter(kind=Feedback.Kind.MISTAKE, comment=theirs.comment)
        else:
            mine = mine.exclude(kind=Feedback.Kind.MISTAKE)
        if mine.filter(written_at__gte=theirs.written_at).exists():
            theirs.delete()
            continue
        mine.delete()
        theirs.learner = account
        theirs.save(update_fields=["learner"])


@action
def forget_guest(guest: Learner) -> None:
    """Delete a guest and all the guest did."""
    Learner.objects.filter(pk=guest.pk, user=None).delete()


@action
def delete_account(user: User) -> None:
    """Delete an account with everything stored about it. Feedback on lessons stays, without its author."""
    user.delete()


@action
def keep_comfort(learner: Learner, comfort: Comfort) -> None:
    """Keep the reading settings with the account, for its other browsers."""
    learner.comfort = comfort.as_text()
    learner.save(update_fields=["comfort"])
