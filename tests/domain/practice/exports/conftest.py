import pytest

from learn.domain.practice.reader import read_items
from tests.domain.practice.exports.hostile import poisoned
from tests.domain.practice.samples import SAMPLES


@pytest.fixture(scope="session")
def items(library):
    """All questions of the site."""
    return list(library.items.values())


@pytest.fixture(scope="session")
def samples(library, tmp_path_factory):
    """One small question of each kind."""
    path = tmp_path_factory.mktemp("samples") / "door.toml"
    path.write_text("\n".join(SAMPLES.values()), encoding="utf-8")
    return {item.kind: item for item in read_items(path, library.registry, library.backend, library.pairs)}


@pytest.fixture(scope="session")
def hostile(samples):
    return {kind: poisoned(item) for kind, item in samples.items()}


def as_seen(text):
    """Return content's Markdown as a reader sees it, where it has code spans and chips and nothing else."""
    for code in range(100, 600):
        text = text.replace(f"{{{code}}}", str(code))
    return text.strip().replace("`", "")
