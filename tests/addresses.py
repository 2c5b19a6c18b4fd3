"""Every address of the site, found by walking the resolver, with arguments that exist."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

LESSON = "401-or-403"
ARGUMENTS: dict[str, list[Any]] = {
    "lesson": [LESSON],
    "reading": [LESSON],
    "feedback": [LESSON],
    "check": [LESSON, "door-support"],
    "code": [409],
    "mermaid": ["backend"],
    "flowchart_json": ["backend"],
    "flowchart": ["auth"],
    "wizard": ["backend"],
    "walked": ["backend"],
    "problem": ["insufficient_stock"],
    "choose_new_password": ["MQ", "a-token"],
}
POST_ONLY = ("reading", "feedback", "check", "walked", "own_sandbox", "sign_out")
# What machines read, beside the pages.
NOT_HTML = ("mermaid", "flowchart_json", "openapi", "export", "feed", "sitemap", "robots", "healthz", "readyz")


def walk(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner)
        else:
            yield namespace + (pattern.name or ""), pattern


def all_names() -> list[str]:
    return [name for name, _ in walk(get_resolver().url_patterns)]


def names() -> list[str]:
    """The names of our own addresses, Django's admin left out."""
    return [name for name in all_names() if name and not name.startswith("admin:")]


def page_names() -> list[str]:
    return [name for name in names() if name not in POST_ONLY and name not in NOT_HTML]


def readable_names() -> list[str]:
    return [name for name in names() if name not in POST_ONLY]


def address(name: str) -> str:
    return reverse(name, args=ARGUMENTS.get(name, []))
