"""Everything under ``content/``, read and held against each other."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from learn.domain import reading
from learn.domain.content import ContentError, ContentErrors, line_of, read_text
from learn.domain.flow.graph import Graph, Node
from learn.domain.lab.challenges.challenge import Challenge
from learn.domain.lab.problems import Problem
from learn.domain.lessons.course import Course, read_course
from learn.domain.lessons.fine_print import FinePrint, read_fine_print
from learn.domain.lessons.markup import unknown_codes
from learn.domain.lessons.reader import Lesson, Print, Prose
from learn.domain.practice.items import LESSON_KINDS, Item
from learn.domain.practice.pairs import Pair, read_pairs
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
    challenges: dict[str, Challenge]
    pairs: dict[str, Pair]
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
    registry = reading.alone(errors, root / "codes.toml", read_registry)
    charts = reading.charts(root, CHART_ORDER, registry, errors)
    if BACKEND not in charts and not (root / "charts" / f"{BACKEND}.toml").is_file():
        errors.append(ContentError(root / "charts" / f"{BACKEND}.toml", 1, "there is no such file"))
    fine_print = reading.alone(errors, root / "fine_print.toml", read_fine_print)
    course = reading.alone(errors, root / "course.toml", lambda path: read_course(path, root / "references.toml"))
    pairs = reading.alone(errors, root / "pairs.toml", lambda path: read_pairs(path, registry))
    lessons = reading.lessons(root, errors)
    backend = charts.get(BACKEND)
    items = reading.items(root, registry, backend, pairs, errors) if backend else {}
    problems = reading.problems(root, registry, backend, errors) if backend else {}
    challenges = reading.challenges(root, registry, backend, errors) if backend else {}
    if errors:
        raise ContentErrors(errors)
    library = Library(_version(root), registry, charts, fine_print, problems, challenges, pairs, items, course, lessons)
    errors += _mismatches(library, root)
    if errors:
        raise ContentErrors(errors)
    return library


def _mismatches(library: Library, root: Path) -> Iterator[ContentError]:
    for slug in library.course.lessons:
        if slug not in library.lessons:
            line = line_of(read_text(root / "course.toml"), f'"{slug}"')
            yield ContentError(root / "course.toml", line, f"there is no lesson {slug!r}")
    for lesson in library.lessons.values():
        if lesson.slug not in library.course.lessons:
            yield ContentError(lesson.path, 1, "course.toml doesn't have this lesson")
        yield from _lesson_mismatches(lesson, library)
    yield from _fine_print_mismatches(library, root / "fine_print.toml")
    for pair in library.pairs.values():
        if pair.lesson not in library.lessons:
            line = line_of(read_text(root / "pairs.toml"), f'lesson = "{pair.lesson}"')
            yield ContentError(root / "pairs.toml", line, f"there is no lesson {pair.lesson!r}")
    for graph in library.charts.values():
        for node in graph.terminals:
            if node.refine and node.refine not in library.charts:
                path = root / "charts" / f"{graph.name}.toml"
                line = line_of(read_text(path), f'id = "{node.id}"')
                yield ContentError(path, line, f"box {node.id!r} is refined by unknown chart {node.refine!r}")


def _fine_print_mismatches(library: Library, path: Path) -> Iterator[ContentError]:
    for entry in library.fine_print.values():
        for code in unknown_codes(entry.text, library.registry):
            line = line_of(read_text(path), f'id = "{entry.id}"')
            yield ContentError(path, line, f"{{{code}}} is not a registered code")


def _lesson_mismatches(lesson: Lesson, library: Library) -> Iterator[ContentError]:
    def wrong(line: int, problem: str) -> ContentError:
        return ContentError(lesson.path, line, problem)

    def front(name: str) -> int:
        return line_of(read_text(lesson.path), f"{name} =")

    for code in {*lesson.codes} - {status.code for status in library.registry}:
        yield wrong(front("codes"), f"{code} is not a registered code")
    for box in {*lesson.boxes} - library.backend.nodes.keys():
        yield wrong(front("boxes"), f"the diagram has no box {box!r}")
    for pair in {*lesson.pairs} - library.pairs.keys():
        yield wrong(front("pairs"), f"no pair is called {pair!r}")
    for print_ in lesson.directives("fine-print"):
        if print_.argument not in library.fine_print:
            yield wrong(print_.line, f"no fine print is called {print_.argument!r}")
    yield from _check_mismatches(lesson, library)
    yield from _map_mismatches(lesson, library)
    yield from _code_mismatches(lesson, library)


def _check_mismatches(lesson: Lesson, library: Library) -> Iterator[ContentError]:
    for check in lesson.directives("check"):
        item = library.items.get(check.argument)
        if item is None:
            yield ContentError(lesson.path, check.line, f"no question is called {check.argument!r}")
        elif item.kind not in LESSON_KINDS:
            known = ", ".join(LESSON_KINDS)
            yield ContentError(
                lesson.path, check.line, f"a lesson asks questions of kind {known}; {item.id!r} is of kind {item.kind}"
            )
    if len(set(lesson.checks)) < max(CHECKS_AT_LEAST, len(lesson.checks)):
        yield ContentError(lesson.path, 1, f"a lesson asks at least {CHECKS_AT_LEAST} different checks")


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
