"""The relay: a learner's request is handed to the lab's own application in the same process (contract, section 11).

No socket is opened, nothing of the browser's own request goes along, and what comes back is told as it is.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.handlers.wsgi import WSGIRequest

from learn.domain.lab.draft import Draft
from learn.domain.lab.headers import TOKEN, write_date
from learn.domain.lab.typed import is_framing
from learn.views.lab_api import answer_lab

# As long as the ids that are made; "sandboxes", where new ones are, is shorter.
OWN_ID = re.compile(r"[A-Za-z0-9_-]{22,40}")
UNSENDABLE = re.compile(r"[\r\n\0]")
BELOW = re.compile(r"/(?!/)[\x21-\x7e]*")
NO_CONTENT = (204, 304)
KEPT_ALIVE = ("Connection", "keep-alive")


@dataclass(frozen=True)
class Wire:
    """A response as the lab sends it; ``request_id`` is empty where nothing was traced."""

    status: int
    phrase: str
    fields: tuple[tuple[str, str], ...]
    content: bytes
    request_id: str = ""


def relay(draft: Draft, sandbox_id: str, *, host: str) -> Wire:
    """Send a draft to its own sandbox, to ``host`` unless it names one, and return the answer; follow nothing.

    Raises ValueError for what could reach anything else.
    """
    _check(draft, sandbox_id)
    request = WSGIRequest(_environ(draft, f"/lab/{sandbox_id}{draft.target}"))
    # Only now, for Django itself refuses some media types; the lab is to see them.
    request.META.update({"HTTP_HOST": host} | _fields(draft))
    # Django makes it upper case; methods are case-sensitive (RFC 9110, 9.1).
    request.method = draft.method
    response = answer_lab(request)
    bare = response.status_code in NO_CONTENT
    return Wire(
        status=response.status_code,
        phrase=response.reason_phrase,
        fields=tuple((name, value) for name, value in response.items() if not (bare and name == "Content-Length")),
        content=b"" if bare or draft.method == "HEAD" else response.content,
        request_id=response.get("Lab-Request-Id", ""),
    )


def server_fields(wire: Wire, now: float) -> tuple[tuple[str, str], ...]:
    """Return what a server in front adds to a response at ``now``, in seconds since the epoch."""
    said = {name.lower() for name, _ in wire.fields}
    added = (("Date", write_date(now)), KEPT_ALIVE)
    return tuple((name, value) for name, value in added if name.lower() not in said)


def _check(draft: Draft, sandbox_id: str) -> None:
    """The draft has been read by rules of its own; here is what must hold whoever made it."""
    if not OWN_ID.fullmatch(sandbox_id):
        raise ValueError("this is no sandbox's id")
    if not BELOW.fullmatch(draft.target):
        raise ValueError("a target is a path below the sandbox, in visible ASCII")
    if not re.fullmatch(TOKEN, draft.method):
        raise ValueError("a method is a token")
    if not all(re.fullmatch(TOKEN, name) and "_" not in name for name, _ in draft.headers):
        raise ValueError("a field's name is a token without underscores")
    if any(UNSENDABLE.search(value) for _, value in draft.headers):
        raise ValueError("a field's value has CR, LF or NUL")


def _environ(draft: Draft, uri: str) -> dict[str, Any]:
    """Return what a WSGI server would make of the request."""
    path, _, query = uri.partition("?")
    content = draft.content.encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": draft.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": uri,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(content),
    }
    if content:
        environ["CONTENT_LENGTH"] = str(len(content))
    return environ


def _fields(draft: Draft) -> dict[str, str]:
    """Return the fields by their names in WSGI, those of one name joined as the server does it."""
    found: dict[str, list[str]] = {}
    for name, value in draft.headers:
        if is_framing(name):
            continue
        key = name.upper().replace("-", "_")
        found.setdefault("CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}", []).append(value)
    joints = {"HTTP_COOKIE": "; "}
    fields = {key: joints.get(key, ",").join(values) for key, values in found.items()}
    if "CONTENT_TYPE" in found:
        # The server keeps the last one of these.
        fields["CONTENT_TYPE"] = found["CONTENT_TYPE"][-1]
    return fields
