"""After a miss the idea comes back, and the feedback says when."""

from collections import Counter

import pytest

from learn.library import library
from learn.models import Card, Sitting
from tests.page import Page
from tests.views.practising import answer, answer_all, asked, items_of
from tests.views.test_practice import CODE, FREE_OF_PAIRS, OTHERS, begun

pytestmark = pytest.mark.django_db(databases="__all__")
CARD = (CODE.pair, CODE.codes[0])


@pytest.fixture
def learner(ada):
    return ada.learner


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


def test_after_a_miss_the_idea_returns_within_three_questions_with_another_surface(browser, learner):
    url = begun(learner)
    told = Page(browser.get(answer(browser, url, right=False).url))
    assert "Comes back within three questions, and tomorrow." in told.text
    assert f"1 of {len(OTHERS) + 1}, and 1 to repeat" in told.text

    seen = []
    for _ in range(3):
        seen.append((asked(browser, url)[0], "Once more, in another form." in browser.get(url).text))
        answer(browser, url)

    returned = [item for item, once_more in seen if once_more]
    assert [(item.pair, item.codes[0]) for item in returned] == [(CODE.pair, CODE.codes[0])]
    assert returned[0] != CODE
    assert Page(browser.get(url)).one("progress")["max"] == str(len(OTHERS) + 2)
    assert "to repeat" not in Page(browser.get(url)).text


def test_a_miss_without_a_pair_returns_in_the_sitting_and_isnt_promised_for_tomorrow(browser, learner):
    url = begun(learner, FREE_OF_PAIRS.id, *OTHERS[:3])

    text = Page(browser.get(answer(browser, url, right=False).url)).text

    assert "Comes back within three questions." in text
    assert "tomorrow" not in text
    assert not Card.objects.exists()
    for _ in range(2):
        answer(browser, url)
    item, _ = asked(browser, url)
    assert (item.codes[0], item == FREE_OF_PAIRS) == (FREE_OF_PAIRS.codes[0], False)
    assert "Once more, in another form." in browser.get(url).text


def test_a_question_that_is_the_only_one_of_its_kind_returns_as_it_was(browser, learner):
    codes = Counter(item.codes[0] for item in library().items.values() if item.kind != "free")
    lone = next(item for item in library().items.values() if not item.pair and codes[item.codes[0]] == 1)
    url = begun(learner, lone.id)
    answer(browser, url, right=False)

    assert asked(browser, url)[0] == lone
    assert "Once more." in browser.get(url).text


def test_an_idea_that_comes_anyway_is_promised_and_counts_as_asked(browser, learner):
    again = next(item for item in items_of("code") if (item.pair, item.codes[0]) == CARD and item != CODE)
    url = begun(learner, CODE.id, OTHERS[0], again.id)

    text = Page(browser.get(answer(browser, url, right=False).url)).text
    answer_all(browser, url)

    assert "Comes back within three questions, and tomorrow." in text
    sitting = Sitting.objects.get()
    assert (sitting.count, sitting.asked, sitting.right) == (3, 3, 2)
