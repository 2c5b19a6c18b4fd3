"""Every way an exchange can end: what would have to change, and whether it helps when it is done."""

import re
from copy import deepcopy

import pytest

from learn.domain.lab.changes import Change, Changes, smallest_changes
from learn.domain.lab.changes.fixers import FIXERS, steps
from learn.domain.lab.changes.search import Search
from learn.domain.lab.request import Request
from tests.domain.lab.bench import Bench, make_request
from tests.domain.lab.cases import CASES, Case

SPINE = "BCEFHJLMPRTQ"
# No change of the request helps.
HELPLESS = {
    "409 POST /orders customer sandbox_full": "only a reset makes room",
}
# Only the database and the provider can tell.
UNTOLD = ("invalid_credentials", "card_declined")


def asked(case: Case) -> Request:
    return make_request(case.method, case.path, case.token, case.json, content=case.content, headers=case.headers)


def prepared(lab, case: Case) -> Bench:
    bench = Bench(lab)
    case.before(bench)
    return bench


def changes_of(lab, case: Case, bench: Bench | None = None) -> Changes:
    bench = bench or prepared(lab, case)
    return smallest_changes(asked(case), bench.shop, lab, now=bench.now, fresh=bench.fresh, most=3)


def changed(lab, case: Case, change: Change):
    bench = prepared(lab, case)
    bench.now += change.wait_seconds
    return bench.put(change.request)


def is_untold(case: Case) -> bool:
    return case.status < 300 or case.error in UNTOLD or case.outcome == "other_content"


STOPPED = [case for case in CASES if not is_untold(case)]
HELPED = [case for case in STOPPED if str(case) not in HELPLESS]


def each(cases):
    return [pytest.param(case, id=f"{number} {case}") for number, case in enumerate(cases, start=1)]


@pytest.mark.parametrize("case", each([case for case in CASES if is_untold(case)]))
def test_request_that_nothing_stops_before_the_database_needs_no_change(lab, case):
    assert changes_of(lab, case) == Changes("", ())


@pytest.mark.parametrize("case", each(STOPPED))
def test_box_where_it_stops_is_the_one_that_stops_it(lab, case):
    assert changes_of(lab, case).stopped == case.send(Bench(lab)).stopped_at


@pytest.mark.parametrize("case", each(HELPED))
def test_each_option_gets_further_when_it_is_sent(lab, case):
    changes = changes_of(lab, case)

    assert 1 <= len(changes.options) <= 3
    for change in changes.options:
        sent = changed(lab, case, change)
        assert sent.status == 204 or SPINE.index(sent.stopped_at) > SPINE.index(changes.stopped), str(sent)
        assert SPINE.index(sent.stopped_at) >= SPINE.index(change.reaches), str(sent)
        if change.leaves is not None:
            assert (sent.stopped_at, sent.status) == (change.reaches, change.leaves), str(sent)
        assert sent.walk.nodes[: len(change.walk.nodes)] == change.walk.nodes


@pytest.mark.parametrize("case", each(CASES))
def test_no_single_edit_helps_where_more_are_told(lab, case):
    options = changes_of(lab, case).options
    if not options or len(options[0].edits) == 1:
        assert all(len(change.edits) == 1 for change in options)
        return
    bench = prepared(lab, case)
    search = Search(bench.shop, lab, bench.now, "key-new")
    first = search.walked(asked(case), 0, ())
    alone = [search.taken(first, step) for step in steps(first)]

    assert alone
    assert all(0 < SPINE.find(tried.stopped) <= SPINE.index(first.stopped) for tried in alone)
    assert len({len(change.edits) for change in options}) == 1


@pytest.mark.parametrize("case", each(CASES))
def test_what_gets_furthest_comes_first_and_nothing_twice(lab, case):
    options = changes_of(lab, case).options
    depths = [SPINE.index(change.reaches) for change in options]
    said = [frozenset(edit.says for edit in change.edits) for change in options]

    assert depths == sorted(depths, reverse=True)
    assert len(set(said)) == len(said)
    assert all(len(words) == len(change.edits) for words, change in zip(said, options, strict=True))


@pytest.mark.parametrize("case", each(CASES))
def test_looking_changes_nothing_and_tells_the_same_again(lab, case):
    bench = prepared(lab, case)
    before = deepcopy(bench.shop)
    found = [
        smallest_changes(asked(case), bench.shop, lab, now=bench.now, fresh=lambda: "0123456789") for _ in range(2)
    ]

    assert found[0] == found[1]
    assert bench.shop == before


@pytest.mark.parametrize("case", each(CASES))
def test_each_edit_is_an_imperative_sentence_without_its_stop(lab, case):
    for change in changes_of(lab, case).options:
        for edit in change.edits:
            assert re.fullmatch(r"(Send|Set|Add|Remove|Leave out|Use|Wait) .*[^. ]", edit.says), edit.says
            assert len(edit.says) < 140


def test_helpless_cases_have_no_option(lab):
    helpless = [case for case in CASES if str(case) in HELPLESS]

    assert len(helpless) == len(HELPLESS)
    assert all(changes_of(lab, case).options == () for case in helpless)


def test_there_is_something_to_try_for_each_error_before_the_database(lab, library):
    before = set("BCFHJLM")
    errors = {problem.error for problem in library.problems.values() if before & set(problem.boxes)}

    assert errors <= FIXERS.keys()


def test_nothing_is_tried_for_an_error_that_no_case_has(lab):
    met = {case.error for case in CASES} | {f"{box}{status}" for box in "BCJ" for status in range(204, 309)}

    assert FIXERS.keys() <= met
