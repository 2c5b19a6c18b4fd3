"""Finding the smallest changes: copies of the request are walked through the boxes, those with fewest edits first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count

from learn.domain.lab.changes.change import EDITS_AT_MOST, About, Change, Changes, Edit, Step, Tried
from learn.domain.lab.changes.fixers import steps
from learn.domain.lab.changes.weather import fair, foul_behind
from learn.domain.lab.engine import Lab, begin, look
from learn.domain.lab.request import Request
from learn.domain.lab.shop import Shop

type Made = tuple[tuple[About, Edit], ...]

SPINE = "BCEFHJLMP"
WALKS_AT_MOST = 150


def smallest_changes(
    request: Request, shop: Shop, lab: Lab, *, now: float, fresh: Callable[[], str], most: int = 3
) -> Changes:
    """Return at most ``most`` changes of the smallest size that carry the request beyond the box where it stops.

    ``now`` is seconds since the epoch, ``fresh`` gives random text. The shop stays as it is. No change is told where
    nothing stops the request before the database, where only the database or the provider can tell, and where no
    change of the request helps.
    """
    search = Search(shop, lab, now, f"key-{fresh()[:10]}")
    first = search.walked(request, 0, ())
    if not first.stopped:
        return _behind(search, first, most)
    return Changes(first.stopped, tuple(_change(tried) for tried in _best(search.beyond(first), most)))


@dataclass
class Search:
    """What trying out changes needs: the shop as it is, the time in seconds, and how many walks have been made."""

    shop: Shop
    lab: Lab
    now: float
    new_key: str
    walks: int = 0

    def walked(self, request: Request, wait_seconds: int, made: Made) -> Tried:
        """Walk a copy, on a shop of its own where walking changes it: M counts, and a cart is made when asked for."""
        self.walks += 1
        shop = replace(self.shop, limits=dict(self.shop.limits), carts=dict(self.shop.carts))
        run = begin(request, shop, now=self.now + wait_seconds, fresh=_no_id)
        walk = look(run, self.lab)
        passed = run.refusal is None or run.refusal.status == 204
        stopped = "" if passed else walk.nodes[-2 if walk.finished else -1].id
        return Tried(request, made, wait_seconds, run, walk, stopped, self.new_key)

    def taken(self, tried: Tried, step: Step) -> Tried:
        """Walk a copy with one step more; what it replaces is no longer told."""
        size = len(step.about)
        made = tuple((about, edit) for about, edit in tried.made if about[:size] != step.about)
        wait_seconds = max(tried.wait_seconds, step.wait_seconds)
        return self.walked(step.request, wait_seconds, (*made, (step.about, step.edit)))

    def beyond(self, first: Tried) -> Iterator[Tried]:
        """Yield the copies that get beyond the first one's box, until a larger one comes than the first found."""
        seen = {(first.request, 0)}
        number = count()
        waiting = [(0, next(number), first)]
        found = EDITS_AT_MOST
        while waiting:
            size, _, tried = heappop(waiting)
            if size > found:
                return
            if _depth(tried) > _depth(first):
                found = size
                yield tried
                continue
            for step in steps(tried):
                key = (step.request, max(tried.wait_seconds, step.wait_seconds))
                if key in seen or self.walks >= WALKS_AT_MOST:
                    continue
                seen.add(key)
                child = self.taken(tried, step)
                heappush(waiting, (len(child.made), next(number), child))


def _no_id() -> str:
    raise RuntimeError("nothing is made before P")


def _depth(tried: Tried) -> int:
    return SPINE.index(tried.stopped or "P")


def _best(found: Iterable[Tried], most: int) -> list[Tried]:
    """Return the smallest, those that get furthest first, no two that say the same."""
    ranked = sorted(found, key=lambda tried: (len(tried.made), -_depth(tried)))
    said: dict[frozenset[str], Tried] = {}
    for tried in ranked:
        if len(tried.made) == len(ranked[0].made):
            said.setdefault(frozenset(edit.says for edit in tried.edits), tried)
    return list(said.values())[:most]


def _change(tried: Tried, reaches: str = "") -> Change:
    refusal = tried.run.refusal
    box = reaches or tried.stopped or tried.walk.at.id
    leaves = None if refusal is None else refusal.status
    return Change(tried.edits, tried.request, tried.wait_seconds, tried.walk, box, leaves)


def _behind(search: Search, first: Tried, most: int) -> Changes:
    """Return the changes for a request that reaches P, where only the weather behind it can be told beforehand."""
    foul = foul_behind(first.run)
    if not foul or first.run.refusal is not None:
        return Changes("", ())
    tried = [search.taken(first, step) for step in fair(first.request, foul)]
    passing = [each for each in tried if not each.stopped and not foul_behind(each.run)]
    return Changes("R", tuple(_change(each, "R") for each in passing[:most]))
