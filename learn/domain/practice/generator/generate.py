"""Practice scenarios without end. Each is known by its id alone, and the lab's engine says how it ends."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random

from learn.domain.lab.engine import Lab
from learn.domain.lab.request import Request
from learn.domain.lab.run import Outcome
from learn.domain.lab.shop import Shop
from learn.domain.lab.trace import Trace, read_trace
from learn.domain.lessons.exchange import read_exchange
from learn.domain.lessons.fine_print import Reference, read_reference
from learn.domain.practice.generator import wording
from learn.domain.practice.generator.case import Case, draw
from learn.domain.practice.generator.ending import SANDBOX, ready, send
from learn.domain.practice.generator.options import Near, near_misses
from learn.domain.practice.generator.scene import NOW, build
from learn.domain.practice.generator.targets import Target, deciding, targets_at
from learn.domain.practice.items import Answer, Item, Kind
from learn.domain.practice.pairs import Pair
from learn.domain.status import Status

SEEDS = 2**63
VERSION = "v1"
KINDS: tuple[Kind, ...] = ("code", "box", "one")
ID = re.compile(rf"gen:{VERSION}:(0|[1-9]\d{{0,18}})(?::([A-Z](?:-[A-Z])*))?", re.ASCII)
NEAR = {"code": 3, "box": 3, "one": 2}


@dataclass(frozen=True)
class Scenario:
    """What is behind a question: ``request`` meets ``shop`` at ``now``, in seconds since the epoch.

    ``outcome`` is what the payment provider answers, where it is asked; ``trace`` how it all ends.
    """

    request: Request
    shop: Shop
    now: float
    outcome: Outcome | None
    trace: Trace


def generate(
    seed: int,
    lab: Lab,
    pairs: Mapping[str, Pair],
    *,
    boxes: Collection[str] = (),
    kinds: Collection[Kind] = KINDS,
) -> Item:
    """Return the question of the first seed from ``seed`` on whose kind is among ``kinds``.

    ``boxes`` are those of the backend chart at which it may be decided (an exit stands for its question); all where
    none are given. Raises ValueError for a seed out of range, and for boxes or kinds at which nothing can be asked.
    """
    if not 0 <= seed < SEEDS:
        raise ValueError(f"a seed is 0 to {SEEDS - 1}, not {seed}")
    chosen = deciding(boxes, lab.charts["backend"])
    possible = {kind for kind in KINDS if targets_at(chosen, kind)}
    if not possible & {*kinds}:
        raise ValueError(f"no question of kind {', '.join(kinds)} can be asked there")
    while _kind(Random(seed), chosen) not in kinds:
        seed = (seed + 1) % SEEDS
    return _item(seed, chosen, lab, pairs)


def regenerate(item_id: str, lab: Lab, pairs: Mapping[str, Pair]) -> Item:
    """Return the question of that id. Raises LookupError for an id that isn't one."""
    seed, boxes = _read_id(item_id, lab)
    return _item(seed, boxes, lab, pairs)


def is_question(item_id: str, lab: Lab) -> bool:
    """Whether there is a question of that id, without making it."""
    try:
        _read_id(item_id, lab)
    except LookupError:
        return False
    return True


def decided_at(item_id: str) -> str:
    """Return the box at which a question is decided, which is drawn first: nothing else of it is made.

    Raises LookupError for an id that isn't one.
    """
    found = ID.fullmatch(item_id)
    if found is None:
        raise LookupError(item_id)
    boxes = tuple(found[2].split("-")) if found[2] else ()
    rng = Random(int(found[1]))
    return _target(rng, _kind(rng, boxes), boxes).box


def scenario(item_id: str, lab: Lab, *, sandbox: str = SANDBOX) -> Scenario:
    """Return what is behind the question of that id, its request sent to the address ``sandbox``.

    Raises LookupError for an id that isn't one.
    """
    seed, boxes = _read_id(item_id, lab)
    _, case, _ = _draw(seed, boxes, lab)
    before, after = build(case.base, case.parts), build(case.base, case.parts)
    request = ready(before, lab, sandbox)
    ready(after, lab, sandbox)
    ending = send(request, after.shop, lab, NOW)
    trace = read_trace(ending.run, ending.walk, lab.charts, "req_0000000000")
    return Scenario(request, before.shop, NOW, ending.outcome, trace)


def _read_id(item_id: str, lab: Lab) -> tuple[int, tuple[str, ...]]:
    found = ID.fullmatch(item_id)
    if found is None or int(found[1]) >= SEEDS:
        raise LookupError(item_id)
    named = tuple(found[2].split("-")) if found[2] else ()
    try:
        boxes = deciding(named, lab.charts["backend"])
    except ValueError:
        raise LookupError(item_id) from None
    if boxes != named:
        raise LookupError(item_id)
    return int(found[1]), boxes


def _kind(rng: Random, boxes: tuple[str, ...]) -> Kind:
    kind = rng.choice(KINDS)
    return kind if targets_at(boxes, kind) else rng.choice(("code", "one"))


def _draw(seed: int, boxes: tuple[str, ...], lab: Lab) -> tuple[Kind, Case, Random]:
    rng = Random(seed)
    kind = _kind(rng, boxes)
    return kind, draw(rng, _target(rng, kind, boxes), lab), rng


def _target(rng: Random, kind: Kind, boxes: tuple[str, ...]) -> Target:
    return rng.choice(targets_at(boxes, kind))


def _item(seed: int, boxes: tuple[str, ...], lab: Lab, pairs: Mapping[str, Pair]) -> Item:
    kind, case, rng = _draw(seed, boxes, lab)
    scene, ending = build(case.base, case.parts), case.ending
    nears = near_misses(case, kind, NEAR[kind], lab, pairs, rng)
    answers = _answers(case, kind, nears, lab, rng)
    others = dict.fromkeys(near.status for near in nears if near.status != ending.status)
    return Item(
        id=":".join(("gen", VERSION, str(seed), *(["-".join(boxes)] if boxes else []))),
        version=1,
        kind=kind,
        codes=(ending.status, *others),
        boxes=(ending.box,),
        stem=wording.stem(scene.state(), kind),
        reference=_reference(lab.registry[ending.status]),
        exchange=read_exchange(scene.printed()),
        pair=_pair(ending.status, tuple(others), pairs),
        right=next(answer for answer in answers if answer.right),
        answers=answers,
    )


def _answers(case: Case, kind: Kind, nears: list[Near], lab: Lab, rng: Random) -> tuple[Answer, ...]:
    right = case.ending.status
    answers = [_answer(kind, right, case.ending.box, lab, why=wording.why_right(case, lab))]
    for near in nears:
        belief = wording.misconception(right, near.status, near.box)
        answers.append(_answer(kind, near.status, near.box, lab, why=near.why, when=near.when, misconception=belief))
    if kind != "one":
        return tuple(answers)
    rng.shuffle(answers)
    return tuple(
        Answer(str(number), each.text, each.right, each.why, each.when, each.misconception)
        for number, each in enumerate(answers, start=1)
    )


def _answer(
    kind: Kind, code: int, box: str, lab: Lab, *, why: str, when: str = "", misconception: str = ""
) -> Answer:  # fmt: skip
    text = lab.charts["backend"][box].label if kind == "box" else str(lab.registry[code])
    return Answer(box if kind == "box" else str(code), text, not when, why, when, misconception)


def _reference(status: Status) -> Reference:
    return read_reference(f"{status.spec.removeprefix('RFC ')} s{status.section}")


def _pair(code: int, others: tuple[int, ...], pairs: Mapping[str, Pair]) -> str:
    """Return the pair that has the code and a near miss, else one that has the code, else nothing."""
    fitting = [slug for slug, pair in pairs.items() if code in pair.codes]
    both = [slug for slug in fitting if any(other in pairs[slug].codes for other in others)]
    return next(iter([*both, *fitting]), "")
