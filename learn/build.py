"""Which build of the site this is: changes with every edit of code, templates or static files."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

PARTS = ("learn", "templates", "static")


def _files() -> list[Path]:
    return sorted(
        path
        for part in PARTS
        for path in (settings.BASE_DIR / part).rglob("*")
        if path.suffix in (".py", ".html", ".txt", ".css", ".js", ".svg") and "content" not in path.parts
    )


def build() -> str:
    """Return a short text for the build; in development made anew each time."""
    return _digest() if not settings.DEBUG else str(max(path.stat().st_mtime_ns for path in _files()))


@cache
def _digest() -> str:
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
