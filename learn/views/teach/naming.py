"""What learners are called on the screen: by their names, or by numbers where the whole room can see it."""

from collections.abc import Collection, Iterable

from django.http import HttpRequest
from django.utils import timezone

from learn.access import Seat
from learn.actions.looking import note_looks
from learn.models import Member


class Names:
    """Names of all of a class's learners. Hidden ones are numbers that stay the same on every page."""

    # For a template it is what it has, not what it gives for a learner.
    do_not_call_in_templates = True

    def __init__(self, request: HttpRequest, members: Iterable[Member]) -> None:
        self.hidden = request.GET.get("names") == "hidden"
        # Former learners come last: only the gradebook has them.
        order = sorted((member.learner_id is None, member.pk) for member in members) if self.hidden else []
        self._numbers = {member: number for number, (_, member) in enumerate(order, start=1)}

    def __call__(self, member: Member) -> str:
        return f"Learner {self._numbers.get(member.pk, '')}".strip() if self.hidden else member.name

    @property
    def query(self) -> str:
        """What a link carries along for names to stay hidden."""
        return "?names=hidden" if self.hidden else ""


def note_named(request: HttpRequest, seat: Seat, names: Names, seen: Collection[Member], what: str) -> None:
    """Note a look at work that a page shows beside the names of learners: not where they are hidden, nor for HEAD."""
    if request.method == "GET" and not names.hidden:
        note_looks(seat.member, seen, what, now=timezone.now())
