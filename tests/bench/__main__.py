"""`python -m tests.bench`: what pages cost beside a bare Django view. It prints and asserts nothing (docs/bench.md)."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import console, gradebook, lab
from tests.bench.client import Answer, Connection, Person
from tests.bench.measures import FEW, Subject, measure, rss_megabytes, spread, start_seconds, visits, worker_of
from tests.bench.people import LESSON, answer_check, guest, learner, token_on
from tests.serving import SERVE, Served, served, start

GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
BARE = [*GUNICORN, "tests.bench.bare:application"]
PAGES = {"home": "/", "lesson": LESSON, "code": "/codes/409/", "wizard step": "/wizard/backend/?C=yes&F=yes"}

type Ask = Callable[[Connection], Answer]


def warm(path: str, person: Person) -> Ask:
    return lambda site: site.get(path, person)


def cold(path: str, person: Person) -> Ask:
    """Ask for an address that nobody asked for before, so the page is made anew."""
    numbers, mark = count(), "&" if "?" in path else "?"
    return lambda site: site.get(f"{path}{mark}anew={next(numbers)}", person)


def unchanged(path: str, person: Person, site: Connection) -> Ask:
    etag = site.get(path, person).fields["etag"]
    return lambda site: site.get(path, person, **{"If-None-Match": etag})


def answering(person: Person, site: Connection) -> Ask:
    token, attempts = token_on(site, "/lessons/what-next/", person), count(2)
    return lambda site: answer_check(site, person, token=token, attempt=next(attempts))


def subjects(site: Served, bare: Served) -> Iterator[Subject]:
    """Everything that is asked, the bare view first."""
    yield Subject("bare view", "", bare, lambda connection: connection.get("/"))
    setup = Connection(site.port)
    people = [Person("visitor"), guest(setup), learner(setup, "Ada")]
    for name, path in PAGES.items():
        for person in people:
            yield Subject(name, person.name, site, warm(path, person))
            yield Subject(f"{name}, made anew", person.name, site, cold(path, person), FEW)
    for person in people:
        yield Subject("lesson, 304", person.name, site, unchanged(LESSON, person, setup))
    for person in (guest(setup), learner(setup, "Ben")):
        yield Subject("answer to a check", person.name, site, answering(person, setup), FEW)
    setup.close()


def print_costs(asked: list[Subject]) -> None:
    bare = asked[0]
    print(f"\n{'':24}{'':10}{'ratio':>7}{'cpu':>7}{'ms':>8}{'SQL':>5}{'bytes':>8}  status")
    for subject in asked:
        answer = subject.last
        assert answer is not None
        statements = "" if answer.statements is None else str(answer.statements)
        print(
            f"{subject.name:24}{subject.who:10}{subject.median / bare.median:7.2f}{subject.cpu / bare.cpu:7.2f}"
            f"{subject.median * 1000:8.3f}{statements:>5}{answer.bytes:8}  {answer.status}"
        )


def print_visits(site: Served) -> None:
    print(f"\n{'a visitor’s visits':24}{'first':>20}{'second':>20}")
    for name, path in PAGES.items():
        first, second = (f"{requests} requests, {size / 1024:.1f} KB" for requests, size in visits(site, path))
        print(f"{name:24}{first:>20}{second:>20}")


def print_spread(site: Served, bare: Served) -> None:
    setup = Connection(site.port)
    person = learner(setup, "Cleo")
    setup.close()
    print(f"\n{'16 connections':24}{'p50 ms':>8}{'p99 ms':>8}{'ratio':>7}")
    for name, server, path, who in (
        ("bare view", bare, "/", None),
        ("lesson, visitor", site, LESSON, None),
        ("lesson, learner", site, LESSON, person),
    ):
        p50, p99 = spread(server, path, who)
        print(f"{name:24}{p50 * 1000:8.2f}{p99 * 1000:8.2f}{p99 / p50:7.2f}")


def print_start(site: Served, bare: Served, directory: Path) -> None:
    print("\nstart to first answer, and memory of the process that answers")
    for name, command in (("bare view", BARE), ("gunicorn", GUNICORN), ("manage.py serve", SERVE)):
        path = "/" if name == "bare view" else "/healthz"
        seconds = start_seconds(lambda command=command, path=path: start(directory, command, path=path))  # type: ignore[misc]
        print(f"{name:24}{seconds:7.2f} s")
    print(f"{'bare view':24}{rss_megabytes(worker_of(bare)):7.1f} MB")
    print(f"{'site, after this run':24}{rss_megabytes(worker_of(site)):7.1f} MB")


def main() -> None:
    with TemporaryDirectory() as made, ExitStack() as servers:
        directory = Path(made)
        site = servers.enter_context(served(directory))
        print(f"{os.cpu_count()} cores; memory of the site when it started: {rss_megabytes(worker_of(site)):.1f} MB")
        bare = servers.enter_context(served(directory, BARE, path="/"))
        asked = list(subjects(site, bare))
        measure(asked)
        print_costs(asked)
        httpbin = servers.enter_context(served(directory, [*GUNICORN, "httpbin:app"], path="/status/200"))
        console.print_costs(site, bare, directory)
        lab.print_costs(site, bare, httpbin, directory)
        gradebook.print_costs(directory)
        print_visits(site)
        print_spread(site, bare)
        print_start(site, bare, directory)


if __name__ == "__main__":
    main()
