"""`python -m tests.quality.vnu`: the Nu HTML checker on every public page and on the stylesheet. Needs Java and npm."""

import json
import re
import subprocess
import sys
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from tests.serving import Served, served

VNU = "vnu-jar@26.9.27"
# Public pages that the sitemap leaves out, error pages among them.
MORE = [
    "/search/?q=conflict",
    "/comfort/",
    "/join/",
    "/progress/",
    "/account/sign-in/",
    "/account/sign-up/",
    "/wizard/backend/?C=yes&F=yes",
    "/wizard/backend/?C=yes&F=yes&H=yes&J=yes&M=success&R=no",
    "/wizard/backend/?C=yes&F=yes&H=yes&J=yes&M=conflict",
    "/wizard/backend/?C=maybe",
    "/codes/999/",
    "/account/sign-out/",
]
# Properties that the checker's grammar lacks: one is of SVG 2, the other of CSS Basic User Interface 4.
NOT_KNOWN = re.compile(r"“(paint-order|field-sizing)”: Property")


def fetch(site: Served, path: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def public_pages(site: Served) -> list[str]:
    places = re.findall(r"<loc>([^<]+)</loc>", fetch(site, "/sitemap.xml").decode())
    return [urlsplit(place).path for place in places] + MORE


def save(site: Served, directory: Path) -> dict[str, str]:
    """Write every page and the stylesheet to files; return the address of each file."""
    addresses: dict[str, str] = {}
    for number, path in enumerate(public_pages(site)):
        name = f"page-{number:03}.html"
        (directory / name).write_bytes(fetch(site, path))
        addresses[name] = path
    home = (directory / "page-000.html").read_text(encoding="utf-8")
    for number, path in enumerate(re.findall(r'rel="stylesheet" href="([^"]+)"', home)):
        name = f"style-{number}.css"
        (directory / name).write_bytes(fetch(site, path))
        addresses[name] = path
    return addresses


def jar(directory: Path) -> Path:
    """Return the checker, installed by npm beside the pages."""
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(directory / "npm"), VNU]
    subprocess.run(npm, check=True)
    return directory / "npm" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def check(checker: Path, directory: Path) -> list[dict[str, Any]]:
    java = ["java", "-Xss4m", "-jar", str(checker), "--stdout", "--format", "json", "--exit-zero-always"]
    files = sorted(str(file) for file in directory.glob("*.html"))
    styles = sorted(str(file) for file in directory.glob("*.css"))
    found: list[dict[str, Any]] = []
    for given in (files, ["--css", *styles]):
        ended = subprocess.run([*java, *given], capture_output=True, text=True, check=True)
        found += json.loads(ended.stdout or '{"messages": []}')["messages"]
    return found


def main() -> int:
    with TemporaryDirectory() as made, served(Path(made)) as site:
        pages = Path(made) / "pages"
        pages.mkdir()
        addresses = save(site, pages)
        messages = check(jar(Path(made)), pages)
    faults = [one for one in messages if one["type"] != "info" and not NOT_KNOWN.search(one["message"])]
    counted = Counter((fault["message"], fault.get("extract", "")[:200]) for fault in faults)
    for (text, extract), times in counted.most_common():
        first = next(fault for fault in faults if fault["message"] == text)
        address = addresses.get(Path(urlsplit(first.get("url", "")).path).name, "?")
        print(f"{address}:{first.get('lastLine', 0)}: {text} ({times} times)\n    {extract!r}")
    print(f"vnu: {len(faults)} errors in {len(addresses)} pages and stylesheets; {len(messages) - len(faults)} notes.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
