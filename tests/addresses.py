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
    "share": ["req_0123456789"],
    "challenge": ["first-answer"],
    "hint": ["first-answer"],
    "shared": ["no-such-exchange"],
    "stop_sharing": ["no-such-exchange"],
    "take": ["csv"],
    "sitting": [999_999],
    "answer": [999_999],
    # Nobody has a class with this number: what those who have one see is told in tests/views/teach.
    **{
        key: [999999]
        for key in (
            *("class_settings", "archive_class", "copy_class", "class_joining", "people", "import_roster"),
            *("add_instructor", "class", "leave_class"),
            *("classroom", "gradebook", "gradebook_csv", "class_questions", "class_confusion", "assign_pair"),
            *("class_map", "class_map_live"),
        )
    },
    **{key: [999999] for key in ("assignments", "order_assignments", "new_assignment", "preview", "calendar_address")},
    **{
        key: [999999, 1] for key in ("assignment", "change_parts", "exempt", "publish", "delete_assignment", "assigned")
    },
    "calendar": ["no-such-calendar"],
    **{key: [999999, 1] for key in ("change_member", "remove_member", "withdraw_invitation")},
    "begin_round": [999_999],
    **{key: [999999, 1] for key in ("round", "step_round", "round_live", "class_round", "vote", "class_round_live")},
    "member_work": [999_999, 1],
    "gradebook_cell": [999_999, "1.1"],
    "work": [999_999, 1, 1],
    "joining": ["222222222"],
    "invited": ["no-such-invitation"],
    "choose_new_password": ["MQ", "a-token"],
}
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


def address(name: str) -> str:
    return reverse(name, args=ARGUMENTS.get(name, []))
