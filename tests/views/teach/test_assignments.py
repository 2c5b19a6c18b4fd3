"""Ada teaches: she makes an assignment with forms alone, and is told what is wrong in them."""

import json

import pytest

from learn.actions.assignments import change_assignment
from learn.models import Assignment, Exemption, Part
from tests.assigning import DUE, FIELDS, PAIR, SCENARIOS, add, of, send
from tests.classes import assign, put_in
from tests.conftest import NOW
from tests.page import Page

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def _today(clock):
    """Time stands still."""


def wanted(made):
    return [(part.kind, json.loads(part.about)) for part in made.parts.all()]


# Made with forms alone


def test_an_assignment_from_an_empty_class_to_published_takes_three_forms(adas, room):
    new = Page(adas.get(of(room, what="new/")))
    response = adas.post(of(room, what="new/"), FIELDS | {"after": new.typed("after")})
    made = Assignment.objects.get()
    assert (response.status_code, response.url) == (303, of(room, made))
    assert (made.due_at, made.published_at) == (DUE, None)

    assert add(adas, room, made, kind="lesson", lesson=["401-or-403", "404-not-found"]).status_code == 303
    assert send(adas, room, made, "publish/", do="publish", at="").status_code == 303
    made.refresh_from_db()
    assert made.published_at == NOW
    assert wanted(made) == [("lesson", {"lesson": "401-or-403"}), ("lesson", {"lesson": "404-not-found"})]
    page = Page(adas.get(of(room, made)))
    assert "Learners see it since Sun 22 Nov 2026, 13:00." in page.text
    assert page.typed("due_at") == "2026-11-27T23:59"


def test_a_title_turns_no_text_about(adas, room):
    adas.post(of(room, what="new/"), FIELDS | {"after": "0", "title": "Week\u202e 1\u2066"})

    assert Assignment.objects.get().title == "Week 1"


def test_what_a_colleague_has_deleted_meanwhile_is_gone(adas, room, monkeypatch):
    made = assign(room)

    def deleting(*args, **named):
        Assignment.objects.all().delete()
        return change_assignment(*args, **named)

    monkeypatch.setattr("learn.views.teach.assignments.change_assignment", deleting)

    assert adas.post(of(room, made), FIELDS | {"version": 1}).status_code == 404


def test_the_new_form_sent_twice_makes_one(adas, room):
    urls = {adas.post(of(room, what="new/"), FIELDS | {"after": "0"}).url for _ in range(2)}

    assert len(urls) == Assignment.objects.count() == 1


def test_a_pair_is_assigned_from_its_cell_in_one_form(adas, room):
    page = Page(adas.get(of(room, what="new/"), {"pair": "401-403"}))
    sent = FIELDS | {"after": page.typed("after"), "pair": page.typed("pair"), "title": page.typed("title")}
    adas.post(of(room, what="new/"), sent)

    made = Assignment.objects.get()
    assert wanted(made) == [("quiz", {"pair": "401-403", "count": 8})]


@pytest.mark.parametrize(
    ("sent", "about"),
    [
        ({"kind": "challenge", "challenge": ["first-answer"]}, {"challenge": "first-answer"}),
        ({"kind": "quiz", "questions": "set"}, {"set": "interview"}),
        ({"kind": "quiz", "questions": "pair", "pair": "401-403", "count": "5"}, {"pair": "401-403", "count": 5}),
        ({"kind": "quiz", "questions": "boxes", "boxes": ["F", "M"], "count": "6"}, {"boxes": ["F", "M"], "count": 6}),
        ({"kind": "quiz", "questions": "boxes", "count": "6"}, {"boxes": [], "count": 6}),
        ({"kind": "review", "days": "4", "of": "7"}, {"days": 4, "of": 7}),
        ({"kind": "diagram", "percent": "60", "by": "wizard"}, {"percent": 60, "by": "wizard"}),
    ],
)
def test_every_kind_of_part_is_added(adas, room, sent, about):
    made = assign(room)
    assert add(adas, room, made, **sent).status_code == 303

    assert wanted(made) == [(sent["kind"], about)]
    assert adas.get(of(room, made)).status_code == 200


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"kind": "lesson"}, "Choose at least one lesson."),
        ({"kind": "lesson", "lesson": ["no-such"]}, "There is no lesson"),
        ({"kind": "quiz", "questions": "pair", "pair": "401-403", "count": "77"}, "from 1 to 40"),
        ({"kind": "quiz", "questions": "boxes", "boxes": ["A"], "count": "6"}, "No request is decided at box"),
        ({"kind": "review", "days": "8", "of": "7"}, "from 1 to 7"),
        ({"kind": "diagram", "percent": "101", "by": "lab"}, "from 1 to 100"),
        ({"kind": "nonsense"}, "is none of them"),
    ],
)
def test_a_part_that_cant_be_is_told_why_and_stays_typed(adas, room, sent, says):
    made = assign(room)
    response = add(adas, room, made, **sent)

    assert response.status_code == 422
    page = Page(response)
    assert says in page.text
    for name in {"count", "days", "percent"} & {*sent}:
        assert page.typed(name) == sent[name]
    assert not Part.objects.exists()


def test_parts_are_weighed_moved_and_removed_by_the_buttons_of_their_list(adas, room):
    made = assign(room, PAIR, SCENARIOS)
    first, second = made.parts.all()
    send(adas, room, made, "parts/", **{"do": "weigh", f"weight-{first.pk}": "3", f"weight-{second.pk}": "0"})
    send(adas, room, made, "parts/", do=f"up-{second.pk}")
    assert [(part.pk, part.weight) for part in made.parts.all()] == [(second.pk, 0), (first.pk, 3)]

    send(adas, room, made, "parts/", do=f"remove-{second.pk}")
    assert list(made.parts.all()) == [first]
    assert send(adas, room, made, "parts/", **{"do": "weigh", f"weight-{first.pk}": "-1"}).status_code == 422
    assert send(adas, room, made, "parts/", do="nonsense").status_code == 422
    assert send(adas, room, made, "parts/", do="remove-999999").status_code == 404


def test_assignments_are_put_in_order(adas, room):
    one, two = assign(room, title="one"), assign(room, title="two")
    assert adas.post(of(room, what="order/"), {"do": f"up-{two.pk}"}).status_code == 303

    text = Page(adas.get(of(room))).text
    assert text.index("two") < text.index("one", text.index("See it as a learner"))
    assert adas.post(of(room, what="order/"), {"do": f"sideways-{one.pk}"}).status_code == 422


# What is wrong is said, and what was typed is kept


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        ({"title": ""}, "title", "required"),
        ({"due_at": "27.11.2026"}, "due_at", "such as 2026-11-27T23:59"),
        ({"due_at": "2026-03-29T02:30"}, "due_at", "go forward over it. 03:30 would be right."),
        ({"due_at": "0001-01-01T00:00"}, "due_at", "such as 2026-11-27T23:59"),
        ({"opens_at": "2026-11-28T00:00"}, "opens_at", "due before it opens"),
        ({"late_until": "2026-11-27T23:59"}, "late_until", "Give a later moment, or none."),
        ({"due_at": "", "late_until": "2026-11-27T23:59"}, "late_until", "Nothing is late without a due date."),
        ({"due_at": "", "feedback": "after_due"}, "due_at", "Feedback after the due date needs one."),
        ({"late_percent": "101"}, "late_percent", "100"),
        ({"attempts": "0"}, "attempts", "1"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(adas, room, sent, field, says):
    made = assign(room, title="Before")
    for response in (adas.post(of(room, what="new/"), FIELDS | sent), send(adas, room, made, **(FIELDS | sent))):
        assert response.status_code == 422
        page = Page(response)
        assert says in page.text
        assert page.typed(field) == sent.get(field, FIELDS.get(field))
    assert Assignment.objects.get().title == "Before"


def test_an_edit_of_what_somebody_else_changed_is_a_conflict_that_shows_both(adas, room):
    made = assign(room, PAIR, title="Theirs", due_at=DUE, version=2)
    response = adas.post(of(room, made), FIELDS | {"title": "Mine", "version": 1})

    assert response.status_code == 409
    page = Page(response)
    assert page.typed("title") == "Mine"
    assert "now: Theirs" in page.text
    assert page.typed("version") == "2"
    made.refresh_from_db()
    assert made.title == "Theirs"
    assert adas.post(of(room, made), FIELDS | {"title": "Mine", "version": page.typed("version")}).status_code == 303


@pytest.mark.parametrize("what", ["parts/", "exemptions/", "publish/", "delete/"])
def test_every_other_form_is_a_conflict_too_once_it_is_stale(adas, room, ben, what):
    member = put_in(room, ben)
    made = assign(room, PAIR, version=7, published_at=None)
    sent = {"version": 6, "do": "publish", "who": f"member-{member.pk}", "reason": "Ill", "excused": "on"}
    if what == "parts/":
        sent |= {"do": "add", "kind": "quiz", "questions": "set"}

    response = adas.post(of(room, made, what), sent)
    assert response.status_code == 409
    assert "was changed since you opened this page" in response.text
    assert (Assignment.objects.get().version, made.parts.count(), Exemption.objects.count()) == (7, 1, 0)
