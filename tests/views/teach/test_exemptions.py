"""Ada makes exemptions, and looks at the class as a learner at any date."""

import re
from datetime import UTC, datetime

import pytest
from django.apps import apps

from learn.models import Exemption
from tests.assigning import DAY, SCENARIOS, due_in_two_days, of, send
from tests.classes import assign, put_in
from tests.conftest import NOW
from tests.page import Page

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def _today(clock):
    """Time stands still."""


# Exemptions


def test_an_exemption_is_made_for_a_learner_and_a_group_and_taken_back(adas, room, ben, sam):
    member = put_in(room, ben)
    put_in(room, sam, group="Lab A")
    made = due_in_two_days(room)
    send(adas, room, made, "exemptions/", who=f"member-{member.pk}", reason="Ill", due_at="2026-11-30T12:00")
    send(adas, room, made, "exemptions/", who="group-Lab A", reason="Trip", excused="on", extra_attempts="2")

    own, group = made.exemptions.all()
    assert (own.member, own.due_at, own.reason) == (member, datetime(2026, 11, 30, 11, 0, tzinfo=UTC), "Ill")
    assert (group.group, group.excused, group.extra_attempts) == ("Lab A", True, 2)
    text = Page(adas.get(of(room, made))).text
    assert "due Mon 30 Nov, 12:00 Ill" in text
    assert "Group Lab A: excused Trip" in text
    send(adas, room, made, "exemptions/", do=f"lift-{own.pk}")
    assert list(made.exemptions.all()) == [group]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"reason": ""}, "Say why: the learner reads it."),
        ({"excused": ""}, "This exemption changes nothing."),
        ({"who": "member-999999"}, "Select a valid choice"),
        ({"due_at": "2026-03-29T02:30"}, "go forward over it"),
    ],
)
def test_an_exemption_that_cant_be_is_told_why_and_stays_typed(adas, room, ben, sent, says):
    member = put_in(room, ben)
    made = due_in_two_days(room)
    fields = {"who": f"member-{member.pk}", "reason": "Ill since Monday", "excused": "on"} | sent
    response = send(adas, room, made, "exemptions/", **fields)

    assert response.status_code == 422
    assert says in Page(response).text
    assert ("Ill since Monday" in response.text) is bool(fields["reason"])
    assert not Exemption.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"opens_at": "2026-11-28T10:00"}, "It would open on 28 Nov 2026, 10:00 and be due on 24 Nov 2026, 13:00."),
        ({"due_at": "2026-11-20T10:00"}, "It would open on 22 Nov 2026, 13:00 and be due on 20 Nov 2026, 10:00."),
        ({"late_until": "2026-11-23T10:00"}, "after the due date, which is 24 Nov 2026, 13:00. Give a later moment"),
        ({"late_until": "2026-12-04T09:00", "due_at": "2026-12-05T09:00"}, "Late work is taken after the due date."),
    ],
)
@pytest.mark.parametrize("who", ["member", "group"])
def test_an_exemption_is_judged_by_the_dates_that_come_of_it(adas, room, ben, who, sent, says):
    member = put_in(room, ben, group="A")
    made = due_in_two_days(room, opens_at=NOW)
    key = f"member-{member.pk}" if who == "member" else "group-A"

    response = send(adas, room, made, "exemptions/", who=key, reason="Ill since Monday", **sent)

    assert response.status_code == 422
    assert says in Page(response).text and "Ill since Monday" in response.text
    assert not Exemption.objects.exists()


def test_late_work_needs_a_due_date_in_an_exemption_too(adas, room, ben):
    member = put_in(room, ben)
    made = due_in_two_days(room, due_at=None, late_until=None)
    fields = {"who": f"member-{member.pk}", "reason": "Ill", "late_until": "2026-12-05T09:00"}

    assert "Nothing is late without a due date." in send(adas, room, made, "exemptions/", **fields).text
    assert send(adas, room, made, "exemptions/", **fields, due_at="2026-12-01T09:00").status_code == 303


def test_an_exemption_goes_together_with_those_of_the_group_and_its_members(adas, room, ben):
    member = put_in(room, ben, group="A")
    made = due_in_two_days(room)
    one, group = {"who": f"member-{member.pk}", "reason": "Ill"}, {"who": "group-A", "reason": "Trip"}
    assert send(adas, room, made, "exemptions/", **group, due_at="2026-12-09T09:00").status_code == 303
    assert send(adas, room, made, "exemptions/", **one, opens_at="2026-12-08T09:00").status_code == 303

    # Without the group's date, it would be due before it opens; replaced by another one, that is judged anew.
    assert send(adas, room, made, "exemptions/", **group, due_at="2026-12-05T09:00").status_code == 422
    assert send(adas, room, made, "exemptions/", **one, opens_at="2026-12-10T09:00").status_code == 422
    assert send(adas, room, made, "exemptions/", **one, opens_at="2026-12-01T09:00").status_code == 303
    assert send(adas, room, made, "exemptions/", **group, due_at="2026-12-05T09:00").status_code == 303


# The preview


def rows():
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def test_the_preview_shows_a_learners_page_at_any_date_and_leaves_nothing_behind(adas, room):
    made = due_in_two_days(room, SCENARIOS, ("lesson", {"lesson": "401-or-403"}), opens_at=NOW + DAY, attempts=2)
    assign(room, title="Hidden", published_at=NOW + 9 * DAY)
    before = rows()
    states = {}
    for at in ("2026-11-22T12:00", "2026-11-22T20:00", "2026-11-23T20:00", "2026-11-25T20:00", "2026-11-29T20:00"):
        page = Page(adas.get(f"/teach/{room.pk}/preview/", {"at": at}))
        assert page.typed("at") == at
        states[at[8:10] + at[11:13]] = [pill.text for pill in page.all("span", cls="pill")]
        assert "Hidden" not in page.text
    assert states == {
        "2212": [],
        "2220": ["opens later"],
        "2320": ["open"],
        "2520": ["late work is taken"],
        "2920": ["closed"],
    }

    text = adas.get(f"/teach/{room.pk}/preview/", {"at": "2026-11-23T20:00", "assignment": made.pk}).text
    assert "2 attempts left" in text
    assert re.search(r'<button class="btn primary" name="part" value="\d+" disabled>', text)
    assert "Questions of one learner, as an example" in text
    assert "Open the lesson" in text
    assert rows() == before


@pytest.mark.parametrize(("query", "status"), [({"at": "2026-03-29T02:30"}, 422), ({"assignment": "x"}, 404)])
def test_a_preview_of_what_isnt_there_says_so(adas, room, query, status):
    assert adas.get(f"/teach/{room.pk}/preview/", query).status_code == status
