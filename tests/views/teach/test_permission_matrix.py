"""Who may see and change what of a class: every address of it by every kind of person."""

import pytest
from django.test import Client
from django.urls import reverse

from learn.models import Classroom
from tests.addresses import address, names, of_class
from tests.classes import open_class_of, put_in
from tests.conftest import make_user
from tests.views.at_work import class_at_work

pytestmark = pytest.mark.django_db(databases="__all__")

PEOPLE = ("visitor", "guest", "learner", "classmate", "other instructor", "instructor", "staff")
NO_ONE = (405,) * 7
SIGN_IN = (302, 302)
OTHERS = (404, 404)


def taught(status):
    """What the class's instructors get; its learners are refused, others learn nothing, and nobody else is known."""
    return (*SIGN_IN, 403, 403, 404, status, 404)


def attended(status):
    """What the class's learners get; its instructors have pages of their own."""
    return (*SIGN_IN, status, status, 404, 403, 404)


# For each address: the status of GET and of a POST without fields.
TABLE = {
    "classroom": (taught(200), NO_ONE),
    "class_settings": (taught(200), taught(422)),
    "people": (taught(200), NO_ONE),
    "import_roster": (taught(200), taught(422)),
    "change_member": (taught(200), taught(422)),
    "assignments": (taught(200), NO_ONE),
    "new_assignment": (taught(200), taught(422)),
    "assignment": (taught(200), taught(422)),
    "delete_assignment": (taught(200), taught(409)),
    "preview": (taught(200), NO_ONE),
    "gradebook": (taught(200), NO_ONE),
    "gradebook_csv": (taught(200), NO_ONE),
    "member_work": (taught(200), NO_ONE),
    "work": (taught(200), NO_ONE),
    "class_questions": (taught(200), NO_ONE),
    "class_confusion": (taught(200), NO_ONE),
    "class_map": (taught(200), NO_ONE),
    "class_map_live": (taught(200), NO_ONE),
    "round": (taught(200), NO_ONE),
    "round_live": (taught(200), NO_ONE),
    "class": ((*SIGN_IN, 200, 200, 404, 403, 404), NO_ONE),
    # A part is named where work at it begins.
    "assigned": (attended(200), attended(404)),
    "class_round": (attended(200), NO_ONE),
    "class_round_live": (attended(200), NO_ONE),
    "archive_class": (NO_ONE, taught(303)),
    "copy_class": (taught(303), taught(422)),
    "class_joining": (NO_ONE, taught(303)),
    "add_instructor": (NO_ONE, taught(422)),
    "remove_member": (NO_ONE, taught(303)),
    "withdraw_invitation": (NO_ONE, taught(303)),
    "order_assignments": (NO_ONE, taught(422)),
    "change_parts": (NO_ONE, taught(422)),
    "exempt": (NO_ONE, taught(422)),
    "publish": (NO_ONE, taught(303)),
    "assign_pair": (NO_ONE, taught(422)),
    "begin_round": (NO_ONE, taught(303)),
    "step_round": (NO_ONE, taught(409)),
    "gradebook_cell": (taught(302), NO_ONE),
    "leave_class": (NO_ONE, (*SIGN_IN, 303, 303, 404, 404, 404)),
    "calendar_address": (NO_ONE, attended(303)),
    "vote": (NO_ONE, attended(422)),
}


@pytest.fixture
def people(guest, gwen, ada, ben, sam):
    others = {name: make_user(name) for name in ("Lea", "Carl")}
    accounts = {"learner": others["Lea"], "classmate": others["Carl"], "other instructor": ben, "instructor": ada}
    browsers = {"visitor": Client(), "guest": gwen}
    for name, user in (accounts | {"staff": sam}).items():
        browsers[name] = Client()
        browsers[name].force_login(user)
    return browsers, accounts


@pytest.fixture
def arguments(people):
    _, accounts = people
    open_class_of(accounts["other instructor"], "Another class")
    made = class_at_work(accounts["instructor"], accounts["learner"])
    put_in(Classroom.objects.get(pk=made["class"][0]), accounts["classmate"])
    return made


def test_every_address_of_a_class_has_its_row():
    assert set(of_class(1)) == set(TABLE)
    assert {name for name in names() if address(name).startswith(("/teach/9", "/classes/9"))} == set(TABLE)


def found(people, arguments, name, method):
    browsers, _ = people
    path = address(name, arguments)
    return tuple(getattr(browsers[person], method)(path).status_code for person in PEOPLE)


def test_who_may_read(people, arguments):
    got = {name: found(people, arguments, name, "get") for name in TABLE}

    assert got == {name: row[0] for name, row in TABLE.items()}


@pytest.mark.parametrize("name", list(TABLE))
def test_who_may_write(people, arguments, name):
    assert found(people, arguments, name, "post") == TABLE[name][1]


def beyond(arguments, name, place):
    """Return the address with one of its numbers beyond any that a database has."""
    own = [*arguments[name]]
    if place >= len(own) or not isinstance(own[place], int):
        return None
    own[place] = "9" * 31
    return reverse(name, args=own)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("person", ["learner", "instructor"])
def test_a_number_beyond_all_is_that_of_nothing(people, arguments, person, place):
    browser = people[0][person]
    for name, rows in TABLE.items():
        path = beyond(arguments, name, place)
        if path is not None:
            for ask, row in zip((browser.get, browser.post), rows, strict=True):
                refused = {405} if row is NO_ONE else {404, 403} if place else {404}
                assert ask(path).status_code in refused, path
