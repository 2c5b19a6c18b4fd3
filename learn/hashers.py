from threading import Lock

from django.contrib.auth.hashers import ScryptPasswordHasher

_turn = Lock()


class OneAtATimeScryptHasher(ScryptPasswordHasher):
    """Django's scrypt, one hash at a time a process: a class that signs in together must not take every thread."""

    def encode(self, password: str, salt: str, n: int | None = None, r: int | None = None, p: int | None = None) -> str:
        with _turn:
            return str(super().encode(password, salt, n, r, p))
