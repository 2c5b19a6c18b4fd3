import re
from datetime import date

import pytest
from django.conf import settings

from learn.domain.content import ContentError
from learn.domain.lessons.course import read_course

COURSE, REFERENCES = settings.CONTENT_DIR / "course.toml", settings.CONTENT_DIR / "references.toml"


def test_course_says_where_it_stands_and_what_it_follows(library):
    course = library.course

    assert (course.title, course.series, course.part, course.parts) == (
        "HTTP status codes",
        "API and Backend Basics",
        3,
        5,
    )
    assert (course.source.author, course.source.published_by) == ("Pratik Bhuite", "ADevGuide")
    assert course.source.verified == date(2026, 3, 18)


def test_four_references_three_videos_and_the_linked_guides_are_listed(library):
    course = library.course

    assert [len(links) for links in (course.references, course.videos, course.related)] == [4, 3, 5]
    assert all(link.url.startswith("https://") for link in course.references + course.videos)
    assert all(link.author for link in course.videos)
    assert all(link.why for link in course.related)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "problem"),
    [
        ("course.toml", "part = 3\n", "", 1, "the course has no 'part'"),
        ("course.toml", "part = 3", 'part = "3"', 1, "the course: 'part' must be a whole number, not '3'"),
        ("course.toml", '"five-classes"', '"why-codes-matter"', 1, "a lesson stands in the course twice"),
        ("course.toml", '"five-classes"', "5", 6, "the course: each of 'lessons' must be text, not 5"),
        ("references.toml", 'title = "MDN: 201 Created"\n', "", 22, "a link has no 'title'"),
        (
            "references.toml",
            'author = "Caleb',
            'autor = "Caleb',
            26,
            "a link: nothing reads 'autor'; known are author, ",
        ),
        ("references.toml", 'author = "Pratik Bhuite"\n', "", 3, "the source has no 'author'"),
        ("references.toml", "verified = 2026-03-18", "verified = 2026", 3, "the source: 'verified' must be a date"),
        ("references.toml", "[source]", "[sauce]", 1, "references has no 'source'"),
    ],
)
def test_mistake_is_told_with_file_and_line(tmp_path, name, old, new, line, problem):
    for path in (COURSE, REFERENCES):
        text = path.read_text()
        assert path.name != name or old in text
        (tmp_path / path.name).write_text(text.replace(old, new, 1) if path.name == name else text)

    with pytest.raises(ContentError, match=rf"{re.escape(name)}:{line}: {re.escape(problem)}"):
        read_course(tmp_path / "course.toml", tmp_path / "references.toml")
