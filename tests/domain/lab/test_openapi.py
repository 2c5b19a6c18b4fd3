import json
import re

import pytest

from learn.domain.lab.openapi import openapi
from learn.domain.lab.operations import OPERATIONS, find
from tests.domain.lab.bench import path_of

METHODS = {"get", "put", "post", "delete", "options", "head", "patch"}
ITEM = METHODS | {"parameters", "servers"}
# What the sandbox itself answers before the diagram is entered; the bench has no sandbox that is missing.
SANDBOX = {404, 410, 503}
# The server in front adds or changes these, or the specification has no use for them as described fields.
UNDESCRIBED = {"Content-Type", "Content-Length", "Content-Security-Policy", "X-Content-Type-Options"}
SCHEMA = {"type", "properties", "required", "items", "enum", "const", "examples", "default", "description", "format"}
SCHEMA |= {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "additionalProperties"}
SCHEMA |= {"$ref"}
TYPES = {"object", "array", "string", "integer", "boolean", "null", "number"}


@pytest.fixture(scope="module")
def document(library):
    return openapi(OPERATIONS, library.registry, "https://lab.test")


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield path, method, item[method]


def resolve(document, value):
    while "$ref" in value:
        found = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        value = found
    return value


def everywhere(value):
    """Yield every object within the document."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from everywhere(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from everywhere(inner)


def schemas(document):
    def of(schema):
        yield schema
        for inner in [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]:
            if isinstance(inner, dict):
                yield from of(inner)

    for holder in everywhere(document):
        if isinstance(holder.get("schema"), dict):
            yield from of(holder["schema"])
    for schema in document["components"]["schemas"].values():
        yield from of(schema)


# ------------------------------------------------------------------------------------ the structure of OpenAPI 3.1


def test_document_is_json_with_the_members_of_openapi(document):
    assert json.loads(json.dumps(document)) == document
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert document.keys() == {"openapi", "info", "servers", "tags", "paths", "components"}
    assert {"title", "version"} <= document["info"].keys()
    assert document["components"].keys() <= {"schemas", "responses", "parameters", "headers", "securitySchemes"}
    assert all(re.fullmatch(r"[a-zA-Z0-9._-]+", name) for part in document["components"].values() for name in part)


def test_each_reference_leads_somewhere(document):
    refs = [holder["$ref"] for holder in everywhere(document) if "$ref" in holder]

    assert refs
    assert all(resolve(document, {"$ref": ref}) for ref in refs)


def test_each_component_is_used(document):
    used = {holder["$ref"] for holder in everywhere(document) if "$ref" in holder}
    for kind in ("schemas", "responses", "parameters", "headers"):
        for name in document["components"][kind]:
            assert f"#/components/{kind}/{name}" in used


def test_server_has_the_sandbox_as_its_variable(document, library):
    (server,) = document["servers"]

    assert server["url"] == "https://lab.test/lab/{sandbox}"
    assert server["variables"]["sandbox"]["default"]
    relative = openapi(OPERATIONS, library.registry, "")
    assert relative["servers"][0]["url"] == "/lab/{sandbox}"
    assert relative["paths"]["/lab/sandboxes"]["servers"][0]["url"] == "/"


def test_path_items_hold_what_path_items_hold(document):
    shapes = [re.sub(r"\{\w+\}", "{}", path) for path in document["paths"]]

    assert len(set(shapes)) == len(shapes)
    for path, item in document["paths"].items():
        assert path.startswith("/") and item.keys() <= ITEM, path


def test_parts_of_each_path_are_parameters_of_it(document):
    for path, method, operation in operations(document):
        shared = document["paths"][path].get("parameters", [])
        found = [resolve(document, parameter) for parameter in [*shared, *operation.get("parameters", [])]]
        named = [(parameter["in"], parameter["name"]) for parameter in found]
        assert len(set(named)) == len(named), (method, path)
        assert {name for where, name in named if where == "path"} == set(re.findall(r"\{(\w+)\}", path)), path
        for parameter in found:
            assert parameter.keys() <= {"name", "in", "required", "description", "schema"}
            assert parameter["in"] in ("path", "query", "header") and "schema" in parameter
            assert parameter["in"] != "path" or parameter["required"] is True
            # These three mean something else in OpenAPI.
            assert parameter["name"] not in ("Accept", "Content-Type", "Authorization")


def test_each_operation_is_complete(document):
    tags = {tag["name"] for tag in document["tags"]}
    ids = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(set(ids)) == len(ids)
    for path, method, operation in operations(document):
        known = {"tags", "operationId", "summary", "security", "parameters", "requestBody", "responses"}
        assert operation.keys() <= known and operation["summary"] and operation["responses"], (method, path)
        assert set(operation["tags"]) <= tags
        for requirement in operation["security"]:
            assert requirement.keys() <= document["components"]["securitySchemes"].keys()


def test_each_response_is_complete_and_only_content_is_described(document, library):
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            found = resolve(document, response)
            assert int(status) in library.registry
            assert found["description"] and found.keys() <= {"description", "headers", "content"}
            empty = method == "head" or int(status) in (204, 304) or 300 <= int(status) < 400
            assert ("content" not in found) is empty, (method, path, status)
            for header in found.get("headers", {}).values():
                assert "schema" in resolve(document, header)
            for media_type, content in found.get("content", {}).items():
                assert re.fullmatch(r"[a-z]+/[a-z+.-]+", media_type) and "schema" in content


def test_each_schema_uses_known_words(document):
    for schema in schemas(document):
        assert schema.keys() <= SCHEMA, schema
        named = schema.get("type", "object")
        assert set(named if isinstance(named, list) else [named]) <= TYPES
        assert set(schema.get("required", [])) <= schema.get("properties", {}).keys()
        if "pattern" in schema:
            re.compile(schema["pattern"])


# ------------------------------------------------------------------------------------ held against the table


def test_each_operation_is_there_with_its_method(document):
    for operation in OPERATIONS:
        item = document["paths"][operation.path]
        assert item[operation.method.lower()]["summary"] == operation.summary
        assert ("head" in item) is any(o.method == "GET" and o.path == operation.path for o in OPERATIONS)
        assert "options" in item


def test_nothing_but_the_control_plane_is_added(document):
    added = document["paths"].keys() - {operation.path for operation in OPERATIONS}

    assert added == {
        *(
            "/lab/sandboxes",
            "/lab/{sandbox}",
            "/reset",
            "/faults",
            "/provider/ledger",
            "/traces",
            "/traces/{requestId}",
        ),
        *("/history", "/challenges", "/challenges/{slug}"),
    }
    for path in added:
        item = document["paths"][path]
        assert ("servers" in item) is path.startswith("/lab/")
        assert all(operation["tags"] == ["sandboxes"] for operation in item.values() if "tags" in operation)


def test_content_is_what_the_operation_takes(document):
    for operation in OPERATIONS:
        shown = document["paths"][operation.path][operation.method.lower()]
        if operation.takes is None:
            assert "requestBody" not in shown
        else:
            assert shown["requestBody"]["required"] is True
            assert tuple(shown["requestBody"]["content"]) == operation.accepted_types
            for content in shown["requestBody"]["content"].values():
                assert content["schema"] == operation.takes.openapi()


def test_whoever_needs_a_token_is_told(document):
    for operation in OPERATIONS:
        shown = document["paths"][operation.path][operation.method.lower()]
        if operation.path == "/shop/account":
            assert shown["security"] == [{}, {"bearer": []}]
        else:
            assert shown["security"] == ([] if operation.open else [{"bearer": []}])


def test_query_and_fields_are_those_that_mean_something(document):
    def named(path, method="get"):
        return {
            resolve(document, parameter)["name"]: resolve(document, parameter)
            for parameter in document["paths"][path][method]["parameters"]
        }

    assert named("/api/v1/orders").keys() == {"limit", "status", "Lab-Fault", "Prefer"}
    conditions = {"If-Match", "If-None-Match"}
    assert conditions | {"If-Modified-Since"} < named("/api/v1/products/{sku}").keys()
    assert conditions < named("/api/v1/inventory/{sku}", "patch").keys()
    assert "If-Modified-Since" not in named("/api/v1/inventory/{sku}")
    assert named("/api/v1/payments/charge", "post")["Idempotency-Key"]["required"] is True
    assert named("/api/v1/orders", "post")["Idempotency-Key"]["required"] is False
    assert "Idempotency-Key" not in named("/api/v1/login", "post")


def test_pattern_of_the_faults_takes_each_of_them_and_nothing_else(document):
    pattern = document["components"]["parameters"]["Lab-Fault"]["schema"]["pattern"]

    for right in ("payments=slow", "app=ok", "database=down", "gateway=maintenance"):
        assert re.search(pattern, right)
    for wrong in ("payments", "app=slow", "xapp=ok", "app=okay", ""):
        assert not re.search(pattern, wrong)


# ------------------------------------------------------------------------------------ held against the engine


def documented(document, each):
    """Return the description of the operation that a request was for, or None."""
    path, method = path_of(each.request), each.request.method.lower()
    if path is None or each.request.path.endswith("/"):
        return None
    return document["paths"][path].get(method)


def test_each_answer_is_documented_with_its_fields_and_its_format(document, sent):
    seen = 0
    for each in sent:
        shown = documented(document, each)
        if shown is None:
            continue
        seen += 1
        response = resolve(document, shown["responses"].get(str(each.status), {}))
        assert response, str(each)
        missing = each.headers.keys() - response.get("headers", {}).keys() - UNDESCRIBED
        assert not missing, (str(each), missing)
        if each.answer.content:
            media_type = each.headers["Content-Type"].partition(";")[0]
            assert media_type in response["content"], str(each)
        else:
            assert each.request.method == "HEAD" or "content" not in response, str(each)
    assert seen > 5000


def test_each_documented_answer_can_be_had(document, sent):
    had = {(path_of(each.request), each.request.method.lower(), each.status) for each in sent}
    for operation in OPERATIONS:
        for method in {operation.method.lower(), "options"} | ({"head"} if operation.method == "GET" else set()):
            told = {int(status) for status in document["paths"][operation.path][method]["responses"]}
            never = {status for status in told - SANDBOX if (operation.path, method, status) not in had}
            assert not never - rarely(operation, method), (method, operation.path, never)


def rarely(operation, method):
    """What takes more than one request; the cases ask for it with GET."""
    return {303} if method == "head" and 303 in operation.also else set()


def test_errors_have_the_shape_of_their_schema(document, sent):
    for each in (each for each in sent if each.error and each.answer.content.startswith(b"{")):
        problem = each.headers["Content-Type"] == "application/problem+json"
        schema = document["components"]["schemas"]["Problem" if problem else "Error"]
        assert set(schema["required"]) <= each.json.keys(), str(each)
        for name, value in each.json.items():
            kind = schema["properties"].get(name, {}).get("type")
            assert kind is None or isinstance(value, {"string": str, "integer": int}[kind]), str(each)


def test_table_finds_each_documented_path():
    for operation in OPERATIONS:
        offered, params = find(tuple(re.sub(r"\{\w+\}", "x", operation.path).split("/")[1:]))
        assert offered[operation.method] is operation
        assert params.keys() == set(re.findall(r"\{(\w+)\}", operation.path))
