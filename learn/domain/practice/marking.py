"""What an answer is worth, and the reason the learner is told."""

from dataclasses import dataclass

from learn.domain.flow.graph import Graph
from learn.domain.practice.items import Answer, Item
from learn.domain.status import Registry


class NotAnAnswer(ValueError):
    """What was sent can't be marked. The message says what would be right."""


@dataclass(frozen=True, slots=True)
class Marking:
    """A given answer with its reason, the right one, and the others with theirs."""

    item: Item
    given: Answer
    others: tuple[Answer, ...]

    @property
    def right(self) -> bool:
        return self.given.right


def mark(item: Item, given: str, registry: Registry, backend: Graph) -> Marking:
    """Return how ``given`` does. Raises NotAnAnswer for what isn't an answer to this kind of question."""
    key = given.strip()
    for answer in item.answers:
        if answer.key == key:
            break
    else:
        answer = _unforeseen(item, key, registry, backend)
    others = tuple(other for other in item.answers if other.key != answer.key)
    return Marking(item, answer, tuple(sorted(others, key=lambda other: not other.right)))


def _unforeseen(item: Item, key: str, registry: Registry, backend: Graph) -> Answer:
    """Return a wrong answer nobody wrote a reason for, with the reason the facts give."""
    if item.kind == "code":
        if not (key.isascii() and key.isdigit() and len(key) == 3):
            raise NotAnAnswer("Type a status code: three digits, such as 404.")
        if int(key) not in registry:
            raise NotAnAnswer(f"No code {key} is registered. Type one that is, such as 200.")
        status = registry[int(key)]
        return Answer(key, str(status), right=False, why=f"{status.phrase} means something else: {status.meaning}")
    if item.kind == "box":
        if key not in backend.nodes:
            raise NotAnAnswer("Pick a box of the diagram.")
        node = backend[key]
        return Answer(key, node.label, right=False, why=f"That is another place: {node.asks or node.means}")
    raise NotAnAnswer("Pick one of the three answers.")
