"""A change to a request, in edits; and on the way to one: the steps tried, and how far each copy got."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from learn.domain.flow.graph import Walk
from learn.domain.lab.reply import Refusal
from learn.domain.lab.request import Request
from learn.domain.lab.run import Run

EDITS_AT_MOST = 4

type Kind = Literal["caller", "header", "content", "address", "method", "weather", "wait"]
# What an edit changes, from the whole to its part: ``("content", "items", "0")`` lies within ``("content",)``.
type About = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """``says`` is an imperative sentence without its full stop."""

    kind: Kind
    says: str


@dataclass(frozen=True)
class Change:
    """``request`` is the changed copy, to be sent after ``wait_seconds``.

    ``reaches`` is the box it then gets to, ``leaves`` the status with which it would leave there; None where it
    reaches P. For what fails behind the database ``reaches`` is R, which it then gets past unless the database itself
    has an answer. OPTIONS is answered at B, with 204. ``walk`` ends at P at the latest.
    """

    edits: tuple[Edit, ...]
    request: Request
    wait_seconds: int
    walk: Walk
    reaches: str
    leaves: int | None


@dataclass(frozen=True)
class Changes:
    """``stopped`` is the box where the request stops now; empty where nothing is known to stop it."""

    stopped: str
    options: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One edit, the request with it, and the seconds to wait in all. A later step about the same replaces it."""

    edit: Edit
    about: About
    request: Request
    wait_seconds: int = 0


@dataclass(frozen=True, eq=False)
class Tried:
    """A copy of the request, how it differs and how far it got: ``stopped`` is empty where it came to P or to a 204.

    ``new_key`` is an Idempotency-Key that nobody has used.
    """

    request: Request
    made: tuple[tuple[About, Edit], ...]
    wait_seconds: int
    run: Run
    walk: Walk
    stopped: str
    new_key: str

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for _, edit in self.made)

    @property
    def edits_left(self) -> int:
        return EDITS_AT_MOST - len(self.made)

    @property
    def refusal(self) -> Refusal:
        """Why it stopped. Only asked for where it did."""
        assert self.run.refusal is not None
        return self.run.refusal


type Fixer = Callable[[Tried], Iterator[Step]]
