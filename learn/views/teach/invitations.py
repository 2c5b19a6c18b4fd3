"""A roster, looked through before anybody is invited; and invitations taken back."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from learn.access import Seat, invitation_of, number_of, places_in, taught
from learn.actions.classes import ARCHIVED, Conflict
from learn.actions.mailing import mail_invitations
from learn.actions.people import invite, withdraw_invitation
from learn.domain.teach.roster import Roster, compare
from learn.domain.teach.roster_table import BYTES, Unreadable, decode, read_roster
from learn.models import Invitation
from learn.views.pages import LearnRequest, origin_of, render
from learn.views.teach.common import for_accounts, see_other

PAGE = require_http_methods(["GET", "HEAD", "POST"])
# A form takes 200 fields; a roster with more doubts than that is better mended.
TICKS = 100
TOLD = 5
NOBODY_NEW = "Nobody has been invited: everybody on the roster was in or invited already."


@PAGE
@for_accounts
def import_roster(request: LearnRequest, number: int) -> HttpResponse:
    """Read a roster, show what would become of each line, and invite once that has been seen."""
    seat = taught(request, number)
    if seat.classroom.archived_at is not None and request.method == "POST":
        raise Conflict(ARCHIVED)
    if request.method != "POST":
        return _roster_page(request, seat)
    text = ""
    try:
        text = _sent_text(request)
        roster = read_roster(text)
    except Unreadable as problem:
        return _roster_page(request, seat, text=text, problem=str(problem), status=422)
    if request.POST.get("looked") == _mark(text):
        return _invite(request, seat, roster)
    compared = compare(roster, places_in(seat.classroom, timezone.now()))
    return _roster_page(request, seat, text=text, compared=compared, unread=roster.unread)


def _sent_text(request: LearnRequest) -> str:
    """Return the roster as pasted, or as it stands in the file. Raises Unreadable."""
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        return _plain(request.POST.get("text", ""))
    # Enough to see that it is too large.
    return _plain(decode(file.read(BYTES + 1)))


def _plain(text: str) -> str:
    """Return a text as it will come back out of the page's own form."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _mark(text: str) -> str:
    """Return what tells one roster from another, so that only the one that was looked at is invited."""
    return sha256(text.encode("utf-8", errors="replace")).hexdigest()[:20]


def _roster_page(
    request: LearnRequest, seat: Seat, *, text: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    shown = {
        "seat": seat,
        "classroom": seat.classroom,
        "text": text,
        "mark": _mark(text),
        "mail": bool(settings.MAILERS),
        "ticks": TICKS,
    }
    return render(request, "teach/import.html", shown | context, status=status)


def _invite(request: LearnRequest, seat: Seat, roster: Roster) -> HttpResponse:
    lines = {line for text in request.POST.getlist("doubtful") if (line := number_of(text)) is not None}
    made, _ = invite(seat.classroom, roster, doubtful=lines, now=timezone.now())
    count = len(made)
    told = f"{count} invited. Pass on each link below." if count else NOBODY_NEW
    if settings.MAILERS and "mail" in request.POST:
        told = _mailed(request, seat, made) or told
    messages.success(request, told)
    return see_other("people", seat.classroom.pk)


def _mailed(request: LearnRequest, seat: Seat, made: list[Invitation]) -> str:
    """Mail the invitations; return what to tell of it."""
    addressed = sum(bool(invitation.email) for invitation in made)
    if not addressed:
        return ""

    def write(invitation: Invitation) -> tuple[str, str]:
        link = origin_of(request) + reverse("invited", args=[invitation.token])
        context = {"invitation": invitation, "seat": seat, "link": link}
        return "An invitation to a class at Statusline", render_to_string("teach/invitation.txt", context)

    failed = mail_invitations(made, by=seat.learner, write=write)
    sent = f"{len(made)} invited, {addressed - len(failed)} by mail."
    if not failed:
        return sent
    names = ", ".join(invitation.name for invitation in failed[:TOLD])
    more = f" and {len(failed) - TOLD} more" if len(failed) > TOLD else ""
    return f"{sent} No mail could be sent to {names}{more}: pass on their links below."


@require_POST
@for_accounts
def withdraw(request: LearnRequest, number: int, invitation: int) -> HttpResponse:
    """Take an invitation back; taking it back twice changes nothing."""
    seat = taught(request, number)
    found = invitation_of(seat.classroom, invitation)
    withdraw_invitation(found, now=timezone.now())
    messages.success(request, f"The invitation of {found.name} no longer works.")
    return see_other("people", number)
