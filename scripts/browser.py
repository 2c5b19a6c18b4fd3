"""Find a Chromium for the browser tests, or install one: Debian's where that may be done, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.chromium import chromium_path

DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")


def main() -> int:
    if chromium_path() or playwright_has_one():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests.")
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        for package in DEBIAN_PACKAGES:
            command = ["apt-get", "install", "-y", "-qq", package]
            if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0 and chromium_path():
                return 0
    print("Installing Playwright's chromium for the browser tests.")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if playwright_has_one():
        return 0
    print("The browser tests need a Chromium: install one, or point CHROMIUM_PATH at it.", file=sys.stderr)
    return 1


def playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    sys.exit(main())
