"""The nine kinds of question: how each is read, and how an answer to it is marked."""

from collections.abc import Callable
from dataclasses import dataclass

from learn.domain.practice.items import Facts, Item, Kind
from learn.domain.practice.kinds import choose, free, line, match, mend, order, produce
from learn.domain.practice.marks import Marking
from learn.domain.practice.table import Table


@dataclass(frozen=True, slots=True)
class Manner:
    """``fields`` are those that only this kind has."""

    fields: set[str]
    read: Callable[[Item, Table, Facts], Item]
    mark: Callable[[Item, str, Facts], Marking]


KINDS: dict[Kind, Manner] = {
    "one": Manner({"option"}, choose.read_one, choose.mark_one),
    "code": Manner(produce.FIELDS, produce.read_code, produce.mark_code),
    "box": Manner(produce.FIELDS, produce.read_box, produce.mark_box),
    "several": Manner({"option"}, choose.read_several, choose.mark_several),
    "order": Manner({"step"}, order.read, order.mark),
    "match": Manner({"match"}, match.read, match.mark),
    "line": Manner(line.FIELDS, line.read, line.mark),
    "mend": Manner({"rule", "model"}, mend.read, mend.mark),
    "free": Manner({"point", "enough", "model"}, free.read, free.mark),
}
