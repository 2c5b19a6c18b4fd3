"""F, H and M: content that can be read, is valid, and means something."""

from collections.abc import Iterator, Sequence
from typing import Any

from learn.domain.lab.changes.addresses import closest
from learn.domain.lab.changes.change import Step, Tried
from learn.domain.lab.changes.edits import (
    content_left_out,
    content_set,
    place,
    value_removed,
    value_set,
)
from learn.domain.lab.changes.nearest import nearest
from learn.domain.lab.changes.samples import content, example, things
from learn.domain.lab.operations.orders import PlaceOrder
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Members, Schema, Several

CHOICES_AT_MOST = 2


def good_content(tried: Tried) -> Iterator[Step]:
    """Content that the operation reads; none where it reads none."""
    operation = tried.run.operation
    if operation is None or operation.takes is None:
        yield content_left_out(tried.request)
    else:
        yield content_set(tried.request, content(tried.run))


def valid_fields(tried: Tried) -> Iterator[Step]:
    """The first problem mended: removed, added, or set to the nearest allowed value. Of many: other content."""
    details = tried.refusal.extra["details"]
    if not details:
        return
    parts = read_pointer(details[0]["pointer"])
    if not parts or _are_many(tried, len(details)):
        yield content_set(tried.request, content(tried.run))
    else:
        yield from _mended(tried, parts)


def read_pointer(text: str) -> tuple[str, ...]:
    """Return the parts of a JSON pointer (RFC 6901)."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])


def known_value(tried: Tried) -> Iterator[Step]:
    """What the content names is there: another product, order, user or payment."""
    run = tried.run
    parts = read_pointer(tried.refusal.extra["pointer"])
    if parts[0] == "items" and _are_many(tried, _lines_unsold(run)):
        yield content_set(tried.request, content(run))
        return
    for known in _others(run, parts)[:CHOICES_AT_MOST]:
        yield value_set(tried.request, run.value, parts, known)
    yield from _line_removed(tried, parts)


def available_quantity(tried: Tried) -> Iterator[Step]:
    """As many as there are; another product where there are none."""
    run, extra = tried.run, tried.refusal.extra
    parts = read_pointer(extra["pointer"])
    if extra["available"] > 0:
        yield value_set(tried.request, run.value, parts, extra["available"])
        return
    line = (*parts[:-1], "sku")
    wanted = run.value["items"][int(parts[1])]["quantity"]
    enough = [sku for sku in _others(run, line) if run.shop.products[sku]["stock"] >= wanted]
    for sku in enough[:CHOICES_AT_MOST]:
        yield value_set(tried.request, run.value, line, sku)
    yield from _line_removed(tried, parts)


def current_version(tried: Tried) -> Iterator[Step]:
    """Yield the request with the version that is current."""
    yield value_set(tried.request, tried.run.value, ("version",), tried.refusal.extra["currentVersion"])


def own_user(tried: Tried) -> Iterator[Step]:
    """An order for oneself."""
    run = tried.run
    if isinstance(run.operation, PlaceOrder) and run.role == "customer":
        yield value_set(tried.request, run.value, ("userId",), run.user_id)


def _are_many(tried: Tried, problems: int) -> bool:
    """Whether mending one after the other leaves no room for what may be wrong besides."""
    return problems > 1 and problems >= tried.edits_left


def _lines_unsold(run: Run) -> int:
    """Return how many lines of an order have a sku that isn't sold, or stands there before."""
    lines = run.value["items"]
    return len(lines) - len({line["sku"] for line in lines} & set(things(run, "sku")))


def _mended(tried: Tried, parts: tuple[str, ...]) -> Iterator[Step]:
    run, request = tried.run, tried.request
    assert run.operation is not None and run.operation.takes is not None
    holder, schema = run.operation.takes, _schema_at(run.operation.takes, parts)
    if schema is None:
        yield value_removed(request, run.value, parts)
        return
    good, given = _good(run, parts, schema), _given(run.value, parts)
    if given is None:
        yield value_set(request, run.value, parts, good)
    else:
        value, says = nearest(schema, given[0], good)
        yield value_set(request, run.value, parts, value, says.format(place(run.value, parts)))
    if len(parts) == 1 and parts[0] in holder.optional:
        yield value_removed(request, run.value, parts)


def _schema_at(schema: Schema | None, parts: Sequence[str]) -> Schema | None:
    """Return what a place in the content may hold; None for a place that isn't known."""
    for part in parts:
        match schema:
            case Members():
                schema = (schema.required | schema.optional).get(part)
            case Several():
                schema = schema.of
            case _:
                return None
    return schema


def _given(value: Any, parts: Sequence[str]) -> tuple[Any] | None:
    """Return what stands at a place in the content, in a tuple; None where nothing does."""
    for part in parts:
        if isinstance(value, list):
            value = value[int(part)]
        elif part in value:
            value = value[part]
        else:
            return None
    return (value,)


def _good(run: Run, parts: Sequence[str], schema: Schema) -> Any:
    """Return a good value for a place: the caller's own where that matters."""
    value: Any = content(run)
    for part in parts:
        if isinstance(value, list):
            value = value[0]
        elif part in value:
            value = value[part]
        else:
            return example(schema)
    return value


def _others(run: Run, parts: Sequence[str]) -> list[str]:
    """Return known values for a member, without those that stand in the content already."""
    name = parts[-1]
    given = _given(run.value, parts)
    held = {line["sku"] for line in run.value.get("items", [])} if name == "sku" else set()
    known = [other for other in things(run, name) if other not in held]
    return closest(str(given[0]) if given else "", known) if name in ("sku", "userId") else known


def _line_removed(tried: Tried, parts: Sequence[str]) -> Iterator[Step]:
    if parts[0] == "items" and len(tried.run.value["items"]) > 1:
        yield value_removed(tried.request, tried.run.value, parts[:2])
