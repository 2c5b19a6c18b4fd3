from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.comfort import SETTINGS, Comfort, comfort_from, read_comfort

NAMES = list(SETTINGS)
ALL = [dict(zip(NAMES, values, strict=True)) for values in product(*(SETTINGS[name][1] for name in NAMES))]


def test_every_combination_is_written_and_read_back():
    for values in ALL:
        comfort = Comfort(**values)
        assert read_comfort(comfort.as_text()) == comfort
        assert comfort_from(values) == comfort


def test_defaults_need_no_words():
    assert Comfort().as_text() == ""
    assert read_comfort("") == Comfort()


def test_only_what_differs_is_written():
    assert Comfort(theme="dark", size="l").as_text() == "theme=dark&size=l"


def test_first_value_of_each_setting_is_the_default():
    assert comfort_from({name: next(iter(values)) for name, (_, values) in SETTINGS.items()}) == Comfort()


@pytest.mark.parametrize(
    "text", ["theme=neon", "theme", "volume=11", "theme=Dark", "size=&face=", "a" * 5000, "%ff=%00"]
)
def test_what_is_no_setting_is_the_default(text):
    assert read_comfort(text) == Comfort()


def test_good_setting_survives_beside_a_bad_one():
    assert read_comfort("theme=neon&size=xl&x=1") == Comfort(size="xl")


@given(st.text() | st.lists(st.sampled_from([*NAMES, "=", "&", "dark", "l", "%", ";"])).map("".join))
def test_any_cookie_gives_settings_that_pages_know(text):
    comfort = read_comfort(text)

    for name, (_, values) in SETTINGS.items():
        assert getattr(comfort, name) in values
    assert read_comfort(comfort.as_text()) == comfort
