"""Box F: method, formats, keys and conditions of a message."""

from random import Random

from learn.domain.lab.boxes.gateway import METHODS
from learn.domain.lab.shop import Remembered
from learn.domain.practice.generator.scene import Base, Part, Scene

UNOFFERED_TYPES = ("text/csv", "application/xml", "application/pdf", "text/calendar", "application/yaml")
UNREAD_TYPES = ("text/plain", "application/xml", "application/x-www-form-urlencoded", "text/csv", "")
CODINGS = ("gzip", "br", "deflate")


def method_not_offered(rng: Random, base: Base) -> Part:
    """Return the fault of a method that the address doesn't offer."""
    others = [method for method in METHODS[:6] if method not in base.offered and method != "HEAD"]
    method, offered = rng.choice(others), ", ".join(each for each in METHODS if each in base.offered)

    def changes(scene: Scene) -> None:
        scene.method = method
        scene.tell("methods", f"This address offers {offered} and OPTIONS.")

    so, otherwise = f"the method is {method}, which this address doesn't offer", f"the method is {base.method}"
    return Part(f"method {method}", "method", "F", 405, so, otherwise, changes)


def unacceptable(rng: Random, base: Base) -> Part | None:
    """Return the fault of a client that takes no format on offer; None where formats aren't chosen."""
    wanted = rng.choice(UNOFFERED_TYPES)
    if not base.operation.checks_accept:
        return None
    offers = " and ".join(base.operation.offers)

    def changes(scene: Scene) -> None:
        scene.fields["Accept"] = wanted
        scene.tell("formats", f"This operation answers in {offers}.")

    so = f"the client takes nothing but {wanted} for an answer"
    return Part(f"accept {wanted}", "accept", "F", 406, so, "any format is welcome as an answer", changes)


def wrong_type(rng: Random, base: Base) -> Part | None:
    """Return the fault of content in another format; None where none is needed."""
    if base.value is None:
        return None
    sent, taken = rng.choice(UNREAD_TYPES), " and ".join(base.operation.accepted_types)

    def changes(scene: Scene) -> None:
        scene.fields["Content-Type"] = sent
        scene.tell("types", f"This operation takes content as {taken}.")

    so = f"the content is labelled {sent}" if sent else "nothing says what format the content has"
    return Part(f"type {sent}", "type", "F", 415, so, "the content has the label of a format that is taken", changes)


def coded(rng: Random, base: Base) -> Part | None:
    """Return the fault of content under a coding; None where none is needed."""
    coding = rng.choice(CODINGS)
    if base.value is None:
        return None

    def changes(scene: Scene) -> None:
        scene.fields["Content-Encoding"] = coding
        scene.tell("types", "The shop reads content as it is, without a coding.")

    so = f"the content is labelled as coded with {coding}"
    return Part(f"coding {coding}", "type", "F", 415, so, "the content comes without a coding", changes)


def no_key(rng: Random, base: Base) -> Part | None:
    """Return the fault of a missing key; None where none is required."""
    if base.operation.key != "required":
        return None

    def changes(scene: Scene) -> None:
        scene.fields.pop("Idempotency-Key", None)
        scene.tell("key", "A charge needs an Idempotency-Key.")

    return Part("no key", "key", "F", 400, "the Idempotency-Key is missing", "an Idempotency-Key is sent", changes)


def bad_key(rng: Random, base: Base) -> Part | None:
    """Return the fault of a key with characters that aren't allowed; None where keys aren't read."""
    key = rng.choice(("two words", "k/17", "ключ", "a;b", "50%"))
    if not base.operation.key:
        return None

    def changes(scene: Scene) -> None:
        scene.fields["Idempotency-Key"] = key
        scene.tell("key", "An Idempotency-Key has 1 to 64 letters, digits, hyphens or underscores.")

    so = "the Idempotency-Key has characters that are not allowed in one"
    return Part(f"bad key {key}", "key", "F", 400, so, "the Idempotency-Key has letters and digits only", changes)


def reused_key(rng: Random, base: Base) -> Part | None:
    """Return the fault of a key used before with other content; None where keys aren't read."""
    key = f"k-{rng.randrange(10, 99)}"
    operation = base.operation
    if not operation.key:
        return None
    name = f"{base.owner} {operation.method} {operation.path} {key}"

    def changes(scene: Scene) -> None:
        scene.fields["Idempotency-Key"] = key
        scene.shop.remembered[name] = Remembered(digest="", status=operation.succeeds[0], headers=[], content="")
        scene.tell("key", f"{base.owner} has used the key {key} here before, with other content, and it succeeded.")

    so = "its Idempotency-Key was used before with other content"
    return Part("reused key", "key", "F", 422, so, "the Idempotency-Key is a new one", changes, bars=("right",))


def no_condition(rng: Random, base: Base) -> Part | None:
    """Return the fault of a missing condition; None where none is required."""
    if not base.operation.needs_condition:
        return None

    def changes(scene: Scene) -> None:
        scene.fields.pop("If-Match", None)
        scene.value.pop("version", None)

    so, otherwise = "it names no version, in no place", "it names the version that it is based on"
    return Part("no condition", "condition", "F", 428, so, otherwise, changes)


FAULTS = (
    method_not_offered, unacceptable, wrong_type, coded, no_key, bad_key, reused_key, no_condition
)  # fmt: skip
