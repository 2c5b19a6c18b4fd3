from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from learn.actions.classes import Conflict, close_account
from learn.actions.privacy import classes_that_need
from learn.actions.writing import writing
from learn.models import Feedback, User

admin.site.site_header = "Statusline"


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts. Deleting one here does what its owner's own deletion does, and is refused where that is."""

    def get_deleted_objects(
        self, objs: Sequence[User] | QuerySet[User], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        listed, counts, missing, protected = super().get_deleted_objects(objs, request)
        held = [f"the class “{classroom}”" for classroom in classes_that_need(*objs)]
        return listed, counts, missing, [*protected, *held]

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        _close([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        _close(queryset)


def _close(users: Iterable[User]) -> None:
    """Close all of the accounts or none. Raises PermissionDenied where a class has come to need one meanwhile."""
    try:
        with writing():
            for user in users:
                close_account(user, now=timezone.now())
    except Conflict as conflict:
        raise PermissionDenied(str(conflict)) from None


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What readers say of lessons, the newest first."""

    list_display = ["written_at", "kind", "lesson", "comment"]
    list_filter = ["kind", "lesson"]
    search_fields = ["comment"]
    readonly_fields = ["learner", "lesson", "kind", "comment", "written_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        return super().get_queryset(request).select_related("learner__user")
