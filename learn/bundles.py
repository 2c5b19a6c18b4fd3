"""The site's CSS and JavaScript, each joined into one small file, so that a first visit stays within few requests."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from re import MULTILINE, sub
from typing import Any

import django_htmx
import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"


def stylesheet(root: Path) -> str:
    """Return all of ``css/`` in one piece; tokens come first, since they say the order of the layers."""
    files = sorted((root / "css").rglob("*.css"), key=lambda path: (path.stem != "tokens", path))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    # The minifier takes the space before a pseudo-class away, and with it the difference between within and itself.
    return str(rcssmin.cssmin(sub(r" :(is|where|not|has)\(", r" *:\1(", text)))


def script(root: Path) -> str:
    """Return htmx and all of ``js/`` in one piece; ``app.js``, which starts the others, comes last.

    Each file is a module whose imports and exports are names of their own, so leaving out the words joins them.
    """
    files = sorted((root / "js").glob("*.js"), key=lambda path: (path.stem == "app", path))
    own = "\n".join(path.read_text(encoding="utf-8") for path in files)
    own = sub(r"^import .*?;\n", "", own, flags=MULTILINE)
    own = sub(r"^export ", "", own, flags=MULTILINE)
    return f"{HTMX.read_text(encoding='utf-8')}\n(()=>{{{rjsmin.jsmin(own)}}})();\n"


BUNDLES = {"site.css": stylesheet, "site.js": script}


class BundleFinder(BaseFinder):
    """Finds the bundles, made when they are asked for, and every other file of ``static/`` outside css and js."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.root = Path(settings.STATICFILES_DIRS[0])
        self.made = Path(settings.VAR_DIR) / "bundles"
        self.storages = {
            "made": FileSystemStorage(location=self.made),
            "plain": FileSystemStorage(location=self.root),
        }

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def _make(self, name: str) -> Path:
        text = BUNDLES[name](self.root)
        path = self.made / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            self.made.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return path

    def _plain(self) -> Iterator[str]:
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root)
            if path.is_file() and name.parts[0] not in ("css", "js"):
                yield str(name)

    def find(self, path: str, find_all: bool = False) -> Any:
        found = str(self._make(path)) if path in BUNDLES else str(self.root / path) if path in self._plain() else ""
        if find_all:
            return [found] if found else []
        return found or None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in BUNDLES:
            self._make(name)
            yield name, self.storages["made"]
        for name in self._plain():
            yield name, self.storages["plain"]


def fingerprint() -> str:
    """Return a digest of every static file's name and content, and of where they are collected and by what."""
    kept = f"{settings.STATIC_ROOT} {settings.STORAGES['staticfiles']['BACKEND']} {version('whitenoise')}"
    digest = sha256(kept.encode())
    for name, storage in BundleFinder().list(None):
        digest.update(f"\n{name}\n".encode())
        digest.update(Path(storage.path(name)).read_bytes())
    return digest.hexdigest()
