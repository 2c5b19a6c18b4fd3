"""Who is looking: an account's owner, a guest known by a cookie, or a visitor about whom nothing is kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from secrets import token_urlsafe

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import OperationalError
from django.http import HttpRequest

from learn.actions.learners import has_work, learner_for_account, start_guest
from learn.actions.writing import AWAY
from learn.models import Learner, User
from learn.models.keyed import Keyed

LEARNER = Keyed(Learner, "pk")
_guest_signer = Signer(salt="learn.access.guest")


@dataclass(frozen=True, slots=True)
class Guest:
    """What a guest's cookie says: whose it is, and which state of theirs it was written after."""

    learner: int
    state: str

    def as_cookie(self) -> str:
        return str(_guest_signer.sign(f"{self.learner}.{self.state}"))


def _guest_of(request: HttpRequest) -> Guest | None:
    try:
        learner, _, state = _guest_signer.unsign(request.COOKIES.get(settings.GUEST_COOKIE_NAME, "")).partition(".")
        return Guest(int(learner), state)
    except (BadSignature, ValueError):
        return None


class Viewer:
    """Who is looking: an account's owner, a guest known by a cookie, or a visitor about whom nothing is kept."""

    def __init__(self, user: User | None = None, guest: Guest | None = None, *, reads: bool = True) -> None:
        self.user = user
        self.guest = guest
        # Whether the request only reads: then it goes on without what the database can't say.
        self.reads = reads
        self.unreadable = False

    @cached_property
    def learner(self) -> Learner | None:
        """The learner's row; a guest's is only looked for when it is asked for."""
        if self.user is not None:
            return getattr(self.user, "learner", None)
        if self.guest is None:
            return None
        try:
            learner = LEARNER.find(self.guest.learner)
            return learner if learner is not None and learner.is_guest else None
        except AWAY:
            if not self.reads:
                raise
            self.unreadable = True
            return None

    @property
    def learner_id(self) -> int | None:
        """The learner's number, for rows that carry it; none for a guest who has made an account since."""
        return None if self.unreadable or self.learner is None else self.learner.pk

    @property
    def in_class(self) -> bool:
        """Whether the account's owner learns in a class; the learner's row comes with the account's."""
        return self.user is not None and self.learner is not None and self.learner.in_class

    @property
    def is_guest(self) -> bool:
        return self.user is None and self.guest is not None

    @property
    def known(self) -> bool:
        return self.user is not None or self.guest is not None or self.unreadable

    @property
    def name(self) -> str:
        return self.user.get_username() if self.user else ""

    @property
    def stamp(self) -> tuple[object, ...] | None:
        """What this viewer's pages are a function of without asking the database; None for an account.

        A guest's browser is the only one, and each write gives its cookie a new state.
        """
        if self.user is not None or self.unreadable:
            return None
        return ("visitor",) if self.guest is None else ("guest", self.guest.learner, self.guest.state)


def visitor() -> Viewer:
    return Viewer()


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking. A request without a session cookie costs no statement."""
    found: Viewer | None = getattr(request, "_viewer", None)
    if found is None:
        found = _find_viewer(request)
        request._viewer = found  # type: ignore[attr-defined]
    return found


def set_unreadable(request: HttpRequest) -> None:
    """Note that the session can't be read, so that nobody waits for the database a second time."""
    unreadable = Viewer()
    unreadable.unreadable = True
    request._viewer = unreadable  # type: ignore[attr-defined]


def sure_viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, for what concerns nobody else. Raises OperationalError where that can't be read."""
    viewer = viewer_of(request)
    viewer.reads = False
    if viewer.unreadable:
        raise OperationalError("who sent this request can't be read")
    return viewer


def _find_viewer(request: HttpRequest) -> Viewer:
    reads = request.method in ("GET", "HEAD")
    guest = _guest_of(request)
    # A request may be refused before anybody asked who sent it.
    if not hasattr(request, "user") or not request.session.session_key:
        return Viewer(None, guest, reads=reads)
    try:
        if request.user.is_authenticated:
            user: User = request.user._wrapped if hasattr(request.user, "_wrapped") else request.user
            return Viewer(user, guest, reads=reads)
        return Viewer(None, guest, reads=reads)
    except AWAY:
        if not reads:
            raise
        viewer = Viewer(reads=reads)
        viewer.unreadable = True
        return viewer


def learner_of(request: HttpRequest) -> Learner | None:
    return viewer_of(request).learner


def learner_id_of(request: HttpRequest) -> int | None:
    return viewer_of(request).learner_id


def learner_who_writes(request: HttpRequest, *, now: datetime) -> Learner:
    """Return the learner behind a request that is worth keeping; a visitor becomes a guest."""
    viewer = viewer_of(request)
    learner = viewer.learner
    if learner is None and viewer.user is not None:
        learner = learner_for_account(viewer.user, now=now)
    elif learner is None:
        learner = start_guest(now=now)
    if viewer.user is None:
        # GuestMiddleware sends it. What was made for the state before is nobody's any more.
        viewer = Viewer(None, Guest(learner.pk, token_urlsafe(9)), reads=False)
        request._viewer = viewer  # type: ignore[attr-defined]
        request._guest_cookie = viewer.guest  # type: ignore[attr-defined]
    viewer.learner = learner
    return learner


def forget_guest_cookie(request: HttpRequest) -> None:
    """Take the guest's cookie away: the work has become an account's, or is gone."""
    request._guest_cookie = None  # type: ignore[attr-defined]


def account_of(request: HttpRequest) -> User:
    """Return the account that is signed in. Raises PermissionDenied for everybody else."""
    user = sure_viewer_of(request).user
    if user is None:
        raise PermissionDenied("Sign in to see this page.")
    return user


def guest_beside_account(request: HttpRequest) -> Learner | None:
    """Return the guest of this browser whose work the signed-in account hasn't taken over yet, if there is any."""
    guest = viewer_of(request).guest
    learner = Learner.objects.guests().filter(pk=guest.learner).first() if guest else None
    return learner if learner is not None and has_work(learner) else None
