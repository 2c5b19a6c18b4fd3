"""HTTP/1.1 as bytes on a socket: nothing is hidden, anything can be sent, and each answer is kept as it came."""

import socket
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps, loads
from select import select
from typing import Any

PATIENCE_SECONDS = 15.0
# gunicorn closes a connection that was idle for five seconds.
REUSE_SECONDS = 2.0

type Fields = Sequence[tuple[str, str]]
type HeaderArgument = Mapping[str, str] | Fields | None


class Headers(dict[str, str]):
    """Fields by name in any case; several fields of one name are joined by commas."""

    def __init__(self, fields: Fields) -> None:
        super().__init__()
        for name, value in fields:
            key = name.lower()
            super().__setitem__(key, f"{super().__getitem__(key)}, {value}" if key in self else value)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


@dataclass(frozen=True)
class Answer:
    """A response: fields in order and in their own case, content as bytes."""

    version: str
    status: int
    reason: str
    fields: tuple[tuple[str, str], ...]
    content: bytes
    interim: tuple[int, ...] = ()
    surplus: bytes = b""

    @property
    def headers(self) -> Headers:
        return Headers(self.fields)

    @property
    def json(self) -> Any:
        return loads(self.content.decode("utf-8"))

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")

    @property
    def error(self) -> str:
        """The error code in the content; empty where the content has none."""
        return str(self.json.get("error", "")) if self.content else ""

    @property
    def route(self) -> str | None:
        found: str | None = self.headers.get("Lab-Route")
        return found

    @property
    def leaf(self) -> str | None:
        found: str | None = self.headers.get("Lab-Leaf")
        return found

    def __str__(self) -> str:
        return f"{self.status} {self.reason} {dict(self.headers)} {self.content[:400]!r}"


class Closed(ConnectionError):
    """The other side closed the connection without a whole answer."""


class Connection:
    """One TCP connection to the site."""

    def __init__(self, address: tuple[str, int], patience: float = PATIENCE_SECONDS) -> None:
        self.socket = socket.create_connection(address, timeout=patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.patience = patience
        self.buffer = b""
        self.used_at = time.monotonic()
        self.ended = False

    def usable(self) -> bool:
        """Tell whether another request can be sent: idle for a short time only, nothing unread, not closed."""
        if self.ended or self.buffer or time.monotonic() - self.used_at > REUSE_SECONDS:
            return False
        return not select([self.socket], [], [], 0)[0]

    def send(self, data: bytes) -> bool:
        """Send, and stop early (False) where the other side has answered or closed already."""
        waiting = memoryview(data)
        while waiting:
            readable, writable, _ = select([self.socket], [self.socket], [], self.patience)
            if readable:
                return False
            if not writable:
                raise TimeoutError("the site neither reads nor answers")
            try:
                waiting = waiting[self.socket.send(waiting[:65536]) :]
            except (BrokenPipeError, ConnectionResetError):
                return False
        return True

    def send_all(self, parts: Iterable[bytes]) -> bool:
        return all(self.send(part) for part in parts)

    def read(self, method: str = "GET") -> Answer:
        """Read one answer to a request of that method, after any 1xx before it."""
        interim: list[int] = []
        while True:
            version, status, reason, fields = self._head()
            if status >= 200:
                break
            interim.append(status)
        content = self._content(method, status, Headers(fields))
        if Headers(fields).get("Connection", "").lower() == "close":
            self.ended = True
        self.used_at = time.monotonic()
        return Answer(version, status, reason, tuple(fields), content, tuple(interim))

    def rest(self) -> bytes:
        """Return everything that comes until the other side closes."""
        while self._fill():
            pass
        rest, self.buffer = self.buffer, b""
        return rest

    def close(self) -> None:
        self.ended = True
        self.socket.close()

    def _fill(self) -> bool:
        try:
            received = self.socket.recv(65536)
        except ConnectionResetError:
            received = b""
        self.buffer += received
        self.ended = self.ended or not received
        return bool(received)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            if not self._fill():
                raise Closed(f"closed after {self.buffer[:200]!r}")
        found, _, self.buffer = self.buffer.partition(mark)
        return found

    def _exactly(self, length: int) -> bytes:
        while len(self.buffer) < length:
            if not self._fill():
                raise Closed(f"closed {length - len(self.buffer)} bytes before the end")
        found, self.buffer = self.buffer[:length], self.buffer[length:]
        return found

    def _head(self) -> tuple[str, int, str, list[tuple[str, str]]]:
        first, *lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        version, status, reason = [*first.split(" ", 2), ""][:3]
        pairs = (line.partition(":") for line in lines)
        return version, int(status), reason, [(name, value.strip(" \t")) for name, _, value in pairs]

    def _content(self, method: str, status: int, headers: Headers) -> bytes:
        if method == "HEAD" or status in (204, 304):
            return b""
        if headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunks()
        if "Content-Length" in headers:
            return self._exactly(int(headers["Content-Length"]))
        return self.rest()

    def _chunks(self) -> bytes:
        content = b""
        while size := int(self._until(b"\r\n").partition(b";")[0], 16):
            content += self._exactly(size)
            self._until(b"\r\n")
        while self._until(b"\r\n"):
            pass
        return content


def request_bytes(method: str, target: str, fields: Fields, content: bytes | None) -> bytes:
    """Return a request's bytes; its length is stated unless the fields frame the content themselves."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
    framed = {name.lower() for name, _ in fields} & {"content-length", "transfer-encoding"}
    if content is not None and not framed:
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (content or b"")


def chunked(*parts: bytes) -> bytes:
    """Return content in the chunked transfer coding."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts if part) + b"0\r\n\r\n"


@dataclass
class Site:
    """A running site. Each thread keeps a connection of its own and uses it again."""

    host: str
    port: int
    _kept: threading.local = field(default_factory=threading.local, repr=False)

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"

    def connect(self, patience: float = PATIENCE_SECONDS) -> Connection:
        return Connection((self.host, self.port), patience)

    def exchange(self, data: bytes, method: str = "GET") -> Answer:
        """Send bytes on this thread's connection and return the answer."""
        connection: Connection | None = getattr(self._kept, "connection", None)
        if connection is None or not connection.usable():
            if connection is not None:
                connection.close()
            connection = self._kept.connection = self.connect()
        try:
            if not connection.send(data):
                connection.ended = True
            return connection.read(method)
        except BaseException:
            connection.close()
            raise

    def exchange_alone(self, data: bytes | Iterable[bytes], method: str = "GET") -> Answer:
        """Send bytes on a connection of their own and return the answer with everything that came after it."""
        connection = self.connect()
        try:
            whole = connection.send_all([data] if isinstance(data, bytes) else data)
            answer = connection.read(method)
            closing = answer.headers.get("Connection", "").lower() == "close"
            surplus = connection.rest() if whole and closing else b""
            return Answer(**{**vars(answer), "surplus": surplus})
        finally:
            connection.close()

    def send(
        self,
        method: str,
        target: str,
        *,
        headers: HeaderArgument = None,
        json: Any = None,
        content: bytes | None = None,
        alone: bool = False,
    ) -> Answer:
        """Send a request; ``json`` becomes content with its Content-Type, ``alone`` uses a connection and closes it."""
        fields = list(headers.items() if isinstance(headers, Mapping) else headers or ())
        names = {name.lower() for name, _ in fields}
        if "host" not in names:
            fields.insert(0, ("Host", self.authority))
        if json is not None:
            content = dumps(json).encode()
            if "content-type" not in names:
                fields.append(("Content-Type", media_type(method)))
        if alone:
            fields.append(("Connection", "close"))
        data = request_bytes(method, target, fields, content)
        return self.exchange_alone(data, method) if alone else self.exchange(data, method)


def media_type(method: str) -> str:
    return "application/merge-patch+json" if method == "PATCH" else "application/json"


@dataclass
class Sandbox:
    """A learner's own copy of the shop. Targets stand below the API; those that begin with {B} below the sandbox."""

    site: Site
    id: str
    tokens: dict[str, str]
    made: Answer

    @property
    def base(self) -> str:
        return f"/lab/{self.id}"

    @property
    def api(self) -> str:
        return f"{self.base}/api/v1"

    def url(self, target: str) -> str:
        if target.startswith("{B}"):
            return self.base + target[3:]
        return target if target.startswith("/lab/") else self.api + target

    def fields(self, as_: str | None = None, headers: HeaderArgument = None) -> list[tuple[str, str]]:
        """Return a request's fields with the token of one of the cast, or any other token, in front."""
        given = list(headers.items() if isinstance(headers, Mapping) else headers or ())
        return [("Authorization", f"Bearer {self.tokens.get(as_, as_)}"), *given] if as_ else given

    def send(
        self,
        method: str,
        target: str,
        *,
        as_: str | None = None,
        headers: HeaderArgument = None,
        json: Any = None,
        content: bytes | None = None,
        alone: bool = False,
    ) -> Answer:
        fields = self.fields(as_, headers)
        return self.site.send(method, self.url(target), headers=fields, json=json, content=content, alone=alone)

    def get(self, target: str, as_: str | None = None, **headers: str) -> Answer:
        """GET, with fields as keywords: ``If_None_Match='*'``."""
        return self.send("GET", target, as_=as_, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def order(self, as_: str = "customer", headers: HeaderArgument = None, **changes: Any) -> Answer:
        """Order one blue mug, or what ``changes`` say instead."""
        return self.send("POST", "/orders", as_=as_, headers=headers, json={**mug_order(as_), **changes})

    def charge(
        self, key: str | None = "k-1", *, as_: str = "customer", headers: HeaderArgument = None, **changes: Any
    ) -> Answer:
        """Pay ord_9001 with a card that works, or what ``changes`` say instead."""
        fields = list(headers.items() if isinstance(headers, Mapping) else headers or ())
        if key is not None:
            fields.append(("Idempotency-Key", key))
        payment = {"orderId": "ord_9001", "method": "card_ok", **changes}
        return self.send("POST", "/payments/charge", as_=as_, headers=fields, json=payment)

    def login(self, email: str = "asha@example.test", password: str = "correct-horse") -> Answer:
        return self.send("POST", "/login", json={"email": email, "password": password})

    def patch_stock(self, stock: Any, headers: HeaderArgument = None, as_: str = "admin", **more: Any) -> Answer:
        return self.send("PATCH", "/inventory/sku_123", as_=as_, headers=headers, json={"stock": stock, **more})

    def set_faults(self, **switches: str) -> Answer:
        answer = self.send("PUT", "{B}/faults", json=switches)
        assert answer.status == 200, answer
        return answer

    def reset(self) -> Answer:
        return self.send("POST", "{B}/reset")

    def captures(self) -> list[dict[str, Any]]:
        """What the payment provider really took."""
        found: list[dict[str, Any]] = self.get("{B}/provider/ledger").json["captures"]
        return found

    def order_ids(self, as_: str = "admin") -> set[str]:
        return {order["orderId"] for order in self.get("/orders?limit=50", as_).json["orders"]}

    def trace(self, answer: Answer) -> dict[str, Any]:
        """Return what the lab remembers of an exchange."""
        kept = self.get("{B}/traces/" + answer.headers["Lab-Request-Id"], Accept="application/json")
        assert kept.status == 200, kept
        found: dict[str, Any] = kept.json
        return found


def mug_order(as_: str = "customer", quantity: int = 1) -> dict[str, Any]:
    user = "u_77" if as_ == "other" else "u_42"
    return {"userId": user, "items": [{"sku": "sku_123", "quantity": quantity}]}
