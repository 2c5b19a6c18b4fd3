"""System checks: `manage.py check` refuses broken content, and the start command runs it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from learn.domain.content import ContentErrors
from learn.domain.library import read_library


@register()
def check_content(**kwargs: Any) -> list[CheckMessage]:
    try:
        read_library(settings.CONTENT_DIR)
    except ContentErrors as broken:
        return [Error(str(error), id="learn.E001") for error in broken.errors]
    return []
