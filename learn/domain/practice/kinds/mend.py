"""Mending a response: its status line, its fields, its content."""

import re
from dataclasses import replace

from learn.domain.lessons.exchange import (
    REQUEST_LINE,
    STATUS_LINE,
    Exchange,
    ExchangeError,
    Message,
    read_exchange,
)
from learn.domain.practice.items import Answer, Facts, Item
from learn.domain.practice.marks import Marking, NotAnAnswer, Part
from learn.domain.practice.rules import Rule, read_rule
from learn.domain.practice.table import Table

RULES = (2, 6)
CHARACTERS = 4_000
# Control characters and halves of surrogate pairs stand in no response and can't be kept.
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
EXAMPLE = "HTTP/1.1 200 OK"


def read(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with its rules, the flawed response that breaks one, and a model that keeps them all."""
    flawed = _flawed(item.exchange, table)
    rules = tuple(read_rule(rule, facts.registry) for rule in table.tables("rule", *RULES))
    if not any(rule.statuses for rule in rules):
        raise table.error("no rule names a 'status', so any would do; one that stays as it is needs its rule too")
    if all(rule.kept_by(flawed) for rule in rules):
        raise table.error("the response of the exchange breaks no rule: nothing is to be mended", "exchange")
    model = _model(table)
    for rule in rules:
        if not rule.kept_by(model):
            raise table.error(f"the model breaks the rule {rule.says!r}", "model")
    rules = tuple(_with_example(rule, model) for rule in rules)
    item = replace(item, rules=rules, flawed=printed(flawed), model=printed(model))
    return replace(item, right=_mended(model, right=True, why=" ".join(rule.why for rule in rules)))


def _flawed(exchange: Exchange | None, table: Table) -> Message:
    messages = exchange.messages if exchange else ()
    if [message.is_request for message in messages] != [True, False]:
        raise table.error("its 'exchange' is a request and the response to mend", "exchange")
    return messages[1]


def _model(table: Table) -> Message:
    try:
        return read_response(table.text("model"))
    except NotAnAnswer as error:
        found = re.match(r"Line (\d+)", str(error))
        raise table.error(f"model: {error}", "model", place=int(found[1]) if found else 0) from None


def _with_example(rule: Rule, model: Message) -> Rule:
    """Return the rule; of a pattern, which says little to a learner, what the model has is expected."""
    return replace(rule, expected=f"such as {rule.found_in(model)}") if rule.like else rule


def read_response(text: str) -> Message:
    """Return the one response in ``text``. Raises NotAnAnswer, which names the line that isn't one."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]
    if not lines[0]:
        raise NotAnAnswer(f"Write the response: a status line such as {EXAMPLE}, then its header fields.")
    _check_size("\n".join(lines))
    for number, line in enumerate(lines, start=1):
        if UNFIT.search(line):
            raise NotAnAnswer(f"Line {number} has a character that no response can have. Type the line again.")
    # Digits of other scripts are digits to Python.
    if not STATUS_LINE.fullmatch(lines[0]) or not lines[0][:12].isascii():
        raise NotAnAnswer(f"Line 1 is not a status line. A response begins with one, such as {EXAMPLE}.")
    for number, line in enumerate(lines[1:], start=2):
        if STATUS_LINE.fullmatch(line) or REQUEST_LINE.fullmatch(line):
            raise NotAnAnswer(f"Line {number} begins another message. Leave the one response.")
    try:
        (response,) = read_exchange("\n".join(lines)).messages
    except ExchangeError as error:
        raise NotAnAnswer(
            f"Line {error.line} is not a header field. Write it as Name: value; an empty line comes before content."
        ) from None
    _check_size(printed(response))
    return response


def _check_size(text: str) -> None:
    if len(text) > CHARACTERS:
        raise NotAnAnswer(f"That is too long. Leave a response of {CHARACTERS:,} characters at most.")


def printed(message: Message) -> str:
    """Return a message as text, in the one form in which it is kept."""
    head = [message.first.rstrip(), *(f"{name}: {value.strip()}".rstrip() for name, value in message.fields)]
    return "\n".join(head) + (f"\n\n{message.content}" if message.content else "")


def mark(item: Item, given: str, facts: Facts) -> Marking:
    """Mark a response, edited."""
    response = read_response(given)
    parts = tuple(_part(rule, response) for rule in item.rules)
    broken = sum(not part.right for part in parts)
    kept = f"The response keeps all {len(parts)} rules."
    why = f"The response breaks {broken} of {len(parts)} rules." if broken else kept
    return Marking(item, _mended(response, right=not broken, why=why), parts=parts)


def _part(rule: Rule, response: Message) -> Part:
    return Part(rule.says, rule.kept_by(response), rule.why, rule.expected, rule.found_in(response))


def _mended(response: Message, *, right: bool, why: str) -> Answer:
    names = list(dict.fromkeys(name for name, _ in response.fields))
    text = response.first + (f" with {', '.join(names)}" if names else "")
    return Answer(printed(response), text, right, why)
