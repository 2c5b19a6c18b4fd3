"""The lab's OpenAPI 3.1 document, made from the table of operations that routes its requests."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from learn.domain.lab.answers import answers, options_answers, overrides
from learn.domain.lab.boxes.state import has_versions
from learn.domain.lab.openapi_control import CONTROL, CONTROL_SCHEMAS, TAG, control_item, control_operation
from learn.domain.lab.openapi_parts import (
    EVERY_FIELD,
    REQUEST_FIELDS,
    components,
    describe,
    error_ref,
    error_responses,
    field_refs,
    parameter_ref,
    schema_ref,
)
from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import JSON
from learn.domain.status import Registry

PART = re.compile(r"\{(\w+)\}")
ACCOUNT, MAINTENANCE = "/shop/account", "/shop/maintenance"
INFO = {
    "title": "Statusline: the checkout and inventory lab",
    "version": "1.0.0",
    "description": "A shop that really runs, in a sandbox of your own. Each answer names the way it took through the "
    "diagram of a backend. `POST /lab/sandboxes` makes a sandbox.",
}


def openapi(operations: Sequence[Operation], registry: Registry, server: str) -> dict[str, Any]:
    """Return the document. ``server`` is scheme and host, or nothing for addresses relative to the document."""
    paths: dict[str, dict[str, Any]] = {}
    for control in CONTROL:
        responses = {str(status): error_ref(status, control=True) for status in control.refuses}
        item = paths.setdefault(control.path, control_item(control, server))
        item[control.method.lower()] = control_operation(control, responses)
    for operation in operations:
        item = paths.setdefault(operation.path, _shared(operation))
        item.update(_methods(operation, registry))
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [_server(server)],
        "tags": [{"name": name} for name in dict.fromkeys([TAG, *map(_tag, operations)])],
        "paths": paths,
        "components": components(_shared_responses(operations, registry), CONTROL_SCHEMAS),
    }


def _shared_responses(operations: Sequence[Operation], registry: Registry) -> dict[str, Any]:
    errors = {status for operation in operations for status in answers(operation) if status >= 400}
    reads = [operation for operation in operations if operation.method == "GET"]
    heads = {status for operation in reads for status in answers(operation)}
    refused = {status for control in CONTROL for status in control.refuses}
    return error_responses(registry, errors, heads, refused)


def _server(server: str) -> dict[str, Any]:
    variable = {"default": "sandbox", "description": "The name of your sandbox; it is secret"}
    return {"url": f"{server}/lab/{{sandbox}}", "variables": {"sandbox": variable}}


def _tag(operation: Operation) -> str:
    return operation.path.removeprefix("/api/v1").split("/")[1]


def _shared(operation: Operation) -> dict[str, Any]:
    """Return what all methods at an address have in common: the parts of the path, and OPTIONS."""
    parts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in PART.findall(operation.path)
    ]
    words = re.findall(r"\w+", operation.path.removeprefix("/api/v1"))
    shown: dict[str, Any] = {
        "tags": [_tag(operation)],
        "operationId": "options" + "".join(word[0].upper() + word[1:] for word in words),
        "summary": "Ask what the address offers",
        "security": [],
        "parameters": [parameter_ref("Lab-Fault"), parameter_ref("Prefer")],
        "responses": {str(status): error_ref(status) if status >= 400 else _offered() for status in options_answers()},
    }
    return {"parameters": parts, "options": shown} if parts else {"options": shown}


def _offered() -> dict[str, Any]:
    return {"description": "What the address offers", "headers": field_refs(*EVERY_FIELD, "Allow", "Accept-Patch")}


def _methods(operation: Operation, registry: Registry) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the operation under its method, and HEAD where it is GET."""
    name = type(operation).__name__
    yield operation.method.lower(), _operation(operation, registry, name[0].lower() + name[1:])
    if operation.method == "GET":
        yield "head", _operation(operation, registry, f"head{name}", head=True)


def _operation(operation: Operation, registry: Registry, name: str, *, head: bool = False) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "tags": [_tag(operation)],
        "operationId": name,
        "summary": operation.summary,
        "security": _security(operation),
        "parameters": list(_parameters(operation)),
        "responses": {str(status): _response(operation, registry, status, head=head) for status in answers(operation)},
    }
    if operation.takes is not None:
        content = {media_type: {"schema": operation.takes.openapi()} for media_type in operation.accepted_types}
        shown["requestBody"] = {"required": True, "content": content}
    return shown


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.path == ACCOUNT:
        return [{}, {"bearer": []}]
    return [] if operation.open else [{"bearer": []}]


def _parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    for name, schema in operation.shows.items():
        yield {"name": name, "in": "query", "required": False, "schema": schema}
    if operation.key:
        # The reference's own `required` can't be changed, so a key that has to be there is written out.
        yield _required_key() if operation.key == "required" else parameter_ref("Idempotency-Key")
    if has_versions(operation):
        yield parameter_ref("If-Match")
        yield parameter_ref("If-None-Match")
    if overrides(operation, "last_modified"):
        yield parameter_ref("If-Modified-Since")
    yield parameter_ref("Lab-Fault")
    yield parameter_ref("Prefer")


def _required_key() -> dict[str, Any]:
    text, schema = REQUEST_FIELDS["Idempotency-Key"]
    return {"name": "Idempotency-Key", "in": "header", "required": True, "description": text, "schema": schema}


def _response(operation: Operation, registry: Registry, status: int, *, head: bool) -> dict[str, Any]:
    if status == 503 and operation.path == MAINTENANCE and not head:
        return _maintenance(registry)
    if status >= 400:
        return error_ref(status, head=head)
    shown: dict[str, Any] = {
        "description": describe(registry[status]),
        "headers": field_refs(*EVERY_FIELD, *_fields(operation, status)),
    }
    if status in (200, 201, 202) and not head:
        shown["content"] = {media_type: _content(media_type) for media_type in operation.offers}
    return shown


def _fields(operation: Operation, status: int) -> Iterator[str]:
    """Yield the response fields that a success or redirection adds to those of every answer."""
    if status in (201, 202, 301, 302, 303, 307, 308):
        yield "Location"
    if status in (200, 201, 202, 304):
        yield "Vary"
    if status == 201 or (status in (200, 304) and overrides(operation, "etag")):
        yield "ETag"
    if status in (200, 304) and overrides(operation, "last_modified"):
        yield "Last-Modified"
    # Whoever will be sent on by 303 is told when to ask again.
    if status == 202 or (status == 200 and 303 in operation.also):
        yield "Retry-After"
    if 200 <= status < 300 and operation.key:
        yield "Idempotency-Replayed"


def _content(media_type: str) -> dict[str, Any]:
    if media_type == JSON:
        return {"schema": {"type": "object"}}
    return {"schema": {"type": "string"}} if media_type == "text/html" else {"schema": {}}


def _maintenance(registry: Registry) -> dict[str, Any]:
    """The one page that comes with an error code; a database that is away still answers JSON."""
    content = {"text/html": _content("text/html"), JSON: schema_ref("Error")}
    fields = field_refs(*EVERY_FIELD, "Vary", "Retry-After")
    return {"description": describe(registry[503]), "headers": fields, "content": content}
