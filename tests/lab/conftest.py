"""The real site behind gunicorn, started once, and a fresh sandbox of its lab for each test."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.lab.outcomes import Outcome
from tests.lab.wire import Answer, Sandbox, Site
from tests.serving import served


@contextmanager
def own_database(directory: Path) -> Iterator[str]:
    """Yield the address of an empty database: a file, or a new one on the server of TEST_DATABASE_URL."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{directory}/site.sqlite3"
        return
    import psycopg

    name = f"statusline_lab_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def serving(directory: Path, **variables: str) -> Iterator[Site]:
    """Run the site as its users do, on a port and a database of its own, until the block ends."""
    if os.environ.get("TEST_CACHE_URL"):
        # As tests.settings has chosen it for this worker.
        variables = {"CACHE_URL": os.environ["CACHE_URL"]} | variables
    with own_database(directory) as database, served(directory, DATABASE_URL=database, **variables) as running:
        yield Site("127.0.0.1", running.port)


def open_sandbox(site: Site) -> Sandbox:
    made = site.send("POST", "/lab/sandboxes")
    assert made.status == 201, made
    return Sandbox(site, made.json["sandbox"], made.json["tokens"], made)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("lab"), LAB_SANDBOXES_PER_10_MINUTES="100000") as running:
        yield running


@pytest.fixture
def sandbox(site: Site) -> Sandbox:
    return open_sandbox(site)


@pytest.fixture
def another(site: Site) -> Sandbox:
    """Another learner's sandbox."""
    return open_sandbox(site)


@dataclass(frozen=True)
class Seen:
    """An outcome that was provoked, in a sandbox of its own."""

    outcome: Outcome
    sandbox: Sandbox
    answer: Answer


@pytest.fixture(scope="session")
def seen(site: Site) -> Callable[[Outcome], Seen]:
    """Provoke an outcome, once in the whole run."""
    kept: dict[str, Seen] = {}

    def see(outcome: Outcome) -> Seen:
        if outcome.name not in kept:
            own = open_sandbox(site)
            kept[outcome.name] = Seen(outcome, own, outcome.provoke(own))
        return kept[outcome.name]

    return see
