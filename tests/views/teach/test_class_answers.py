"""How the questions of a class work, and what it mixes up."""

import pytest

from learn.models import Assignment, Exemption, Look
from tests.classes import assign, open_class_of
from tests.conftest import NOW
from tests.views.teach.made import (
    MISS,
    RIGHT,
    learners_in,
    only_part,
    page_of,
    quiz_in,
    sat,
    sat_by,
)

pytestmark = pytest.mark.usefixtures("clock")


# Questions


def test_figures_come_with_their_numbers_from_ten_answers_on(teaching, classroom):
    part = quiz_in(classroom)
    members = learners_in(classroom, 10)
    sat_by(members[:6], part, RIGHT)
    sat_by(members[6:9], part, MISS)
    assert "Right at the first try9 answers so far" in page_of(teaching, classroom, "questions/").text

    sat_by(members[9:], part, RIGHT)
    text = page_of(teaching, classroom, "questions/").text

    assert "Right at the first try70 % (10 answers)" in text and "Tells strong from weak" not in text
    assert all(member.name in text for member in members[6:9])
    assert not any(member.name in text for member in (*members[:6], members[9]))


def test_discrimination_is_told_from_thirty_with_the_same_set(teaching, classroom):
    part = quiz_in(classroom)
    members = learners_in(classroom, 30)
    good, bad = [RIGHT, ("door-support", True, 403)], [MISS, ("door-support", False, 401)]
    sat_by(members[:15], part, *good)
    sat_by(members[15:], part, *bad)

    assert page_of(teaching, classroom, "questions/").text.count("Tells strong from weak100 (30 learners)") == 2


def test_second_attempts_dont_count(teaching, classroom):
    part = quiz_in(classroom)
    members = learners_in(classroom, 10)
    sat_by(members, part, MISS)
    sat_by(members, part, RIGHT, attempt=2)

    assert "Right at the first try0 % (10 answers)" in page_of(teaching, classroom, "questions/").text


def test_generated_questions_are_told_by_box(teaching, classroom):
    part = only_part(assign(classroom, ("quiz", {"boxes": ["F"], "count": 10})))
    (member,) = learners_in(classroom, 1)
    sat(member, part, *((f"gen:v1:{seed}:F", seed > 3, 403) for seed in range(10)))
    text = page_of(teaching, classroom, "questions/").text

    assert "Generated questions decided at “Input Valid?”" in text
    assert "60 % (10 answers)" in text and "403 Forbidden 40 % of 10 answers." in text


# What is mixed up


def test_the_matrix_opens_who_is_behind_a_cell(teaching, classroom):
    part = quiz_in(classroom)
    once, twice, other = learners_in(classroom, 3)
    sat(once, part, ("door-support", False, 401))
    sat(twice, part, ("door-support", False, 401), ("door-support", False, 401))
    sat(other, part, ("door-support", True, 403))
    page = page_of(teaching, classroom, "confusion/")
    cell = next(href for href in page.links if "correct=403&chosen=401" in href)

    opened = page_of(teaching, classroom, f"confusion/{cell}")

    assert page.links[cell] == "✗ 3 times 401 Unauthorized, where 403 Forbidden was right"
    assert [box["value"] for box in opened.all("input", name="member")] == [str(twice.pk), str(once.pk)]
    assert opened.one("input", name="pair")["value"] == "401-403"
    assert opened.one("a", aria_current="true")["href"] == cell


def test_the_matrix_has_rows_of_codes_asked_about_and_columns_of_codes_chosen(teaching, classroom):
    part = quiz_in(classroom)
    (member,) = learners_in(classroom, 1)
    sat(member, part, ("door-support", False, 401), ("door-support", False, 404))

    page = page_of(teaching, classroom, "confusion/")

    assert [head.text for head in page.all("th", scope="row")] == ["403 Forbidden"]
    assert [head.text for head in page.all("th", scope="col")][1:] == ["401 Unauthorized", "404 Not Found", "N"]


def test_a_pair_is_assigned_to_some_by_excusing_the_others(teaching, classroom):
    chosen, other = learners_in(classroom, 2)
    sent_form = {"pair": "401-403", "member": [chosen.pk], "after": "0"}

    response = teaching.post(f"/teach/{classroom.pk}/confusion/assign/", sent_form)

    draft = Assignment.objects.get()
    assert (response.status_code, response.url) == (303, f"/teach/{classroom.pk}/assignments/{draft.pk}/")
    assert draft.published_at is None
    assert only_part(draft).wanted == {"pair": "401-403", "count": 8}
    exemption = Exemption.objects.get()
    assert (exemption.member, exemption.excused) == (other, True) and exemption.reason


def test_the_same_form_twice_makes_one_draft(teaching, classroom):
    members = learners_in(classroom, 3)
    form = {"pair": "401-403", "member": [members[0].pk], "after": "0"}
    for _ in range(2):
        assert teaching.post(f"/teach/{classroom.pk}/confusion/assign/", form).status_code == 303

    assert (Assignment.objects.count(), Exemption.objects.count()) == (1, 2)


def test_the_same_page_used_for_others_makes_another_draft(teaching, classroom):
    members = learners_in(classroom, 3)
    for member in (members[0], members[1], members[0]):
        teaching.post(
            f"/teach/{classroom.pk}/confusion/assign/", {"pair": "401-403", "member": [member.pk], "after": "0"}
        )

    first, second = Assignment.objects.order_by("pk")
    for made, chosen in ((first, members[0]), (second, members[1])):
        excused = set(made.exemptions.values_list("member", flat=True))
        assert excused == {member.pk for member in members} - {chosen.pk}


@pytest.mark.parametrize(
    "form", [{}, {"pair": "1-2"}, {"pair": "401-403"}, {"pair": "401-403", "member": ["x", "9" * 5000]}]
)
def test_a_form_without_pair_or_people_is_refused(teaching, classroom, form):
    learners_in(classroom, 1)

    assert teaching.post(f"/teach/{classroom.pk}/confusion/assign/", form).status_code == 422
    assert not Assignment.objects.exists()


def test_people_of_another_class_cant_be_chosen(teaching, classroom, ben):
    (elsewhere,) = learners_in(open_class_of(ben), 1)
    form = {"pair": "401-403", "member": [elsewhere.pk]}

    assert teaching.post(f"/teach/{classroom.pk}/confusion/assign/", form).status_code == 422


def test_an_archived_class_assigns_nothing(teaching, classroom):
    (member,) = learners_in(classroom, 1)
    classroom.archived_at = NOW
    classroom.save()

    form = {"pair": "401-403", "member": [member.pk]}
    assert teaching.post(f"/teach/{classroom.pk}/confusion/assign/", form).status_code == 409
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "query", ["correct=999&chosen=1", "correct=x&chosen=401", "correct=401", "correct=٤٠١&chosen=401"]
)
def test_a_cell_that_isnt_one_is_left_closed(teaching, classroom, query):
    assert not page_of(teaching, classroom, f"confusion/?{query}").has("h2")


# Looks


PAGES_WITH_NAMES = [
    ("questions/", "your wrong answers in quizzes"),
    ("confusion/?correct=403&chosen=401", "your answers of 401 where 403 was right"),
]


@pytest.mark.parametrize(("path", "what"), PAGES_WITH_NAMES)
def test_who_is_named_beside_an_answer_is_told_of_the_look_once(teaching, classroom, path, what):
    right, *wrong = learners_in(classroom, 3)
    part = quiz_in(classroom)
    sat(right, part, ("door-support", True, 403))
    sat_by(wrong, part, ("door-support", False, 401))

    for _ in range(2):
        assert all(member.name in page_of(teaching, classroom, path).text for member in wrong)

    looks = Look.objects.values_list("by_name", "at_learner", "what", "looked_at")
    assert sorted(looks) == [("Ada", member.learner_id, what, NOW) for member in wrong]


@pytest.mark.parametrize(("path", "what"), PAGES_WITH_NAMES)
def test_without_names_or_content_there_is_no_look(teaching, classroom, path, what):
    sat_by(learners_in(classroom, 2), quiz_in(classroom), ("door-support", False, 401))
    mark = "&" if "?" in path else "?"

    teaching.get(f"/teach/{classroom.pk}/{path}{mark}names=hidden")
    teaching.head(f"/teach/{classroom.pk}/{path}")
    teaching.get(f"/teach/{classroom.pk}/confusion/")

    assert not Look.objects.exists()
