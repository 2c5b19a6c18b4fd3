"""What is joined and minified means what its sources mean."""

import re
from collections import Counter

import pytest
from django.conf import settings

from learn.bundles import script, stylesheet

pytestmark = pytest.mark.plain

STATIC = settings.BASE_DIR / "static"


def test_a_pseudo_class_within_something_stays_within_it():
    css = stylesheet(STATIC)

    assert '[data-keys="off"] *:is(' in css
    assert not re.search(r'\[data-keys="?off"?\]:is\(', css)


def test_no_two_scripts_have_a_name_in_common():
    """All of them stand in one scope."""
    declared = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
    names = Counter(name for path in (STATIC / "js").glob("*.js") for name in declared.findall(path.read_text()))

    assert not [name for name, count in names.items() if count > 1]


def test_every_script_is_in_the_bundle_once():
    joined = script(STATIC)

    assert joined.count("function livePages(") == 1
    assert "import {" not in joined
    assert "export function" not in joined
