"""Section 6: work that takes two seconds."""

import time

import pytest

from tests.lab.conftest import open_sandbox
from tests.lab.outcomes import JOB_SECONDS, SUCCESS, queue_report


@pytest.fixture(scope="module")
def finished(site):
    """Jobs of each type that were asked about at once, and again when they were done."""
    sandbox = open_sandbox(site)
    jobs = {type_: queue_report(sandbox, type_) for type_ in ("orders", "inventory", "broken")}
    at_once = {type_: sandbox.get(target, "support") for type_, target in jobs.items()}
    time.sleep(JOB_SECONDS)
    return sandbox, at_once, {type_: sandbox.get(target, "support") for type_, target in jobs.items()}


@pytest.mark.parametrize("as_", ["support", "admin"])
def test_a_report_is_taken_on(sandbox, as_):
    answer = sandbox.send("POST", "/reports", as_=as_, json={"type": "orders"})
    assert (answer.status, answer.json["status"]) == (202, "queued")
    assert answer.headers["Location"] == f"{sandbox.api}/reports/jobs/{answer.json['jobId']}"
    assert answer.json["statusUrl"].endswith(answer.headers["Location"])
    assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("1", "no-store")
    assert (answer.route, answer.leaf) == (SUCCESS, "success/L202")


@pytest.mark.parametrize("type_", ["orders", "inventory", "broken"])
def test_at_first_a_job_is_running(finished, type_):
    _, at_once, _ = finished
    answer = at_once[type_]
    assert (answer.status, answer.json["status"], answer.headers["Retry-After"]) == (200, "running", "1")


@pytest.mark.parametrize("type_", ["orders", "inventory"])
def test_a_job_that_is_done_leads_to_its_report(finished, type_):
    sandbox, at_once, later = finished
    answer = later[type_]
    assert (answer.status, answer.route, answer.leaf) == (303, "A-B-C-E-F-H-J-x303-A", "redirect_cache/L303")
    report = sandbox.get(answer.headers["Location"], "support")
    assert report.status == 200
    assert answer.headers["Location"] == f"{sandbox.api}/reports/{report.json['reportId']}"
    assert report.json["type"] == type_
    assert isinstance(report.json["rows"], list)
    assert at_once[type_].json["jobId"]


def test_a_job_that_failed_is_told_with_success(finished):
    _, _, later = finished
    answer = later["broken"]
    assert (answer.status, answer.json["status"], answer.route) == (200, "failed", SUCCESS)
    assert isinstance(answer.json["error"], dict)


def test_a_report_is_not_there_before_its_job_is_done(sandbox, finished):
    first, _, later = finished
    report = later["orders"].headers["Location"].removeprefix(first.api)
    queue_report(sandbox)
    assert sandbox.get(report, "support").status == 404


@pytest.mark.parametrize("target", ["/reports/jobs/job_none", "/reports/rep_none"])
def test_unknown_jobs_and_reports_are_not_found(sandbox, target):
    assert sandbox.get(target, "support").status == 404
