"""Box B: what the gateway answers by itself."""

from random import Random

from learn.domain.practice.generator.scene import Base, Part, Scene

UNKNOWN_METHODS = ("BREW", "COPY", "LOCK", "MOVE", "LINK", "SPAWN", "PURGE", "SEARCH")
FIELD_NAMES = ("Cookie", "X-Trace", "Referer", "X-Cart", "User-Agent")


def long_query(rng: Random, base: Base) -> Part:
    """Return the fault of an address that is too long."""
    name, length = rng.choice(("q", "filter", "cursor", "ids", "fields")), rng.randrange(2100, 6000)

    def changes(scene: Scene) -> None:
        scene.query = f"{name}={'a' * length}"
        scene.tell("limits", "The gateway takes addresses of up to 2,048 bytes.")

    so, otherwise = "the address is longer than the gateway takes", "the address is short"
    return Part(f"long query {name}", "query", "B", 414, so, otherwise, changes)


def big_field(rng: Random, base: Base) -> Part:
    """Return the fault of a header field that is too large."""
    name, length = rng.choice(FIELD_NAMES), rng.randrange(4200, 9000)

    def changes(scene: Scene) -> None:
        scene.fields[name] = ("sid=" if name == "Cookie" else "") + "b" * length
        scene.tell("limits", "The gateway takes header fields of up to 4,096 bytes each.")

    so, otherwise = f"the field {name} is larger than the gateway takes", f"the field {name} is short"
    return Part(f"big field {name}", "sizes", "B", 431, so, otherwise, changes)


def unknown_method(rng: Random, base: Base) -> Part:
    """Return the fault of a method that the whole server lacks."""
    method = rng.choice(UNKNOWN_METHODS)

    def changes(scene: Scene) -> None:
        scene.method = method
        scene.tell("methods", f"No address of the shop knows a method {method}.")

    so, otherwise = f"the method is {method}, which the whole server lacks", f"the method is {base.method}"
    return Part(f"method {method}", "method", "B", 501, so, otherwise, changes)


def maintenance(rng: Random, base: Base) -> Part:
    """Return the fault of a gateway in maintenance."""

    def changes(scene: Scene) -> None:
        scene.shop.faults["gateway"] = "maintenance"
        scene.tell("gateway", "The gateway is in maintenance; for pages it has a notice at /shop/maintenance.")

    code = 302 if base.path.startswith("/shop/") else 503
    so, otherwise = "the gateway is in maintenance", "the maintenance is over"
    return Part("maintenance", "gateway", "B", code, so, otherwise, changes)


def big_content(rng: Random, base: Base) -> Part | None:
    """Return the fault of content that is too big; None where none is needed."""
    spaces = rng.randrange(17_000, 40_000)
    if base.value is None:
        return None

    def changes(scene: Scene) -> None:
        scene.padding = spaces
        scene.tell("limits", "The gateway takes content of up to 16,384 bytes.")

    so, otherwise = "the content is bigger than the gateway takes", "the content is not padded with spaces"
    return Part("big content", "sizes", "B", 413, so, otherwise, changes)


def trailing_slash(rng: Random, base: Base) -> Part:
    """Return the fault of a slash at the address's end."""

    def changes(scene: Scene) -> None:
        scene.path += "/"
        scene.tell("slash", "The gateway sends addresses that end in a slash to those without it, for good.")

    return Part(
        "slash", "path", "B", 308, "the address ends in a slash", "the address has no slash at its end", changes
    )


def _old_version(base: Base, version: str, code: int, told: str) -> Part | None:
    if not base.path.startswith("/api/v1/"):
        return None

    def changes(scene: Scene) -> None:
        scene.path = scene.path.replace("/api/v1/", f"/api/{version}/")
        scene.tell("version", told)

    return Part(
        version,
        "path",
        "B",
        code,
        f"the address begins with /api/{version}",
        "the address begins with /api/v1",
        changes,
    )


def v0(rng: Random, base: Base) -> Part | None:
    """Return the fault of an address under version 0; None where there is no such address."""
    return _old_version(base, "v0", 308, "Version v0 of the API has become v1 for good, with the same methods.")


def beta(rng: Random, base: Base) -> Part | None:
    """Return the fault of an address under the beta version; None where there is no such address."""
    return _old_version(base, "beta", 307, "For the time being /api/beta leads to /api/v1, with the same methods.")


def options(rng: Random, base: Base) -> Part:
    """Return the change to OPTIONS, which is answered before all else."""

    def changes(scene: Scene) -> None:
        scene.method, scene.value = "OPTIONS", None
        scene.tell("thing", "")

    so, otherwise = "the method is OPTIONS, which asks what the address offers", f"the method is {base.method}"
    return Part("options", "method", "B", 204, so, otherwise, changes, bars=("content", "sizes", "condition", "clash"))


FAULTS = (
    long_query, big_field, unknown_method, maintenance, big_content, trailing_slash, v0, beta, options
)  # fmt: skip
