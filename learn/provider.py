"""The payment provider: a TCP server of its own on loopback, which really misbehaves, and the lab's way to ask it.

Each process that serves the site runs one, started by its first charge. What it has taken is in the lab's database.
"""

import http.client
import json
import logging
import socket
import socketserver
from http.server import BaseHTTPRequestHandler
from threading import Lock, Thread
from time import sleep
from typing import Any

from django.conf import settings
from django.db import Error, IntegrityError, connections

from learn.actions.writing import writing
from learn.domain.lab.run import Outcome, ProviderCall
from learn.models import Capture

logger = logging.getLogger("learn.provider")

WAIT_SECONDS = 1.0
SLOW_SECONDS = 3.0
BEHAVIOUR = "Provider-Behaviour"
OUTCOMES: dict[int, Outcome] = {200: "captured", 402: "declined", 409: "other_content"}
NOT_HTTP = b"\x00\x01provider fault: register 7\r\n\r\n"

_starting = Lock()
_address: tuple[str, int] | None = None


def capture(charge: dict[str, Any]) -> bool:
    """Take the money once for a key, whoever sends it; False where the key stands for another order."""
    names = {"sandbox_id": charge["sandbox"], "epoch": charge["epoch"], "key": charge["key"]}
    taken = Capture.objects.filter(**names).first()
    if taken is None:
        made = {"user": charge["user"], "order": charge["order"], "amount": charge["amount"]}
        try:
            with writing(settings.LAB_ALIAS):
                taken = Capture.objects.create(**names, **made)
        except IntegrityError:
            taken = Capture.objects.filter(**names).first()
    return taken is None or taken.order == charge["order"]


def _decided(charge: dict[str, Any]) -> tuple[int, str]:
    """Take the money, unless the card or the key is refused; return the status and the result to answer with."""
    if charge["method"] == "card_declined":
        return 402, "declined"
    return (200, "captured") if capture(charge) else (409, "this key stands for another order")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        charge = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        behaviour = self.headers[BEHAVIOUR]
        self.close_connection = True
        try:
            if behaviour == "malformed":
                self.wfile.write(NOT_HTTP)
                return
            answer = _decided(charge)
            if behaviour == "slow":
                sleep(SLOW_SECONDS)
            self._reply(*answer)
        except (OSError, Error):
            logger.debug("a charge ended before its answer", exc_info=True)
        finally:
            connections.close_all()

    def _reply(self, status: int, result: str) -> None:
        content = json.dumps({"result": result}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log it quietly: who waited for a slow answer has hung up, as they were meant to."""
        logger.debug("a charge ended before its answer", exc_info=True)


def address() -> tuple[str, int]:
    """Return where the provider listens, starting it where it doesn't yet."""
    global _address
    with _starting:
        if _address is None:
            server = _Server(("127.0.0.1", 0), _Handler)
            Thread(target=server.serve_forever, name="provider", daemon=True).start()
            host, port = server.server_address[:2]
            _address = (str(host), port)
        return _address


def nobody_listens() -> tuple[socket.socket, tuple[str, int]]:
    """Return a port that is taken but not listened at: whoever connects is refused at once."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.bind(("127.0.0.1", 0))
    host, port = taken.getsockname()
    return taken, (host, port)


def ask(call: ProviderCall, *, sandbox: str, epoch: int) -> Outcome:
    """Ask the provider to take the money, and wait ``WAIT_SECONDS`` at most."""
    charge = {
        "sandbox": sandbox,
        "epoch": epoch,
        "user": call.user_id,
        "key": call.key,
        "order": call.order_id,
        "amount": call.amount,
        "method": call.method,
    }
    if call.behaviour != "down":
        return _post(address(), charge, call.behaviour)
    taken, closed = nobody_listens()
    try:
        return _post(closed, charge, call.behaviour)
    finally:
        taken.close()


def _post(where: tuple[str, int], charge: dict[str, Any], behaviour: str) -> Outcome:
    connection = http.client.HTTPConnection(*where, timeout=WAIT_SECONDS)
    try:
        headers = {BEHAVIOUR: behaviour, "Content-Type": "application/json"}
        connection.request("POST", "/charges", json.dumps(charge), headers)
        response = connection.getresponse()
        response.read()
        return OUTCOMES.get(response.status, "malformed")
    except TimeoutError:
        return "timeout"
    except ConnectionRefusedError:
        return "down"
    except (http.client.HTTPException, OSError):
        return "malformed"
    finally:
        connection.close()
