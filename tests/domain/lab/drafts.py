"""Drafts of every kind that the console lets through."""

from string import ascii_letters, digits

from hypothesis import strategies as st

from learn.domain.lab.draft import Draft
from learn.domain.lab.typed import SHORT, is_framing

ORIGIN = "http://lab.example:8000"
TCHAR = frozenset(ascii_letters + digits + "!#$%&'*+-.^_`|~")
VISIBLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) != "#")
NAMES = ("Accept", "Authorization", "Content-Type", "Cookie", "Host", "If-Match", "Lab-Fault", "User-Agent")

printable = st.one_of(st.characters(min_codepoint=0x20, max_codepoint=0x7E), st.sampled_from("\t\x80\x85\xa0\xe9\xff"))
own_names = st.text(sorted(TCHAR - {"_"}), min_size=1, max_size=12).filter(lambda name: not is_framing(name))
names = st.one_of(st.sampled_from(NAMES), own_names)
values = st.text(printable, max_size=20).map(lambda value: value.strip(" \t"))
segments = st.lists(st.sampled_from([".", "..", "%2e%2e", "a", "$LAB", '^"', "[x]", "?", ""])).map("/".join)
contents = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=60)
methods = st.one_of(st.sampled_from(["GET", "HEAD", "POST", "get"]), st.text(sorted(TCHAR), min_size=1, max_size=32))


def below(rest: str) -> str:
    """Return a target that stays as it is: none that is written short, or names another place."""
    first = rest.partition("?")[0].partition("/")[0]
    return f"/api/v1/{rest}" if rest.startswith("/") or first in {*SHORT, "lab"} else f"/{rest}"


def drafts() -> st.SearchStrategy[Draft]:
    return st.builds(
        Draft,
        method=methods,
        target=st.one_of(st.text(VISIBLE, max_size=30), segments).map(below),
        headers=st.lists(st.tuples(names, values), max_size=6).map(tuple),
        content=contents,
    )
