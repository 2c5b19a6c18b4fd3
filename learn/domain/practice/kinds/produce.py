"""Answers the learner makes and that are one thing: a status code, or a box of the backend diagram."""

from dataclasses import replace

from learn.domain.practice.items import Answer, Facts, Item, by_key
from learn.domain.practice.kinds.fields import check_boxes, check_codes, foreseen, misconception_of
from learn.domain.practice.marks import Marking, NotAnAnswer
from learn.domain.practice.table import Table

FIELDS = {"right", "why", "near", "also"}
MOST = 9


def read_code(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with the right code, which is its main one, others that are defensible, and near misses."""
    item = _read(item, table, facts, "code")
    if item.right.key != str(item.codes[0]):
        raise table.error(f"the right code, {item.right.key}, comes first in 'codes'", "codes")
    return item


def read_box(item: Item, table: Table, facts: Facts) -> Item:
    """Return the question with the right box, others that are defensible, and near misses."""
    return _read(item, table, facts, "box")


def _read(item: Item, table: Table, facts: Facts, name: str) -> Item:
    answers = [_answer(table, "right", facts, name, right=True)]
    answers += [_answer(also, name, facts, name, right=True) for also in table.tables("also", 0, MOST)]
    near = table.tables("near", 0, MOST)
    if not near:
        raise table.error("a produced answer needs near misses, each with its reason")
    answers += [_answer(miss, name, facts, name, right=False) for miss in near]
    if len({answer.key for answer in answers}) < len(answers):
        raise table.error("the same answer stands there twice")
    return replace(item, answers=tuple(answers), right=answers[0])


def _answer(table: Table, field: str, facts: Facts, name: str, *, right: bool) -> Answer:
    if field != "right":
        table.refuse_unknown({name, "why"} if right else {name, "why", "when", "misconception"})
    if name == "code":
        (code,) = check_codes(table, field, [table.whole(field)], facts)
        key, text = str(code), str(facts.registry[code])
    else:
        (key,) = check_boxes(table, field, [table.text(field)], facts)
        text = facts.backend[key].label
    if right:
        return Answer(key, text, True, table.text("why"))
    return Answer(key, text, False, table.text("why"), table.text("when"), misconception_of(table, required=False))


def mark_code(item: Item, given: str, facts: Facts) -> Marking:
    """Return how a code does, foreseen or not. Raises NotAnAnswer for what isn't a registered code."""
    answer = by_key(item.answers, given) or _other_code(given, facts)
    return Marking(item, answer, foreseen(item, answer))


def mark_box(item: Item, given: str, facts: Facts) -> Marking:
    """Return how a box does, foreseen or not. Raises NotAnAnswer for what isn't a box of the chart."""
    answer = by_key(item.answers, given) or _decided_before(item, given, facts) or _other_box(given, facts)
    return Marking(item, answer, foreseen(item, answer))


def _decided_before(item: Item, key: str, facts: Facts) -> Answer | None:
    """Return what picking an exit says: the box before it, if that is a foreseen answer.

    Who picks 403 Forbidden means Allowed to Access Resource?. An exit with another code than the question's says
    something else about the right box, and is wrong.
    """
    node = facts.backend.nodes.get(key)
    if node is None or node.role != "terminal":
        return None
    before = next(edge.source for edge in facts.backend.edges if edge.target == key)
    answer = by_key(item.answers, before)
    if answer is None or not answer.right or item.codes[0] in node.codes:
        return answer
    why = f"{facts.backend[before].label} is the place, but this way out of it is another one: {node.means}"
    return Answer(key, node.label, right=False, why=why)


def _other_code(key: str, facts: Facts) -> Answer:
    """Return a wrong answer nobody wrote a reason for, with the reason the facts give."""
    if not (key.isascii() and key.isdigit() and len(key) == 3):
        raise NotAnAnswer("Type a status code: three digits, such as 404.")
    if int(key) not in facts.registry:
        raise NotAnAnswer(f"No code {key} is registered. Type one that is, such as 200.")
    status = facts.registry[int(key)]
    return Answer(key, str(status), right=False, why=f"{status.phrase} means something else: {status.meaning}")


def _other_box(key: str, facts: Facts) -> Answer:
    if key not in facts.backend.nodes:
        raise NotAnAnswer("Pick a box of the diagram.")
    node = facts.backend[key]
    return Answer(key, node.label, right=False, why=f"That is another place: {node.asks or node.means}")
