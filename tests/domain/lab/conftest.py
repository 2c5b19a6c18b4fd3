from collections.abc import Iterator

import pytest

from learn.domain.lab.engine import Lab
from learn.domain.library import Library
from tests.domain.lab.bench import Bench, Sent
from tests.domain.lab.cases import CASES
from tests.domain.lab.ways import everything


@pytest.fixture(scope="session")
def lab(library: Library) -> Lab:
    return Lab(library.charts, library.registry)


@pytest.fixture
def bench(lab: Lab) -> Bench:
    return Bench(lab)


@pytest.fixture(scope="session")
def sent(lab: Lab) -> list[Sent]:
    """Every case, and every operation asked in every way that the bench can think of."""
    return [*_cases(lab), *everything(lab)]


def _cases(lab: Lab) -> Iterator[Sent]:
    for case in CASES:
        yield case.send(Bench(lab))
