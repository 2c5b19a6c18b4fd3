"""Makes the pictures that stand in the repository: the README's screenshot and the link preview.

Run `make pictures` while the site is running (`make run`).
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.chromium import FLAGS, chromium_path

ROOT = Path(__file__).resolve().parent.parent
SITE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
CARD = """<!doctype html><style>
body{margin:0;width:1200px;height:630px;background:#101216;color:#e8e6e1;font:600 72px/1.15 system-ui,sans-serif;
display:grid;align-content:center;padding:0 90px;box-sizing:border-box}
p{margin:0 0 34px;font:700 40px ui-monospace,monospace;color:#a2a5ae} b{color:#58d199}
ul{list-style:none;margin:56px 0 0;padding:0;display:flex;gap:18px;font:700 36px ui-monospace,monospace}
li{border-radius:10px;padding:10px 20px}
</style><p>HTTP/1.1 <b>200</b> Statusline</p>Make a real server answer 409.
<ul><li style="background:#12291f;color:#58d199">201<li style="background:#14273a;color:#7fb8f5">304
<li style="background:#33260f;color:#f2b457">409<li style="background:#3a1917;color:#ff8f85">503</ul>"""


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        page.set_content(CARD)
        page.screenshot(path=ROOT / "static" / "share.png")
        if "--card" not in sys.argv:
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(f"{SITE}/wizard/backend/?C=yes&F=yes&H=yes&J=yes&M=conflict")
            page.screenshot(path=ROOT / "docs" / "wizard.png")
        browser.close()


if __name__ == "__main__":
    main()
