"""What the lab's requests cost beside a bare view and beside httpbin, which stores nothing."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from tests.bench.client import Connection
from tests.bench.measures import FEW, Subject, measure
from tests.serving import Served

CUSTOMER = {"Authorization": "Bearer tok_customer"}
JSON = {"Content-Type": "application/json"}
ORDER = json.dumps({"userId": "u_42", "items": [{"sku": "sku_123", "quantity": 2}]}).encode()
SANDBOXES, MANY_SANDBOXES = 10, 10_000


def sandboxes(site: Served) -> list[str]:
    """Make sandboxes and return their addresses. Orders go round, since each takes eight in ten seconds."""
    setup = Connection(site.port)
    made = [json.loads(setup.send("POST", "/lab/sandboxes", b"", None, {}).content) for _ in range(SANDBOXES)]
    setup.close()
    return [each["api"] for each in made]


def subjects(site: Served, bare: Served, httpbin: Served) -> Iterator[Subject]:
    own = sandboxes(site)
    api, turns = own[0], cycle(own)
    yield Subject("bare view", "", bare, lambda connection: connection.get("/"))
    yield Subject("GET product", "lab", site, lambda c: c.get(f"{api}/products/sku_123"))
    yield Subject("GET /json", "httpbin", httpbin, lambda c: c.get("/json"))
    yield Subject("GET order", "lab", site, lambda c: c.get(f"{api}/orders/ord_9001", None, **CUSTOMER))
    yield Subject("GET /bearer", "httpbin", httpbin, lambda c: c.get("/bearer", None, **CUSTOMER))
    sent = CUSTOMER | JSON
    yield Subject("POST order", "lab", site, lambda c: c.send("POST", f"{next(turns)}/orders", ORDER, None, sent), FEW)
    yield Subject("POST /post", "httpbin", httpbin, lambda c: c.send("POST", "/post", ORDER, None, sent), FEW)
    yield Subject("404", "lab", site, lambda c: c.get(f"{api}/nowhere"))
    yield Subject("404", "httpbin", httpbin, lambda c: c.get("/status/404"))


def fill(directory: Path) -> None:
    """Copy a sandbox until the database holds ten thousand."""
    with sqlite3.connect(directory / "site-lab.sqlite3", timeout=10) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(learn_sandbox)")]
        others = ", ".join(name for name in columns if name != "id")
        database.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY_SANDBOXES}) "
            f"INSERT INTO learn_sandbox (id, {others}) "
            f"SELECT 'copy-of-the-first-one-' || i, {others} FROM n, (SELECT * FROM learn_sandbox LIMIT 1)"
        )


def print_costs(site: Served, bare: Served, httpbin: Served, directory: Path) -> None:
    asked = list(subjects(site, bare, httpbin))
    measure(asked)
    print(f"\n{'the lab':24}{'':10}{'ratio':>7}{'ms':>8}{'a second':>10}  status")
    for subject in asked:
        assert subject.last is not None
        ratio = subject.median / asked[0].median
        print(
            f"{subject.name:24}{subject.who:10}{ratio:7.2f}{subject.median * 1000:8.3f}"
            f"{1 / subject.median:10.0f}  {subject.last.status}"
        )
    few = asked[1].median / asked[0].median
    fill(directory)
    again = list(subjects(site, bare, httpbin))[:2]
    measure(again)
    many = again[1].median / again[0].median
    print(f"GET product with {MANY_SANDBOXES} sandboxes to that with {SANDBOXES}: {many / few:.2f}")
