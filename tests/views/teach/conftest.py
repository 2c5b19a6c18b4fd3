"""A class of Ada's in which Ben learns, and a round that she has begun in it."""

import pytest
import time_machine

from learn.models import Round
from tests.classes import open_class_of, put_in
from tests.conftest import NOW
from tests.views.teach.made import browser_of


@pytest.fixture
def clock():
    """The moment of the cast, standing still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def classroom(ada):
    return open_class_of(ada)


@pytest.fixture
def room(classroom):
    return classroom


@pytest.fixture
def adas(ada_browser):
    """The browser of the class's instructor."""
    return ada_browser


@pytest.fixture
def teaching(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def ben_in_class(classroom, ben):
    return put_in(classroom, ben, "Benjamin <b>& sons")


@pytest.fixture
def ada_browser(ada, classroom):
    return browser_of(ada)


@pytest.fixture
def ben_browser(ben, ben_in_class):
    return browser_of(ben)


@pytest.fixture
def current(ada_browser, classroom):
    ada_browser.post(f"/teach/{classroom.pk}/rounds/begin/", {"box": "F"})
    return Round.objects.get()
