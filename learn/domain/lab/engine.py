"""The chart runs the lab: graph ``backend`` is walked for each request, and each box answers by its checks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from learn.domain.flow.diagram import sentence
from learn.domain.flow.graph import Graph, Node, Walk
from learn.domain.lab.boxes import BOXES, ONWARD
from learn.domain.lab.boxes.content import memory_name
from learn.domain.lab.headers import PROBLEM, prefers, wants_problem, write_date
from learn.domain.lab.operations import find
from learn.domain.lab.reply import HTML, JSON, Fields, Refusal, Reply, as_json
from learn.domain.lab.request import Request
from learn.domain.lab.run import Outcome, ProviderCall, Run
from learn.domain.lab.shop import REMEMBERED_AT_MOST, Remembered, Shop
from learn.domain.lab.trace import Trace, read_trace
from learn.domain.status import Registry


@dataclass(frozen=True)
class Lab:
    """What the lab is made of: the charts by name, and the registry of codes."""

    charts: dict[str, Graph]
    registry: Registry


@dataclass(frozen=True)
class Answer:
    """A response, complete but for what a server in front adds, and the way the request took."""

    status: int
    phrase: str
    fields: tuple[tuple[str, str], ...]
    content: bytes
    trace: Trace


def begin(request: Request, shop: Shop, *, now: float, fresh: Callable[[], str]) -> Run:
    """Return the run of a request through the shop, not yet walked."""
    offered, params = find(request.segments)
    return Run(request, shop, now, fresh, offered.get(request.method), offered, params)


def walk(run: Run, lab: Lab) -> Walk | ProviderCall:
    """Walk the diagram as far as it goes; the call that has to be answered before it goes on is returned instead.

    The shop is changed on the way. To go on after a call, set ``run.outcome`` with ``answered`` and walk again:
    what was answered stays answered.
    """
    taken = lab.charts["backend"].walk(lambda node: _answer(run, node), lambda node: _leaves(run, node))
    if taken.at.id == "R" and run.call is not None and run.outcome is None and run.refusal is None:
        return run.call
    return taken


def look(run: Run, lab: Lab) -> Walk:
    """Walk the diagram up to P and not into it: nothing is performed, no provider asked, no success remembered.

    The shop is changed all the same: box M counts what has a limit. ``run.refusal`` is None where P is reached.
    """
    return lab.charts["backend"].walk(
        lambda node: _answer(run, node), lambda node: node.id == "P" or _leaves(run, node)
    )


def answered(run: Run, shop: Shop, outcome: Outcome) -> None:
    """Take the provider's answer to the call, with the shop as it stands by now."""
    run.shop, run.outcome = shop, outcome
    assert run.operation is not None
    run.reply = run.operation.settle(run)


def _stops(run: Run, node: Node) -> Refusal | None:
    if node.id not in run.answers and run.refusal is None:
        for check in BOXES.get(node.id, ()):
            run.refusal = check(run)
            if run.refusal is not None:
                return run.refusal
    return None


def _answer(run: Run, node: Node) -> str | None:
    if node.id == "R" and run.call is not None and run.outcome is None and run.fault("database") != "down":
        return None
    refusal = _stops(run, node)
    if refusal is not None:
        if refusal.answer:
            run.answers[node.id] = refusal.answer
        return refusal.answer or None
    return run.answers.setdefault(node.id, ONWARD[node.id])


def _leaves(run: Run, node: Node) -> bool:
    stopped = _stops(run, node) is not None
    if not stopped:
        run.answers.setdefault(node.id, "")
    return stopped


def respond(run: Run, taken: Walk, lab: Lab, request_id: str) -> Answer:
    """Return the response of a finished walk, and remember a success under its idempotency key."""
    trace = read_trace(run, taken, lab.charts, request_id)
    reply = _replayed(run) if run.replay is not None and run.refusal is None else run.reply
    status = run.refusal.status if run.refusal else reply.status if reply else 500
    fields: Fields = [("Lab-Request-Id", request_id), ("Lab-Route", trace.route_text), ("Lab-Leaf", trace.shown_leaf)]
    fields.append(("Link", f'<{run.request.base}/traces/{request_id}>; rel="describedby"'))
    if run.refusal is not None:
        content = _refused(run, run.refusal, lab, request_id, fields, taken)
    else:
        assert reply is not None
        _remember(run, reply)
        content = _succeeded(reply, fields)
    fields += [("Content-Security-Policy", "sandbox"), ("X-Content-Type-Options", "nosniff")]
    # An answer to HEAD has no content, but tells how long it would be.
    shown = b"" if run.request.method == "HEAD" else content
    trace = trace.sent(fields, shown)
    return Answer(status, lab.registry[status].phrase, tuple(fields), shown, trace)


def _describe(fields: Fields, content: bytes, media_type: str, cache_control: str) -> None:
    fields.insert(0, ("Cache-Control", cache_control))
    if content:
        fields += [("Content-Type", media_type), ("Content-Length", str(len(content))), ("Vary", "Accept")]


def _succeeded(reply: Reply, fields: Fields) -> bytes:
    names = {name for name, _ in reply.fields}
    default = "private, no-cache" if "ETag" in names and reply.status in (200, 201) else "no-store"
    _describe(fields, reply.content, reply.media_type, reply.cache_control or default)
    fields += reply.fields
    return reply.content


def _refused(run: Run, refusal: Refusal, lab: Lab, request_id: str, fields: Fields, taken: Walk) -> bytes:
    if refusal.status == 304:
        _describe(fields, b"", "", _cache_control_of_200(run))
        fields.append(("Vary", "Accept"))
        fields += _validators(run)
        return b""
    if refusal.status < 400:
        _describe(fields, b"", "", refusal.cache_control)
        fields += refusal.fields
        if refusal.status != 204:
            fields.append(("Content-Length", "0"))
        return b""
    if refusal.html:
        _describe(fields, refusal.html.encode(), HTML, "no-store")
        fields += refusal.fields
        return refusal.html.encode()
    error, media_type = _error(run, refusal, lab, request_id)
    if prefers(run.request.header("Prefer"), "explain"):
        error["path"] = explanation(refusal, taken, lab)
        fields.append(("Preference-Applied", "explain"))
    content = as_json(error)
    _describe(fields, content, media_type, "no-store")
    fields += refusal.fields
    return content


def _error(run: Run, refusal: Refusal, lab: Lab, request_id: str) -> tuple[dict[str, Any], str]:
    own = {"error": refusal.error, "requestId": request_id} | refusal.extra
    if not wants_problem(run.request.header("Accept")):
        return {"error": refusal.error, "message": refusal.message} | own, JSON
    host = run.request.header("Host") or "localhost"
    problem = {
        "type": f"http://{host}/problems/{refusal.error}",
        "title": lab.registry[refusal.status].phrase,
        "status": refusal.status,
        "detail": refusal.message,
        "instance": f"{run.request.base}/traces/{request_id}",
    }
    return problem | own, PROBLEM


def explanation(refusal: Refusal, taken: Walk, lab: Lab) -> str:
    """Return the path in words, for someone who has nothing but curl."""
    words = sentence(taken)
    if taken.finished:
        end = "" if refusal.status in taken.at.codes else f" That box's family has {lab.registry[refusal.status]}."
    else:
        end = f" Left the diagram at {taken.at.label} with {lab.registry[refusal.status]}."
    return f"{words}{end} Because: {refusal.message.rstrip('.')}.".strip()


def _cache_control_of_200(run: Run) -> str:
    return "public, no-cache" if run.operation is not None and run.operation.open else "private, no-cache"


def _validators(run: Run) -> Fields:
    assert run.operation is not None
    etag, changed = run.operation.etag(run), run.operation.last_modified(run)
    fields = [("ETag", etag)] if etag else []
    return fields + ([("Last-Modified", write_date(changed))] if changed is not None else [])


def _remember(run: Run, reply: Reply) -> None:
    if not run.key or run.replay is not None or not 200 <= reply.status < 300:
        return
    run.shop.remembered[memory_name(run)] = Remembered(
        digest=run.digest,
        status=reply.status,
        headers=[[name, value] for name, value in reply.fields],
        content=reply.content.decode(),
    )
    for old in list(run.shop.remembered)[:-REMEMBERED_AT_MOST]:
        del run.shop.remembered[old]


def _replayed(run: Run) -> Reply:
    before = run.replay
    assert before is not None
    fields = [(name, value) for name, value in before["headers"]]
    return Reply(before["status"], before["content"].encode(), JSON, [*fields, ("Idempotency-Replayed", "true")])


def new_request_id(fresh: Callable[[], str]) -> str:
    """Return a request id: ``req_`` and ten characters of what ``fresh`` gives."""
    return f"req_{fresh()[:10]}"
