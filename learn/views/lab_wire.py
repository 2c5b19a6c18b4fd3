"""Requests to the lab as they came in, and responses whose fields are its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from learn.domain.lab.reply import Fields, as_json

READ_AT_MOST = 256 * 1024


class BrokenContent(Exception):
    """The content can't be told from what follows it."""


def target_of(request: HttpRequest) -> str:
    """Return path and query as they were sent; a whole URL in the request line loses its host."""
    raw = str(request.META.get("RAW_URI") or request.get_full_path())
    if "://" in raw.partition("?")[0] and not raw.startswith("/"):
        raw = "/" + raw.partition("://")[2].partition("/")[2]
    return raw


def fields_of(request: HttpRequest) -> Fields:
    """Return the fields as received. WSGI has lost their case and order, and joined those of one name."""
    found: Fields = []
    for key, value in request.META.items():
        if key.startswith("HTTP_"):
            found.append((key[5:].replace("_", "-").title(), str(value)))
        elif key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value not in ("", None):
            found.append((key.replace("_", "-").title(), str(value)))
    return found


def content_of(request: HttpRequest) -> tuple[bytes, bool]:
    """Return the content, and whether some was left unread. Chunked content has no length, so the stream is read."""
    stream = request.META["wsgi.input"]
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        try:
            content = stream.read(READ_AT_MOST + 1)
        except Exception as error:
            # Each server has exceptions of its own for chunks that aren't.
            raise BrokenContent("the chunks of the content can't be read") from error
        return content[:READ_AT_MOST], len(content) > READ_AT_MOST
    try:
        length = max(0, int(request.META.get("CONTENT_LENGTH") or 0))
    except ValueError:
        length = 0
    return stream.read(min(length, READ_AT_MOST)), length > READ_AT_MOST


def plain(status: int, content: bytes, fields: Fields, media_type: str = "application/json") -> HttpResponse:
    response = HttpResponse(content, status=status)
    del response["Content-Type"]
    response["Cache-Control"] = "no-store"
    if content:
        response["Content-Type"] = media_type
        response["Content-Length"] = str(len(content))
    for name, value in fields:
        response[name] = value
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def json_response(status: int, value: Any, fields: Fields | None = None) -> HttpResponse:
    return plain(status, as_json(value), fields or [])


def no_content() -> HttpResponse:
    return plain(204, b"", [])


def error_response(status: int, error: str, message: str, fields: Fields | None = None, **extra: Any) -> HttpResponse:
    return json_response(status, {"error": error, "message": message} | extra, fields)
