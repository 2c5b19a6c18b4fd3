"""The code by which one joins a class: short enough to read out, long enough not to be guessed."""

from collections.abc import Callable
from unicodedata import normalize

# No I, L, O, 0 and 1, which are taken for each other. 31 to the power of 9 is more than 2 to the power of 44.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 9
GROUP = 3


def make_code(choose: Callable[[str], str]) -> str:
    """Return a new code. ``choose`` picks one of the characters given to it, and nobody may foresee which."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def normal(code: str) -> str:
    """Return a code as it is stored from what somebody typed: small letters, spaces and hyphens make no difference."""
    return "".join(character for character in normalize("NFKC", code).upper() if character.isalnum())


def shown(code: str) -> str:
    """Return a stored code in groups of three."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
