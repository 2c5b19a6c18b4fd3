"""The course: all lessons in order, with what this reader has done of them."""

import json
from datetime import timedelta

from learn.actions.learning import read_lesson
from tests.conftest import NOW
from tests.page import Page


def read(library, learner, slug, **extra):
    read_lesson(learner, library.lessons[slug], place=extra.get("place", ""), now=extra.get("now", NOW))
    return learner.lessons.get(lesson=slug)


def test_a_visitor_sees_every_lesson_in_order_and_where_to_start(client, library):
    page = Page(client.get("/lessons/"))

    links = [a["href"] for a in page.all("a", cls="lesson-link")]
    assert links == [f"/lessons/{lesson.slug}/" for lesson in library.order]
    assert page.h1 == library.course.title
    assert page.one("a", cls="primary")["href"] == links[0]
    assert f"{sum(lesson.minutes for lesson in library.order)} min" in page.text


def test_the_author_of_the_article_is_named(client, library):
    text = Page(client.get("/lessons/")).text

    assert library.course.source.author in text
    assert library.course.source.title in text


def test_opened_and_finished_lessons_are_marked(gwen, guest, library):
    read(library, guest, library.order[0].slug)
    done = read(library, guest, library.order[1].slug)
    done.finished_at = NOW
    done.save()

    page = Page(gwen.get("/lessons/"))

    states = [span.text for span in page.all("span", cls="lesson-state")]
    assert states[:2] == ["opened", "finished"]
    assert states[2].endswith("min")


def test_it_goes_on_where_the_lesson_read_last_was_left(gwen, guest, library):
    first, second = library.order[:2]
    read(library, guest, second.slug)
    read(library, guest, first.slug, place=first.headings[1].anchor, now=NOW + timedelta(minutes=1))

    page = Page(gwen.get("/lessons/"))

    link = page.one("a", cls="primary")
    assert link.text == f"Continue: {first.title}"
    assert link["href"] == f"/lessons/{first.slug}/#{first.headings[1].anchor}"


def test_a_new_place_in_a_lesson_is_a_new_page(gwen, guest, library):
    lesson = library.order[0]
    gwen.post(f"/lessons/{lesson.slug}/reading/", {"place": lesson.headings[0].anchor})
    before = gwen.get("/lessons/")
    gwen.post(f"/lessons/{lesson.slug}/reading/", {"place": lesson.headings[1].anchor})

    after = gwen.get("/lessons/", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert f"#{lesson.headings[1].anchor}" in after.text


def test_after_a_finished_lesson_comes_the_next_unopened_one(gwen, guest, library):
    done = read(library, guest, library.order[0].slug)
    done.finished_at = NOW
    done.save()

    assert Page(gwen.get("/lessons/")).one("a", cls="primary").text == f"Continue: {library.order[1].title}"


def test_a_lesson_that_has_left_the_course_is_passed_over(gwen, guest):
    guest.lessons.create(lesson="gone-since", opened_at=NOW, left_at=NOW)

    assert gwen.get("/lessons/").status_code == 200
    assert gwen.get("/progress/").status_code == 200


def test_search_engines_are_told_the_course_and_its_parts(client, library):
    data = json.loads(Page(client.get("/lessons/")).one("script", type="application/ld+json").text)

    assert data["@type"] == "Course"
    assert [part["name"] for part in data["hasPart"]] == [lesson.title for lesson in library.order]
    assert data["hasPart"][0]["url"].startswith("http://testserver/lessons/")
