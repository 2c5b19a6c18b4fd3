"""What looks like a fault and changes nothing."""

from collections.abc import Callable
from random import Random

from learn.domain.practice.generator.scene import Base, Part, Scene, order_told


def _harmless(name: str, slot: str, so: str, changes: Callable[[Scene], None]) -> Part:
    return Part(name, slot, "", 0, so, "", changes)


def bad_token_where_open(rng: Random, base: Base) -> Part | None:
    """Return a worthless token that changes nothing; None where a token is needed."""
    token = rng.choice(("tok_expired", "tok_nobody", "tok_test"))
    if not base.operation.open or base.path == "/shop/account":
        return None

    def changes(scene: Scene) -> None:
        scene.authorization = f"Bearer {token}"
        scene.tell("caller", f"The token {token} is worth nothing.")

    return _harmless("bad token", "token", "the token is no good where none is asked for", changes)


def unknown_parameter(rng: Random, base: Base) -> Part:
    """Return an unknown parameter, which changes nothing."""
    query = rng.choice(("colour=blue", "utm_source=mail", "debug=1", "page=2", "v=17"))

    def changes(scene: Scene) -> None:
        scene.query = f"{scene.query}&{query}" if scene.query else query
        scene.tell("query", "Unknown parameters are ignored.")

    return _harmless(f"parameter {query}", "query", "a parameter is unknown", changes)


def old_copy(rng: Random, base: Base) -> Part | None:
    """Return an older copy, which changes nothing; None where what is read has no entity tag."""
    if base.name not in ("read product", "read stock"):
        return None
    tag = rng.choice((f'"{base.ids["sku"]}-v1"', '"first"', f'W/"{base.ids["sku"]}-v0"'))

    def changes(scene: Scene) -> None:
        scene.fields["If-None-Match"] = tag

    return _harmless("old copy", "copy", "the client holds an older copy", changes)


def wide_accept(rng: Random, base: Base) -> Part | None:
    """Return a wish for another format that takes any in the end; None where formats aren't chosen."""
    wanted = rng.choice(("text/csv, */*;q=0.1", "application/xml;q=0.9, */*;q=0.2", "*/*"))
    if not base.operation.checks_accept or base.name == "read product":
        return None

    def changes(scene: Scene) -> None:
        scene.fields["Accept"] = wanted

    return _harmless("wide accept", "accept", "the client would like another format best", changes)


def charset(rng: Random, base: Base) -> Part | None:
    """Return a Content-Type in a less common writing, which changes nothing; None where no content is needed."""
    written = rng.choice(("application/json; charset=utf-8", "Application/JSON", 'application/json; charset="UTF-8"'))
    if base.value is None:
        return None

    def changes(scene: Scene) -> None:
        scene.fields["Content-Type"] = written

    return _harmless("charset", "type", "Content-Type is written in a less common way", changes)


def repeated(rng: Random, base: Base) -> Part | None:
    """The same request under the same key has succeeded before."""
    if base.name not in ("place order", "order report", "charge") or not base.fields:
        return None

    def changes(scene: Scene) -> None:
        scene.repeats = True
        if base.name == "charge":
            scene.tell("thing", f"{order_told(base.ids['order'], base.ids['owner'], 'paid')} {base.ids['rule']}")
        scene.tell("key", "The very same request succeeded a minute ago; its answer was lost on the way.")

    so = "the same request under the same key was carried out before, for its answer is given again"
    return Part("repeated", "key", "", 0, so, "", changes, bars=("clash", "pace", "content", "right", "late", "token"))


FAULTS = (bad_token_where_open, unknown_parameter, old_copy, wide_accept, charset, repeated)
