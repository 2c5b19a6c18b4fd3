"""Every exchange that a lesson prints and that names an operation of the lab is what the lab answers."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from learn.domain.lab.draft import Draft, draft_of_exchange
from learn.domain.lab.engine import Answer, Lab
from learn.domain.lessons.exchange import Exchange, Message
from learn.library import library
from tests.domain.lab.bench import BASE, Bench

pytestmark = pytest.mark.plain

PRINTED = [
    pytest.param(exchange, id=f"{lesson.slug}-{number}")
    for lesson in library().order
    for number, exchange in enumerate(lesson.exchanges, start=1)
    if exchange.can_be_sent
]


def send(draft: Draft) -> Answer:
    """Send a request to a shop on its first day, ``…`` in a condition replaced by the validator that is current."""
    bench = Bench(Lab(library().charts, library().registry))
    run = bench.begin(draft.as_request(BASE))
    tag = (run.operation.etag(run) if run.operation else None) or ""
    headers = tuple((name, value.replace('"…"', tag)) for name, value in draft.headers)
    return bench.put(replace(draft, headers=headers).as_request(BASE, "lab.example")).answer


def like(printed: str) -> re.Pattern[str]:
    """A pattern for printed text: ``…`` stands for what varies."""
    return re.compile(".*".join(re.escape(part) for part in printed.split("…")), re.DOTALL)


def problems(printed: Message, answer: Answer) -> list[str]:
    """Return what is printed otherwise than the lab answers."""
    found = [] if printed.status == answer.status else [f"{printed.status} is printed, {answer.status} came"]
    fields = {name.lower(): value.replace(BASE, "") for name, value in answer.fields}
    for name, value in printed.fields:
        if name.lower() in ("date", "server", "connection"):
            continue
        if not like(value).fullmatch(fields.get(name.lower(), "\0")):
            found.append(f"{name}: {value} is printed, {fields.get(name.lower())} came")
    if printed.content:
        found += contents(printed.content, answer.content.decode().replace(BASE, ""))
    return found


def contents(printed: str, came: str) -> list[str]:
    try:
        wanted = json.loads(printed)
    except ValueError:
        return [] if like(printed).search(came) else [f"{printed!r} is printed, {came!r} came"]
    return list(differences(wanted, json.loads(came), ""))


def differences(wanted: Any, came: Any, at: str) -> Any:
    if isinstance(wanted, dict) and isinstance(came, dict):
        for name, value in wanted.items():
            if name not in came:
                yield f"{at}/{name} didn't come"
            else:
                yield from differences(value, came[name], f"{at}/{name}")
    elif isinstance(wanted, list) and isinstance(came, list):
        if len(wanted) != len(came):
            yield f"{at} has {len(came)} entries"
        for number, (one, other) in enumerate(zip(wanted, came, strict=False)):
            yield from differences(one, other, f"{at}/{number}")
    elif isinstance(wanted, str) and isinstance(came, str):
        if not like(wanted).fullmatch(came):
            yield f"{at}: {wanted!r} is printed, {came!r} came"
    elif wanted != came:
        yield f"{at}: {wanted!r} is printed, {came!r} came"


@pytest.mark.parametrize("exchange", PRINTED)
def test_what_is_printed_is_what_comes_back(exchange: Exchange) -> None:
    request = exchange.request
    assert request is not None
    answer = send(draft_of_exchange(request, exchange.caller))

    for message in exchange.messages:
        if not message.is_request:
            assert problems(message, answer) == []


def test_most_exchanges_can_be_sent_and_the_others_say_why_not() -> None:
    printed = [exchange for lesson in library().order for exchange in lesson.exchanges]

    assert len(PRINTED) >= 0.7 * len(printed)
    assert all(exchange.illustration for exchange in printed if not exchange.caller)
    assert all(exchange.can_be_sent for exchange in printed if exchange.caller)
