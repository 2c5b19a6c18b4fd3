"""The content this process serves: read once, and in development again after an edit."""

from threading import Lock

from django.conf import settings

from learn.domain.library import Library, files, read_library

_lock = Lock()
_held: tuple[float, Library] | None = None


def library() -> Library:
    """Return the content. Raises ContentErrors where a file is broken."""
    global _held
    if _held is not None and not settings.DEBUG:
        return _held[1]
    with _lock:
        newest = max(path.stat().st_mtime for path in files(settings.CONTENT_DIR)) if settings.DEBUG else 0.0
        if _held is None or _held[0] != newest:
            _held = (newest, read_library(settings.CONTENT_DIR))
        return _held[1]
