import pytest

from learn.domain.search import RESULTS_AT_MOST, Entry, entries, search


@pytest.fixture(scope="module")
def index(library):
    return entries(library)


def test_each_lesson_code_and_question_is_found_by_its_own_title(index):
    for entry in index:
        if entry.kind != "box":
            assert entry in search(index, entry.title), entry.title


def test_everything_stands_in_the_index_once(index, library):
    names = [(entry.kind, entry.name) for entry in index]

    assert len(set(names)) == len(names)
    assert {name for kind, name in names if kind == "lesson"} == set(library.lessons)
    assert {name for kind, name in names if kind == "code"} == {str(status.code) for status in library.registry}
    assert {name for kind, name in names if name.startswith("backend#")} == {
        f"backend#{x}" for x in library.backend.nodes
    }


@pytest.mark.parametrize("status", [200, 301, 404, 418, 503])
def test_number_finds_its_code_first(index, status):
    assert search(index, str(status))[0].name == str(status)


def test_title_counts_more_than_text():
    in_title = Entry("lesson", "a", "Gateway rules", "")
    inside_title = Entry("lesson", "b", "Megagateway", "")
    in_text = Entry("lesson", "c", "Rules", "a gateway")
    inside_text = Entry("lesson", "d", "Rules", "megagateway")
    in_body = Entry("lesson", "e", "Rules", "", "a gateway")

    found = search([inside_text, in_text, in_body, inside_title, in_title], "GATEWAY")

    assert found == [in_title, inside_title, in_text, in_body, inside_text]


def test_equal_hits_keep_their_order():
    first, second = Entry("code", "1", "Gone", ""), Entry("code", "2", "Gone", "")

    assert search([first, second], "gone") == [first, second]
    assert search([second, first], "gone") == [second, first]


def test_every_word_has_to_be_found(index):
    assert search(index, "gateway timeout")
    assert search(index, "gateway xylophone") == []


@pytest.mark.parametrize("query", ["", "   ", "\n\t"])
def test_nothing_asked_finds_nothing(index, query):
    assert search(index, query) == []


def test_common_word_gives_a_page_and_no_more(index):
    assert len(search(index, "e")) == RESULTS_AT_MOST
