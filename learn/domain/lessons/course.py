"""The course: its order, and what it is taken from and leads to."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from learn.domain.content import ContentError, line_of, read_text, read_toml, refuse_unknown, require, require_each


@dataclass(frozen=True, slots=True)
class Link:
    """Something to read or watch elsewhere. ``url`` is empty where the source gives none."""

    title: str
    url: str = ""
    author: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What the course is based on, and when it was last compared with it."""

    title: str
    author: str
    published_by: str
    verified: date


@dataclass(frozen=True, slots=True)
class Course:
    """The course: its lessons by their slugs, in order, and what else there is to read and watch."""

    title: str
    summary: str
    series: str
    part: int
    parts: int
    lessons: tuple[str, ...]
    references: tuple[Link, ...]
    videos: tuple[Link, ...]
    related: tuple[Link, ...]
    source: Source


def read_course(path: Path, references: Path) -> Course:
    """Return the course in ``path`` with the references beside it. Raises ContentError at the first mistake."""
    fields, links = read_toml(path), read_toml(references)
    names = {"title": str, "summary": str, "series": str, "part": int, "parts": int, "lessons": list}
    require(fields, names, path, 1, "the course")
    require_each(fields, {"lessons": str}, path, line_of(read_text(path), "lessons"), "the course")
    if len(set(fields["lessons"])) < len(fields["lessons"]):
        raise ContentError(path, 1, "a lesson stands in the course twice")
    require(links, {"reference": list, "video": list, "related": list, "source": dict}, references, 1, "references")
    text = read_text(references)
    line = line_of(text, "[source]")
    require(links["source"], {"title": str, "author": str, "published_by": str}, references, line, "the source")
    refuse_unknown(links["source"], {"title", "author", "published_by", "verified"}, references, line, "the source")
    if not isinstance(links["source"].get("verified"), date):
        raise ContentError(references, line, "the source: 'verified' must be a date such as 2026-03-18")
    return Course(
        title=fields["title"],
        summary=fields["summary"],
        series=fields["series"],
        part=fields["part"],
        parts=fields["parts"],
        lessons=tuple(fields["lessons"]),
        references=tuple(_link(link, references, text) for link in links["reference"]),
        videos=tuple(_link(link, references, text) for link in links["video"]),
        related=tuple(_link(link, references, text) for link in links["related"]),
        source=Source(**links["source"]),
    )


def _link(fields: dict[str, Any], path: Path, text: str) -> Link:
    line = line_of(text, next((f'{name} = "{fields[name]}"' for name in ("title", "url", "why") if name in fields), ""))
    require(fields, {"title": str}, path, line, "a link")
    refuse_unknown(fields, {"title", "url", "author", "why"}, path, line, "a link")
    return Link(**fields)
