"""Readers open lessons, answer their checks, leave and come back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from learn.library import library
from learn.models import CheckAnswer, Feedback, Learner, LessonProgress
from tests.conftest import NOW
from tests.page import Page

HTMX = {"HX-Request": "true"}
SLUG = "401-or-403"
URL = f"/lessons/{SLUG}/"
# One of three; its right answer is the first.
EXPIRED = "door-expired"
# A code to type: 403.
SUPPORT = "door-support"
# A box of the map: J.
SECRET = "door-secret"
SLUGS = [lesson.slug for lesson in library().order]


def answer(client, check, given, *, attempt=1, version=None, **extra):
    version = version or library().items[check].version
    return client.post(
        reverse("check", args=[SLUG, check]), {"given": given, "attempt": attempt, "version": version}, **extra
    )


def answer_all(client, attempt=1):
    for check in library().lessons[SLUG].checks:
        assert answer(client, check, library().items[check].right.key, attempt=attempt).status_code == 303


# Reading


@pytest.mark.parametrize("slug", SLUGS)
def test_a_visitor_reads_a_lesson_without_a_statement_or_a_cookie(client, library, slug):
    response = client.get(reverse("lesson", args=[slug]))

    page, lesson = Page(response), library.lessons[slug]
    assert response.status_code == 200
    assert not response.cookies
    assert page.h1 == lesson.title
    assert f"{lesson.minutes} min" in page.text
    assert page.one("time")["datetime"] == lesson.verified.isoformat()
    assert len(list(page.all("figure", cls="exchange"))) >= len(lesson.exchanges)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_place_named_on_the_page_is_there_once(client, slug):
    page = Page(client.get(reverse("lesson", args=[slug])))

    here = [href[1:] for href in page.links if href.startswith("#")]
    assert set(here) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("slug", SLUGS)
def test_each_check_is_asked_in_the_page(client, library, slug):
    page = Page(client.get(reverse("lesson", args=[slug])))

    asked = [form["action"] for form in page.all("form") if "data-question" in form.attrs]
    assert asked == [reverse("check", args=[slug, check]) for check in library.lessons[slug].checks]


def test_lessons_lead_to_each_other_from_the_first_to_the_last(client, library):
    seen, url = [], reverse("lesson", args=[library.order[0].slug])
    while url:
        seen.append(url)
        url = next((a["href"] for a in Page(client.get(url)).all("a", rel="next")), "")

    assert seen == [reverse("lesson", args=[slug]) for slug in SLUGS]


def test_the_last_lesson_has_references_and_videos_and_leads_to_progress(client, library):
    page = Page(client.get(reverse("lesson", args=[SLUGS[-1]])))

    for link in (*library.course.references, *library.course.videos):
        assert link.url in page.links
    assert library.course.source.author in page.text
    assert page.links["/progress/"]


def test_a_lesson_shows_its_place_on_the_map_and_a_link_to_share(client):
    page = Page(client.get(URL))

    assert page.has("svg", cls="map")
    assert page.one("a", data_copy=f"http://testserver{URL}")


def test_an_unknown_lesson_is_not_found_and_says_where_lessons_are(client):
    response = client.get("/lessons/418-teapot/")

    assert response.status_code == 404
    assert "There is no lesson with this name." in response.text


# Answering


@pytest.mark.django_db
def test_a_visitor_who_answers_becomes_a_guest_and_is_told_why(client):
    response = answer(client, SUPPORT, "403")

    assert response.status_code == 303
    assert response.url == f"{URL}#check-{SUPPORT}"
    assert client.cookies["guest"]["httponly"]
    assert client.cookies["guest"]["samesite"] == "Lax"
    stored = CheckAnswer.objects.get()
    assert (stored.question, stored.version, stored.given, stored.right) == (SUPPORT, 1, "403", True)
    assert stored.learner == Learner.objects.get(user=None)
    page = Page(client.get(URL))
    assert "Right. You answered 403 Forbidden" in page.text


def test_a_guest_stays_the_same_guest(gwen, guest):
    answer(gwen, SUPPORT, "403")
    answer(gwen, SECRET, "J")

    assert guest.answers.count() == 2
    assert Learner.objects.count() == 1


def test_an_account_keeps_its_answers(client, ada):
    client.force_login(ada)
    answer(client, EXPIRED, "2")

    assert ada.learner.answers.get().right is False


@pytest.mark.django_db
def test_htmx_gets_the_check_alone(client):
    response = answer(client, SUPPORT, "401", headers=HTMX)

    assert response.status_code == 200
    assert "<html" not in response.text
    assert "Not this time." in response.text
    assert CheckAnswer.objects.get().given == "401"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["1", "2", "3"])
def test_every_option_of_a_question_comes_with_its_reason(client, library, given):
    answer(client, EXPIRED, given)

    text = Page(client.get(URL)).text
    for option in library.items[EXPIRED].answers:
        assert option.why.replace("`", "").split("{")[0][:40] in text


@pytest.mark.django_db
@pytest.mark.parametrize("check", [check for lesson in library().order for check in lesson.checks])
def test_every_answer_of_every_check_is_marked_as_it_is_written(client, library, check):
    item = library.items[check]
    lesson = next(lesson for lesson in library.order if check in lesson.checks)
    for attempt, option in enumerate(item.answers, start=1):
        sent = {"given": option.key, "attempt": attempt, "version": item.version}
        response = client.post(reverse("check", args=[lesson.slug, check]), sent, headers=HTMX)
        assert response.status_code == 200
        assert ("Right." if option.right else "Not this time.") in response.text

    assert list(CheckAnswer.objects.values_list("right", flat=True)) == [option.right for option in item.answers]


@pytest.mark.parametrize(
    ("check", "given", "problem"),
    [
        (SUPPORT, "", "Give an answer first."),
        (SUPPORT, "4O3", "Type a status code: three digits, such as 404."),
        (SUPPORT, "٤٠٣", "Type a status code: three digits, such as 404."),
        (SUPPORT, "999", "No code 999 is registered."),
        (EXPIRED, "7", "Pick one of the three answers."),
        (SECRET, "Z", "Pick a box of the diagram."),
        (SUPPORT, "x" * 41, "at most 40 characters"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_what_isnt_an_answer_is_refused_and_stays_typed(client, check, given, problem, headers):
    response = answer(client, check, given, headers=headers)

    assert response.status_code == 422
    assert problem in response.text
    assert ("<html" in response.text) is not headers
    assert not response.cookies
    if check == SUPPORT:
        assert Page(response).typed("given") == given


@pytest.mark.parametrize("fields", [{"attempt": "0"}, {"attempt": "x"}, {"version": ""}, {"attempt": "99999999999"}])
def test_a_form_that_was_tampered_with_asks_to_reload(client, fields):
    response = client.post(
        reverse("check", args=[SLUG, SUPPORT]), {"given": "403", "attempt": 1, "version": 1} | fields
    )

    assert response.status_code == 422
    assert "The form is incomplete. Reload the page and answer again." in response.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_answer_to_an_outdated_version_is_a_conflict(client, headers):
    response = answer(client, SUPPORT, "403", version=99, headers=headers)

    assert response.status_code == 409
    assert "This question was changed while you were reading it." in response.text
    assert not response.cookies


def test_a_question_revised_since_is_asked_anew(gwen, guest):
    answer(gwen, SUPPORT, "403")
    guest.answers.update(version=99)

    page = Page(gwen.get(URL))

    assert "This question was revised after you answered it." in page.text
    assert [i["value"] for i in page.all("input", name="attempt")][1] == "2"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_another_answer_from_another_tab_is_a_conflict_and_the_first_stands(gwen, guest, headers):
    answer(gwen, SUPPORT, "403")

    response = answer(gwen, SUPPORT, "401", headers=headers)

    assert response.status_code == 409
    assert "in another tab" in response.text
    assert "403 Forbidden" in response.text
    assert guest.answers.get().given == "403"


def test_a_double_click_counts_once(gwen, guest):
    assert [answer(gwen, SUPPORT, "403").status_code for _ in range(2)] == [303, 303]
    assert answer(gwen, SUPPORT, " 403 ", headers=HTMX).status_code == 200

    assert guest.answers.count() == 1


def test_a_form_replayed_after_a_later_attempt_changes_nothing(gwen, guest):
    answer(gwen, SUPPORT, "401")
    answer(gwen, SUPPORT, "403", attempt=2)
    answer(gwen, SUPPORT, "401")

    assert list(guest.answers.order_by("attempt").values_list("given", flat=True)) == ["401", "403"]
    assert "Right. You answered 403" in Page(gwen.get(URL)).text


def test_answering_again_is_another_attempt(gwen, guest):
    answer(gwen, SUPPORT, "401")

    page = Page(gwen.get(URL, {"again": SUPPORT}))
    form = page.one("form", action=reverse("check", args=[SLUG, SUPPORT]))
    attempts = [i["value"] for i in page.all("input", name="attempt")]
    assert form["method"] == "post"
    assert "2" in attempts
    answer(gwen, SUPPORT, "403", attempt=2)
    assert guest.answers.count() == 2


def test_a_check_of_another_lesson_isnt_asked_here(client):
    response = client.post(reverse("check", args=[SLUG, "limit-wait"]), {"given": "1", "attempt": 1, "version": 1})

    assert response.status_code == 404
    assert client.post(reverse("check", args=["no-lesson", SUPPORT])).status_code == 404


def test_nobody_sees_anothers_answers(client, ada, ben):
    client.force_login(ada)
    answer(client, SUPPORT, "401")
    client.force_login(ben)

    assert "You answered" not in client.get(URL).text


# Finishing


def test_a_lesson_is_finished_when_all_its_checks_are_answered_right_or_wrong(gwen, guest):
    checks = library().lessons[SLUG].checks
    for check in checks[:-1]:
        item = library().items[check]
        answer(gwen, check, item.answers[-1].key)
    assert guest.lessons.get().finished_at is None
    assert "finished" not in Page(gwen.get(URL)).text

    answer(gwen, checks[-1], library().items[checks[-1]].right.key)

    assert guest.lessons.get().finished_at is not None
    assert Page(gwen.get(URL)).has("span", cls="done")


def test_a_lesson_is_finished_once(gwen, guest, time_machine):
    time_machine.move_to(NOW, tick=False)
    answer_all(gwen)
    time_machine.move_to(NOW + timedelta(hours=3), tick=False)
    answer_all(gwen, attempt=2)

    assert guest.lessons.get().finished_at == NOW


def test_the_same_question_twice_finishes_nothing(gwen, guest):
    for attempt in range(1, 7):
        answer(gwen, SUPPORT, "403", attempt=attempt)

    assert guest.lessons.get().finished_at is None


# Leaving and coming back


@pytest.mark.django_db
def test_opening_a_lesson_is_noted_once(client):
    assert "data-opened" not in client.get(URL).text

    for _ in range(2):
        response = client.post(f"{URL}reading/")
        assert response.status_code == 204
        assert not response.content

    assert LessonProgress.objects.count() == 1
    assert "data-opened" in client.get(URL).text


def test_where_a_lesson_was_left_is_where_it_goes_on(gwen, guest, library, time_machine):
    heading = library.lessons[SLUG].headings[1]
    time_machine.move_to(NOW, tick=False)
    gwen.post(f"{URL}reading/")
    time_machine.move_to(NOW + timedelta(minutes=7), tick=False)
    gwen.post(f"{URL}reading/", {"place": heading.anchor})

    progress = guest.lessons.get()
    assert (progress.opened_at, progress.left_at) == (NOW, NOW + timedelta(minutes=7))
    links = [a.text for a in Page(gwen.get(URL)).all("a", href=f"#{heading.anchor}")]
    assert f"Continue here: {heading.text}" in links


def test_an_answered_check_is_a_place_to_go_on_from(gwen):
    answer(gwen, SUPPORT, "403")

    assert "Continue here: Check 2" in Page(gwen.get(URL)).text


def test_a_finished_lesson_has_nowhere_to_go_on(gwen):
    answer_all(gwen)

    assert "Continue here" not in gwen.get(URL).text


@pytest.mark.parametrize("place", ["no-such-heading", "<script>", "x" * 500, "\x00"])
def test_a_place_the_lesson_lacks_is_left_out(gwen, guest, place):
    assert gwen.post(f"{URL}reading/", {"place": place}).status_code == 204

    assert guest.lessons.get().place == ""


def test_reading_an_unknown_lesson_is_not_found(gwen, guest):
    assert gwen.post("/lessons/418-teapot/reading/").status_code == 404
    assert not guest.lessons.exists()


# Telling what one thinks


@pytest.mark.django_db
def test_a_visitor_says_that_a_lesson_helped(client):
    response = client.post(f"{URL}feedback/", {"helpful": "yes"})

    assert response.status_code == 200
    assert "Thank you. It helps to know." in response.text
    assert Feedback.objects.get().kind == Feedback.Kind.HELPFUL


def test_a_changed_mind_replaces_the_first_opinion(gwen, guest):
    gwen.post(f"{URL}feedback/", {"helpful": "yes"})
    gwen.post(f"{URL}feedback/", {"helpful": "no"}, headers=HTMX)

    assert guest.feedback.get().kind == Feedback.Kind.NOT_HELPFUL


@pytest.mark.parametrize("comment", ["The date is wrong; it should be <b>1999</b>.", ""])
def test_a_mistake_is_reported_with_or_without_words(gwen, guest, comment):
    for _ in range(2):
        response = gwen.post(f"{URL}feedback/", {"comment": comment}, headers=HTMX)
        assert "<html" not in response.text
        assert "will read it" in response.text

    report = guest.feedback.get()
    assert (report.kind, report.comment, report.lesson) == (Feedback.Kind.MISTAKE, comment, SLUG)


def test_too_long_a_report_stays_typed(client):
    response = client.post(f"{URL}feedback/", {"comment": "x" * 2001})

    assert response.status_code == 422
    assert "at most 2000 characters" in response.text
    assert Page(response).typed("comment") == "x" * 2001
    assert 'aria-describedby="comment-error"' in response.text
    assert not response.cookies


def test_staff_find_reports_in_the_admin(client, gwen, sam):
    gwen.post(f"{URL}feedback/", {"comment": "A typo & more"})
    client.force_login(sam)

    assert "A typo &amp; more" in client.get("/admin/learn/feedback/").text
