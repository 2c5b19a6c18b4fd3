"""People make accounts, sign in and out, change and forget passwords, take their data along and leave."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from learn.actions.sandboxes import make_sandbox
from learn.library import library
from learn.limits import count_failed_sign_in
from learn.models import CheckAnswer, Feedback, Learner, User
from tests.conftest import NOW, PASSWORD, make_user
from tests.page import Page

SIGN_IN = "/account/sign-in/"
SIGN_UP = "/account/sign-up/"
LESSON = "/lessons/401-or-403/"
NEW_PASSWORD = "staple battery horse"
NAMES = [
    "O'Brien",
    "Ana María de la Cruz",
    "Женя Ёлкина",
    "小林 さくら",
    "محمد",
    "नेहा",
    "J.-P. <b>Sartre</b> & Co",
    "x" * 60,
    "a@b.example",
    "🦊",
]


def sign_in(client, name="Ada", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": name, "password": password}, **extra)


def sign_up(client, name, password=PASSWORD, **fields):
    return client.post(SIGN_UP, {"username": name, "password1": password, "password2": password} | fields)


def answer(client, given="403", attempt=1, check="door-support"):
    sent = {"given": given, "attempt": attempt, "version": library().items[check].version}
    return client.post(f"{LESSON}checks/{check}/", sent)


def session_id(client):
    return client.cookies["session"].value if "session" in client.cookies else ""


def signed_in(client):
    return client.get("/account/").status_code == 200


# Signing up


@pytest.mark.django_db
def test_a_visitor_makes_an_account_with_a_name_and_a_password(client):
    response = sign_up(client, "Noor")

    assert (response.status_code, response.url) == (303, "/progress/")
    user = User.objects.get()
    assert (user.username, user.email, user.is_staff) == ("Noor", "", False)
    assert user.learner.is_guest is False
    assert "Welcome, Noor." in client.get("/progress/").text
    assert "Welcome, Noor." not in client.get("/progress/").text


def test_what_a_guest_did_becomes_the_accounts(gwen, guest):
    answer(gwen)
    gwen.post("/wizard/backend/walked/", {"query": "C=no"})
    sign_up(gwen, "Gwen")

    assert Learner.objects.get() == guest
    assert User.objects.get().learner.answers.count() == 1
    assert User.objects.get().learner.walked.count() == 3
    assert "You answered" in gwen.get(LESSON).text


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_people_have_all_kinds_of_names(client, name):
    assert sign_up(client, name).status_code == 303
    client.post("/account/sign-out/")
    assert sign_in(client, name).status_code == 303

    page = Page(client.get("/progress/"))
    assert page.h1 == f"Good to see you, {name}"
    assert Page(client.get("/account/")).h1 == name
    assert client.get("/account/export/").json()["account"]["username"] == name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["x" * 61, "", "   ", "two  spaces", "in\u200bvisible", "tab\tbed", "nul\x00l", "bell\a"]
)
def test_a_name_that_cant_be_read_is_refused_and_stays_typed(client, name):
    response = sign_up(client, name, email="a@b.example")

    assert response.status_code == 422
    assert Page(response).typed("email") == "a@b.example"
    assert Page(response).has("div", cls="errors")
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["Ada", "ada", "ADA", " aDa ", "ａda", "Ａｄａ"])
def test_a_name_that_reads_like_anothers_is_taken(client, ada, name):
    response = sign_up(client, name)

    assert response.status_code == 422
    assert "This name is taken. Choose another, or sign in." in response.text
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"password1": "short1x", "password2": "short1x"}, "too short"),
        ({"password1": "password123", "password2": "password123"}, "too common"),
        ({"password1": "82736450192", "password2": "82736450192"}, "entirely numeric"),
        ({"password2": "something else entirely"}, "match"),
        ({"email": "not an address"}, "valid email"),
    ],
)
def test_a_form_that_cant_be_accepted_says_why_and_forgets_the_password(client, fields, problem):
    response = sign_up(client, "Noor", **fields)

    assert response.status_code == 422
    assert problem in response.text
    assert Page(response).typed("username") == "Noor"
    assert PASSWORD not in response.text
    assert not client.cookies
    assert not User.objects.exists()


def test_a_second_account_made_while_signed_in_leaves_the_first_alone(client, ada):
    client.force_login(ada)
    answer(client)
    sign_up(client, "Noor")

    assert ada.learner.answers.count() == 1
    assert User.objects.get(username="Noor").learner.answers.count() == 0
    assert Page(client.get("/progress/")).h1 == "Good to see you, Noor"


# Signing in and out


def test_signing_in_greets_by_name_and_signing_out_forgets(client, ada):
    assert sign_in(client).status_code == 303
    assert Page(client.get("/account/")).h1 == "Ada"

    assert client.post("/account/sign-out/").url == "/"

    assert not signed_in(client)
    assert Page(client.get("/")).links["/account/sign-in/"] == "Sign in"


def test_capitals_in_a_name_dont_matter_and_those_in_a_password_do(client, ada):
    assert sign_in(client, "aDA").status_code == 303
    client.post("/account/sign-out/")
    assert sign_in(client, "Ada", PASSWORD.upper()).status_code == 422


def test_the_session_gets_a_new_id_at_sign_in_and_is_gone_at_sign_out(gwen, ada):
    as_guest = session_id(gwen)
    sign_in(gwen)
    as_ada = session_id(gwen)
    assert as_ada != as_guest
    assert not Session.objects.filter(pk=as_guest).exists()

    gwen.post("/account/sign-out/")

    assert session_id(gwen) != as_ada
    assert not Session.objects.filter(pk=as_ada).exists()


def test_a_stolen_guest_cookie_doesnt_become_the_account(gwen, ada):
    thief = Client()
    thief.cookies["guest"] = gwen.cookies["guest"].value
    sign_in(gwen)

    assert not signed_in(thief)


def test_unknown_name_wrong_password_and_closed_account_read_the_same(client, ada, ben):
    ben.is_active = False
    ben.save()

    pages = [Page(sign_in(client, *who)) for who in (("Ada", "wrong"), ("Nobody", PASSWORD), (ben.username, PASSWORD))]

    errors = {page.one("div", role="alert").text for page in pages}
    assert len(errors) == 1
    assert "don't match" in errors.pop()
    assert pages[0].typed("username") == "Ada"
    assert all("wrong" not in page.text and not page.typed("password") for page in pages)


@pytest.mark.parametrize(
    "fields", [{}, {"username": "Ada"}, {"password": "x"}, {"username": "\x00", "password": "\x00"}]
)
def test_an_incomplete_form_is_refused_and_isnt_a_failed_sign_in(client, ada, fields):
    for _ in range(12):
        assert client.post(SIGN_IN, fields).status_code == 422

    assert sign_in(client).status_code == 303


def test_a_page_that_needs_an_account_leads_back_after_sign_in(client, ada):
    response = client.get("/account/password/")

    assert response.url == "/account/sign-in/?next=%2Faccount%2Fpassword%2F"
    assert Page(client.get(response.url)).typed("next") == "/account/password/"


def test_whoever_is_signed_in_already_is_told_so(client, ada):
    client.force_login(ada)

    assert "You are signed in as Ada." in client.get(SIGN_IN).text


def test_staff_sign_in_where_everybody_does(client, sam):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == "/account/sign-in/?next=%2Fadmin%2F"
    response = client.post(SIGN_IN, {"username": "Sam", "password": PASSWORD, "next": "/admin/"})
    assert client.get(response.url).status_code == 200


# Work done before signing in


def test_a_guests_cookie_from_before_signing_up_opens_nothing_of_the_account(gwen, guest):
    before = gwen.cookies["guest"].value
    begun = gwen.post("/practice/begin/", {"kind": "mixed"}).url
    gwen.post(SIGN_UP, {"username": "Gwen", "password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(username="Gwen").learner == guest
    made = make_sandbox(now=timezone.now(), learner=guest.pk)

    old = Client()
    old.cookies["guest"] = before
    assert old.get(begun).status_code == 404
    assert old.post(f"{begun}answer/", {"place": 0, "item": "x", "version": 1, "hint": 1}).status_code == 404
    assert made.pk not in old.get("/lab/").text
    assert old.get("/practice/take/answers.json").status_code == 403


def test_signing_in_without_a_guests_work_asks_nothing(gwen, ada):
    assert sign_in(gwen).url == "/progress/"


def test_a_guests_work_is_offered_and_added(gwen, guest, ada):
    answer(gwen)
    gwen.post("/wizard/backend/walked/", {"query": "C=no"})
    gwen.post(f"{LESSON}feedback/", {"helpful": "yes"})

    response = sign_in(gwen)
    assert response.url == "/account/add-work/?next=%2Fprogress%2F"
    assert "opened 1 lesson, gave 1 answer and followed 3 arrows" in Page(gwen.get(response.url)).text
    assert gwen.post("/account/add-work/", {"choice": "add"}).url == "/progress/"

    learner = Learner.objects.get()
    assert learner == ada.learner
    assert [learner.lessons.count(), learner.answers.count(), learner.walked.count()] == [1, 1, 3]
    assert learner.feedback.count() == 1
    assert "It has been added to your account." in gwen.get("/progress/").text


def test_work_of_both_is_joined_with_nothing_lost_and_nothing_doubled(client, gwen, guest, ada):
    elsewhere = Client()
    elsewhere.force_login(ada)
    answer(elsewhere, "401")
    elsewhere.post("/wizard/backend/walked/", {"query": "C=no"})
    elsewhere.post(f"{LESSON}feedback/", {"helpful": "yes"})
    answer(gwen, "403")
    answer(gwen, "1", check="door-expired")
    gwen.post("/wizard/backend/walked/", {"query": "C=yes&F=no"})
    gwen.post(f"{LESSON}feedback/", {"helpful": "no"})

    sign_in(gwen)
    for _ in range(2):
        assert gwen.post("/account/add-work/", {"choice": "add"}).status_code == 303

    learner = Learner.objects.get()
    answers = learner.answers.order_by("question", "attempt").values_list("question", "attempt", "given")
    assert list(answers) == [("door-expired", 1, "1"), ("door-support", 1, "401"), ("door-support", 2, "403")]
    assert learner.lessons.count() == 1
    assert learner.walked.count() == 6
    assert learner.feedback.get().kind == Feedback.Kind.NOT_HELPFUL


def test_a_lesson_that_both_finish_together_is_finished(gwen, ada, library):
    elsewhere = Client()
    elsewhere.force_login(ada)
    checks = library.lessons["401-or-403"].checks
    for number, check in enumerate(checks):
        answer(elsewhere if number % 2 else gwen, library.items[check].right.key, check=check)

    sign_in(gwen)
    gwen.post("/account/add-work/", {"choice": "add"})

    assert ada.learner.lessons.get().finished_at is not None


def test_work_of_someone_else_is_left_out_and_deleted(gwen, guest, ada):
    answer(gwen)
    sign_in(gwen)

    gwen.post("/account/add-work/", {"choice": "leave"})

    assert not CheckAnswer.objects.exists()
    assert Learner.objects.get() == ada.learner
    assert gwen.get("/account/add-work/").url == "/progress/"


def test_deciding_later_keeps_both(gwen, guest, ada):
    answer(gwen)
    sign_in(gwen)
    gwen.get("/account/add-work/")
    answer(gwen, "401")

    assert guest.answers.get().given == "403"
    assert ada.learner.answers.get().given == "401"
    assert gwen.get("/account/add-work/").status_code == 200


def test_nobody_adds_work_without_an_account(gwen, guest):
    answer(gwen)

    assert gwen.post("/account/add-work/", {"choice": "add"}).status_code == 403
    assert guest.answers.count() == 1


# Failed sign-ins


def test_ten_failures_close_an_account_for_a_while_and_others_go_on(client, ada, ben):
    for _ in range(10):
        assert sign_in(client, "Ada", "wrong").status_code == 422

    refused = sign_in(client, "ADA")
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 300
    assert re.search(r"Too many sign-ins have failed. Try again in \d minutes?\.", refused.text)
    assert not signed_in(client)
    assert sign_in(client, ben.username).status_code == 303


def test_signing_in_rightly_isnt_counted(client, ada):
    for _ in range(9):
        sign_in(client, "Ada", "wrong")
    for _ in range(12):
        assert sign_in(client).status_code == 303

    assert sign_in(client, "Ada", "wrong").status_code == 422
    assert sign_in(client).status_code == 429


def test_a_class_behind_one_address_has_a_hundred_failures(client, ada, ben):
    for number in range(99):
        count_failed_sign_in(f"pupil {number}", "10.1.2.3")
    assert sign_in(client, "pupil 100", "wrong", REMOTE_ADDR="10.1.2.3").status_code == 422

    refused = sign_in(client, "Ada", REMOTE_ADDR="10.1.2.3")

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) <= 300
    assert sign_in(client, "Ada", REMOTE_ADDR="10.1.2.4").status_code == 303


def test_a_refused_sign_in_isnt_tried(client, ada):
    for _ in range(10):
        count_failed_sign_in("Ada", "127.0.0.1")

    assert sign_in(client).status_code == 429
    assert not session_id(client)


# Passwords


def test_a_new_password_ends_every_other_session(client, ada):
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    before = session_id(client)

    fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    response = client.post("/account/password/", fields)

    assert (response.status_code, response.url) == (303, "/account/")
    assert session_id(client) != before
    assert not Session.objects.filter(pk=before).exists()
    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert sign_in(Client(), "Ada", NEW_PASSWORD).status_code == 303
    assert sign_in(Client()).status_code == 422


def test_a_password_isnt_changed_without_the_old_one(client, ada):
    client.force_login(ada)
    fields = {"old_password": "wrong", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}

    response = client.post("/account/password/", fields)

    assert response.status_code == 422
    assert NEW_PASSWORD not in response.text
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def reset_link():
    return re.search(r"http://testserver(/account/reset-password/\S+)", mail.outbox[-1].body)[1]


def test_a_forgotten_password_is_reset_by_mail(client, ada, mailoutbox):
    elsewhere = Client()
    sign_in(elsewhere)
    assert "Forgot your password?" in client.get(SIGN_IN).text

    response = client.post("/account/reset-password/", {"email": "ADA@example.test"}, follow=True)
    assert "Check your mail" in response.text
    assert mailoutbox[0].to == ["ada@example.test"]
    assert "Ada" in mailoutbox[0].body
    page = client.get(reset_link(), follow=True)
    assert Page(page).h1 == "Choose a new password"
    fields = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(page.redirect_chain[-1][0], fields).url == SIGN_IN

    assert not signed_in(elsewhere)
    assert sign_in(client, "Ada", NEW_PASSWORD).status_code == 303
    assert "used already" in Client().get(reset_link(), follow=True).text


def test_a_reset_link_is_good_for_three_days(client, ada, mailoutbox, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.post("/account/reset-password/", {"email": ada.email})
    time_machine.move_to(NOW + timedelta(days=3, seconds=1), tick=False)

    assert "older than three days" in client.get(reset_link(), follow=True).text


def test_a_weak_new_password_is_refused(client, ada, mailoutbox):
    client.post("/account/reset-password/", {"email": ada.email})
    path = client.get(reset_link()).url

    response = client.post(path, {"new_password1": "short", "new_password2": "short"})

    assert response.status_code == 422
    assert Page(response).status_line.startswith("HTTP/1.1 422 ")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("email", ["nobody@example.test", ""])
def test_nobody_learns_whose_address_is_known(client, ada, ben, mailoutbox, email):
    known = client.post("/account/reset-password/", {"email": ada.email})
    mailoutbox.clear()
    unknown = client.post("/account/reset-password/", {"email": email})

    if email:
        assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    else:
        assert unknown.status_code == 422
    assert not mailoutbox


def test_where_no_mail_is_set_up_the_site_says_whom_to_ask(client, ada, settings, mailoutbox):
    settings.MAILER = None

    assert "Forgot your password?" not in client.get(SIGN_IN).text
    for response in (
        client.get("/account/reset-password/", follow=True),
        client.post("/account/reset-password/", {"email": ada.email}, follow=True),
    ):
        assert "No mail is set up here" in response.text
        assert "Ask the person who runs it" in response.text
    assert not mailoutbox


@pytest.mark.parametrize("path", ["MQ/wrong-token", "MQ/set-password", "!!/x", "x/y", f"{'9' * 40}/x-y", "%00/%00"])
def test_a_link_someone_made_up_isnt_good(client, ada, path):
    response = client.get(f"/account/reset-password/{path}/", follow=True)

    assert response.status_code == 200
    assert "This link has been used already" in response.text


# The account's own page


def test_an_email_address_is_kept_changed_and_taken_away(client, ben):
    client.force_login(ben)
    for email in ("ben@example.test", "b@example.test", ""):
        assert client.post("/account/", {"email": email}).url == "/account/"
        ben.refresh_from_db()
        assert ben.email == email


def test_a_wrong_email_address_stays_typed_and_isnt_kept(client, ben):
    client.force_login(ben)

    response = client.post("/account/", {"email": "ben at home"})

    assert response.status_code == 422
    assert Page(response).typed("email") == "ben at home"
    ben.refresh_from_db()
    assert ben.email == ""


def test_staff_find_the_admin_from_their_account(client, sam, ada):
    client.force_login(sam)
    assert "/admin/" in Page(client.get("/account/")).links
    client.force_login(ada)
    assert "/admin/" not in Page(client.get("/account/")).links


# Taking one's data along


def work_of(client):
    answer(client, "401")
    answer(client, "403", attempt=2)
    client.post(f"{LESSON}reading/", {"place": "without-a-badge"})
    client.post("/wizard/backend/walked/", {"query": "C=no"})
    client.post(f"{LESSON}feedback/", {"helpful": "yes"})
    client.post(f"{LESSON}feedback/", {"comment": "A typo: “ſ” & <b>"})


def test_an_account_downloads_everything_stored_about_it(client, ada, ben):
    client.force_login(ada)
    client.post("/comfort/", {"theme": "dark"})
    work_of(client)
    other = Client()
    other.force_login(ben)
    work_of(other)

    response = client.get("/account/export/")

    data = response.json()
    assert response["Content-Disposition"] == 'attachment; filename="statusline.json"'
    assert response["Cache-Control"] == "private, no-store"
    assert data["account"]["username"] == "Ada"
    assert data["account"]["email"] == "ada@example.test"
    assert "password" not in data["account"]
    assert data["learner"]["comfort"] == "theme=dark"
    assert [row["given"] for row in data["answers"]] == ["401", "403"]
    assert [row["lesson"] for row in data["lessons"]] == ["401-or-403"]
    assert data["lessons"][0]["place"] == "without-a-badge"
    assert [(row["source"], row["target"]) for row in data["walked"]] == [("A", "B"), ("B", "C"), ("C", "D")]
    assert {row["comment"] for row in data["feedback"]} == {"", "A typo: “ſ” & <b>"}


def test_a_guest_downloads_what_is_kept_for_the_browser(gwen, guest):
    work_of(gwen)

    data = gwen.get("/account/export/").json()

    assert data["account"] is None
    assert data["learner"]["created_at"].startswith("2026-11-22")
    assert [len(data[part]) for part in ("lessons", "answers", "walked", "feedback")] == [1, 2, 3, 2]


def test_a_visitor_downloads_that_nothing_is_kept(client):
    data = client.get("/account/export/").json()

    assert data["account"] is data["learner"] is None
    assert {"lessons", "answers", "walked", "feedback"} < set(data)
    assert not any(data.values())


# Leaving


def test_deleting_an_account_needs_its_password(client, ada):
    client.force_login(ada)

    for password in ("", "wrong"):
        assert client.post("/account/delete/", {"password": password}).status_code == 422

    assert "Nothing was deleted." in client.post("/account/delete/", {"password": "wrong"}).text
    assert User.objects.filter(pk=ada.pk).exists()


def test_a_deleted_account_is_gone_with_everything_but_its_feedback(client, ada, ben):
    client.force_login(ada)
    work_of(client)

    response = client.post("/account/delete/", {"password": PASSWORD})

    assert (response.status_code, response.url) == (303, "/")
    assert User.objects.get() == ben
    assert Learner.objects.get() == ben.learner
    assert not CheckAnswer.objects.exists()
    assert set(Feedback.objects.values_list("learner", flat=True)) == {None}
    assert not Session.objects.exists()
    assert "have been deleted" in client.get("/").text
    assert sign_in(client).status_code == 422


def test_a_guest_is_forgotten_on_demand_without_a_password(gwen, guest):
    work_of(gwen)
    assert "Forget what was done in this browser" in gwen.get("/account/delete/").text

    assert gwen.post("/account/delete/").url == "/"

    assert not Learner.objects.exists()
    assert not Session.objects.exists()


def test_a_name_is_free_again_after_its_account_was_deleted(client, ada):
    client.force_login(ada)
    client.post("/account/delete/", {"password": PASSWORD})

    assert sign_up(client, "Ada").status_code == 303


def test_staff_made_by_a_command_become_learners_when_they_learn(client, db):
    boss = User.objects.create_superuser("Boss", password=PASSWORD)
    client.force_login(boss)
    for path in ("/", "/progress/", "/account/", LESSON):
        assert client.get(path).status_code == 200

    answer(client)

    assert Learner.objects.get().user == boss


def test_other_accounts_are_no_ones_business(client, ada):
    make_user("Eve")
    client.force_login(ada)

    assert "Eve" not in client.get("/account/export/").text
    assert client.get("/admin/").status_code == 302


def test_a_name_taken_at_the_same_moment_is_told_in_the_form(client, ada):
    """The other sign-up is stored between our look and our write, as two at once have it."""

    def late(execute, sql, params, many, context):
        if sql.startswith("SELECT 1") and "learn_user" in sql:
            return execute(sql.replace("LIMIT 1", "LIMIT 0"), params, many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(late):
        response = client.post("/account/sign-up/", {"username": "Ada", "password1": PASSWORD, "password2": PASSWORD})

    assert response.status_code == 422
    assert "This name is taken" in response.text
    assert User.objects.count() == 1
