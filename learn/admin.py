from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from learn.models import Feedback, User

admin.site.site_header = "Statusline"
admin.site.register(User, UserAdmin)


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
