"""What search engines are told of a page, as JSON-LD."""

from typing import Any

from django.urls import reverse

from learn.domain.lessons.course import Course
from learn.domain.lessons.reader import Lesson

CONTEXT = "https://schema.org"


def course_data(course: Course, lessons: list[Lesson], origin: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "Course",
        "name": course.title,
        "description": course.summary,
        "url": origin + reverse("course"),
        "provider": {"@type": "Organization", "name": "Statusline", "url": origin + reverse("home")},
        "isPartOf": {"@type": "CreativeWorkSeries", "name": course.series, "url": origin + reverse("series")},
        "hasPart": [
            {"@type": "LearningResource", "name": lesson.title, "url": origin + reverse("lesson", args=[lesson.slug])}
            for lesson in lessons
        ],
    }


def lesson_data(course: Course, lesson: Lesson, number: int, origin: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": ["LearningResource", "TechArticle"],
        "headline": lesson.title,
        "name": lesson.title,
        "description": lesson.summary,
        "url": origin + reverse("lesson", args=[lesson.slug]),
        "position": number,
        "timeRequired": f"PT{lesson.minutes}M",
        "dateModified": lesson.verified.isoformat(),
        "isPartOf": {"@type": "Course", "name": course.title, "url": origin + reverse("course")},
        "isBasedOn": {
            "@type": "Article",
            "headline": course.source.title,
            "author": {"@type": "Person", "name": course.source.author},
            "publisher": {"@type": "Organization", "name": course.source.published_by},
        },
    }


def series_data(course: Course, origin: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "CreativeWorkSeries",
        "name": course.series,
        "url": origin + reverse("series"),
        "hasPart": {
            "@type": "Course",
            "name": course.title,
            "description": course.summary,
            "position": course.part,
            "url": origin + reverse("course"),
            "provider": {"@type": "Organization", "name": "Statusline", "url": origin + reverse("home")},
        },
    }
