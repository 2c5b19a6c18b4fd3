"""What the lab's console costs beside a direct call, what following costs, and what practice costs."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from html import unescape
from itertools import count
from pathlib import Path

from tests.bench.client import Answer, Connection, Person
from tests.bench.measures import FEW, Subject, measure
from tests.bench.people import guest, learner, text_of, token_on
from tests.serving import Served

REQUEST = {"method": "GET", "target": "/api/v1/products/sku_123", "caller": "none"}
REQUEST |= {"headers": "", "content": "", "fault": ""}
FEW_ANSWERS, MANY_ANSWERS = 100, 100_000


def sender(site: Connection, person: Person) -> Iterator[Answer]:
    """Send the same request from the console again and again, each time with a form of its own."""
    token = token_on(site, "/lab/", person)
    for number in count(10**10):
        form = {"csrfmiddlewaretoken": token, "number": str(number), **REQUEST}
        yield site.post("/lab/send/", form, person, HX_Request="true")


def given_on(page: str) -> dict[str, str]:
    """Return some answer that the question on a page can take, right or wrong."""
    several = list(dict.fromkeys(re.findall(r'name="given-(\w+)"', page)))
    if several:
        ordered = "place-select" in page
        return {f"given-{key}": str(place) if ordered else key for place, key in enumerate(several, start=1)}
    offered = re.search(r'type="(?:radio|checkbox)" name="given" value="([^"]+)"', page)
    written = re.search(r'<textarea[^>]*name="given"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    if offered or written:
        return {"given": unescape(offered[1] if offered else written[1] if written else "")}
    return {"given": "404" if "code-input" in page else "J"}


def answers(site: Connection, person: Person) -> Iterator[Answer]:
    """Answer scenario after scenario; what comes back is the answer to each form sent."""
    while True:
        token = token_on(site, "/practice/", person)
        wished = {"csrfmiddlewaretoken": token, "kind": "mixed", "about": "scenarios"}
        begun = site.post("/practice/begin/", wished, person)
        address = begun.fields["location"]
        while True:
            page = text_of(site.get(address, person))
            fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
            if "place" not in fields:
                break
            form = fields | {"certainty": "2"} | given_on(page)
            yield site.post(f"{address}answer/", form, person, HX_Request="true")


def unchanged(site: Connection, path: str) -> Callable[[Connection], Answer]:
    """Ask with the validator that was current at the last look."""
    held = {"etag": ""}

    def ask(connection: Connection) -> Answer:
        answer = connection.get(path, None, **{"If-None-Match": held["etag"]})
        if answer.status == 200:
            held["etag"] = answer.fields["etag"]
            answer = connection.get(path, None, **{"If-None-Match": held["etag"]})
        return answer

    return ask


def subjects(site: Served, bare: Served) -> Iterator[Subject]:
    setup = Connection(site.port)
    someone, ada = guest(setup), learner(setup, "Dora")
    sending, of_guest, of_learner = sender(setup, someone), answers(setup, someone), answers(setup, ada)
    next(sending)
    found = re.search(r"/lab/([\w-]{22,})/history", text_of(setup.get("/lab/", someone)))
    assert found is not None
    base = f"/lab/{found[1]}"
    fresh = unchanged(setup, f"{base}/history")
    yield Subject("bare view", "", bare, lambda c: c.get("/"))
    yield Subject("direct call", "curl", site, lambda c: c.get(f"{base}/api/v1/products/sku_123"), FEW)
    yield Subject("console send", "guest", site, lambda c: next(sending), FEW)
    yield Subject("history, news", "page", site, lambda c: c.get(f"{base}/history"), FEW)
    yield Subject("practice answer", "guest", site, lambda c: next(of_guest), FEW)
    yield Subject("practice answer", "learner", site, lambda c: next(of_learner), FEW)
    yield Subject("today's review", "learner", site, lambda c: c.get("/practice/", ada), FEW)
    yield Subject("history, nothing new", "page", site, fresh, FEW)


def fill(directory: Path, name: str, answers: int) -> None:
    """Put answers into someone's log until it holds so many, spread over two years."""
    with sqlite3.connect(directory / "site.sqlite3", timeout=10) as database:
        (who,) = database.execute(
            "SELECT l.id FROM learn_learner l JOIN learn_user u ON u.id = l.user_id WHERE u.username = ?", (name,)
        ).fetchone()
        columns = [row[1] for row in database.execute("PRAGMA table_info(learn_practiceanswer)")]
        others = ", ".join(column for column in columns if column not in ("id", "sitting_id", "answered_at"))
        database.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {answers}) "
            f"INSERT INTO learn_practiceanswer ({others}, answered_at) "
            f"SELECT {others}, datetime('now', '-' || (i % 730) || ' days') "
            f"FROM n, (SELECT * FROM learn_practiceanswer WHERE learner_id = {who} LIMIT 1)"
        )


def print_costs(site: Served, bare: Served, directory: Path) -> None:
    asked = list(subjects(site, bare))
    measure(asked)
    direct = next(subject for subject in asked if subject.name == "direct call")
    print(f"\n{'console and practice':24}{'':10}{'ratio':>7}{'to direct':>10}{'ms':>8}{'SQL':>5}{'bytes':>7}  status")
    for subject in asked:
        assert subject.last is not None
        print(
            f"{subject.name:24}{subject.who:10}{subject.median / asked[0].median:7.2f}"
            f"{subject.median / direct.median:10.2f}{subject.median * 1000:8.3f}"
            f"{subject.last.statements or 0:5}{subject.last.bytes:7}  {subject.last.status}"
        )
    setup = Connection(site.port)
    ada = learner(setup, "Edna")
    for _, _ in zip(range(20), answers(setup, ada), strict=False):
        pass
    medians = []
    for count_ in (FEW_ANSWERS, MANY_ANSWERS):
        fill(directory, "Edna", count_)
        review = [
            Subject("bare view", "", bare, lambda c: c.get("/")),
            Subject("today's review", "learner", site, lambda c: c.get("/practice/", ada), FEW),
        ]
        measure(review)
        medians.append(review[1].median / review[0].median)
    setup.close()
    ratio = medians[1] / medians[0]
    print(f"today's review with {MANY_ANSWERS} answers in the log to that with {FEW_ANSWERS}: {ratio:.2f}")
