"""The README says what is true: every variable that is read, every command there is."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.plain


def test_the_configuration_table_has_every_variable_that_is_read():
    read = set()
    for path in (ROOT / "config").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        read |= set(re.findall(r'environment\.\w+\(\s*"([A-Z][A-Z_0-9]+)"', text))
        read |= set(re.findall(r'os\.environ\.get\("([A-Z_0-9]+)"', text))

    assert set(re.findall(r"^\| `([A-Z_0-9]+)` \|", README, re.MULTILINE)) == read


def test_the_defaults_of_the_table_are_the_settings(settings):
    rows = dict(re.findall(r"^\| `([A-Z_0-9]+)` \| `([^`]+)`", README, re.MULTILINE))

    assert rows["HOST"] == settings.HOST
    assert rows["PORT"] == str(settings.PORT)
    assert rows["ALLOWED_HOSTS"].split(",") == [h for h in settings.ALLOWED_HOSTS if h != "testserver"]
    assert rows["MAIL_FROM"] == settings.DEFAULT_FROM_EMAIL
    assert rows["LAB_SANDBOXES_PER_10_MINUTES"] == str(settings.LAB_SANDBOXES_PER_10_MINUTES)
    assert rows["SECURE"] == str(settings.SECURE).lower()
    assert rows["DEBUG"] == "false"


def test_make_help_lists_every_target_in_a_line_each():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    # Not as a part of the make that may be running the tests.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    shown = subprocess.run(["make", "help"], cwd=ROOT, env=kept, capture_output=True, text=True, check=True).stdout

    assert {line.split()[0] for line in shown.splitlines()} == targets
    for command in re.findall(r"`make ([a-z-]+)`", README):
        assert command in targets


def test_every_place_on_the_map_of_the_house_is_there():
    section = README.partition("## A map of the house")[2].partition("##")[0]
    for name in re.findall(r"`((?:[\w-]+/)*[\w-]*(?:\.py|/)?)`", section.replace(", `", " `")):
        assert (ROOT / name).exists() or any((ROOT / part / name).exists() for part in ("tests", "templates")), name
