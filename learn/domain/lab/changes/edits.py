"""Edited copies of a request, each with the sentence that says what to do."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from learn.domain.lab.changes.change import Edit, Kind, Step, Tried
from learn.domain.lab.request import Request

SHOWN_AT_MOST = 90
INDENTED = re.compile(rb"[{\[]\r?\n([ \t]+)")


def field_set(request: Request, name: str, value: str, *, kind: Kind = "header", says: str = "") -> Step:
    """Send a field with a value, where it stood before if it did."""
    here = next((at for at, (other, _) in enumerate(request.headers) if other.lower() == name.lower()), None)
    headers = [(other, text) for other, text in request.headers if other.lower() != name.lower()]
    headers.insert(len(headers) if here is None else here, (name, value))
    edit = Edit(kind, says or f"Send {name}: {value}")
    return Step(edit, ("field", name.lower()), _copy(request, headers=tuple(headers)))


def field_left_out(request: Request, name: str, *, kind: Kind = "header") -> Step:
    """Return the step that leaves out a header field."""
    headers = tuple((other, text) for other, text in request.headers if other.lower() != name.lower())
    return Step(Edit(kind, f"Leave out {shown(name)}"), ("field", name.lower()), _copy(request, headers=headers))


def method_set(request: Request, method: str) -> Step:
    """Return the step that uses another method."""
    return Step(Edit("method", f"Use {method}"), ("method",), _copy(request, method=method))


def target_set(request: Request, target: str) -> Step:
    """Send the request to another address; ``target`` is path and query."""
    says = f"Send it to {shown(target.removeprefix(request.base))}"
    return Step(Edit("address", says), ("address",), _copy(request, target=target))


def query_set(request: Request, query: str, says: str, *part: str) -> Step:
    """Replace the query by another, or by none; ``part`` is the parameter it is about."""
    target = f"{request.path}?{query}" if query else request.path
    return Step(Edit("address", says), ("address", *part), _copy(request, target=target))


def content_set(request: Request, value: Any) -> Step:
    """Send other JSON altogether."""
    content = _compact(value)
    says = f"Send the content {shown(content.decode())}"
    return Step(Edit("content", says), ("content",), _copy(request, content=content, cut=False))


def content_left_out(request: Request) -> Step:
    """Return the step that leaves out the content."""
    return Step(Edit("content", "Leave out the content"), ("content",), _copy(request, content=b"", cut=False))


def value_set(request: Request, whole: Any, parts: Sequence[str], value: Any, says: str = "") -> Step:
    """Set or add what a JSON pointer's parts name in the content, whose value is ``whole``."""
    added = not _has(whole, parts)
    written = shown(_compact(value).decode())
    name = place(whole, parts)
    said = says or (f"Add {name}: {written}" if added else f"Set {name} to {written}")
    content = _as_before(request.content, _with(whole, parts, value))
    return Step(Edit("content", said), ("content", *parts), _copy(request, content=content))


def value_removed(request: Request, whole: Any, parts: Sequence[str]) -> Step:
    """Remove a member of an object or an entry of an array from the content, whose value is ``whole``."""
    holder = _at(whole, parts[:-1])
    # Removing an entry moves those behind it: the next one removed at this place is another.
    about = parts[-1] if isinstance(holder, dict) else f"{parts[-1]} of {len(holder)}"
    content = _as_before(request.content, _without(whole, parts))
    says = f"Remove {place(whole, parts)}"
    return Step(Edit("content", says), ("content", *parts[:-1], about), _copy(request, content=content))


def waited(tried: Tried, seconds: int) -> Step:
    """Send the request so many seconds later than it was tried."""
    whole = tried.wait_seconds + seconds
    says = f"Wait {whole} second{'' if whole == 1 else 's'}"
    return Step(Edit("wait", says), ("wait",), tried.request, whole)


def place(whole: Any, parts: Sequence[str]) -> str:
    """Return the name of what a pointer names, with its entry's number where there are several."""
    for depth, part in enumerate(parts):
        holder = _at(whole, parts[:depth])
        if isinstance(holder, list):
            entry = f"entry {int(part) + 1} of {parts[depth - 1]}"
            if depth == len(parts) - 1:
                return entry
            if len(holder) > 1:
                return f"{shown(parts[-1])} in {entry}"
    return shown(parts[-1])


def shown(text: str) -> str:
    """Return a text as a sentence can hold it: printable, not too long, and in quotes where its end could mislead."""
    printable = "".join(character if character.isprintable() else "�" for character in text)
    short = printable if len(printable) <= SHOWN_AT_MOST else printable[: SHOWN_AT_MOST - 1] + "…"
    return f'"{short}"' if short.endswith((".", " ")) or not short else short


def _copy(request: Request, **other: Any) -> Request:
    headers = other.pop("headers", request.headers)
    kept = tuple((name, value) for name, value in headers if name.lower() != "content-length")
    return replace(request, headers=kept, **other)


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _as_before(content: bytes, value: Any) -> bytes:
    """Return JSON with the indentation that the content has, compact where it has none."""
    found = INDENTED.search(content)
    if found is None:
        return _compact(value)
    try:
        return json.dumps(value, ensure_ascii=False, indent=found[1].decode()).encode("utf-8", "backslashreplace")
    except RecursionError:
        # The indenting encoder gives up at less depth than the one that has read it.
        return _compact(value)


def _at(value: Any, parts: Sequence[str]) -> Any:
    for part in parts:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def _has(value: Any, parts: Sequence[str]) -> bool:
    holder = _at(value, parts[:-1])
    return parts[-1] in holder if isinstance(holder, dict) else int(parts[-1]) < len(holder)


def _with(value: Any, parts: Sequence[str], new: Any) -> Any:
    """Return the value with another one at a place; only what holds it is copied."""
    if not parts:
        return new
    if isinstance(value, list):
        at = int(parts[0])
        return [*value[:at], _with(value[at], parts[1:], new), *value[at + 1 :]]
    return {**value, parts[0]: _with(value.get(parts[0]), parts[1:], new)}


def _without(value: Any, parts: Sequence[str]) -> Any:
    holder = _at(value, parts[:-1])
    if isinstance(holder, list):
        at = int(parts[-1])
        return _with(value, parts[:-1], [*holder[:at], *holder[at + 1 :]])
    return _with(value, parts[:-1], {name: held for name, held in holder.items() if name != parts[-1]})
