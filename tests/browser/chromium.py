"""Which browser the tests use, and how it is started."""

import os
import shutil
from pathlib import Path

# The same engine without a window's machinery comes first: tests take half the time in it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]


def chromium_path() -> str | None:
    """Return the browser of $CHROMIUM_PATH, of PATH or of macOS; None for Playwright's own."""
    given = os.environ.get("CHROMIUM_PATH")
    found = [given] if given else [shutil.which(name) for name in NAMES] + [p for p in MAC if Path(p).exists()]
    return next((path for path in found if path), None)
