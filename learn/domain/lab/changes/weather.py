"""The weather: what is wrong with the sandbox, not with the request. Lab-Fault changes it for one request."""

from collections.abc import Iterator

from learn.domain.lab.answers import overrides
from learn.domain.lab.changes.change import Step, Tried
from learn.domain.lab.changes.edits import field_left_out, field_set
from learn.domain.lab.request import Request
from learn.domain.lab.run import Run


def open_gateway(tried: Tried) -> Iterator[Step]:
    """Yield the request in fair weather at the gateway."""
    yield from fair(tried.request, "gateway")


def known_fault(tried: Tried) -> Iterator[Step]:
    """Yield the request without its Lab-Fault field."""
    yield field_left_out(tried.request, "Lab-Fault", kind="weather")


def working_application(tried: Tried) -> Iterator[Step]:
    """Yield the request with an application that works, where it has been told to crash."""
    if tried.run.fault("app") == "crash":
        yield from fair(tried.request, "app")


def fair(request: Request, switch: str) -> Iterator[Step]:
    """Good weather from one switch: without a Lab-Fault of one's own, or by one that wins over the sandbox."""
    if request.header("Lab-Fault") is not None:
        yield field_left_out(request, "Lab-Fault", kind="weather")
    yield field_set(request, "Lab-Fault", f"{switch}=ok", kind="weather")


def foul_behind(run: Run) -> str:
    """Return the switch that will stop at R a request that has reached P; empty where none will."""
    if run.fault("database") != "ok":
        return "database"
    asks = run.operation is not None and overrides(run.operation, "settle") and run.replay is None
    return "payments" if asks and run.fault("payments") != "ok" else ""
