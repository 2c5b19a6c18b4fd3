"""An instructor shares a class with others, invites by a roster, renames and removes people."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from unittest.mock import Mock

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learn.models import Classroom, Invitation, Learner, Member
from tests.classes import open_class_of, put_in
from tests.conftest import NOW, make_user
from tests.page import Page
from tests.views.teach.test_classes import AWKWARD, browser_of

ROSTER = "Name;E-mail;Group\nAnn Lee;ann@x.example;Blue\nBo O'Neill;;\n;nobody\nAnn Lee;other@x.example;\n"


@pytest.fixture
def classroom(ada):
    return open_class_of(ada, "Tuesday's class")


@pytest.fixture
def teaching(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def base(classroom):
    return f"/teach/{classroom.pk}/people/"


def look_through(browser, base, text=ROSTER):
    return browser.post(f"{base}import/", {"text": text})


def invite(browser, base, text=ROSTER, **sent):
    """Invite as the page that shows the roster does: with the text that stands in its form."""
    page = Page(look_through(browser, base, text))
    return browser.post(f"{base}import/", {"text": text, "looked": page.typed("looked")} | sent)


def full_class(ada, count):
    classroom = open_class_of(ada, f"Class of {count}")
    learners = Learner.objects.bulk_create(Learner(created_at=NOW, seen_at=NOW) for _ in range(count))
    Member.objects.bulk_create(
        Member(classroom=classroom, learner=learner, role="learner", name=f"Pupil {number:03}", joined_at=NOW)
        for number, learner in enumerate(learners)
    )
    Invitation.objects.bulk_create(
        Invitation(classroom=classroom, name=f"Guest {number:03}", token=f"{count}-{number}", invited_at=NOW)
        for number in range(count)
    )
    return classroom


# The way in


def test_the_code_is_closed_opened_and_renewed(teaching, classroom, base):
    joining = f"/teach/{classroom.pk}/joining/"
    old = classroom.code
    for _ in range(2):
        assert teaching.post(joining, {"change": "close"}).url == base
    assert old not in Page(teaching.get(base)).text
    teaching.post(joining, {"change": "open"})
    assert f"/join/{old}/" in Page(teaching.get(base)).text

    for _ in range(2):
        teaching.post(joining, {"change": "renew", "code": old})

    new = Classroom.objects.get().code
    assert new != old
    assert f"/join/{new}/" in Page(teaching.get(base)).text


@pytest.mark.parametrize("change", ["", "delete", "renew"])
def test_a_change_that_isnt_one_changes_nothing(teaching, classroom, change):
    before = Classroom.objects.values().get()
    teaching.post(f"/teach/{classroom.pk}/joining/", {"change": change, "code": "another"})

    assert Classroom.objects.values().get() == before


# Instructors


@pytest.mark.parametrize("name", ["Ben O'Neill", "ben o'neill", " Ben O'Neill "])
def test_another_instructor_is_added_by_the_name_of_the_account(teaching, classroom, base, ben, name):
    for _ in range(2):
        assert teaching.post(f"{base}instructors/", {"account": name}).url == base

    assert classroom.members.get(learner=ben.learner).is_instructor
    assert browser_of(ben).get(base).status_code == 200


@pytest.mark.parametrize("name", ["Nobody", "", "x" * 61, "<b>"])
def test_an_unknown_account_is_told_and_stays_typed(teaching, classroom, base, name):
    response = teaching.post(f"{base}instructors/", {"account": name})

    assert response.status_code == 422
    assert Page(response).typed("account") == name
    assert classroom.members.count() == 1


def test_a_learner_of_the_class_isnt_made_an_instructor(teaching, classroom, base, ben):
    put_in(classroom, ben)

    assert teaching.post(f"{base}instructors/", {"account": ben.username}).status_code == 409
    assert not classroom.members.get(learner=ben.learner).is_instructor


def test_the_last_instructor_cant_stop_and_others_can(teaching, classroom, base, ada, ben):
    own = classroom.members.get()
    response = teaching.post(f"{base}{own.pk}/remove/")
    assert response.status_code == 409
    assert "never loses its last instructor" in response.text

    teaching.post(f"{base}instructors/", {"account": ben.username})
    assert teaching.post(f"{base}{own.pk}/remove/").url == "/teach/"

    assert teaching.get(base).status_code == 404
    assert browser_of(ben).get(base).status_code == 200


def test_an_instructor_removes_another_who_may_be_added_again(teaching, classroom, base, ben):
    teaching.post(f"{base}instructors/", {"account": ben.username})
    member = classroom.members.get(learner=ben.learner)

    for _ in range(2):
        assert teaching.post(f"{base}{member.pk}/remove/").url == base
    assert browser_of(ben).get(base).status_code == 404

    teaching.post(f"{base}instructors/", {"account": ben.username})
    assert browser_of(ben).get(base).status_code == 200


# Members


def test_a_member_is_renamed_and_put_into_a_group(teaching, classroom, base, ben):
    member = put_in(classroom, ben)
    page = Page(teaching.get(f"{base}{member.pk}/"))
    assert page.typed("name") == "Ben O'Neill"

    for _ in range(2):
        assert teaching.post(f"{base}{member.pk}/", {"name": "Benny", "group": "Blue"}).url == base

    member.refresh_from_db()
    assert (member.name, member.group) == ("Benny", "Blue")


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 121}, {"name": "x", "group": "g" * 61}])
def test_a_name_or_group_that_cant_be_kept_stays_typed(teaching, classroom, base, ben, fields):
    member = put_in(classroom, ben)

    response = teaching.post(f"{base}{member.pk}/", fields)

    assert response.status_code == 422
    assert Page(response).typed("name") == fields["name"]
    member.refresh_from_db()
    assert member.name == ben.username


def test_a_removed_learner_loses_the_class_and_keeps_the_work(teaching, classroom, base, ben):
    member = put_in(classroom, ben)
    learning = browser_of(ben)
    learning.post("/lessons/401-or-403/checks/door-support/", {"given": "403", "attempt": 1, "version": 1})

    for _ in range(2):
        assert teaching.post(f"{base}{member.pk}/remove/").url == base

    assert learning.get(f"/classes/{classroom.pk}/").status_code == 404
    assert ben.learner.answers.count() == 1
    assert not Learner.objects.get(user=ben).in_class
    assert "Ben O'Neill" not in Page(teaching.get(base)).one("main").text.partition("0 learners")[2]


@pytest.mark.parametrize("path", ["{}", "{}/remove"])
def test_members_of_another_class_are_nobody_here(teaching, base, ben, sam, path):
    member = put_in(open_class_of(ben), sam)

    assert teaching.post(f"{base}{path.format(member.pk)}/", {"name": "x"}).status_code == 404
    member.refresh_from_db()
    assert (member.name, member.left_at) == ("Sam", None)


def test_learners_and_strangers_change_nobody(classroom, base, ben, sam):
    member = put_in(classroom, ben)
    for browser, status in ((browser_of(ben), 403), (browser_of(sam), 404)):
        assert browser.get(f"{base}{member.pk}/").status_code == status
        assert browser.post(f"{base}{member.pk}/", {"name": "x"}).status_code == status
        assert browser.post(f"{base}{member.pk}/remove/").status_code == status
    assert Client().post(f"{base}{member.pk}/remove/").url == "/account/sign-in/?next=%2Fteach%2F"
    member.refresh_from_db()
    assert (member.name, member.left_at) == (ben.username, None)


# A roster


def test_a_roster_is_looked_through_before_anything_is_kept(teaching, classroom, base, ben):
    put_in(classroom, ben, "Cy Known")

    page = Page(look_through(teaching, base, f"{ROSTER}Cy Known;;\nAnn Lee;ann@x.example;\n"))

    assert not Invitation.objects.exists()
    for words in (
        "2 new",
        "1 doubtful",
        "Line 5: Ann Lee other@x.example. Line 2 has the same name.",
        "1 can't be used",
        "Line 4: , nobody – There is no name.",
        "1 already in the class or invited",
        "1 repeated in the list Line 7: Ann Lee. It repeats line 2.",
        "Line 6: Cy Known. Already in the class, or invited.",
    ):
        assert words in page.text, words
    assert page.typed("text").startswith("Name;E-mail;Group Ann Lee;ann@x.example;Blue")


def test_columns_that_are_not_read_are_told(teaching, base):
    text = "Name;E-mail;<b>Notes\nAnn;ann@x.example;nice\n"

    assert "Not read: <b>Notes." in Page(look_through(teaching, base, text)).text
    assert "Not read" not in look_through(teaching, base).text


def test_confirming_invites_the_new_ones_and_once(teaching, classroom, base):
    for _ in range(2):
        assert invite(teaching, base).url == base

    rows = Invitation.objects.values_list("name", "email", "group")
    assert sorted(rows) == [("Ann Lee", "ann@x.example", "Blue"), ("Bo O'Neill", "", "")]
    page = Page(teaching.get(base))
    for token in Invitation.objects.values_list("token", flat=True):
        assert f"http://testserver/invited/{token}/" in page.text


def test_a_confirming_post_sent_twice_invites_once(teaching, base):
    sent = {"text": ROSTER, "looked": Page(look_through(teaching, base)).typed("looked")}
    for _ in range(2):
        assert teaching.post(f"{base}import/", sent).status_code == 303

    assert Invitation.objects.count() == 2


def test_doubtful_ones_are_invited_where_they_are_ticked(teaching, base):
    for _ in range(2):
        invite(teaching, base, doubtful=["5", "4", "99", "x", "²", "9" * 5000])

    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["", "ann@x.example", "other@x.example"]


def test_a_roster_changed_after_it_was_shown_is_shown_again(teaching, base):
    page = Page(look_through(teaching, base))

    response = teaching.post(f"{base}import/", {"text": f"{ROSTER}Cy;;\n", "looked": page.typed("looked")})

    assert response.status_code == 200
    assert "3 new" in Page(response).text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("lines", ["\nName\nAnn\n", "Ann\r\nBo\r\n", "Ann\rBo", "\tAnn\n", "<b>&amp;</b>\n"])
def test_the_text_comes_back_from_the_form_as_it_was_shown(teaching, base, lines):
    response = look_through(teaching, base, lines)
    area = response.text.partition("<textarea")[2].partition("\n")[2].partition("</textarea>")[0]
    back = area.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\n", "\r\n")

    sent = {"text": back, "looked": Page(response).typed("looked")}
    assert teaching.post(f"{base}import/", sent).status_code == 303


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_file_is_read_in_each_encoding_and_confirmed_as_text(teaching, base, encoding):
    file = SimpleUploadedFile("roster.csv", "Naam,E-mail\nJosé,jose@x.example\n".encode(encoding))
    page = Page(teaching.post(f"{base}import/", {"file": file, "text": ""}))

    text = page.one("textarea", name="text")
    assert "José" in text.text
    teaching.post(f"{base}import/", {"text": "".join(text.parts)[1:], "looked": page.typed("looked")})
    assert Invitation.objects.get().name == "José"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PK\x03\x04", "This is a spreadsheet."),
        (b"x" * 200_001, "200,001 bytes; at most 200,000"),
        (b"\n" * 50, "Nobody is on this roster."),
        (b"Ann\n" * 1001, "1,001 lines; at most 1,000"),
    ],
)
def test_a_roster_that_cant_be_read_is_told(teaching, base, content, problem):
    response = teaching.post(f"{base}import/", {"file": SimpleUploadedFile("roster.csv", content)})

    assert response.status_code == 422
    assert problem in Page(response).text


def test_a_pasted_roster_that_cant_be_read_stays_typed(teaching, base):
    response = look_through(teaching, base, "Name,Mail\n")

    assert response.status_code == 422
    assert Page(response).typed("text") == "Name,Mail"


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_go_through_a_roster(teaching, base, name):
    text = f'Name\tMail\n"{name.replace(chr(34), chr(34) * 2)}"\tx@x.example\n'
    assert "<script>alert" not in look_through(teaching, base, text).text

    invite(teaching, base, text)

    assert Invitation.objects.get().name == " ".join(name.split())
    assert "<img" not in teaching.get(base).text


def test_a_roster_of_a_thousand_is_invited_in_few_statements(teaching, base):
    text = "Name,Mail\n" + "\n".join(f"Pupil {number},p{number}@x.example" for number in range(1000))
    page = Page(look_through(teaching, base, text))

    with CaptureQueriesContext(connection) as found:
        teaching.post(f"{base}import/", {"text": text, "looked": page.typed("looked")})

    assert Invitation.objects.count() == 1000
    assert len(found) < 40


# Mail


def test_invitations_are_mailed_to_those_with_an_address(teaching, base, mailoutbox):
    invite(teaching, base, mail="yes")

    (sent,) = mailoutbox
    token = Invitation.objects.get(email="ann@x.example").token
    assert sent.to == ["ann@x.example"]
    assert f"http://testserver/invited/{token}/" in sent.body
    assert "Ada invites Ann Lee to the class “Tuesday's class”" in sent.body
    assert "2 invited, 1 by mail." in teaching.get(base).text


def test_inviting_again_mails_nobody_again(teaching, base, mailoutbox):
    for _ in range(2):
        invite(teaching, base, mail="yes")

    assert len(mailoutbox) == 1


def test_no_mail_is_sent_unasked_or_where_none_is_set_up(teaching, base, mailoutbox, settings):
    invite(teaching, base)
    settings.MAILERS = {}
    invite(teaching, base, "New,new@x.example", mail="yes")

    assert Invitation.objects.count() == 3
    assert not mailoutbox
    assert "Mail each link" not in look_through(teaching, base).text


class Broken(BaseEmailBackend):
    """A server of mail that takes one message and goes away."""

    def send_messages(self, messages):
        if messages[0].to == ["ann@x.example"]:
            mail.outbox.extend(messages)
            return len(messages)
        raise SMTPServerDisconnected("gone")


def test_mail_that_couldnt_be_sent_is_told_and_the_invitation_stays(teaching, base, settings, mailoutbox):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Broken"}}

    invite(teaching, base, f"{ROSTER}Cy Dee;cy@x.example;", mail="yes")

    assert Invitation.objects.count() == 3
    assert [sent.to for sent in mailoutbox] == [["ann@x.example"]]
    told = Page(teaching.get(base)).text
    assert "3 invited, 1 by mail. No mail could be sent to Cy Dee: pass on their links below." in told


class Picky(SmtpBackend):
    """Django's own way to a server of mail, without the server."""

    def open(self):
        self.connection = Mock(sendmail=lambda sender, recipients, message: mail.outbox.append(recipients))
        return False

    def close(self):
        self.connection = None


def test_an_address_that_no_mail_can_be_sent_to_keeps_no_other_from_its_mail(teaching, base, settings, mailoutbox):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Picky", "OPTIONS": {"host": "mail.invalid"}}}

    invite(teaching, base, "Jörg,jörg@x.example\nAnn,ann@x.example\nBo,b..o@x.example\nCy,cy@x.example", mail="yes")

    assert mailoutbox == [["ann@x.example"], ["cy@x.example"]]
    told = Page(teaching.get(base)).text
    assert "4 invited, 2 by mail. No mail could be sent to Jörg, Bo: pass on their links below." in told


# Invitations


def test_an_invitation_is_withdrawn(teaching, classroom, base, ben):
    invite(teaching, base)
    invitation = Invitation.objects.get(name="Ann Lee")
    path = f"/teach/{classroom.pk}/invitations/{invitation.pk}/withdraw/"

    for _ in range(2):
        assert teaching.post(path).url == base

    assert browser_of(ben).get(f"/invited/{invitation.token}/").status_code == 410
    assert invitation.token not in teaching.get(base).text
    assert "2 new" not in look_through(teaching, base).text
    assert "1 new" in look_through(teaching, base).text


def test_an_expired_invitation_is_told_and_made_anew_by_the_roster(teaching, base):
    invite(teaching, base)
    old = dict(Invitation.objects.values_list("name", "token"))
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=91))

    page = teaching.get(base).text
    assert page.count("Expired") == 2 and not any(token in page for token in old.values())
    assert "2 new" in look_through(teaching, base).text
    for _ in range(2):
        invite(teaching, base)

    page = teaching.get(base).text
    assert "Expired" not in page and "2 invited, not joined yet" in page
    stand = Invitation.objects.filter(withdrawn_at=None)
    assert {name: token == old[name] for name, token in stand.values_list("name", "token")} == dict.fromkeys(old, False)


def test_an_expired_invitation_of_another_of_that_name_stays(teaching, classroom, base):
    fields = {"name": "Ann Lee", "invited_at": timezone.now() - timedelta(days=91)}
    other = classroom.invitations.create(**fields, email="other@x.example", token="o")
    nameless = classroom.invitations.create(**fields, token="n")

    invite(teaching, base, "Name;E-mail\nAnn Lee;ann@x.example\n")

    for invitation, stays in ((other, True), (nameless, False)):
        invitation.refresh_from_db()
        assert invitation.is_open is stays


def test_an_invitation_of_another_class_isnt_withdrawn(teaching, classroom, base, ben):
    other = open_class_of(ben)
    invitation = other.invitations.create(name="x", token="x", invited_at=NOW)

    response = teaching.post(f"/teach/{classroom.pk}/invitations/{invitation.pk}/withdraw/")

    assert response.status_code == 404
    assert Invitation.objects.get().is_open


def test_a_used_invitation_is_a_conflict(teaching, classroom, base, ben):
    invite(teaching, base)
    invitation = Invitation.objects.get(name="Ann Lee")
    browser_of(ben).post(f"/invited/{invitation.token}/", {"name": "Ben"})

    response = teaching.post(f"/teach/{classroom.pk}/invitations/{invitation.pk}/withdraw/")

    assert response.status_code == 409
    assert "Remove the member instead." in response.text


# Many


def test_the_page_costs_the_same_for_5_and_500(teaching, ada):
    costs = []
    for count in (5, 500):
        path = f"/teach/{full_class(ada, count).pk}/people/"
        with CaptureQueriesContext(connection) as found:
            response = teaching.get(path)
        costs.append(len(found))

    assert costs[0] == costs[1]
    assert len(response.content) < 80_000


def test_500_people_are_shown_fifty_a_page(teaching, ada):
    path = f"/teach/{full_class(ada, 500).pk}/people/"

    def names(query):
        page = Page(teaching.get(f"{path}?{query}"))
        return [row.text for row in page.all("th", scope="row")]

    assert names("")[:50] == [f"Pupil {number:03}" for number in range(50)]
    assert names("page=10")[:50] == [f"Pupil {number:03}" for number in range(450, 500)]
    assert names("page=11")[:50] == names("page=10")[:50]
    assert names("page=x") == names("")
    assert names("invited=2")[50:] == [f"Guest {number:03}" for number in range(50, 100)]
    assert "500 learners" in teaching.get(path).text


def test_people_who_left_arent_listed(teaching, classroom, base):
    put_in(classroom, make_user("Gone"), "Left Long Ago", left_at=NOW - timedelta(days=1))

    assert "Left Long Ago" not in teaching.get(base).text
