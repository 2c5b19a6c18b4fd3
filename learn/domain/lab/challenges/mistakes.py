"""Reading one value of a challenge: each mistake is told in words, and the reader adds the file and the line."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from learn.domain.lab.challenges.pointer import POINTER
from learn.domain.lab.headers import TOKEN

FIELD = re.compile(TOKEN)


class Mistake(ValueError):
    """What is wrong in a challenge."""


def known_keys(fields: Any, known: Iterable[str], what: str) -> None:
    """Raise Mistake unless this is a table whose keys are all read."""
    if not isinstance(fields, dict):
        raise Mistake(f"{what} must be a table, not {fields!r}")
    for name in fields:
        if name not in set(known):
            raise Mistake(f"{what}: nothing reads {name!r}; known are {', '.join(sorted(known))}")


def text(value: Any, what: str) -> str:
    """Return the value if it is text that isn't blank. Raises Mistake otherwise."""
    if not isinstance(value, str) or not value.strip():
        raise Mistake(f"{what} must be text, not {value!r}")
    return value


def one_of(value: Any, known: Iterable[Any], what: str) -> Any:
    """Return a value if it is among those known, which are told where it isn't."""
    known = list(known)
    if isinstance(value, bool) or value not in known:
        raise Mistake(f"{what} is one of {', '.join(str(each) for each in known)}, not {value!r}")
    return value


def whole_number(value: Any, what: str, *, least: int, most: int) -> int:
    """Return the value if it is a whole number from ``least`` to ``most``. Raises Mistake otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Mistake(f"{what} must be a whole number from {least} to {most}, not {value!r}")
    return value


def several(value: Any, what: str, *, least: int = 1) -> list[Any]:
    """Return the value if it is a list of ``least`` or more. Raises Mistake otherwise."""
    if not isinstance(value, list) or len(value) < least:
        raise Mistake(f"{what} must be a list of {least} or more, not {value!r}")
    return value


def field_name(value: Any) -> str:
    """Return the value if it is the name of a header field. Raises Mistake otherwise."""
    if not isinstance(value, str) or not FIELD.fullmatch(value):
        raise Mistake(f"{value!r} is not the name of a header field")
    return value


def pointer(value: Any, what: str) -> str:
    """Return the value if it is a JSON pointer. Raises Mistake otherwise."""
    if not isinstance(value, str) or not POINTER.fullmatch(value):
        raise Mistake(f"{what} is found by a JSON pointer such as /status, not by {value!r}")
    return value


def json_value(value: Any, what: str) -> Any:
    """Return a value of TOML that JSON has too."""
    if isinstance(value, (date, datetime, time)):
        raise Mistake(f"{what}: JSON has no dates; write {value!s} as text")
    return value
