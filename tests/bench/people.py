"""Who the pages are made for: a visitor, a guest and a learner with an account, each made through the site's pages."""

import gzip
import re
from collections.abc import Callable

import brotli

from tests.bench.client import Answer, Connection, Person

LESSON = "/lessons/where-codes-are-chosen/"
CHECK = f"{LESSON}checks/where-two-writers/"
PASSWORD = "correct horse battery"
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def text_of(answer: Answer) -> str:
    decode: Callable[[bytes], bytes] = DECODERS[answer.fields.get("content-encoding", "")]
    return decode(answer.content).decode()


def token_on(site: Connection, path: str, person: Person) -> str:
    """Return the hidden token of the forms on a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text_of(site.get(path, person)))
    assert found is not None, f"{path} has no form"
    return found[1]


def answer_check(site: Connection, person: Person, *, token: str, attempt: int) -> Answer:
    """Answer the check the way htmx does."""
    form = {"csrfmiddlewaretoken": token, "given": "409", "attempt": str(attempt), "version": "1"}
    answer = site.post(CHECK, form, person, HX_Request="true")
    assert answer.status == 200, f"the check answers {answer.status}"
    return answer


def guest(site: Connection) -> Person:
    """Someone who has opened a lesson and answered one of its checks."""
    person = Person("guest")
    answer_check(site, person, token=token_on(site, LESSON, person), attempt=1)
    assert person.cookies, "the guest got no cookie"
    return person


def learner(site: Connection, name: str) -> Person:
    """The same with an account."""
    person = guest(site)
    person.name = "learner"
    page = "/account/sign-up/"
    form = {"csrfmiddlewaretoken": token_on(site, page, person), "username": name, "next": "/"}
    answer = site.post(page, form | {"password1": PASSWORD, "password2": PASSWORD}, person)
    assert answer.status == 303, f"signing up answers {answer.status}"
    person.cookies.pop("messages", None)
    return person
