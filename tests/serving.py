"""Servers for tests and measurements: started as users start them, each in a process group of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
STOP_SECONDS = 25.0
SERVE = (sys.executable, "manage.py", "serve")
# Variables that the site reads; what the tests themselves run with must not reach it.
OURS = {
    *("DEBUG", "HOST", "PORT", "SECURE", "SECRET_KEY", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "MAIL_URL", "MAIL_FROM"),
    *("DATABASE_URL", "CACHE_URL", "WEB_CONCURRENCY", "DJANGO_SETTINGS_MODULE", "PYTHONPATH"),
    *("LAB_SANDBOXES_PER_10_MINUTES", "DJANGO_ALLOW_ASYNC_UNSAFE"),
}


@dataclass
class Served:
    """A server that answers."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        """Ask it to end, and wait until it has; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(directory: Path, **given: str) -> dict[str, str]:
    """Return the environment of a site whose database is in ``directory``; nothing of ours leaks in."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    ours = {"SECRET_KEY": "only-for-tests-" + "x" * 40, "DATABASE_URL": f"sqlite:///{directory / 'site.sqlite3'}"}
    return inherited | ours | given


def start(directory: Path, command: Sequence[str] = SERVE, *, path: str = "/healthz", **given: str) -> Served:
    """Start a server and return it once it answers ``path``. Raises RuntimeError with its log if it doesn't."""
    port = free_port()
    log = directory / f"server-{port}.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(directory, PORT=str(port), **given),
            stdout=lines,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    served = Served(port, process, log)
    deadline = monotonic() + START_SECONDS
    while not answers(port, path):
        if process.poll() is not None or monotonic() > deadline:
            served.stop()
            raise RuntimeError(f"the server didn't start:\n{log.read_text()}")
        sleep(0.005)
    return served


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def served(
    directory: Path, command: Sequence[str] = SERVE, *, path: str = "/healthz", **given: str
) -> Iterator[Served]:
    """A server for as long as the block lasts."""
    running = start(directory, command, path=path, **given)
    try:
        yield running
    finally:
        running.stop()
