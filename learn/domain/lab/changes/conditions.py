"""Fields that decide: sizes, methods, formats, keys, conditions."""

from collections.abc import Iterator

from learn.domain.lab.boxes.gateway import METHODS
from learn.domain.lab.changes.change import Step, Tried
from learn.domain.lab.changes.edits import field_left_out, field_set, method_set, value_set

CONDITIONS = ("If-None-Match", "If-Modified-Since")


def largest_field_out(tried: Tried) -> Iterator[Step]:
    """Yield the request without its largest field."""
    name, _ = max(tried.request.headers, key=lambda field: len(field[0]) + len(field[1].encode("utf-8", "replace")))
    yield field_left_out(tried.request, name)


def offered_method(tried: Tried) -> Iterator[Step]:
    """Each method that the address offers, without GET's twin HEAD; GET where nothing is there."""
    offered = tried.run.offered or ("GET",)
    for method in METHODS:
        if method in offered and method not in ("HEAD", tried.request.method):
            yield method_set(tried.request, method)


def acceptable_format(tried: Tried) -> Iterator[Step]:
    """Yield the request without Accept, then with each format that is on offer."""
    yield field_left_out(tried.request, "Accept")
    for media_type in tried.refusal.extra["available"]:
        yield field_set(tried.request, "Accept", media_type)


def readable_format(tried: Tried) -> Iterator[Step]:
    """Content without a coding, or of a type that the operation reads."""
    operation = tried.run.operation
    assert operation is not None
    if any(name == "Accept-Encoding" for name, _ in tried.refusal.fields):
        yield field_left_out(tried.request, "Content-Encoding")
        return
    for media_type in operation.accepted_types:
        yield field_set(tried.request, "Content-Type", media_type)


def new_key(tried: Tried) -> Iterator[Step]:
    """Yield the request with a key of its own, then without one where none is needed."""
    operation = tried.run.operation
    yield field_set(tried.request, "Idempotency-Key", tried.new_key)
    if operation is not None and operation.key == "optional":
        yield field_left_out(tried.request, "Idempotency-Key")


def current_condition(tried: Tried) -> Iterator[Step]:
    """428: the tag or the version of what is there now."""
    run = tried.run
    assert run.operation is not None
    yield field_set(tried.request, "If-Match", run.operation.etag(run) or "*")
    product = run.product()
    if product is not None:
        yield value_set(tried.request, run.value, ("version",), product["version"])


def holding_condition(tried: Tried) -> Iterator[Step]:
    """412: a condition that holds, or none where none can."""
    run, request = tried.run, tried.request
    assert run.operation is not None
    if request.header("If-Match") is not None:
        etag = run.operation.etag(run)
        if etag is not None or run.operation.representation_exists(run):
            yield field_set(request, "If-Match", etag or "*")
        else:
            yield field_left_out(request, "If-Match")
    if request.header("If-None-Match") is not None:
        yield field_left_out(request, "If-None-Match")


def unconditional(tried: Tried) -> Iterator[Step]:
    """304: ask without the condition that says a copy is there already."""
    for name in CONDITIONS:
        if tried.request.header(name) is not None:
            yield field_left_out(tried.request, name)
