"""Steps as requests, with references put in from the answers, and as lines for a shell."""

import shlex
import subprocess

import pytest

from learn.domain.lab.challenges.challenge import Step
from learn.domain.lab.challenges.steps import NoSuchAnswer, as_curl_lines, request_of, resolve
from tests.domain.lab.challenges.exchanges import BASE, exchange

ANSWERS = [
    exchange(
        status=202,
        fields={"ETag": '"abc"', "Location": f"{BASE}/api/v1/reports/jobs/job_1"},
        json={"jobId": "job_1", "list": [{"n": 3}], "flag": True, "a b": "c"},
    ),
    exchange(status=404),
]


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("{0.ETag}", '"abc"'),
        ("W/{0.etag}, x", 'W/"abc", x'),
        ("{-2.ETag}{-1.status}", '"abc"404'),
        ("{0.json/jobId}", "job_1"),
        ("{0.json/list/0/n}", "3"),
        ("{0.json/flag}", "true"),
        ("{0.json/list}", '[{"n": 3}]'),
        ("{0.json/a b}", "c"),
        ('{"version": {0.json/list/0/n}, "note": "{x}"}', '{"version": 3, "note": "{x}"}'),
        ("{} {a} {0} {{", "{} {a} {0} {{"),
    ],
)
def test_references_stand_for_parts_of_answers(text, resolved):
    assert resolve(text, ANSWERS) == resolved


@pytest.mark.parametrize(
    "text", ["{2.ETag}", "{-3.ETag}", "{1.ETag}", "{1.json/a}", "{0.json/list/1}", "{0.json/jobId/a}"]
)
def test_what_an_answer_lacks_is_told(text):
    with pytest.raises(NoSuchAnswer, match=r"there are 2 answers|has no"):
        resolve(text, ANSWERS)


@pytest.mark.parametrize(
    ("target", "sent_to"),
    [
        ("/orders/ord_1?limit=1", f"{BASE}/api/v1/orders/ord_1?limit=1"),
        ("/shop/account", f"{BASE}/shop/account"),
        ("/shopping", f"{BASE}/api/v1/shopping"),
        ("/api/v0/orders", f"{BASE}/api/v0/orders"),
        ("/api/beta/orders", f"{BASE}/api/beta/orders"),
        ("{0.Location}", f"{BASE}/api/v1/reports/jobs/job_1"),
        ("/reports/jobs/{0.json/jobId}", f"{BASE}/api/v1/reports/jobs/job_1"),
    ],
)
def test_an_address_is_below_the_api_or_the_sandbox(target, sent_to):
    request = request_of(Step("GET", target), BASE, ANSWERS)

    assert (request.method, request.target, request.base, request.content) == ("GET", sent_to, BASE, b"")


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (Step("GET", "/cart"), {}),
        (Step("GET", "/cart", "customer"), {"Authorization": "Bearer tok_customer"}),
        (Step("GET", "/cart", "expired"), {"Authorization": "Bearer tok_expired"}),
        (Step("POST", "/orders", body="{}"), {"Content-Type": "application/json"}),
        (Step("POST", "/orders", body="{}", media_type="text/plain"), {"Content-Type": "text/plain"}),
        (Step("POST", "/orders", body="{}", media_type=""), {}),
        (Step("POST", "/orders", media_type="text/plain"), {"Content-Type": "text/plain"}),
        (Step("POST", "/orders", body="{}", headers=(("content-type", "a/b"),)), {"content-type": "a/b"}),
        (Step("GET", "/cart", fault="payments=slow"), {"Lab-Fault": "payments=slow"}),
        (Step("GET", "/cart", headers=(("If-Match", "{0.ETag}"),)), {"If-Match": '"abc"'}),
    ],
)
def test_fields_of_a_request(step, fields):
    assert dict(request_of(step, BASE, ANSWERS).headers) == fields


def test_content_is_put_in_too():
    step = Step("POST", "/x", body='{"id": "{0.json/jobId}", "name": "é"}')

    assert request_of(step, BASE, ANSWERS).content == '{"id": "job_1", "name": "é"}'.encode()


JSON = "-H 'Content-Type: application/json'"


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (Step("GET", "/cart"), "curl -i $LAB/cart"),
        (Step("HEAD", "/cart"), "curl -I $LAB/cart"),
        (Step("GET", "/cart", "customer"), "curl -i $LAB/cart -H 'Authorization: Bearer tok_customer'"),
        (Step("GET", "/orders?limit=0&x=$1"), r'curl -i "$LAB/orders?limit=0&x=\$1"'),
        (Step("GET", "/orders/[a]"), 'curl -i -g "$LAB/orders/[a]"'),
        (Step("GET", "/shop/account"), "curl -i ${LAB%/api/v1}/shop/account"),
        (Step("DELETE", "/orders", fault="app=crash"), "curl -i -X DELETE $LAB/orders -H 'Lab-Fault: app=crash'"),
        (Step("POST", "/logout"), "curl -i -X POST $LAB/logout"),
        (Step("POST", "/login", body='{"a": "b\'s"}'), rf"""curl -i $LAB/login {JSON} -d '{{"a": "b'\''s"}}'"""),
        (Step("PUT", "/x", body="", media_type=""), "curl -i -X PUT $LAB/x -H 'Content-Type:' -d ''"),
        (Step("GET", "/cart", wait=10, times=6), "sleep 10; for n in $(seq 6); do curl -i $LAB/cart; done"),
    ],
)
def test_a_step_as_a_line_for_a_shell(step, line):
    assert as_curl_lines([step]) == [line]


def test_references_are_shown_by_the_number_of_their_answer():
    steps = [
        Step("GET", "/inventory/sku_123", times=3),
        Step("PATCH", "/x", headers=(("If-Match", "{-1.ETag}"),), body='{"version": {0.json/a/version}}'),
        Step("GET", "{3.Location}"),
    ]

    _, change, follow = as_curl_lines(steps)

    assert "-H 'If-Match: <ETag of answer 3>'" in change
    assert "-d '{\"version\": <a.version of answer 1>}'" in change
    assert follow == "curl -i '<Location of answer 4>'"


@pytest.mark.parametrize(
    "step",
    [
        Step("PUT", "/a", body="it's " + "x" * 5000, media_type="a/b"),
        Step("PUT", "/" + "y" * 3000, headers=(("X-Big", "z" * 4200 + "'"), ("X-All", "z" * 200))),
        Step("PUT", "/a?q=" + "y" * 3000, body="w" * 16400 + "'"),
    ],
)
def test_a_shell_reads_the_line_as_the_request_it_stands_for(step):
    (line,) = as_curl_lines([step])
    shown = line.replace("curl ", "printf '%s\\n' ", 1)
    words = subprocess.run(["sh", "-c", f"LAB=/B/api/v1; {shown}"], capture_output=True, text=True, check=True).stdout
    request = request_of(step, "/B", [])

    assert len(line) < 400
    expected = ["-i", "-X", "PUT", request.target]
    for name, value in request.headers:
        expected += ["-H", f"{name}: {value}"]
    if step.body is not None:
        expected += ["-d", step.body]
    assert words.splitlines() == expected
    assert shlex.split(line)[0] == "curl"
