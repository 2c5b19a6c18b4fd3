"""Ada publishes, hides and deletes assignments; nobody but those who teach the class may."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from learn.models import Assignment, Sitting
from tests.assigning import FIELDS, PAIR, add, begin, due_in_two_days, of, send
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW
from tests.page import Page

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def _today(clock):
    """Time stands still."""


# Publishing


def test_nothing_is_published_without_parts(adas, room):
    made = assign(room, published_at=None)

    response = send(adas, room, made, "publish/", do="publish")
    assert response.status_code == 422
    assert "Add a part first." in response.text


def test_publishing_at_a_moment_is_seen_from_then_on(adas, room, ben, time_machine):
    put_in(room, ben)
    made = assign(room, PAIR, published_at=None)
    send(adas, room, made, "publish/", do="publish", at="2026-11-23T09:00")
    bens = Client()
    bens.force_login(ben)

    made.refresh_from_db()
    assert made.published_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert "Learners see it from Mon 23 Nov 2026, 09:00 on." in Page(adas.get(of(room, made))).text
    assert bens.get(f"/classes/{room.pk}/assignments/{made.pk}/").status_code == 404
    time_machine.move_to(made.published_at, tick=False)
    assert bens.get(f"/classes/{room.pk}/assignments/{made.pk}/").status_code == 200


def test_publishing_twice_is_publishing_once(adas, room):
    made = assign(room, PAIR, published_at=None)
    sent = {"version": 1, "do": "publish", "at": ""}

    assert [adas.post(of(room, made, "publish/"), sent).status_code for _ in range(2)] == [303, 303]


def test_it_becomes_a_draft_again_while_nobody_has_begun(adas, room, ben):
    made = due_in_two_days(room)
    assert send(adas, room, made, "publish/", do="unpublish").status_code == 303
    made.refresh_from_db()
    assert made.published_at is None

    send(adas, room, made, "publish/", do="publish")
    begin(put_in(room, ben), Assignment.objects.get())
    response = send(adas, room, made, "publish/", do="unpublish")
    assert response.status_code == 409
    assert "one learner has begun" in response.text


def test_deleting_asks_first(adas, room, ben):
    made = due_in_two_days(room)
    begin(put_in(room, ben), made)

    page = Page(adas.get(of(room, made, "delete/")))
    assert "1 learner began it." in page.text
    assert Assignment.objects.exists()
    assert send(adas, room, made, "delete/").status_code == 303
    assert not Assignment.objects.exists()
    assert Sitting.objects.get().part is None


# Who may


def test_only_those_who_teach_the_class_may(room, ben, sam, gwen):
    made = due_in_two_days(room)
    put_in(room, ben)
    open_class_of(sam)
    pages = [of(room), of(room, what="new/"), of(room, made), of(room, made, "delete/"), f"/teach/{room.pk}/preview/"]
    posts = [*pages[1:-1], of(room, what="order/"), *(of(room, made, what) for what in ("parts/", "exemptions/"))]
    for somebody, status in ((ben, 403), (sam, 404), (None, 302)):
        browser = Client() if somebody else gwen
        if somebody:
            browser.force_login(somebody)
        assert {browser.get(page).status_code for page in pages} == {status}
        assert {browser.post(page, {"version": 1}).status_code for page in [*posts, of(room, made, "publish/")]} == {
            status
        }
    assert (Assignment.objects.get().version, made.parts.count()) == (1, 1)


def test_an_assignment_of_another_class_isnt_edited_through_ones_own(adas, room, sam):
    other = due_in_two_days(open_class_of(sam))

    for what in ("", "delete/"):
        assert adas.get(of(room, other, what)).status_code == 404
        assert adas.post(of(room, other, what), FIELDS | {"version": 1}).status_code == 404


def test_an_archived_class_stays_as_it_is(adas, room):
    made = due_in_two_days(room)
    room.archived_at = NOW
    room.save()

    assert adas.get(of(room, made)).status_code == 200
    for response in (
        adas.post(of(room, what="new/"), FIELDS),
        send(adas, room, made, **FIELDS),
        send(adas, room, made, "delete/"),
        add(adas, room, made, kind="quiz", questions="set"),
    ):
        assert response.status_code == 409
        assert "archived" in response.text


def test_every_name_on_the_page_of_an_assignment_stands_there_once(adas, room, ben):
    put_in(room, ben)
    made = due_in_two_days(room)
    send(adas, room, made, "exemptions/", who=f"member-{room.members.last().pk}", reason="Ill", excused="on")

    for page in (Page(adas.get(of(room, made))), Page(adas.get(of(room, what="new/")))):
        assert len(page.ids) == len(set(page.ids))
        assert {label["for"] for label in page.all("label") if "for" in label.attrs} <= set(page.ids)


def test_titles_are_text_whatever_they_hold(adas, room):
    title = "<script>alert(1)</script> & ‏עברית"
    made = due_in_two_days(room, title=title)

    for path in (of(room), of(room, made), of(room, made, "delete/"), f"/teach/{room.pk}/preview/"):
        response = adas.get(path)
        assert "<script>alert(1)" not in response.text
        assert title in Page(response).text
