"""Every address of the site, found by walking the resolver, with arguments that exist."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

LESSON = "401-or-403"


def of_class(
    number: int, *, assignment: int = 1, member: int = 1, held: int = 1, invitation: int = 1
) -> dict[str, list[Any]]:
    """Return what the addresses of a class are made of; ``held`` is a round of it."""
    return {
        **{
            key: [number]
            for key in (
                *("class_settings", "archive_class", "copy_class", "class_joining", "people", "import_roster"),
                *("add_instructor", "class", "leave_class", "calendar_address", "begin_round"),
                *("classroom", "gradebook", "gradebook_csv", "class_questions", "class_confusion", "assign_pair"),
                *("class_map", "class_map_live", "assignments", "order_assignments", "new_assignment", "preview"),
            )
        },
        **{key: [number, assignment] for key in ("assignment", "change_parts", "exempt", "publish")},
        **{key: [number, assignment] for key in ("delete_assignment", "assigned")},
        **{key: [number, member] for key in ("change_member", "remove_member", "member_work")},
        **{key: [number, held] for key in ("round", "step_round", "round_live")},
        **{key: [number, held] for key in ("class_round", "vote", "class_round_live")},
        "withdraw_invitation": [number, invitation],
        "gradebook_cell": [number, f"{member}.{assignment}"],
        "work": [number, member, assignment],
    }


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
    "share": ["req_0123456789"],
    "challenge": ["first-answer"],
    "hint": ["first-answer"],
    "shared": ["no-such-exchange"],
    "stop_sharing": ["no-such-exchange"],
    "take": ["csv"],
    "sitting": [999_999],
    "answer": [999_999],
    "calendar": ["no-such-calendar"],
    "joining": ["222222222"],
    "invited": ["no-such-invitation"],
    "choose_new_password": ["MQ", "a-token"],
    # Nobody has a class of this number; tests/views/at_work.py opens one that is somebody's.
    **of_class(999_999),
}
NONE_MADE: dict[str, list[Any]] = {}
POST_ONLY = (
    *("order_assignments", "change_parts", "exempt", "publish", "calendar_address"),
    *("reading", "feedback", "check", "walked", "own_sandbox", "sign_out"),
    *("draft", "send", "share", "hint", "stop_sharing"),
    *("begin", "practice_settings", "answer"),
    *("archive_class", "class_joining", "add_instructor", "remove_member", "withdraw_invitation", "leave_class"),
    "assign_pair",
    *("begin_round", "step_round", "vote"),
)
# What machines read, beside the pages.
NOT_HTML = (
    *("mermaid", "flowchart_json", "openapi", "export", "take"),
    *("feed", "sitemap", "robots", "healthz", "readyz"),
    *("gradebook_csv", "class_map_live", "round_live", "class_round_live"),
)


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


def address(name: str, made: Mapping[str, list[Any]] = NONE_MADE) -> str:
    """Return an address; ``made`` has the arguments of what a test has made."""
    return reverse(name, args=made.get(name, ARGUMENTS.get(name, [])))
