"""Reading content files: TOML with errors told as ``file:line: what is wrong``."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class ContentError(Exception):
    """A mistake in a content file, told as ``file:line: what is wrong``."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path, self.line, self.problem = path, line, problem


class ContentErrors(Exception):
    """All the mistakes found in a set of content files."""

    def __init__(self, errors: list[ContentError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


def read_toml(path: Path) -> dict[str, Any]:
    """Return the file's fields. Raises ContentError where it can't be read."""
    return parse_toml(read_text(path), path)


def read_text(path: Path) -> str:
    """Return the file's text. Raises ContentError where it isn't there or isn't text."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(path, 1, "there is no such file") from None
    except UnicodeDecodeError as error:
        raise ContentError(path, 1, f"not UTF-8: {error.reason}") from None


def parse_toml(text: str, path: Path, *, first_line: int = 1) -> dict[str, Any]:
    """Return the fields of ``text``, whose first line is ``first_line`` of the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) + first_line - 1 if found else first_line
        problem = re.sub(r" \(at .*\)$", "", str(error))
        raise ContentError(path, line, f"not TOML: {problem}") from None


def line_of(text: str, needle: str, *, first_line: int = 1) -> int:
    """Return the first line of the file that begins with ``needle``, or else has it, or else ``first_line``."""
    lines = text.splitlines()
    begins = (number for number, line in enumerate(lines, start=first_line) if line.startswith(needle))
    has = (number for number, line in enumerate(lines, start=first_line) if needle in line)
    return next(begins, next(has, first_line))


def require(fields: dict[str, Any], names: dict[str, type], path: Path, line: int, what: str) -> None:
    """Raise ContentError unless each name is there with a value of its type."""
    for name, kind in names.items():
        if name not in fields:
            raise ContentError(path, line, f"{what} has no {name!r}")
        if not isinstance(fields[name], kind) or (kind is int and isinstance(fields[name], bool)):
            raise ContentError(path, line, f"{what}: {name!r} must be {_PLAIN[kind]}, not {fields[name]!r}")
        if fields[name] == "":
            raise ContentError(path, line, f"{what}: {name!r} is empty")


def require_each(fields: dict[str, Any], names: dict[str, type], path: Path, line: int, what: str) -> None:
    """Raise ContentError unless every value in each of these lists is of its type."""
    for name, kind in names.items():
        for value in fields[name]:
            if not isinstance(value, kind) or isinstance(value, bool):
                raise ContentError(path, line, f"{what}: each of {name!r} must be {_PLAIN[kind]}, not {value!r}")


def refuse_unknown(fields: Iterable[str], known: Iterable[str], path: Path, line: int, what: str) -> None:
    """Raise ContentError for a field that nothing reads, which is most often a misspelt one."""
    for name in fields:
        if name not in set(known):
            raise ContentError(path, line, f"{what}: nothing reads {name!r}; known are {', '.join(sorted(known))}")


_PLAIN = {str: "text", int: "a whole number", list: "a list", dict: "a table", bool: "true or false"}
