"""The allowed value that is nearest to one that isn't, by the schema that refuses it."""

from math import isfinite
from typing import Any

from learn.domain.lab.changes.addresses import closest
from learn.domain.lab.schema import Flag, Members, Schema, Several, Text, Whole, is_printable

TRUTHS = {"true": True, "false": False, "1": True, "0": False}


def nearest(schema: Schema, value: Any, known: Any) -> tuple[Any, str]:
    """Return the nearest allowed value and, where its size would hide what is meant, a sentence with a place left.

    ``known`` is a good value, for where nothing is near.
    """
    match schema:
        case Whole():
            return _number(schema, value, known), ""
        case Flag():
            return TRUTHS.get(str(value).lower(), known), ""
        case Text():
            return _text(schema, value, known)
        case Several():
            return _entries(schema, value, known)
        case Members():
            return known, ""


def _number(schema: Whole, value: Any, known: Any) -> Any:
    if isinstance(value, str) and value.isascii() and value.lstrip("-").isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return known
    return max(schema.least, min(schema.most, round(value)))


def _text(schema: Text, value: Any, known: Any) -> tuple[Any, str]:
    if not isinstance(value, str):
        return known, ""
    if schema.choices:
        return closest(value, list(schema.choices))[0], ""
    if len(value) > schema.longest and not schema.example:
        return value[: schema.longest], f"Shorten {{}} to {schema.longest} characters"
    printable = "".join(character for character in value if is_printable(character))
    if schema.printable and schema.shortest <= len(printable) <= schema.longest and printable != value:
        return printable, "Take what can't be printed out of {}"
    return known, ""


def _entries(schema: Several, value: Any, known: Any) -> tuple[Any, str]:
    if isinstance(value, dict):
        return [value], "Put {} into an array"
    if isinstance(value, list) and len(value) > schema.most:
        return value[: schema.most], f"Keep the first {schema.most} entries of {{}}"
    return known, ""
