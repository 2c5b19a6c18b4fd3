"""An HTTP linter, and our own rules, over one response of each outcome: nothing bad but what has a reason."""

from email.utils import parsedate_to_datetime

import pytest
from httplint import HttpRequestLinter, HttpResponseLinter
from httplint.note import levels

from tests.lab.outcomes import OUTCOMES
from tests.lab.wire import Answer

# The linter's notes that don't count, each with its reason.
ALLOWED = {
    "REQUEST_HDR_IN_RESPONSE": "Accept and Accept-Encoding in a 415 tell what would be taken (RFC 9110, 12.5)",
    "STATUS_URI_TOO_LONG": "the linter is shown the address without the query that made it too long",
}


def bad_notes(answer: Answer, method: str, target: str) -> list[str]:
    request = HttpRequestLinter(no_content=True)
    request.process_request_topline(method.encode(), f"http://lab.example{target}".encode(), b"HTTP/1.1")
    request.process_headers([(b"Host", b"lab.example")])
    request.finish_content(True)
    # The response may have come a while ago: outcomes are provoked once in the whole run.
    sent = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    linter = HttpResponseLinter(start_time=sent)
    linter.request = request
    linter.process_response_topline(b"HTTP/1.1", str(answer.status).encode(), answer.reason.encode())
    linter.process_headers([(name.encode(), value.encode("latin-1")) for name, value in answer.fields])
    linter.feed_content(answer.content)
    linter.finish_content(True)
    found = [note for note in linter.notes if note.level == levels.BAD]
    return [f"{type(note).__name__}: {note.summary}" for note in found if type(note).__name__ not in ALLOWED]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_the_linter_finds_nothing_bad(seen, outcome):
    shown = seen(outcome)
    ready = shown.outcome

    assert bad_notes(shown.answer, ready.method, shown.sandbox.url(ready.target)) == []


@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_a_code_goes_with_its_duties(seen, outcome):
    answer = seen(outcome).answer
    fields = {name.lower() for name, _ in answer.fields}

    duties = {401: "www-authenticate", 405: "allow", 201: "location", 429: "retry-after", 503: "retry-after"}
    if answer.status in duties:
        assert duties[answer.status] in fields
    if 300 <= answer.status < 400 and answer.status != 304:
        assert "location" in fields
    if answer.status in (204, 304):
        assert not answer.content
        assert not {"content-length", "content-type", "transfer-encoding"} & fields
    if answer.status == 304:
        assert {"etag", "cache-control", "vary"} <= fields
    assert "transfer-encoding" not in fields
    assert len(fields) == len(answer.fields), "a field stands there twice"
