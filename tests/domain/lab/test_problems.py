import re

import pytest
from django.conf import settings

from learn.domain.content import ContentError
from learn.domain.lab.problems import read_problems

PROBLEMS = settings.CONTENT_DIR / "problems.toml"
# The sandbox itself answers these, before the diagram is entered; a failed report comes with 200 OK.
CONTROL = {"unknown_sandbox", "sandbox_gone", "too_many_sandboxes", "database_away"}
IN_A_SUCCESS = {"report_failed"}


@pytest.fixture
def broken(tmp_path, library):
    """Read a copy with one piece of text replaced, and return what is said about it."""

    def read(old, new):
        text = PROBLEMS.read_text()
        assert old in text
        path = tmp_path / "problems.toml"
        path.write_text(text.replace(old, new, 1))
        with pytest.raises(ContentError) as told:
            read_problems(path, library.registry, library.backend)
        return str(told.value)

    return read


def test_each_error_is_explained_with_its_code_and_its_box(library, sent):
    refused = [each for each in sent if each.error]
    for each in refused:
        problem = library.problems[each.error]
        assert each.status in problem.statuses, str(each)
        assert each.stopped_at in problem.boxes, str(each)
    assert {each.status for each in refused} >= {400, 401, 403, 404, 409, 412, 422, 429, 500, 502, 503, 504}


def test_each_explanation_is_of_an_error_that_can_be_had(library, sent):
    had = {each.error for each in sent} - {""}

    assert library.problems.keys() == had | CONTROL | IN_A_SUCCESS


def test_each_box_and_code_of_an_explanation_can_be_had(library, sent):
    stopped = {(each.error, each.stopped_at) for each in sent}
    answered = {(each.error, each.status) for each in sent}
    for problem in library.problems.values():
        if problem.error not in CONTROL | IN_A_SUCCESS:
            assert {(problem.error, box) for box in problem.boxes} <= stopped
            assert {(problem.error, status) for status in problem.statuses} <= answered


def test_report_that_failed_is_told_in_a_success(library, bench):
    bench.send("POST", "/reports", "admin", {"type": "broken"})
    bench.now += 3
    sent = bench.send("GET", "/reports/jobs/job_0000000001", "admin")

    assert sent.json["error"]["error"] in IN_A_SUCCESS
    assert library.problems["report_failed"].statuses == (sent.status,)


def test_every_text_is_a_sentence_or_two(library):
    for problem in library.problems.values():
        for text in (problem.means, problem.do):
            assert text.endswith("."), problem.error
            assert len(re.findall(r"[.?!](?= [A-Z]|$)", text)) <= 2, text
        assert not problem.title.endswith(".")
        assert len(problem.title.split()) <= 9, problem.title


def test_each_section_of_an_rfc_has_an_address(library):
    for problem in library.problems.values():
        assert problem.reference is None or problem.reference.url.startswith("https://"), problem.error


def test_code_and_section_belong_together(library):
    for problem in library.problems.values():
        sections = {
            f"{library.registry[status].spec}, {library.registry[status].section}" for status in problem.statuses
        }
        assert problem.reference is None or problem.reference.text in sections | {"RFC 6750, 3.1"}, problem.error


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('error = "gone"\n', 'error = "not_found"\n', "two problems are called not_found"),
        ('error = "gone"\n', 'error = "Gone"\n', "problem 'Gone': an error code is lower-case words joined by _"),
        ('error = "gone"\n', "", "problem None has no 'error'"),
        ("statuses = [410]", "statuses = [499]", "problem 'gone': 499 is not a registered code"),
        ("statuses = [410]", "statuses = []", "problem 'gone' comes with no status"),
        ("statuses = [410]", 'statuses = ["410"]', "each of 'statuses' must be a whole number, not '410'"),
        ('title = "Removed for good"', 'title = ""', "problem 'gone': 'title' is empty"),
        ('title = "Removed for good"', 'titel = ""', "problem 'gone' has no 'title'"),
        ('title = "Removed for good"', 'title = "x"\nwhy = "y"', "problem 'gone': nothing reads 'why'"),
        ('boxes = ["H"]', 'boxes = ["Z"]', "problem 'forbidden': the diagram has no box 'Z'"),
        ('rfc = "9110 s15.5.4"', "rfc = 9110", "problem 'forbidden': 'rfc' must be text, empty where there is none"),
        ('rfc = "9110 s15.5.4"', "", "problem 'forbidden': 'rfc' must be text, empty where there is none"),
    ],
)
def test_mistake_is_told(broken, old, new, problem):
    assert problem in broken(old, new)


def test_mistake_is_told_at_the_line_of_its_error(broken):
    line = PROBLEMS.read_text().splitlines().index('error = "gone"') + 1

    assert f"problems.toml:{line}: " in broken("statuses = [410]", "statuses = [499]")


def test_problem_may_have_no_rfc(tmp_path, library):
    path = tmp_path / "problems.toml"
    path.write_text(PROBLEMS.read_text().replace('rfc = "9110 s15.5.11"', 'rfc = ""'))

    assert read_problems(path, library.registry, library.backend)["gone"].reference is None


def test_file_without_problems_is_refused(tmp_path, library):
    path = tmp_path / "problems.toml"
    path.write_text("")

    with pytest.raises(ContentError, match=r"problems\.toml:1: the problems has no 'problem'"):
        read_problems(path, library.registry, library.backend)
