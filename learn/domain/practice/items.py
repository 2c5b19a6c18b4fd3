"""Questions from ``content/questions/*.toml``: what is asked, and a reason for each answer."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

from learn.domain.content import ContentError, line_of, read_text, read_toml, refuse_unknown, require, require_each
from learn.domain.flow.graph import Graph
from learn.domain.lessons.exchange import Exchange, ExchangeError, read_exchange
from learn.domain.lessons.fine_print import Reference, read_reference
from learn.domain.lessons.reader import SLUG
from learn.domain.status import Registry

type Kind = Literal["one", "code", "box"]

KINDS = ("one", "code", "box")
OPTION_COUNT = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer and its reason. ``key`` is what a form sends."""

    key: str
    text: str
    right: bool
    why: str
    when: str = ""
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    version: int
    kind: Kind
    codes: tuple[int, ...]
    boxes: tuple[str, ...]
    stem: str
    reference: Reference
    answers: tuple[Answer, ...]
    exchange: Exchange | None = None
    source: Path = field(default=Path(), compare=False)

    @property
    def right(self) -> Answer:
        return next(answer for answer in self.answers if answer.right)

    def shuffled(self, attempt: int) -> list[Answer]:
        """Return the answers in an order of their own for each attempt, the same on every load."""
        answers = list(self.answers)
        Random(f"{self.id}.{attempt}").shuffle(answers)
        return answers


def read_items(path: Path, registry: Registry, backend: Graph) -> list[Item]:
    """Return the questions in ``path``. Raises ContentError at the first mistake."""
    text = read_text(path)
    return [_Reader(path, text, registry, backend, fields).item() for fields in read_toml(path).get("question", [])]


class _Reader:
    """Reads one question, telling every mistake at its line."""

    def __init__(self, path: Path, text: str, registry: Registry, backend: Graph, fields: dict[str, Any]) -> None:
        self.path, self.registry, self.backend, self.fields = path, registry, backend, fields
        self.text = text
        self.line = line_of(text, f'id = "{fields.get("id")}"')

    def error(self, problem: str) -> ContentError:
        return ContentError(self.path, self.line, f"question {self.fields.get('id')!r}: {problem}")

    def item(self) -> Item:
        fields = self.fields
        names = {"id": str, "version": int, "kind": str, "codes": list, "boxes": list, "rfc": str, "stem": str}
        require(fields, names, self.path, self.line, "a question")
        require_each(fields, {"codes": int, "boxes": str}, self.path, self.line, "a question")
        if fields["kind"] not in KINDS:
            raise self.error(f"kind is one of {', '.join(KINDS)}, not {fields['kind']!r}")
        if not SLUG.fullmatch(fields["id"]) or len(fields["id"]) > 60:
            raise self.error("an id is lower-case words and hyphens, 60 characters at most")
        self._check_known(fields["codes"], fields["boxes"])
        answers = self._options() if fields["kind"] == "one" else self._produced()
        return Item(
            id=fields["id"],
            version=fields["version"],
            kind=fields["kind"],
            codes=tuple(fields["codes"]),
            boxes=tuple(fields["boxes"]),
            stem=fields["stem"],
            reference=read_reference(fields["rfc"]),
            answers=answers,
            exchange=self._exchange(),
            source=self.path,
        )

    def _check_known(self, codes: list[int], boxes: list[str]) -> None:
        for code in codes:
            if code not in self.registry:
                raise self.error(f"{code} is not a registered code")
        for box in boxes:
            if box not in self.backend.nodes:
                raise self.error(f"the diagram has no box {box!r}")

    def _exchange(self) -> Exchange | None:
        if "exchange" not in self.fields:
            return None
        try:
            return read_exchange(self.fields["exchange"].strip("\n"))
        except ExchangeError as error:
            raise self.error(f"exchange, line {error.line}: {error}") from None

    def _options(self) -> tuple[Answer, ...]:
        known = {"id", "version", "kind", "codes", "boxes", "rfc", "stem", "exchange", "option"}
        refuse_unknown(self.fields, known, self.path, self.line, f"question {self.fields['id']!r}")
        options = self.fields.get("option", [])
        if len(options) != OPTION_COUNT or sum(bool(option.get("right")) for option in options) != 1:
            raise self.error("one of three has three options, and one of them is right")
        return tuple(self._option(option, str(number)) for number, option in enumerate(options, start=1))

    def _option(self, option: dict[str, Any], key: str) -> Answer:
        right = bool(option.get("right"))
        self._reasons(option, right=right, names=("text", "why"))
        if not right and not option.get("misconception"):
            raise self.error(f"wrong option {option['text']!r} names no misconception")
        return Answer(
            key, option["text"], right, option["why"], option.get("when", ""), option.get("misconception", "")
        )

    def _produced(self) -> tuple[Answer, ...]:
        known = {"id", "version", "kind", "codes", "boxes", "rfc", "stem", "exchange", "right", "why", "near", "also"}
        refuse_unknown(self.fields, known, self.path, self.line, f"question {self.fields['id']!r}")
        if "right" not in self.fields or not self.fields.get("why"):
            raise self.error("a produced answer needs 'right' and 'why'")
        name = "code" if self.fields["kind"] == "code" else "box"
        answers = [self._produced_answer(self.fields["right"], right=True, why=self.fields["why"])]
        for also in self.fields.get("also", []):
            self._reasons(also, right=True, names=(name, "why"))
            answers.append(self._produced_answer(also[name], right=True, why=also["why"]))
        near = self.fields.get("near", [])
        if not near:
            raise self.error("a produced answer needs near misses, each with its reason")
        for miss in near:
            self._reasons(miss, right=False, names=(name, "why"))
            answers.append(
                self._produced_answer(
                    miss[name],
                    right=False,
                    why=miss["why"],
                    when=miss["when"],
                    misconception=miss.get("misconception", ""),
                )
            )
        if len({answer.key for answer in answers}) < len(answers):
            raise self.error("the same answer stands there twice")
        return tuple(answers)

    def _produced_answer(self, value: Any, *, right: bool, why: str, when: str = "", misconception: str = "") -> Answer:
        if self.fields["kind"] == "code":
            self._check_known([value], [])
            return Answer(str(value), str(self.registry[value]), right, why, when, misconception)
        self._check_known([], [value])
        return Answer(value, self.backend[value].label, right, why, when, misconception)

    def _reasons(self, fields: dict[str, Any], *, right: bool, names: tuple[str, ...]) -> None:
        for name in names:
            if not fields.get(name):
                raise self.error(f"an answer has no {name!r}")
        if not right and not fields.get("when"):
            raise self.error("a wrong answer doesn't say when it would be right ('when')")
