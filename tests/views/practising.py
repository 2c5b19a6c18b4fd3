"""A learner who practises: forms filled in, rightly or wrongly, for questions of every kind."""

import json
from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.utils import timezone

from learn.actions.planning import find_question
from learn.actions.sittings import begin_sitting
from learn.domain.practice.items import Item
from learn.domain.practice.sitting import Entry, card_of
from learn.domain.practice.sitting import Sitting as Planned
from learn.library import library
from learn.models import Learner, Sitting
from tests.page import Page

BEGIN = "/practice/begin/"
HTMX = {"HX-Request": "true"}
BESIDE = ("place", "item", "version", "asked")
KINDS = ("one", "several", "code", "box", "order", "match", "line", "mend", "free")


def begin(browser: Client, kind: str, about: str = "") -> str:
    """Begin a sitting; return its address."""
    response = browser.post(BEGIN, {"kind": kind, "about": about})
    assert response.status_code == 303, response.text
    return str(response.url)


def sitting_with(learner: Learner, surfaces: Sequence[str], kind: str = "pair") -> Sitting:
    """Return a new sitting of these questions."""
    entries = tuple(
        Entry(surface, card_of(library().items[surface]) if surface in library().items else None)
        for surface in surfaces
    )
    return begin_sitting(learner, Planned(entries, kind=kind), about="", now=timezone.now())


def address(sitting: Sitting) -> str:
    return f"/practice/sittings/{sitting.pk}/"


def items_of(kind: str) -> list[Item]:
    """Return the written questions of a kind that are about a pair, or all where none is."""
    found = [item for item in library().items.values() if item.kind == kind]
    return [item for item in found if item.pair] or found


def wrong_of(item: Item) -> str:
    """Return a wrong answer in the form that marking gives it."""
    match item.kind:
        case "several":
            return ",".join(option.key for option in item.answers if not option.right)
        case "order":
            return ",".join(step.key for step in reversed(item.steps))
        case "match":
            keys = [match.key for match in item.matches]
            return ",".join(f"{left}:{right}" for left, right in zip(keys, keys[1:] + keys[:1], strict=True))
        case "mend":
            return item.flawed
        case "free":
            return json.dumps({"text": "No idea.", "points": []})
        case _:
            return next(answer.key for answer in item.answers if not answer.right)


def filled_in(item: Item, given: str) -> dict[str, Any]:
    """Return the fields that a browser sends for an answer in the form that marking gives it."""
    match item.kind:
        case "several":
            return {"given": given.split(",")}
        case "order":
            return {f"given-{key}": place for place, key in enumerate(given.split(","), start=1)}
        case "match":
            couples = (couple.split(":") for couple in given.split(","))
            return {f"given-{left}": right for left, right in couples}
        case "free":
            said = json.loads(given)
            return {"given": said["text"], "points": said["points"], "ticking": "1"}
        case _:
            return {"given": given}


def asked(browser: Client, url: str) -> tuple[Item, dict[str, Any]]:
    """Return the question that a sitting asks, and what its form holds beside the answer."""
    page = Page(browser.get(url))
    item = find_question(page.typed("item"))
    return item, {name: page.typed(name) for name in BESIDE}


def fields(browser: Client, url: str, *, right: bool = True, **others: Any) -> dict[str, Any]:
    """Return all that is sent with an answer to the question that is asked."""
    item, beside = asked(browser, url)
    given = item.right.key if right else wrong_of(item)
    return beside | filled_in(item, given) | {"certainty": "2"} | others


def open_hint(browser: Client, url: str, number: int = 1, *, htmx: bool = False, **others: Any) -> Any:
    """Ask for a hint of the question that is asked."""
    sent = asked(browser, url)[1] | others | {"hint": number}
    return browser.post(f"{url}answer/", sent, headers=HTMX if htmx else {})


def answer(browser: Client, url: str, *, right: bool = True, htmx: bool = False, **others: Any) -> Any:
    """Answer the question that is asked, rightly or wrongly."""
    sent = fields(browser, url, right=right, **others)
    return browser.post(f"{url}answer/", sent, headers=HTMX if htmx else {})


def answer_all(browser: Client, url: str, *, right: bool = True) -> int:
    """Answer to the end; return how many questions there were."""
    count = 0
    while Page(browser.get(url)).has("form", data_question=""):
        assert answer(browser, url, right=right).status_code == 303
        count += 1
    return count
