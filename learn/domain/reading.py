"""Reading the files under ``content/``, gathering every mistake instead of stopping at the first."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from learn.domain.content import ContentError, ContentErrors, line_of, read_text
from learn.domain.flow.charts import read_chart
from learn.domain.flow.graph import Graph
from learn.domain.lab.challenges.challenge import Challenge
from learn.domain.lab.challenges.reader import read_challenges
from learn.domain.lab.problems import Problem, read_problems
from learn.domain.lessons.reader import Lesson, read_lesson
from learn.domain.practice.items import Item
from learn.domain.practice.pairs import Pair
from learn.domain.practice.reader import read_items
from learn.domain.status import Registry


def told[T](path: Path, read: Callable[[Path], T]) -> T:
    """Return what ``read`` gives. A value of a shape that no reader foresaw is a mistake in the file like any other."""
    try:
        return read(path)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ContentError(path, 1, f"a value has the wrong shape ({type(error).__name__}: {error})") from error


def alone[T](errors: list[ContentError], path: Path, read: Callable[[Path], T]) -> T:
    """Return what ``read`` gives; nothing else can be read without it."""
    try:
        return told(path, read)
    except ContentError as error:
        raise ContentErrors([*errors, error]) from None


def charts(root: Path, first: Iterable[str], registry: Registry, errors: list[ContentError]) -> dict[str, Graph]:
    """Return the charts by name, those of ``first`` in its order before the others."""
    read: dict[str, Graph] = {}
    found = {path.stem: path for path in sorted((root / "charts").glob("*.toml"))}
    for name in dict.fromkeys([*(name for name in first if name in found), *found]):
        try:
            read[name] = told(found[name], lambda path: read_chart(path, registry))
        except ContentError as error:
            errors.append(error)
    return read


def lessons(root: Path, errors: list[ContentError]) -> dict[str, Lesson]:
    """Return the lessons by slug."""
    read: dict[str, Lesson] = {}
    for path in sorted((root / "lessons").glob("*.md")):
        try:
            read[path.stem] = told(path, read_lesson)
        except ContentError as error:
            errors.append(error)
    return read


def items(
    root: Path, registry: Registry, backend: Graph, pairs: Mapping[str, Pair], errors: list[ContentError]
) -> dict[str, Item]:
    """Return the questions by id."""
    read: dict[str, Item] = {}
    for path in sorted((root / "questions").glob("*.toml")):
        try:
            for item in told(path, lambda path: read_items(path, registry, backend, pairs)):
                if item.id in read:
                    line = line_of(read_text(path), f'id = "{item.id}"')
                    errors.append(
                        ContentError(path, line, f"question {item.id!r} also stands in {read[item.id].source}")
                    )
                read[item.id] = item
        except ContentError as error:
            errors.append(error)
    return read


def problems(root: Path, registry: Registry, backend: Graph, errors: list[ContentError]) -> dict[str, Problem]:
    """Return the lab's problems by error code."""
    try:
        return told(root / "problems.toml", lambda path: read_problems(path, registry, backend))
    except ContentError as error:
        errors.append(error)
        return {}


def challenges(root: Path, registry: Registry, backend: Graph, errors: list[ContentError]) -> dict[str, Challenge]:
    """Return the lab's challenges by slug, tier by tier, in the order of their files."""
    read: dict[str, Challenge] = {}
    for path in sorted((root / "challenges").glob("*.toml")):
        try:
            for challenge in told(path, lambda path: read_challenges(path, registry, backend)):
                if challenge.slug in read:
                    line = line_of(read_text(path), f'slug = "{challenge.slug}"')
                    errors.append(ContentError(path, line, f"challenge {challenge.slug!r} stands there twice"))
                read[challenge.slug] = challenge
        except ContentError as error:
            errors.append(error)
    return dict(sorted(read.items(), key=lambda pair: pair[1].tier))
