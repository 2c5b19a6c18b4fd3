"""Who may see and change what. Views get everything that belongs to someone from here and nowhere else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils import timezone

from learn.actions.lab import sandbox_of
from learn.actions.learners import has_work, learner_for_account, start_guest
from learn.models import CheckAnswer, Learner, LessonProgress, ObtainedCode, Sandbox, User, WalkedEdge

GUEST_KEY = "guest"


class AccountBackend(ModelBackend):
    """Django's own, with the learner fetched beside the user."""

    def get_user(self, user_id: int) -> User | None:
        try:
            user = User.objects.select_related("learner").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: an account's owner, a guest known by the session, or a visitor about whom nothing is kept."""

    user: User | None = None
    learner: Learner | None = None
    # The database can't say who this is; what can be read without it is read.
    unreadable: bool = False

    @property
    def known(self) -> bool:
        return self.learner is not None or self.user is not None or self.unreadable

    @property
    def name(self) -> str:
        return self.user.get_username() if self.user else ""


VISITOR = Viewer()


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking. A request without a session cookie costs no statement."""
    found: Viewer | None = getattr(request, "_viewer", None)
    if found is None:
        found = _find_viewer(request)
        request._viewer = found  # type: ignore[attr-defined]
    return found


def set_unreadable(request: HttpRequest) -> None:
    """Note that the session can't be read, so that nobody waits for the database a second time."""
    request._viewer = Viewer(unreadable=True)  # type: ignore[attr-defined]


def sure_viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, for what concerns nobody else. Raises OperationalError where that can't be read."""
    viewer = viewer_of(request)
    if viewer.unreadable:
        raise OperationalError("the session of this request can't be read")
    return viewer


def _find_viewer(request: HttpRequest) -> Viewer:
    # A request may be refused before anybody asked who sent it.
    if not hasattr(request, "user") or not request.session.session_key:
        return VISITOR
    try:
        if request.user.is_authenticated:
            user: User = request.user._wrapped if hasattr(request.user, "_wrapped") else request.user
            return Viewer(user, getattr(user, "learner", None))
        guest = request.session.get(GUEST_KEY)
        learner = Learner.objects.guests().filter(pk=guest).first() if guest else None
        return Viewer(None, learner) if learner else VISITOR
    except (OperationalError, InterfaceError):
        if request.method not in ("GET", "HEAD"):
            raise
        return Viewer(unreadable=True)


def learner_of(request: HttpRequest) -> Learner | None:
    return viewer_of(request).learner


def learner_who_writes(request: HttpRequest, *, now: datetime) -> Learner:
    """Return the learner behind a request that is worth keeping; a visitor becomes a guest."""
    viewer = viewer_of(request)
    if viewer.learner is not None:
        if viewer.learner.is_guest and (now - viewer.learner.seen_at).days >= 1:
            request.session.modified = True  # the guest's 90 days begin anew
        return viewer.learner
    if viewer.user is not None:
        learner = learner_for_account(viewer.user, now=now)
    else:
        learner = start_guest(now=now)
        request.session[GUEST_KEY] = learner.pk
    request._viewer = Viewer(viewer.user, learner)  # type: ignore[attr-defined]
    return learner


def account_of(request: HttpRequest) -> User:
    """Return the account that is signed in. Raises PermissionDenied for everybody else."""
    user = sure_viewer_of(request).user
    if user is None:
        raise PermissionDenied("Sign in to see this page.")
    return user


def guest_beside_account(request: HttpRequest) -> Learner | None:
    """Return the guest of this browser whose work the signed-in account hasn't taken over yet, if there is any."""
    guest = request.session.get(GUEST_KEY)
    learner = Learner.objects.guests().filter(pk=guest).first() if guest else None
    return learner if learner is not None and has_work(learner) else None


def progress_of(learner: Learner | None) -> list[LessonProgress]:
    """Return the lessons the learner has opened, the one left last first."""
    return list(learner.lessons.order_by("-left_at")) if learner else []


def answers_of(learner: Learner | None, questions: Sequence[str] | None = None) -> list[CheckAnswer]:
    """Return the learner's answers (to some questions), attempt by attempt."""
    if learner is None:
        return []
    answers = learner.answers.order_by("attempt")
    return list(answers if questions is None else answers.filter(question__in=questions))


def lesson_progress_of(learner: Learner | None, lesson: str) -> LessonProgress | None:
    return learner.lessons.filter(lesson=lesson).first() if learner else None


def has_walked(learner: Learner | None, edges: Collection[tuple[str, str, str]]) -> bool:
    """Whether the learner has followed every one of these arrows before."""
    return learner is not None and set(edges) <= walked_by(learner)


def walked_by(learner: Learner | None) -> set[tuple[str, str, str]]:
    """Return the arrows followed in the wizard: chart, source, target."""
    if learner is None:
        return set()
    return set(learner.walked.filter(by=WalkedEdge.By.WIZARD).values_list("graph", "source", "target"))


def sandbox_of_learner(learner: Learner | None) -> Sandbox | None:
    """Return the learner's own sandbox of the lab, if one is in use."""
    return sandbox_of(learner.pk, now=timezone.now()) if learner else None


def obtained_by(learner: Learner | None) -> list[ObtainedCode]:
    """Return the codes that the learner has made the lab answer."""
    return list(learner.obtained.all()) if learner else []


def taken_by(learner: Learner | None) -> set[tuple[str, str]]:
    """Return the arrows of the backend diagram that the learner's requests to the lab have taken."""
    if learner is None:
        return set()
    return set(learner.walked.filter(by=WalkedEdge.By.LAB, graph="backend").values_list("source", "target"))
