"""The environment, read loudly: a wrong value stops the start with a sentence that names it."""

import ipaddress
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SECRET_KEY_MIN_LENGTH = 32


def text(name: str, default: str = "") -> str:
    """Return the variable without outer spaces, or ``default`` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a switch. Raises ImproperlyConfigured for anything but 1, 0, true, false, yes, no."""
    value = text(name, "true" if default else "false").lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def port(name: str, default: int) -> int:
    """Return a TCP port. Raises ImproperlyConfigured outside 1 to 65535."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise ImproperlyConfigured(f"{name} must be a port from 1 to 65535, not {value!r}.")
    return int(value)


def count(name: str, default: int) -> int:
    """Return a whole number from 1. Raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0):
        raise ImproperlyConfigured(f"{name} must be a whole number from 1, not {value!r}.")
    return int(value)


def host(name: str, default: str) -> str:
    """Return an address to listen on. Raises ImproperlyConfigured for a URL or a host with a port."""
    value = text(name, default)
    if value.count(":") == 1 or any(sign in value for sign in "/ @,"):
        raise ImproperlyConfigured(f"{name} must be an address such as 127.0.0.1 or 0.0.0.0, not {value!r}.")
    return value


def hosts(name: str, default: str) -> list[str]:
    """Return host names. Raises ImproperlyConfigured for a URL or a name with a port."""
    names = [part.strip() for part in text(name, default).split(",") if part.strip()]
    for value in names:
        if "/" in value or "://" in value or value.rpartition("]")[2].count(":") == 1:
            raise ImproperlyConfigured(f"{name} holds host names such as learn.example, not {value!r}.")
    return names


def networks(name: str) -> list[Network]:
    """Return addresses and networks such as 10.0.0.0/8. Raises ImproperlyConfigured for anything else."""
    found: list[Network] = []
    for part in text(name).split(","):
        if not part.strip():
            continue
        try:
            found.append(ipaddress.ip_network(part.strip(), strict=False))
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} holds addresses or networks such as 10.0.0.5 or 10.0.0.0/8, not {part.strip()!r}."
            ) from None
    return found


def secret_key(name: str, kept_in: Path) -> str:
    """Return the variable, or the key kept in the file, which is made on the first start."""
    value = text(name)
    if value:
        if len(value) < SECRET_KEY_MIN_LENGTH:
            raise ImproperlyConfigured(f"{name} must have at least {SECRET_KEY_MIN_LENGTH} characters.")
        return value
    kept_in.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept_in.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return kept_in.read_text(encoding="ascii").strip()


def _split(name: str, value: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    problem = ImproperlyConfigured(f"{name} must look like {example}, not {_without_password(value)!r}.")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise problem from None
    if parts.scheme not in schemes:
        raise problem
    return parts


def _without_password(value: str) -> str:
    """Return the URL without what may be secret in it: name and password, and the query."""
    before, at, after = value.rpartition("@")
    shown = after.partition("?")[0]
    scheme, slashes, _ = before.partition("://")
    return f"{scheme if slashes else ''}{slashes}…@{shown}" if at else shown


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings of ``sqlite:///path`` or ``postgres://user:password@host:5432/name``."""
    value = text(name, default)
    example = "sqlite:////srv/statusline.sqlite3 or postgres://user:password@host:5432/name"
    parts = _split(name, value, ("sqlite", "postgres", "postgresql"), example)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        if parts.netloc or len(path) < 2:
            raise ImproperlyConfigured(f"{name} must look like {example}, not {_without_password(value)!r}.")
        return _sqlite(path.removeprefix("/"), synchronous="FULL")
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must name a database, as in {example}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # With a pool the connections are the pool's to keep.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 4}, "connect_timeout": 3}
        | dict(parse_qsl(parts.query)),
    }


def lab_database(database: dict[str, Any]) -> dict[str, Any] | None:
    """Return the lab's own SQLite file beside the site's, so that tracing never delays an answer being stored.

    None with a database server, which serves both.
    """
    if not database["ENGINE"].endswith("sqlite3"):
        return None
    path = Path(database["NAME"])
    return _sqlite(str(path.with_name(f"{path.stem}-lab{path.suffix}")), synchronous="NORMAL")


def _sqlite(path: str, *, synchronous: str) -> dict[str, Any]:
    # FULL: what was acknowledged survives a power cut. NORMAL: what a killed process had acknowledged does.
    pragmas = f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA cache_size=-8000;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 4,
            "init_command": pragmas,
        },
    }


def cache(name: str) -> dict[str, Any]:
    """Return Django's settings of ``redis://host:6379/0``; local memory where the variable is unset."""
    value = text(name)
    if not value:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    _split(name, value, ("redis", "rediss"), "redis://host:6379/0")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}


def mailer(name: str) -> dict[str, Any] | None:
    """Return Django's settings of ``smtp://user:password@host:587/?tls=1``; None where mail can't be sent."""
    value = text(name)
    if not value:
        return None
    if value == "console:":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    example = "smtp://user:password@host:587/?tls=1, smtps://user:password@host:465/ or console:"
    parts = _split(name, value, ("smtp", "smtps"), example)
    if not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like {example}, not {_without_password(value)!r}.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": dict(parse_qsl(parts.query)).get("tls") == "1",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 10,
        },
    }
