"""Every registered HTTP status code and its facts, from ``content/codes.toml``."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from learn.domain.content import ContentError, line_of, read_text, read_toml, require

CLASS_NAMES = {
    1: "Informational",
    2: "Success",
    3: "Redirection",
    4: "Client error",
    5: "Server error",
}

RETRY_ADVICE = {
    "none": "Nothing to repeat",
    "wait_for_final": "Wait for the final answer",
    "poll": "Ask the status address later",
    "follow_location": "Go where Location points",
    "use_stored": "Use the stored copy",
    "fix_request": "Change the request first",
    "reauthenticate": "Log in, then repeat once",
    "refetch_then_retry": "Fetch the current state, then send anew",
    "wait_then_retry": "Wait, then repeat",
    "other_connection": "Repeat on another connection",
    "idempotent_with_backoff": "Repeat idempotent requests, with growing pauses",
}

CONTENT_RULES = {
    "never": "Never has content",
    "n/a": "Does not apply",
    "may": "May have content",
    "should": "Should explain itself, except to HEAD",
    "expected": "Content is expected",
    "required": "Must have content",
}


@dataclass(frozen=True)
class Neighbour:
    """A code that this one is confused with, and the question that tells them apart."""

    code: int
    ask: str


@dataclass(frozen=True)
class Status:
    """A registered code with its facts, and where they are written."""

    code: int
    phrase: str
    meaning: str
    tier: str
    registration: str
    spec: str
    section: str
    url: str
    final: bool
    cacheable: bool
    cache_note: str
    content_rule: str
    content_note: str
    headers_must: tuple[str, ...]
    headers_should: tuple[str, ...]
    headers_may: tuple[str, ...]
    request_triggers: tuple[str, ...]
    retry_policy: str
    retry_note: str
    same_request_may_succeed: bool
    senders: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    note: str
    taught: bool

    def __str__(self) -> str:
        return f"{self.code} {self.phrase}"

    @property
    def digit(self) -> int:
        return self.code // 100

    @property
    def class_name(self) -> str:
        return CLASS_NAMES[self.digit]

    @property
    def retry_advice(self) -> str:
        return RETRY_ADVICE[self.retry_policy]

    @property
    def content_advice(self) -> str:
        return CONTENT_RULES[self.content_rule]

    @property
    def mark(self) -> str:
        """Why this code is not in ordinary use, or nothing."""
        if "unused" in self.registration:
            return "unused"
        if "temporary" in self.registration:
            return "lapsed"
        return "deprecated" if "deprecated" in self.registration else ""

    @cached_property
    def haystack(self) -> str:
        return f"{self.code} {self.phrase} {self.meaning}".casefold()


class Registry:
    """The codes by number, in order."""

    def __init__(self, statuses: list[Status]) -> None:
        self._by_code = {status.code: status for status in sorted(statuses, key=lambda s: s.code)}

    def __getitem__(self, code: int) -> Status:
        return self._by_code[code]

    def get(self, code: int | None) -> Status | None:
        """Return a code's facts, or None where none is registered."""
        return self._by_code.get(code) if code is not None else None

    def __contains__(self, code: object) -> bool:
        return isinstance(code, int) and code in self._by_code

    def __iter__(self) -> Iterator[Status]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def matching(self, *, digit: int | None = None, text: str = "") -> list[Status]:
        """Return the codes of one class (all for None) whose number, name or meaning has every word."""
        words = text.casefold().split()
        return [
            status
            for status in self
            if digit in (None, status.digit) and all(word in status.haystack for word in words)
        ]

    def nearest(self, code: int, count: int = 4) -> list[Status]:
        """Return registered codes near a number that isn't one: alike to read first, then close by."""
        alike = get_close_matches(str(code), [str(status.code) for status in self], n=2, cutoff=0.6)
        close = sorted(self, key=lambda status: (abs(status.code - code), status.code))
        chosen = dict.fromkeys([self[int(text)] for text in alike] + close)
        return sorted(list(chosen)[:count], key=lambda status: status.code)


def read_registry(path: Path) -> Registry:
    """Return the codes in ``path``. Raises ContentError at the first mistake."""
    text, codes = read_text(path), read_toml(path)
    require(codes, {"code": list}, path, 1, "the registry")
    statuses = []
    for fields in codes["code"]:
        line = line_of(text, f"code = {fields.get('code')}")
        try:
            statuses.append(_status(fields, path, line))
        except KeyError as error:
            raise ContentError(path, line, f"code {fields.get('code')} has no {error.args[0]!r}") from None
    known = {status.code for status in statuses}
    for status in statuses:
        for neighbour in status.neighbours:
            if neighbour.code not in known:
                line = line_of(text, f"code = {status.code}")
                raise ContentError(path, line, f"{status.code} is confused with unknown code {neighbour.code}")
    return Registry(statuses)


def _status(fields: dict[str, Any], path: Path, line: int) -> Status:
    require(fields, {"code": int, "phrase": str, "meaning": str, "url": str}, path, line, "a code")
    require(fields, {"headers": dict, "retry": dict, "content": dict, "confused_with": list}, path, line, "a code")
    headers, retry, content = fields["headers"], fields["retry"], fields["content"]
    if retry["policy"] not in RETRY_ADVICE:
        raise ContentError(path, line, f"{retry['policy']!r} is not a retry policy")
    if content["rule"] not in CONTENT_RULES:
        raise ContentError(path, line, f"{content['rule']!r} is not a content rule")
    return Status(
        code=fields["code"],
        phrase=fields["phrase"],
        meaning=fields["meaning"],
        tier=fields["tier"],
        registration=fields["iana_status"],
        spec=fields["spec"],
        section=fields["section"],
        url=fields["url"],
        final=fields["final"],
        cacheable=fields["heuristically_cacheable"],
        cache_note=fields.get("cache_note", ""),
        content_rule=content["rule"],
        content_note=content.get("note", ""),
        headers_must=tuple(headers.get("must", ())),
        headers_should=tuple(headers.get("should", ())),
        headers_may=tuple(headers.get("may", ())),
        request_triggers=tuple(headers.get("request_triggers", ())),
        retry_policy=retry["policy"],
        retry_note=retry["note"],
        same_request_may_succeed=retry["same_request_may_succeed"],
        senders=tuple(fields.get("typical_senders", ())),
        neighbours=tuple(Neighbour(n["code"], n["ask"]) for n in fields["confused_with"]),
        note=fields.get("note", ""),
        taught=fields["in_seed"],
    )
