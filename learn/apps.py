from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "learn"
    verbose_name = "Statusline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from learn import checks  # noqa: F401  # registers the system checks
