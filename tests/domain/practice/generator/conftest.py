import pytest

from learn.domain.lab.engine import Lab
from learn.domain.practice.generator import generate

COUNT = 2_500


@pytest.fixture(scope="session")
def lab(library):
    return Lab(library.charts, library.registry)


@pytest.fixture(scope="session")
def generated(lab, library):
    """The questions of the first seeds. Ten thousand of them are held against the lab, in tests/lab."""
    return [generate(seed, lab, library.pairs) for seed in range(COUNT)]


@pytest.fixture
def make(lab, library):
    return lambda seed, **how: generate(seed, lab, library.pairs, **how)
