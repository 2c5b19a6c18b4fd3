"""Everything under ``content/``, read and held against each other."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from learn.domain.content import ContentError, ContentErrors, line_of, read_text
from learn.domain.flow.charts import read_chart
from learn.domain.flow.graph import Graph, Node
from learn.domain.lab.problems import Problem, read_problems
from learn.domain.lessons.course import Course, read_course
from learn.domain.lessons.fine_print import FinePrint, read_fine_print
from learn.domain.lessons.markup import unknown_codes
from learn.domain.lessons.reader import Lesson, Print, Prose, read_lesson
from learn.domain.practice.items import Item, read_items
from learn.domain.status import Registry, read_registry

BACKEND = "backend"
CHART_ORDER = (BACKEND, "success", "redirect_cache", "bad_request", "auth", "conflict_limit", "dependency", "rfc9110")
CHECKS_AT_LEAST = 2


@dataclass(frozen=True, eq=False)
class Library:
    """The content, held together. ``version`` changes with every edit of any file."""

    version: str
    registry: Registry
    charts: dict[str, Graph]
    fine_print: dict[str, FinePrint]
    problems: dict[str, Problem]
    items: dict[str, Item]
    course: Course
    lessons: dict[str, Lesson]

    @property
    def backend(self) -> Graph:
        return self.charts[BACKEND]

    @cached_property
    def order(self) -> list[Lesson]:
        return [self.lessons[slug] for slug in self.course.lessons]

    def position(self, slug: str) -> int:
        """Return the lesson's number in the course, from 1."""
        return self.course.lessons.index(slug) + 1

    def neighbours(self, slug: str) -> tuple[Lesson | None, Lesson | None]:
        """Return the lessons before and after this one."""
        at = self.course.lessons.index(slug)
        before = self.order[at - 1] if at > 0 else None
        after = self.order[at + 1] if at + 1 < len(self.order) else None
        return before, after

    def lessons_about(self, code: int) -> list[Lesson]:
        """Return the lessons that teach a code, the one with the fewest others first."""
        return sorted((lesson for lesson in self.order if code in lesson.codes), key=lambda lesson: len(lesson.codes))

    def lessons_at(self, box: str) -> list[Lesson]:
        return [lesson for lesson in self.order if box in lesson.boxes]

    def fine_print_about(self, code: int) -> list[FinePrint]:
        return [entry for entry in self.fine_print.values() if code in entry.codes]

    def boxes_of(self, code: int) -> list[tuple[Graph, Node]]:
        """Return the leaves of all charts that answer a code, the backend's first."""
        return [(graph, node) for graph in self.charts.values() for node in graph.walks_to(code)]


def read_library(root: Path) -> Library:
    """Return the content under ``root``. Raises ContentErrors with every mistake of every file."""
    errors: list[ContentError] = []
    registry = _alone(errors, root / "codes.toml", read_registry)
    charts = _charts(root, registry, errors)
    fine_print = _alone(errors, root / "fine_print.toml", read_fine_print)
    course = _alone(errors, root / "course.toml", lambda path: read_course(path, root / "references.toml"))
    lessons: dict[str, Lesson] = {}
    for path in sorted((root / "lessons").glob("*.md")):
        try:
            lessons[path.stem] = _told(path, read_lesson)
        except ContentError as error:
            errors.append(error)
    items = _items(root, registry, charts[BACKEND], errors) if BACKEND in charts else {}
    problems = _problems(root, registry, charts[BACKEND], errors) if BACKEND in charts else {}
    if errors:
        raise ContentErrors(errors)
    library = Library(_version(root), registry, charts, fine_print, problems, items, course, lessons)
    errors += _mismatches(library, root)
    if errors:
        raise ContentErrors(errors)
    return library


def _told[T](path: Path, read: Callable[[Path], T]) -> T:
    """Return what ``read`` gives. A value of a shape that no reader foresaw is a mistake in the file like any other."""
    try:
        return read(path)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ContentError(path, 1, f"a value has the wrong shape ({type(error).__name__}: {error})") from error


def _alone[T](errors: list[ContentError], path: Path, read: Callable[[Path], T]) -> T:
    """Return what ``read`` gives; nothing else can be read without it."""
    try:
        return _told(path, read)
    except ContentError as error:
        raise ContentErrors([*errors, error]) from None


def _charts(root: Path, registry: Registry, errors: list[ContentError]) -> dict[str, Graph]:
    charts: dict[str, Graph] = {}
    found = {path.stem: path for path in sorted((root / "charts").glob("*.toml"))}
    first = [name for name in CHART_ORDER if name in found]
    for name in first + [name for name in found if name not in CHART_ORDER]:
        try:
            charts[name] = _told(found[name], lambda path: read_chart(path, registry))
        except ContentError as error:
            errors.append(error)
    if BACKEND not in found:
        errors.append(ContentError(root / "charts" / f"{BACKEND}.toml", 1, "there is no such file"))
    return charts


def _items(root: Path, registry: Registry, backend: Graph, errors: list[ContentError]) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for path in sorted((root / "questions").glob("*.toml")):
        try:
            for item in _told(path, lambda path: read_items(path, registry, backend)):
                if item.id in items:
                    line = line_of(read_text(path), f'id = "{item.id}"')
                    errors.append(
                        ContentError(path, line, f"question {item.id!r} also stands in {items[item.id].source}")
                    )
                items[item.id] = item
        except ContentError as error:
            errors.append(error)
    return items


def _problems(root: Path, registry: Registry, backend: Graph, errors: list[ContentError]) -> dict[str, Problem]:
    try:
        return _told(root / "problems.toml", lambda path: read_problems(path, registry, backend))
    except ContentError as error:
        errors.append(error)
        return {}


def _mismatches(library: Library, root: Path) -> Iterator[ContentError]:
    for slug in library.course.lessons:
        if slug not in library.lessons:
            line = line_of(read_text(root / "course.toml"), f'"{slug}"')
            yield ContentError(root / "course.toml", line, f"there is no lesson {slug!r}")
    for lesson in library.lessons.values():
        if lesson.slug not in library.course.lessons:
            yield ContentError(lesson.path, 1, "course.toml doesn't have this lesson")
        yield from _lesson_mismatches(lesson, library)
    for graph in library.charts.values():
        for node in graph.terminals:
            if node.refine and node.refine not in library.charts:
                path = root / "charts" / f"{graph.name}.toml"
                line = line_of(read_text(path), f'id = "{node.id}"')
                yield ContentError(path, line, f"box {node.id!r} is refined by unknown chart {node.refine!r}")


def _lesson_mismatches(lesson: Lesson, library: Library) -> Iterator[ContentError]:
    def wrong(line: int, problem: str) -> ContentError:
        return ContentError(lesson.path, line, problem)

    def front(name: str) -> int:
        return line_of(read_text(lesson.path), f"{name} =")

    for code in {*lesson.codes} - {status.code for status in library.registry}:
        yield wrong(front("codes"), f"{code} is not a registered code")
    for box in {*lesson.boxes} - library.backend.nodes.keys():
        yield wrong(front("boxes"), f"the diagram has no box {box!r}")
    for check in lesson.directives("check"):
        if check.argument not in library.items:
            yield wrong(check.line, f"no question is called {check.argument!r}")
    if len(set(lesson.checks)) < max(CHECKS_AT_LEAST, len(lesson.checks)):
        yield wrong(1, f"a lesson asks at least {CHECKS_AT_LEAST} different checks")
    for print_ in lesson.directives("fine-print"):
        if print_.argument not in library.fine_print:
            yield wrong(print_.line, f"no fine print is called {print_.argument!r}")
    yield from _map_mismatches(lesson, library)
    yield from _code_mismatches(lesson, library)


def _code_mismatches(lesson: Lesson, library: Library) -> Iterator[ContentError]:
    for block in lesson.blocks:
        if isinstance(block, Prose):
            for code in unknown_codes(block.text, library.registry):
                line = line_of(block.text, f"{{{code}}}", first_line=block.line)
                yield ContentError(lesson.path, line, f"{{{code}}} is not a registered code")
        elif isinstance(block, Print) and not block.exchange.illustration:
            for message in block.exchange.messages:
                if message.status is not None and message.status not in library.registry:
                    yield ContentError(lesson.path, block.line, f"{message.status} is not a registered code")


def _map_mismatches(lesson: Lesson, library: Library) -> Iterator[ContentError]:
    for drawn in lesson.directives("map"):
        graph = library.charts.get(drawn.argument)
        if graph is None:
            yield ContentError(lesson.path, drawn.line, f"no chart is called {drawn.argument!r}")
            continue
        for name in ("lit", "also"):
            for box in drawn.options.get(name, "").split():
                if box not in graph.nodes:
                    yield ContentError(lesson.path, drawn.line, f"the chart has no box {box!r}")


def files(root: Path) -> list[Path]:
    """Return every content file, in order."""
    return sorted(path for path in root.rglob("*") if path.suffix in (".md", ".toml"))


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in files(root):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
