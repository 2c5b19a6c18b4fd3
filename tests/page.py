"""A page as a reader sees it: its elements, each with its attributes and its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    inside: tuple[str, ...] = ()
    parts: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class Page(HTMLParser):
    """Reads the HTML of a response."""

    def __init__(self, response: HttpResponse, *, drawing: bool = True) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self._all = Element("", {})
        self.feed(response.text if drawing else re.sub("<svg.*?</svg>", "", response.text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(e.tag for e in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(e.tag for e in self._open)))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        for element in (self._all, *self._open):
            element.parts.append(data)

    @property
    def text(self) -> str:
        return self._all.text

    def all(self, tag: str, *, cls: str = "", **attrs: str) -> Iterator[Element]:
        """Yield the elements of a kind; underlines in names of attributes stand for hyphens."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attrs.items()}
        for element in self.elements:
            if element.tag == tag and (not cls or cls in element.classes) and wanted.items() <= element.attrs.items():
                yield element

    def one(self, tag: str, *, cls: str = "", **attrs: str) -> Element:
        found = list(self.all(tag, cls=cls, **attrs))
        assert len(found) == 1, f"{len(found)} of {tag} {cls} {attrs}"
        return found[0]

    def has(self, tag: str, *, cls: str = "", **attrs: str) -> bool:
        return any(self.all(tag, cls=cls, **attrs))

    @property
    def h1(self) -> str:
        return self.one("h1").text

    @property
    def title(self) -> str:
        return next(self.all("title")).text

    @property
    def links(self) -> dict[str, str]:
        """The addresses of links, each with its text."""
        return {a["href"]: a.text for a in self.all("a") if "href" in a.attrs}

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if "id" in element.attrs]

    @property
    def meta(self) -> dict[str, str]:
        return {
            m.attrs.get("name") or m.attrs.get("property", ""): m.attrs.get("content", "") for m in self.all("meta")
        }

    @property
    def token(self) -> str:
        return next(self.all("input", name="csrfmiddlewaretoken"))["value"]

    @property
    def status_line(self) -> str:
        """What the footer says of this response."""
        return next(self.all("p", cls="status-line")).text

    def typed(self, name: str) -> str:
        """What a field of a form holds."""
        for tag in ("input", "textarea"):
            for found in self.all(tag, name=name):
                return found.attrs.get("value", found.text)
        raise AssertionError(f"no field is called {name}")
