"""Schemathesis against the running lab, by its own OpenAPI document: no surprise, whatever is sent."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.lab.conftest import open_sandbox
from tests.lab.wire import Site

EXAMPLES_EACH = 12
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document(site: Site) -> dict:
    answer = site.send("GET", "/lab/openapi.json")
    assert answer.status == 200, answer
    return answer.json


@pytest.fixture(scope="module")
def schema(site: Site, document: dict):
    """The document, pointed at a sandbox of its own."""
    sandbox = open_sandbox(site)
    return schemathesis.openapi.from_dict({**document, "servers": [{"url": f"http://{site.authority}{sandbox.base}"}]})


def test_the_document_is_made_from_the_table_that_routes(document):
    assert document["openapi"].startswith("3.1")
    assert json.dumps(document)


def test_nothing_undocumented_comes_back_and_no_500(schema, document, site):
    tokens = [None, "tok_customer", "tok_other", "tok_support", "tok_admin", "tok_expired"]
    base = schema.raw_schema["servers"][0]["url"]
    for path, item in document["paths"].items():
        if not path.startswith(("/api", "/shop")):
            continue
        for method in METHODS:
            if method not in item:
                continue
            operation = schema[path][method.upper()]

            @given(case=operation.as_strategy(), token=st.sampled_from(tokens))
            @settings(
                max_examples=EXAMPLES_EACH,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def send(case, token):
                case.headers = {k: v for k, v in (case.headers or {}).items() if k.lower() != "lab-fault"}
                if token:
                    case.headers["Authorization"] = f"Bearer {token}"
                response = case.call(base_url=base, allow_redirects=False, timeout=10)
                case.validate_response(response, checks=[status_code_conformance, response_schema_conformance])
                assert response.status_code != 500

            send()
