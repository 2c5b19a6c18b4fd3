"""A small HTTP client that keeps its connection and says what each answer took and weighed."""

import socket
from dataclasses import dataclass, field
from time import perf_counter
from typing import BinaryIO
from urllib.parse import urlencode

ACCEPTS = "gzip, deflate, br"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it came over the wire."""

    status: int
    fields: dict[str, str]
    content: bytes
    bytes: int
    seconds: float

    @property
    def statements(self) -> int | None:
        """How many SQL statements the site says it took."""
        _, marked, number = self.fields.get("server-timing", "").partition('db;desc="')
        return int(number.rstrip('"')) if marked else None


@dataclass
class Person:
    """Someone's browser: the cookies it holds."""

    name: str
    cookies: dict[str, str] = field(default_factory=dict)

    def keep(self, answer: Answer) -> None:
        for line in answer.fields.get("set-cookie", "").split("\n"):
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            elif name:
                self.cookies[name] = value


class Connection:
    """One kept connection to a server on this machine; opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.wire: socket.socket | None = None
        self.answers: BinaryIO | None = None

    def close(self) -> None:
        if self.wire is not None:
            self.wire.close()
        self.wire = self.answers = None

    def get(self, path: str, person: Person | None = None, **given: str) -> Answer:
        return self.send("GET", path, b"", person, given)

    def post(self, path: str, form: dict[str, str], person: Person, **given: str) -> Answer:
        given |= {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.send("POST", path, urlencode(form).encode(), person, given)
        person.keep(answer)
        return answer

    def send(self, method: str, path: str, content: bytes, person: Person | None, given: dict[str, str]) -> Answer:
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Accept-Encoding: {ACCEPTS}"]
        if person is not None and person.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in person.cookies.items()))
        if content:
            head.append(f"Content-Length: {len(content)}")
        head += [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
        message = "\r\n".join([*head, "", ""]).encode() + content
        try:
            return self._exchange(message)
        except (ConnectionError, EOFError):
            self.close()
            return self._exchange(message)

    def _exchange(self, message: bytes) -> Answer:
        if self.wire is None or self.answers is None:
            self.wire = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.answers = self.wire.makefile("rb")
        started = perf_counter()
        self.wire.sendall(message)
        lines = []
        while (line := self.answers.readline()) not in (b"\r\n", b""):
            lines.append(line)
        if not lines:
            raise EOFError
        fields: dict[str, str] = {}
        for name, _, value in (row.decode().partition(":") for row in lines[1:]):
            # Several cookies are set by a line each.
            before = fields.get(name.lower())
            fields[name.lower()] = value.strip() if before is None else f"{before}\n{value.strip()}"
        content = self.answers.read(int(fields.get("content-length", "0")))
        seconds = perf_counter() - started
        if fields.get("connection") == "close":
            self.close()
        weight = sum(map(len, lines)) + 2 + len(content)
        return Answer(int(lines[0].split()[1]), fields, content, weight, seconds)
