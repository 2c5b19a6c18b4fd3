"""What a request's JSON may hold, told once: it checks requests and becomes the OpenAPI document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value: where, as a JSON pointer (RFC 6901), and in words."""

    pointer: str
    message: str


def pointer(*parts: str | int) -> str:
    """Return a JSON pointer of these parts, escaped."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


@dataclass(frozen=True, slots=True)
class Text:
    """A string: how long in characters, or one of some choices."""

    shortest: int = 0
    longest: int = 200
    choices: tuple[str, ...] = ()
    pattern: str = ""
    nullable: bool = False
    printable: bool = False
    example: str = ""

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        name = at.rpartition("/")[2]
        if value is None and self.nullable:
            return
        if not isinstance(value, str):
            yield Problem(at, f"{name} must be a string")
        elif self.choices and value not in self.choices:
            yield Problem(at, f"{name} must be one of {', '.join(self.choices)}")
        elif not self.shortest <= len(value) <= self.longest:
            yield Problem(at, f"{name} must have {self.shortest} to {self.longest} characters")
        elif self.printable and not is_printable(value):
            yield Problem(at, f"{name} must have printable characters only")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield Problem(at, f"{name} must look like {self.example}")

    def openapi(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"type": ["string", "null"] if self.nullable else "string"}
        if self.choices:
            shown["enum"] = list(self.choices)
        else:
            shown |= {"minLength": self.shortest, "maxLength": self.longest}
        if self.pattern:
            shown["pattern"] = f"^{self.pattern}$"
        if self.example:
            shown["examples"] = [self.example]
        return shown


def is_printable(text: str) -> bool:
    """Whether a text has printable characters only. Many scripts, and many an emoji, are written with joiners."""
    return text.replace("\u200c", "").replace("\u200d", "").isprintable()


@dataclass(frozen=True, slots=True)
class Whole:
    """A JSON integer: 2.0, "2" and true are of another type."""

    least: int
    most: int
    too_small: str = ""
    example: int = 1

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        name = at.rpartition("/")[2]
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem(at, f"{name} must be a whole number")
        elif value < self.least and self.too_small:
            yield Problem(at, self.too_small)
        elif not self.least <= value <= self.most:
            yield Problem(at, f"{name} must be from {self.least} to {self.most}")

    def openapi(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most, "examples": [self.example]}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    example: bool = True

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem(at, f"{at.rpartition('/')[2]} must be true or false")

    def openapi(self) -> dict[str, Any]:
        return {"type": "boolean", "examples": [self.example]}


@dataclass(frozen=True, slots=True)
class Members:
    """A JSON object with known members."""

    required: dict[str, "Schema"] = field(default_factory=dict)
    optional: dict[str, "Schema"] = field(default_factory=dict)

    def problems(self, value: Any, at: str = "") -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        known = self.required | self.optional
        for name in value:
            if name not in known:
                yield Problem(at + pointer(name), f"{name} is not a known field")
        for name in self.required:
            if name not in value:
                yield Problem(at + pointer(name), f"{name} is required")
        for name, schema in known.items():
            if name in value:
                yield from schema.problems(value[name], at + pointer(name))

    def openapi(self) -> dict[str, Any]:
        known = self.required | self.optional
        return {
            "type": "object",
            "properties": {name: schema.openapi() for name, schema in known.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Several:
    """A JSON array of values of one kind."""

    of: "Schema"
    least: int
    most: int

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        name = at.rpartition("/")[2]
        if not isinstance(value, list):
            yield Problem(at, f"{name} must be an array")
        elif not self.least <= len(value) <= self.most:
            yield Problem(at, f"{name} must have {self.least} to {self.most} entries")
        else:
            for number, entry in enumerate(value):
                yield from self.of.problems(entry, at + pointer(number))

    def openapi(self) -> dict[str, Any]:
        return {"type": "array", "items": self.of.openapi(), "minItems": self.least, "maxItems": self.most}


type Schema = Text | Whole | Flag | Members | Several
