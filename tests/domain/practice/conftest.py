import pytest

from learn.domain.practice.marking import mark
from learn.domain.practice.reader import read_items
from tests.domain.practice.samples import SAMPLES


@pytest.fixture
def read(tmp_path, library):
    """Read questions from a text, as from ``door.toml``."""
    path = tmp_path / "door.toml"

    def items(text):
        path.write_text(text, encoding="utf-8")
        return read_items(path, library.registry, library.backend, library.pairs)

    return items


@pytest.fixture
def sample(read):
    """Return the sample of a kind as an item."""
    return lambda kind: read(SAMPLES[kind])[0]


@pytest.fixture
def marked(library):
    return lambda item, given: mark(item, given, library.registry, library.backend)
