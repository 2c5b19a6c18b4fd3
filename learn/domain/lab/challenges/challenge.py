"""What a challenge of the lab is made of: what has to be seen, how it is done, and what comes close."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learn.domain.lab.challenges.conditions import Condition
from learn.domain.lab.challenges.relations import Relation
from learn.domain.lab.challenges.whole import Whole
from learn.domain.lessons.fine_print import Reference


@dataclass(frozen=True, slots=True)
class Clause:
    """``says`` is the sentence shown. A clause has either conditions on one exchange or, in ``whole``, on them all.

    ``of`` is the number of the clause whose exchange is meant; without it one is searched for.
    """

    says: str
    conditions: tuple[Condition, ...] = ()
    relations: tuple[Relation, ...] = ()
    of: int | None = None
    whole: tuple[Whole, ...] = ()

    @property
    def refers_to(self) -> set[int]:
        """The numbers of the clauses whose exchanges have to be known first."""
        own = set() if self.of is None else {self.of}
        return own | {relation.clause for relation in self.relations}


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a solution, sent ``times`` in a row after ``wait`` seconds.

    ``target``, ``body`` and the values of ``headers`` may refer to earlier answers. A ``media_type`` of None is
    the usual one; an empty one sends none.
    """

    method: str
    target: str
    caller: str = "none"
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str | None = None
    fault: str = ""
    wait: float = 0.0
    times: int = 1


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Requests that come close and don't solve it, and the reason."""

    why: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Challenge:
    """``route`` is the path to be shown lit, its boxes joined by hyphens; empty where there is none.

    ``phrases`` names the codes in words.
    """

    slug: str
    title: str
    tier: int
    codes: tuple[int, ...]
    brief: str
    clauses: tuple[Clause, ...]
    hints: tuple[str, ...]
    solution: tuple[Step, ...]
    near_misses: tuple[NearMiss, ...]
    after: str
    others: tuple[str, ...] = ()
    route: str = ""
    reference: Reference | None = None
    phrases: Mapping[int, str] = field(default_factory=dict, compare=False, repr=False)
    source: Path = field(default=Path(), compare=False)
