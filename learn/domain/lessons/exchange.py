"""HTTP messages as a lesson prints them: a request, a response, or both with an empty line between."""

import re
from dataclasses import dataclass

REQUEST_LINE = re.compile(r"[A-Z]+ \S+ HTTP/1\.[01]")
STATUS_LINE = re.compile(r"HTTP/1\.[01] (\d{3})(?: .*)?")
FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)")
CALLERS = ("customer", "other", "support", "admin", "expired", "none")


class ExchangeError(ValueError):
    """What is wrong with a printed exchange, and on which line of it (from 1)."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a response as a lesson prints it."""

    first: str
    fields: tuple[tuple[str, str], ...]
    content: str = ""
    status: int | None = None

    @property
    def is_request(self) -> bool:
        return self.status is None

    @property
    def digit(self) -> int:
        return (self.status or 0) // 100


@dataclass(frozen=True, slots=True)
class Exchange:
    """Messages that belong together, as a lesson prints them."""

    messages: tuple[Message, ...]
    title: str = ""
    caller: str = ""
    illustration: str = ""

    @property
    def request(self) -> Message | None:
        """The first request that is printed, if there is one."""
        return next((message for message in self.messages if message.is_request), None)

    @property
    def can_be_sent(self) -> bool:
        """Whether the lab has an operation for it."""
        return bool(self.caller) and self.request is not None


def read_exchange(text: str, *, title: str = "", caller: str = "", illustration: str = "") -> Exchange:
    """Return the messages in ``text``. Raises ExchangeError at the first line that isn't HTTP."""
    lines = text.rstrip("\n").split("\n")
    starts = [n for n, line in enumerate(lines) if REQUEST_LINE.fullmatch(line) or STATUS_LINE.fullmatch(line)]
    if not starts or starts[0] != 0:
        raise ExchangeError(1, "an exchange begins with a request line or a status line")
    ends = [*starts[1:], len(lines)]
    messages = tuple(_message(lines[start:end], start) for start, end in zip(starts, ends, strict=True))
    return Exchange(messages, title, caller, illustration)


def _message(lines: list[str], offset: int) -> Message:
    fields: list[tuple[str, str]] = []
    content: list[str] = []
    for number, line in enumerate(lines[1:], start=2):
        if content or not line.strip():
            content.append(line)
            continue
        found = FIELD.fullmatch(line)
        if found is None:
            raise ExchangeError(offset + number, f"{line!r} is not a header field; is an empty line missing?")
        fields.append((found[1], found[2]))
    status = STATUS_LINE.fullmatch(lines[0])
    return Message(lines[0], tuple(fields), "\n".join(content).strip("\n"), int(status[1]) if status else None)
