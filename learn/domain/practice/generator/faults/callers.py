"""Boxes C and H: who calls, and whether they may."""

from random import Random

from learn.domain.practice.generator.scene import CALLERS, OWNERS, Base, Part, Scene

HOLDS = "a token that holds is sent"


def _code(base: Base) -> int:
    """The account page sends a browser to a form."""
    return 302 if base.path == "/shop/account" else 401


def _needs_token(base: Base) -> bool:
    return not base.operation.open or base.path == "/shop/account"


def no_token(rng: Random, base: Base) -> Part | None:
    """Return the fault of sending no token; None where none is needed."""
    if not _needs_token(base):
        return None

    def changes(scene: Scene) -> None:
        scene.authorization = ""
        scene.tell("caller", "")

    return Part("no token", "token", "C", _code(base), "no token is sent", HOLDS, changes, bars=("right",))


def other_scheme(rng: Random, base: Base) -> Part | None:
    """Return the fault of credentials under another scheme; None where no token is needed."""
    credentials = rng.choice(
        ("Basic YXNoYTpjb3JyZWN0", "Basic YmVuOmJhdHRlcnk=", "Token abc123", "Digest username=asha")
    )
    if not _needs_token(base):
        return None

    def changes(scene: Scene) -> None:
        scene.authorization = credentials
        scene.tell("caller", "The shop takes Bearer tokens only.")

    scheme = credentials.partition(" ")[0]
    so = f"the credentials come under the scheme {scheme}"
    return Part(f"scheme {scheme}", "token", "C", _code(base), so, HOLDS, changes, bars=("right",))


def expired(rng: Random, base: Base) -> Part | None:
    """Return the fault of a token that has run out; None where none is needed."""
    ago = rng.choice(("an hour ago", "last night", "a minute ago"))
    if not _needs_token(base):
        return None

    def changes(scene: Scene) -> None:
        scene.shop.expired.append(scene.token)
        scene.tell("caller", CALLERS[scene.caller].rstrip(".") + f"; it ran out {ago}.")

    return Part(
        "expired", "late", "C", _code(base), "the token has run out", "the token still holds", changes, ("token",)
    )


def logged_out(rng: Random, base: Base) -> Part | None:
    """Return the fault of a token that was used to log out; None where none is needed."""
    if not _needs_token(base):
        return None

    def changes(scene: Scene) -> None:
        scene.shop.tokens.pop(scene.token)
        scene.tell("caller", CALLERS[scene.caller].rstrip(".") + ", who has logged out with it.")

    so, otherwise = "the caller has logged out with this token", "the token was not used to log out"
    return Part("logged out", "late", "C", _code(base), so, otherwise, changes, bars=("token",))


def unknown_token(rng: Random, base: Base) -> Part | None:
    """Return the fault of a token that the shop never gave out; None where none is needed."""
    token = rng.choice(("tok_nobody", "tok_custom", "tok_test", "tok_0000", "tok_guest"))
    if not _needs_token(base):
        return None

    def changes(scene: Scene) -> None:
        scene.authorization = f"Bearer {token}"
        scene.tell("caller", f"The shop has never given out a token {token}.")

    so = "the token is none that the shop has given out"
    return Part("unknown token", "token", "C", _code(base), so, HOLDS, changes, bars=("right",))


def wrong_caller(rng: Random, base: Base) -> Part | None:
    """Return the fault of a caller who lacks the right; None where everybody has it."""
    if not base.strangers:
        return None
    stranger = rng.choice(base.strangers)

    def changes(scene: Scene) -> None:
        scene.caller = stranger

    role = CALLERS[stranger].rpartition(", ")[2].rstrip(".")
    so = f"the token is that of {OWNERS[stranger]}, {role}, who lacks the right"
    otherwise = f"the token is that of {base.owner}"
    return Part(f"stranger {stranger}", "right", "H", 403, so, otherwise, changes)


FAULTS = (no_token, other_scheme, expired, logged_out, unknown_token, wrong_caller)
