"""Who may see and change what: every address by every kind of person."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.addresses import address, all_names, names

pytestmark = pytest.mark.django_db(databases="__all__")

PEOPLE = ("visitor", "guest", "ada", "ben", "staff")
NO_ONE = 405
READ = (200, NO_ONE)
ACCOUNTS = (302, 302, 200, 200, 200)
NO_CLASS = (302, 302, 404, 404, 404)

# For each address: the status of GET and of a POST without fields; one for all of PEOPLE, or one for each.
TABLE = {
    "home": READ,
    "course": READ,
    "lesson": READ,
    "reading": (NO_ONE, 204),
    "feedback": (NO_ONE, 200),
    "check": (NO_ONE, 422),
    "codes": READ,
    "code": READ,
    "backend_flowchart": READ,
    "flowchart": READ,
    "mermaid": READ,
    "flowchart_json": READ,
    "wizards": READ,
    "wizard": READ,
    "walked": (NO_ONE, 303),
    "lab": READ,
    "draft": (NO_ONE, 200),
    "send": (NO_ONE, 422),
    # Nobody in this table has sent anything yet.
    "compare": (404, NO_ONE),
    "share": (NO_ONE, 404),
    "challenges": READ,
    "challenge": (200, 303),
    "hint": (NO_ONE, 422),
    "shared": (404, NO_ONE),
    "stop_sharing": (NO_ONE, 404),
    "practice": READ,
    "begin": (NO_ONE, 422),
    "practice_settings": (NO_ONE, 422),
    "take": READ,
    # Nobody in this table has begun a sitting.
    "sitting": (404, NO_ONE),
    "answer": (NO_ONE, 404),
    "lab_docs": READ,
    "openapi": READ,
    "own_sandbox": (NO_ONE, 303),
    "problems": READ,
    "problem": READ,
    "progress": READ,
    "progress_answers": READ,
    "teach": (ACCOUNTS, NO_ONE),
    "open_class": (ACCOUNTS, (302, 302, 422, 422, 422)),
    # Nobody in this table has a class; those who have are in tests/views/teach.
    "class_settings": (NO_CLASS, NO_CLASS),
    "archive_class": (NO_ONE, NO_CLASS),
    "copy_class": (NO_CLASS, NO_CLASS),
    "class_joining": (NO_ONE, NO_CLASS),
    "people": (NO_CLASS, NO_ONE),
    "import_roster": (NO_CLASS, NO_CLASS),
    "add_instructor": (NO_ONE, NO_CLASS),
    "change_member": (NO_CLASS, NO_CLASS),
    "remove_member": (NO_ONE, NO_CLASS),
    "withdraw_invitation": (NO_ONE, NO_CLASS),
    "classroom": (NO_CLASS, NO_ONE),
    "gradebook": (NO_CLASS, NO_ONE),
    "gradebook_cell": (NO_CLASS, NO_ONE),
    "gradebook_csv": (NO_CLASS, NO_ONE),
    "member_work": (NO_CLASS, NO_ONE),
    "work": (NO_CLASS, NO_ONE),
    "class_questions": (NO_CLASS, NO_ONE),
    "class_confusion": (NO_CLASS, NO_ONE),
    "assign_pair": (NO_ONE, NO_CLASS),
    "class_map": (NO_CLASS, NO_ONE),
    "class_map_live": (NO_CLASS, NO_ONE),
    "begin_round": (NO_ONE, NO_CLASS),
    "round": (NO_CLASS, NO_ONE),
    "step_round": (NO_ONE, NO_CLASS),
    "round_live": (NO_CLASS, NO_ONE),
    "class_round": (NO_CLASS, NO_ONE),
    "vote": (NO_ONE, NO_CLASS),
    "class_round_live": (NO_CLASS, NO_ONE),
    "assignments": (NO_CLASS, NO_ONE),
    "order_assignments": (NO_ONE, NO_CLASS),
    "new_assignment": (NO_CLASS, NO_CLASS),
    "assignment": (NO_CLASS, NO_CLASS),
    "change_parts": (NO_ONE, NO_CLASS),
    "exempt": (NO_ONE, NO_CLASS),
    "publish": (NO_ONE, NO_CLASS),
    "delete_assignment": (NO_CLASS, NO_CLASS),
    "preview": (NO_CLASS, NO_ONE),
    "assigned": (NO_CLASS, NO_CLASS),
    "calendar_address": (NO_ONE, NO_CLASS),
    "calendar": (404, NO_ONE),
    "my_classes": (ACCOUNTS, NO_ONE),
    "looks": (ACCOUNTS, NO_ONE),
    "class": (NO_CLASS, NO_ONE),
    "leave_class": (NO_ONE, NO_CLASS),
    "join": (200, 422),
    "joining": (422, 422),
    "invited": (NO_CLASS, NO_CLASS),
    "account": (ACCOUNTS, (302, 302, 303, 303, 303)),
    "sign_up": (200, 422),
    "sign_in": (200, 422),
    "sign_out": (NO_ONE, 303),
    "add_work": ((403, 403, 303, 303, 303), (403, 403, 303, 303, 303)),
    "change_password": (ACCOUNTS, (302, 302, 422, 422, 422)),
    "export": READ,
    "delete_account": ((302, 200, 200, 200, 200), (302, 303, 422, 422, 422)),
    "reset_password": (200, 422),
    "reset_password_sent": READ,
    "choose_new_password": (200, 200),
    "search": READ,
    "comfort": (200, 303),
    "series": READ,
    "privacy": READ,
    "feed": READ,
    "sitemap": READ,
    "robots": READ,
    "healthz": READ,
    "readyz": READ,
}


@pytest.fixture
def people(guest, gwen, ada, ben, sam):
    browsers = {"visitor": Client(), "guest": gwen, "ada": Client(), "ben": Client(), "staff": Client()}
    for name, user in (("ada", ada), ("ben", ben), ("staff", sam)):
        browsers[name].force_login(user)
    return browsers


def each(statuses):
    return statuses if isinstance(statuses, tuple) else (statuses,) * len(PEOPLE)


def test_every_address_has_its_row_and_every_row_its_address():
    assert set(TABLE) == set(names())


def test_who_may_read(people):
    found = {name: tuple(people[person].get(address(name)).status_code for person in PEOPLE) for name in TABLE}

    assert found == {name: each(row[0]) for name, row in TABLE.items()}


@pytest.mark.parametrize("name", names())
def test_who_may_write(people, name):
    statuses = tuple(people[person].post(address(name)).status_code for person in PEOPLE)

    assert statuses == each(TABLE[name][1])


def test_no_address_has_other_methods(people):
    for name in TABLE:
        if name == "choose_new_password":
            continue  # a link that isn't good is told so whatever the method
        for person, method in zip(PEOPLE, ("put", "patch", "delete", "put", "delete"), strict=True):
            response = getattr(people[person], method)(address(name))
            assert response.status_code == NO_ONE, (name, person)
            assert response.has_header("Allow"), name


def admin_addresses():
    arguments = {"app_list": ["learn"], "view_on_site": ["1", "1"], "auth_user_password_change": ["1"]}
    for name in sorted(set(all_names())):
        if not name.startswith("admin:") or name == "admin:":
            continue
        for args in (arguments.get(name.removeprefix("admin:"), []), ["1"]):
            try:
                yield reverse(name, args=args)
                break
            except NoReverseMatch:
                continue
        else:
            raise AssertionError(f"{name} has no address here")


def test_the_admin_is_for_staff_alone(people):
    for path in (*admin_addresses(), "/admin/learn/user/1/", "/admin/anything/"):
        for person in PEOPLE[:-1]:
            for method in ("get", "post"):
                response = getattr(people[person], method)(path)
                assert response.status_code == 302, (path, person)
                assert response.url.startswith(("/admin/login/", "/account/sign-in/")) or path == "/admin/logout/"
    assert people["staff"].get("/admin/").status_code == 200


def test_staff_who_arent_superusers_change_nothing(client, ben):
    ben.is_staff = True
    ben.save()
    client.force_login(ben)

    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/learn/user/").status_code == 403
    assert client.post(f"/admin/learn/user/{ben.pk}/delete/", {"post": "yes"}).status_code == 403


def test_feedback_isnt_written_in_the_admin(client, sam):
    client.force_login(sam)

    assert client.get("/admin/learn/feedback/").status_code == 200
    assert client.get("/admin/learn/feedback/add/").status_code == 403
