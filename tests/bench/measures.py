"""What is measured. Everything is a ratio to the bare view in the same run, or a count."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from threading import Barrier
from time import perf_counter

from tests.bench.client import Answer, Connection, Person
from tests.bench.people import text_of
from tests.serving import Served

ROUNDS = 15
MANY, FEW = 20, 4
CONNECTIONS = 16
REQUESTS_A_CONNECTION = 60


@dataclass
class Subject:
    """One kind of request, and what it has taken so far."""

    name: str
    who: str
    server: Served
    ask: Callable[[Connection], Answer]
    requests_a_round: int = MANY
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    last: Answer | None = None

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def cpu(self) -> float:
        """Processor time of the server for one request, in seconds."""
        return self.cpu_seconds / len(self.seconds)


def worker_of(server: Served) -> int:
    """Return the process that answers: the first child of gunicorn's arbiter."""
    return int(Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()[0])


def cpu_seconds_of(process: int) -> float:
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def rss_megabytes(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def measure(subjects: list[Subject]) -> None:
    """Ask in turn, round by round, so that whatever slows the machine down slows all of them."""
    connections = {subject.server.port: Connection(subject.server.port) for subject in subjects}
    workers = {subject.server.port: worker_of(subject.server) for subject in subjects}
    for number in range(ROUNDS + 1):
        for subject in subjects:
            port = subject.server.port
            before = cpu_seconds_of(workers[port])
            answers = [subject.ask(connections[port]) for _ in range(subject.requests_a_round)]
            subject.last = answers[-1]
            if number:  # the first round warms up
                subject.seconds += [answer.seconds for answer in answers]
                subject.cpu_seconds += cpu_seconds_of(workers[port]) - before
    for connection in connections.values():
        connection.close()


def spread(server: Served, path: str, person: Person | None) -> tuple[float, float]:
    """Return p50 and p99 in seconds with 16 connections asking at once."""
    together = Barrier(CONNECTIONS)

    def ask_often(_: int) -> list[float]:
        connection = Connection(server.port)
        connection.get(path, person)
        together.wait()
        seconds = [connection.get(path, person).seconds for _ in range(REQUESTS_A_CONNECTION)]
        connection.close()
        return seconds

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        found = [second for seconds in pool.map(ask_often, range(CONNECTIONS)) for second in seconds]
    cuts = quantiles(found, n=100)
    return cuts[49], cuts[98]


def visits(server: Served, path: str) -> list[tuple[int, int]]:
    """Return requests and bytes of a visitor's first visit and of the second, compressed and with header fields."""
    site = Connection(server.port)
    page = site.get(path)
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', text_of(page))
    first = [page, *(site.get(file) for file in files)]
    second = [site.get(path, **({"If-None-Match": page.fields["etag"]} if "etag" in page.fields else {}))]
    site.close()
    return [(len(answers), sum(answer.bytes for answer in answers)) for answers in (first, second)]


def start_seconds(start: Callable[[], Served], times: int = 3) -> float:
    """Return the median time from the command to the first answer."""
    found = []
    for _ in range(times):
        began = perf_counter()
        server = start()
        found.append(perf_counter() - began)
        server.stop()
    return median(found)
