"""What each error code of the lab means and what a client does about it, from ``content/problems.toml``."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learn.domain.content import (
    ContentError,
    line_of,
    read_text,
    read_toml,
    refuse_unknown,
    require,
    require_each,
)
from learn.domain.flow.graph import Graph
from learn.domain.lessons.fine_print import Reference, read_reference
from learn.domain.status import Registry

ERROR = re.compile(r"[a-z]+(_[a-z]+)*")
TEXTS = {"error": str, "title": str, "means": str, "do": str}
LISTS = {"statuses": int, "boxes": str}


@dataclass(frozen=True, slots=True)
class Problem:
    """``boxes`` are those of the backend diagram where a request stops with it; none where the sandbox refuses."""

    error: str
    statuses: tuple[int, ...]
    title: str
    means: str
    do: str
    boxes: tuple[str, ...]
    reference: Reference | None


def read_problems(path: Path, registry: Registry, backend: Graph) -> dict[str, Problem]:
    """Return the problems by error code. Raises ContentError at the first mistake."""
    text, held = read_text(path), read_toml(path)
    require(held, {"problem": list}, path, 1, "the problems")
    problems: dict[str, Problem] = {}
    for fields in held["problem"]:
        line = line_of(text, f'error = "{fields.get("error")}"')
        problem = _problem(fields, path, line)
        if problem.error in problems:
            raise ContentError(path, line, f"two problems are called {problem.error}")
        _check_known(problem, registry, backend, path, line)
        problems[problem.error] = problem
    return problems


def _problem(fields: dict[str, Any], path: Path, line: int) -> Problem:
    what = f"problem {fields.get('error')!r}"
    require(fields, {**TEXTS, "statuses": list, "boxes": list}, path, line, what)
    require_each(fields, LISTS, path, line, what)
    refuse_unknown(fields, {*TEXTS, *LISTS, "rfc"}, path, line, what)
    if not isinstance(fields.get("rfc"), str):
        raise ContentError(path, line, f"{what}: 'rfc' must be text, empty where there is none")
    if not ERROR.fullmatch(fields["error"]):
        raise ContentError(path, line, f"{what}: an error code is lower-case words joined by _")
    return Problem(
        error=fields["error"],
        statuses=tuple(fields["statuses"]),
        title=fields["title"],
        means=fields["means"],
        do=fields["do"],
        boxes=tuple(fields["boxes"]),
        reference=read_reference(fields["rfc"]) if fields["rfc"] else None,
    )


def _check_known(problem: Problem, registry: Registry, backend: Graph, path: Path, line: int) -> None:
    what = f"problem {problem.error!r}"
    if not problem.statuses:
        raise ContentError(path, line, f"{what} comes with no status")
    for status in problem.statuses:
        if status not in registry:
            raise ContentError(path, line, f"{what}: {status} is not a registered code")
    for box in problem.boxes:
        if box not in backend.nodes:
            raise ContentError(path, line, f"{what}: the diagram has no box {box!r}")
