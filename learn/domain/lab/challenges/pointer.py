"""Members of JSON by pointer (RFC 6901). Nothing here raises on what a stranger sent, but where it says so."""

import json
import re
from typing import Any

POINTER = re.compile(r"(/([^~/]|~[01])*)+")
PLACE = re.compile(r"0|[1-9][0-9]{0,5}")


def parse(text: str) -> Any:
    """Return the JSON value of a text; None where it isn't JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def find(value: Any, pointer: str) -> Any:
    """Return the member at a pointer. Raises LookupError where there is none."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value[name]
        elif isinstance(value, list) and PLACE.fullmatch(name):
            value = value[int(name)]
        else:
            raise LookupError(pointer)
    return value


def exact(value: Any) -> str | None:
    """Return a value as text that only an equal JSON value has: true isn't 1, and 1 isn't 1.0.

    None for what is nested too deep.
    """
    try:
        return json.dumps(value, sort_keys=True)
    except (ValueError, RecursionError):
        return None


def exact_at(value: Any, pointer: str) -> str | None:
    """Return the member at a pointer as ``exact`` has it; None where there is none."""
    try:
        return exact(find(value, pointer))
    except LookupError:
        return None
