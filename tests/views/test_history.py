"""The history of a sandbox: what was sent from anywhere, for its owner alone, and told again only when it is news."""

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learn.models import LabTrace, Learner
from tests.conftest import NOW
from tests.page import Page
from tests.views.console import ORDER, PRODUCT, by_curl, sandbox_of, send, sent

pytestmark = pytest.mark.django_db(databases="__all__")
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def history(sandbox, etag="", challenge="", browser=None):
    query = f"?challenge={challenge}" if challenge else ""
    headers = {"If-None-Match": etag} if etag else {}
    return (browser or Client()).get(f"/lab/{sandbox.pk}/history{query}", headers=headers)


def rows(response):
    return [item["id"].removeprefix("x-") for item in Page(response).all("li") if item.attrs.get("id", "")[:2] == "x-"]


def statements(act):
    """Count what both databases are asked."""
    with CaptureQueriesContext(connections["default"]) as site, CaptureQueriesContext(
        connections[settings.LAB_ALIAS]
    ) as lab:  # fmt: skip
        act()
    asked = [*site, *(lab if settings.LAB_ALIAS != "default" else [])]
    return len([each for each in asked if not each["sql"].startswith(AROUND)])


def test_the_newest_stands_first_wherever_it_was_sent_from(client):
    first = sent(client)
    second = by_curl(client, ORDER)["Lab-Request-Id"]
    third = sent(client, ORDER, caller="customer")

    for response in (history(sandbox_of(client)), client.get("/lab/"), client.get("/lab/challenges/first-answer/")):
        assert rows(response) == [third, second, first]


def test_a_row_says_what_was_asked_and_how_it_went(client):
    sent(client, ORDER, place="D", certainty="1")
    sent(client, ORDER, place="K", certainty="1")
    sent(client, PRODUCT)

    product, wrong, right = [item.text for item in Page(history(sandbox_of(client))).all("li")][:3]

    assert f"200 GET {PRODUCT} 200 201 204 Response" in product and "predicted" not in product
    assert f"401 GET {ORDER} 401 Unauthorized" in wrong and "predicted something else" in wrong
    assert "predicted right" in right


def test_a_row_opens_its_exchange_and_on_a_challenges_page_stays_there(client):
    request_id = sent(client)
    sandbox = sandbox_of(client)

    assert f"/lab/?shown={request_id}#answer" in Page(history(sandbox)).links
    beside = Page(history(sandbox, challenge="first-answer")).links
    assert f"/lab/challenges/first-answer/?shown={request_id}#answer" in beside


def test_a_history_is_ones_own(client):
    sent(client)
    other = Client()
    theirs = sent(other)

    assert theirs not in client.get("/lab/").text
    assert theirs not in history(sandbox_of(client)).text
    assert history(sandbox_of(other)).status_code == 200
    assert not rows(Client().get("/lab/"))


def test_the_last_fifty_are_kept(client):
    first = sent(client)
    for _ in range(50):
        last = by_curl(client)["Lab-Request-Id"]

    found = rows(history(sandbox_of(client)))

    assert (len(found), found[0]) == (50, last)
    assert first not in found
    assert client.get(f"/lab/?shown={first}").status_code == 404


def test_nothing_new_costs_one_statement_and_is_304(client):
    sent(client)
    sandbox = sandbox_of(client)
    for challenge in ("", "first-answer", "no-such-challenge"):
        etag = history(sandbox, challenge=challenge)["ETag"]
        answered = []

        asked = statements(lambda etag=etag, challenge=challenge, to=answered: to.append(
            history(sandbox, etag, challenge)))  # fmt: skip

        assert (asked, answered[0].status_code, answered[0].content) == (1, 304, b"")
        assert answered[0]["ETag"] == etag


def test_news_costs_the_same_for_one_exchange_and_for_fifty(client):
    client.post("/lab/challenges/something-new/")
    sent(client)
    sandbox = sandbox_of(client)
    one = statements(lambda: history(sandbox, challenge="something-new"))
    for _ in range(49):
        by_curl(client)

    assert statements(lambda: history(sandbox, challenge="something-new")) == one
    assert LabTrace.objects.count() == 50


def arm(client):
    client.post("/lab/challenges/first-answer/")


def solve(client):
    by_curl(client, PRODUCT)


def reset(client):
    client.post("/own-sandbox/", {"reset": "1"})


STEPS = [
    ("a request from the page", lambda client: send(client)),
    ("a request from a terminal", lambda client: by_curl(client, ORDER)),
    ("arming", arm),
    ("solving", solve),
    ("arming again", arm),
    ("arming another", lambda client: client.post("/lab/challenges/something-new/")),
    ("a reset", reset),
    ("a reset once more", reset),
]


def test_each_thing_that_happens_is_news(client):
    sent(client)
    sandbox = sandbox_of(client)
    seen = [history(sandbox, challenge="first-answer")["ETag"]]

    for step, act in STEPS:
        act(client)
        response = history(sandbox, seen[-1], "first-answer")
        assert response.status_code == 200, step
        assert response["ETag"] not in seen, step
        seen.append(response["ETag"])


def test_reading_is_no_news(client):
    sent(client)
    sandbox = sandbox_of(client)
    etag = history(sandbox)["ETag"]
    for path in ("/lab/", "/lab/challenges/", "/lab/challenges/first-answer/", f"/lab/{sandbox.pk}/traces"):
        client.get(path)

    assert history(sandbox, etag).status_code == 304


def test_with_a_challenge_the_clauses_come_along(client):
    sent(client)
    sandbox = sandbox_of(client)
    arm(client)
    before = history(sandbox, challenge="first-answer")
    solve(client)
    after = history(sandbox, challenge="first-answer")

    assert "not met yet" in before.text and "Solved." not in before.text
    assert "not met yet" not in after.text and "Solved." in after.text and "#solution" in after.text
    assert "clauses" not in history(sandbox).text


def test_another_challenges_state_isnt_told_beside_this_one(client):
    sent(client)
    sandbox = sandbox_of(client)
    arm(client)
    solve(client)

    assert "Solved." not in history(sandbox, challenge="something-new").text


def test_a_history_is_no_page_of_the_site_and_sets_nothing(client):
    sent(client, "/api/v1/<script>alert(1)</script>")
    response = history(sandbox_of(client))

    assert "<script>" not in response.text and "<form" not in response.text
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


def test_looking_doesnt_keep_a_sandbox_alive_and_isnt_a_request(client):
    sent(client)
    before = sandbox_of(client)
    history(before)

    after = sandbox_of(client)
    assert (after.requests, after.touched_at) == (before.requests, before.touched_at)


def test_a_history_is_only_read(client):
    sent(client)
    sandbox = sandbox_of(client)

    refused = Client().post(f"/lab/{sandbox.pk}/history")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert Client().head(f"/lab/{sandbox.pk}/history").content == b""
    assert Client().get(f"/lab/{'x' * 32}/history").status_code == 404
    Client().delete(f"/lab/{sandbox.pk}")
    assert history(sandbox).status_code == 410


def test_the_consoles_page_costs_the_same_for_one_exchange_and_for_fifty(client):
    request_id = sent(client, ORDER, place="K", certainty="1")
    paths = ("/lab/", f"/lab/?shown={request_id}", "/lab/challenges/first-answer/")
    one = [statements(lambda path=path: client.get(path)) for path in paths]
    for _ in range(49):
        sent(client, ORDER, place="K", certainty="1")

    assert [statements(lambda path=path: client.get(path)) for path in paths] == one
    assert LabTrace.objects.count() == 50


def test_the_list_of_challenges_costs_the_same_for_none_and_for_thirty(client, library):
    sent(client)
    none = statements(lambda: client.get("/lab/challenges/?n=1"))
    learner = Learner.objects.get()
    for slug in list(library.challenges)[:30]:
        learner.solved.create(challenge=slug, first_at=NOW, best_at=NOW, hints=0, requests=1)

    page = client.get("/lab/challenges/?n=2")

    assert f"30 of {len(library.challenges)} solved." in Page(page).text
    assert statements(lambda: client.get("/lab/challenges/?n=3")) == none


def test_a_send_costs_the_same_with_one_exchange_and_with_forty(client):
    send(client)
    few = statements(lambda: send(client))
    for _ in range(40):
        by_curl(client)

    assert statements(lambda: send(client)) <= few
