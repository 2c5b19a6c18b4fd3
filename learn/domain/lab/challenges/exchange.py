"""A recorded exchange as the clauses of a challenge look at it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from learn.domain.lab.challenges.pointer import parse
from learn.domain.lab.shop import TOKENS, day_one
from learn.domain.lab.trace import Trace

NOBODY = "none"
API = "/api/v1"
# Whose token is whose. An expired one is never accepted.
CALLERS = {who: owner for who in TOKENS if who != "expired" for owner in [day_one(0).tokens[TOKENS[who]]]}
_NAMES = {owner: who for who, owner in CALLERS.items()} | {"": NOBODY}


def below(target: str, base: str) -> str:
    """Return an address as the clauses write it: below the API, or else below the sandbox."""
    rest = target[len(base) :] if base and target.startswith(f"{base}/") else target
    return rest[len(API) :] if rest.startswith(f"{API}/") else rest


@dataclass(frozen=True, eq=False)
class Exchange:
    """``number`` is its place among those looked at, from 0, in the order in which they were sent."""

    trace: Trace
    base: str
    number: int

    @cached_property
    def path(self) -> str:
        """The address without its query; a letter written with a percent sign is that letter."""
        parts = below(self.trace.target, self.base).partition("?")[0].split("/")
        return "/".join(unquote(part, errors="replace").replace("/", "%2F") for part in parts)

    @cached_property
    def caller(self) -> str:
        """Who called, by the token that was accepted; a user's id for one who isn't there on day one."""
        return _NAMES.get(self.trace.user, self.trace.user)

    @cached_property
    def stopped(self) -> str:
        """The last box before the exit."""
        return self.trace.route[-3] if len(self.trace.route) > 2 else ""

    @property
    def leaf(self) -> str:
        return f"{self.trace.graph}/{self.trace.leaf}"

    @cached_property
    def request_json(self) -> Any:
        return parse(self.trace.content)

    @cached_property
    def response_json(self) -> Any:
        return parse(self.trace.response_content)

    @cached_property
    def _request_fields(self) -> dict[str, str]:
        return _joined(self.trace.headers)

    @cached_property
    def _response_fields(self) -> dict[str, str]:
        return _joined(self.trace.response_fields)

    def request_field(self, name: str) -> str | None:
        return self._request_fields.get(name.lower())

    def response_field(self, name: str) -> str | None:
        return self._response_fields.get(name.lower())


def _joined(fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the values by name in lower case; several lines of one name are one list (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in fields:
        key, value = name.lower(), value.strip()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found
