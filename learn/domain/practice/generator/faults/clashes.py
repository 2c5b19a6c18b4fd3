"""Boxes L to T: code, state, pace, and what is behind the server."""

from random import Random

from learn.domain.lab.shop import Running
from learn.domain.practice.generator.scene import NOW, Base, Part, Scene, order_told


def crash(rng: Random, base: Base) -> Part:
    """Return the fault of a bug in the business logic."""

    def changes(scene: Scene) -> None:
        scene.shop.faults["app"] = "crash"
        scene.tell("app", "A bug in the shop's business logic makes it crash on every request that gets there.")

    return Part("crash", "app", "L", 500, "a bug makes the business logic crash", "the business logic works", changes)


def damaged(rng: Random, base: Base) -> Part | None:
    """Return the fault of a damaged record; None for a request that is about no order."""
    if "order" not in base.ids:
        return None

    def changes(scene: Scene) -> None:
        scene.shop.orders[base.ids["order"]]["damaged"] = True
        scene.tell("app", "The stored record of the order is damaged, which the code didn't foresee.")

    so, otherwise = "the stored record is damaged and the code fails on it", "the stored record is sound"
    return Part("damaged record", "app", "L", 500, so, otherwise, changes, bars=("thing", "copy"))


def _limited(base: Base, who: str, most: int, seconds_ago: int) -> Part:
    name = f"{base.operation.method} {base.operation.path} {who}"
    what, number = ("logins", "five") if most == 5 else ("orders", "eight")

    def changes(scene: Scene) -> None:
        scene.shop.limits[name] = [NOW - seconds_ago, most]
        rule = f"{number.capitalize()} {what} in ten seconds are allowed"
        whose = "all callers" if most == 5 else who
        scene.tell("pace", f"{rule}; {whose} made them in the last {seconds_ago} seconds.")

    so, otherwise = f"{number} {what} came within the last ten seconds", "the last ten seconds were quiet"
    return Part("too many", "pace", "M", 429, so, otherwise, changes, bars=("right",))


def too_many(rng: Random, base: Base) -> Part | None:
    """Return the fault of too many requests in a short time; None where there is no limit."""
    seconds_ago = rng.randrange(2, 9)
    if base.name == "login":
        return _limited(base, "everybody", 5, seconds_ago)
    return _limited(base, base.owner, 8, seconds_ago) if base.name == "place order" else None


def stale_tag(rng: Random, base: Base) -> Part | None:
    """An If-Match that names another version than the current one, or none where something is needed."""
    back = rng.randrange(1, 4)
    if base.name == "change stock":
        tag = rng.choice((f'"{base.ids["sku"]}-v{int(base.ids["version"]) - back}"', f"W/{base.ids['tag']}"))
        told = "A weak tag never matches If-Match." if tag.startswith("W/") else ""
        return _condition("If-Match", tag, "If-Match names no version that is current", told)
    if base.name == "cancel order":
        tag = f'"{base.ids["order"]}-v{9 + back}"'
        told = f"The entity tag of the order isn't `{tag}`."
        return _condition("If-Match", tag, "If-Match names no version that is current", told)
    return None


def _condition(name: str, value: str, so: str, told: str) -> Part:
    def changes(scene: Scene) -> None:
        scene.fields[name] = value
        scene.tell("tag", told)

    return Part(f"{name} {value[:2]}", "condition", "M", 412, so, f"{name} holds", changes, bars=("clash",))


def item_condition(rng: Random, base: Base) -> Part | None:
    """A star that asks for an item that isn't there, or for none where one is."""
    if base.name == "put new item":
        return _condition("If-Match", "*", "If-Match demands an item and none is there", "")
    if base.name == "put item again":
        return _condition("If-None-Match", "*", "If-None-Match demands that no item is there, and one is", "")
    return None


def stale_version(rng: Random, base: Base) -> Part | None:
    """Return the fault of an old version in the content; None for other requests than changes of stock."""
    back = rng.randrange(1, 4)
    if base.name != "change stock":
        return None

    def changes(scene: Scene) -> None:
        scene.fields.pop("If-Match", None)
        scene.value["version"] = max(1, int(base.ids["version"]) - back)

    so, otherwise = "the version in the content isn't current any more", "the version it names is the current one"
    return Part("stale version", "condition", "M", 409, so, otherwise, changes)


def wrong_state(rng: Random, base: Base) -> Part | None:
    """An order that can't be cancelled or paid as it stands."""
    states = {"cancel order": ("shipped", "cancelled"), "charge": ("paid", "shipped", "cancelled")}
    if base.name not in states:
        return None
    status = rng.choice(states[base.name])

    def changes(scene: Scene) -> None:
        order = scene.shop.orders[base.ids["order"]]
        order["status"] = status
        told = order_told(order["orderId"], order["userId"], status)
        scene.tell("thing", f"{told} {base.ids['rule']}")

    verb = "cancelled" if base.name == "cancel order" else "paid"
    so = f"the order has been {status} and can't be {verb} any more"
    return Part(f"order {status}", "clash", "M", 409, so, f"the order can still be {verb}", changes, bars=("thing",))


def too_few(rng: Random, base: Base) -> Part | None:
    """Return the fault of ordering more than there is; None for other requests than orders."""
    more = rng.randrange(1, 200)
    if base.name != "place order":
        return None

    def changes(scene: Scene) -> None:
        scene.value["items"][0]["quantity"] = int(base.ids["stock"]) + more

    so, otherwise = "the order asks for more than is in stock", "the order asks for no more than is in stock"
    return Part("too few in stock", "clash", "M", 409, so, otherwise, changes, bars=("content",))


def being_paid(rng: Random, base: Base) -> Part | None:
    """Return the fault of a charge under way; None where none would be in the way."""
    if base.name not in ("charge", "cancel order"):
        return None

    def changes(scene: Scene) -> None:
        order = scene.shop.orders[base.ids["order"]]
        running = Running(orderId=order["orderId"], userId=order["userId"], key="first", digest="", started=NOW - 1)
        scene.shop.running.append(running)
        scene.tell("running", "A charge for this order was begun a second ago and isn't finished.")

    so, otherwise = "another charge for the order is under way", "no charge for the order is under way"
    return Part("being paid", "clash", "M", 409, so, otherwise, changes, bars=("thing",))


def wrong_password(rng: Random, base: Base) -> Part | None:
    """Return the fault of a wrong password; None for other requests than logins."""
    password = rng.choice(("correct-house", "123456", "staple-battery", "hunter2", "correct-Horse"))
    if base.name != "login":
        return None

    def changes(scene: Scene) -> None:
        scene.value["password"] = password

    return Part(
        "wrong password", "content", "P", 401, "the password is wrong", "the password is the right one", changes
    )


def no_database(rng: Random, base: Base) -> Part:
    """Return the fault of a database that doesn't answer."""

    def changes(scene: Scene) -> None:
        scene.shop.faults["database"] = "down"
        scene.tell("database", "The database doesn't answer.")

    return Part("no database", "database", "R", 503, "the database doesn't answer", "the database answers", changes)


def _provider(base: Base, behaviour: str, code: int, words: str) -> Part | None:
    if base.name != "charge":
        return None

    def changes(scene: Scene) -> None:
        scene.shop.faults["payments"] = behaviour
        scene.tell("provider", f"The payment provider {words}.")

    return Part(
        f"provider {behaviour}",
        "provider",
        "R",
        code,
        f"the payment provider {words}",
        "the payment provider works",
        changes,
    )


def provider_malformed(rng: Random, base: Base) -> Part | None:
    """Return the fault of a provider that doesn't speak HTTP; None where it isn't asked."""
    return _provider(base, "malformed", 502, "answers with bytes that aren't HTTP")


def provider_down(rng: Random, base: Base) -> Part | None:
    """Return the fault of a provider that can't be reached; None where it isn't asked."""
    return _provider(base, "down", 503, "can't be reached: nobody takes the connection")


def provider_slow(rng: Random, base: Base) -> Part | None:
    """Return the fault of a provider that doesn't answer in time; None where it isn't asked."""
    return _provider(base, "slow", 504, "takes the connection and doesn't answer in time")


def declined(rng: Random, base: Base) -> Part | None:
    """Return the fault of a card that the provider declines; None for other requests than charges."""
    if base.name != "charge":
        return None

    def changes(scene: Scene) -> None:
        scene.value["method"] = "card_declined"
        scene.tell("card", "The payment provider works, and it will decline this card.")

    return Part(
        "declined",
        "content",
        "T",
        422,
        "the provider declines the card",
        "the provider takes the card",
        changes,
        ("provider",),
    )


FAULTS = (
    crash, damaged, too_many, stale_tag, item_condition, stale_version, wrong_state, too_few, being_paid,
    wrong_password, no_database, provider_malformed, provider_down, provider_slow, declined,
)  # fmt: skip
