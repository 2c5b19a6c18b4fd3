"""People come into a class by a code, a link or an invitation, see before what is shared, and leave."""

from datetime import timedelta

import pytest
from django.test import Client

from learn.actions.people import invite
from learn.domain.teach.roster import Entry, Roster
from learn.models import Classroom, Invitation, Learner, Look, Member, User
from tests.classes import open_class_of, put_in
from tests.conftest import NOW, PASSWORD, make_user
from tests.page import Page
from tests.views.teach.test_classes import AWKWARD, browser_of

WRONG = "222222222"


@pytest.fixture
def classroom(ada):
    return open_class_of(ada, "Tuesday's class")


@pytest.fixture
def learning(client, ben):
    client.force_login(ben)
    return client


@pytest.fixture
def invitation(classroom):
    (made,), _ = invite(classroom, Roster((Entry(1, "Bénédicte", "b@x.example", "Blue"),)), doubtful=(), now=NOW)
    return made


def link(classroom):
    return f"/join/{classroom.code}/"


def sign_up(browser, path, name="Noor"):
    fields = {"username": name, "password1": PASSWORD, "password2": PASSWORD, "next": path}
    return browser.post("/account/sign-up/", fields)


# By code


@pytest.mark.parametrize("way", [str, str.lower, lambda code: f" {code[:3]} {code[3:6]}-{code[6:]} "])
def test_a_code_is_typed_in_any_way(learning, classroom, way):
    response = learning.post("/join/", {"code": way(classroom.code)})

    assert (response.status_code, response.url) == (303, link(classroom))


def test_nothing_is_shared_before_somebody_agrees(learning, classroom, ada, ben):
    page = Page(learning.get(link(classroom)))

    assert page.h1 == "You are joining Tuesday's class"
    for words in ("Nothing is shared yet", "Taught by Ada", "your account Ben O'Neill", "They will see", "Each time"):
        assert words in page.text
    assert page.typed("name") == "Ben O'Neill"
    assert not Member.objects.filter(learner=ben.learner).exists()

    response = learning.post(link(classroom), {"name": "Benny"})

    assert (response.status_code, response.url) == (303, f"/classes/{classroom.pk}/")
    assert Member.objects.get(learner=ben.learner).name == "Benny"
    assert "You are Benny here" in Page(learning.get(response.url)).text
    assert Learner.objects.get(user=ben).in_class


def test_joining_twice_changes_nothing(learning, classroom, ben):
    urls = {learning.post(link(classroom), {"name": name}).url for name in ("Benny", "Other")}

    assert urls == {f"/classes/{classroom.pk}/"}
    assert Member.objects.get(learner=ben.learner).name == "Benny"
    assert learning.get(link(classroom)).url == f"/classes/{classroom.pk}/"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "\u202e"])
def test_a_name_that_cant_be_used_is_refused(learning, classroom, name):
    assert learning.post(link(classroom), {"name": name}).status_code == 422
    assert classroom.members.count() == 1


@pytest.mark.parametrize("name", AWKWARD)
def test_names_are_kept_as_people_have_them(learning, classroom, ben, name):
    learning.post(link(classroom), {"name": name})

    assert Member.objects.get(learner=ben.learner).name == " ".join(name.split())


def test_a_visitor_makes_an_account_on_the_way_and_comes_back(client, classroom):
    response = client.get(link(classroom))
    assert response.url == f"/account/sign-up/?next=%2Fjoin%2F{classroom.code}%2F"
    page = Page(client.get(response.url))
    assert f"/account/sign-in/?next=/join/{classroom.code}/" in [href.replace("%2F", "/") for href in page.links]

    assert sign_up(client, page.typed("next")).url == link(classroom)
    assert client.post(link(classroom), {"name": "Noor"}).url == f"/classes/{classroom.pk}/"
    assert User.objects.get(username="Noor").learner.in_class


def test_a_guest_takes_the_work_along_into_the_account(gwen, guest, classroom):
    gwen.post("/lessons/401-or-403/checks/door-support/", {"given": "403", "attempt": 1, "version": 1})
    assert gwen.post("/join/", {"code": classroom.code}).url == link(classroom)
    assert gwen.get(link(classroom)).url.startswith("/account/sign-up/?next=")

    sign_up(gwen, link(classroom), "Gwen")
    gwen.post(link(classroom), {"name": "Gwen"})

    assert classroom.members.get(name="Gwen").learner == guest
    assert guest.answers.count() == 1


def test_who_signs_in_on_the_way_comes_back_too(client, classroom, ben):
    fields = {"username": ben.username, "password": PASSWORD, "next": link(classroom)}

    assert client.post("/account/sign-in/", fields).url == link(classroom)


@pytest.mark.parametrize("who", ["visitor", "guest", "account"])
@pytest.mark.parametrize("state", [{"joining_open": False}, {"archived_at": NOW}, {"code": "CHANGED23"}, None])
def test_a_closed_archived_or_renewed_class_looks_like_a_wrong_code(client, gwen, ben, classroom, who, state):
    browser = {"visitor": Client(), "guest": gwen, "account": browser_of(ben)}[who]
    code = classroom.code if state else WRONG
    if state:
        Classroom.objects.filter(pk=classroom.pk).update(**state)

    response = browser.post("/join/", {"code": code})

    assert response.status_code == 422
    assert "No open class has this code." in Page(response).text
    assert "Tuesday" not in response.text
    assert Page(response).typed("code") == code


@pytest.mark.parametrize("state", [{"joining_open": False}, {"archived_at": NOW}, {"joining_open": True}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_link_leads_whoever_is_in_to_the_class(learning, classroom, ben, state, method):
    put_in(classroom, ben, "Benny")
    Classroom.objects.filter(pk=classroom.pk).update(**state)

    response = getattr(learning, method)(link(classroom), {"name": "Other"})

    assert response.url == f"/classes/{classroom.pk}/"
    assert classroom.members.get(learner=ben.learner).name == "Benny"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_with_a_wrong_code_is_refused(learning, classroom, method):
    response = getattr(learning, method)(f"/join/{WRONG}/", {"name": "Ben"})

    assert response.status_code == 422
    assert "No open class has this code." in Page(response).text


@pytest.mark.parametrize("code", ["", "x" * 41, "\x00", "🦊", "' OR 1=1"])
def test_anything_can_be_typed_for_a_code(learning, code):
    assert learning.post("/join/", {"code": code}).status_code == 422


def test_ten_wrong_codes_close_joining_for_ten_minutes(learning, classroom, ben):
    for number in range(10):
        assert learning.post("/join/", {"code": f"{WRONG[:8]}{number}"}).status_code == 422, number

    for response in (
        learning.post("/join/", {"code": classroom.code}),
        learning.get(link(classroom)),
        learning.post(link(classroom), {"name": "Ben"}),
        browser_of(ben).post("/join/", {"code": classroom.code}),
    ):
        assert response.status_code == 429
        assert 1 <= int(response["Retry-After"]) <= 600
    assert not Member.objects.filter(learner=ben.learner).exists()
    # Others of the class behind the same address go on.
    assert browser_of(make_user("Noor")).post("/join/", {"code": classroom.code}).status_code == 303


def test_without_an_account_an_address_has_ten_tries(client, gwen, classroom):
    for _ in range(10):
        assert client.post("/join/", {"code": WRONG}).status_code == 422

    assert gwen.post("/join/", {"code": classroom.code}).status_code == 429
    assert client.post("/join/", {"code": classroom.code}, REMOTE_ADDR="10.9.9.9").status_code == 303


def test_accounts_made_one_after_another_share_a_hundred_tries(classroom, db):
    for number in range(10):
        browser = browser_of(make_user(f"pupil {number}"))
        for _ in range(10):
            assert browser.post("/join/", {"code": WRONG}).status_code == 422

    assert browser_of(make_user("Noor")).post("/join/", {"code": classroom.code}).status_code == 429


def test_an_empty_code_is_no_failure(learning, classroom):
    for _ in range(12):
        learning.post("/join/", {"code": ""})

    assert learning.post("/join/", {"code": classroom.code}).status_code == 303


def test_an_instructor_who_follows_the_own_link_sees_the_people(client, ada, classroom):
    client.force_login(ada)

    for response in (client.get(link(classroom)), client.post(link(classroom), {"name": "x"})):
        assert response.url == f"/teach/{classroom.pk}/people/"
    assert classroom.members.get().role == "instructor"


def test_earlier_work_and_shared_names_are_said_before_joining(learning, classroom):
    before = Page(learning.get(link(classroom))).text
    Classroom.objects.update(earlier_work_counts=True, names_shared=True, grades_kept=True)
    after = Page(learning.get(link(classroom))).text

    assert "don't see one another's names" in before
    assert "before joining" not in before
    for words in ("did it before joining", "see one another's names", "under a pseudonym"):
        assert words in after


# By invitation


def test_an_invitation_fills_in_the_name_and_is_good_once(learning, classroom, invitation, ben, sam):
    path = f"/invited/{invitation.token}/"
    page = Page(learning.get(path))
    assert (page.h1, page.typed("name")) == ("You are joining Tuesday's class", "Bénédicte")

    for _ in range(2):
        assert learning.post(path, {"name": "Ben"}).url == f"/classes/{classroom.pk}/"

    member = Member.objects.get(learner=ben.learner)
    assert (member.name, member.group) == ("Ben", "Blue")
    for browser in (browser_of(sam), browser_of(make_user("Noor"))):
        assert browser.get(path).status_code == 410
        assert browser.post(path, {"name": "x"}).status_code == 410
    assert classroom.members.count() == 2


def test_an_invitation_leads_a_visitor_through_sign_up(client, invitation, classroom):
    path = f"/invited/{invitation.token}/"
    assert client.get(path).url == f"/account/sign-up/?next=%2Finvited%2F{invitation.token}%2F"
    assert sign_up(client, path).url == path

    assert client.post(path, {"name": "Noor"}).url == f"/classes/{classroom.pk}/"


@pytest.mark.parametrize("end", ["withdrawn", "old", "archived"])
def test_an_invitation_that_is_over_is_gone(learning, classroom, invitation, time_machine, end):
    time_machine.move_to(NOW, tick=False)
    if end == "withdrawn":
        Invitation.objects.update(withdrawn_at=NOW)
    elif end == "archived":
        Classroom.objects.update(archived_at=NOW)
    else:
        time_machine.move_to(NOW + timedelta(days=90, seconds=1), tick=False)
        learning.force_login(User.objects.get(username="Ben O'Neill"))

    for response in (learning.get(f"/invited/{invitation.token}/"), learning.post(f"/invited/{invitation.token}/")):
        assert response.status_code == 410
        assert "Ask the instructor of the class for a new one." in response.text
    assert classroom.members.count() == 1


def test_invitations_stay_good_when_the_code_is_closed(learning, classroom, invitation):
    Classroom.objects.update(joining_open=False)

    assert learning.post(f"/invited/{invitation.token}/", {"name": "Ben"}).status_code == 303


def test_an_instructor_who_opens_an_invitation_doesnt_use_it_up(client, ada, classroom, invitation):
    client.force_login(ada)

    assert client.post(f"/invited/{invitation.token}/", {"name": "x"}).url == f"/teach/{classroom.pk}/people/"
    assert Invitation.objects.get().is_open


def test_a_made_up_invitation_is_not_found(learning, classroom):
    assert learning.get("/invited/no-such-token/").status_code == 404


# In the class


def test_the_page_of_a_class_says_who_teaches_and_who_has_looked(learning, classroom, ada, ben, sam):
    put_in(classroom, ben, "Benny", group="Blue")
    put_in(classroom, sam, "Sam")
    fields = {"classroom": classroom, "by": ada.learner, "by_name": "Ada", "looked_at": NOW}
    Look.objects.create(at_learner=ben.learner, what="your answers to Week 1", **fields)
    Look.objects.create(at_learner=sam.learner, what="the work of somebody else", **fields)

    text = Page(learning.get(f"/classes/{classroom.pk}/")).text

    for words in ("Taught by Ada", "You are Benny here, in group Blue", "Ada: your answers to Week 1, 22 Nov 2026"):
        assert words in text
    assert "somebody else" not in text


@pytest.mark.parametrize("shared", [False, True])
def test_learners_see_one_anothers_names_only_where_the_class_allows_it(learning, classroom, ben, sam, shared):
    Classroom.objects.update(names_shared=shared)
    put_in(classroom, ben, "Benny")
    put_in(classroom, sam, "Samuel")
    put_in(classroom, make_user("Gone"), "Left Long Ago", left_at=NOW)

    text = Page(learning.get(f"/classes/{classroom.pk}/")).text

    assert ("Samuel" in text) is shared
    assert "Left Long Ago" not in text


def test_a_learner_leaves_and_comes_back(learning, classroom, ben):
    learning.post(link(classroom), {"name": "Benny"})
    path = f"/classes/{classroom.pk}/"

    for _ in range(2):
        assert learning.post(f"{path}leave/").url == "/classes/"

    assert learning.get(path).status_code == 404
    assert not Learner.objects.get(user=ben).in_class
    assert f"/classes/{classroom.pk}/" not in Page(learning.get("/classes/")).links
    assert Page(learning.get(link(classroom))).typed("name") == "Benny"
    learning.post(link(classroom), {"name": "Benny"})
    assert learning.get(path).status_code == 200


def test_a_learner_leaves_an_archived_class_too(learning, classroom, ben):
    put_in(classroom, ben)
    Classroom.objects.update(archived_at=NOW)

    assert learning.post(f"/classes/{classroom.pk}/leave/").status_code == 303
    assert Member.objects.get(learner=ben.learner).left_at is not None


def test_the_page_of_a_class_is_for_its_learners(gwen, classroom, ada, ben, sam):
    put_in(classroom, ben)
    path = f"/classes/{classroom.pk}/"

    assert browser_of(ben).get(path).status_code == 200
    assert browser_of(ada).get(path).status_code == 403
    assert browser_of(ada).post(f"{path}leave/").status_code == 404
    assert browser_of(sam).get(path).status_code == 404
    assert browser_of(sam).post(f"{path}leave/").status_code == 404
    for browser in (Client(), gwen):
        assert browser.get(path).url == f"/account/sign-in/?next=%2Fclasses%2F{classroom.pk}%2F"
        assert browser.post(f"{path}leave/").url == "/account/sign-in/?next=%2Fclasses%2F"


def test_the_list_of_ones_classes_leaves_out_what_one_has_left(learning, classroom, ben, sam):
    put_in(classroom, ben)
    put_in(open_class_of(sam, "Left"), ben, left_at=NOW)
    open_class_of(sam, "Another's")

    links = Page(learning.get("/classes/")).links

    assert links[f"/classes/{classroom.pk}/"] == "Tuesday's class"
    assert not {"Left", "Another's"} & set(links.values())
