"""Read a lesson: TOML between two ``+++`` lines, then Markdown with exchanges and directives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from learn.domain.content import ContentError, line_of, parse_toml, read_text, refuse_unknown, require, require_each
from learn.domain.lessons.exchange import CALLERS, Exchange, ExchangeError, read_exchange
from learn.domain.lessons.markup import slugify

FENCE = "+++\n"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ATTRIBUTES = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
HEADING = re.compile(r"(#{1,6})\s+(.*)")
FIELDS = {"title": str, "summary": str, "codes": list, "boxes": list, "pairs": list, "minutes": int, "takeaways": list}


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown between the blocks of a lesson, and the line that it begins at."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Print:
    """A printed exchange."""

    exchange: Exchange
    line: int


@dataclass(frozen=True, slots=True)
class Directive:
    """``:::name argument key="value"``: fine print, a check or a map."""

    name: str
    argument: str
    options: dict[str, str]
    line: int


type Block = Prose | Print | Directive


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a lesson and the anchor that leads to it."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Lesson:
    """A lesson as its file tells it; how long it takes is in minutes."""

    slug: str
    path: Path
    title: str
    summary: str
    codes: tuple[int, ...]
    boxes: tuple[str, ...]
    pairs: tuple[str, ...]
    minutes: int
    verified: date
    takeaways: tuple[str, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]

    def directives(self, name: str) -> list[Directive]:
        return [block for block in self.blocks if isinstance(block, Directive) and block.name == name]

    @property
    def checks(self) -> tuple[str, ...]:
        """The ids of the questions asked in the page, in order."""
        return tuple(directive.argument for directive in self.directives("check"))

    @property
    def exchanges(self) -> list[Exchange]:
        return [block.exchange for block in self.blocks if isinstance(block, Print)]

    def anchors(self) -> set[str]:
        """The places in the page at which a reader can go on."""
        return {heading.anchor for heading in self.headings} | {f"check-{check}" for check in self.checks}


def read_lesson(path: Path) -> Lesson:
    """Return the lesson in ``path``. Raises ContentError at the first mistake."""
    if not SLUG.fullmatch(path.stem):
        raise ContentError(path, 1, "a file name is lower-case words and hyphens")
    text = read_text(path)
    front, body, body_line = _split(text, path)
    fields = parse_toml(front, path, first_line=2)
    require(fields, FIELDS, path, 1, "front matter")
    refuse_unknown(fields, {*FIELDS, "verified"}, path, 1, "front matter")
    _check_front(fields, front, path)
    blocks = tuple(_blocks(body, path, body_line))
    return Lesson(
        slug=path.stem,
        path=path,
        title=fields["title"],
        summary=fields["summary"],
        codes=tuple(fields["codes"]),
        boxes=tuple(fields["boxes"]),
        pairs=tuple(fields["pairs"]),
        minutes=fields["minutes"],
        verified=fields["verified"],
        takeaways=tuple(fields["takeaways"]),
        headings=tuple(_headings(blocks, path)),
        blocks=blocks,
    )


def _split(text: str, path: Path) -> tuple[str, str, int]:
    if not text.startswith(FENCE):
        raise ContentError(path, 1, "expected front matter between two +++ lines")
    front, found, body = text[len(FENCE) :].partition("\n" + FENCE)
    if not found:
        raise ContentError(path, 1, "front matter has no closing +++ line")
    return front, body, front.count("\n") + 4


def _check_front(fields: dict[str, Any], front: str, path: Path) -> None:
    def wrong(name: str, problem: str) -> ContentError:
        return ContentError(path, line_of(front, name, first_line=2), problem)

    for name, kind in (("codes", int), ("boxes", str), ("pairs", str), ("takeaways", str)):
        require_each(fields, {name: kind}, path, line_of(front, name, first_line=2), "front matter")
    if not isinstance(fields.get("verified"), date):
        raise wrong("verified", "front matter: 'verified' must be a date such as 2026-11-22")
    if not 1 <= fields["minutes"] <= 15:
        raise wrong("minutes", f"a lesson takes 1 to 15 minutes, not {fields['minutes']}")
    if not 2 <= len(fields["takeaways"]) <= 5:
        raise wrong("takeaways", "a lesson has two to five takeaways")
    if not 40 <= len(fields["summary"]) <= 180:
        raise wrong("summary", f"a summary has 40 to 180 characters, not {len(fields['summary'])}")


def _blocks(body: str, path: Path, first_line: int) -> Iterator[Block]:
    lines = body.split("\n")
    prose: list[str] = []
    prose_line = first_line
    number = 0

    def flush() -> Iterator[Block]:
        text = "\n".join(prose)
        empty = len(text) - len(text.lstrip("\n"))
        if empty < len(text):
            yield Prose(text.strip("\n"), prose_line + empty)
        prose.clear()

    while number < len(lines):
        line = lines[number]
        here = first_line + number
        if line.startswith("```http") or line.startswith(":::"):
            yield from flush()
            end = _end_of(lines, number, "```" if line.startswith("`") else ":::", path, here)
            inside = "\n".join(lines[number + 1 : end])
            yield _print(line, inside, path, here) if line.startswith("`") else _directive(line, inside, path, here)
            number = end + 1
            prose_line = first_line + number
            continue
        if line.startswith("```"):
            end = _end_of(lines, number, "```", path, here)
            prose += lines[number : end + 1]
            number = end + 1
            continue
        prose.append(line)
        number += 1
    yield from flush()


def _end_of(lines: list[str], start: int, closing: str, path: Path, line: int) -> int:
    for number in range(start + 1, len(lines)):
        if lines[number].strip() == closing:
            return number
        if lines[number].startswith(("```", ":::")):
            break
    raise ContentError(path, line, f"{lines[start].strip()!r} is never closed by {closing}")


def _options(text: str) -> dict[str, str]:
    return {name: quoted or plain for name, quoted, plain in ATTRIBUTES.findall(text)}


def _print(opening: str, text: str, path: Path, line: int) -> Print:
    options = _options(opening.removeprefix("```http"))
    refuse_unknown(options, ("lab", "title", "illustration"), path, line, "the exchange")
    if ("lab" in options) == ("illustration" in options):
        raise ContentError(path, line, "an exchange names its caller (lab=customer) or says why not (illustration=…)")
    if "lab" in options and options["lab"] not in CALLERS:
        raise ContentError(path, line, f"lab={options['lab']} is nobody; callers are {', '.join(CALLERS)}")
    if not options.get("title"):
        raise ContentError(path, line, "the exchange has no title")
    try:
        exchange = read_exchange(
            text,
            title=options["title"],
            caller=options.get("lab", ""),
            illustration=options.get("illustration", ""),
        )
    except ExchangeError as error:
        raise ContentError(path, line + error.line, str(error)) from None
    return Print(exchange, line)


def _directive(opening: str, inside: str, path: Path, line: int) -> Directive:
    name, _, rest = opening.removeprefix(":::").strip().partition(" ")
    if name not in ("fine-print", "check", "map"):
        raise ContentError(path, line, f"no directive is called {name!r}; known are fine-print, check and map")
    if inside.strip():
        raise ContentError(path, line + 1, f"nothing stands inside a {name}")
    argument = rest.split(" ")[0]
    if not argument:
        raise ContentError(path, line, f"{name} needs a name, as in docs/content.md")
    options = _options(rest)
    refuse_unknown(options, ("lit", "also") if name == "map" else (), path, line, name)
    return Directive(name, argument, options, line)


def _headings(blocks: tuple[Block, ...], path: Path) -> Iterator[Heading]:
    seen: set[str] = set()
    for block in blocks:
        if not isinstance(block, Prose):
            continue
        fenced = False
        for here, line in enumerate(block.text.split("\n"), start=block.line):
            fenced ^= line.startswith("```")
            found = HEADING.match(line)
            if found is None or fenced:
                continue
            if len(found[1]) not in (2, 3):
                raise ContentError(path, here, "headings are ## or ###; the title is the page's #")
            if len(found[1]) == 2:
                plain = re.sub(r"[`*_]|\{(\d{3})\}", lambda m: m[1] or "", found[2]).strip()
                anchor = slugify(plain)
                if anchor in seen:
                    raise ContentError(path, here, f"two sections are called {plain!r}")
                seen.add(anchor)
                yield Heading(plain, anchor)
