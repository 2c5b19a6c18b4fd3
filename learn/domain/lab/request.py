"""A request to the lab, as it was received."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, unquote

API = ("api", "v1")


@dataclass(frozen=True)
class Request:
    """``target`` is path and query as sent; ``base`` the address of the sandbox, ``/lab/{sandbox}``."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    base: str = ""
    # Longer than anybody reads; the rest was left in the connection.
    cut: bool = False

    @cached_property
    def _fields(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers}

    def header(self, name: str) -> str | None:
        """Return a field's value, or None."""
        return self._fields.get(name.lower())

    @cached_property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @cached_property
    def query_text(self) -> str:
        return self.target.partition("?")[2]

    @cached_property
    def query(self) -> dict[str, str]:
        """The query's parameters; of several with one name the first counts."""
        found: dict[str, str] = {}
        for name, value in parse_qsl(self.query_text, keep_blank_values=True, max_num_fields=None):
            found.setdefault(name, value)
        return found

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The decoded parts of the path below the sandbox; an encoded slash stays within its part."""
        return tuple(unquote(part, errors="replace") for part in self.path.split("/")[3:])

    @property
    def is_read(self) -> bool:
        return self.method in ("GET", "HEAD")

    def with_query(self, path: str) -> str:
        return f"{path}?{self.query_text}" if self.query_text else path
