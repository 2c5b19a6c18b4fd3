import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_wsgi_application()

NOT_READ = b"400 Bad Request: the Content-Type field can't be read.\n"
NO_HOST = b"400 Bad Request: an HTTP/1.1 request needs a Host field (RFC 9112, section 3.2).\n"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site. HTTP/1.1 without Host is refused here, since Django would guess one.

    So is a Content-Type that Django can't read: it would fail before any of our own code is asked.
    """
    if "HTTP_HOST" not in environ and environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
        return _refuse(NO_HOST, start_response)
    try:
        return django_application(environ, start_response)
    except BadRequest:
        return _refuse(NOT_READ, start_response)


def _refuse(text: bytes, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
    start_response("400 Bad Request", headers)
    return [text]
