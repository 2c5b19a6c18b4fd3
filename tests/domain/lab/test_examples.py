"""The requests that the console suggests."""

import pytest

from learn.domain.lab.examples import examples
from learn.domain.lab.operations import OPERATIONS
from learn.domain.lab.request import Request
from tests.domain.lab.bench import BASE

# What a suggestion says of itself: there is no report yet and no maintenance, and a browser is sent to the login.
DAY_ONE = {
    "/api/v1/reports/jobs/job_1": (404,),
    "/api/v1/reports/rep_1": (404,),
    "/shop/account": (302,),
    "/shop/maintenance": (404,),
}


@pytest.mark.parametrize("example", examples(), ids=lambda example: str(example.number))
def test_an_example_works_on_day_one(bench, example):
    status = bench.put(example.draft.as_request(BASE, "lab.test")).status

    assert status in DAY_ONE.get(example.draft.target, (200, 201, 202, 204))


def test_every_operation_has_its_example_and_none_has_two():
    def operation(example):
        request = Request(example.draft.method, BASE + example.draft.target, (), b"", BASE)
        return [o for o in OPERATIONS if o.method == request.method and _fits(o.path, example.draft.target)]

    found = [operation(example) for example in examples()]

    assert all(len(fitting) == 1 for fitting in found)
    assert sorted(o.summary for (o,) in found) == sorted(o.summary for o in OPERATIONS)


def _fits(path, target):
    parts, given = path.split("/"), target.split("/")
    return len(parts) == len(given) and all(
        part.startswith("{") or part == own for part, own in zip(parts, given, strict=True)
    )


def test_numbers_are_places_in_the_list():
    assert [example.number for example in examples()] == list(range(1, len(examples()) + 1))


def test_what_an_example_says_is_a_line():
    for example in examples():
        assert 0 < len(example.says) <= 120
        assert "\n" not in example.says
