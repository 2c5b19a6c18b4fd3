"""An instructor opens a class, sets it up, shares it with others, copies and archives it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learn.models import Classroom, Learner, Member, User
from tests.classes import assign, open_class_of, put_in
from tests.conftest import NOW, PASSWORD, make_user
from tests.page import Page

OPEN = {"name": "HTTP in practice", "taught_as": "Ms Ada", "time_zone": "Europe/Berlin"}
AWKWARD = [
    "O'Brien & sons",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x")',
    "הכיתה \u200f",
    "{{ 7|add:7 }}",
    "x" * 120,
]


@pytest.fixture
def teaching(client, ada):
    client.force_login(ada)
    return client


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


def settings_of(classroom, **changes):
    fields = {
        "name": classroom.name,
        "time_zone": classroom.time_zone,
        "kept_days": classroom.kept_days,
        "version": classroom.version,
    }
    return fields | changes


# Opening


def test_a_class_is_opened_with_one_form_that_is_filled_in_already(teaching, ada):
    page = Page(teaching.get("/teach/"))
    assert page.typed("taught_as") == "Ada"

    response = teaching.post("/teach/open/", OPEN | {"new_code": page.typed("new_code")})

    classroom = Classroom.objects.get()
    assert (response.status_code, response.url) == (303, f"/teach/{classroom.pk}/people/")
    assert classroom.members.get().name == "Ms Ada"
    page = Page(teaching.get(response.url))
    assert classroom.name in page.h1
    assert f"/join/{classroom.code}/" in page.text
    assert classroom.name in Page(teaching.get("/teach/")).text


@pytest.mark.parametrize(("own", "typed", "zone"), [("", "", "UTC"), ("Asia/Tokyo", None, "Asia/Tokyo")])
def test_a_class_has_the_time_zone_of_its_instructor_or_the_sites(teaching, ada, own, typed, zone):
    Learner.objects.filter(user=ada).update(time_zone=own)
    shown = Page(teaching.get("/teach/")).typed("time_zone")

    teaching.post("/teach/open/", OPEN | {"time_zone": shown if typed is None else typed})

    assert Classroom.objects.get().time_zone == zone


def test_a_form_sent_twice_opens_one_class(teaching):
    sent = OPEN | {"new_code": Page(teaching.get("/teach/")).typed("new_code")}

    assert teaching.post("/teach/open/", sent).url == teaching.post("/teach/open/", sent).url
    assert Classroom.objects.count() == 1


def test_an_account_that_has_never_learnt_opens_one_class_however_often_it_is_sent(sam):
    Learner.objects.filter(user=sam).delete()
    browser = browser_of(sam)
    sent = OPEN | {"new_code": Page(browser.get("/teach/")).typed("new_code")}

    assert len({browser.post("/teach/open/", sent).url for _ in range(2)}) == Classroom.objects.count() == 1


@pytest.mark.parametrize("code", ["", "ABCDEF234", "1.ABCDEF234:forged"])
def test_nobody_chooses_the_code_of_a_class(teaching, code):
    assert teaching.post("/teach/open/", OPEN | {"new_code": code}).status_code == 303
    assert Classroom.objects.get().code != "ABCDEF234"


def test_a_form_of_somebody_else_gives_another_code(teaching, ben):
    theirs = Page(browser_of(ben).get("/teach/")).typed("new_code")
    teaching.post("/teach/open/", OPEN | {"new_code": theirs})

    assert Classroom.objects.get().code not in theirs


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, "required"),
        ({"name": "x" * 121}, "at most 120"),
        ({"time_zone": "Berlin"}, "No time zone has this name"),
        ({"time_zone": "../etc/passwd"}, "No time zone has this name"),
        ({"time_zone": "Factory"}, "No time zone has this name"),
        ({"time_zone": "localtime"}, "No time zone has this name"),
        ({"starts_on": "2026-12-01", "ends_on": "2026-11-30"}, "The last day comes before the first one."),
        ({"starts_on": "0001-01-01"}, "between 2000 and 2100"),
        ({"starts_on": "tomorrow"}, "valid date"),
        ({"taught_as": "\u202e"}, "required"),
    ],
)
def test_a_class_that_cant_be_opened_stays_typed(teaching, fields, problem):
    response = teaching.post("/teach/open/", OPEN | {"starts_on": "2026-09-01"} | fields)

    assert response.status_code == 422
    assert problem in response.text
    assert Page(response).typed("time_zone") == fields.get("time_zone", "Europe/Berlin")
    assert not Classroom.objects.exists()


def test_a_class_of_one_day_ends_on_the_day_it_starts(teaching):
    assert teaching.post("/teach/open/", OPEN | {"starts_on": "2026-12-01", "ends_on": "2026-12-01"}).status_code == 303


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_are_shown_as_they_are(teaching, ada, ben, name):
    teaching.post("/teach/open/", OPEN | {"name": name, "taught_as": name})
    classroom = Classroom.objects.get()
    put_in(classroom, ben, name=name)
    learning = browser_of(ben)

    for browser, path in (
        (teaching, "/teach/"),
        (teaching, f"/teach/{classroom.pk}/people/"),
        (teaching, f"/teach/{classroom.pk}/settings/"),
        (learning, "/classes/"),
        (learning, f"/classes/{classroom.pk}/"),
    ):
        response = browser.get(path)
        assert response.status_code == 200
        assert " ".join(name.split()) in Page(response).text
        assert "<script>alert" not in response.text
        assert "<img" not in response.text


def test_staff_without_a_learner_can_teach(client, db):
    boss = User.objects.create_superuser("Boss", password=PASSWORD)
    client.force_login(boss)

    assert client.get("/teach/").status_code == 200
    assert client.post("/teach/open/", OPEN).status_code == 303
    assert Classroom.objects.get().members.get().learner.user == boss


# Settings


def test_settings_are_kept_and_shown(teaching, ada):
    classroom = open_class_of(ada)
    path = f"/teach/{classroom.pk}/settings/"

    response = teaching.post(path, settings_of(classroom, name="New", names_shared="on", kept_days=30))

    assert response.url == path
    classroom.refresh_from_db()
    assert (classroom.name, classroom.names_shared, classroom.kept_days, classroom.version) == ("New", True, 30, 2)
    assert Page(teaching.get(path)).typed("name") == "New"
    assert Page(teaching.get(path)).typed("version") == "2"


def test_a_stale_edit_is_a_conflict_that_keeps_what_was_typed(teaching, ada):
    classroom = open_class_of(ada, "Old")
    path = f"/teach/{classroom.pk}/settings/"
    teaching.post(path, settings_of(classroom, name="Hers"))

    response = teaching.post(path, settings_of(classroom, name="His"))

    assert response.status_code == 409
    page = Page(response)
    assert page.typed("name") == "His"
    assert "Hers" in page.text
    assert Classroom.objects.get().name == "Hers"
    # Sent again, it is meant for what stands now.
    assert teaching.post(path, settings_of(classroom, name="His", version=page.typed("version"))).status_code == 303
    assert Classroom.objects.get().name == "His"


def test_the_same_settings_sent_twice_are_no_conflict(teaching, ada):
    classroom = open_class_of(ada)
    path = f"/teach/{classroom.pk}/settings/"
    sent = settings_of(classroom, name="New")

    assert [teaching.post(path, sent).status_code for _ in range(2)] == [303, 303]


@pytest.mark.parametrize("setting", ["names_shared", "earlier_work_counts"])
def test_what_is_shared_isnt_widened_once_somebody_is_in(teaching, ada, ben, setting):
    classroom = open_class_of(ada)
    path = f"/teach/{classroom.pk}/settings/"
    member = put_in(classroom, ben)

    response = teaching.post(path, settings_of(classroom, name="Typed", **{setting: "on"}))

    assert response.status_code == 422
    assert "Somebody has joined while it was off" in response.text
    assert Page(response).typed("name") == "Typed"
    assert Page(response).has("input", name=setting, checked="")
    classroom.refresh_from_db()
    assert (classroom.version, getattr(classroom, setting)) == (1, False)

    member.left_at = NOW
    member.save()
    for value, version in (("on", 1), (None, 2)):
        sent = settings_of(classroom, version=version) | ({setting: value} if value else {})
        assert teaching.post(path, sent).status_code == 303
        put_in(classroom, make_user(f"Newcomer {version}"))
    classroom.refresh_from_db()
    assert getattr(classroom, setting) is False


@pytest.mark.parametrize("fields", [{"kept_days": -1}, {"kept_days": 3651}, {"version": "x"}, {"name": ""}])
def test_settings_that_cant_be_kept_are_refused(teaching, ada, fields):
    classroom = open_class_of(ada)

    assert teaching.post(f"/teach/{classroom.pk}/settings/", settings_of(classroom, **fields)).status_code == 422
    classroom.refresh_from_db()
    assert classroom.version == 1


def test_an_archived_class_is_read_but_not_changed(teaching, ada, ben):
    classroom = open_class_of(ada)
    member = put_in(classroom, ben)
    base = f"/teach/{classroom.pk}"
    for _ in range(2):
        assert teaching.post(f"{base}/archive/").status_code == 303

    assert "archived" in teaching.get(f"{base}/people/").text
    for path, sent in (
        (f"{base}/settings/", settings_of(classroom, name="New")),
        (f"{base}/joining/", {"change": "close"}),
        (f"{base}/joining/", {"change": "renew", "code": classroom.code}),
        (f"{base}/people/import/", {"text": "Ann"}),
        (f"{base}/people/instructors/", {"account": "Ben O'Neill"}),
        (f"{base}/people/{member.pk}/", {"name": "x"}),
        (f"{base}/people/{member.pk}/remove/", {}),
    ):
        assert teaching.post(path, sent).status_code == 409, path
    assert browser_of(ben).get(f"/classes/{classroom.pk}/").status_code == 200

    for _ in range(2):
        teaching.post(f"{base}/archive/", {"reopen": "yes"})
    assert teaching.post(f"{base}/joining/", {"change": "close"}).status_code == 303


def test_a_class_is_copied_with_its_dates_moved(teaching, ada, ben):
    classroom = open_class_of(ada, starts_on=NOW.date())
    put_in(classroom, ben)
    assign(classroom, ("lesson", {"lesson": "401-or-403"}), due_at=NOW + timedelta(days=7))
    code = Page(teaching.get(f"/teach/{classroom.pk}/settings/")).typed("new_code")
    starts_on = NOW.date() + timedelta(days=70)
    sent = {"name": "Spring", "starts_on": starts_on.isoformat(), "new_code": code}

    urls = {teaching.post(f"/teach/{classroom.pk}/copy/", sent).url for _ in range(2)}

    copy = Classroom.objects.get(name="Spring")
    assert urls == {f"/teach/{copy.pk}/settings/"}
    assert copy.members.get().learner == ada.learner
    assert copy.assignments.get().due_at == NOW + timedelta(days=77)


def test_a_copy_needs_a_first_day(teaching, ada):
    classroom = open_class_of(ada)

    response = teaching.post(f"/teach/{classroom.pk}/copy/", {"name": "Spring"})

    assert response.status_code == 422
    assert Classroom.objects.count() == 1


# Whose class it is


ADDRESSES = {
    "class_settings": ("get", "post"),
    "archive_class": ("post",),
    "copy_class": ("get", "post"),
    "class_joining": ("post",),
    "people": ("get",),
    "import_roster": ("get", "post"),
    "add_instructor": ("post",),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_its_instructors_see_and_change_a_class(client, gwen, ada, ben, sam, name):
    classroom = open_class_of(ada)
    put_in(classroom, ben)
    open_class_of(sam)
    path = reverse(name, args=[classroom.pk])
    for method in ADDRESSES[name]:
        assert getattr(browser_of(ben), method)(path).status_code == 403
        assert getattr(browser_of(sam), method)(path).status_code == 404
        assert getattr(browser_of(make_user(f"Eve {method}")), method)(path).status_code == 404
        for browser in (Client(), gwen):
            response = getattr(browser, method)(path)
            assert response.status_code == 302
            assert response.url.startswith("/account/sign-in/?next=%2Fteach%2F")
    assert Classroom.objects.get(pk=classroom.pk).archived_at is None


def test_another_instructor_of_the_same_class_does_what_the_first_does(ada, ben):
    classroom = open_class_of(ada)
    put_in(classroom, ben, role=Member.Role.INSTRUCTOR)
    browser = browser_of(ben)

    assert browser.get(f"/teach/{classroom.pk}/settings/").status_code == 200
    assert browser.post(f"/teach/{classroom.pk}/archive/").status_code == 303


def test_no_id_stands_twice_on_a_page(teaching, ada, ben):
    classroom = open_class_of(ada)
    put_in(classroom, ben)
    for path in ("/teach/", f"/teach/{classroom.pk}/people/", f"/teach/{classroom.pk}/settings/", "/classes/"):
        ids = Page(teaching.get(path)).ids
        assert len(ids) == len(set(ids)), path


def test_pages_of_classes_are_never_kept(teaching, ada, ben):
    classroom = open_class_of(ada)
    put_in(classroom, ben)
    paths = ["/teach/", f"/teach/{classroom.pk}/people/", f"/teach/{classroom.pk}/settings/"]
    for path in paths:
        assert teaching.get(path)["Cache-Control"] == "private, no-store"
    assert browser_of(ben).get(f"/classes/{classroom.pk}/")["Cache-Control"] == "private, no-store"


# The header, and leaving for good


def test_accounts_find_teach_and_their_classes_in_the_header(client, gwen, ada, ben):
    put_in(open_class_of(ada), ben)
    Learner.objects.filter(user=ada).update(in_class=False)

    found = [{"/teach/", "/classes/"} & set(Page(b.get("/")).links) for b in (Client(), gwen, browser_of(ada))]

    assert found == [set(), set(), {"/teach/"}]
    assert {"/teach/", "/classes/"} <= set(Page(browser_of(ben).get("/")).links)


def test_an_account_isnt_deleted_while_learners_need_it(teaching, ada, ben):
    classroom = open_class_of(ada, "Tuesday's class")
    member = put_in(classroom, ben)

    response = teaching.post("/account/delete/", {"password": PASSWORD})

    assert response.status_code == 409
    assert "last instructor of “Tuesday's class”" in Page(response).text
    assert User.objects.filter(pk=ada.pk).exists()
    teaching.post(f"/teach/{classroom.pk}/people/{member.pk}/remove/")
    assert teaching.post("/account/delete/", {"password": PASSWORD}).status_code == 303
    assert not User.objects.filter(pk=ada.pk).exists()


def statements(browser, path):
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return len(found)


def test_the_list_of_classes_costs_the_same_for_one_and_for_thirty(teaching, ada, ben):
    put_in(open_class_of(ada), ben)
    one = statements(teaching, "/teach/")
    for number in range(30):
        open_class_of(ada, code=f"ABCDEFG{number:02}")

    assert statements(teaching, "/teach/") == one
