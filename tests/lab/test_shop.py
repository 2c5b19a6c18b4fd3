"""Section 6: a few pages for browsers."""

import pytest

from tests.lab.outcomes import MISSING, SUCCESS


def test_the_login_page_is_open(sandbox):
    answer = sandbox.get("{B}/shop/login")
    assert (answer.status, answer.route) == (200, SUCCESS)
    assert answer.headers["Content-Type"].startswith("text/html")


def test_the_account_page_opens_with_a_token(sandbox):
    answer = sandbox.get("{B}/shop/account", "customer")
    assert (answer.status, answer.route) == (200, SUCCESS)
    assert answer.headers["Content-Type"].startswith("text/html")


def test_the_account_page_leads_a_stranger_to_a_login_page_that_is_there(sandbox):
    answer = sandbox.get("{B}/shop/account")
    assert answer.status == 302
    assert sandbox.get(answer.headers["Location"]).status == 200


def test_there_is_no_maintenance_page_outside_maintenance(sandbox):
    answer = sandbox.get("{B}/shop/maintenance")
    assert (answer.status, answer.route) == (404, MISSING)


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"])
def test_where_to_go_next_cannot_become_a_script(sandbox, text):
    answer = sandbox.get("{B}/shop/login?next=" + text.replace(" ", "%20").replace('"', "%22").replace("<", "%3C"))
    assert answer.status == 200
    assert "<script>alert" not in answer.text
