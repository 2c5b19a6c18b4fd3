"""The parts of a request as somebody types them, one reader for each (contract, section 11).

Each raises ValueError with a sentence that says what would be right.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

from learn.domain.lab.headers import TOKEN
from learn.domain.lab.operations import OPERATIONS
from learn.domain.lab.reply import Fields

API = "/api/v1"
METHOD_AT_MOST = 32
TARGET_AT_MOST = 8000
FIELDS_AT_MOST = 100
FIELD_TEXT_AT_MOST = 64 * 1024
CONTENT_AT_MOST = 64 * 1024

# How a terminal names the API and the sandbox around it, in the lines that the lab prints.
SHORTHANDS = (("${LAB%/api/v1}", ""), ("${LAB}", API), ("$LAB", API))
VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
WHOLE_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)")
# What frames a message or speaks of one connection is said by whoever sends it.
FRAMING = frozenset(
    ("content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect")
)
OWN_ONLY = f"only your own sandbox can be reached: write the path alone, such as {API}/orders"
SHORT = frozenset(o.path.split("/")[3] for o in OPERATIONS if o.path.startswith(f"{API}/"))


def is_framing(name: str) -> bool:
    """Whether a field is the sender's own: about the connection or the message's length."""
    return name.lower() in FRAMING or name.lower().startswith("proxy-")


def read_method(text: str) -> str:
    """Return the method, in its own case."""
    method = text.strip(" \t\r\n")
    if not method:
        raise ValueError("write a method, such as GET")
    if len(method) > METHOD_AT_MOST:
        raise ValueError(f"a method has at most {METHOD_AT_MOST} characters here; this one has {len(method)}")
    if not re.fullmatch(TOKEN, method):
        raise ValueError("a method is one word of letters, digits and !#$%&'*+-.^_`|~, such as GET")
    return method


def read_target(text: str, *, base: str, origin: str) -> str:
    """Return path and query below the sandbox, dot segments and encoded slashes as they were typed."""
    target = _below(text.strip(), base, origin)
    if not target.startswith("/"):
        raise ValueError(f"a path begins with a slash, such as {API}/orders")
    if target.startswith("//") or re.match(r"/lab(?=[/?]|$)", target):
        raise ValueError(OWN_ONLY)
    if "#" in target:
        raise ValueError("a fragment is never sent: leave # and what follows it out, or write %23")
    _check_characters(target)
    if re.split(r"[/?]", target, maxsplit=2)[1] in SHORT:
        target = API + target
    if len(target) > TARGET_AT_MOST:
        raise ValueError(f"path and query have at most {TARGET_AT_MOST} characters; these have {len(target)}")
    return target


def _below(text: str, base: str, origin: str) -> str:
    """Return what stands below the sandbox in an address that was pasted whole; any other text as it is."""
    for start, path in SHORTHANDS:
        if _is_at(text, start):
            return path + text.removeprefix(start) or "/"
    whole = WHOLE_ADDRESS.match(text)
    if whole is not None:
        if whole[1].lower() not in ("http", "https") or whole[2].lower() != origin.partition("://")[2].lower():
            raise ValueError(OWN_ONLY)
        text = text[whole.end() :]
    if _is_at(text, base):
        rest = text.removeprefix(base)
        return rest if rest.startswith("/") else f"/{rest}"
    if whole is not None:
        raise ValueError(OWN_ONLY)
    return text


def _is_at(text: str, start: str) -> bool:
    """Whether the text is the start itself, or goes on below it."""
    return text.startswith(start) and text[len(start) : len(start) + 1] in ("", "/", "?")


def _check_characters(target: str) -> None:
    wrong = next((character for character in target if character not in VISIBLE), None)
    if wrong is not None:
        whole = quote(target, safe=VISIBLE, errors="replace")
        better = whole if len(whole) <= 200 else quote(wrong, errors="replace")
        shown = "a space" if wrong == " " else repr(wrong)
        raise ValueError(f"{shown} can't stand in a path or query: percent-encode it, {better}")


def read_fields(text: str) -> Fields:
    """Return the header fields of lines ``Name: value``; empty lines are passed over."""
    if len(text) > FIELD_TEXT_AT_MOST:
        raise ValueError(f"all header fields together have at most {FIELD_TEXT_AT_MOST} characters")
    found: Fields = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip(" \t"):
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"line {number} is no header field: write Name: value, one a line")
        found.append((name, value))
    return found


def checked_fields(fields: Iterable[tuple[str, str]]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the fields that can be sent, values without the space around them, and the names of the framing ones."""
    kept: Fields = []
    dropped: list[str] = []
    for name, value in fields:
        _check_name(name)
        if is_framing(name):
            dropped.append(name)
            continue
        _check_value(name, value)
        kept.append((name, value.strip(" \t")))
    if len(kept) > FIELDS_AT_MOST:
        raise ValueError(f"a request has at most {FIELDS_AT_MOST} header fields here; this one has {len(kept)}")
    return tuple(kept), tuple(dropped)


def _check_name(name: str) -> None:
    if "_" in name:
        better = name.replace("_", "-")
        raise ValueError(f"servers drop fields with an underscore in their name: write {better[:80]}, not {name[:80]}")
    if not re.fullmatch(TOKEN, name):
        raise ValueError(f"{name[:80]!r} is no field name: letters, digits and hyphens, then at once the colon")


def _check_value(name: str, value: str) -> None:
    if VALUE.fullmatch(value):
        return
    if "…" in value:
        raise ValueError(f"… in {name} stands for what varies: put the current value there")
    if any(ord(character) > 0xFF for character in value):
        raise ValueError(f"the value of {name} has characters outside of Latin-1: percent-encode them")
    raise ValueError(f"the value of {name} has a control character: a field is one line of text")


def read_content(text: str) -> str:
    """Return the content with the line ends of Unix: a browser's text box sends those of Windows."""
    content = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in content:
        raise ValueError("a NUL character can't be typed in a terminal: leave it out, or write \\u0000 in JSON")
    try:
        size = len(content.encode())
    except UnicodeEncodeError:
        raise ValueError("half a character stands alone here: content is text in UTF-8") from None
    if size > CONTENT_AT_MOST:
        raise ValueError(f"content has at most {CONTENT_AT_MOST} bytes; this has {size}")
    return content
