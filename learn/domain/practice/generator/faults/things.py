"""Box J: what is there, what is elsewhere, and what the client holds already."""

from dataclasses import replace
from random import Random

from learn.domain.lab.headers import write_date
from learn.domain.practice.generator.scene import OPENED, Base, Part, Scene

NAMED = ("order", "sku", "image", "item", "session", "user", "record", "job", "report")
SLUGS = ("blue-mug-2019", "old-lamp", "spring-mug", "lamp-2021", "mug-classic", "first-lamp")
FEATURED = ("featured", "gift-of-the-day", "staff-pick", "on-sale", "this-week")


def _at(scene: Scene, given: str, other: str) -> None:
    """Put another id into the address."""
    scene.path = scene.path.replace(given, other)


def _named(base: Base) -> tuple[str, str] | None:
    """Return the kind and the id of the thing in the address."""
    return next(
        ((kind, base.ids[kind]) for kind in NAMED if kind in base.ids and f"/{base.ids[kind]}" in base.path), None
    )  # fmt: skip


def missing(rng: Random, base: Base) -> Part | None:
    """Return the fault of a thing that isn't there; None where the address names none that could be missing."""
    number = rng.randrange(5000, 5999)
    named = _named(base)
    if named is None or (base.method == "PUT" and named[0] == "item"):
        return None
    kind, given = named
    other = f"logo-{number}.png" if kind == "image" else f"{given.partition('_')[0]}_{number}"
    word = {"sku": "product", "record": "billing record", "item": "cart item"}.get(kind, kind)

    def changes(scene: Scene) -> None:
        _at(scene, given, other)
        place = "in the caller's cart" if kind == "item" else "and there was none before"
        scene.tell("thing", f"There is no {word} {other} {place}.")

    so, otherwise = f"there is no {word} {other}", f"the address names {given}"
    return Part(f"missing {kind}", "thing", "J", 404, so, otherwise, changes, bars=("right", "clash", "copy"))


def hidden(rng: Random, base: Base) -> Part | None:
    """Return the fault of an order kept secret from the caller; None where the address names none, or for admins."""
    if "order" not in base.ids or base.ids["order"] not in base.path or base.caller == "admin":
        return None

    def changes(scene: Scene) -> None:
        _at(scene, base.ids["order"], "ord_hidden")
        scene.tell("thing", "Order ord_hidden is kept secret: only administrators may know that it exists.")

    so, otherwise = (
        "the order is kept secret from the caller",
        "the address names an order of which the caller may know",
    )
    return Part("hidden order", "thing", "J", 404, so, otherwise, changes, bars=("right", "clash", "copy"))


def misspelt(rng: Random, base: Base) -> Part | None:
    """Return the fault of a misspelt address; None where it has no word to misspell."""
    part = next((part for part in base.path.split("/")[3:] if part.isalpha() and len(part) > 3), "")
    at = rng.randrange(1, 3)
    if not part:
        return None
    wrong = part[:at] + part[at + 1] + part[at] + part[at + 2 :]
    if wrong == part:
        wrong = part + part[-1]

    def changes(scene: Scene) -> None:
        _at(scene, f"/{part}", f"/{wrong}")
        scene.tell("thing", "Nothing stands at this address, and nothing ever did.")

    so, otherwise = "nothing stands at the address", f"the address has /{part} in it"
    bars = (
        "right",
        "token",
        "late",
        "method",
        "accept",
        "type",
        "content",
        "key",
        "condition",
        "clash",
        "copy",
        "query",
    )
    return Part(f"misspelt {part}", "thing", "J", 404, so, otherwise, changes, bars)


def purged(rng: Random, base: Base) -> Part | None:
    """Return the fault of an order removed for good; None where the address names none."""
    gone = f"ord_{rng.randrange(100, 199)}"
    if "order" not in base.ids or base.ids["order"] not in base.path:
        return None

    def changes(scene: Scene) -> None:
        _at(scene, base.ids["order"], gone)
        scene.shop.purged.append(gone)
        scene.tell("thing", f"Order {gone} was removed for good, and the shop remembers that.")

    so, otherwise = "the order was removed for good", "the address names an order that is there"
    return Part("purged order", "thing", "J", 410, so, otherwise, changes, bars=("right", "clash", "copy"))


def withdrawn(rng: Random, base: Base) -> Part | None:
    """Return the fault of a product withdrawn for good; None where the address names none."""
    if "sku" not in base.ids or base.ids["sku"] not in base.path:
        return None

    def changes(scene: Scene) -> None:
        scene.shop.products[base.ids["sku"]]["withdrawn"] = True
        scene.tell("thing", f"The product {base.ids['sku']} was withdrawn for good, and the shop remembers that.")

    so, otherwise = "the product was withdrawn for good", "the product is still for sale"
    return Part("withdrawn product", "thing", "J", 410, so, otherwise, changes, bars=("right", "clash", "copy"))


def _slug(base: Base, slug: str, status: int, told: str, so: str) -> Part | None:
    if base.name != "read product":
        return None
    sku = base.ids["sku"]

    def changes(scene: Scene) -> None:
        _at(scene, sku, slug)
        scene.shop.slugs[slug] = (status, sku)
        scene.tell("thing", told.format(slug=slug, sku=sku))

    otherwise = f"the address names {sku} itself"
    return Part(f"slug {slug}", "thing", "J", status, so, otherwise, changes, bars=("copy",))


def moved(rng: Random, base: Base) -> Part | None:
    """Return the change to a product's old name; None where the request reads no product."""
    told = "Products are open to everybody. {slug} is an old name of {sku}, which replaces it for good."
    return _slug(base, rng.choice(SLUGS), 301, told, "the name in the address has been replaced for good")


def elsewhere(rng: Random, base: Base) -> Part | None:
    """Return the change to a name that leads to a product for now; None where the request reads no product."""
    told = "Products are open to everybody. {slug} leads to {sku} for now, and to something else before long."
    return _slug(base, rng.choice(FEATURED), 302, told, "the name in the address leads to this product only for now")


def finished(rng: Random, base: Base) -> Part | None:
    """Return the change to a job that is done; None for other requests than those that ask for a job."""
    seconds = rng.randrange(3, 600)
    if base.name not in ("ask running job", "ask failed job"):
        return None

    def changes(scene: Scene) -> None:
        job = scene.shop.jobs[base.ids["job"]]
        job["started"] -= seconds
        job["type"] = "orders"
        rule = base.told[0][1].partition(". ")[2]
        scene.tell("thing", f"Job {job['jobId']} is done, and its report lies at an address of its own. {rule}")

    otherwise = "the job is still running" if "running" in base.name else "the job has failed"
    return Part("finished job", "thing", "J", 303, "the job is done and its report is there", otherwise, changes)


def unfinished(rng: Random, base: Base) -> Part | None:
    """Return the fault of a report that isn't made yet; None for other requests than those that read one."""
    if base.name != "read report":
        return None

    def changes(scene: Scene) -> None:
        job = scene.shop.jobs[base.ids["working"]]
        job["started"] += 10_000
        scene.tell("thing", f"Job {job['jobId']}, which makes {job['reportId']}, is still running.")

    so, otherwise = "the report isn't made yet", "the report is finished"
    return Part("unfinished report", "thing", "J", 404, so, otherwise, changes, bars=("right",))


def same_copy(rng: Random, base: Base) -> Part | None:
    """A conditional read whose tag matches."""
    if "order" in base.ids and base.name == "read order":
        return _copy_of_order(base)
    if base.name not in ("read product", "read stock"):
        return None
    tags = rng.choice((base.ids["tag"], f"W/{base.ids['tag']}", f'"first", {base.ids["tag"]}', "*"))
    return _copy("If-None-Match", tags)


def _copy(name: str, value: str) -> Part:
    def changes(scene: Scene) -> None:
        scene.fields[name] = value

    so, otherwise = "the copy that the client holds is the current one", f"{name} is left out"
    return Part(f"copy by {name}", "copy", "J", 304, so, otherwise, changes)


def _copy_of_order(base: Base) -> Part:
    def changes(scene: Scene) -> None:
        tag = f'"{base.ids["order"]}-v{scene.shop.orders[base.ids["order"]]["version"]}"'
        scene.fields["If-None-Match"] = tag
        scene.tell("tag", f"The current entity tag is `{tag}`.")

    so, otherwise = "the copy that the client holds is the current one", "If-None-Match is left out"
    return Part("copy of order", "copy", "J", 304, so, otherwise, changes)


def same_date(rng: Random, base: Base) -> Part | None:
    """Return the change to a client with a copy that is still good by its date; None where no product is read."""
    since = write_date(int(OPENED) + rng.randrange(0, 80_000))
    if base.name != "read product":
        return None
    part = _copy("If-Modified-Since", since)

    def changes(scene: Scene) -> None:
        part.changes(scene)
        scene.tell("tag", f"It last changed on {write_date(int(OPENED))}.")

    return replace(part, changes=changes)


FAULTS = (
    missing, hidden, misspelt, purged, withdrawn, moved, elsewhere, finished, unfinished, same_copy, same_date
)  # fmt: skip
