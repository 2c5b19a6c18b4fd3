"""The course: its order, and what it is taken from and leads to."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from learn.domain.content import ContentError, read_toml, require


@dataclass(frozen=True, slots=True)
class Link:
    """Something to read or watch elsewhere. ``url`` is empty where the source gives none."""

    title: str
    url: str = ""
    author: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    author: str
    published_by: str
    verified: date


@dataclass(frozen=True, slots=True)
class Course:
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
    if len(set(fields["lessons"])) < len(fields["lessons"]):
        raise ContentError(path, 1, "a lesson stands in the course twice")
    require(links, {"reference": list, "video": list, "related": list, "source": dict}, references, 1, "references")
    return Course(
        title=fields["title"],
        summary=fields["summary"],
        series=fields["series"],
        part=fields["part"],
        parts=fields["parts"],
        lessons=tuple(fields["lessons"]),
        references=tuple(Link(**link) for link in links["reference"]),
        videos=tuple(Link(**link) for link in links["video"]),
        related=tuple(Link(**link) for link in links["related"]),
        source=Source(**links["source"]),
    )
