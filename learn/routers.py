"""Which database holds what: the lab's rows live in the lab's, everything else in the site's."""

from typing import Any

from django.conf import settings
from django.db.models import Model

LAB_MODELS = {"sandbox", "labtrace", "exchange", "capture"}


class LabRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return self._alias(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self._alias(model)

    def _alias(self, model: type[Model]) -> str | None:
        ours = model._meta.app_label == "learn" and model._meta.model_name in LAB_MODELS
        return settings.LAB_ALIAS if ours else None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        if settings.LAB_ALIAS == "default":
            return None
        in_lab = app_label == "learn" and model_name in LAB_MODELS
        return in_lab == (db == settings.LAB_ALIAS)
