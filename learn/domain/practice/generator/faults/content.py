"""Box F: what the content is and means, and the values of a query."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from learn.domain.lab.schema import Flag, Schema, Text, Whole
from learn.domain.practice.generator.scene import Base, Part, Scene

BROKEN: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("breaks off in the middle", lambda text: text[: len(text) // 2]),
    ("has a comma too many at its end", lambda text: text[:-1] + ",}"),
    ("has single quotes", lambda text: text.replace('"', "'")),
    ("lacks its closing brace", lambda text: text[:-1]),
    ("has names without quotes", lambda text: text.replace('{"', "{", 1).replace('":', ":", 1)),
)
EXTRA = ("colour", "priority", "coupon", "isTest", "comment")


def _content(name: str, code: int, so: str, otherwise: str, changes: Callable[[Scene], None]) -> Part:
    return Part(name, "content", "F", code, so, otherwise, changes)


def no_content(rng: Random, base: Base) -> Part | None:
    """Return the fault of missing content; None where none is needed."""
    if base.value is None:
        return None

    def changes(scene: Scene) -> None:
        scene.raw = ""

    so, otherwise = "no content is sent where some is needed", "the content is there"
    return Part("no content", "content", "F", 400, so, otherwise, changes, bars=("type", "sizes", "condition"))


def malformed(rng: Random, base: Base) -> Part | None:
    """Return the fault of broken JSON; None where no content is needed."""
    how, breaks = rng.choice(BROKEN)
    if base.value is None:
        return None

    def changes(scene: Scene) -> None:
        scene.raw = breaks(json.dumps(scene.value, ensure_ascii=False))

    so, otherwise = f"the JSON {how}", "the JSON can be parsed"
    return Part(f"broken JSON, {how}", "content", "F", 400, so, otherwise, changes, bars=("condition",))


def not_an_object(rng: Random, base: Base) -> Part | None:
    """Return the fault of a list in place of an object; None where no content is needed."""
    if base.value is None:
        return None

    def changes(scene: Scene) -> None:
        scene.raw = json.dumps([scene.value], ensure_ascii=False)
        scene.tell("types", "The content has to be a JSON object.")

    so, otherwise = "the content is a list and not an object", "the content is the object itself"
    return Part("list", "content", "F", 400, so, otherwise, changes, bars=("condition", "type"))


def missing_field(rng: Random, base: Base) -> Part | None:
    """Return the fault of a required field left out; None where the content has none."""
    if base.value is None or base.operation.takes is None:
        return None
    name = rng.choice(list(base.operation.takes.required))

    def changes(scene: Scene) -> None:
        del scene.value[name]
        scene.tell("fields", f"{_names(base)} required.")

    return _content(f"no {name}", 400, f"the field `{name}` is missing", f"the field `{name}` is there", changes)


def _names(base: Base) -> str:
    assert base.operation.takes is not None
    names = [f"`{name}`" for name in base.operation.takes.required]
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"


def extra_field(rng: Random, base: Base) -> Part | None:
    """Return the fault of a field that nobody knows; None where no content is needed."""
    name = rng.choice(EXTRA)
    if base.value is None:
        return None

    def changes(scene: Scene) -> None:
        scene.value[name] = True
        scene.tell("fields", f"The shop refuses fields it doesn't know, and `{name}` is one.")

    so, otherwise = f"the content has a field `{name}` that nobody knows", "the content has only known fields"
    return _content(f"extra {name}", 400, so, otherwise, changes)


def _wrong(schema: Schema, value: Any) -> tuple[Any, str]:
    """Return a value of another type, and which type is right."""
    match schema:
        case Whole():
            return str(value), "a whole number"
        case Flag():
            return str(value).lower(), "true or false"
        case Text():
            return 7, "a string"
        case _:
            return "none", "a list"


def wrong_kind(rng: Random, base: Base) -> Part | None:
    """Return the fault of a value of another type; None where the content has no required field."""
    if base.value is None or base.operation.takes is None:
        return None
    required = base.operation.takes.required
    name = rng.choice(list(required))
    wrong, right = _wrong(required[name], base.value[name])

    def changes(scene: Scene) -> None:
        scene.value[name] = wrong
        scene.tell("fields", f"`{name}` is meant to be {right}.")

    return _content(f"{name} of another type", 400, f"`{name}` isn't {right}", f"`{name}` is {right}", changes)


def out_of_range(rng: Random, base: Base) -> Part | None:
    """A number or a choice outside of what the operation takes."""
    quantity, stock = rng.choice((0, -1, 1001, 5000)), rng.choice((-1, -20, 100_001))
    other = rng.choice(("everything", "none", "default"))
    places: dict[str, tuple[str, Any, str]] = {
        "place order": ("quantity", quantity, "from 1 to 1,000"),
        "put new item": ("quantity", quantity, "from 1 to 1,000"),
        "put item again": ("quantity", quantity, "from 1 to 1,000"),
        "change stock": ("stock", stock, "from 0 to 100,000"),
        "order report": ("type", other, "orders, inventory or broken"),
        "charge": ("method", f"card_{other}", "card_ok or card_declined"),
        "change user": ("displayName", "", "a text of 1 to 60 characters"),
        "verify": ("paymentId", "", "a text of 1 to 60 characters"),
    }
    if base.name not in places:
        return None
    name, wrong, right = places[base.name]

    def changes(scene: Scene) -> None:
        holder = scene.value["items"][0] if base.name == "place order" else scene.value
        holder[name] = wrong
        scene.tell("fields", f"`{name}` has to be {right}.")

    return _content(f"{name} {wrong}", 400, f"`{name}` isn't {right}", f"`{name}` is {right}", changes)


def bad_parameter(rng: Random, base: Base) -> Part | None:
    """Return the fault of a parameter out of its range; None for other requests than lists of orders."""
    query = rng.choice(("limit=0", "limit=51", "limit=many", "limit=500", "status=lost", "status=open"))
    if base.name != "list orders":
        return None
    name = query.partition("=")[0]
    known = "a number from 1 to 50" if name == "limit" else "pending_payment, paid, shipped or cancelled"

    def changes(scene: Scene) -> None:
        scene.query = query
        scene.tell("fields", f"The parameter `{name}` has to be {known}.")

    so, otherwise = f"the parameter `{name}` isn't {known}", f"the parameter `{name}` is {known}"
    return Part(query, "query", "F", 400, so, otherwise, changes)


def senseless(rng: Random, base: Base) -> Part | None:
    """Content of the right form that names what isn't there."""
    number, sku = rng.randrange(700, 799), rng.choice(("sku_777", "sku_500", "sku_999"))
    why = "was withdrawn for good" if sku == "sku_999" else "has never been in the shop"
    places: dict[str, tuple[str, Any, str]] = {
        "put new item": ("sku", sku, f"the product {sku} {why}"),
        "put item again": ("sku", sku, f"the product {sku} {why}"),
        "charge": ("orderId", f"ord_{number}", f"there is no order ord_{number}"),
        "verify": ("paymentId", f"pay_{number}", f"there is no payment pay_{number}"),
    }
    if base.name == "place order":
        return _senseless_order(rng, base, sku, why)
    if base.name not in places:
        return None
    name, value, fact = places[base.name]

    def changes(scene: Scene) -> None:
        scene.value[name] = value
        scene.tell("meaning", f"{fact[0].upper()}{fact[1:]}.")

    otherwise = f"`{name}` in the content names something that is there"
    return Part(f"unknown {name} {value}", "content", "F", 422, fact, otherwise, changes, ("thing", "right", "clash"))


def _senseless_order(rng: Random, base: Base, sku: str, why: str) -> Part:
    twice = rng.randrange(2)

    def changes(scene: Scene) -> None:
        items = scene.value["items"]
        if twice:
            items.append(dict(items[0]))
            scene.tell("meaning", "A product may stand once in an order.")
        else:
            items[0]["sku"] = sku
            scene.tell("meaning", f"The product {sku} {why}.")

    so = "the same product stands there twice" if twice else f"the product {sku} {why}"
    otherwise = "each product stands there once" if twice else "the order names a product that is for sale"
    return Part(f"senseless, {so}", "content", "F", 422, so, otherwise, changes, bars=("clash",))


FAULTS = (
    no_content, malformed, not_an_object, missing_field, extra_field, wrong_kind, out_of_range, bad_parameter, senseless
)  # fmt: skip
