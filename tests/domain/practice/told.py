"""The mistake that a reader tells, and the line it should name."""

import pytest

from learn.domain.content import ContentError


def line_of(text, begins, number=1):
    """Return the line of the file on which this begins for the ``number``th time."""
    found = [at for at, line in enumerate(text.split("\n"), start=1) if line.startswith(begins)]
    return found[number - 1]


def told(read, text):
    with pytest.raises(ContentError) as error:
        read(text)
    return error.value
