"""A question in parts that can be shown as HTML and as plain text: stem, exchange, answers, reasons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from learn.domain.lessons.exchange import Exchange
from learn.domain.lessons.fine_print import Reference
from learn.domain.practice.exports.markup import clean, inline, paragraphs, plain, preformatted
from learn.domain.practice.items import Answer, Item
from learn.domain.practice.kinds.mend import printed

# Anki and other programs show one order for ever; this is it.
SEED = 0
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Words:
    """One or more paragraphs, in Markdown."""

    text: str

    def html(self) -> str:
        return paragraphs(self.text)

    def plain(self) -> str:
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class Code:
    """What is shown as it stands."""

    text: str

    def html(self) -> str:
        return preformatted(self.text)

    def plain(self) -> str:
        return clean(self.text)


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer or a part of one, why it is right or wrong, and when a wrong one would be right; in Markdown."""

    text: str
    why: str = ""
    when: str = ""

    @property
    def told(self) -> str:
        """The reason in sentences."""
        if not self.when:
            return self.why
        end = "" if self.when.rstrip().endswith((".", "?", "!")) else "."
        return f"{self.why} This would be right when {self.when.rstrip()}{end}"

    def html(self) -> str:
        return f"<b>{inline(self.text)}</b><br>{inline(self.told)}" if self.told else inline(self.text)

    def plain(self) -> str:
        return f"{plain(self.text)} – {plain(self.told)}" if self.told else plain(self.text)


@dataclass(frozen=True, slots=True)
class Listing:
    """Reasons as a list, numbered or not."""

    reasons: tuple[Reason, ...]
    numbered: bool = False

    def html(self) -> str:
        tag = "ol" if self.numbered else "ul"
        return f"<{tag}>{''.join(f'<li>{reason.html()}</li>' for reason in self.reasons)}</{tag}>"

    def plain(self) -> str:
        marks = [f"{at}. " if self.numbered else "- " for at in range(1, len(self.reasons) + 1)]
        return "\n".join(mark + reason.plain() for mark, reason in zip(marks, self.reasons, strict=True))


@dataclass(frozen=True, slots=True)
class Source:
    """Where to read on."""

    reference: Reference

    def html(self) -> str:
        text, url = (escape(clean(part)) for part in (self.reference.text, self.reference.url))
        return f'<p><a href="{url}">{text}</a></p>' if url else f"<p>{text}</p>"

    def plain(self) -> str:
        return clean(f"{self.reference.text} {self.reference.url}".strip())


type Block = Words | Code | Listing | Source


def as_html(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML, one a line."""
    return "\n".join(block.html() for block in blocks)


def as_plain(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text, with an empty line between them."""
    return "\n\n".join(block.plain() for block in blocks)


def asked(item: Item) -> Iterator[Block]:
    """Yield what is asked: the stem, and the exchange with numbered lines where one of them is to be found."""
    yield Words(item.stem)
    if item.lines:
        width = len(str(len(item.lines)))
        yield Code("\n".join(f"{number:>{width}}  {line}" for number, line in enumerate(item.lines, start=1)))
    elif item.exchange:
        yield Code(wire(item.exchange))


def offered(item: Item) -> Iterator[Block]:
    """Yield what is to be chosen from, put into order or matched, shuffled; nothing where the learner writes."""
    if item.kind not in ("one", "several", "order", "match"):
        return
    if item.matches:
        yield Listing(tuple(Reason(match.left) for match in item.matches), numbered=True)
    yield Listing(tuple(Reason(answer.text) for answer in item.shuffled(SEED)))


def explained(item: Item, *, nears: bool = True) -> Iterator[Block]:
    """Yield the right answer with its reasons, the near misses with theirs if asked for, and where to read on."""
    if item.model:
        yield Code(item.model) if item.rules else Words(item.model)
    yield Listing(rights(item), numbered=bool(item.steps))
    if item.mended:
        yield Words("Mended:")
        yield Code(wire(item.mended))
    if nears and near_misses(item):
        yield Words("Near misses:")
        yield Listing(near_misses(item))
    yield Source(item.reference)


def rights(item: Item) -> tuple[Reason, ...]:
    """Return the right answers, or the parts of the one: steps, pairs, rules, key points."""
    if item.matches:
        return tuple(Reason(f"{match.left}: {match.right}", match.why) for match in item.matches)
    if item.rules:
        return tuple(Reason(rule.says, rule.why) for rule in item.rules)
    return _reasons(item, [answer for answer in item.steps or item.points or item.answers if answer.right])


def near_misses(item: Item) -> tuple[Reason, ...]:
    """Return the reasons of a question's wrong answers."""
    return _reasons(item, [answer for answer in item.answers if not answer.right])


def _reasons(item: Item, answers: Sequence[Answer]) -> tuple[Reason, ...]:
    return tuple(Reason(named(item, answer), answer.why, answer.when) for answer in answers)


def named(item: Item, answer: Answer) -> str:
    """Return an answer's text; a box has its letter too."""
    return f"{answer.key}: {answer.text}" if item.kind == "box" else answer.text


def wire(exchange: Exchange) -> str:
    """Return an exchange as it is printed: messages with an empty line between."""
    return "\n\n".join(printed(message) for message in exchange.messages)


def by_pair(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return the questions by the pair that they belong to, those of none as ``mixed``, in their order."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.pair or MIXED, []).append(item)
    return found
