"""The control plane in the OpenAPI document: making, reading, resetting and removing sandboxes."""

from dataclasses import dataclass, field
from typing import Any

from learn.domain.lab.shop import FAULTS

JSON_TYPE = "application/json"
EITHER = (JSON_TYPE, "text/plain")
TAG = "sandboxes"
SANDBOX_PARAMETER = {"name": "sandbox", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


@dataclass(frozen=True)
class Control:
    """``path`` is below the sandbox, or from ``/lab/`` on where it names the sandbox or makes one."""

    method: str
    path: str
    id: str
    summary: str
    schema: str = ""
    takes: str = ""
    succeeds: int = 200
    refuses: tuple[int, ...] = (404, 410, 503)
    types: tuple[str, ...] = (JSON_TYPE,)
    parameters: tuple[str, ...] = field(default=())


CONTROL = (
    Control("POST", "/lab/sandboxes", "makeSandbox", "Make a sandbox", "Sandbox", succeeds=201, refuses=(429, 503)),
    Control("GET", "/lab/{sandbox}", "readSandbox", "Read what a sandbox is called and holds", "Sandbox"),
    Control("DELETE", "/lab/{sandbox}", "deleteSandbox", "Remove a sandbox for good", succeeds=204),
    Control("POST", "/reset", "resetSandbox", "Put everything back as on day one", succeeds=204),
    Control("GET", "/faults", "readFaults", "Read the four switches of the weather", "Faults"),
    Control(
        "PUT",
        "/faults",
        "setFaults",
        "Set some of the switches",
        "Faults",
        takes="Faults",
        refuses=(400, 404, 410, 503),
    ),
    Control("GET", "/provider/ledger", "readLedger", "Read what the payment provider really took", "Ledger"),
    Control("GET", "/traces", "listTraces", "List the last 50 requests, newest first", "Traces"),
    Control(
        "GET",
        "/traces/{requestId}",
        "readTrace",
        "Read the way of one request through the diagram",
        "Trace",
        types=(JSON_TYPE, "text/html"),
        parameters=("requestId",),
    ),
    Control("GET", "/history", "readHistory", "Read the same as a part of a page", "History", types=("text/html",)),
    Control("GET", "/challenges", "listChallenges", "List the challenges", "Challenges", types=EITHER),
    Control(
        "GET",
        "/challenges/{slug}",
        "readChallenge",
        "Read a challenge with the state of its clauses",
        "Challenge",
        types=EITHER,
        parameters=("slug",),
    ),
    Control(
        "POST",
        "/challenges/{slug}",
        "armChallenge",
        "Let what is sent from now on count for a challenge",
        "Challenge",
        types=EITHER,
        parameters=("slug",),
    ),
)


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _several(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_TEXT = {"type": "string"}
_TRUTH = {"type": "boolean"}
_STATUS = {"type": "integer"}
_TEXTS = {"type": "object", "additionalProperties": _TEXT}

CONTROL_SCHEMAS: dict[str, dict[str, Any]] = {
    "Sandbox": _object(
        sandbox=_TEXT,
        api=_TEXT,
        tokens=_TEXTS,
        expiresAt={"type": "string", "format": "date-time"},
        requests={"type": "integer", "minimum": 0},
    ),
    "Faults": {
        **_object(**{name: {"type": "string", "enum": list(values)} for name, values in FAULTS.items()}),
        "additionalProperties": False,
    },
    "Ledger": _object(captures=_several(_object(key=_TEXT, orderId=_TEXT, amount={"type": "integer"}))),
    "Traces": _object(
        traces=_several(_object(requestId=_TEXT, method=_TEXT, target=_TEXT, status=_STATUS, route=_TEXT))
    ),
    "Trace": _object(
        requestId=_TEXT,
        request=_object(method=_TEXT, target=_TEXT, headers=_TEXTS),
        response=_object(status=_STATUS),
        route=_several(_TEXT),
        edges=_several({"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}),
        steps=_several(_object(node=_TEXT, answer=_TEXT, because=_TEXT)),
        leaf=_object(graph=_TEXT, leaf=_TEXT, answers=_TEXTS),
    ),
    "Challenges": _object(
        challenges=_several(
            _object(slug=_TEXT, title=_TEXT, tier=_STATUS, codes=_several(_STATUS), armed=_TRUTH, solved=_TRUTH)
        )
    ),
    "Challenge": _object(
        slug=_TEXT,
        title=_TEXT,
        tier=_STATUS,
        codes=_several(_STATUS),
        armed=_TRUTH,
        solved=_TRUTH,
        brief=_TEXT,
        route=_TEXT,
        requests=_STATUS,
        clauses=_several(_object(says=_TEXT, met=_TRUTH, expected=_TEXT, actual=_TEXT)),
    ),
}


def control_item(control: Control, server: str) -> dict[str, Any]:
    """Return what stands beside the operations of a path: its parameters, and its server where it has another."""
    if not control.path.startswith("/lab/"):
        return {}
    parameters = {"parameters": [SANDBOX_PARAMETER]} if "{sandbox}" in control.path else {}
    return {"servers": [{"url": server or "/", "description": "The lab"}], **parameters}


def control_operation(control: Control, responses: dict[str, Any]) -> dict[str, Any]:
    """Return the operation, with these responses for what it refuses, by status."""
    success: dict[str, Any] = {"description": control.summary}
    if control.succeeds == 201:
        success["headers"] = {"Location": {"$ref": "#/components/headers/Location"}}
    if control.schema:
        schema = {"$ref": f"#/components/schemas/{control.schema}"}
        success["content"] = {
            media_type: {"schema": schema if media_type == JSON_TYPE else _TEXT} for media_type in control.types
        }
    shown: dict[str, Any] = {
        "tags": [TAG],
        "operationId": control.id,
        "summary": control.summary,
        "security": [],
        "responses": {str(control.succeeds): success, **responses},
    }
    if control.parameters:
        shown["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in control.parameters
        ]
    if control.takes:
        schema = {"$ref": f"#/components/schemas/{control.takes}"}
        shown["requestBody"] = {"required": True, "content": {JSON_TYPE: {"schema": schema}}}
    return shown
