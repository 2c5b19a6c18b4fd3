"""What every operation of the lab can be asked, box by box. Each operation answers what is its own."""

from collections.abc import Sequence
from typing import Any, ClassVar

from learn.domain.lab.reply import JSON, Refusal, Reply
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Members

MERGE_PATCH = "application/merge-patch+json"


class Operation:
    """One method at one address. ``path`` is below the sandbox, with names of its parts in braces."""

    method: ClassVar[str]
    path: ClassVar[str]
    summary: ClassVar[str]
    # Open to everyone: box C asks for nobody's token.
    open: ClassVar[bool] = False
    offers: ClassVar[Sequence[str]] = (JSON,)
    # DELETE and logout send nothing, so it doesn't matter what is accepted.
    checks_accept: ClassVar[bool] = True
    takes: ClassVar[Members | None] = None
    key: ClassVar[str] = ""  # Idempotency-Key: "", "optional" or "required"
    needs_condition: ClassVar[bool] = False
    # At most so many requests that reach M in so many seconds.
    limit: ClassVar[tuple[int, float] | None] = None
    succeeds: ClassVar[tuple[int, ...]] = (200,)
    # What it can answer beside what every operation of its kind can.
    also: ClassVar[tuple[int, ...]] = ()
    shows: ClassVar[dict[str, Any]] = {}

    @property
    def accepted_types(self) -> tuple[str, ...]:
        return (MERGE_PATCH, JSON) if self.method == "PATCH" else (JSON,)

    def limited(self, run: Run) -> str:
        """Whose requests are counted together."""
        return run.user_id or "everybody"

    def parameters(self, run: Run) -> Refusal | None:
        """F 5 and 6: parts of the address and of the query."""

    def meaning(self, run: Run) -> Refusal | None:
        """F 9: well-formed content that makes no sense."""

    def allowed(self, run: Run) -> Refusal | None:
        """H: may this caller do this to this thing?"""

    def exists(self, run: Run) -> Refusal | None:
        """J: is it there, or somewhere else?"""

    def etag(self, run: Run) -> str | None:
        """The current strong validator of what the address names; None where it has none or isn't there."""

    def last_modified(self, run: Run) -> int | None:
        """When it last changed, in seconds since the epoch, where the operation tells."""

    def representation_exists(self, run: Run) -> bool:
        """Whether ``*`` in a condition matches."""
        return self.etag(run) is not None

    def damaged(self, run: Run) -> bool:
        """L: whether the record breaks the code that reads it."""
        return False

    def conflict(self, run: Run) -> Refusal | None:
        """M: does it clash with the current state?"""

    def perform(self, run: Run) -> Reply | Refusal | None:
        """P: do it. None means that the provider has to answer first; ``run.call`` says what it is asked."""
        raise RuntimeError(f"{self.method} {self.path} does nothing")

    def settle(self, run: Run) -> Reply | None:
        """After the provider's answer: what it changes, and the success."""
