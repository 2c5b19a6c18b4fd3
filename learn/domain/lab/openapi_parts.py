"""The parts of the OpenAPI document that many operations share: fields, errors and how they come."""

from typing import Any

from learn.domain.lab.headers import PROBLEM
from learn.domain.lab.reply import JSON
from learn.domain.lab.shop import FAULTS
from learn.domain.status import Registry, Status

FAULT = rf"^({'|'.join(f'{name}=({"|".join(values)})' for name, values in FAULTS.items())})$"

RESPONSE_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "Cache-Control": ("What may be done with a copy", {"type": "string"}),
    "Lab-Request-Id": ("The request's name in the traces", {"type": "string", "pattern": "^req_[0-9a-f]{10}$"}),
    "Lab-Route": ("The boxes of the diagram that the request passed", {"type": "string"}),
    "Lab-Leaf": ("The chart and leaf that explain the code", {"type": "string"}),
    "Link": ("The trace of this request", {"type": "string"}),
    "Vary": ("The request field that the content depends on", {"type": "string"}),
    "ETag": ("The current version, where there is one", {"type": "string"}),
    "Last-Modified": ("When it last changed", {"type": "string"}),
    "Location": ("Where to go, or what was made", {"type": "string", "format": "uri-reference"}),
    "Retry-After": ("Seconds to wait", {"type": "integer", "minimum": 0}),
    "WWW-Authenticate": ("How to prove who you are", {"type": "string"}),
    "Allow": ("The methods that the address offers", {"type": "string"}),
    "Accept": ("What is accepted here", {"type": "string"}),
    "Accept-Patch": ("What is accepted here", {"type": "string"}),
    "Accept-Encoding": ("Which codings are accepted here", {"type": "string"}),
    "Idempotency-Replayed": ("The answer is that of an earlier request", {"type": "string", "const": "true"}),
    "Preference-Applied": ("The wish that was granted", {"type": "string"}),
}
EVERY_FIELD = ("Cache-Control", "Lab-Request-Id", "Lab-Route", "Lab-Leaf", "Link")
ERROR_FIELDS: dict[int, tuple[str, ...]] = {
    401: ("WWW-Authenticate",),
    405: ("Allow",),
    415: ("Accept", "Accept-Patch", "Accept-Encoding"),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
REQUEST_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "Idempotency-Key": (
        "Makes a repeat harmless: the same key and content are answered from memory",
        {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    ),
    "If-Match": ("Go on only if this is the current version", {"type": "string"}),
    "If-None-Match": ("Go on only if none of these is the current version", {"type": "string"}),
    "If-Modified-Since": ("Send it only if it changed since", {"type": "string"}),
    "Lab-Fault": ("Another weather for this request only", {"type": "string", "pattern": FAULT}),
    "Prefer": ("`explain` adds the path through the diagram in words to an error", {"type": "string"}),
}


def field_refs(*names: str) -> dict[str, dict[str, str]]:
    """Return references to described header fields, by their names."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def parameter_ref(name: str) -> dict[str, str]:
    """Return the reference to a described parameter."""
    return {"$ref": f"#/components/parameters/{name}"}


def schema_ref(name: str) -> dict[str, Any]:
    """Return the reference to a schema, as a media type holds it."""
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def error_ref(status: int, *, head: bool = False, control: bool = False) -> dict[str, str]:
    """Return the reference to a shared response: without content to HEAD, plain JSON from the control plane."""
    kind = "Control" if control else "Head" if head else "Error"
    return {"$ref": f"#/components/responses/{kind}{status}"}


def describe(status: Status) -> str:
    """Return a status in words: code, phrase and meaning."""
    return f"{status}: {status.meaning}"


def error_responses(registry: Registry, statuses: set[int], heads: set[int], control: set[int]) -> dict[str, Any]:
    """Return the shared responses: those of the shop, those to HEAD, those of the control plane."""
    shared: dict[str, Any] = {}
    for status in sorted(statuses):
        own = field_refs(*EVERY_FIELD, "Vary", "Preference-Applied", *ERROR_FIELDS.get(status, ()))
        shown = {"description": describe(registry[status]), "headers": own}
        shared[f"Error{status}"] = {**shown, "content": {JSON: schema_ref("Error"), PROBLEM: schema_ref("Problem")}}
        if status in heads:
            shared[f"Head{status}"] = shown
    for status in sorted(control):
        own = field_refs("Cache-Control", *ERROR_FIELDS.get(status, ()))
        content = {JSON: schema_ref("Error")}
        description = describe(registry[status])
        shared[f"Control{status}"] = {"description": description, "headers": own, "content": content}
    return shared


def components(responses: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the document's ``components``: these responses and schemas beside those that all operations share."""
    return {
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": "A token of the sandbox"}},
        "parameters": {
            name: {"name": name, "in": "header", "required": False, "description": text, "schema": schema}
            for name, (text, schema) in REQUEST_FIELDS.items()
        },
        "headers": {name: {"description": text, "schema": schema} for name, (text, schema) in RESPONSE_FIELDS.items()},
        "responses": responses,
        "schemas": {"Error": _ERROR, "Problem": _PROBLEM, **schemas},
    }


_REQUEST_ID = {"type": "string", "pattern": "^req_[0-9a-f]{10}$", "description": "Missing where no trace is kept"}
_ERROR = {
    "type": "object",
    "properties": {
        "error": {"type": "string", "description": "Explained at /problems/{error}"},
        "message": {"type": "string"},
        "requestId": _REQUEST_ID,
        "path": {"type": "string", "description": "With Prefer: explain, the way through the diagram"},
    },
    "required": ["error", "message"],
}
_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "error": {"type": "string"},
        "requestId": _REQUEST_ID,
    },
    "required": ["type", "title", "status", "detail", "instance", "error", "requestId"],
}
