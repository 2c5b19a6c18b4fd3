"""Starting a server leaves the static files of one that runs in place."""

from pathlib import Path
from shutil import rmtree

import pytest

from learn.bundles import BundleFinder
from learn.management.commands import serve

pytestmark = pytest.mark.plain


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    serve.collect_static_files()
    return tmp_path / "static"


def test_what_is_collected_already_isnt_touched(collected):
    style = collected / "site.css"
    style.write_text("still here")

    serve.collect_static_files()

    assert style.read_text() == "still here"


def test_a_changed_file_is_collected_anew(collected, monkeypatch):
    commands = []
    monkeypatch.setattr(serve, "call_command", lambda name, **options: commands.append(name))
    monkeypatch.setattr(BundleFinder, "list", lambda self, ignored: [])

    serve.collect_static_files()

    assert commands == ["collectstatic"]


def test_files_that_were_cleared_away_are_collected_anew(collected):
    rmtree(collected)

    serve.collect_static_files()

    assert (collected / "site.css").exists()


def test_a_collection_that_was_cut_off_is_made_anew(collected, monkeypatch):
    def cut_off(*args, **options):
        raise OSError("no space left")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
        patch.setattr(serve, "fingerprint", lambda: "changed")
        patch.setattr(serve, "call_command", cut_off)
        serve.collect_static_files()
    (collected / "site.css").unlink()

    serve.collect_static_files()

    assert (collected / "site.css").exists()
